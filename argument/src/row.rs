//! A row of the witness: 512 secret entries.

use crate::COLUMNS;
use crate::error::ArgumentError;
use crate::field::{Field, LongSum, inner};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// 512 secret entries. Whether a row holds bits or field elements is public; committing to bits is
/// 100 times faster. No `Debug`; erased on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Row(Entries);

/// The entries. Private, so that every row has 512 and bits are bits.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) enum Entries {
    /// One byte each, 0 or 1.
    Bits(Vec<u8>),
    /// Field elements.
    Scalars(Vec<Field>),
}

impl Row {
    /// A row of bits, a byte each; missing ones at the end are 0.
    ///
    /// # Errors
    /// [`ArgumentError::Row`] if there are more than 512, or one is not a bit.
    pub fn bits(mut bits: Vec<u8>) -> Result<Self, ArgumentError> {
        // In one pass over all, so that time does not say where.
        let not_bits = bits.iter().fold(0, |any, bit| any | bit & !1);
        if bits.len() > COLUMNS || not_bits != 0 {
            bits.zeroize();
            return Err(ArgumentError::Row);
        }
        bits.resize(COLUMNS, 0);
        Ok(Self(Entries::Bits(bits)))
    }

    /// A row of field elements; missing ones at the end are 0.
    ///
    /// # Errors
    /// [`ArgumentError::Row`] if there are more than 512.
    pub fn scalars(mut scalars: Vec<Field>) -> Result<Self, ArgumentError> {
        if scalars.len() > COLUMNS {
            scalars.zeroize();
            return Err(ArgumentError::Row);
        }
        scalars.resize(COLUMNS, Field::ZERO);
        Ok(Self(Entries::Scalars(scalars)))
    }

    pub(crate) const fn entries(&self) -> &Entries {
        &self.0
    }

    /// Adds `factor * self` to `sum`, in time that depends on the kind of the row alone. The factor
    /// may be public or secret.
    pub(crate) fn add_multiple(&self, factor: Field, sum: &mut [Field]) {
        match &self.0 {
            Entries::Bits(bits) => sum.iter_mut().zip(bits).for_each(|(s, b)| *s += factor.times_bit(*b)),
            Entries::Scalars(scalars) => sum.iter_mut().zip(scalars).for_each(|(s, x)| *s += factor * *x),
        }
    }

    /// `<self, weights>`.
    pub(crate) fn inner(&self, weights: &[Field]) -> Field {
        match &self.0 {
            Entries::Bits(bits) => LongSum::of(weights.iter().zip(bits).map(|(w, b)| w.times_bit(*b))),
            Entries::Scalars(scalars) => inner(weights, scalars),
        }
    }

    /// The entries of the combination of rows with these factors. Bits, which are nearly all, are added
    /// up without a reduction.
    pub(crate) fn combine<'a>(terms: impl Iterator<Item = (&'a Self, Field)>) -> Vec<Field> {
        let mut sum = vec![Field::ZERO; COLUMNS];
        let mut of_bits: Vec<LongSum> = (0..COLUMNS).map(|_| LongSum::new()).collect();
        for (row, factor) in terms {
            match &row.0 {
                Entries::Bits(bits) => {
                    of_bits.iter_mut().zip(bits).for_each(|(s, b)| s.add(factor.times_bit(*b)));
                }
                Entries::Scalars(_) => row.add_multiple(factor, &mut sum),
            }
        }
        sum.iter_mut().zip(&of_bits).for_each(|(sum, of_bits)| *sum += of_bits.value());
        sum
    }

    /// The combination of rows with these factors.
    pub(crate) fn combination<'a>(terms: impl Iterator<Item = (&'a Self, Field)>) -> Self {
        Self(Entries::Scalars(Self::combine(terms)))
    }

    /// Calls `f` with the bytes of the row, in pieces: its kind, then its entries; eight bits in a byte,
    /// the first one lowest.
    pub(crate) fn for_bytes(&self, mut f: impl FnMut(&[u8])) {
        match &self.0 {
            Entries::Bits(bits) => {
                f(&[0]);
                let mut bytes = Zeroizing::new([0; COLUMNS / 8]);
                let byte = |bits: &[u8]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit);
                bytes.iter_mut().zip(bits.chunks(8)).for_each(|(to, bits)| *to = byte(bits));
                f(bytes.as_slice());
            }
            Entries::Scalars(scalars) => {
                f(&[1]);
                for x in scalars {
                    let mut bytes = x.to_bytes();
                    f(&bytes);
                    bytes.zeroize();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_512_entries_and_bits_are_bits() {
        assert!(matches!(Row::bits(vec![0, 1, 2]), Err(ArgumentError::Row)));
        assert!(matches!(Row::bits(vec![0, 255]), Err(ArgumentError::Row)));
        assert!(matches!(Row::bits(vec![0; COLUMNS + 1]), Err(ArgumentError::Row)));
        assert!(matches!(Row::scalars(vec![Field::ONE; COLUMNS + 1]), Err(ArgumentError::Row)));
        let weights: Vec<Field> = (1..=COLUMNS as u64).map(Field::from).collect();
        let bits = Row::bits(vec![1, 0, 1]).unwrap();
        let scalars = Row::scalars(vec![Field::ONE, Field::ZERO, Field::ONE]).unwrap();
        assert!(bits.inner(&weights) == Field::from(4_u64) && scalars.inner(&weights) == Field::from(4_u64));
    }
}
