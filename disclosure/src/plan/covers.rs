//! Covers: sets of atoms to which few contribute for sure.

use super::bits::Bits;
use super::component::Component;
use super::differences::Differences;

/// Atoms, and at most how many contribute to them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cover {
    pub(super) cost: u32,
    pub(super) atoms: Bits,
    /// All atoms of a group of members, and nothing else.
    pub(super) group: Option<usize>,
}

/// Covers that cost less than the minimum: lines, groups of members, then what is left of lines.
pub(super) fn covers(component: &Component, differences: bool) -> Vec<Cover> {
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
    if differences {
        let differences = Differences::new(component);
        for line in 0..component.lines.len() {
            for (cost, classes) in differences.of(line) {
                all.push(Cover { cost, atoms: component.part(line, &classes), group: None });
            }
        }
    }
    all
}
