//! Checking proofs: of one part, or of many members at once.

use super::common::Common;
use super::statement::{begin, projection, relation, row_weights};
use super::{GROUP, RANGE_BITS, WellformedProof, groups, range_generators};
use crate::proof::generators::base;
use crate::proof::linear::{Batch, verify_into, weight};
use crate::proof::pedersen::{decode, decode_commitment};
use crate::proof::{Element, ProofError};
use bulletproofs::RangeProof;
use curve25519_dalek::{ristretto::CompressedRistretto, scalar::Scalar};
use merlin::Transcript;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use rayon::prelude::*;

/// One part whose c1s are claimed to be well formed.
pub struct Claim<'a> {
    /// The part's transcript, which has absorbed everything (docs/spec.md section 4.5).
    pub part: Transcript,
    /// The common polynomial of the part's key.
    pub common: &'a Common,
    /// c1 of each ciphertext that was sent, in order, N words each.
    pub masks: Vec<&'a [u128]>,
    /// One proof per group.
    pub proofs: &'a [WellformedProof],
}

impl Claim<'_> {
    /// Counts and lengths, before anything is computed.
    ///
    /// # Errors
    /// [`ProofError::Count`], [`ProofError::Wellformed`].
    pub fn check_shape(&self) -> Result<(), ProofError> {
        let (expected, found) = (groups(self.masks.len()).len(), self.proofs.len());
        if expected != found {
            return Err(ProofError::Count { element: Element::Wellformed, expected, found });
        }
        let params = self.common.ring().params();
        if self.masks.iter().any(|mask| mask.len() != params.degree()) {
            return Err(ProofError::Wellformed { group: 0 });
        }
        let fits = |(size, proof): (usize, &WellformedProof)| proof.has_shape(params, size);
        match groups(self.masks.len()).zip(self.proofs).position(|group| !fits(group)) {
            Some(group) => Err(ProofError::Wellformed { group }),
            None => Ok(()),
        }
    }

    /// The terms of one group, or nothing if its range proof or its bytes are bad.
    fn group(&self, group: usize, seed: &[u8; 32]) -> Option<Batch> {
        let mut rng = ChaCha20Rng::from_seed(*seed);
        let proof = self.proofs.get(group)?;
        let masks = self.masks.chunks(GROUP).nth(group)?;
        let mut t = begin(&self.part, group, masks.len());
        let committed = decode_commitment(&proof.witness, Element::Wellformed, None).ok()?;
        let projection = projection(&mut t, &proof.witness);
        let sums: Vec<CompressedRistretto> =
            proof.sums.iter().map(|bytes| CompressedRistretto(*bytes)).collect();
        RangeProof::from_bytes(&proof.range)
            .ok()?
            .verify_multiple_with_rng(
                range_generators(),
                &base().pair,
                &mut t,
                &sums,
                RANGE_BITS as usize,
                &mut rng,
            )
            .ok()?;
        let tau = row_weights(&mut t);
        let relation = relation(self.common, &projection, &tau, masks);
        let mut batch = Batch::default();
        let factor = verify_into(&mut batch, &weight(&mut rng), &mut t, &relation.vector, &proof.linear)?;
        batch.push(factor, committed);
        for (bytes, tau) in proof.sums.iter().zip(tau) {
            batch.push(factor * Scalar::from(tau), decode(bytes, Element::Wellformed, None).ok()?);
        }
        batch.value -= factor * relation.value;
        Some(batch)
    }
}

/// Verifies proof (c) of many parts together: one multi-scalar multiplication if all hold, one per group otherwise.
/// One result per claim, naming the first bad group. `rng` must not be foreseeable by any prover.
///
/// The work is spread over rayon's threads; call it from a thread that may block.
pub fn verify(claims: &[Claim<'_>], rng: &mut (impl RngCore + CryptoRng)) -> Vec<Result<(), ProofError>> {
    let mut results: Vec<_> = claims.iter().map(Claim::check_shape).collect();
    let mut tasks = Vec::new();
    for (at, claim) in claims.iter().enumerate().filter(|(at, _)| results.get(*at) == Some(&Ok(()))) {
        for group in 0..claim.proofs.len() {
            let mut seed = [0u8; 32];
            rng.fill_bytes(&mut seed);
            tasks.push((at, claim, group, seed));
        }
    }
    let all = tasks
        .par_iter()
        .map(|(_, claim, group, seed)| claim.group(*group, seed))
        .try_reduce(Batch::default, |a, b| Some(a.merge(b)));
    if all.is_some_and(Batch::holds) {
        return results;
    }
    let bad = |(_, claim, group, seed): &&(usize, &Claim<'_>, usize, [u8; 32])| {
        !claim.group(*group, seed).is_some_and(Batch::holds)
    };
    let bad: Vec<(usize, usize)> =
        tasks.par_iter().filter(bad).map(|(at, _, group, _)| (*at, *group)).collect();
    for (at, group) in bad.into_iter().rev() {
        if let Some(result) = results.get_mut(at) {
            *result = Err(ProofError::Wellformed { group });
        }
    }
    results
}
