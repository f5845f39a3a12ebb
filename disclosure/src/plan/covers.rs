//! Covers: sets of atoms to which few contribute for sure.

use super::Parts;
use super::bits::Bits;
use super::component::Component;
use super::differences::{Differences, Part};

/// Atoms, and at most how many contribute to them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cover {
    pub(super) cost: u32,
    pub(super) atoms: Bits,
    /// All atoms of a group of members, and nothing else.
    pub(super) group: Option<usize>,
}

/// Covers that cost less than the minimum: lines, groups of members, then what is left of lines. The component learns what
/// nobody contributes to.
pub(super) fn covers(component: &mut Component, on: &Parts) -> Vec<Cover> {
    component.together = on.together;
    if on.together {
        component.empty();
    }
    let few = |cost: &u32| *cost < component.minimum;
    let mut all = Vec::new();
    for line in &component.lines {
        if let Some(cost) = line.cost.filter(few) {
            all.push(Cover { cost, atoms: line.atoms.clone(), group: None });
        }
    }
    let mut groups = vec![component.none(); component.sizes.len()];
    for atom in 0..component.class_of.len() {
        if let Some(atoms) = groups.get_mut(component.group(atom)) {
            atoms.insert(atom);
        }
    }
    for (group, atoms) in groups.into_iter().enumerate() {
        if let Some(cost) = Some(component.size(group)).filter(few) {
            all.push(Cover { cost, atoms, group: Some(group) });
        }
    }
    if on.differences {
        for part in parts_with_void(component, on) {
            let atoms = component.part(part.line, &part.classes);
            all.push(Cover { cost: part.cost, atoms, group: None });
        }
    }
    all
}

/// Parts of lines, once all is found that holds nothing: it protects nobody, so there may be more of it each time. Counts are
/// of members, so that is looked at as if each were a country by itself.
fn parts_with_void(component: &mut Component, on: &Parts) -> Vec<Part> {
    if !on.together {
        return parts(component);
    }
    if let Some(mut by_members) = component.by_members() {
        while {
            let found = parts(&by_members);
            by_members.empty_more(&found)
        } {}
        component.void = by_members.void;
        return parts(component);
    }
    loop {
        let found = parts(component);
        if !component.empty_more(&found) {
            return found;
        }
    }
}

fn parts(component: &Component) -> Vec<Part> {
    let differences = Differences::new(component);
    (0..component.lines.len()).flat_map(|line| differences.of(line)).collect()
}
