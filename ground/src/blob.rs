//! Byte strings beside the log, named by their digest (spec section 6.6).

use crate::hash::{Digest, digest};

/// Kinds of blobs: the label of the digest that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlobKind {
    /// A member's ciphertext.
    Ciphertext,
    /// Proofs of a part.
    Proofs,
    /// Proofs of a trustee's answer.
    ShareProofs,
    /// A published file, or a structure file.
    File,
    /// What the public may know of counts and openings, with the proofs.
    PublicSheet,
}

impl BlobKind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Ciphertext, Self::Proofs, Self::ShareProofs, Self::File, Self::PublicSheet];

    /// The word on the wire and in folders: the digest's label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ciphertext => "ciphertext",
            Self::Proofs => "proofs",
            Self::ShareProofs => "share-proofs",
            Self::File => "file",
            Self::PublicSheet => "public-sheet",
        }
    }

    /// From the word.
    #[must_use]
    pub fn of(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == label)
    }

    /// The name of these bytes.
    #[must_use]
    pub fn name(self, bytes: &[u8]) -> Digest {
        digest(self.label(), &[bytes])
    }
}
