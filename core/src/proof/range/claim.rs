//! Range proofs that have been read into equations and wait for them to be checked.

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    traits::Identity,
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

use super::{Batch, equation, verify};
use crate::proof::equations::Equations;

/// What is needed to check one proof by itself, should the equations fail: about 11 kB of a full batch.
pub struct Claim {
    transcript: Transcript,
    batch: Batch,
    points: Vec<RistrettoPoint>,
    proof: Vec<u8>,
}

impl Claim {
    /// Adds the proof of a batch against the points `V - S`, in batch order, to the equations. Nothing if the shapes or the
    /// encoding are wrong: then the proof is, and the equations are spoilt.
    #[must_use]
    pub fn read(
        equations: &mut Equations,
        transcript: Transcript,
        batch: &Batch,
        points: Vec<RistrettoPoint>,
        proof: &[u8],
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Option<Self> {
        if points.len() != batch.members.len() || proof.len() != batch.proof_len() {
            return None;
        }
        let mut values: Vec<_> = points.iter().map(|point| (point.compress(), *point)).collect();
        values.resize(batch.padded(), (CompressedRistretto::identity(), RistrettoPoint::identity()));
        let (width, mut t) = (batch.width.bits() as usize, transcript.clone());
        equation::verify_into(equations, &mut t, width, &values, proof, rng)?;
        Some(Self { transcript, batch: batch.clone(), points, proof: proof.to_vec() })
    }

    /// The batch.
    pub const fn batch(&self) -> &Batch {
        &self.batch
    }

    /// Whether the proof holds by itself, as the crate checks it.
    pub fn holds(&self, rng: &mut (impl RngCore + CryptoRng)) -> bool {
        verify(self.transcript.clone(), &self.batch, &self.points, &self.proof, rng)
    }
}
