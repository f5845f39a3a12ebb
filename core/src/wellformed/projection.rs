//! The random matrix R: 128 rows over all entries of (u, e1, k), each 0 with probability 1/2, 1 and -1 with 1/4.
//!
//! Column by column from the ChaCha20 keystream under a challenge: 16 bytes give the 128 bits of p, 16 more those of q,
//! bit `i mod 8` of byte `i / 8` for row i; the entry is p - q. Columns in the order u, e1, k, each ciphertext after
//! ciphertext.

use super::ROWS;
use super::modular::Integer;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use zeroize::Zeroizing;

/// Bytes of a column: two bits per row.
const COLUMN: usize = ROWS / 4;

/// The matrix, as a stream of columns.
pub(super) struct Matrix(ChaCha20Rng);

impl Matrix {
    /// Under a challenge of 32 bytes; 64-bit block counter from 0, nonce 0.
    pub(super) fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    fn column(&mut self) -> [u8; COLUMN] {
        let mut bytes = [0u8; COLUMN];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// `z = R * entries`, without a branch on an entry. The next columns of the stream are used.
    pub(super) fn project(&mut self, entries: impl Iterator<Item = i32>, z: &mut Zeroizing<[i32; ROWS]>) {
        for entry in entries {
            let column = self.column();
            let (p, q) = column.split_at(COLUMN / 2);
            for ((rows, p), q) in z.as_chunks_mut::<8>().0.iter_mut().zip(p).zip(q) {
                for (bit, row) in rows.iter_mut().enumerate() {
                    let coefficient = i32::from(p >> bit & 1) - i32::from(q >> bit & 1);
                    *row = row.wrapping_add(coefficient.wrapping_mul(entry));
                }
            }
        }
    }
}

/// Sums of challenges by byte: entry `v` of table `t` is the sum of those of the 8 rows from 8t on whose bit is set
/// in `v`, in 64-bit halves, so that nothing carries.
pub(super) struct Tables(Vec<[(u128, u128); 256]>);

impl Tables {
    /// Of a challenge of 128 bits per row.
    pub(super) fn new(challenges: &[u128]) -> Self {
        let half = |x: u128| (x & u128::from(u64::MAX), x >> 64);
        let table = |rows: &[u128]| {
            let mut table = [(0u128, 0u128); 256];
            for value in 1..256usize {
                let bit = value.trailing_zeros() as usize;
                let (low, high) = half(rows.get(bit).copied().unwrap_or_default());
                let (a, b) = table[value & (value - 1)];
                table[value] = (a + low, b + high);
            }
            table
        };
        Self(challenges.chunks(8).map(table).collect())
    }

    /// `R^T * challenges` for the next `count` columns. Below 2^137 in absolute value.
    pub(super) fn combine(&self, matrix: &mut Matrix, count: usize) -> Vec<Integer> {
        let one = |_| {
            let column = matrix.column();
            let (p, q) = column.split_at(COLUMN / 2);
            let side = |bytes: &[u8]| {
                let picked = self.0.iter().zip(bytes).map(|(table, byte)| table[usize::from(*byte)]);
                picked.fold((0u128, 0u128), |(a, b), (x, y)| (a + x, b + y))
            };
            let ((p_low, p_high), (q_low, q_high)) = (side(p), side(q));
            let low = p_low.cast_signed() - q_low.cast_signed();
            let high = p_high.cast_signed() - q_high.cast_signed() + (low >> 64);
            Integer {
                low: (high.cast_unsigned() << 64) | (low.cast_unsigned() & u128::from(u64::MAX)),
                high: (high >> 64) as i64,
            }
        };
        (0..count).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use curve25519_dalek::scalar::Scalar;

    #[test]
    fn both_sides_see_the_same_matrix() {
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        let challenges: Vec<u128> =
            (0..ROWS).map(|_| u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())).collect();
        let entries: Vec<i32> = (0..500).map(|_| (rng.next_u32() % 9001) as i32 - 4500).collect();
        let mut z = Zeroizing::new([0; ROWS]);
        let mut matrix = Matrix::new([9; 32]);
        matrix.project(entries.iter().copied().take(200), &mut z);
        matrix.project(entries.iter().copied().skip(200), &mut z);
        let left: Scalar = z
            .iter()
            .zip(&challenges)
            .map(|(z, c)| super::super::modular::signed(i64::from(*z)) * Scalar::from(*c))
            .sum();
        let combined = Tables::new(&challenges).combine(&mut Matrix::new([9; 32]), entries.len());
        let right: Scalar = combined
            .iter()
            .zip(&entries)
            .map(|(c, e)| c.scalar() * super::super::modular::signed(i64::from(*e)))
            .sum();
        assert_eq!(left, right);
        let mut counts = [0i32; 3];
        let mut unit = Zeroizing::new([0; ROWS]);
        let mut matrix = Matrix::new([7; 32]);
        for _ in 0..100 {
            unit.fill(0);
            matrix.project([1].into_iter(), &mut unit);
            unit.iter().for_each(|entry| counts[(entry + 1) as usize] += 1);
        }
        assert!(counts[1] > 6_000 && counts[1] < 6_800, "{counts:?}");
        assert!((counts[0] - counts[2]).abs() < 600, "{counts:?}");
    }
}
