//! Opened sums against sums of commitments (docs/spec.md section 7.5).

use super::{
    error::Element,
    generators::{base, vector_generators},
    pedersen::{commit, decode},
};
use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{Identity, VartimeMultiscalarMul},
};

/// A running sum of commitments. One that is not a canonical point makes the sum fit nothing.
#[derive(Clone, Copy, Debug)]
pub struct PedersenSum(Option<RistrettoPoint>);

impl Default for PedersenSum {
    fn default() -> Self {
        Self(Some(RistrettoPoint::identity()))
    }
}

impl PedersenSum {
    /// Add a commitment.
    pub fn add(&mut self, commitment: &[u8; 32]) {
        let point = decode(commitment, Element::Value, None).ok();
        self.0 = self.0.zip(point).map(|(sum, point)| sum + point);
    }

    /// The sum as a point; none if it fits nothing.
    #[must_use]
    pub const fn point(&self) -> Option<RistrettoPoint> {
        self.0
    }

    /// Add another sum.
    pub fn merge(&mut self, other: Self) {
        self.0 = self.0.zip(other.0).map(|(sum, more)| sum + more);
    }
}

impl<'a> FromIterator<&'a [u8; 32]> for PedersenSum {
    fn from_iter<T: IntoIterator<Item = &'a [u8; 32]>>(commitments: T) -> Self {
        let mut sum = Self::default();
        commitments.into_iter().for_each(|commitment| sum.add(commitment));
        sum
    }
}

/// Whether `total*G + blinding*H` is the sum of the value commitments.
///
/// `blinding` is the opened sum of the members' `r`, reduced modulo the group order; `sum` is over the `V` of the
/// members that reported the cell.
#[must_use]
pub fn check_total(total: u64, blinding: &Scalar, sum: &PedersenSum) -> bool {
    sum.0.is_some_and(|sum| commit(&Scalar::from(total), blinding) == sum)
}

/// Whether `sum_k counts_k*G_k + blinding*H` is the sum of the vector commitments.
///
/// `counts` covers all cells of the part, in round order; `blinding` is the opened sum of the `r'`.
#[must_use]
pub fn check_counts(counts: &[u64], blinding: &Scalar, sum: &PedersenSum) -> bool {
    let generators = vector_generators(counts.len());
    let scalars: Vec<Scalar> = counts.iter().map(|&n| Scalar::from(n)).collect();
    let opened = RistrettoPoint::vartime_multiscalar_mul(&scalars, generators.iter().take(counts.len()));
    sum.0.is_some_and(|sum| opened + &base().blinding * blinding == sum)
}
