//! Making the public sheet: the coordinator's part.

use super::fault::PublicProverError;
use super::rounding::{ROUNDING_SLACK, rounded};
use super::statement::{batch, is_rounded, minimum, transcript};
use super::{PublicCell, PublicCounts, PublicSheet};
use crate::opening::sheet::{CountsSheet, KeyCounts, OpenedCell, OpeningsSheet};
use crate::opening::tally::Tally;
use crate::proof::counts::{CountsWitness, prove_counts};
use crate::proof::range::{self, MAX_BATCH};
use crate::proof::transcript::fork;
use crate::round::RoundManifest;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// A key's commitments with what opens them.
struct Committed {
    witness: CountsWitness,
    points: Vec<RistrettoPoint>,
}

/// Prove for the public what `counts` and `openings` say, both of this round and sealed set. Refuses what would not
/// verify: counts or totals that are not the members', a cell with too few contributors.
///
/// `withheld`: opened cells that are not published; their totals stay out of the sheet. `rng` must be fresh randomness: it
/// hides the counts.
pub fn prove(
    manifest: &RoundManifest,
    tally: &Tally,
    (counts, openings): (&CountsSheet, &OpeningsSheet),
    withheld: &BTreeSet<u32>,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<PublicSheet, PublicProverError> {
    let right = counts.round == manifest.id() && openings.round == manifest.id();
    let ascending = openings.cells.is_sorted_by(|a, b| a.cell < b.cell);
    if !right || !ascending || counts.keys.len() != manifest.keys.len() {
        return Err(PublicProverError::Shape);
    }
    let committed = counts.keys.iter().enumerate();
    let committed: Vec<Committed> =
        committed.map(|(part, counts)| commit(tally, part, counts, rng)).collect::<Result<_, _>>()?;
    let cell = |opened: &OpenedCell| {
        if !tally.total_holds(opened) {
            return Err(PublicProverError::Total(opened.cell));
        }
        let base = manifest.cells.get(opened.cell as usize).map_or(1, |cell| cell.rounding);
        let blinding = (!is_rounded(manifest, opened.cell)).then_some(opened.blinding);
        Ok(PublicCell { cell: opened.cell, total: rounded(opened.total, base), blinding })
    };
    let key = |committed: &Committed| PublicCounts {
        commitments: committed.points.iter().map(|point| point.compress().to_bytes()).collect(),
        link: vec![],
        minimums: vec![],
    };
    let mut sheet = PublicSheet {
        round: manifest.id(),
        keys: committed.iter().map(key).collect(),
        cells: published(openings, withheld).map(cell).collect::<Result<_, _>>()?,
        roundings: vec![],
    };
    let base = transcript(manifest, tally, &sheet).ok_or(PublicProverError::Shape)?;
    let mut number = 0;
    for (part, (key, committed)) in sheet.keys.iter_mut().zip(&committed).enumerate() {
        let vector = tally.bits_sum(part).ok_or(PublicProverError::Shape)?;
        let link = fork(&base, b"link", part);
        key.link = prove_counts(link, &vector, &committed.points, &committed.witness, rng)?;
        let over = above_minimum(manifest, tally, (part, &committed.witness), openings)?;
        key.minimums = in_batches(&base, (b"minimum", &mut number), &over, rng)?;
    }
    sheet.roundings =
        in_batches(&base, (b"rounding", &mut 0), &around_rounded(manifest, (openings, withheld))?, rng)?;
    Ok(sheet)
}

fn commit(
    tally: &Tally,
    part: usize,
    counts: &KeyCounts,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Committed, PublicProverError> {
    if !tally.counts_hold(part, counts) {
        return Err(PublicProverError::Counts(part));
    }
    let scalar = Option::<Scalar>::from(Scalar::from_canonical_bytes(counts.blinding));
    let small: Result<Vec<i16>, _> = counts.counts.iter().map(|count| i16::try_from(*count)).collect();
    let witness = CountsWitness {
        counts: small.map_err(|_| PublicProverError::Shape)?,
        blindings: counts.counts.iter().map(|_| Scalar::random(rng)).collect(),
        vector_blinding: scalar.ok_or(PublicProverError::Counts(part))?,
    };
    let points = witness.commit();
    Ok(Committed { witness, points })
}

/// The opened cells that are published.
fn published<'a>(
    openings: &'a OpeningsSheet,
    withheld: &'a BTreeSet<u32>,
) -> impl Iterator<Item = &'a OpenedCell> {
    openings.cells.iter().filter(|opened| !withheld.contains(&opened.cell))
}

/// Small numbers with the blinding factors of their commitments.
type Openings = Zeroizing<Vec<(u64, Scalar)>>;

/// `n_k - m_k` of the key's approved cells.
fn above_minimum(
    manifest: &RoundManifest,
    tally: &Tally,
    (part, witness): (usize, &CountsWitness),
    openings: &OpeningsSheet,
) -> Result<Openings, PublicProverError> {
    let cells = manifest.part_cells(part);
    let mut over = Zeroizing::new(Vec::new());
    for opened in openings.cells.iter().filter(|opened| cells.contains(&(opened.cell as usize))) {
        let at = (opened.cell as usize).saturating_sub(cells.start);
        let least = minimum(manifest, tally, opened.cell).ok_or(PublicProverError::Shape)?;
        let (count, blinding) =
            witness.counts.get(at).zip(witness.blindings.get(at)).ok_or(PublicProverError::Shape)?;
        let more = u64::try_from(i64::from(*count) - i64::from(least));
        over.push((more.map_err(|_| PublicProverError::Minimum(opened.cell))?, *blinding));
    }
    Ok(over)
}

/// `X - X_r + 2` with R and `X_r + 2 - X` with -R of the rounded cells.
fn around_rounded(
    manifest: &RoundManifest,
    (openings, withheld): (&OpeningsSheet, &BTreeSet<u32>),
) -> Result<Openings, PublicProverError> {
    let mut sides = Zeroizing::new(Vec::new());
    for opened in published(openings, withheld).filter(|opened| is_rounded(manifest, opened.cell)) {
        let base = manifest.cells.get(opened.cell as usize).map_or(1, |cell| cell.rounding);
        let near = rounded(opened.total, base);
        let blinding = Option::<Scalar>::from(Scalar::from_canonical_bytes(opened.blinding));
        let blinding = Zeroizing::new(blinding.ok_or(PublicProverError::Total(opened.cell))?);
        let side = |a: u64, b: u64| (a + ROUNDING_SLACK).checked_sub(b).ok_or(PublicProverError::Shape);
        sides.push((side(opened.total, near)?, *blinding));
        sides.push((side(near, opened.total)?, -*blinding));
    }
    Ok(sides)
}

/// One range proof for at most 64 numbers; proofs are numbered on from `number`.
fn in_batches(
    base: &Transcript,
    (label, number): (&'static [u8], &mut usize),
    openings: &Openings,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<Vec<u8>>, PublicProverError> {
    let mut proofs = Vec::new();
    for chunk in openings.chunks(MAX_BATCH) {
        let values: Zeroizing<Vec<u64>> = Zeroizing::new(chunk.iter().map(|(value, _)| *value).collect());
        let blindings: Zeroizing<Vec<Scalar>> = Zeroizing::new(chunk.iter().map(|(_, r)| *r).collect());
        proofs.push(range::prove(fork(base, label, *number), &batch(chunk.len()), &values, &blindings, rng)?);
        *number += 1;
    }
    Ok(proofs)
}
