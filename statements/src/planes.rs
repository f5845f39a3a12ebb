//! Numbers as rows of bits: plane `p` of field `f`, that is bit `p` of 512 numbers, is one row.

use crate::ring::DEGREE;
use intertally_argument::{COLUMNS, Field};
use std::ops::Range;
use zeroize::Zeroizing;

/// Fields of a whole ring element: coefficient `i` is in column `i mod 512` of field `i / 512`.
pub const FIELDS: usize = DEGREE / COLUMNS;
/// Bound of a noise in size.
pub const NOISE: i8 = 8;
/// A noise plus 8 at most.
pub const SHIFTED_NOISE: u64 = 16;
/// Planes of a noise plus 8.
pub const NOISE_PLANES: usize = 5;
/// Planes of the quotient of an encryption or a sub-key, plus 256.
pub const QUOTIENT_PLANES: usize = 9;

/// Rows of bits while they are filled, a byte an entry. Erased on drop.
pub type Bits = Zeroizing<Vec<Vec<u8>>>;

/// So many rows of zeros.
pub fn zeros(rows: usize) -> Bits {
    Zeroizing::new(vec![vec![0; COLUMNS]; rows])
}

/// Where the planes of some fields stand.
#[derive(Clone, Copy)]
pub struct Planes {
    /// The first row.
    pub first: usize,
    /// Bits of a number.
    pub planes: usize,
    /// Rows of each plane.
    pub fields: usize,
}

impl Planes {
    /// The row of a plane and field.
    pub const fn row(&self, plane: usize, field: usize) -> usize {
        self.first + plane * self.fields + field
    }

    /// All its rows.
    pub const fn rows(&self) -> Range<usize> {
        self.first..self.first + self.planes * self.fields
    }

    /// Writes the bits of the number at a place: column `place mod 512` of field `place / 512`.
    pub fn put(&self, rows: &mut [Vec<u8>], place: usize, bits: impl Iterator<Item = u8>) {
        for (plane, bit) in (0..self.planes).zip(bits) {
            rows[self.row(plane, place / COLUMNS)][place % COLUMNS] = bit;
        }
    }

    /// Writes a number of at most 128 bits.
    pub fn put_number(&self, rows: &mut [Vec<u8>], place: usize, number: u128) {
        self.put(rows, place, (0..self.planes).map(|plane| (number >> plane & 1) as u8));
    }

    /// The terms of `sum over planes, fields of weight * factor * <vector, row>`: weights by plane,
    /// factors and vectors by field.
    pub fn terms(&self, weights: &[Field], fields: &[(Field, usize)]) -> Vec<(Field, usize, usize)> {
        let of = |(plane, weight): (usize, &Field)| {
            let (weight, fields) = (*weight, fields.iter().take(self.fields).enumerate());
            fields.map(move |(field, (factor, vector))| (weight * *factor, *vector, self.row(plane, field)))
        };
        weights.iter().take(self.planes).enumerate().flat_map(of).collect()
    }
}

/// Takes rows one after another.
pub struct Taker(pub usize);

impl Taker {
    /// The next rows.
    pub const fn take(&mut self, planes: usize, fields: usize) -> Planes {
        let first = self.0;
        self.0 += planes * fields;
        Planes { first, planes, fields }
    }
}

/// Weights of bits that together reach every number from 0 to `most` and no other: 1, 2, 4, .., and
/// last what is missing.
pub fn weights(most: u64) -> Vec<u64> {
    let Some(last) = (64 - most.leading_zeros()).checked_sub(1) else { return Vec::new() };
    (0..last).map(|plane| 1 << plane).chain([most - ((1 << last) - 1)]).collect()
}

/// Bits for those weights. No branch depends on the number, which is at most `most`.
pub fn bits(number: u64, most: u64) -> impl Iterator<Item = u8> {
    let count = 64 - most.leading_zeros();
    let last = count.saturating_sub(1);
    let top = number >> last & u64::from(count > 0);
    let missing = most.wrapping_sub((1 << last) - 1);
    let rest = number.wrapping_sub(missing.wrapping_mul(top));
    let low = (0..last).map(move |plane| (rest >> plane & 1) as u8);
    low.chain((count > 0).then_some(top as u8))
}

/// Weights of the planes of a noise plus 8.
pub fn noise_weights() -> Vec<Field> {
    weights(SHIFTED_NOISE).into_iter().map(Field::from).collect()
}

/// `-2^128` times the weights of a quotient's planes.
pub fn quotient_weights(planes: usize) -> Vec<Field> {
    let modulus = Field::power_of_two(128);
    (0..planes).map(|plane| -modulus * Field::power_of_two(plane)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_reach_every_number_up_to_the_most_and_no_other() {
        assert_eq!(weights(SHIFTED_NOISE), [1, 2, 4, 8, 1]);
        assert_eq!(weights(4), [1, 2, 1]);
        for most in 0..300 {
            let weights = weights(most);
            for number in 0..=most {
                let bits: Vec<u8> = bits(number, most).collect();
                assert_eq!(bits.len(), weights.len());
                let sum: u64 = bits.iter().zip(&weights).map(|(bit, weight)| u64::from(*bit) * weight).sum();
                assert!(sum == number && bits.iter().all(|bit| *bit < 2), "{number} of {most}");
            }
            assert_eq!(weights.iter().sum::<u64>(), most);
        }
        let wide = (1 << 58) + 12_345;
        assert_eq!(weights(wide).iter().sum::<u64>(), wide);
    }
}
