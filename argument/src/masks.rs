//! Everything that the prover draws at random, for one proof alone (docs/argument.md step 1,
//! 'Randomness').
//!
//! The system's randomness is hedged: what is drawn follows from 64 bytes of it, from everything
//! public and from the whole witness. With a broken source two proofs share masks only if they are
//! about the same statement and witness, and then they are the same proof.

use crate::COLUMNS;
use crate::error::ArgumentError;
use crate::field::Field;
use crate::layout::Layout;
use crate::mask::coefficients;
use crate::row::Row;
use crate::statement::Witness;
use crate::transcript::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The masks of one proof.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Masks {
    /// The free row.
    pub free: Vec<Field>,
    /// Blinding factors of the sent rows and, last, of the free row.
    pub blindings: Vec<Field>,
    /// Coefficients of the mask polynomial `g`.
    pub polynomial: Vec<Field>,
    /// Blinding factor of `E_g`.
    pub polynomial_blinding: Field,
    /// Mask of the opening of `g(r)`.
    pub opening: Vec<Field>,
    /// Blinding factor of `A`.
    pub opening_blinding: Field,
}

impl Masks {
    /// Draws them. `public`: the transcript after everything public.
    pub fn draw(
        public: &Transcript,
        layout: &Layout,
        witness: &Witness,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Self {
        let mut hedge = Transcript::new("intertally/argument/v1/randomness");
        let mut system = Zeroizing::new([0; 64]);
        rng.fill_bytes(system.as_mut_slice());
        hedge.absorb("system", system.as_slice());
        hedge.absorb("public", &public.clone().bytes("randomness", 64));
        for row in &witness.rows {
            let mut len = 0;
            row.for_bytes(|piece| len += piece.len());
            hedge.absorb_pieces("row", len, |piece| row.for_bytes(piece));
        }
        hedge.absorb_scalars("given blindings", &witness.given_blindings);

        let rounds = coefficients(layout.rounds());
        let count = COLUMNS + layout.sent() + 1 + 2 * (rounds + 1);
        let bytes = hedge.bytes("masks", 64 * count);
        let mut scalars = bytes.chunks_exact(64).map(|wide| {
            let mut array = Zeroizing::new([0; 64]);
            array.copy_from_slice(wide);
            Field::from_wide_bytes(&array)
        });
        // `bytes` has exactly as many as are taken.
        let mut next = || scalars.next().unwrap_or_default();
        Self {
            free: (0..COLUMNS).map(|_| next()).collect(),
            blindings: (0..=layout.sent()).map(|_| next()).collect(),
            polynomial: (0..rounds).map(|_| next()).collect(),
            polynomial_blinding: next(),
            opening: (0..rounds).map(|_| next()).collect(),
            opening_blinding: next(),
        }
    }

    /// The free row as a row.
    ///
    /// # Errors
    /// [`ArgumentError::Row`] if it has more than 512 entries.
    pub fn free_row(&self) -> Result<Row, ArgumentError> {
        Row::scalars(self.free.clone())
    }
}
