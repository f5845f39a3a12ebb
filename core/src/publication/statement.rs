//! What both sides derive from round, tally and sheet before they prove or check.

use super::{PublicCell, PublicSheet, PublicTotal};
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

/// Contributors that a published cell must have: its minimum, and one more for each member that publishes its figure itself.
pub(super) fn minimum(manifest: &RoundManifest, tally: &Tally, cell: u32) -> Option<u32> {
    let spec = manifest.cells.get(cell as usize)?;
    Some(u32::from(spec.min_contributors.max(MIN_CONTRIBUTORS_FLOOR)).saturating_add(tally.public(cell)))
}

/// Range proofs of what is not exact: their label, their width, and least and greatest total of a cell if it is one.
pub(super) struct Family {
    pub(super) label: &'static [u8],
    pub(super) width: Width,
    pub(super) ends: fn(&PublicTotal) -> Option<(u64, u64)>,
}

/// Bands, and what is nearly all of another.
pub(super) const FAMILIES: [Family; 2] = [
    Family {
        label: b"band",
        width: Width::W8,
        ends: |total| match total {
            PublicTotal::Band { low, high, .. } => Some((*low, *high)),
            _ => None,
        },
    },
    Family {
        label: b"nearly-all",
        width: Width::W32,
        ends: |total| match total {
            PublicTotal::NearlyAll { low, high } => Some((*low, *high)),
            _ => None,
        },
    },
];

impl Family {
    /// Cells of this family with their ends, in the order of the sheet.
    pub(super) fn of(&self, cells: &[PublicCell]) -> Vec<(u32, u64, u64)> {
        let ends = |told: &PublicCell| (self.ends)(&told.total).map(|(low, high)| (told.cell, low, high));
        cells.iter().filter_map(ends).collect()
    }
}

/// `X - low` and `high - X` as commitments, from the sum of V.
pub(super) fn both_sides(sum: &RistrettoPoint, low: u64, high: u64) -> [RistrettoPoint; 2] {
    let times = |number: u64| &base().value * &Scalar::from(number);
    [sum - times(low), times(high) - sum]
}

/// At most 64 numbers of one width.
pub(super) fn batch(width: Width, len: usize) -> Batch {
    Batch { width, members: (0..len.min(MAX_BATCH)).collect() }
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
        let (kind, numbers) = match cell.total {
            PublicTotal::Exact { total, .. } => (0, [total, total, total]),
            PublicTotal::Band { value, low, high } => (1, [value, low, high]),
            PublicTotal::NearlyAll { low, high } => (2, [low, low, high]),
        };
        t.append_u64(b"kind", kind);
        numbers.into_iter().for_each(|number| t.append_u64(b"number", number));
        t.append_message(b"value", tally.value_sum(cell.cell)?.compress().as_bytes());
    }
    Some(t)
}
