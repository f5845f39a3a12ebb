//! Proofs of terms as everybody checks them: their rows are those that the proofs of the ciphertexts have committed to
//! (docs/spec.md sections 4.8 and 5.4).

use super::header::SubmissionHeader;
use super::part::PartBody;
use super::terms::{Block, TermsForm, terms_context};
use super::verify::{Checks, SubmissionRefusal};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{ArgumentError, Batch};
use intertally_statements::StatementError;
use intertally_statements::terms::Terms;
use rayon::prelude::*;

/// Bytes of a point.
const POINT: usize = 32;

/// Reads all proofs of terms of a submission, which stand behind those of the ciphertexts of its last part.
pub(super) fn read_terms(
    forms: &[TermsForm],
    checks: &Checks,
    header: &SubmissionHeader,
    parts: &[PartBody],
) -> Vec<Result<Batch, SubmissionRefusal>> {
    let reported = header.reported();
    let last = parts.last().map(|body| body.proofs.as_slice()).unwrap_or_default();
    let proofs = last.get(last.len().saturating_sub(forms.len())..).unwrap_or_default();
    let read = |(number, (form, proof)): (usize, (&TermsForm, &Option<Vec<u8>>))| {
        let refused = |_| SubmissionRefusal::Terms { number, source: ArgumentError::Layout };
        let of = |block: &Block| commitments(block, checks, header, parts, &reported);
        let blocks = form.blocks.iter().map(of).collect::<Result<Vec<_>, _>>().map_err(refused)?;
        let context = terms_context(header.round, header.member, header.revision, number);
        let statement = Terms::new(&blocks, &form.families, &context).map_err(refused)?;
        let mut one = Batch::new();
        one.add(&statement, proof.as_deref().unwrap_or_default());
        Ok(one)
    };
    forms.par_iter().zip(proofs).enumerate().map(read).collect()
}

/// The commitments to the rows of a block, from the proof of its ciphertext. Where that is too short, or missing, they are
/// none, and no proof of terms holds: but the ciphertext's own is refused before.
fn commitments(
    block: &Block,
    checks: &Checks,
    header: &SubmissionHeader,
    parts: &[PartBody],
    reported: &[bool],
) -> Result<Vec<CompressedRistretto>, StatementError> {
    let missing = StatementError::Length { what: "the list of keys", expected: block.key + 1, found: 0 };
    let key = checks.keys().get(block.key).ok_or(missing)?;
    let own = reported.get(key.cells.clone()).unwrap_or_default();
    let rows = key.layout.form(block.ciphertext, own).figure_rows(block.group)?;
    let body = header.parts.iter().zip(parts).find(|(part, _)| part.key == key.id);
    let proof = body.and_then(|(_, body)| body.proofs.get(block.ciphertext)?.as_deref()).unwrap_or_default();
    let point = |row: usize| {
        let bytes = proof.get(row * POINT..(row + 1) * POINT).and_then(|bytes| bytes.try_into().ok());
        CompressedRistretto(bytes.unwrap_or([0xff; POINT]))
    };
    Ok(rows.into_iter().map(point).collect())
}
