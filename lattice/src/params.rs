//! Parameters of the scheme (docs/params.md section 1).

/// Bits of a word: q = 2^128.
pub const WORD_BITS: u8 = 128;
/// P of slots that hold bits: a sum of 256 of them fits below 2^9.
pub use intertally_statements::BIT_SLOT_BITS as BIT_SLOT;
/// TUniform(3): |e| <= 2^3.
pub const NOISE_BOUND: u64 = 8;

/// P of the slots that hold values of at most `width` bits: the least for which the values of so many members do not
/// wrap, `members * 2^width <= 2^P`, and no less than [`BIT_SLOT`].
#[must_use]
pub const fn slot_bits(members: u64, width: u8) -> u8 {
    let members = if members == 0 { 1 } else { members };
    let bits = members.next_power_of_two().trailing_zeros() as u8 + width;
    if bits < BIT_SLOT { BIT_SLOT } else { bits }
}

/// `Delta = 2^(128 - P)`: what a slot of P bits is multiplied by.
#[must_use]
pub const fn delta(slot_bits: u8) -> u128 {
    1 << (WORD_BITS - slot_bits)
}

/// Dimensions of the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Params {
    degree: usize,
}

impl Params {
    /// N = 8192: the only parameters that anything but this room's tests can name.
    pub const STANDARD: Self = Self { degree: 8192 };

    /// N = 256, for tests alone: no security at all.
    #[cfg(test)]
    pub(crate) const SMALL_FOR_TESTS: Self = Self { degree: 256 };

    /// Any power of two, for tests of the transforms.
    #[cfg(test)]
    pub(super) const fn of_degree(degree: usize) -> Self {
        Self { degree }
    }

    /// Ring degree N: slots of a ciphertext.
    #[must_use]
    pub const fn degree(&self) -> usize {
        self.degree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sum_of_values_wraps() {
        for members in 1..=256_u64 {
            for width in 1..=32_u8 {
                let bits = slot_bits(members, width);
                assert!(members << width <= 1 << bits);
                assert!(bits == BIT_SLOT || members << width > 1 << (bits - 1));
            }
        }
        assert_eq!([(27, 16), (27, 32), (256, 32), (40, 17)].map(|(m, w)| slot_bits(m, w)), [21, 37, 40, 23]);
    }
}
