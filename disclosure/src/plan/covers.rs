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
    while on.differences {
        let parts = parts(component);
        // What holds nothing protects nobody, so there may be more of it.
        if on.together && component.empty_more(&parts) {
            continue;
        }
        let cover = |part: &Part| {
            let atoms = component.part(part.line, &part.classes);
            Cover { cost: part.cost, atoms, group: None }
        };
        all.extend(parts.iter().map(cover));
        break;
    }
    all
}

fn parts(component: &Component) -> Vec<Part> {
    let differences = Differences::new(component);
    (0..component.lines.len()).flat_map(|line| differences.of(line)).collect()
}
