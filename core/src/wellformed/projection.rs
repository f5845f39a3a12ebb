//! The random projection R: 256 rows with entries 0 (1/2), +1 and -1 (1/4 each) (docs/spec.md section 4.9).
//!
//! Each column takes 64 bytes of a ChaCha20 keystream: 32 bytes of plus bits, 32 bytes of minus bits, row i being bit `i mod 8`
//! of byte `i / 8`; the entry is plus less minus.

use curve25519_dalek::scalar::Scalar;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;
use zeroize::Zeroizing;

/// Rows of the projection.
pub const ROWS: usize = 256;
/// Columns that one task handles.
const TASK: usize = 1024;
const COLUMN: usize = 2 * ROWS / 8;

/// Column `c` of plus bits at byte value `b`: bit j of b.
const SPREAD: [[i32; 8]; 256] = spread();

const fn spread() -> [[i32; 8]; 256] {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            table[byte][bit] = (byte >> bit & 1) as i32;
            bit += 1;
        }
        byte += 1;
    }
    table
}

/// A projection, from the challenge that seeds it.
pub struct Projection([u8; 32]);

/// The integer `high * 2^64 + low`, both below 2^75 in absolute value.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Combined {
    high: i128,
    low: i128,
}

/// Added to both halves, it makes them positive.
const BIAS: u128 = 1 << 80;

impl Combined {
    /// The value plus `BIAS * (2^64 + 1)`, as (low 64 bits, rest): no longer negative, the rest below 2^82.
    fn biased(&self) -> (u64, u128) {
        let high = self.high.cast_unsigned().wrapping_add(BIAS);
        let low = self.low.cast_unsigned().wrapping_add(BIAS);
        (low as u64, high + (low >> 64))
    }

    /// Modulo the group order.
    pub fn scalar(&self) -> Scalar {
        let (low, rest) = self.biased();
        let mut bytes = [0u8; 32];
        let (head, tail) = bytes.split_at_mut(8);
        head.copy_from_slice(&low.to_le_bytes());
        tail.split_at_mut(16).0.copy_from_slice(&rest.to_le_bytes());
        Scalar::from_bytes_mod_order(bytes) - Scalar::from(BIAS) * Scalar::from((1u128 << 64) + 1)
    }

    /// Modulo a prime below 2^63.
    pub fn residue(&self, prime: u64) -> u64 {
        let p = u128::from(prime);
        let (low, rest) = self.biased();
        let (shift, bias) = ((1u128 << 64) % p, BIAS % p);
        let bias = bias * (shift + 1) % p;
        ((rest % p * shift + u128::from(low) + p - bias) % p) as u64
    }
}

impl Projection {
    /// Number of columns is what the caller asks for.
    pub const fn new(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// The columns from `start` on, as 64 bytes each.
    fn columns(&self, start: usize, columns: usize) -> Vec<[u8; COLUMN]> {
        let mut rng = ChaCha20Rng::from_seed(self.0);
        rng.set_word_pos((start * COLUMN / 4) as u128);
        let mut bytes = vec![[0u8; COLUMN]; columns];
        rng.fill_bytes(bytes.as_flattened_mut());
        bytes
    }

    /// `R * entries`: in time independent of the entries.
    pub fn apply(&self, entries: &[i32]) -> Zeroizing<Vec<i32>> {
        let tasks = entries.par_chunks(TASK).enumerate().map(|(task, entries)| {
            let mut sums = Zeroizing::new(vec![0i32; ROWS]);
            for (column, x) in self.columns(task * TASK, entries.len()).iter().zip(entries) {
                let (plus, minus) = column.split_at(ROWS / 8);
                for ((sums, plus), minus) in sums.as_chunks_mut::<8>().0.iter_mut().zip(plus).zip(minus) {
                    let (plus, minus) = (&SPREAD[usize::from(*plus)], &SPREAD[usize::from(*minus)]);
                    for ((sum, plus), minus) in sums.iter_mut().zip(plus).zip(minus) {
                        *sum = sum.wrapping_add(x.wrapping_mul(plus - minus));
                    }
                }
            }
            sums
        });
        tasks.reduce(
            || Zeroizing::new(vec![0; ROWS]),
            |mut sums, other| {
                sums.iter_mut().zip(other.iter()).for_each(|(a, b)| *a = a.wrapping_add(*b));
                sums
            },
        )
    }

    /// `R^T * tau` for so many columns: one table of subset sums per eight rows.
    pub fn transpose(&self, tau: &[u128; ROWS], columns: usize) -> Vec<Combined> {
        let tables: Vec<[Combined; 256]> = tau.as_chunks::<8>().0.iter().map(subset_sums).collect();
        let starts: Vec<usize> = (0..columns).step_by(TASK).collect();
        let task = |start: &usize| {
            let columns = self.columns(*start, TASK.min(columns - start));
            let one = |column: &[u8; COLUMN]| {
                let (plus, minus) = column.split_at(ROWS / 8);
                let mut sum = Combined::default();
                for ((table, plus), minus) in tables.iter().zip(plus).zip(minus) {
                    let (plus, minus) = (&table[usize::from(*plus)], &table[usize::from(*minus)]);
                    sum.high += plus.high - minus.high;
                    sum.low += plus.low - minus.low;
                }
                sum
            };
            columns.iter().map(one).collect::<Vec<_>>()
        };
        starts.par_iter().flat_map_iter(task).collect()
    }
}

fn subset_sums(tau: &[u128; 8]) -> [Combined; 256] {
    let mut table = [Combined::default(); 256];
    for subset in 1..256usize {
        let (row, rest) = (subset.trailing_zeros() as usize, table[subset & (subset - 1)]);
        let high = rest.high + (tau[row] >> 64).cast_signed();
        let low = rest.low + (tau[row] & u128::from(u64::MAX)).cast_signed();
        table[subset] = Combined { high, low };
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use proptest::prelude::*;
    use rand_core::{RngCore, SeedableRng};

    fn entry(column: &[u8; COLUMN], row: usize) -> i32 {
        let bit = |byte: u8| i32::from(byte >> (row % 8) & 1);
        bit(column[row / 8]) - bit(column[32 + row / 8])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6))]
        #[test]
        fn both_ways_equal_the_definition(seed: [u8; 32], edge: bool) {
            let projection = Projection::new(seed);
            let mut rng = ChaCha20Rng::from_seed(seed);
            let columns = TASK + 77;
            let mut whole = vec![[0u8; COLUMN]; columns];
            ChaCha20Rng::from_seed(seed).fill_bytes(whole.as_flattened_mut());
            let entries: Vec<i32> = (0..columns).map(|_| rng.next_u32() as i32 >> 15).collect();
            let mut tau = [u128::MAX; ROWS];
            if !edge {
                tau.iter_mut().for_each(|t| *t = u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64()));
            }
            let sums = projection.apply(&entries);
            for row in 0..ROWS {
                let sum: i32 = whole.iter().zip(&entries).map(|(c, x)| entry(c, row) * x).sum();
                prop_assert_eq!(sums[row], sum);
            }
            let combined = projection.transpose(&tau, columns);
            prop_assert_eq!(combined.len(), columns);
            for (column, combined) in whole.iter().zip(&combined) {
                let sum: BigInt = (0..ROWS).map(|row| BigInt::from(tau[row]) * entry(column, row)).sum();
                prop_assert_eq!((BigInt::from(combined.high) << 64) + combined.low, sum.clone());
                let p = (1u64 << 61) - 1;
                let residue = ((sum % p) + p) % p;
                prop_assert_eq!(BigInt::from(combined.residue(p)), residue);
                let scalar: Scalar = (0..ROWS).map(|row| match entry(column, row) {
                    0 => Scalar::ZERO,
                    1 => Scalar::from(tau[row]),
                    _ => -Scalar::from(tau[row]),
                }).sum();
                prop_assert_eq!(combined.scalar(), scalar);
            }
        }
    }

    #[test]
    fn half_of_the_entries_are_zero_and_signs_are_even() {
        let columns = Projection::new([7; 32]).columns(0, 4096);
        let count = |value| {
            columns.iter().map(|c| (0..ROWS).filter(|row| entry(c, *row) == value).count()).sum::<usize>()
        };
        let total = 4096 * ROWS;
        assert!((count(0) * 2).abs_diff(total) < total / 100);
        assert!((count(1) * 4).abs_diff(total) < total / 100);
    }
}
