//! Rows of the rank test and their connected components (spec section 7.9).

use super::search::Class;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One opening: whose figures of which leaves one sum held.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Leaves, ascending.
    pub(super) leaves: Vec<u32>,
    /// Members that report it.
    pub(super) members: BTreeSet<u32>,
    /// Fewest members for it: the cell's own minimum, the floor for an earlier opening.
    pub(super) minimum: u32,
    /// Which round: earlier ones by their place, this one last.
    pub(super) order: u32,
    /// Non-zero contributors, for a row of this round.
    pub(super) contributors: Option<u32>,
    /// Members that changed it, in a revision round.
    pub(super) changed: Option<u32>,
}

/// Rows that share leaves, directly or through others.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// Indices of its rows.
    pub(super) rows: Vec<u32>,
    /// Its leaves.
    leaves: Vec<u32>,
    /// For each member a number; members with equal numbers count in the same rows with the same leaves. Number 0
    /// counts in none.
    class: Vec<u32>,
}

impl Component {
    /// Whether every class has at least this many members, so that no sum can touch fewer.
    pub(super) fn all_classes_have(&self, minimum: usize) -> bool {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        for class in self.class.iter().filter(|class| **class != 0) {
            *sizes.entry(*class).or_insert(0) += 1;
        }
        sizes.values().all(|size| *size >= minimum)
    }
}

/// All rows so far, by component.
pub(super) struct Rows {
    members: usize,
    /// Figures that are public nationally: leaves by member. They protect nobody.
    known: BTreeMap<u32, BTreeSet<u32>>,
    /// Leaves that any member has made public.
    public: BTreeSet<u32>,
    rows: Vec<Row>,
    components: BTreeMap<u32, Component>,
    of_leaf: BTreeMap<u32, u32>,
}

impl Rows {
    /// No rows; members are numbered from 0.
    pub(super) fn new(members: usize, known: BTreeMap<u32, BTreeSet<u32>>) -> Self {
        let public = known.values().flatten().copied().collect();
        Self {
            members,
            known,
            public,
            rows: Vec::new(),
            components: BTreeMap::new(),
            of_leaf: BTreeMap::new(),
        }
    }

    pub(super) fn get(&self, index: u32) -> Option<&Row> {
        self.rows.get(index as usize)
    }

    /// The component that `row` would make with those whose leaves it shares. It comes last, with the index returned.
    pub(super) fn join(&self, row: &Row) -> (u32, Component) {
        let index = self.rows.len() as u32;
        let joined: BTreeSet<u32> =
            row.leaves.iter().filter_map(|leaf| self.of_leaf.get(leaf)).copied().collect();
        let mut merged = Component { class: vec![0; self.members], ..Component::default() };
        for component in joined.iter().filter_map(|id| self.components.get(id)) {
            refine(&mut merged.class, |member| component.class.get(member).copied().unwrap_or(0));
            merged.rows.extend(&component.rows);
            merged.leaves.extend(&component.leaves);
        }
        let fresh = row.leaves.iter().filter(|leaf| !self.of_leaf.contains_key(leaf));
        merged.leaves.extend(fresh);
        // A member counts with all leaves of the row, or with those of them that it has not made public.
        let mut parts: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let none = BTreeSet::new();
        refine(&mut merged.class, |member| {
            if !row.members.contains(&(member as u32)) {
                return 0;
            }
            let known = self.known.get(&(member as u32)).unwrap_or(&none);
            let public: Vec<u32> = row.leaves.iter().filter(|leaf| known.contains(leaf)).copied().collect();
            if public.len() == row.leaves.len() {
                return 0;
            }
            let next = parts.len() as u32 + 1;
            *parts.entry(public).or_insert(next)
        });
        merged.rows.push(index);
        (index, merged)
    }

    /// Keep the row and the component that [`Self::join`] made of it.
    pub(super) fn keep(&mut self, row: Row, component: Component) {
        let id = self.rows.len() as u32;
        for leaf in &component.leaves {
            if let Some(old) = self.of_leaf.insert(*leaf, id) {
                self.components.remove(&old);
            }
        }
        self.rows.push(row);
        self.components.insert(id, component);
    }

    /// The classes of the component's members that count in any row, heaviest first, then by first member. The rows
    /// of the component are numbered as in it; `new` is the row that is not kept yet.
    pub(super) fn classes(&self, component: &Component, new: &Row) -> Vec<Class> {
        let rows: Vec<&Row> =
            component.rows.iter().map(|index| self.rows.get(*index as usize).unwrap_or(new)).collect();
        let mut first_and_size: BTreeMap<u32, (u32, usize)> = BTreeMap::new();
        for (member, class) in (0u32..).zip(&component.class).filter(|(_, class)| **class != 0) {
            first_and_size.entry(*class).or_insert((member, 0)).1 += 1;
        }
        let atoms = self.atoms(&rows);
        let mut order: Vec<(u32, usize)> = first_and_size.into_values().collect();
        order.sort_by_key(|(first, size)| (Reverse(*size), *first));
        let none = BTreeSet::new();
        order
            .into_iter()
            .map(|(first, weight)| {
                let counts: Vec<bool> = rows.iter().map(|row| row.members.contains(&first)).collect();
                let known = self.known.get(&first).unwrap_or(&none);
                let own = atoms.iter().filter(|(leaf, _)| !known.contains(leaf));
                let columns = own.map(|(_, rows)| {
                    let counts = |row: &&u32| counts.get(**row as usize) == Some(&true);
                    rows.iter().filter(counts).copied().collect::<Vec<u32>>()
                });
                Class { weight, columns: columns.filter(|column| !column.is_empty()).collect() }
            })
            .collect()
    }

    /// One leaf for each set of rows; leaves that somebody has made public stand for themselves.
    fn atoms(&self, rows: &[&Row]) -> Vec<(u32, Vec<u32>)> {
        let mut of_leaf: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, row) in (0u32..).zip(rows) {
            for leaf in &row.leaves {
                of_leaf.entry(*leaf).or_default().push(number);
            }
        }
        let mut atoms: BTreeMap<(Vec<u32>, Option<u32>), u32> = BTreeMap::new();
        for (leaf, rows) in of_leaf {
            atoms.entry((rows, self.public.contains(&leaf).then_some(leaf))).or_insert(leaf);
        }
        atoms.into_iter().map(|((rows, _), leaf)| (leaf, rows)).collect()
    }
}

/// Split classes by a further mark of each member. Class 0 with mark 0 stays 0.
fn refine(class: &mut [u32], mut mark: impl FnMut(usize) -> u32) {
    let mut names: BTreeMap<(u32, u32), u32> = BTreeMap::from([((0, 0), 0)]);
    for (member, class) in class.iter_mut().enumerate() {
        let next = names.len() as u32;
        *class = *names.entry((*class, mark(member))).or_insert(next);
    }
}
