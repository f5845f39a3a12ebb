//! Checkpoints: C2SP `tlog-checkpoint` bodies in C2SP `signed-note` envelopes, Ed25519.

use crate::tree::Root;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{SigningKey, VerifyingKey};
use signed_note::{Note, StandardVerifier, VerifierList};

/// Most bytes of a checkpoint note, cosignatures included.
pub const MAX_NOTE: usize = 16 << 10;

/// Why a note is no checkpoint of this log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The name is not allowed by C2SP signed-note.
    #[error("the log's name must have no spaces and no plus sign")]
    Name,
    /// Too long, not a note, or not three lines.
    #[error("the checkpoint is malformed; fetch it again")]
    Malformed,
    /// Another log.
    #[error("the checkpoint is of another log; check the address of the aggregator")]
    Origin,
    /// The log's own signature is missing or wrong.
    #[error("the checkpoint is not signed by this log; compare the fingerprint of its key")]
    Signature,
}

/// A log's name and secret key. The key is erased when dropped; no `Debug`.
pub struct LogSigner {
    name: String,
    key: SigningKey,
}

/// A log's name and public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogVerifier {
    name: String,
    key: VerifyingKey,
}

/// A checkpoint that was verified: root, size, and the note that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    root: Root,
    note: Vec<u8>,
}

/// Refuse names that C2SP signed-note does not allow.
pub(crate) fn check_name(name: &str) -> Result<(), CheckpointError> {
    if signed_note::is_key_name_valid(name) { Ok(()) } else { Err(CheckpointError::Name) }
}

/// Key id of C2SP signed-note: the first 4 bytes of SHA-256 of name, newline, 0x01 and key.
fn key_id(name: &str, key: &VerifyingKey) -> u32 {
    signed_note::key_id(name, &[&[1u8], key.as_bytes().as_slice()].concat())
}

/// The body of C2SP tlog-checkpoint: origin, decimal size, base64 root, a newline after each.
fn body(origin: &str, root: &Root) -> String {
    format!("{origin}\n{}\n{}\n", root.size, STANDARD.encode(root.hash))
}

impl LogSigner {
    /// From the 32-byte seed of RFC 8032.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, CheckpointError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(seed) })
    }

    /// The public side.
    #[must_use]
    pub fn verifier(&self) -> LogVerifier {
        LogVerifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// Sign a root: the checkpoint that goes out.
    pub fn checkpoint(&self, root: &Root) -> Result<Checkpoint, CheckpointError> {
        use ed25519_dalek::Signer;
        let text = body(&self.name, root);
        let signature = self.key.sign(text.as_bytes()).to_bytes().to_vec();
        let id = key_id(&self.name, &self.key.verifying_key());
        let line = signed_note::Signature::new(self.name.clone(), id, signature)
            .map_err(|_| CheckpointError::Name)?;
        let note = Note::new(text.as_bytes(), &[line]).map_err(|_| CheckpointError::Malformed)?;
        Ok(Checkpoint { root: *root, note: note.to_bytes() })
    }
}

impl LogVerifier {
    /// From a name and the 32 bytes of a public key.
    pub fn new(name: &str, key: &[u8; 32]) -> Result<Self, CheckpointError> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| CheckpointError::Signature)?;
        Ok(Self { name: name.to_owned(), key })
    }

    /// Check a foreign note: size, envelope, signature of this log, origin, and the one spelling of its body.
    pub fn open(&self, note: &[u8]) -> Result<Checkpoint, CheckpointError> {
        if note.len() > MAX_NOTE {
            return Err(CheckpointError::Malformed);
        }
        let parsed = Note::from_bytes(note).map_err(|_| CheckpointError::Malformed)?;
        self.signed(&parsed)?;
        let text = std::str::from_utf8(parsed.text()).map_err(|_| CheckpointError::Malformed)?;
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(hash), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Malformed);
        };
        if origin != self.name {
            return Err(CheckpointError::Origin);
        }
        let size = size.parse().map_err(|_| CheckpointError::Malformed)?;
        let hash = STANDARD.decode(hash).ok().and_then(|bytes| bytes.try_into().ok());
        let root = Root { size, hash: hash.ok_or(CheckpointError::Malformed)? };
        // One root has one spelling: no leading zeros, no plus sign, canonical base64.
        if body(origin, &root) != text {
            return Err(CheckpointError::Malformed);
        }
        Ok(Checkpoint { root, note: note.to_vec() })
    }

    /// The same checkpoint with this log's signature and no other line.
    pub fn alone(&self, checkpoint: &Checkpoint) -> Result<Checkpoint, CheckpointError> {
        let parsed = Note::from_bytes(checkpoint.note()).map_err(|_| CheckpointError::Malformed)?;
        let line = self.signed(&parsed)?;
        let alone = Note::new(parsed.text(), &[line]).map_err(|_| CheckpointError::Malformed)?;
        Ok(checkpoint.with_note(alone.to_bytes()))
    }

    /// This log's own signature on a note.
    fn signed(&self, note: &Note) -> Result<signed_note::Signature, CheckpointError> {
        let key = signed_note::new_ed25519_verifier_key(&self.name, &self.key);
        let verifier = StandardVerifier::new(&key).map_err(|_| CheckpointError::Name)?;
        let list = VerifierList::new(vec![Box::new(verifier)]);
        let (known, _) = note.verify(&list).map_err(|_| CheckpointError::Signature)?;
        known.into_iter().next().ok_or(CheckpointError::Signature)
    }
}

impl Checkpoint {
    /// Root and size.
    #[must_use]
    pub const fn root(&self) -> &Root {
        &self.root
    }

    /// The same root with more signatures on its note. Both come from inside this crate.
    pub(crate) const fn with_note(&self, note: Vec<u8>) -> Self {
        Self { root: self.root, note }
    }

    /// The note, for passing on.
    #[must_use]
    pub fn note(&self) -> &[u8] {
        &self.note
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOT: Root = Root { size: 42, hash: [7; 32] };

    fn signer() -> LogSigner {
        LogSigner::new("log.example/intertally", &[1; 32]).unwrap()
    }

    #[test]
    fn a_checkpoint_opens_for_its_log_alone() {
        let checkpoint = signer().checkpoint(&ROOT).unwrap();
        assert_eq!(signer().verifier().open(checkpoint.note()).unwrap(), checkpoint);
        assert!(checkpoint.note().starts_with(b"log.example/intertally\n42\nBwcHBwcH"));
        let other = LogSigner::new("log.example/intertally", &[2; 32]).unwrap().verifier();
        assert_eq!(other.open(checkpoint.note()), Err(CheckpointError::Signature));
        let renamed = LogVerifier::new("other.example", &signer().key.verifying_key().to_bytes()).unwrap();
        assert_eq!(renamed.open(checkpoint.note()), Err(CheckpointError::Signature));
        assert_eq!(LogSigner::new("a b", &[1; 32]).err(), Some(CheckpointError::Name));
    }

    #[test]
    fn second_spellings_are_refused_though_signed() {
        use ed25519_dalek::Signer;
        let s = signer();
        for text in [
            "log.example/intertally\n042\n{}\n",
            "log.example/intertally\n+42\n{}\n",
            "log.example/intertally\n42\n{}\nmore\n",
            "other\n42\n{}\n",
        ] {
            let text = text.replace("{}", &STANDARD.encode([7; 32]));
            let line = signed_note::Signature::new(
                s.name.clone(),
                key_id(&s.name, &s.key.verifying_key()),
                s.key.sign(text.as_bytes()).to_bytes().to_vec(),
            )
            .unwrap();
            let note = Note::new(text.as_bytes(), &[line]).unwrap().to_bytes();
            let refusal = s.verifier().open(&note).unwrap_err();
            assert!(
                matches!(refusal, CheckpointError::Malformed | CheckpointError::Origin),
                "{text} {refusal}"
            );
        }
    }

    proptest! {
        #[test]
        fn flipped_and_cut_notes_are_refused(at: prop::sample::Index, bit in 0u8..8, cut: prop::sample::Index) {
            let note = signer().checkpoint(&ROOT).unwrap().note().to_vec();
            let mut flipped = note.clone();
            flipped[at.index(note.len())] ^= 1 << bit;
            prop_assert!(signer().verifier().open(&flipped).is_err());
            prop_assert!(signer().verifier().open(&note[..cut.index(note.len())]).is_err());
        }

        #[test]
        fn hostile_notes_never_panic(note in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(signer().verifier().open(&note).is_err());
        }
    }
}
