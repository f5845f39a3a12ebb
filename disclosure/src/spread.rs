//! Where the minimum of what is open is put on an atom of fewer members, it has contributors elsewhere (spec section 9.3,
//! "Floors").

use crate::atoms::{components, within};
use std::collections::BTreeSet;

/// The atoms of one system, in the order of the rule.
pub(crate) struct Atoms<'a> {
    /// Per atom its members.
    pub(crate) members: &'a [BTreeSet<u32>],
    /// Per atom what it weighs if it leads.
    pub(crate) weights: &'a [u64],
    /// Those that lead.
    pub(crate) leading: &'a BTreeSet<u32>,
    /// Those in a public figure, whose members contribute to nothing.
    pub(crate) public: &'a BTreeSet<u32>,
}

impl Atoms<'_> {
    fn weight(&self, atom: u32) -> u64 {
        self.weights.get(atom as usize).copied().unwrap_or(0)
    }

    fn members(&self, atom: u32) -> impl Iterator<Item = u32> + '_ {
        self.members.get(atom as usize).into_iter().flatten().copied()
    }

    fn is_wide(&self, atom: u32) -> bool {
        self.members.get(atom as usize).is_some_and(|own| own.len() as u64 >= self.weight(atom))
    }

    fn leads(&self, atom: u32) -> bool {
        self.leading.contains(&atom)
    }

    /// Members that have 1 each in atoms that do not lead, or not these, so that each of the opened rows, and what each holds
    /// beside another, has as many contributors as the leading atoms of its component weigh: (atom, member). Only of components
    /// in which an atom leads that has fewer members than that.
    pub(crate) fn spread(&self, opened: &[Vec<u32>]) -> BTreeSet<(u32, u32)> {
        let mut extra: BTreeSet<(u32, u32)> = BTreeSet::new();
        let parts = components(opened);
        let number = parts.iter().max().map_or(0, |last| last + 1);
        let mut groups: Vec<Vec<&[u32]>> = vec![Vec::new(); number];
        for (row, part) in opened.iter().zip(parts) {
            if let Some(group) = groups.get_mut(part) {
                group.push(row);
            }
        }
        for group in groups {
            if !group.iter().copied().flatten().any(|atom| self.leads(*atom) && !self.is_wide(*atom)) {
                continue;
            }
            for row in &group {
                self.fill(row, &mut extra);
            }
            for row in &group {
                for part in &group {
                    if part.len() < row.len() && within(part, row) {
                        let beside: Vec<u32> =
                            row.iter().copied().filter(|atom| part.binary_search(atom).is_err()).collect();
                        self.fill(&beside, &mut extra);
                    }
                }
            }
        }
        extra
    }

    /// Members of the first atoms of a sum that are not among its contributors yet, until there are enough.
    fn fill(&self, sum: &[u32], extra: &mut BTreeSet<(u32, u32)>) {
        let mut found: BTreeSet<u32> = BTreeSet::new();
        for atom in sum {
            if self.leads(*atom) {
                if self.is_wide(*atom) {
                    return;
                }
                found.extend(self.members(*atom));
            } else {
                found.extend(extra.range((*atom, 0)..=(*atom, u32::MAX)).map(|(_, member)| *member));
            }
        }
        for atom in sum.iter().filter(|atom| !self.leads(**atom) && !self.public.contains(*atom)) {
            if found.len() as u64 >= self.weight(*atom) {
                return;
            }
            for member in self.members(*atom) {
                if found.insert(member) {
                    extra.insert((*atom, member));
                }
            }
        }
    }
}
