//! What both sides derive from round, tally and sheet before they prove or check.

use super::PublicSheet;
use super::rounding::ROUNDING_SLACK;
use crate::opening::tally::Tally;
use crate::party::KeyId;
use crate::proof::generators::base;
use crate::proof::range::{Batch, MAX_BATCH, Width};
use crate::round::RoundManifest;
use crate::round::validate::MIN_CONTRIBUTORS_FLOOR;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;

/// Label of the transcript.
const LABEL: &[u8] = b"intertally/v1/publication";

/// Contributors that a published cell must have.
pub(super) fn minimum(manifest: &RoundManifest, _tally: &Tally, cell: u32) -> Option<u32> {
    let spec = manifest.cells.get(cell as usize)?;
    Some(u32::from(spec.min_contributors.max(MIN_CONTRIBUTORS_FLOOR)))
}

/// Whether a cell is published rounded.
pub(super) fn is_rounded(manifest: &RoundManifest, cell: u32) -> bool {
    manifest.cells.get(cell as usize).is_some_and(|spec| spec.rounding != 1)
}

/// `X - X_r + 2` and `X_r + 2 - X` as commitments, from the sum of V.
pub(super) fn both_sides(sum: &RistrettoPoint, rounded: u64) -> [RistrettoPoint; 2] {
    let (total, slack) = (Scalar::from(rounded), Scalar::from(ROUNDING_SLACK));
    let times = |scalar: Scalar| &base().value * &scalar;
    [sum - times(total - slack), times(total + slack) - sum]
}

/// At most 64 numbers below 2^8.
pub(super) fn batch(len: usize) -> Batch {
    Batch { width: Width::W8, members: (0..len.min(MAX_BATCH)).collect() }
}

/// The transcript that has absorbed the round, the members' sums and everything the sheet claims; proofs fork from it.
/// None if a sum fits nothing.
pub(super) fn transcript(manifest: &RoundManifest, tally: &Tally, sheet: &PublicSheet) -> Option<Transcript> {
    let mut t = Transcript::new(LABEL);
    t.append_u64(b"spec-version", u64::from(manifest.spec_version));
    t.append_message(b"round", sheet.round.0.as_bytes());
    t.append_u64(b"keys", sheet.keys.len() as u64);
    for (part, counts) in sheet.keys.iter().enumerate() {
        let KeyId(key) = manifest.keys.get(part)?.key;
        t.append_message(b"key", key.as_bytes());
        t.append_u64(b"length", counts.commitments.len() as u64);
        t.append_message(b"counts", counts.commitments.as_flattened());
        t.append_message(b"bit-vector", tally.bits_sum(part)?.compress().as_bytes());
    }
    t.append_u64(b"cells", sheet.cells.len() as u64);
    for cell in &sheet.cells {
        t.append_u64(b"cell", u64::from(cell.cell));
        t.append_u64(b"total", cell.total);
        t.append_u64(b"exact", u64::from(cell.blinding.is_some()));
        t.append_message(b"value", tally.value_sum(cell.cell)?.compress().as_bytes());
    }
    Some(t)
}
