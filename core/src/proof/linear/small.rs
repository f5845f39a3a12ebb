//! Secret vectors of small integers: bits, then signed numbers of 9 bits.

use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar, traits::Identity};
use subtle::{ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Bits of a signed entry, in two's complement.
pub(super) const PLANES: usize = 9;
/// Generators that one look-up covers.
pub(super) const WINDOW: usize = 4;
/// Sums of the generators of a window.
const SUBSETS: usize = 1 << WINDOW;

/// `bits || signed`: the entries of a witness, all public in number and secret in value. Erased when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SmallVector {
    /// Each 0 or 1.
    pub bits: Vec<u8>,
    /// Each from -256 to 255.
    pub signed: Vec<i16>,
    /// So many entries at the end of the bits, and of the signed ones, are zero, as everybody knows.
    pub padding: usize,
}

impl SmallVector {
    /// Number of entries.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bits.len() + self.signed.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every entry is in its range. In time independent of the entries.
    #[must_use]
    pub fn fits(&self) -> bool {
        const HALF: i16 = 1 << (PLANES - 1);
        let of_bits = self.bits.iter().fold(0, |all, bit| all | bit >> 1);
        let shifted = self.signed.iter().map(|x| x.wrapping_add(HALF).cast_unsigned() >> PLANES);
        (u16::from(of_bits) | shifted.fold(0, |all, rest| all | rest)) == 0
    }

    /// Blocks of this size that are not all padding: of bits, and of signed entries.
    pub(super) fn blocks(&self, size: usize) -> (usize, usize) {
        let blocks = |entries: usize| entries.saturating_sub(self.padding).div_ceil(size);
        (blocks(self.bits.len()), blocks(self.signed.len()))
    }

    /// The entries as scalars, in constant time.
    #[must_use]
    pub fn scalars(&self) -> Vec<Scalar> {
        const OFFSET: u16 = 1 << 15;
        let offset = Scalar::from(OFFSET);
        let signed = |x: &i16| Scalar::from(x.cast_unsigned() ^ OFFSET) - offset;
        self.bits.iter().map(|bit| Scalar::from(*bit)).chain(self.signed.iter().map(signed)).collect()
    }
}

/// All sums of up to [`WINDOW`] public points: entry `v` has those whose bit is set in `v`.
pub(super) fn subset_sums(points: &[RistrettoPoint]) -> [RistrettoPoint; SUBSETS] {
    let mut sums = [RistrettoPoint::identity(); SUBSETS];
    for (bit, point) in points.iter().take(WINDOW).enumerate() {
        let (known, rest) = sums.split_at_mut(1 << bit);
        for (at, (sum, without)) in rest.iter_mut().zip(&*known).enumerate() {
            *sum = if at == 0 { *point } else { without + point };
        }
    }
    sums
}

/// One of the sums, in time independent of which.
pub(super) fn lookup(sums: &[RistrettoPoint; SUBSETS], index: u8) -> RistrettoPoint {
    let mut point = RistrettoPoint::identity();
    for (at, sum) in (0u8..).zip(sums) {
        point.conditional_assign(sum, index.ct_eq(&at));
    }
    point
}
