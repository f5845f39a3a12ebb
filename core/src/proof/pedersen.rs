//! Pedersen commitments on Ristretto255 and their encoding (docs/spec.md section 4).

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
    traits::IsIdentity,
};

use super::{
    error::{Element, ProofError},
    generators::base,
};

/// `value*G + blinding*H`, in time independent of both.
pub fn commit(value: &Scalar, blinding: &Scalar) -> RistrettoPoint {
    let base = base();
    &base.value * value + &base.blinding * blinding
}

/// Decodes a point that must be canonical.
///
/// # Errors
/// [`ProofError::Point`] with `element` and `cell` for bytes that are no canonical Ristretto255 encoding.
pub fn decode(bytes: &[u8; 32], element: Element, cell: Option<usize>) -> Result<RistrettoPoint, ProofError> {
    CompressedRistretto(*bytes).decompress().ok_or(ProofError::Point { element, cell })
}

/// Decodes a commitment, which must be canonical and not the identity (the identity hides nothing, and no
/// honest member meets it).
///
/// # Errors
/// [`ProofError::Point`] as for [`decode`], and for the identity.
pub fn decode_commitment(
    bytes: &[u8; 32],
    element: Element,
    cell: Option<usize>,
) -> Result<RistrettoPoint, ProofError> {
    let point = decode(bytes, element, cell)?;
    if point.is_identity() { Err(ProofError::Point { element, cell }) } else { Ok(point) }
}

/// Decodes a scalar that must be reduced.
///
/// # Errors
/// [`ProofError::Scalar`] for a value not below the group order.
pub fn decode_scalar(bytes: &[u8; 32], cell: Option<usize>) -> Result<Scalar, ProofError> {
    Option::from(Scalar::from_canonical_bytes(*bytes)).ok_or(ProofError::Scalar { cell })
}
