//! For tests, vectors and benches alone: a naive prover that can lie, a transcript with faults, a
//! verifier that forgets, and statements without a meaning.

mod circuit;
mod counting;
mod fault;
mod forgetful;
pub mod forms;
mod naive;
mod random;
mod sweep;
mod toy;

pub use crate::masks::Masks;
pub use circuit::Circuit;
pub use counting::Counting;
pub use fault::Fault;
pub use forgetful::Forgetful;
pub use naive::{Forgery, prove_naively};
pub use random::{Fixed, Shape, random_statement};
pub use sweep::{is_long, tried};
pub use toy::{Forgotten, Lie, toy};

use crate::batch::Batch;
use crate::equations::all_hold;
use crate::error::ArgumentError;
use crate::generators::GENERATORS;
use crate::prove::{Proved, prove_in};
use crate::statement::{Statement, Witness};
use crate::transcript::Transcript;
use crate::verify::read;
use crate::{Layout, PROTOCOL};
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_core::{CryptoRng, RngCore};

/// A transcript of the argument with a fault.
#[must_use]
pub fn transcript(fault: Fault) -> Transcript {
    Transcript::new(PROTOCOL).with(fault)
}

/// [`crate::prove`] with a faulty transcript.
///
/// # Errors
/// As [`crate::prove`].
pub fn prove_with(
    fault: Fault,
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Proved, ArgumentError> {
    prove_in(transcript(fault), statement, witness, |public| {
        Masks::draw(public, statement.layout(), witness, rng)
    })
}

/// [`crate::prove`] with a faulty transcript and masks from outside.
///
/// # Errors
/// As [`crate::prove`].
pub fn prove_masked(
    fault: Fault,
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    masks: Masks,
) -> Result<Proved, ArgumentError> {
    prove_in(transcript(fault), statement, witness, |_| masks)
}

/// [`crate::verify`] with a faulty transcript.
///
/// # Errors
/// As [`crate::verify`].
pub fn verify_with(
    fault: Fault,
    statement: &(impl Statement + ?Sized),
    proof: &[u8],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), ArgumentError> {
    let equations = read(transcript(fault), statement, proof)?;
    if all_hold(&[&equations], rng) { Ok(()) } else { equations.check() }
}

/// [`Batch::add`] with a faulty transcript.
pub fn add_with(
    batch: &mut Batch,
    fault: Fault,
    statement: &(impl Statement + ?Sized),
    proof: &[u8],
) -> usize {
    batch.add_read(read(transcript(fault), statement, proof))
}

/// Masks as the prover draws them for a statement.
#[must_use]
pub fn masks(
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    rng: &mut (impl RngCore + CryptoRng),
) -> Masks {
    let mut public = Transcript::new(PROTOCOL);
    crate::steps::public(&mut public, statement);
    Masks::draw(&public, statement.layout(), witness, rng)
}

/// The generator of this index; 512 is `H`.
#[must_use]
pub fn generator(index: usize) -> Option<RistrettoPoint> {
    GENERATORS.columns.iter().chain([&GENERATORS.blinding]).nth(index).copied()
}

/// Rounds of the sumcheck, and those among them that are over rows.
#[must_use]
pub const fn rounds(layout: &Layout) -> (usize, usize) {
    (layout.rounds(), layout.row_rounds())
}
