//! Digests with a domain label (spec section 1.2): SHA-256 over length-prefixed parts.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A SHA-256 digest, 32 bytes. Public data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// 32 zero bytes: the parent of the first event, the digest of 'nothing'.
    pub const ZERO: Self = Self([0; 32]);

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `SHA-256("intertally/v1/" || label || 0x00 || for each part: u64 LE length || part)`.
///
/// Labels hold no zero byte, so no two (label, parts) give the same input.
#[must_use]
pub fn digest(label: &str, parts: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    hash.update(b"intertally/v1/");
    hash.update(label.as_bytes());
    hash.update([0]);
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    Digest(hash.finalize().into())
}

/// [`digest`] over one part that comes in pieces: its length is said first, so that nobody holds it whole.
pub struct Pieces {
    hash: Sha256,
    left: Option<u64>,
}

impl Pieces {
    /// A part of `len` bytes.
    #[must_use]
    pub fn new(label: &str, len: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"intertally/v1/");
        hash.update(label.as_bytes());
        hash.update([0]);
        hash.update(len.to_le_bytes());
        Self { hash, left: Some(len) }
    }

    /// The next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.left = self.left.and_then(|left| left.checked_sub(piece.len() as u64));
        self.hash.update(piece);
    }

    /// The digest; none if there were more or fewer bytes than were said.
    #[must_use]
    pub fn finish(self) -> Option<Digest> {
        (self.left == Some(0)).then(|| Digest(self.hash.finalize().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_the_digest_of_the_whole_and_nothing_at_another_length() {
        let pieces = |len, parts: &[&[u8]]| {
            let mut pieces = Pieces::new("a", len);
            parts.iter().for_each(|part| pieces.update(part));
            pieces.finish()
        };
        assert_eq!(pieces(3, &[b"b", b"", b"cd"]), Some(digest("a", &[b"bcd"])));
        assert_eq!(pieces(0, &[]), Some(digest("a", &[b""])));
        assert_eq!((pieces(3, &[b"bc"]), pieces(3, &[b"bcd", b"e"])), (None, None));
    }

    #[test]
    fn labels_and_part_borders_matter() {
        let base = digest("a", &[b"bc", b"d"]);
        assert_ne!(base, digest("ab", &[b"c", b"d"]));
        assert_ne!(base, digest("a", &[b"b", b"cd"]));
        assert_ne!(base, digest("a", &[b"bcd"]));
        assert_eq!(base, digest("a", &[b"bc", b"d"]));
    }
}
