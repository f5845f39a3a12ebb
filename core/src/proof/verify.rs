//! Checking the proofs of a part.

use curve25519_dalek::ristretto::RistrettoPoint;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;

use super::{
    bits,
    cell::{self, BitProof, ValueLeg},
    equations::Equations,
    error::{Element, ProofError},
    part::{Kind, PartProof, Tasks},
    pedersen,
    prove::decode_companions,
    range::{Batch, Claim, batches},
    statement::{VectorCommitments, expect},
    transcript::{TranscriptContext, submission_transcript},
};

/// OR proofs per multi-scalar multiplication: enough for the batch to pay, few enough to spread over threads.
const CHUNK: usize = 512;

/// The range proofs of a part, read and not yet checked.
#[derive(Default)]
pub struct Ranges {
    equations: Equations,
    /// With the number of its batch and the cells of it.
    claims: Vec<(usize, Vec<usize>, Claim)>,
}

impl Ranges {
    /// They hold exactly if these equations do, alone or merged with others.
    pub const fn equations(&self) -> &Equations {
        &self.equations
    }

    /// Each proof by itself.
    ///
    /// # Errors
    /// [`ProofError::Range`] for the first that does not hold.
    pub fn each(&self, rng: &mut (impl RngCore + CryptoRng)) -> Result<(), ProofError> {
        let tasks = Tasks::new(rng);
        let holds = |(index, _, claim): &&(usize, Vec<usize>, Claim)| {
            claim.holds(&mut tasks.rng(Kind::Range, *index))
        };
        let wrong = self.claims.par_iter().find_first(|claim| !holds(claim));
        wrong.map_or(Ok(()), |(index, cells, claim)| Err(refused(*index, claim.batch(), cells)))
    }

    fn merge(mut self, mut other: Self) -> Self {
        self.claims.append(&mut other.claims);
        Self { equations: self.equations.merge(other.equations), claims: self.claims }
    }
}

fn refused(index: usize, batch: &Batch, cells: &[usize]) -> ProofError {
    ProofError::Range { batch: index, width: batch.width, cells: cells.to_vec() }
}

/// Verifies the proofs (a) and (b) of the part described by `context` (docs/spec.md section 4).
///
/// All inputs are public; `rng` draws the weights of the batch and must be unpredictable to the prover. The
/// work is spread over rayon's threads; call it from a thread that may block.
///
/// # Errors
/// As of [`verify_into`]; [`ProofError::Range`] comes last then.
pub fn verify(
    context: &TranscriptContext<'_>,
    proof: &PartProof,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), ProofError> {
    let ranges = verify_into(context, proof, rng)?;
    if ranges.equations.clone().holds() { Ok(()) } else { ranges.each(rng) }
}

/// As [`verify`], but the range proofs are only read: with the answer those of many parts and members are checked together.
///
/// # Errors
/// Shapes and encodings first, in that order; then [`ProofError::Range`] (of bytes that are no such proof),
/// [`ProofError::Cell`], [`ProofError::Link`], [`ProofError::ChangedCell`], naming the first culprit of the first failing kind.
pub fn verify_into(
    context: &TranscriptContext<'_>,
    proof: &PartProof,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Ranges, ProofError> {
    let statement = context.statement;
    statement.check_shape()?;
    let plan = batches(&statement.reported_widths());
    check_proof_shape(context, proof, &plan)?;

    let cells = statement.reported_cells();
    let commitments = &statement.commitments;
    let values = decode_companions(&commitments.values, &cells, Element::Value)?;
    let bits = decode_companions(&commitments.bits.cells, &cells, Element::Bit)?;
    let base = submission_transcript(context);
    let tasks = Tasks::new(rng);

    let ranges = || {
        let read = |(index, (batch, bytes)): (usize, (&Batch, &Vec<u8>))| {
            let points: Vec<RistrettoPoint> =
                batch.members.iter().filter_map(|&i| Some(values.get(i)? - bits.get(i)?)).collect();
            let named: Vec<usize> = batch.members.iter().filter_map(|&i| cells.get(i).copied()).collect();
            let (mut own, mut rng) = (Equations::default(), tasks.rng(Kind::Range, index));
            let claim = Claim::read(&mut own, Kind::Range.fork(&base, index), batch, points, bytes, &mut rng)
                .ok_or_else(|| refused(index, batch, &named))?;
            Ok(Ranges { equations: own, claims: vec![(index, named, claim)] })
        };
        let merge = |one: Ranges, other: Ranges| Ok(one.merge(other));
        plan.par_iter().zip(&proof.ranges).enumerate().map(read).try_reduce(Ranges::default, merge)
    };
    let ors = || {
        let rows: Vec<Row<'_>> = cells
            .iter()
            .zip(values.iter().zip(&bits))
            .zip(&proof.cells)
            .map(|((&cell, (&v, &s)), p)| Row { cell, bit: s, value: Some((v, &p.value)), proof: &p.bit })
            .collect();
        verify_rows(&base, Kind::Cell, &rows, &tasks)
    };
    let links = || verify_link(&base, Kind::Link, context, &cells, &commitments.bits, &bits, &proof.link);
    let changed = || match (&commitments.changed, &proof.changed) {
        (Some(commitments), Some(proof)) => {
            let bits = decode_companions(&commitments.cells, &cells, Element::Changed)?;
            verify_link(&base, Kind::ChangedLink, context, &cells, commitments, &bits, &proof.link)?;
            let rows: Vec<Row<'_>> = cells
                .iter()
                .zip(&bits)
                .zip(&proof.cells)
                .map(|((&cell, &bit), proof)| Row { cell, bit, value: None, proof })
                .collect();
            verify_rows(&base, Kind::ChangedCell, &rows, &tasks)
        }
        _ => Ok(()),
    };
    let (ranges, (ors, (links, changed))) =
        rayon::join(ranges, || rayon::join(ors, || rayon::join(links, changed)));
    let ranges = ranges?;
    ors.and(links).and(changed).map(|()| ranges)
}

/// Counts and lengths of the proof against the statement, before anything is computed.
fn check_proof_shape(
    context: &TranscriptContext<'_>,
    proof: &PartProof,
    plan: &[Batch],
) -> Result<(), ProofError> {
    let statement = context.statement;
    let reported = statement.commitments.values.len();
    let link_len = bits::link_proof_len(statement.reported.len());
    expect(Element::CellProof, reported, proof.cells.len())?;
    expect(Element::RangeProof, plan.len(), proof.ranges.len())?;
    for (batch, bytes) in plan.iter().zip(&proof.ranges) {
        expect(Element::RangeProof, batch.proof_len(), bytes.len())?;
    }
    expect(Element::LinkProof, link_len, proof.link.len())?;
    match (&statement.commitments.changed, &proof.changed) {
        (None, None) => Ok(()),
        (Some(_), Some(changed)) => {
            expect(Element::CellProof, reported, changed.cells.len())?;
            expect(Element::LinkProof, link_len, changed.link.len())
        }
        _ => Err(ProofError::ChangedMismatch),
    }
}

fn verify_link(
    base: &Transcript,
    kind: Kind,
    context: &TranscriptContext<'_>,
    cells: &[usize],
    commitments: &VectorCommitments,
    companions: &[RistrettoPoint],
    proof: &[u8],
) -> Result<(), ProofError> {
    let element = if let Kind::ChangedLink = kind { Element::ChangedVector } else { Element::BitVector };
    let vector = pedersen::decode_commitment(&commitments.vector, element, None)?;
    let n = context.statement.reported.len();
    if bits::verify_link(kind.fork(base, 0), n, cells, &vector, companions, proof) {
        Ok(())
    } else {
        Err(ProofError::Link { element })
    }
}

/// One OR proof with what it speaks about.
struct Row<'a> {
    cell: usize,
    bit: RistrettoPoint,
    value: Option<(RistrettoPoint, &'a ValueLeg)>,
    proof: &'a BitProof,
}

/// All OR proofs in a few multi-scalar multiplications; after a failure each alone, to name the first bad cell.
fn verify_rows(base: &Transcript, kind: Kind, rows: &[Row<'_>], tasks: &Tasks) -> Result<(), ProofError> {
    let together = |rows: &[Row<'_>]| {
        let mut sum = Equations::default();
        // The stream is that of the first cell; a chunk and its single rows draw equal weights for that cell,
        // which were unknown when the proof was made.
        let mut rng = tasks.rng(kind, rows.first().map_or(0, |row| row.cell));
        for row in rows {
            let fork = kind.fork(base, row.cell);
            cell::verify_into(&mut sum, fork, row.cell, row.bit, row.value, row.proof, &mut rng)?;
        }
        Ok(sum.holds())
    };
    rows.par_chunks(CHUNK).try_for_each(|chunk| {
        if together(chunk)? {
            return Ok(());
        }
        let mut culprit = chunk.first();
        for row in chunk {
            if !together(std::slice::from_ref(row))? {
                culprit = Some(row);
                break;
            }
        }
        let cell = culprit.map_or(0, |row| row.cell);
        Err(match kind {
            Kind::ChangedCell => ProofError::ChangedCell { cell },
            _ => ProofError::Cell { cell },
        })
    })
}
