//! A verifier that forgets constraints.

use crate::constraints::Constraints;
use crate::error::ArgumentError;
use crate::layout::Layout;
use crate::statement::Statement;
use crate::transcript::Transcript;
use crate::weights::Weights;
use curve25519_dalek::ristretto::CompressedRistretto;

/// A statement with other constraints, made of its challenge `alpha`.
pub struct Forgetful<'a, S: ?Sized, F>(pub &'a S, pub F);

impl<S: Statement + ?Sized, F: Fn(crate::Field) -> Constraints> Statement for Forgetful<'_, S, F> {
    fn label(&self) -> &str {
        self.0.label()
    }

    fn layout(&self) -> &Layout {
        self.0.layout()
    }

    fn given(&self) -> &[CompressedRistretto] {
        self.0.given()
    }

    fn absorb(&self, transcript: &mut Transcript) {
        self.0.absorb(transcript);
    }

    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        let alpha = transcript.challenge("alpha");
        (self.1)(alpha).weights(self.layout().rows(), transcript)
    }
}
