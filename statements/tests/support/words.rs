//! Words of ring elements, for benches and vectors: written out from their definition, apart from the
//! crate's own transform.

use intertally_statements::DEGREE;
use std::error::Error;

/// What can fail fails the maker.
pub type Made<T> = Result<T, Box<dyn Error>>;

/// `words * bits` modulo 2^128 and `X^8192 + 1`.
pub fn product(words: &[u128], bits: &[u8]) -> Vec<u128> {
    let mut sums = vec![0_u128; DEGREE];
    for (i, _) in bits.iter().enumerate().filter(|(_, bit)| **bit == 1) {
        let (wrapped, plain) = sums.split_at_mut(i);
        plain.iter_mut().zip(words).for_each(|(sum, word)| *sum = sum.wrapping_add(*word));
        let high = words.iter().skip(DEGREE - i);
        wrapped.iter_mut().zip(high).for_each(|(sum, word)| *sum = sum.wrapping_sub(*word));
    }
    sums
}

/// Words plus noise.
pub fn plus_noise(sums: &[u128], noise: &[i8]) -> Vec<u128> {
    sums.iter().zip(noise).map(|(sum, e)| sum.wrapping_add(i128::from(*e).cast_unsigned())).collect()
}
