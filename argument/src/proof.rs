//! The bytes of a proof (docs/argument.md, 'Encoding'): 32 bytes per element, in the order of the
//! fields, nothing else.

use crate::COLUMNS;
use crate::error::{ArgumentError, Element};
use crate::field::Field;
use crate::layout::Layout;
use crate::mask::coefficients;
use crate::sumcheck::Cubic;
use curve25519_dalek::ristretto::CompressedRistretto;

/// A proof. Public.
#[derive(Clone)]
pub struct Proof {
    /// Commitments to the sent rows and, last, to the free row.
    pub(crate) rows: Vec<CompressedRistretto>,
    /// `E_g`.
    pub(crate) mask: CompressedRistretto,
    /// `A`.
    pub(crate) opening: CompressedRistretto,
    /// `s_g`.
    pub(crate) mask_sum: Field,
    /// The sumcheck's messages.
    pub(crate) rounds: Vec<Cubic>,
    /// `z`, the opened row.
    pub(crate) row: Vec<Field>,
    /// `rho`, its blinding factor.
    pub(crate) row_blinding: Field,
    /// `g(r)`.
    pub(crate) mask_value: Field,
    /// `T`.
    pub(crate) opening_value: Field,
    /// The response of the opening.
    pub(crate) response: Vec<Field>,
    /// Its blinding factor.
    pub(crate) response_blinding: Field,
}

impl Proof {
    /// The canonical encoding.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let points = self.rows.iter().chain([&self.mask, &self.opening]).map(|point| point.to_bytes());
        points.chain(self.scalars().map(|x| x.to_bytes())).flatten().collect()
    }

    fn scalars(&self) -> impl Iterator<Item = Field> {
        let rounds = self.rounds.iter().flat_map(|round| round.to_array());
        [self.mask_sum]
            .into_iter()
            .chain(rounds)
            .chain(self.row.iter().copied())
            .chain([self.row_blinding, self.mask_value, self.opening_value])
            .chain(self.response.iter().copied())
            .chain([self.response_blinding])
    }

    /// Reads a proof of a statement with this layout. Whether points are points is seen when they
    /// are used.
    ///
    /// # Errors
    /// [`ArgumentError::Length`] before anything is read, [`ArgumentError::Encoding`] for a scalar
    /// that is not canonical.
    pub fn from_bytes(bytes: &[u8], layout: &Layout) -> Result<Self, ArgumentError> {
        let (expected, found) = (layout.proof_len(), bytes.len());
        if expected != found {
            return Err(ArgumentError::Length { expected, found });
        }
        let (elements, _) = bytes.as_chunks::<32>();
        let (points, scalars) = elements.split_at(layout.sent() + 3);
        let mut points = points.iter().map(|bytes| CompressedRistretto(*bytes));
        let scalars: Vec<Field> = (0..)
            .zip(scalars)
            .map(|(i, bytes)| Field::from_bytes(bytes).ok_or(ArgumentError::Encoding(Element::Scalar(i))))
            .collect::<Result<_, _>>()?;
        // The length was exact, so that nothing below runs out.
        let mut scalars = scalars.into_iter();
        let mut point = || points.next().unwrap_or_default();
        let mut next = || scalars.next().unwrap_or_default();
        Ok(Self {
            rows: (0..=layout.sent()).map(|_| point()).collect(),
            mask: point(),
            opening: point(),
            mask_sum: next(),
            rounds: (0..layout.rounds()).map(|_| Cubic::from([next(), next(), next()])).collect(),
            row: (0..COLUMNS).map(|_| next()).collect(),
            row_blinding: next(),
            mask_value: next(),
            opening_value: next(),
            response: (0..coefficients(layout.rounds())).map(|_| next()).collect(),
            response_blinding: next(),
        })
    }

    /// Commitments to the sent rows, in order, without the free row's: what later statements may
    /// name as given.
    #[must_use]
    pub fn sent(&self) -> &[CompressedRistretto] {
        &self.rows[..self.rows.len() - 1]
    }
}
