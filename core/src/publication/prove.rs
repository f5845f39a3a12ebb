//! Making the public sheet: the coordinator's part.

use super::fault::PublicProverError;
use super::statement::{FAMILIES, Family, batch, minimum, transcript};
use super::{PublicCell, PublicCounts, PublicSheet, PublicTotal};
use crate::opening::sheet::{CountsSheet, KeyCounts, OpenedCell, OpeningsSheet};
use crate::opening::tally::Tally;
use crate::proof::counts::{CountsWitness, prove_counts};
use crate::proof::range::{self, MAX_BATCH, Width};
use crate::proof::transcript::fork;
use crate::round::RoundManifest;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use intertally_disclosure::Shown;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// A key's commitments with what opens them.
struct Committed {
    witness: CountsWitness,
    points: Vec<RistrettoPoint>,
}

/// Prove for the public what `counts` and `openings` say, both of this round and sealed set. Refuses what would not
/// verify: counts or totals that are not the members', a cell with too few contributors.
///
/// `shown`: what readers see of each cell of the round; totals that follow from others stay out of the sheet. `rng` must be fresh randomness: it
/// hides the counts.
pub fn prove(
    manifest: &RoundManifest,
    tally: &Tally,
    (counts, openings): (&CountsSheet, &OpeningsSheet),
    shown: &[Shown],
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
    if shown.len() != manifest.cells.len() {
        return Err(PublicProverError::Shape);
    }
    if let Some(wrong) = openings.cells.iter().find(|opened| !tally.total_holds(opened)) {
        return Err(PublicProverError::Total(wrong.cell));
    }
    let cells = openings.cells.iter().filter_map(|opened| told(opened, *shown.get(opened.cell as usize)?));
    let key = |committed: &Committed| PublicCounts {
        commitments: committed.points.iter().map(|point| point.compress().to_bytes()).collect(),
        link: vec![],
        minimums: vec![],
    };
    let mut sheet = PublicSheet {
        round: manifest.id(),
        keys: committed.iter().map(key).collect(),
        cells: cells.collect(),
        bands: vec![],
        nearly: vec![],
    };
    let base = transcript(manifest, tally, &sheet).ok_or(PublicProverError::Shape)?;
    let mut number = 0;
    for (part, (key, committed)) in sheet.keys.iter_mut().zip(&committed).enumerate() {
        let vector = tally.bits_sum(part).ok_or(PublicProverError::Shape)?;
        let link = fork(&base, b"link", part);
        key.link = prove_counts(link, &vector, &committed.points, &committed.witness, rng)?;
        let over = above_minimum(manifest, tally, (part, &committed.witness), openings)?;
        key.minimums = in_batches(&base, (b"minimum", Width::W8, &mut number), &over, rng)?;
    }
    let [bands, nearly] = FAMILIES;
    let mut proofs = |family: &Family| {
        let sides = sides(family, &sheet.cells, openings)?;
        in_batches(&base, (family.label, family.width, &mut 0), &sides, rng)
    };
    (sheet.bands, sheet.nearly) = (proofs(&bands)?, proofs(&nearly)?);
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

/// What the sheet says of an opened cell; nothing of one that follows from others.
fn told(opened: &OpenedCell, shown: Shown) -> Option<PublicCell> {
    let total = match shown {
        Shown::Withheld | Shown::Interval { .. } => return None,
        Shown::Value(band) if band.low == band.high => {
            PublicTotal::Exact { total: opened.total, blinding: opened.blinding }
        }
        Shown::Value(band) => PublicTotal::Band { value: band.value, low: band.low, high: band.high },
        Shown::NearlyAll { low, high } => PublicTotal::NearlyAll { low, high },
    };
    Some(PublicCell { cell: opened.cell, total })
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

/// `X - low` with R and `high - X` with -R of the cells of a family.
fn sides(
    family: &Family,
    cells: &[PublicCell],
    openings: &OpeningsSheet,
) -> Result<Openings, PublicProverError> {
    let mut sides = Zeroizing::new(Vec::new());
    for (cell, low, high) in family.of(cells) {
        let found = openings.cells.binary_search_by_key(&cell, |opened| opened.cell);
        let opened = found.ok().and_then(|at| openings.cells.get(at)).ok_or(PublicProverError::Shape)?;
        let blinding = Option::<Scalar>::from(Scalar::from_canonical_bytes(opened.blinding));
        let blinding = Zeroizing::new(blinding.ok_or(PublicProverError::Total(cell))?);
        let side = |a: u64, b: u64| {
            let side = a.checked_sub(b).filter(|side| *side < 1 << family.width.bits());
            side.ok_or(PublicProverError::Outside(cell))
        };
        sides.push((side(opened.total, low)?, *blinding));
        sides.push((side(high, opened.total)?, -*blinding));
    }
    Ok(sides)
}

/// One range proof for at most 64 numbers; proofs are numbered on from `number`.
fn in_batches(
    base: &Transcript,
    (label, width, number): (&'static [u8], Width, &mut usize),
    openings: &Openings,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<Vec<u8>>, PublicProverError> {
    let mut proofs = Vec::new();
    for chunk in openings.chunks(MAX_BATCH) {
        let values: Zeroizing<Vec<u64>> = Zeroizing::new(chunk.iter().map(|(value, _)| *value).collect());
        let blindings: Zeroizing<Vec<Scalar>> = Zeroizing::new(chunk.iter().map(|(_, r)| *r).collect());
        proofs.push(range::prove(
            fork(base, label, *number),
            &batch(width, chunk.len()),
            &values,
            &blindings,
            rng,
        )?);
        *number += 1;
    }
    Ok(proofs)
}
