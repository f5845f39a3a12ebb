//! The member's proofs that its terms are those of its counts (docs/spec.md section 4.8).

use super::header::SubmissionHeader;
use super::keys::SubmissionKey;
use super::prepare::PrepareError;
use super::terms::{Block, TermsForm, terms_context};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{Blindings, Field, Row, Witness, prove};
use intertally_statements::terms::{Figures, Terms};
use rand_core::{CryptoRng, RngCore};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The rows of a ciphertext's proof, which proofs of terms are about. Erased on drop.
pub(super) struct Kept {
    pub(super) witness: Witness,
    pub(super) blindings: Blindings,
    pub(super) commitments: Vec<CompressedRistretto>,
}

/// Rows of a proof of terms that the proofs of ciphertexts have committed to.
#[derive(Default)]
struct Given {
    blocks: Vec<Vec<CompressedRistretto>>,
    rows: Vec<Row>,
    blindings: Zeroizing<Vec<Field>>,
}

impl Given {
    /// Adds the rows of a block.
    fn add(&mut self, kept: &Kept, rows: &[usize]) {
        let commitments = rows.iter().filter_map(|row| kept.commitments.get(*row).copied());
        self.blocks.push(commitments.collect());
        self.rows.extend(rows.iter().filter_map(|row| kept.witness.rows.get(*row).cloned()));
        self.blindings.extend(rows.iter().filter_map(|row| kept.blindings.0.get(*row).copied()));
    }
}

/// Proves all terms that the member reports. `rows` by position of the key in the round, and ciphertext.
pub(super) fn prove_terms(
    forms: &[TermsForm],
    rows: &BTreeMap<(usize, usize), Kept>,
    keys: &[SubmissionKey],
    header: &SubmissionHeader,
    values: &[Option<u32>],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<Vec<u8>>, PrepareError> {
    let reported = header.reported();
    let figure = |cell: u32| u64::from(values.get(cell as usize).copied().flatten().unwrap_or_default());
    let mut proofs = Vec::new();
    for (number, form) in forms.iter().enumerate() {
        let mut given = Given::default();
        for Block { key, ciphertext, group } in &form.blocks {
            let missing = || PrepareError::Mismatch("a key of a term, or of a count,");
            let kept = rows.get(&(*key, *ciphertext)).ok_or_else(missing)?;
            let key = keys.get(*key).ok_or_else(missing)?;
            let own = reported.get(key.cells.clone()).unwrap_or_default();
            given.add(kept, &key.layout.form(*ciphertext, own).figure_rows(*group)?);
        }
        let figures = form.cells.iter().map(|cells| {
            let mut figures = cells.iter().copied().map(figure);
            let mut counts = [0; 4];
            counts.iter_mut().zip(figures.by_ref()).for_each(|(count, figure)| *count = figure);
            Figures { counts, terms: figures.collect() }
        });
        let figures: Vec<Figures> = figures.collect();
        let context = terms_context(header.round, header.member, header.revision, number);
        let statement = Terms::new(&given.blocks, &form.families, &context)?;
        let witness = statement.witness(given.rows, given.blindings.to_vec(), &figures)?;
        proofs.push(prove(&statement, &witness, rng)?.proof.to_bytes());
    }
    Ok(proofs)
}
