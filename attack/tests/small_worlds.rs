//! Whole small worlds, every one of them. With INTERTALLY_WHOLE=1 those of the threat model's table (minutes); the table is
//! what `cargo run --release -p intertally-attack --example worlds` prints.

use intertally_attack::fault::Fault;
use intertally_attack::planners::{Exact, by_count};
use intertally_attack::product::Product;
use intertally_attack::small::{Lab, Rules, Small, Tally};
use intertally_disclosure::plan::Parts;

fn whole() -> bool {
    std::env::var("INTERTALLY_WHOLE").is_ok_and(|whole| whole == "1")
}

/// The worlds by default, or those of the table.
fn worlds() -> Vec<Small> {
    let mut all = Small::with_gaps(&Small::sum(2, 4, 2));
    if whole() {
        all.extend(Small::with_gaps(&Small::sum(3, 4, 2)));
        all.push(Small::sum(2, 4, 4));
        all.push(Small::crossed(4, 1));
    }
    all
}

fn coordinator(rules: &dyn Rules) -> Result<Tally, Fault> {
    let mut all = Tally::default();
    for small in worlds() {
        all.add(Lab::new(&small, rules).coordinator()?);
    }
    Ok(all)
}

#[test]
fn a_plan_that_is_too_simple_is_seen_through() {
    let small = Small::sum(2, 4, 2);
    let rules = Exact(by_count);
    let seen = Lab::new(&small, &rules).coordinator().unwrap();
    assert!(seen.told > seen.tight, "{seen:?}");
    let seen = Lab::new(&small, &rules).public(2).unwrap();
    assert!(seen.told > 0, "{seen:?}");
}

#[test]
fn the_coordinator_learns_a_sum_of_few_from_tight_totals_alone() {
    let seen = coordinator(&Product(Parts::ALL)).unwrap();
    eprintln!("{} of {} open, {} told, {} tight", seen.open, seen.worlds, seen.told, seen.tight);
    assert!(seen.open > 0);
    assert_eq!(seen.told, seen.tight, "{:#?}", seen.smallest);
}

/// Counts of total and parts together tell of some members that they have nothing.
#[test]
fn the_coordinator_learns_no_figure_where_some_report_the_total_and_some_the_parts() {
    let small = Small::ragged(6, 2);
    let seen = |parts| Lab::new(&small, &Product(parts)).coordinator().unwrap();
    let (rules, apart) = (seen(Parts::ALL), seen(Parts { together: false, ..Parts::ALL }));
    for (name, seen) in [("the rules", &rules), ("each count by itself", &apart)] {
        let Tally { worlds, open, told, tight, plain, .. } = seen;
        eprintln!("{name}: {open} of {worlds} open, {told} told, {tight} tight, {plain} neither that nor 0");
    }
    assert!(rules.open > 0);
    assert_eq!(rules.plain, 0, "{:#?}", rules.smallest);
    assert!(apart.plain > 0, "{apart:?}");
}

/// Where a member leaves out the total alone, the pattern can tell that another has nothing at all.
#[test]
fn readers_learn_no_withheld_figure() {
    let (mut all, rules) = (Tally::default(), Product(Parts::ALL));
    for small in worlds() {
        let seen = Lab::new(&small, &rules).public(2).unwrap();
        let ragged = small.reporters[0].len() < small.members;
        assert_eq!(seen.told, if ragged { seen.zeros } else { 0 }, "{small:?} {:#?}", seen.smallest);
        all.add(seen);
    }
    eprintln!("{} of {} open, {} told, {} zeros", all.open, all.worlds, all.told, all.zeros);
    assert!(all.open > 0);
}
