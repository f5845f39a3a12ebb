//! Checking a public sheet against the members' commitments. All of it is public.

use super::fault::PublicFault;
use super::statement::{FAMILIES, batch, both_sides, minimum, transcript};
use super::{PublicCell, PublicCounts, PublicSheet, PublicTotal};
use crate::opening::sheet::OpenedCell;
use crate::opening::tally::Tally;
use crate::proof::Element;
use crate::proof::counts::verify_counts;
use crate::proof::generators::base;
use crate::proof::pedersen::decode_commitment;
use crate::proof::range::{self, MAX_BATCH, Width};
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
    for (family, proofs) in FAMILIES.iter().zip([&sheet.bands, &sheet.nearly]) {
        let cells = family.of(&sheet.cells);
        for (at, (cells, proof)) in cells.chunks(MAX_BATCH / 2).zip(proofs).enumerate() {
            let sums = cells
                .iter()
                .filter_map(|(cell, low, high)| Some(both_sides(&tally.value_sum(*cell)?, *low, *high)));
            let points: Vec<RistrettoPoint> = sums.flatten().collect();
            let batch = batch(family.width, points.len());
            if !range::verify(fork(&base, family.label, at), &batch, &points, proof, rng) {
                faults.push(PublicFault::Outside(cells.iter().map(|(cell, ..)| *cell).collect()));
            }
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
    let exact = |cell: &PublicCell| matches!(cell.total, PublicTotal::Exact { .. });
    let may =
        |cell: &PublicCell| manifest.cells.get(cell.cell as usize).is_some_and(|spec| spec.rounding == 1);
    if sheet.cells.iter().any(|cell| exact(cell) && !may(cell)) {
        return Some("an exact total of a cell that is shown in bands");
    }
    let within = |cell: &PublicCell| match cell.total {
        PublicTotal::Exact { total, .. } => total < 1 << 57,
        PublicTotal::Band { value, low, high } => {
            low < high && (low..=high).contains(&value) && high < 1 << 58
        }
        PublicTotal::NearlyAll { low, high } => low <= high && high < 1 << 58,
    };
    if !sheet.cells.iter().all(within) {
        return Some("a total whose ends are out of order or of range");
    }
    let proofs = FAMILIES.iter().zip([&sheet.bands, &sheet.nearly]);
    let mut wrong = proofs
        .filter(|(family, proofs)| (2 * family.of(&sheet.cells).len()).div_ceil(MAX_BATCH) != proofs.len());
    wrong.next().map(|_| "number of proofs of totals")
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
        if points.len() != chunk.len()
            || !range::verify(t, &batch(Width::W8, chunk.len()), &points, proof, rng)
        {
            return Err(PublicFault::Minimum(chunk.to_vec()));
        }
    }
    Ok(())
}

/// An exact total opens the sum of V; others are left to their proofs.
fn total_holds(tally: &Tally, cell: &PublicCell) -> bool {
    match cell.total {
        PublicTotal::Exact { total, blinding } => {
            tally.total_holds(&OpenedCell { cell: cell.cell, total, blinding })
        }
        PublicTotal::Band { .. } | PublicTotal::NearlyAll { .. } => true,
    }
}
