//! Worlds that look the same to somebody.

use super::Vector;
use crate::linear::{Echelon, Overflow};

/// Worlds that look the same: one of them, and how others differ from it.
pub(super) struct Group {
    pub(super) start: Vector,
    pub(super) span: Echelon,
    /// Worlds of any size were looked at.
    pub(super) settled: bool,
}

impl Group {
    pub(super) fn new(world: &[u8]) -> Self {
        Self { start: world.to_vec(), span: Echelon::default(), settled: false }
    }

    pub(super) fn add(&mut self, world: &[u8]) -> Result<(), Overflow> {
        if self.span.rank() < world.len() {
            self.differs(&world.iter().map(|x| i128::from(*x)).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// False if nothing that was the same in all of them is different in this world, too.
    pub(super) fn differs(&mut self, world: &[i128]) -> Result<bool, Overflow> {
        let other: Vec<i128> = world.iter().zip(&self.start).map(|(x, y)| x - i128::from(*y)).collect();
        self.span.add(&other)
    }

    /// A basis of the sums that are the same in all of them.
    pub(super) fn fixed(&self, width: usize) -> Result<Vec<Vec<i128>>, Overflow> {
        self.span.kernel(width)
    }
}

pub(super) fn persons(world: &[u8]) -> u32 {
    world.iter().map(|x| u32::from(*x)).sum()
}

pub(super) fn dot(form: &[i128], world: &[u8]) -> i128 {
    form.iter().zip(world).map(|(x, y)| x * i128::from(*y)).sum()
}

/// A person more, a person fewer, a person moved.
pub(super) fn neighbours(world: &[u8], used: &[bool]) -> Vec<Vector> {
    let places: Vec<usize> = (0..world.len()).filter(|place| used[*place]).collect();
    let mut out = Vec::new();
    for to in &places {
        let mut more = world.to_vec();
        more[*to] += 1;
        for from in places.iter().filter(|from| *from != to && world[**from] > 0) {
            let mut moved = more.clone();
            moved[*from] -= 1;
            out.push(moved);
        }
        out.push(more);
        if world[*to] > 0 {
            let mut fewer = world.to_vec();
            fewer[*to] -= 1;
            out.push(fewer);
        }
    }
    out
}
