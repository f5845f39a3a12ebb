//! Products of every block of a small witness with every block of generators.
//!
//! The first rounds of the argument multiply blocks of the witness with blocks of generators and then fold both by
//! challenges. Folding is linear, so those rounds need only the products of the unfolded blocks: additions and a few
//! doublings, as the entries are small, instead of full multiplications. The trace of the table is the commitment.

use curve25519_dalek::{ristretto::RistrettoPoint, traits::Identity};
use rayon::prelude::*;
use subtle::{Choice, ConditionallySelectable};
use zeroize::Zeroize;

use super::small::{DIGITS, SmallVector, digits, lookup, multiples};

/// Rounds that are done from the table, at most: more cost more additions than they save multiplications.
const ROUNDS: u32 = 3;
/// Places in a block that one task handles.
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
    /// Nothing if the lengths differ or are no power of two, or if the bits do not fill whole blocks.
    #[must_use]
    pub fn new(witness: &SmallVector, generators: &[RistrettoPoint]) -> Option<Self> {
        let n = witness.len();
        if !n.is_power_of_two() || generators.len() != n {
            return None;
        }
        let blocks = 1usize << n.trailing_zeros().min(ROUNDS);
        let size = n / blocks;
        if !witness.bits.len().is_multiple_of(size) {
            return None;
        }
        let starts: Vec<usize> = (0..size).step_by(TASK).collect();
        let sums = starts
            .par_iter()
            .map(|start| {
                let mut sums = Sums::new(blocks);
                for place in *start..(start + TASK).min(size) {
                    sums.add_place(witness, generators, size, place);
                }
                sums
            })
            .reduce(|| Sums::new(blocks), Sums::merge);
        Some(Self { terms: sums.finish() })
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

/// Running sums: for each pair of blocks one point per digit.
struct Sums {
    blocks: usize,
    /// Block of the witness, block of the generators, digit.
    digits: Vec<[RistrettoPoint; DIGITS]>,
}

impl Drop for Sums {
    fn drop(&mut self) {
        self.digits.iter_mut().for_each(|points| points.zeroize());
    }
}

impl Sums {
    fn new(blocks: usize) -> Self {
        Self { blocks, digits: vec![[RistrettoPoint::identity(); DIGITS]; blocks * blocks] }
    }

    /// Adds the entries at one place of all blocks.
    fn add_place(&mut self, witness: &SmallVector, generators: &[RistrettoPoint], size: usize, place: usize) {
        let zero = RistrettoPoint::identity();
        let (mut bits, mut signed) = (Vec::with_capacity(self.blocks), Vec::with_capacity(self.blocks));
        for at in (0..self.blocks).map(|block| block * size + place) {
            match at.checked_sub(witness.bits.len()) {
                None => bits.push(Choice::from(witness.bits.get(at).copied().unwrap_or(0) & 1)),
                Some(at) => signed.push(digits(witness.signed.get(at).copied().unwrap_or(0))),
            }
        }
        let (of_bits, of_signed) = self.digits.split_at_mut(bits.len() * self.blocks);
        let column = generators.iter().skip(place).step_by(size);
        for (column, point) in column.enumerate() {
            for (row, bit) in of_bits.chunks_exact_mut(self.blocks).zip(&bits) {
                if let Some([low, ..]) = row.get_mut(column) {
                    *low += RistrettoPoint::conditional_select(&zero, point, *bit);
                }
            }
            if signed.is_empty() {
                continue;
            }
            let table = multiples(point);
            for (row, digits) in of_signed.chunks_exact_mut(self.blocks).zip(&signed) {
                let Some(sums) = row.get_mut(column) else { continue };
                for (sum, digit) in sums.iter_mut().zip(digits) {
                    *sum += lookup(&table, *digit);
                }
            }
        }
        signed.iter_mut().for_each(|digits| digits.zeroize());
    }

    fn merge(mut self, other: Self) -> Self {
        for (mine, theirs) in self.digits.iter_mut().zip(&other.digits) {
            mine.iter_mut().zip(theirs).for_each(|(a, b)| *a += b);
        }
        self
    }

    fn finish(self) -> Vec<Vec<RistrettoPoint>> {
        let sixteen = |point: RistrettoPoint| (0..4).fold(point, |p, _| p + p);
        let whole = |digits: &[RistrettoPoint; DIGITS]| {
            digits.iter().rev().fold(RistrettoPoint::identity(), |sum, point| sixteen(sum) + point)
        };
        self.digits.chunks(self.blocks).map(|row| row.iter().map(whole).collect()).collect()
    }
}
