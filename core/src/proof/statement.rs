//! What a part claims in public, and what its member knows (docs/spec.md section 4).

use curve25519_dalek::scalar::Scalar;
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{
    bits,
    error::{Element, ProofError},
    pedersen,
    range::Width,
};

/// Most cells of a part. A part is what is encrypted to one key.
pub const MAX_CELLS: usize = 1 << 17;

/// Commitments to one bit per cell, twice: one by one, and all in one vector commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VectorCommitments {
    /// `S_k = b_k*G + rho_k*H` per reported cell, in round order.
    pub cells: Vec<[u8; 32]>,
    /// `C = r'*H + sum_k b_k*G_k` over all cells of the part; unreported cells count 0.
    pub vector: [u8; 32],
}

/// The commitments of a part, as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCommitments {
    /// `V = x*G + r*H` per reported cell, in round order.
    pub values: Vec<[u8; 32]>,
    /// The non-zero bits.
    pub bits: VectorCommitments,
    /// The `changed` bits, in a revision round.
    pub changed: Option<VectorCommitments>,
}

/// The public statement of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartStatement {
    /// Which cells of the part are reported, in round order.
    pub reported: Vec<bool>,
    /// The width of every cell of the part, from the round.
    pub widths: Vec<Width>,
    /// The commitments.
    pub commitments: PartCommitments,
}

impl PartStatement {
    /// Indices of the reported cells, in round order.
    pub fn reported_cells(&self) -> Vec<usize> {
        reported_cells(&self.reported)
    }

    /// Widths of the reported cells, in round order.
    pub fn reported_widths(&self) -> Vec<Width> {
        self.reported.iter().zip(&self.widths).filter(|(r, _)| **r).map(|(_, w)| *w).collect()
    }

    /// Checks all lengths against the bitmap.
    ///
    /// # Errors
    /// [`ProofError::EmptyPart`], [`ProofError::TooManyCells`], [`ProofError::Count`].
    pub fn check_shape(&self) -> Result<(), ProofError> {
        let cells = self.reported.len();
        if cells == 0 {
            return Err(ProofError::EmptyPart);
        }
        if cells > MAX_CELLS {
            return Err(ProofError::TooManyCells { cells, limit: MAX_CELLS });
        }
        let reported = self.reported.iter().filter(|r| **r).count();
        expect(Element::Width, cells, self.widths.len())?;
        expect(Element::Value, reported, self.commitments.values.len())?;
        expect(Element::Bit, reported, self.commitments.bits.cells.len())?;
        match &self.commitments.changed {
            Some(changed) => expect(Element::Changed, reported, changed.cells.len()),
            None => Ok(()),
        }
    }
}

/// `Ok` if a list has the length it must have.
///
/// # Errors
/// [`ProofError::Count`] otherwise.
pub fn expect(element: Element, expected: usize, found: usize) -> Result<(), ProofError> {
    if expected == found { Ok(()) } else { Err(ProofError::Count { element, expected, found }) }
}

fn reported_cells(reported: &[bool]) -> Vec<usize> {
    reported.iter().enumerate().filter(|(_, r)| **r).map(|(k, _)| k).collect()
}

/// Openings of a [`VectorCommitments`].
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct BitsWitness {
    /// `b_k` per reported cell: 0 or 1.
    pub bits: Vec<u8>,
    /// `rho_k` per reported cell, fresh.
    pub blindings: Vec<Scalar>,
    /// `r'`, which travels encrypted in 12 slots.
    pub vector_blinding: Scalar,
}

impl BitsWitness {
    /// Bits with fresh `rho_k`.
    pub fn draw(bits: Vec<u8>, vector_blinding: Scalar, rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let blindings = bits.iter().map(|_| Scalar::random(rng)).collect();
        Self { bits, blindings, vector_blinding }
    }

    fn commit(&self, reported: &[usize]) -> VectorCommitments {
        let cells = self
            .bits
            .par_iter()
            .zip(&self.blindings)
            .map(|(b, rho)| pedersen::commit(&Scalar::from(*b), rho).compress().to_bytes())
            .collect();
        let vector = bits::commit_vector(&self.bits, reported, &self.vector_blinding);
        VectorCommitments { cells, vector: vector.compress().to_bytes() }
    }
}

/// All secrets of a part. Erased when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PartWitness {
    /// The count `x` of each reported cell.
    pub values: Vec<u64>,
    /// The blinding factor `r` of each value, which travels encrypted in 12 limbs.
    pub blindings: Vec<Scalar>,
    /// The non-zero bits.
    pub nonzero: BitsWitness,
    /// The `changed` bits, in a revision round.
    pub changed: Option<BitsWitness>,
}

impl PartWitness {
    /// Witness for these counts: non-zero bits from the values (constant time), companions drawn from `rng`.
    ///
    /// `values` and `blindings` per reported cell; `changed` holds a bit per reported cell and its own `r'`.
    ///
    /// # Errors
    /// [`ProofError::Count`] if the lengths differ.
    pub fn new(
        values: Vec<u64>,
        blindings: Vec<Scalar>,
        vector_blinding: Scalar,
        changed: Option<(&[bool], Scalar)>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Self, ProofError> {
        expect(Element::Witness, values.len(), blindings.len())?;
        let bits = values.iter().map(|x| (!x.ct_eq(&0)).unwrap_u8()).collect();
        let nonzero = BitsWitness::draw(bits, vector_blinding, rng);
        let changed = match changed {
            None => None,
            Some((bits, blinding)) => {
                expect(Element::Witness, values.len(), bits.len())?;
                Some(BitsWitness::draw(bits.iter().map(|b| u8::from(*b)).collect(), blinding, rng))
            }
        };
        Ok(Self { values, blindings, nonzero, changed })
    }

    /// The statement that this witness opens.
    ///
    /// `reported` and `widths` cover all cells of the part, in round order.
    ///
    /// # Errors
    /// Those of [`PartStatement::check_shape`].
    pub fn commit(&self, reported: &[bool], widths: &[Width]) -> Result<PartStatement, ProofError> {
        let cells = reported_cells(reported);
        expect(Element::Witness, cells.len(), self.values.len())?;
        let values = self
            .values
            .par_iter()
            .zip(&self.blindings)
            .map(|(x, r)| pedersen::commit(&Scalar::from(*x), r).compress().to_bytes())
            .collect();
        let commitments = PartCommitments {
            values,
            bits: self.nonzero.commit(&cells),
            changed: self.changed.as_ref().map(|c| c.commit(&cells)),
        };
        let statement = PartStatement { reported: reported.to_vec(), widths: widths.to_vec(), commitments };
        statement.check_shape()?;
        Ok(statement)
    }

    /// Checks that the witness has the shape of the statement.
    ///
    /// # Errors
    /// [`ProofError::Count`], [`ProofError::ChangedMismatch`].
    pub fn check_shape(&self, statement: &PartStatement) -> Result<(), ProofError> {
        let n = statement.commitments.values.len();
        let fits = |len| expect(Element::Witness, n, len);
        fits(self.values.len())?;
        fits(self.blindings.len())?;
        fits(self.nonzero.bits.len())?;
        fits(self.nonzero.blindings.len())?;
        match (&self.changed, &statement.commitments.changed) {
            (None, None) => Ok(()),
            (Some(c), Some(_)) => fits(c.bits.len()).and_then(|()| fits(c.blindings.len())),
            _ => Err(ProofError::ChangedMismatch),
        }
    }
}
