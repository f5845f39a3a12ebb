//! A statement that is nothing but its constraints: of vectors and tests.

use crate::constraints::Constraints;
use crate::error::ArgumentError;
use crate::layout::Layout;
use crate::statement::Statement;
use crate::transcript::Transcript;
use crate::weights::Weights;
use curve25519_dalek::ristretto::CompressedRistretto;

/// Constraints that do not depend on challenges. They are not absorbed one by one: whoever uses
/// this puts what matters into `public`.
#[derive(Clone)]
pub struct Circuit {
    /// The label.
    pub label: String,
    /// What is absorbed, under the label `public`.
    pub public: Vec<u8>,
    /// The rows.
    pub layout: Layout,
    /// The commitments to the given rows.
    pub given: Vec<CompressedRistretto>,
    /// The constraints.
    pub constraints: Constraints,
}

impl Statement for Circuit {
    fn label(&self) -> &str {
        &self.label
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn given(&self) -> &[CompressedRistretto] {
        &self.given
    }

    fn absorb(&self, transcript: &mut Transcript) {
        transcript.absorb("public", &self.public);
    }

    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        self.constraints.clone().weights(self.layout.rows(), transcript)
    }
}
