//! `X.submission`: claim, header and body. Ciphertexts and proofs; which cells are reported is in it as
//! public metadata, no figure is.

use crate::error::{Result, RoleError};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::SignedClaim;
use intertally_core::submission::SubmissionHeader;
use serde::{Deserialize, Serialize};
use std::path::Path;

const MAGIC: &str = "intertally/v2/submission";
/// Most bytes of such a file.
const LIMIT: usize = 2 << 30;

/// A prepared submission.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionFile {
    magic: String,
    /// The signed claim of kind Submitted.
    pub claim: SignedClaim,
    /// The header.
    pub header: SubmissionHeader,
    /// Canonical list of part bodies.
    pub body: Vec<u8>,
}

impl SubmissionFile {
    /// Put together.
    #[must_use]
    pub fn new(claim: SignedClaim, header: SubmissionHeader, body: Vec<u8>) -> Self {
        Self { magic: MAGIC.to_owned(), claim, header, body }
    }

    /// As a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Read one. `path`: how people find it.
    pub fn parse(path: impl AsRef<Path>, bytes: &[u8]) -> Result<Self> {
        let file: Self = decode("submission file", bytes, LIMIT).map_err(|why| {
            RoleError::content(&path, format!("is no prepared submission ({why}); prepare it again"))
        })?;
        if file.magic != MAGIC {
            return Err(RoleError::content(&path, "is of another version; prepare it again"));
        }
        Ok(file)
    }
}
