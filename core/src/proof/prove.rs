//! Making the proofs of a part.

use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{
    bits, cell,
    cell::{BitProof, CellOpening, CellProof},
    error::{Element, ProofError},
    part::{ChangedProof, Kind, PartProof, Tasks},
    pedersen,
    range::{self, Batch, batches},
    statement::{BitsWitness, PartStatement, PartWitness, VectorCommitments},
    transcript::{TranscriptContext, submission_transcript},
};

/// Proves the statement of `context` (docs/spec.md section 4, proofs (a) and (b)).
///
/// Private: `witness`. Public: `context`. Output: one proof for the part. The work is spread over rayon's
/// threads; call it from a thread that may block.
///
/// # Errors
/// Shape errors; [`ProofError::Unprovable`] for a cell whose figure does not fit its width or its commitments;
/// [`ProofError::Prover`] for a vector commitment that the witness does not open.
pub fn prove(
    context: &TranscriptContext<'_>,
    witness: &PartWitness,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<PartProof, ProofError> {
    context.statement.check_shape()?;
    witness.check_shape(context.statement)?;
    check_openings(context.statement, witness)?;
    prove_unchecked(context, witness, rng)
}

/// Refuses a witness that no verifier would accept, cell by cell.
fn check_openings(statement: &PartStatement, witness: &PartWitness) -> Result<(), ProofError> {
    let cells = statement.reported_cells();
    let widths = statement.reported_widths();
    let opens = |bytes: &[u8; 32], value: Scalar, blinding: &Scalar| {
        pedersen::commit(&value, blinding).compress().0.ct_eq(bytes)
    };
    let check_bits = |commitments: &VectorCommitments, bits: &BitsWitness, element| {
        cells.par_iter().enumerate().try_for_each(|(i, &cell)| {
            let (Some(s), Some(bit), Some(rho)) =
                (commitments.cells.get(i), bits.bits.get(i), bits.blindings.get(i))
            else {
                return Err(ProofError::Unprovable { cell });
            };
            let ok = opens(s, Scalar::from(*bit), rho) & (bit >> 1).ct_eq(&0);
            if bool::from(ok) { Ok(()) } else { Err(ProofError::Unprovable { cell }) }
        })?;
        let vector = bits::commit_vector(&bits.bits, &cells, &bits.vector_blinding);
        if vector.compress().0 == commitments.vector { Ok(()) } else { Err(ProofError::Prover { element }) }
    };
    check_bits(&statement.commitments.bits, &witness.nonzero, Element::BitVector)?;
    if let (Some(commitments), Some(bits)) = (&statement.commitments.changed, &witness.changed) {
        check_bits(commitments, bits, Element::ChangedVector)?;
    }
    cells.par_iter().enumerate().try_for_each(|(i, &cell)| {
        let (Some(v), Some(x), Some(r), Some(bit), Some(width)) = (
            statement.commitments.values.get(i),
            witness.values.get(i),
            witness.blindings.get(i),
            witness.nonzero.bits.get(i),
            widths.get(i),
        ) else {
            return Err(ProofError::Unprovable { cell });
        };
        // x != 0 exactly if the bit is set; x - bit below 2^w.
        let excess = x.wrapping_sub(u64::from(*bit)) >> width.bits();
        let ok = opens(v, Scalar::from(*x), r) & excess.ct_eq(&0) & (!x.ct_eq(&0)).ct_eq(&(bit & 1).into());
        if bool::from(ok) { Ok(()) } else { Err(ProofError::Unprovable { cell }) }
    })
}

/// Proves whatever it is given: tests play the cheating member with it.
pub(super) fn prove_unchecked(
    context: &TranscriptContext<'_>,
    witness: &PartWitness,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<PartProof, ProofError> {
    let statement = context.statement;
    let base = submission_transcript(context);
    let tasks = Tasks::new(rng);
    let cells = statement.reported_cells();
    let plan = batches(&statement.reported_widths());
    let (ranges, (cell_proofs, links)) = rayon::join(
        || {
            plan.par_iter()
                .enumerate()
                .map(|(i, batch)| prove_batch(&base, i, batch, witness, &tasks))
                .collect::<Result<Vec<_>, _>>()
        },
        || {
            rayon::join(
                || prove_cells(&base, &cells, witness, &tasks),
                || prove_links(&base, statement, &cells, witness, &tasks),
            )
        },
    );
    let (link, changed) = links?;
    Ok(PartProof { cells: cell_proofs?, ranges: ranges?, link, changed })
}

fn prove_batch(
    base: &Transcript,
    index: usize,
    batch: &Batch,
    witness: &PartWitness,
    tasks: &Tasks,
) -> Result<Vec<u8>, ProofError> {
    let mut values = Zeroizing::new(Vec::with_capacity(batch.members.len()));
    let mut blindings = Zeroizing::new(Vec::with_capacity(batch.members.len()));
    for &i in &batch.members {
        if let (Some(x), Some(r), Some(bit), Some(rho)) = (
            witness.values.get(i),
            witness.blindings.get(i),
            witness.nonzero.bits.get(i),
            witness.nonzero.blindings.get(i),
        ) {
            values.push(x.wrapping_sub(u64::from(*bit)));
            blindings.push(r - rho);
        }
    }
    let mut rng = tasks.rng(Kind::Range, index);
    range::prove(Kind::Range.fork(base, index), batch, &values, &blindings, &mut rng)
}

fn prove_cells(
    base: &Transcript,
    cells: &[usize],
    witness: &PartWitness,
    tasks: &Tasks,
) -> Result<Vec<CellProof>, ProofError> {
    let values = witness.values.par_iter().zip(&witness.blindings);
    let bits = witness.nonzero.bits.par_iter().zip(&witness.nonzero.blindings);
    cells
        .par_iter()
        .zip(values.zip(bits))
        .map(|(&cell, ((x, r), (bit, rho)))| {
            let open = CellOpening { bit: *bit, rho: *rho, value: Some((Scalar::from(*x), *r)) };
            let mut rng = tasks.rng(Kind::Cell, cell);
            match cell::prove(Kind::Cell.fork(base, cell), &open, &mut rng) {
                (bit, Some(value)) => Ok(CellProof { bit, value }),
                (_, None) => Err(ProofError::Prover { element: Element::CellProof }),
            }
        })
        .collect()
}

fn prove_changed_cells(
    base: &Transcript,
    cells: &[usize],
    witness: &BitsWitness,
    tasks: &Tasks,
) -> Vec<BitProof> {
    cells
        .par_iter()
        .zip(witness.bits.par_iter().zip(&witness.blindings))
        .map(|(&cell, (bit, rho))| {
            let open = CellOpening { bit: *bit, rho: *rho, value: None };
            let mut rng = tasks.rng(Kind::ChangedCell, cell);
            cell::prove(Kind::ChangedCell.fork(base, cell), &open, &mut rng).0
        })
        .collect()
}

fn prove_links(
    base: &Transcript,
    statement: &PartStatement,
    cells: &[usize],
    witness: &PartWitness,
    tasks: &Tasks,
) -> Result<(Vec<u8>, Option<ChangedProof>), ProofError> {
    let one =
        |kind: Kind, commitments: &VectorCommitments, bits: &BitsWitness, elements: (Element, Element)| {
            let vector = pedersen::decode_commitment(&commitments.vector, elements.0, None)?;
            let companions = decode_companions(&commitments.cells, cells, elements.1)?;
            let mut rng = tasks.rng(kind, 0);
            bits::prove_link(
                kind.fork(base, 0),
                statement.reported.len(),
                cells,
                &vector,
                &companions,
                bits,
                &mut rng,
            )
        };
    let commitments = &statement.commitments;
    let link = one(Kind::Link, &commitments.bits, &witness.nonzero, (Element::BitVector, Element::Bit))?;
    let changed = match (&commitments.changed, &witness.changed) {
        (Some(c), Some(w)) => Some(ChangedProof {
            cells: prove_changed_cells(base, cells, w, tasks),
            link: one(Kind::ChangedLink, c, w, (Element::ChangedVector, Element::Changed))?,
        }),
        _ => None,
    };
    Ok((link, changed))
}

/// Decodes per-cell commitments in parallel; the lengths agree already.
pub(super) fn decode_companions(
    bytes: &[[u8; 32]],
    cells: &[usize],
    element: Element,
) -> Result<Vec<RistrettoPoint>, ProofError> {
    bytes
        .par_iter()
        .zip(cells)
        .map(|(bytes, &cell)| pedersen::decode_commitment(bytes, element, Some(cell)))
        .collect()
}
