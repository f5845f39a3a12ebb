//! Verification, of one proof and of many at once.

use crate::PROTOCOL;
use crate::equations::{Equations, all_hold};
use crate::error::ArgumentError;
use crate::statement::Statement;
use crate::transcript::Transcript;
use crate::verify::read;
use rand_core::{CryptoRng, RngCore};

/// Verifies one proof.
///
/// # Errors
/// [`ArgumentError`] says why it does not hold.
pub fn verify(
    statement: &(impl Statement + ?Sized),
    proof: &[u8],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), ArgumentError> {
    let equations = read(Transcript::new(PROTOCOL), statement, proof)?;
    // One multiplication if it holds; which equation it is that does not hold is asked only then.
    if all_hold(&[&equations], rng) { Ok(()) } else { equations.check() }
}

/// Proofs of any statements, to be checked together.
#[derive(Default)]
pub struct Batch {
    read: Vec<Result<Equations, ArgumentError>>,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a proof; answers with its place in the batch. A proof that does not hold is named by
    /// [`Batch::check`].
    pub fn add(&mut self, statement: &(impl Statement + ?Sized), proof: &[u8]) -> usize {
        self.add_read(read(Transcript::new(PROTOCOL), statement, proof))
    }

    /// Whether all proofs of all these batches hold, in one multiplication.
    pub fn hold<'a>(
        batches: impl IntoIterator<Item = &'a Self>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> bool {
        let read: Vec<_> = batches.into_iter().flat_map(|batch| &batch.read).collect();
        let whole: Vec<&Equations> = read.iter().filter_map(|read| read.as_ref().ok()).collect();
        whole.len() == read.len() && all_hold(&whole, rng)
    }

    pub(crate) fn add_read(&mut self, read: Result<Equations, ArgumentError>) -> usize {
        self.read.push(read);
        self.read.len() - 1
    }

    /// Adds another batch, so that several threads can read proofs: its places follow on those of
    /// this one.
    pub fn merge(&mut self, other: Self) {
        self.read.extend(other.read);
    }

    /// How many proofs it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.read.len()
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.read.is_empty()
    }

    /// Checks all proofs in one multiplication, and each by itself only if that fails.
    ///
    /// # Errors
    /// The places of all proofs that do not hold, and why.
    pub fn check(&self, rng: &mut (impl RngCore + CryptoRng)) -> Result<(), Vec<(usize, ArgumentError)>> {
        let whole: Vec<&Equations> = self.read.iter().filter_map(|read| read.as_ref().ok()).collect();
        let sum_holds = all_hold(&whole, rng);
        let verdict = |read: &Result<Equations, ArgumentError>| match read {
            Err(error) => Some(*error),
            Ok(_) if sum_holds => None,
            Ok(equations) => equations.check().err(),
        };
        let failed: Vec<_> = self
            .read
            .iter()
            .enumerate()
            .filter_map(|(i, read)| verdict(read).map(|error| (i, error)))
            .collect();
        if failed.is_empty() { Ok(()) } else { Err(failed) }
    }
}
