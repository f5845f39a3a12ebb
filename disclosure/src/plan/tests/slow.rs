//! The slow way: sets of atoms, drawn and compared one by one, as the rules are written. The plan's own way must lead there.

use super::random::Chance;
use crate::plan::Parts;
use crate::plan::bits::Bits;
use crate::plan::component::{Component, split};
use crate::plan::covers::{Cover, covers};
use crate::plan::rows::Rows;
use crate::table::Table;
use std::collections::BTreeSet;

/// At most how many contribute to these atoms.
fn outside(component: &Component, void: &Bits, atoms: &Bits) -> u32 {
    let sizes = |atoms: &Bits| -> u32 {
        let groups: BTreeSet<usize> = atoms.iter().map(|atom| component.group(atom)).collect();
        groups.iter().map(|group| component.size(*group)).sum()
    };
    let atoms = atoms.minus(void);
    let counted = component.lines.iter().filter_map(|line| Some((&line.atoms, line.counted?.most)));
    let with = counted.map(|(held, most)| most + sizes(&atoms.minus(held)));
    if atoms.is_empty() { 0 } else { with.fold(sizes(&atoms), u32::min) }
}

/// At least how many contribute to these atoms.
fn low(component: &Component, void: &Bits, atoms: &Bits) -> u32 {
    let meeting = component.lines.iter().filter(|line| line.atoms.meets(atoms));
    let counted = meeting.filter_map(|line| Some((&line.atoms, line.counted?.least)));
    let proved =
        counted.map(|(held, least)| least.saturating_sub(outside(component, void, &held.minus(atoms))));
    proved.max().unwrap_or(0)
}

/// Atoms that nobody contributes to, as counts say.
fn void(component: &Component) -> Bits {
    let mut void = component.none();
    for line in component.lines.iter().filter(|line| line.counted.is_some_and(|own| own.most == 0)) {
        void.add(&line.atoms);
    }
    // Counts are of members.
    let single = component.by_members();
    let component = single.as_ref().unwrap_or(component);
    loop {
        let mut more = void.clone();
        for (at, line) in component.lines.iter().enumerate() {
            let exact = line.counted.is_some_and(|own| own.least == own.most);
            let empty = difference(component, at, &void).into_iter().filter(|cover| exact && cover.cost == 0);
            empty.for_each(|cover| more.add(&cover.atoms));
        }
        if more == void {
            return void;
        }
        void = more;
    }
}

/// Covers of kind 3.
pub(super) fn differences(component: &Component) -> Vec<Cover> {
    let void = void(component);
    assert_eq!(void, component.void.atoms);
    let mut all: Vec<Cover> =
        (0..component.lines.len()).flat_map(|line| difference(component, line, &void)).collect();
    all.retain(|cover| cover.cost < component.minimum);
    all
}

/// What a counted line holds of some members, where its count less what others contribute at least is small. One that costs
/// no less than the line itself, or than its members do, says nothing new.
fn difference(component: &Component, at: usize, void: &Bits) -> Vec<Cover> {
    let mut covers = Vec::new();
    let Some(line) = component.lines.get(at) else { return covers };
    let Some(counted) = line.counted else { return covers };
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
        let cost = counted.least.saturating_sub(low(component, void, &rest));
        if cost < limit.min(size) {
            covers.push(Cover { cost, atoms: part, group: None });
        }
    }
    covers
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

/// What was compared: covers of kind 3, components where counts of 0 say that something is nothing, those where more follows.
#[derive(Debug, Default)]
struct Seen {
    covers: usize,
    empty: usize,
    more: usize,
}

/// Whether covers, what is nothing and the fewest contributors come the same way, in every component of every system. Some
/// counts are lessened first, as margins of quiet leaves do it.
fn agree(table: &Table, chance: &mut Chance, seen: &mut Seen) {
    let mut rows = Rows::new(table, &Parts::ALL);
    if chance.below(3) == 0 {
        for counted in rows.all.iter_mut().filter_map(|row| row.counted.as_mut()) {
            let less = chance.below(4);
            counted.least = counted.least.saturating_sub(less);
            counted.members.0 = counted.members.0.saturating_sub(less);
        }
    }
    let all: Vec<usize> = (0..rows.all.len()).collect();
    for system in 0..table.systems {
        for part in split(&rows, &all, system) {
            let mut component = Component::new(&rows, &part, system);
            let without = covers(&mut component, &Parts { differences: false, ..Parts::ALL });
            let first = component.void.atoms.clone();
            let mut quick = covers(&mut component, &Parts::ALL);
            assert_eq!(without[..], quick[..without.len()]);
            let quick = quick.split_off(without.len());
            assert_eq!(quick, differences(&component));
            seen.covers += quick.len();
            seen.empty += usize::from(!first.is_empty());
            seen.more += usize::from(first != component.void.atoms);
            let void = &component.void.atoms;
            for _ in 0..4 {
                let mut some = component.none();
                (0..component.class_of.len()).filter(|_| chance.below(3) == 0).for_each(|atom| {
                    some.insert(atom);
                });
                let known = component.low(0..component.lines.len(), &some, 0).unwrap_or(0);
                assert_eq!(known, low(&component, void, &some), "{table:?} {some:?}");
            }
        }
    }
}

#[test]
fn differences_are_those_of_the_slow_way() {
    let (mut chance, mut seen) = (Chance(77), Seen::default());
    for _ in 0..1500 {
        let table = chance.history();
        agree(&table, &mut chance, &mut seen);
    }
    for _ in 0..1500 {
        let table = chance.ragged(7, 2);
        agree(&table, &mut chance, &mut seen);
    }
    eprintln!("{seen:?}");
    assert!(seen.covers > 500 && seen.empty > 500 && seen.more > 50, "{seen:?}");
}
