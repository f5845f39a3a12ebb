//! How long plans and what is shown take: generated tables with margins, returned whole by most members or with 2 % of the
//! figures missing, and a three-way table of which most figures are 0.
//!
//!     cargo run --release -p intertally-disclosure --example times [CELLS [PERCENT MISSING [PERCENT ABOVE ZERO]]]

use intertally_disclosure::{Cell, Plan, Table, TableFault, plan, show};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::time::Instant;

/// Numbers that look random and are the same every time (Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

/// A generated round.
struct Shape {
    /// Tables, each of another measure.
    measures: usize,
    /// Codes of each dimension, its total not among them.
    parts: Vec<usize>,
    members: u32,
    /// Of 100 figures those that single members leave out.
    missing: u64,
    /// Of 100 leaf figures those above zero, on average.
    filled: u64,
    /// Whether each leaf has a share of its own, from none to twice the average.
    uneven: bool,
}

/// What is missing, what is above zero, and whether that is uneven: as of [`Shape`].
type Kind = (u64, u64, bool);

/// All lists with one number below each end.
fn product(ends: &[usize]) -> Vec<Vec<usize>> {
    ends.iter().fold(vec![vec![]], |lists, end| {
        let longer = |list: &Vec<usize>| -> Vec<Vec<usize>> {
            (0..*end).map(|next| list.iter().copied().chain([next]).collect()).collect()
        };
        lists.iter().flat_map(longer).collect()
    })
}

/// A table, and the exact total of each cell.
fn table(shape: &Shape) -> (Table, BTreeMap<u32, u64>) {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let inner = product(&shape.parts);
    let all = product(&shape.parts.iter().map(|parts| parts + 1).collect::<Vec<_>>());
    let (mut table, mut totals) = (Table { systems: 1, ..Table::default() }, BTreeMap::new());
    for measure in 0..shape.measures {
        let first = (measure * inner.len()) as u32;
        let whole: BTreeSet<u32> = (0..shape.members).filter(|_| chance.below(100) < 85).collect();
        // Figures above zero, mostly small.
        let filled: Vec<BTreeMap<u32, u64>> = inner
            .iter()
            .map(|_| {
                let share = if shape.uneven { chance.below(2 * shape.filled) } else { shape.filled };
                let some: Vec<u32> = whole.iter().copied().filter(|_| chance.below(100) < share).collect();
                some.into_iter().map(|member| (member, 1 + chance.below(9) * chance.below(9))).collect()
            })
            .collect();
        for codes in &all {
            // The last code of a dimension is its total.
            let within = |leaf: &Vec<usize>| {
                leaf.iter()
                    .zip(codes)
                    .zip(&shape.parts)
                    .all(|((leaf, code), total)| code == total || code == leaf)
            };
            let places: Vec<usize> =
                (0..inner.len()).filter(|at| inner.get(*at).is_some_and(within)).collect();
            let reporters: BTreeSet<u32> =
                whole.iter().copied().filter(|_| chance.below(100) >= shape.missing).collect();
            let mut above: BTreeMap<u32, u64> = BTreeMap::new();
            for (member, figure) in places.iter().filter_map(|at| filled.get(*at)).flatten() {
                *above.entry(*member).or_default() += figure;
            }
            above.retain(|member, _| reporters.contains(member));
            let count = above.len() as u32;
            totals.insert(table.cells.len() as u32, above.values().sum());
            table.cells.push(Cell {
                leaves: vec![places.iter().map(|at| first + *at as u32).collect()],
                minimum: 5,
                reporters,
                count: Some(count),
                changed: None,
                count_only: false,
                confidential: BTreeSet::new(),
                base: 5,
                first: 13,
                max: 1_000_000,
            });
        }
    }
    let wide = |cell: &u32| {
        let leaves = table.cells.get(*cell as usize).and_then(|cell| cell.leaves.first());
        std::cmp::Reverse(leaves.map_or(0, Vec::len))
    };
    let mut order: Vec<u32> = (0..table.cells.len() as u32).collect();
    order.sort_by_key(wide);
    table.order = order;
    (table, totals)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let is_asked = |at: usize, number: u64| asked.get(at).is_none_or(|asked| *asked == number.to_string());
    let some = [(0, 40, true), (2, 40, true)];
    let sparse = [(0, 70, false), (0, 40, false), (0, 30, false), (0, 20, false)];
    let shapes: [(usize, Vec<usize>, u32, &[Kind]); 7] = [
        (11, vec![3, 6], 27, &some),
        (26, vec![2, 9, 9], 27, &some),
        (1, vec![4, 8, 8], 27, &some),
        (1, vec![30, 40], 27, &some),
        (31, vec![40], 27, &some),
        (28, vec![2, 9, 11], 200, &some),
        (1, vec![19, 14, 25], 27, &sparse),
    ];
    for (measures, parts, members, kinds) in shapes {
        for (missing, filled, uneven) in kinds.iter().copied() {
            let cells = measures * parts.iter().map(|parts| parts + 1).product::<usize>();
            if !is_asked(0, cells as u64) || !is_asked(1, missing) || !is_asked(2, filled) {
                continue;
            }
            let (table, totals) =
                table(&Shape { measures, parts: parts.clone(), members, missing, filled, uneven });
            let start = Instant::now();
            let made: Result<Plan, TableFault> = plan(&table);
            let took = start.elapsed().as_millis();
            let made = made?;
            let (open, start) = (made.opened().len(), Instant::now());
            show(&table, &made, &totals)?;
            let shown = start.elapsed().as_millis();
            writeln!(
                out,
                "{cells} cells, {members} members, {missing} % missing, {filled} % above zero: plan {took} ms, {open} open, shown {shown} ms"
            )?;
        }
    }
    Ok(())
}
