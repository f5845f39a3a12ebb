//! Cells of a program that share pairs, directly or through others: groups, which only ever grow, up to a size. What lies in
//! the same of them is one atom of the program, made of pieces that never break.

use super::interval::SIZE;
use std::collections::{BTreeMap, BTreeSet};

/// Which atom each piece is in, and which group each atom.
pub(super) struct Around {
    /// Per piece its atom, if it is in a cell that joined.
    atom: Vec<Option<usize>>,
    atoms: Vec<Atom>,
    /// Where each number of a group leads to: to itself, if the group is still one.
    up: Vec<usize>,
    /// What each group holds.
    groups: Vec<Group>,
    /// The atoms of each cell that joined, by its place.
    rows: Vec<BTreeSet<usize>>,
}

struct Atom {
    pieces: usize,
    /// A number that leads to its group.
    number: usize,
}

/// Cells that share atoms.
#[derive(Clone, Default)]
pub(super) struct Group {
    /// Their places in the order in which all joined, ascending.
    pub(super) places: Vec<usize>,
    /// How many atoms these have.
    atoms: usize,
}

impl Group {
    /// Whether a program of these cells and one more is small enough.
    const fn is_small(&self) -> bool {
        (self.places.len() + 1).saturating_mul(self.atoms) <= SIZE
    }

    fn take(&mut self, other: &Self) {
        self.places.extend(&other.places);
        self.places.sort_unstable();
        self.atoms += other.atoms;
    }
}

/// What is around the cell whose turn it is.
pub(super) struct Turn {
    /// Cells of groups that have some of its pieces.
    pub(super) group: Group,
    /// Its pieces in each atom of these groups.
    pieces: BTreeMap<usize, Vec<u32>>,
    /// Those that are in no group.
    free: Vec<u32>,
    /// Whether no group is left out for its size.
    is_whole: bool,
}

/// How a cell is the sum of atoms.
#[derive(Default)]
pub(super) struct Sum {
    /// Atoms that break, each with the new one that is its part within the cell.
    pub(super) broken: Vec<(usize, usize)>,
    pub(super) atoms: Vec<usize>,
}

impl Around {
    pub(super) fn new(pieces: usize) -> Self {
        Self {
            atom: vec![None; pieces],
            atoms: Vec::new(),
            up: Vec::new(),
            groups: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn root(&self, atom: usize) -> Option<usize> {
        let mut at = self.atoms.get(atom)?.number;
        while let Some(up) = self.up.get(at).copied().filter(|up| *up != at) {
            at = up;
        }
        Some(at)
    }

    /// How many cells joined.
    pub(super) const fn cells(&self) -> usize {
        self.rows.len()
    }

    /// The groups that hold some of a cell's pieces, in the order of their first cells, each unless it makes the program too
    /// large.
    pub(super) fn turn(&self, row: &[u32]) -> Turn {
        let (mut pieces, mut free): (BTreeMap<usize, Vec<u32>>, _) = (BTreeMap::new(), Vec::new());
        for piece in row {
            match self.atom.get(*piece as usize).copied().flatten() {
                Some(atom) => pieces.entry(atom).or_default().push(*piece),
                None => free.push(*piece),
            }
        }
        let roots: BTreeSet<usize> = pieces.keys().filter_map(|atom| self.root(*atom)).collect();
        let groups = roots.iter().filter_map(|root| Some((*root, self.groups.get(*root)?)));
        let mut groups: Vec<(usize, &Group)> = groups.collect();
        groups.sort_by_key(|(_, group)| group.places.first().copied());
        let (mut group, mut left_out) = (Group::default(), BTreeSet::new());
        for (root, own) in groups {
            let mut with = group.clone();
            with.take(own);
            if with.is_small() {
                group = with;
            } else {
                left_out.insert(root);
            }
        }
        pieces.retain(|atom, _| self.root(*atom).is_some_and(|root| !left_out.contains(&root)));
        Turn { group, pieces, free, is_whole: left_out.is_empty() }
    }

    /// Atoms of a cell, new ones with the next numbers; what is in no group is none yet.
    pub(super) fn sum(&self, turn: &Turn) -> Sum {
        let mut sum = Sum::default();
        for (atom, pieces) in &turn.pieces {
            let mut own = *atom;
            if self.atoms.get(own).is_some_and(|atom| atom.pieces > pieces.len()) {
                own = self.atoms.len() + sum.broken.len();
                sum.broken.push((*atom, own));
            }
            sum.atoms.push(own);
        }
        sum
    }

    /// A cell joins what is around it, unless a program of these and one cell more is too large.
    pub(super) fn join(&mut self, turn: &Turn) -> Option<Sum> {
        let mut sum = self.sum(turn);
        let mut all = turn.group.clone();
        all.atoms += sum.broken.len() + usize::from(!turn.free.is_empty());
        all.places.push(self.rows.len());
        if !turn.is_whole || !all.is_small() {
            return None;
        }
        let number = self.groups.len();
        let roots: BTreeSet<usize> = turn.pieces.keys().filter_map(|atom| self.root(*atom)).collect();
        for old in roots {
            if let (Some(up), Some(group)) = (self.up.get_mut(old), self.groups.get_mut(old)) {
                (*up, *group) = (number, Group::default());
            }
        }
        self.up.push(number);
        self.groups.push(all);
        for (atom, new) in &sum.broken {
            let pieces = turn.pieces.get(atom).map_or(&[][..], Vec::as_slice);
            if let Some(own) = self.atoms.get_mut(*atom) {
                own.pieces = own.pieces.saturating_sub(pieces.len());
            }
            self.make(pieces, number);
            for place in &turn.group.places {
                if let Some(row) = self.rows.get_mut(*place).filter(|row| row.contains(atom)) {
                    row.insert(*new);
                }
            }
        }
        if !turn.free.is_empty() {
            sum.atoms.push(self.atoms.len());
            self.make(&turn.free, number);
        }
        self.rows.push(sum.atoms.iter().copied().collect());
        Some(sum)
    }

    /// Whether each pair of a cell is in one of these around it.
    pub(super) fn is_held(&self, turn: &Turn, by: impl Fn(usize) -> bool) -> bool {
        let rows =
            || turn.group.places.iter().filter(|place| by(**place)).filter_map(|at| self.rows.get(*at));
        let is = |atom: &usize| rows().any(|row| row.contains(atom));
        turn.is_whole && turn.free.is_empty() && turn.pieces.keys().all(is)
    }

    fn make(&mut self, pieces: &[u32], number: usize) {
        let atom = self.atoms.len();
        self.atoms.push(Atom { pieces: pieces.len(), number });
        for piece in pieces {
            if let Some(of) = self.atom.get_mut(*piece as usize) {
                *of = Some(atom);
            }
        }
    }
}
