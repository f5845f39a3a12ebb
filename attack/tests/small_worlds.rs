//! Whole small worlds, every one of them.

use intertally_attack::planners::{Exact, by_count};
use intertally_attack::small::{Lab, Small};

fn cells(inner: usize, members: usize) -> Small {
    let mut cells = vec![(0..inner).collect::<Vec<usize>>()];
    cells.extend((0..inner).map(|leaf| vec![leaf]));
    let reporters = vec![(0..members).collect(); inner + 1];
    Small { members, leaves: inner, cells, reporters, most: 2, minimum: 3, base: 5, first: 8 }
}

#[test]
fn a_plan_that_is_too_simple_is_seen_through() {
    let small = cells(2, 4);
    let rules = Exact(by_count);
    let mut lab = Lab::new(&small, &rules);
    let seen = lab.coordinator().unwrap();
    eprintln!("coordinator: {seen:?}");
    assert!(seen.told > seen.tight, "{seen:?}");
    let seen = lab.public(2);
    eprintln!("public: {seen:?}");
    assert!(seen.told > 0, "{seen:?}");
}
