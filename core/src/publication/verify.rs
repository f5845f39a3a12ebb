//! Checking a public sheet against the members' commitments. All of it is public.

use super::fault::PublicFault;
use super::rounding::rounded;
use super::statement::{batch, both_sides, is_rounded, minimum, transcript};
use super::{PublicCell, PublicCounts, PublicSheet};
use crate::opening::sheet::OpenedCell;
use crate::opening::tally::Tally;
use crate::proof::Element;
use crate::proof::counts::verify_counts;
use crate::proof::generators::base;
use crate::proof::pedersen::decode_commitment;
use crate::proof::range::{self, MAX_BATCH};
use crate::proof::transcript::fork;
use crate::round::RoundManifest;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

/// Everything that is wrong with a sheet; an empty list is a pass. `approved`: the cells of the adopted plan; `tally`:
/// of the sealed set. `rng` draws weights that the prover must not foresee.
pub fn verify(
    manifest: &RoundManifest,
    tally: &Tally,
    approved: &[u32],
    sheet: &PublicSheet,
    rng: &mut (impl RngCore + CryptoRng),
) -> Vec<PublicFault> {
    if let Some(what) = wrong_shape(manifest, approved, sheet) {
        return vec![PublicFault::Shape(what)];
    }
    let Some(base) = transcript(manifest, tally, sheet) else {
        return vec![PublicFault::Shape("the sums of the members' commitments")];
    };
    let mut faults = Vec::new();
    let mut number = 0;
    for (part, counts) in sheet.keys.iter().enumerate() {
        let fault = key((manifest, tally, &base), (part, counts), approved, &mut number, rng);
        faults.extend(fault.err());
    }
    faults.extend(
        sheet.cells.iter().filter(|cell| !total_holds(tally, cell)).map(|cell| PublicFault::Total(cell.cell)),
    );
    let rounded: Vec<&PublicCell> = sheet.cells.iter().filter(|cell| cell.blinding.is_none()).collect();
    let chunks = rounded.chunks(MAX_BATCH / 2).zip(&sheet.roundings);
    for (at, (cells, proof)) in chunks.enumerate() {
        let sums = cells.iter().filter_map(|cell| Some(both_sides(&tally.value_sum(cell.cell)?, cell.total)));
        let points: Vec<RistrettoPoint> = sums.flatten().collect();
        if !range::verify(fork(&base, b"rounding", at), &batch(points.len()), &points, proof, rng) {
            faults.push(PublicFault::Rounding(cells.iter().map(|cell| cell.cell).collect()));
        }
    }
    faults
}

/// Lists and lengths, before anything is computed.
fn wrong_shape(manifest: &RoundManifest, approved: &[u32], sheet: &PublicSheet) -> Option<&'static str> {
    if sheet.round != manifest.id() {
        return Some("it is of another round");
    }
    if sheet.keys.len() != manifest.keys.len() {
        return Some("not one entry per key");
    }
    for (part, counts) in sheet.keys.iter().enumerate() {
        let cells = manifest.part_cells(part);
        if counts.commitments.len() != cells.len() {
            return Some("not one commitment per cell");
        }
        let among = approved.iter().filter(|cell| cells.contains(&(**cell as usize))).count();
        if counts.minimums.len() != among.div_ceil(MAX_BATCH) {
            return Some("number of proofs of minimums");
        }
    }
    let known = |cell: &PublicCell| approved.binary_search(&cell.cell).is_ok();
    if !sheet.cells.is_sorted_by(|a, b| a.cell < b.cell) || !sheet.cells.iter().all(known) {
        return Some("a cell that is not approved, or cells out of order");
    }
    if sheet.cells.iter().any(|cell| is_rounded(manifest, cell.cell) == cell.blinding.is_some()) {
        return Some("a rounded cell with an opening, or an exact one without");
    }
    let base = |cell: &PublicCell| manifest.cells.get(cell.cell as usize).map_or(1, |spec| spec.rounding);
    if sheet.cells.iter().any(|cell| cell.total >= 1 << 58 || rounded(cell.total, base(cell)) != cell.total) {
        return Some("a total that rounding cannot give");
    }
    let numbers = 2 * sheet.cells.iter().filter(|cell| cell.blinding.is_none()).count();
    (sheet.roundings.len() != numbers.div_ceil(MAX_BATCH)).then_some("number of proofs of rounding")
}

/// One key: its commitments are the members' counts, and its approved cells have enough.
fn key(
    (manifest, tally, base_transcript): (&RoundManifest, &Tally, &Transcript),
    (part, counts): (usize, &PublicCounts),
    approved: &[u32],
    number: &mut usize,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), PublicFault> {
    let cells = manifest.part_cells(part);
    let first = u32::try_from(cells.start).unwrap_or(u32::MAX);
    let decode = |(cell, bytes): (u32, &[u8; 32])| {
        decode_commitment(bytes, Element::Bit, None).map_err(|_| PublicFault::Commitment(cell))
    };
    let from = *number;
    *number += counts.minimums.len();
    let points: Vec<RistrettoPoint> =
        (first..).zip(&counts.commitments).map(decode).collect::<Result<_, _>>()?;
    let vector = tally.bits_sum(part).ok_or(PublicFault::Link(part))?;
    if !verify_counts(fork(base_transcript, b"link", part), &vector, &points, &counts.link) {
        return Err(PublicFault::Link(part));
    }
    let of_key: Vec<u32> =
        approved.iter().copied().filter(|cell| cells.contains(&(*cell as usize))).collect();
    for (at, (chunk, proof)) in of_key.chunks(MAX_BATCH).zip(&counts.minimums).enumerate() {
        let less = |cell: &u32| {
            let least = Scalar::from(minimum(manifest, tally, *cell)?);
            Some(points.get((*cell as usize).checked_sub(cells.start)?)? - &base().value * &least)
        };
        let points: Vec<RistrettoPoint> = chunk.iter().filter_map(less).collect();
        let t = fork(base_transcript, b"minimum", from + at);
        if points.len() != chunk.len() || !range::verify(t, &batch(chunk.len()), &points, proof, rng) {
            return Err(PublicFault::Minimum(chunk.to_vec()));
        }
    }
    Ok(())
}

/// An exact total opens the sum of V; a rounded one is left to its proof.
fn total_holds(tally: &Tally, cell: &PublicCell) -> bool {
    cell.blinding.is_none_or(|blinding| {
        cell.total < 1 << 57
            && tally.total_holds(&OpenedCell { cell: cell.cell, total: cell.total, blinding })
    })
}
