//! In how many worlds something is told, and the smallest of them.

use super::Vector;

/// How many worlds there are and in how many something is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub worlds: u64,
    /// Those in which some cell opens.
    pub open: u64,
    /// A sum of few is determined.
    pub told: u64,
    /// Of these: it is a sum of zeros alone.
    pub zeros: u64,
    /// Of those told, before the coordinator: some opened sum is as small as the counts allow.
    pub tight: u64,
    /// Of those told, before the coordinator: neither tight nor a sum of zeros.
    pub plain: u64,
    /// The smallest of the worlds in which something is told, first those in which nothing is tight.
    pub smallest: Vec<Example>,
}

/// A world in which something is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// Some opened sum is as small as the counts allow.
    pub tight: bool,
    /// Persons in all.
    pub persons: u32,
    /// Their figures.
    pub figures: Vector,
    /// Cells opened.
    pub opened: Vec<u32>,
    /// Factors of the sum that is told, in the order of the figures.
    pub sum: Vec<i128>,
}

impl std::fmt::Display for Example {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { tight, figures, opened, sum, .. } = self;
        let tight = if *tight { " (tight)" } else { "" };
        write!(f, "figures {figures:?}, opened {opened:?}, told {sum:?}{tight}")
    }
}

/// Examples kept of each kind.
const KEPT: usize = 20;

impl Tally {
    pub(super) fn keep(&mut self, example: Example) {
        let at = self.smallest.partition_point(|old| *old < example);
        self.smallest.insert(at, example);
        self.smallest.truncate(KEPT);
    }

    /// Both together.
    pub fn add(&mut self, other: Self) {
        self.worlds += other.worlds;
        self.open += other.open;
        self.told += other.told;
        self.zeros += other.zeros;
        self.tight += other.tight;
        self.plain += other.plain;
        other.smallest.into_iter().for_each(|example| self.keep(example));
    }
}
