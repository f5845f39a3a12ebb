//! Generated structures and returns: nothing that is opened gives a sum of few away, to nobody.

use intertally_attack::coordinator::{Kind, attack};
use intertally_attack::generate::{Publisher, world};
use intertally_attack::planners::{Exact, by_count, everything};
use std::collections::BTreeMap;

/// How many cases: some by default, thousands with INTERTALLY_WHOLE=1.
fn cases(few: u64, many: u64) -> std::ops::Range<u64> {
    0..if std::env::var("INTERTALLY_WHOLE").is_ok_and(|whole| whole == "1") { many } else { few }
}

/// Worlds in which each kind of leak is found.
fn found(publisher: &dyn Publisher, seeds: std::ops::Range<u64>) -> BTreeMap<Kind, Vec<u64>> {
    let mut out: BTreeMap<Kind, Vec<u64>> = BTreeMap::new();
    for seed in seeds {
        let world = world(seed, publisher);
        let opened = publisher.open(&world.table);
        for leak in attack(&world, &opened).unwrap() {
            let seeds = out.entry(leak.kind).or_default();
            if seeds.last() != Some(&seed) {
                seeds.push(seed);
            }
        }
    }
    out
}

#[test]
fn plans_that_are_too_simple_are_seen_through() {
    for (name, publisher) in [("everything", Exact(everything)), ("by count", Exact(by_count))] {
        let seeds = cases(300, 3_000);
        let all = seeds.end;
        let found = found(&publisher, seeds);
        for kind in [Kind::Sum, Kind::Mixed, Kind::Change] {
            let leaks = found.get(&kind).map_or(0, Vec::len);
            eprintln!("{name}: {kind:?} in {leaks} of {all}");
            assert!(leaks > 0, "{name}: {kind:?}");
        }
    }
}
