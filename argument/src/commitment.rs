//! Row commitments `W = <w, G> + rho*H` (docs/argument.md step 1), in time that depends on public
//! shapes alone.

use crate::field::Field;
use crate::generators::{GENERATORS, SUMS, WINDOW};
use crate::row::{Entries, Row};
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity, MultiscalarMul};
use rayon::prelude::*;
use subtle::{Choice, ConditionallyNegatable, ConditionallySelectable};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What is left of a window's sums, half of them after each bit of the index. Which they are says what
/// the bits of the row are: erased on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Chosen {
    eight: [RistrettoPoint; SUMS / 2],
    four: [RistrettoPoint; SUMS / 4],
    two: [RistrettoPoint; SUMS / 8],
    one: RistrettoPoint,
}

/// Of each pair the second if the lowest bit is 1. Both are read, whichever it is.
fn halve(pairs: &[RistrettoPoint], to: &mut [RistrettoPoint], bit: u8) {
    let second = Choice::from(bit & 1);
    for (to, pair) in to.iter_mut().zip(pairs.as_chunks::<2>().0) {
        *to = RistrettoPoint::conditional_select(&pair[0], &pair[1], second);
    }
}

impl Chosen {
    fn new() -> Self {
        let zero = RistrettoPoint::identity();
        Self { eight: [zero; SUMS / 2], four: [zero; SUMS / 4], two: [zero; SUMS / 8], one: zero }
    }

    /// The sum with this index. The whole table is read.
    fn choose(&mut self, table: &[RistrettoPoint; SUMS], index: u8) -> &mut RistrettoPoint {
        halve(table, &mut self.eight, index);
        halve(&self.eight, &mut self.four, index >> 1);
        halve(&self.four, &mut self.two, index >> 2);
        halve(&self.two, std::slice::from_mut(&mut self.one), index >> 3);
        &mut self.one
    }
}

/// `start + <bits, G>`, for a start that hides it: so no sum on the way is bare.
///
/// Five bits at a time; every entry of a window's table is read, whichever is added. Less half of all
/// columns, the sum of a subset is that of its complement negated: so the table has those with the
/// window's last column alone, and starting from half of all makes up for it.
fn commit_bits(start: RistrettoPoint, bits: &[u8]) -> RistrettoPoint {
    let mut sum = start + GENERATORS.half;
    let mut chosen = Chosen::new();
    for (table, window) in GENERATORS.windows.iter().zip(bits.chunks(WINDOW)) {
        let subset = window.iter().rev().fold(0_u8, |subset, bit| subset << 1 | bit);
        let last = subset >> (WINDOW - 1);
        // The subset itself where it has the last column, its complement elsewhere.
        let index = (subset ^ last.wrapping_sub(1)) & (SUMS - 1) as u8;
        let point = chosen.choose(table, index);
        point.conditional_negate(!Choice::from(last));
        sum += &*point;
    }
    sum
}

/// `blinding * H`.
fn hidden(blinding: &Field) -> RistrettoPoint {
    &GENERATORS.blinding_table * &*Zeroizing::new(blinding.scalar())
}

/// `<values, G> + blinding*H`, for at most 512 values.
pub fn commit_scalars(values: &[Field], blinding: &Field) -> RistrettoPoint {
    let scalars: Zeroizing<Vec<Scalar>> = Zeroizing::new(values.iter().map(Field::scalar).collect());
    let columns = GENERATORS.columns.iter().take(scalars.len());
    hidden(blinding) + RistrettoPoint::multiscalar_mul(scalars.iter(), columns)
}

/// The commitment to a row.
#[must_use]
pub fn commit(row: &Row, blinding: &Field) -> RistrettoPoint {
    match row.entries() {
        Entries::Bits(bits) => commit_bits(hidden(blinding), bits),
        Entries::Scalars(scalars) => commit_scalars(scalars, blinding),
    }
}

/// The commitments to many rows, with as many blinding factors, on all cores.
pub fn commit_all(rows: &[&Row], blindings: &[Field]) -> Vec<CompressedRistretto> {
    rows.par_iter().zip(blindings).map(|(row, blinding)| commit(row, blinding).compress()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::COLUMNS;
    use curve25519_dalek::traits::VartimeMultiscalarMul;
    use rand_core::{OsRng, RngCore};

    #[test]
    fn bits_and_scalars_commit_alike() {
        for _ in 0..4 {
            let bits: Vec<u8> = (0..COLUMNS).map(|_| (OsRng.next_u32() & 1) as u8).collect();
            let blinding = Field::from(OsRng.next_u64());
            let scalars: Vec<Field> = bits.iter().map(|b| Field::ONE.times_bit(*b)).collect();
            let want = RistrettoPoint::vartime_multiscalar_mul(
                scalars.iter().map(Field::scalar).chain([blinding.scalar()]),
                GENERATORS.columns.iter().chain([&GENERATORS.blinding]),
            );
            assert_eq!(commit(&Row::bits(bits).unwrap(), &blinding), want);
            assert_eq!(commit(&Row::scalars(scalars).unwrap(), &blinding), want);
        }
    }

    #[test]
    fn every_window_has_all_its_subsets() {
        let blinding = Field::from(7_u64);
        for (at, columns) in GENERATORS.columns.chunks(WINDOW).enumerate() {
            for subset in 0..1_u8 << columns.len() {
                let mut bits = vec![0; COLUMNS];
                let window = &mut bits[at * WINDOW..][..columns.len()];
                window.iter_mut().enumerate().for_each(|(k, bit)| *bit = subset >> k & 1);
                let sum: RistrettoPoint = columns
                    .iter()
                    .zip(&*window)
                    .filter(|(_, bit)| **bit == 1)
                    .map(|(column, _)| column)
                    .sum();
                let found = commit(&Row::bits(bits).unwrap(), &blinding);
                assert_eq!(found, sum + GENERATORS.blinding * blinding.scalar(), "window {at}, {subset}");
            }
        }
        // None, and all of them: as far as a sum goes either way.
        let all: RistrettoPoint = GENERATORS.columns.iter().sum();
        assert_eq!(commit(&Row::bits(vec![]).unwrap(), &Field::ZERO), RistrettoPoint::identity());
        assert_eq!(commit(&Row::bits(vec![1; COLUMNS]).unwrap(), &Field::ZERO), all);
    }

    #[test]
    fn generators_are_all_different() {
        let mut all: Vec<_> = GENERATORS.columns.iter().map(|g| g.compress().to_bytes()).collect();
        all.push(GENERATORS.blinding.compress().to_bytes());
        all.push(RistrettoPoint::identity().compress().to_bytes());
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), COLUMNS + 2);
    }
}
