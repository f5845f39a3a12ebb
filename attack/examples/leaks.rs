//! Counts what is told in generated worlds under the rules, per kind, with the smallest world of
//! each: `cargo run -p intertally-attack --example leaks [FROM TO]`. `explain` prints a world.

use intertally_attack::coordinator;
use intertally_attack::fault::Fault;
use intertally_attack::generate::{Round, rounds};
use intertally_attack::product::Product;
use intertally_attack::public::{Knows, Narrow, attack_by};
use intertally_disclosure::plan::Parts;
use std::collections::BTreeMap;
use std::io::{self, Write as _};

/// Fewest values that policy leaves.
const POSSIBLE: u64 = 5;

/// Worlds in which something is told: size, seed, round, and what.
type Found = BTreeMap<String, Vec<(usize, u64, usize, String)>>;

/// What a reader makes no use of.
type Without = (&'static str, fn(&mut Knows));

/// What a reader's leak rests on: without what is named nothing is told.
fn kind(round: &Round, narrow: &[Narrow]) -> String {
    let without = |change: fn(&mut Knows)| {
        let mut knows = Knows::ALL;
        change(&mut knows);
        attack_by(&round.world, &round.shown, POSSIBLE, knows).is_ok_and(|found| found.is_empty())
    };
    let all: [Without; 4] = [
        ("earlier rounds", |knows| knows.earlier = false),
        ("claims", |knows| knows.claims = false),
        ("upper ends", |knows| knows.most = false),
        ("contributors", |knows| knows.enough = false),
    ];
    let needs: Vec<&str> =
        all.into_iter().filter(|(_, change)| without(*change)).map(|(name, _)| name).collect();
    let exact = if narrow.iter().any(|one| one.low == one.high && one.high > 0) { "exact" } else { "narrow" };
    format!(
        "readers, {exact}, by {}",
        if needs.is_empty() { "several".to_owned() } else { needs.join(" and ") }
    )
}

fn judge(seed: u64, found: &mut Found, count: &mut BTreeMap<&'static str, usize>) -> Result<(), Fault> {
    let rounds = rounds(seed, &Product(Parts::ALL))?;
    *count.entry("worlds").or_default() += 1;
    for (number, round) in rounds.iter().enumerate() {
        *count.entry("rounds").or_default() += 1;
        *count.entry("cells").or_default() += round.world.table.cells.len();
        *count.entry("opened").or_default() += round.opened.len();
        let size = round.world.table.cells.len() + round.world.table.earlier.len();
        let mut told = false;
        for leak in coordinator::attack(&round.world, &round.opened)? {
            told = true;
            let what = format!("{leak:?}");
            found
                .entry(format!("coordinator, {:?}", leak.kind))
                .or_default()
                .push((size, seed, number, what));
        }
        let narrow = attack_by(&round.world, &round.shown, POSSIBLE, Knows::ALL)?;
        if let Some(first) = narrow.first() {
            found.entry(kind(round, &narrow)).or_default().push((size, seed, number, format!("{first:?}")));
        }
        // Whoever knows quiet figures that the rules take for protection.
        let mut knowing = round.world.clone();
        knowing.knows_quiet = !knowing.table.quiet.is_empty();
        if !knowing.knows_quiet {
            continue;
        }
        for leak in coordinator::attack(&knowing, &round.opened)?.into_iter().filter(|_| !told) {
            let (kind, what) =
                (format!("coordinator that knows quiet figures, {:?}", leak.kind), format!("{leak:?}"));
            found.entry(kind).or_default().push((size, seed, number, what));
        }
        if narrow.is_empty()
            && let Some(first) = attack_by(&knowing, &round.shown, POSSIBLE, Knows::ALL)?.first()
        {
            let kind = "readers that know quiet figures".to_owned();
            found.entry(kind).or_default().push((size, seed, number, format!("{first:?}")));
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let asked: Vec<u64> = std::env::args().skip(1).filter_map(|number| number.parse().ok()).collect();
    let (from, to) = (asked.first().copied().unwrap_or(0), asked.get(1).copied().unwrap_or(200));
    let (mut found, mut count) = (Found::new(), BTreeMap::new());
    for seed in from..to {
        if let Err(fault) = judge(seed, &mut found, &mut count) {
            writeln!(io::stdout(), "seed {seed}: not judged: {fault}")?;
        }
    }
    let mut out = io::stdout();
    writeln!(out, "{count:?}")?;
    for (kind, mut all) in found {
        all.sort();
        let mut seeds: Vec<u64> = all.iter().map(|(_, seed, ..)| *seed).collect();
        seeds.dedup();
        seeds.sort_unstable();
        seeds.dedup();
        writeln!(out, "{kind}: {} worlds", seeds.len())?;
        for (size, seed, round, what) in all.iter().take(3) {
            writeln!(out, "  seed {seed}, round {round}, {size} cells: {what}")?;
        }
    }
    Ok(())
}
