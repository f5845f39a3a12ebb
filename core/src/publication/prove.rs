//! Making the public sheet: the coordinator's part.

use super::fault::PublicProverError;
use super::statement::{KeySteps, context, forms, told};
use super::{PublicKeySheet, PublicSheet};
use crate::opening::asked::{Asked, ProvenShares};
use crate::opening::sheet::{CountsSheet, OpeningsSheet, StepOpening};
use crate::opening::tally::Tally;
use crate::round::RoundManifest;
use intertally_disclosure::Shown;
use intertally_statements::coordinator::{Publication, Step};
use intertally_statements::trustee::Total;
use rand_core::{CryptoRng, RngCore};
use std::collections::BTreeSet;

/// Prove for the public what `counts` and `openings` say, both of this round and sealed set. Refuses what would not
/// verify: counts or totals that are not the members', a cell with too few contributors.
///
/// `steps`: per key of the round, none where nothing is approved. `shown`: what readers see of each cell of the round; totals
/// that follow from others stay out of the sheet. `rng` must be fresh randomness: it hides the counts.
///
/// # Errors
/// Sheets of another round, or what is shown is not so.
pub fn prove(
    (manifest, tally): (&RoundManifest, &Tally),
    steps: &[Option<KeySteps>],
    (counts, openings): (&CountsSheet, &OpeningsSheet),
    shown: &[Shown],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<PublicSheet, PublicProverError> {
    let right = counts.round == manifest.id() && openings.round == manifest.id();
    let ascending = openings.cells.is_sorted_by(|a, b| a.cell < b.cell);
    let lengths = [counts.keys.len(), openings.keys.len(), steps.len()];
    let whole = lengths.iter().all(|len| *len == manifest.keys.len()) && shown.len() == manifest.cells.len();
    if !(right && ascending && whole) {
        return Err(PublicProverError::Shape);
    }
    let cells = openings.cells.iter().filter_map(|opened| told(opened, *shown.get(opened.cell as usize)?));
    let pairs = || counts.keys.iter().zip(&openings.keys);
    let key = |counts: &StepOpening, values: &StepOpening| PublicKeySheet {
        counts: counts.holders.clone(),
        values: values.holders.clone(),
        proofs: vec![],
    };
    let keys = pairs().map(|(counts, values)| Some(key(counts.opening.as_ref()?, values.as_ref()?)));
    let mut sheet = PublicSheet { round: manifest.id(), cells: cells.collect(), keys: keys.collect() };
    let approved: BTreeSet<u32> = openings.cells.iter().map(|opened| opened.cell).collect();
    let mut proofs = Vec::new();
    for (part, ((counts, values), steps)) in pairs().zip(steps).enumerate() {
        let (Some(counts), Some(values)) = (&counts.opening, values) else {
            proofs.push(vec![]);
            continue;
        };
        let steps = steps.as_ref().ok_or(PublicProverError::Shape)?;
        let forms = forms(manifest, tally, (part, &approved), &sheet.cells);
        let mut own = Vec::new();
        for (ciphertext, form) in forms.ok_or(PublicProverError::Shape)? {
            let count = total(&steps.counts, counts, ciphertext).ok_or(PublicProverError::Shape)?;
            let value = total(&steps.values, values, ciphertext).ok_or(PublicProverError::Shape)?;
            let (sums, context) = (tally.sums(part), context(&sheet, part, ciphertext));
            let c2 = sums.get(ciphertext).ok_or(PublicProverError::Shape)?.body;
            let commitments = (count.commitments(), value.commitments());
            let step_a = Step { slots: count.slots(), commitments: &commitments.0 };
            let step_b = Step { slots: value.slots(), commitments: &commitments.1 };
            let wrong = |source| PublicProverError::Statement { part, source };
            let statement = Publication::new(c2, step_a, step_b, form, &context).map_err(wrong)?;
            let witness = statement.witness(&count, &value).map_err(wrong)?;
            own.push(intertally_argument::prove(&statement, &witness, rng)?.proof.to_bytes());
        }
        proofs.push(own);
    }
    for (key, own) in sheet.keys.iter_mut().zip(proofs) {
        if let Some(key) = key {
            key.proofs = own;
        }
    }
    Ok(sheet)
}

/// The sums of a step and ciphertext with what opens them.
fn total(
    (asked, proven): &(Asked, Vec<ProvenShares>),
    opening: &StepOpening,
    ciphertext: usize,
) -> Option<Total> {
    let at = asked.parts.iter().position(|part| part.ciphertext == ciphertext)?;
    let commitments = asked.totals(&opening.holders, proven)?;
    opening.parts.get(at)?.total(&asked.parts.get(at)?.slots, commitments.get(at)?)
}
