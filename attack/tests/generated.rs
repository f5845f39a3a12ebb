//! Generated rounds about each other: nothing that is opened gives a sum of few away, to nobody,
//! when it is published.

use intertally_attack::coordinator::{Kind, attack};
use intertally_attack::fault::Fault;
use intertally_attack::generate::{Publisher, rounds};
use intertally_attack::lies::Contradicted;
use intertally_attack::planners::{Exact, by_count, everything};
use intertally_attack::product::Product;
use intertally_attack::public;
use intertally_disclosure::plan::Parts;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// How many cases: some by default, thousands with INTERTALLY_WHOLE=1.
fn cases(few: u64, many: u64) -> Range<u64> {
    0..if std::env::var("INTERTALLY_WHOLE").is_ok_and(|whole| whole == "1") { many } else { few }
}

/// Worlds in which each kind of leak is found, each round when it is published, by whoever has all
/// totals.
fn found(publisher: &dyn Publisher, seeds: Range<u64>) -> Result<BTreeMap<Kind, BTreeSet<u64>>, Fault> {
    let mut out: BTreeMap<Kind, BTreeSet<u64>> = BTreeMap::new();
    for seed in seeds {
        for round in rounds(seed, publisher)? {
            for leak in attack(&round.world, &round.opened)? {
                out.entry(leak.kind).or_default().insert(seed);
            }
        }
    }
    Ok(out)
}

/// Worlds in which readers learn a sum of few to fewer than `possible` values by some round, with
/// those before it.
fn narrow(publisher: &dyn Publisher, seeds: Range<u64>, possible: u64) -> Result<BTreeSet<u64>, Fault> {
    let mut out = BTreeSet::new();
    for seed in seeds {
        for round in rounds(seed, publisher)? {
            let found = public::attack(&round.world, &round.shown, possible)?;
            for one in &found {
                let sum: u64 = one.places.iter().map(|place| round.world.value(*place)).sum();
                assert!((one.low..=one.high).contains(&sum), "seed {seed}: {one:?} is not so");
                out.insert(seed);
            }
        }
    }
    Ok(out)
}

#[test]
fn plans_that_are_too_simple_are_seen_through() {
    for (name, publisher) in [("everything", Exact(everything)), ("by count", Exact(by_count))] {
        let seeds = cases(100, 1_000);
        let leaks = found(&publisher, seeds.clone()).unwrap();
        for kind in [Kind::Sum, Kind::Mixed, Kind::Change] {
            let leaks = leaks.get(&kind).map_or(0, BTreeSet::len);
            eprintln!("{name}: {kind:?} in {leaks} of {}", seeds.end);
            assert!(leaks > 0, "{name}: {kind:?}");
        }
        let leaks = narrow(&publisher, seeds.clone(), 5).unwrap().len();
        eprintln!("{name}: narrow in {leaks} of {}", seeds.end);
        assert!(leaks > 0, "{name}");
    }
}

/// What the whole rule opens in all worlds, which two tests ask for.
struct Whole {
    worlds: u64,
    /// Worlds in which each kind of leak is found.
    leaks: BTreeMap<Kind, BTreeSet<u64>>,
    /// Totals that are opened beside earlier openings.
    beside: usize,
}

/// Found once, by whichever test comes first.
static WHOLE: LazyLock<Result<Whole, Fault>> = LazyLock::new(|| {
    let seeds = cases(600, 10_000);
    let mut whole = Whole { worlds: seeds.end, leaks: BTreeMap::new(), beside: 0 };
    for seed in seeds {
        for round in rounds(seed, &Product(Parts::ALL))? {
            for leak in attack(&round.world, &round.opened)? {
                whole.leaks.entry(leak.kind).or_default().insert(seed);
            }
            if round.world.table.earlier.iter().any(|row| row.opened) {
                whole.beside += round.opened.len();
            }
        }
    }
    Ok(whole)
});

#[test]
fn the_coordinator_learns_no_sum_of_few() {
    let Whole { worlds, leaks, beside } = WHOLE.as_ref().unwrap();
    assert!(leaks.is_empty(), "{leaks:?}");
    // So much is opened beside earlier openings that there was something to find.
    eprintln!("{beside} totals beside earlier openings in {worlds} worlds");
    assert!(2 * *beside as u64 > *worlds, "{beside}");
}

#[test]
fn readers_learn_no_sum_of_few() {
    let leaks = narrow(&Product(Parts::ALL), cases(600, 10_000), 5).unwrap();
    assert!(leaks.is_empty(), "{leaks:?}");
}

/// Whatever members publish is contradicted by what they publish beside it, and whoever attacks knows what is true.
#[test]
fn readers_learn_no_sum_of_few_beside_false_figures() {
    let leaks = narrow(&Contradicted(Product(Parts::ALL)), cases(600, 10_000), 5).unwrap();
    assert!(leaks.is_empty(), "{leaks:?}");
}

/// Each part of the rule is needed: without it something is told.
#[test]
fn without_any_part_of_the_rule_something_is_told() {
    type Switch = fn(&mut Parts);
    let switches: [(&str, Switch, u64); 7] = [
        ("certain", |parts| parts.certain = false, 150),
        ("possible", |parts| parts.possible = false, 150),
        ("soft", |parts| parts.soft = false, 150),
        ("unchanged", |parts| parts.unchanged = false, 150),
        ("standing", |parts| parts.standing = false, 150),
        ("groups", |parts| parts.groups = false, 300),
        ("margins", |parts| parts.margins = false, 600),
    ];
    let whole = &WHOLE.as_ref().unwrap().leaks;
    for (name, switch, seeds) in switches {
        let mut parts = Parts::ALL;
        switch(&mut parts);
        let leaks = found(&Product(parts), 0..seeds).unwrap();
        let more: usize = leaks
            .iter()
            .map(|(kind, seeds)| {
                seeds.iter().filter(|seed| !whole.get(kind).is_some_and(|old| old.contains(seed))).count()
            })
            .sum();
        eprintln!("without {name}: {more} more of {seeds}");
        assert!(more > 0, "without {name} nothing is told");
    }
}
