//! Covers: sets of atoms to which few contribute for sure.

use super::bits::Bits;
use super::component::Component;
use std::collections::BTreeSet;

/// Atoms, and at most how many contribute to them.
pub(super) struct Cover {
    pub(super) cost: u32,
    pub(super) atoms: Bits,
    /// All atoms of a group of members, and nothing else.
    pub(super) group: Option<usize>,
}

/// Covers that cost less than the minimum: lines, groups of members, then what is left of lines.
pub(super) fn covers(component: &Component, differences: bool) -> Vec<Cover> {
    let mut all = Vec::new();
    for line in &component.lines {
        if let Some(counted) = line.counted {
            all.push(Cover { cost: counted.cost, atoms: line.atoms.clone(), group: None });
        }
    }
    let mut groups = vec![component.none(); component.sizes.len()];
    for atom in 0..component.class_of.len() {
        if let Some(atoms) = groups.get_mut(component.group(atom)) {
            atoms.insert(atom);
        }
    }
    for (group, atoms) in groups.into_iter().enumerate() {
        all.push(Cover { cost: component.size(group), atoms, group: Some(group) });
    }
    if differences {
        for line in 0..component.lines.len() {
            difference(component, line, &mut all);
        }
    }
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
            let (mut within, mut without) = (line.classes.clone(), line.classes.clone());
            within.keep(&other.classes);
            without.remove(&other.classes);
            put(within);
            put(without);
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
