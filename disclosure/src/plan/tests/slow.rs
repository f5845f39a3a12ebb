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
    let Some(most) = limit.checked_sub(1) else { return };
    // Lines that can prove enough of a part of this one: what they hold besides must be small.
    let more = counted.least.saturating_sub(most).saturating_sub(1);
    let others =
        (0..component.lines.len()).filter(|other| component.low([*other], &line.atoms, more).is_some());
    let others: Vec<usize> = others.collect();
    let small = component.at_most.get(most as usize).or(component.at_most.last());
    if others == [at] && small.is_none_or(Bits::is_empty) {
        return;
    }
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
        let Some(most) = limit.min(size).checked_sub(1) else { continue };
        // To cost `most` or less, others must contribute this much or more.
        let more = counted.least.saturating_sub(most).saturating_sub(1);
        if let Some(low) = component.low(others.iter().copied(), &rest, more) {
            covers.push(Cover { cost: counted.least.saturating_sub(low), atoms: part, group: None });
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

/// Whether covers come the same way, in every component of every system; how many of kind 3 there are.
fn agree(table: &Table) -> usize {
    let rows = Rows::new(table, &Parts::ALL);
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
        found += agree(&chance.history());
    }
    assert!(found > 500, "{found}");
}
