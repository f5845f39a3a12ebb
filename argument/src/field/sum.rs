//! Sums of many field elements, reduced once at the end: for sums over bits, which are most of the
//! prover's additions.

use super::Field;
use curve25519_dalek::scalar::Scalar;
use fiat_crypto::curve25519_scalar_64::fiat_25519_scalar_from_bytes;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// At most eight limbs modulo `l`, as a representative.
pub fn reduce(limbs: &[u64]) -> Field {
    let mut wide = Zeroizing::new([0; 64]);
    for (bytes, limb) in wide.chunks_mut(8).zip(limbs) {
        bytes.copy_from_slice(&limb.to_le_bytes());
    }
    let reduced = Zeroizing::new(Scalar::from_bytes_mod_order_wide(&wide));
    let mut limbs = [0; 4];
    fiat_25519_scalar_from_bytes(&mut limbs, reduced.as_bytes());
    Field(limbs)
}

/// A sum of the representatives below `l`, in five limbs: room for 2^64 terms. Time does not depend
/// on values.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct LongSum([u64; 5]);

impl LongSum {
    pub const fn new() -> Self {
        Self([0; 5])
    }

    /// Adds a term.
    #[inline]
    pub fn add(&mut self, term: Field) {
        let mut carry = 0_u128;
        for (limb, x) in self.0.iter_mut().zip(term.0) {
            carry += u128::from(*limb) + u128::from(x);
            // The low half stays, the high half goes on.
            *limb = carry as u64;
            carry >>= 64;
        }
        self.0[4] = self.0[4].wrapping_add(carry as u64);
    }

    /// The sum modulo `l`. A sum of Montgomery forms is the Montgomery form of the sum.
    pub fn value(&self) -> Field {
        reduce(&self.0)
    }

    /// The sum of all terms.
    pub fn of(terms: impl Iterator<Item = Field>) -> Field {
        let mut sum = Self::new();
        terms.for_each(|term| sum.add(term));
        sum.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_sum() {
        let largest = -Field::ONE;
        for count in [0_usize, 1, 2, 17, 5000] {
            let terms =
                || (0..count).map(|i| if i % 3 == 0 { largest } else { Field::from(i as u64).power(30) });
            assert!(LongSum::of(terms()) == terms().sum(), "{count}");
        }
        // Limbs that carry all the way up.
        let full = Field([u64::MAX, u64::MAX, u64::MAX, 0x0fff_ffff_ffff_ffff]);
        let twice = LongSum::of([full, full, full].into_iter());
        assert!(twice == LongSum::of([full, full].into_iter()) + LongSum::of([full].into_iter()));
    }
}
