//! Openings that share leaves, directly or through others, and what is known of each such set.

use std::collections::{BTreeMap, BTreeSet};

/// What is known of openings, and of several of them together.
pub(super) trait Together: Clone {
    fn and(self, other: Self) -> Self;
}

/// Sets of leaves that openings join.
pub(super) struct Groups<T> {
    up: BTreeMap<u32, u32>,
    /// Of each least leaf of a set what is known of its openings.
    known: BTreeMap<u32, T>,
}

impl<T: Together> Groups<T> {
    pub(super) const fn new() -> Self {
        Self { up: BTreeMap::new(), known: BTreeMap::new() }
    }

    fn root(&mut self, leaf: u32) -> u32 {
        let mut at = leaf;
        while let Some(up) = self.up.get(&at).copied().filter(|up| *up != at) {
            let above = self.up.get(&up).copied().unwrap_or(up);
            self.up.insert(at, above);
            at = above;
        }
        at
    }

    /// What is known of all openings that share leaves with these, directly or through others.
    pub(super) fn around(&mut self, leaves: &[u32]) -> Option<T> {
        let roots: BTreeSet<u32> = leaves.iter().map(|leaf| self.root(*leaf)).collect();
        roots.iter().filter_map(|root| self.known.get(root).cloned()).reduce(T::and)
    }

    /// Whether these leaves are all of one set already.
    pub(super) fn holds(&mut self, leaves: &[u32]) -> bool {
        let roots: BTreeSet<u32> = leaves.iter().map(|leaf| self.root(*leaf)).collect();
        roots.len() == 1 && roots.first().is_some_and(|root| self.known.contains_key(root))
    }

    /// One more opening, of these leaves.
    pub(super) fn open(&mut self, opening: T, leaves: &[u32]) {
        let roots: BTreeSet<u32> = leaves.iter().map(|leaf| self.root(*leaf)).collect();
        let Some(least) = roots.first().copied() else { return };
        let near: Vec<T> = roots.iter().filter_map(|root| self.known.remove(root)).collect();
        self.up.extend(roots.into_iter().map(|root| (root, least)));
        self.known.insert(least, near.into_iter().fold(opening, T::and));
    }
}
