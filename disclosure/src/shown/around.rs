//! Shown cells that share atoms, directly or through others: groups, which only ever grow.

use std::collections::BTreeSet;

/// Which group each atom is in.
pub(super) struct Around {
    /// Per atom of a shown cell a number that leads to its group.
    of: Vec<Option<usize>>,
    /// Where each number leads to: to itself, if it is a group's.
    up: Vec<usize>,
    /// What each group holds.
    pub(super) groups: Vec<Group>,
}

/// Shown cells that share atoms.
#[derive(Clone, Default)]
pub(super) struct Group {
    pub(super) cells: Vec<usize>,
    /// How many atoms these have.
    pub(super) atoms: usize,
}

impl Around {
    pub(super) fn new(atoms: usize) -> Self {
        Self { of: vec![None; atoms], up: Vec::new(), groups: Vec::new() }
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(up) = self.up.get(at).copied().filter(|up| *up != at) {
            at = up;
        }
        at
    }

    /// The groups that hold some of these atoms.
    pub(super) fn touched(&self, row: &[u32]) -> BTreeSet<usize> {
        let numbers = row.iter().filter_map(|atom| self.of.get(*atom as usize).copied().flatten());
        numbers.map(|number| self.root(number)).collect()
    }

    /// The groups that hold some of these atoms, as one.
    pub(super) fn together(&self, row: &[u32]) -> Group {
        let mut all = Group::default();
        for group in self.touched(row).into_iter().filter_map(|at| self.groups.get(at)) {
            all.cells.extend(&group.cells);
            all.atoms += group.atoms;
        }
        all
    }

    /// Whether a shown cell holds this atom.
    pub(super) fn holds(&self, atom: u32) -> bool {
        self.of.get(atom as usize).is_some_and(Option::is_some)
    }

    /// A cell is shown.
    pub(super) fn show(&mut self, cell: usize, row: &[u32]) {
        let touched = self.touched(row);
        let mut all = self.together(row);
        let number = self.groups.len();
        for old in touched {
            if let (Some(up), Some(group)) = (self.up.get_mut(old), self.groups.get_mut(old)) {
                (*up, *group) = (number, Group::default());
            }
        }
        for atom in row {
            if let Some(of @ None) = self.of.get_mut(*atom as usize) {
                *of = Some(number);
                all.atoms += 1;
            }
        }
        all.cells.push(cell);
        self.up.push(number);
        self.groups.push(all);
    }
}
