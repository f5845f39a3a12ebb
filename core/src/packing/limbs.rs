//! Limbs of 24 bits (docs/spec.md section 4.1).

use curve25519_dalek::scalar::Scalar;
use rand_core::{CryptoRng, RngCore};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bits of a limb.
pub const LIMB_BITS: u32 = 24;
/// Limbs of a blinding factor: 288 bits, 36 more than the group order, which hide the carries.
pub const BLINDING_LIMBS: usize = 12;

// Headroom, in integers: 256 members times the largest limb stays below p = 2^32.
const _: () = assert!(256 * ((1u64 << LIMB_BITS) - 1) < 1 << 32);
// Two limbs hold every count of 32 bits, and the sum of 256 of them fits u64.
const _: () = assert!(2 * LIMB_BITS >= 32);

/// A blinding factor as its 12 uniform limbs. Erased when dropped, no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Blinding([u32; BLINDING_LIMBS]);

impl Blinding {
    /// 12 limbs drawn uniformly, three bytes each.
    pub fn draw(rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let mut limbs = [0u32; BLINDING_LIMBS];
        limbs.iter_mut().for_each(|limb| *limb = rng.next_u32() >> (32 - LIMB_BITS));
        Self(limbs)
    }

    /// The limbs, least significant first.
    #[must_use]
    pub const fn limbs(&self) -> &[u32; BLINDING_LIMBS] {
        &self.0
    }

    /// `sum 2^(24 l) * limb_l` modulo the group order.
    #[must_use]
    pub fn scalar(&self) -> Scalar {
        scalar_of(&self.0)
    }
}

/// `sum 2^(24 l) * slot_l` modulo the group order, for single or summed limbs.
#[must_use]
pub fn scalar_of(slots: &[u32]) -> Scalar {
    let base = Scalar::from(1u64 << LIMB_BITS);
    slots.iter().rev().fold(Scalar::ZERO, |sum, slot| sum * base + Scalar::from(*slot))
}

/// The limbs of a value that fits `count` of them, least significant first.
pub fn split(value: u32, count: usize) -> impl Iterator<Item = u32> {
    (0..count).map(move |l| (u64::from(value) >> (LIMB_BITS * l as u32)) as u32 & ((1 << LIMB_BITS) - 1))
}

/// `sum 2^(24 l) * slot_l`, for one or two summed limbs: below 2^57.
#[must_use]
pub fn join(slots: &[u32]) -> u64 {
    slots.iter().rev().fold(0, |sum, slot| (sum << LIMB_BITS) + u64::from(*slot))
}
