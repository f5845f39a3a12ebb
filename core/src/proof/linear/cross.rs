//! Products of every block of a small witness with every block of generators.
//!
//! The first rounds of the argument multiply blocks of the witness with blocks of generators and then fold both by
//! challenges. Folding is linear, so those rounds need only the products of the unfolded blocks. The entries are small:
//! each bit of each entry is a look-up in the sums of a few generators, which all blocks of the witness share (the
//! method of the four Russians). The trace of the table is the commitment.

use curve25519_dalek::{ristretto::RistrettoPoint, traits::Identity};
use rayon::prelude::*;
use zeroize::{Zeroize, Zeroizing};

use super::small::{PLANES, SmallVector, WINDOW, lookup, subset_sums};

/// Rounds that are done from the table, at most: more cost more additions than they save multiplications.
const ROUNDS: u32 = 4;
/// Places in a block that one task handles: a multiple of the window.
const TASK: usize = 128;

/// `terms[i][j] = <block i of the witness, block j of the generators>`. Secret; erased when dropped.
pub struct CrossTerms {
    terms: Vec<Vec<RistrettoPoint>>,
}

impl Drop for CrossTerms {
    fn drop(&mut self) {
        self.terms.iter_mut().for_each(Zeroize::zeroize);
    }
}

impl CrossTerms {
    /// The table of a witness whose length is a power of two. In time independent of the entries.
    ///
    /// Nothing if the lengths differ or are no power of two, if the bits do not fill whole blocks, or if an entry is out
    /// of its range.
    #[must_use]
    pub fn new(witness: &SmallVector, generators: &[RistrettoPoint]) -> Option<Self> {
        let n = witness.len();
        if !n.is_power_of_two() || generators.len() != n || !witness.fits() {
            return None;
        }
        let blocks = 1usize << n.trailing_zeros().min(ROUNDS);
        let size = n / blocks;
        if !witness.bits.len().is_multiple_of(size) {
            return None;
        }
        let starts: Vec<usize> = (0..size).step_by(TASK).collect();
        let task = |start: &usize| {
            let mut sums = Sums::new(blocks, witness.blocks(size));
            for place in (*start..(start + TASK).min(size)).step_by(WINDOW) {
                sums.add_window(witness, generators, size, place);
            }
            sums
        };
        let sums = starts.par_iter().map(task).reduce_with(Sums::merge)?;
        Some(Self { terms: sums.finish(witness.bits.len() / size) })
    }

    /// Blocks on either side.
    pub(super) const fn blocks(&self) -> usize {
        self.terms.len()
    }

    /// `<block i of the witness, block j of the generators>`.
    pub(super) fn term(&self, i: usize, j: usize) -> RistrettoPoint {
        self.terms.get(i).and_then(|row| row.get(j)).copied().unwrap_or_default()
    }

    /// `<witness, generators>`: the trace.
    #[must_use]
    pub fn product(&self) -> RistrettoPoint {
        (0..self.blocks()).map(|i| self.term(i, i)).sum()
    }
}

/// Running sums: for each block of generators, one point per bit of an entry of each block of the witness.
struct Sums {
    /// Blocks of generators.
    blocks: usize,
    /// Blocks of the witness that are not padding: bits, and signed.
    of_bits: usize,
    of_signed: usize,
    points: Vec<RistrettoPoint>,
}

impl Drop for Sums {
    fn drop(&mut self) {
        self.points.zeroize();
    }
}

impl Sums {
    fn new(blocks: usize, (of_bits, of_signed): (usize, usize)) -> Self {
        let mut sums = Self { blocks, of_bits, of_signed, points: Vec::new() };
        sums.points.resize(blocks * sums.rows(), RistrettoPoint::identity());
        sums
    }

    /// Points per block of generators. The smallest vectors may have none.
    const fn rows(&self) -> usize {
        self.of_bits + PLANES * self.of_signed
    }

    /// Adds the entries at up to [`WINDOW`] neighbouring places of all blocks.
    fn add_window(
        &mut self,
        witness: &SmallVector,
        generators: &[RistrettoPoint],
        size: usize,
        place: usize,
    ) {
        let end = (place + WINDOW).min(size);
        let mut indices = Zeroizing::new(Vec::with_capacity(self.rows()));
        for block in witness.bits.chunks_exact(size).take(self.of_bits) {
            let entries = block.get(place..end).unwrap_or_default();
            indices.push(entries.iter().rev().fold(0u8, |index, bit| index << 1 | bit & 1));
        }
        for block in witness.signed.chunks_exact(size).take(self.of_signed) {
            let entries = block.get(place..end).unwrap_or_default();
            let plane =
                |plane| entries.iter().rev().fold(0u8, |index, x| index << 1 | (x >> plane & 1) as u8);
            indices.extend((0..PLANES).map(plane));
        }
        let rows = self.rows().max(1);
        for (block, points) in generators.chunks_exact(size).zip(self.points.chunks_exact_mut(rows)) {
            let sums = subset_sums(block.get(place..end).unwrap_or_default());
            for (point, index) in points.iter_mut().zip(&*indices) {
                *point += lookup(&sums, *index);
            }
        }
    }

    fn merge(mut self, other: Self) -> Self {
        self.points.iter_mut().zip(&other.points).for_each(|(mine, theirs)| *mine += theirs);
        self
    }

    /// The products, rows by blocks of the witness, of which the first `bits` are of bits, padding included.
    fn finish(self, bits: usize) -> Vec<Vec<RistrettoPoint>> {
        let mut terms = vec![vec![RistrettoPoint::identity(); self.blocks]; self.blocks];
        for (j, points) in self.points.chunks_exact(self.rows().max(1)).enumerate() {
            let (of_bits, of_signed) = points.split_at(self.of_bits);
            let (rows_of_bits, rows_of_signed) = terms.split_at_mut(bits);
            let wholes = of_bits.iter().copied().zip(rows_of_bits);
            let weighed = of_signed.chunks_exact(PLANES).map(weigh).zip(rows_of_signed);
            for (term, row) in wholes.chain(weighed) {
                if let Some(place) = row.get_mut(j) {
                    *place = term;
                }
            }
        }
        terms
    }
}

/// The sum of the bits' points by their weights in two's complement.
fn weigh(planes: &[RistrettoPoint]) -> RistrettoPoint {
    let Some((sign, rest)) = planes.split_last() else { return RistrettoPoint::identity() };
    rest.iter().rev().fold(-sign, |sum, point| sum + sum + point)
}
