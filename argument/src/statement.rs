//! What a statement tells the argument, and what its prover knows.

use crate::error::ArgumentError;
use crate::field::Field;
use crate::layout::Layout;
use crate::row::Row;
use crate::transcript::Transcript;
use crate::weights::Weights;
use curve25519_dalek::ristretto::CompressedRistretto;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A statement: which rows there are, what is public, and which weights follow from challenges.
/// Prover and verifier use the same.
pub trait Statement {
    /// A name that no other kind of statement has.
    fn label(&self) -> &str;

    /// The rows.
    fn layout(&self) -> &Layout;

    /// The commitments to the given rows, in order.
    fn given(&self) -> &[CompressedRistretto];

    /// Absorbs everything public that the weights depend on, and the context that the proof is for.
    fn absorb(&self, transcript: &mut Transcript);

    /// The weights. Called after all commitments are absorbed: what must not be known before them
    /// is drawn here.
    ///
    /// # Errors
    /// [`ArgumentError::Weights`] if the statement contradicts itself.
    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError>;
}

/// What the prover knows. Erased on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Witness {
    /// The given and the sent rows, in order.
    pub rows: Vec<Row>,
    /// The blinding factors of the given rows.
    pub given_blindings: Vec<Field>,
}
