//! A sparse three-way table of 7,800 cells (20 by 15 by 26 codes, totals with them) of 27 members: how many cells open, of
//! how many the search stops at its limit, and how long the plan takes. `cargo run --release -p intertally-attack --example
//! large [SEED [ZEROS IN A HUNDRED]]`.

use intertally_attack::random::Random;
use intertally_attack::world::{Figures, recount};
use intertally_disclosure::{Cell, Decision, Reason, Table, plan};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::time::Instant;

/// Codes of each dimension; number 0 is the total of the others.
const CODES: [u32; 3] = [20, 15, 26];
const MEMBERS: u32 = 27;

/// Leaves of a cell: each code that is no total, each pair of such, and so on.
fn leaves(codes: [u32; 3]) -> Vec<u32> {
    let below =
        |place: usize| if codes[place] == 0 { 1..CODES[place] } else { codes[place]..codes[place] + 1 };
    let mut all = Vec::new();
    for a in below(0) {
        for b in below(1) {
            all.extend(below(2).map(|c| (a * CODES[1] + b) * CODES[2] + c));
        }
    }
    all
}

fn main() -> io::Result<()> {
    let mut asked = std::env::args().skip(1).map(|number| number.parse::<u64>());
    let mut next = |or| asked.next().unwrap_or(Ok(or)).map_err(io::Error::other);
    let (seed, zeros) = (next(1)?, next(80)?);
    let mut random = Random::new(seed);
    let cell = |codes: [u32; 3]| Cell {
        leaves: vec![leaves(codes)],
        minimum: 5,
        reporters: (0..MEMBERS).collect(),
        count: None,
        changed: None,
        count_only: false,
        confidential: BTreeSet::new(),
        base: 5,
        first: 13,
        max: 1_000_000,
    };
    let mut cells = Vec::new();
    for a in 0..CODES[0] {
        for b in 0..CODES[1] {
            cells.extend((0..CODES[2]).map(|c| cell([a, b, c])));
        }
    }
    let mut figures = Figures::new();
    for leaf in leaves([0; 3]) {
        for member in 0..MEMBERS {
            if !random.chance(zeros) {
                figures.insert((member, leaf), random.between(1, 40));
            }
        }
    }
    let mut order: Vec<u32> = (0u32..).zip(&cells).map(|(index, _)| index).collect();
    order.sort_by_key(|index| Reverse(cells[*index as usize].leaves[0].len()));
    let mut table = Table { systems: 1, cells, order, ..Table::default() };
    recount(&mut table, &figures);
    let start = Instant::now();
    let made = plan(&table).map_err(|fault| io::Error::other(fault.to_string()))?;
    let took = start.elapsed();
    let are = |one: Decision| made.decisions.iter().filter(|decision| **decision == one).count();
    writeln!(
        io::stdout(),
        "{} cells: {} open, {} of too few, {} would isolate, {} at the limit; planned in {:.2} s",
        made.decisions.len(),
        are(Decision::Open),
        are(Decision::Shut(Reason::TooFewContributors)),
        are(Decision::Shut(Reason::Isolates)),
        are(Decision::Shut(Reason::WorkLimit)),
        took.as_secs_f64()
    )
}
