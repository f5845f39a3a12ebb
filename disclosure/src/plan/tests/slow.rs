//! The slow way: sets of atoms, drawn and compared one by one, as the rules are written. The plan's own way must lead there.

use super::random::Chance;
use crate::plan::Parts;
use crate::plan::bits::Bits;
use crate::plan::component::{Component, split};
use crate::plan::covers::{Cover, covers};
use crate::plan::rows::Rows;
use crate::table::Table;
use std::collections::BTreeSet;

/// Covers of kind 3.
pub(super) fn differences(component: &Component) -> Vec<Cover> {
    let mut all = Vec::new();
    (0..component.lines.len()).for_each(|line| difference(component, line, &mut all));
    all.retain(|cover| cover.cost < component.minimum);
    all
}

/// What a counted line holds of some members, where its count less what others contribute at least is small. One that costs
/// no less than the line itself, or than its members do, says nothing new.
fn difference(component: &Component, at: usize, covers: &mut Vec<Cover>) {
    let Some(line) = component.lines.get(at) else { return };
    let Some(counted) = line.counted else { return };
    let limit = component.minimum.min(counted.cost);
    for classes in parts(component, at) {
        let (mut part, mut rest) = (component.none(), component.none());
        let mut seen = Bits::new(component.sizes.len());
        let mut size = 0;
        for atom in line.atoms.iter() {
            if component.class_of.get(atom).is_some_and(|class| classes.has(*class)) {
                part.insert(atom);
                let group = component.group(atom);
                if seen.insert(group) {
                    size += component.size(group);
                }
            } else {
                rest.insert(atom);
            }
        }
        let low = component.low(0..component.lines.len(), &rest, 0).unwrap_or(0);
        let cost = counted.least.saturating_sub(low);
        if cost < limit.min(size) {
            covers.push(Cover { cost, atoms: part, group: None });
        }
    }
}

/// Sets of a line's classes: within another line, without it, and of one group; each once, neither empty nor all.
fn parts(component: &Component, at: usize) -> Vec<Bits> {
    let Some(line) = component.lines.get(at) else { return Vec::new() };
    let (mut seen, mut all) = (BTreeSet::new(), Vec::new());
    let mut put = |part: Bits| {
        if !part.is_empty() && part != line.classes && seen.insert(part.clone()) {
            all.push(part);
        }
    };
    let mut tried = BTreeSet::new();
    for other in &component.lines {
        if tried.insert(&other.classes) {
            put(line.classes.common(&other.classes));
            put(line.classes.minus(&other.classes));
        }
    }
    for group in 0..component.sizes.len() {
        let mut own = Bits::new(component.group_of.len());
        for class in line.classes.iter().filter(|class| component.group_of.get(*class) == Some(&group)) {
            own.insert(class);
        }
        put(own);
    }
    all
}

/// Whether covers come the same way, in every component of every system; how many of kind 3 there are. Some counts are
/// lessened first, as margins of quiet leaves do it.
fn agree(table: &Table, chance: &mut Chance) -> usize {
    let mut rows = Rows::new(table, &Parts::ALL);
    if chance.below(3) == 0 {
        for counted in rows.all.iter_mut().filter_map(|row| row.counted.as_mut()) {
            counted.least = counted.least.saturating_sub(chance.below(4));
        }
    }
    let all: Vec<usize> = (0..rows.all.len()).collect();
    let mut found = 0;
    for system in 0..table.systems {
        for part in split(&rows, &all, system) {
            let component = Component::new(&rows, &part, system);
            let mut quick = covers(&component, true);
            let without = covers(&component, false);
            assert_eq!(without[..], quick[..without.len()]);
            let quick = quick.split_off(without.len());
            assert_eq!(quick, differences(&component));
            found += quick.len();
        }
    }
    found
}

#[test]
fn differences_are_those_of_the_slow_way() {
    let mut chance = Chance(77);
    let mut found = 0;
    for _ in 0..1500 {
        let table = chance.history();
        found += agree(&table, &mut chance);
    }
    assert!(found > 500, "{found}");
}
