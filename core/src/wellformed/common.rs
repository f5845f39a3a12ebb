//! What depends on the key alone: the common polynomial a, ready for proofs and checks.

use super::modular::Transposed;
use crate::lattice::{Params, Ring};
use std::sync::Arc;

/// The common polynomial of one key. Public; made once per round and key.
pub struct Common {
    pub(super) ring: Arc<Ring>,
    pub(super) a: Vec<u128>,
    pub(super) transposed: Transposed,
}

impl Common {
    /// Of the common polynomial, N words.
    #[must_use]
    pub fn new(params: &Params, a: Vec<u128>) -> Self {
        let transposed = Transposed::new(&a);
        Self { ring: Ring::get(params), a, transposed }
    }

    /// The parameters.
    #[must_use]
    pub fn params(&self) -> &Params {
        self.ring.params()
    }
}
