//! What happened in runs of the simulation.

use std::fmt;

/// What happened.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Count {
    pub steps: usize,
    /// Asked of the server, and what came of it.
    pub asked: usize,
    pub taken: usize,
    pub refused: usize,
    pub open: usize,
    pub letters: usize,
    pub crashes: usize,
    /// Of them with a disk that failed at the start.
    pub no_starts: usize,
    pub jumps: usize,
    /// Faults that fell.
    pub faults: usize,
}

impl Count {
    pub fn and(self, more: Self) -> Self {
        Self {
            steps: self.steps + more.steps,
            asked: self.asked + more.asked,
            taken: self.taken + more.taken,
            refused: self.refused + more.refused,
            open: self.open + more.open,
            letters: self.letters + more.letters,
            crashes: self.crashes + more.crashes,
            no_starts: self.no_starts + more.no_starts,
            jumps: self.jumps + more.jumps,
            faults: self.faults + more.faults,
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { steps, asked, taken, refused, open, letters, crashes, no_starts, jumps, faults } = self;
        write!(
            f,
            "{steps} steps, {asked} requests, {taken} events taken, {letters} letters kept, {refused} requests refused, {open} left \
             open, {faults} faults, {crashes} crashes, {no_starts} of them with a disk that failed at the start, {jumps} wrong \
             clocks"
        )
    }
}
