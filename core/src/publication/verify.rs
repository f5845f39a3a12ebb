//! Checking a public sheet against the members' ciphertexts and the trustees' proofs. All of it is public.

use super::fault::PublicFault;
use super::statement::{KeySteps, context, forms};
use super::{PublicCell, PublicKeySheet, PublicSheet, PublicTotal};
use crate::opening::tally::Tally;
use crate::round::RoundManifest;
use intertally_argument::Batch;
use intertally_statements::coordinator::{MAX_TOTAL, Publication, Step};
use rand_core::{CryptoRng, RngCore};
use std::collections::BTreeSet;

/// Everything that is wrong with a sheet; an empty list is a pass. `approved`: the cells of the adopted plan; `tally`: of the
/// sealed set; `steps`: per key the two steps with the answers whose proofs hold, none where nothing is approved. `rng` draws
/// weights. That the ends told of a total are those of its band is not looked at here: they follow from what is shown
/// (spec section 9.3), which check 11 makes again.
pub fn verify(
    (manifest, tally): (&RoundManifest, &Tally),
    steps: &[Option<KeySteps>],
    approved: &[u32],
    sheet: &PublicSheet,
    rng: &mut (impl RngCore + CryptoRng),
) -> Vec<PublicFault> {
    if let Some(what) = wrong_shape(manifest, approved, sheet) {
        return vec![PublicFault::Shape(what)];
    }
    let approved: BTreeSet<u32> = approved.iter().copied().collect();
    let mut faults = Vec::new();
    for (part, key) in sheet.keys.iter().enumerate() {
        let Some(key) = key else { continue };
        let steps = steps.get(part).and_then(Option::as_ref);
        let result = steps
            .ok_or(PublicFault::Shares { part })
            .and_then(|steps| check((manifest, tally), (part, &approved), steps, (sheet, key), rng));
        match result {
            Ok(found) => faults.extend(found),
            Err(fault) => faults.push(fault),
        }
    }
    faults
}

/// Lists and lengths, before anything is computed.
fn wrong_shape(manifest: &RoundManifest, approved: &[u32], sheet: &PublicSheet) -> Option<&'static str> {
    if sheet.round != manifest.id() {
        return Some("it is of another round");
    }
    let opened = |part| {
        let cells = manifest.part_cells(part);
        approved.iter().any(|cell| cells.contains(&(*cell as usize)))
    };
    let keys = sheet.keys.iter().map(Option::is_some);
    if !keys.eq((0..manifest.keys.len()).map(opened)) {
        return Some("not one entry for each key of which a cell is opened");
    }
    let known = |cell: &PublicCell| approved.binary_search(&cell.cell).is_ok();
    if !sheet.cells.is_sorted_by(|a, b| a.cell < b.cell) || !sheet.cells.iter().all(known) {
        return Some("a cell that is not approved, or cells out of order");
    }
    let exact = |cell: &PublicCell| matches!(cell.total, PublicTotal::Exact(_));
    let may =
        |cell: &PublicCell| manifest.cells.get(cell.cell as usize).is_some_and(|spec| spec.rounding == 1);
    if sheet.cells.iter().any(|cell| exact(cell) && !may(cell)) {
        return Some("an exact total of a cell that is shown in bands");
    }
    let within = |cell: &PublicCell| match cell.total {
        PublicTotal::Exact(total) => total < MAX_TOTAL,
        PublicTotal::Band { value, low, high } => {
            low < high && (low..=high).contains(&value) && high < MAX_TOTAL
        }
        PublicTotal::NearlyAll { low, high } => low <= high && high < MAX_TOTAL,
    };
    if !sheet.cells.iter().all(within) {
        return Some("a total whose ends are out of order or of range");
    }
    None
}

/// One key: the sums of the shares named, and a proof for each ciphertext concerned.
fn check(
    (manifest, tally): (&RoundManifest, &Tally),
    (part, approved): (usize, &BTreeSet<u32>),
    steps: &KeySteps,
    (sheet, key): (&PublicSheet, &PublicKeySheet),
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<PublicFault>, PublicFault> {
    let shape = PublicFault::Shape("a key, or the number of its proofs");
    let forms = forms(manifest, tally, (part, approved), &sheet.cells).ok_or_else(|| shape.clone())?;
    if forms.len() != key.proofs.len() {
        return Err(shape);
    }
    let sums = |(asked, proven): &(crate::opening::asked::Asked, Vec<_>), holders: &[_]| {
        asked.totals(holders, proven).ok_or(PublicFault::Shares { part })
    };
    let (counts, values) = (sums(&steps.counts, &key.counts)?, sums(&steps.values, &key.values)?);
    let (mut batch, mut places, mut faults) = (Batch::new(), Vec::new(), Vec::new());
    for ((ciphertext, form), proof) in forms.into_iter().zip(&key.proofs) {
        let context = context(sheet, part, ciphertext);
        let ciphertexts = tally.sums(part);
        let c2 = ciphertexts.get(ciphertext).ok_or_else(|| shape.clone())?.body;
        let step = |asked: &'_ crate::opening::asked::Asked, sums: &'_ [Vec<_>]| {
            let at = asked.parts.iter().position(|own| own.ciphertext == ciphertext)?;
            Some((asked.parts.get(at)?.slots.clone(), sums.get(at)?.clone()))
        };
        let a = step(&steps.counts.0, &counts).ok_or(PublicFault::Shares { part })?;
        let b = step(&steps.values.0, &values).ok_or(PublicFault::Shares { part })?;
        let (step_a, step_b) =
            (Step { slots: &a.0, commitments: &a.1 }, Step { slots: &b.0, commitments: &b.1 });
        match Publication::new(c2, step_a, step_b, form, &context) {
            Ok(statement) => {
                batch.add(&statement, proof);
                places.push(ciphertext);
            }
            Err(why) => faults.push(PublicFault::Proof { part, ciphertext, why: why.to_string() }),
        }
    }
    for (at, why) in batch.check(rng).err().into_iter().flatten() {
        let ciphertext = places.get(at).copied().unwrap_or_default();
        faults.push(PublicFault::Proof { part, ciphertext, why: why.to_string() });
    }
    Ok(faults)
}
