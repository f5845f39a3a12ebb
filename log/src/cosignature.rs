//! Witness cosignatures, C2SP `tlog-cosignature` v1 with Ed25519.
//!
//! A cosignature says: at this time, the longest history of this log that I checked has this root. The signed bytes are
//! `cosignature/v1`, newline, `time N`, newline, then the body of the checkpoint.

use crate::checkpoint::{Checkpoint, CheckpointError, MAX_NOTE, check_name};
use crate::seen::Seen;
use ed25519_dalek::{Signature, SignatureError, Signer as _, SigningKey, VerifyingKey};
use signed_note::{Note, NoteError, Signer, Verifier, VerifierList};
use std::collections::BTreeMap;

/// Signature type of `tlog-cosignature` v1, part of the key id.
const KIND: u8 = 4;

/// Latest time allowed by the specification.
const MAX_TIME: u64 = (1 << 63) - 1;

/// Why a checkpoint cannot be cosigned, or shows no cosignature of this witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    /// The witness's name or key, or the note, is not well formed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The time is beyond 2^63 - 1 seconds.
    #[error("the time {0} is beyond what a cosignature can state")]
    Time(u64),
    /// The note carries no line of this witness.
    #[error("this witness has not cosigned the checkpoint; ask it, or another witness")]
    Missing,
    /// The note carries a line of this witness that does not hold.
    #[error("the cosignature is wrong; compare the fingerprint of the witness's key")]
    Wrong,
}

/// A witness's name and secret key. The key is erased when dropped; no `Debug`.
pub struct WitnessSigner {
    name: String,
    key: SigningKey,
}

/// A witness's name and public key. One key serves one witness: the signed bytes do not name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessVerifier {
    name: String,
    key: VerifyingKey,
}

/// A witness at one moment, in seconds since 1970.
struct At<'a>(&'a WitnessSigner, u64);

fn key_id(name: &str, key: &[u8; 32]) -> u32 {
    signed_note::key_id(name, &[&[KIND], key.as_slice()].concat())
}

fn message(time: u64, body: &[u8]) -> Vec<u8> {
    [format!("cosignature/v1\ntime {time}\n").as_bytes(), body].concat()
}

/// Time and Ed25519 signature of a `timestamped_signature`: exactly 8 and 64 bytes.
fn split(signature: &[u8]) -> Option<(u64, Signature)> {
    let (time, rest) = signature.split_first_chunk::<8>()?;
    let time = u64::from_be_bytes(*time);
    let signature = Signature::from_bytes(rest.try_into().ok()?);
    (time <= MAX_TIME).then_some((time, signature))
}

impl Signer for At<'_> {
    fn name(&self) -> &str {
        &self.0.name
    }

    fn key_id(&self) -> u32 {
        key_id(&self.0.name, self.0.key.verifying_key().as_bytes())
    }

    fn sign(&self, body: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let signature = self.0.key.try_sign(&message(self.1, body))?.to_bytes();
        Ok([self.1.to_be_bytes().as_slice(), &signature].concat())
    }
}

impl Verifier for WitnessVerifier {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        key_id(&self.name, self.key.as_bytes())
    }

    fn verify(&self, body: &[u8], signature: &[u8]) -> bool {
        split(signature)
            .is_some_and(|(time, signature)| self.key.verify_strict(&message(time, body), &signature).is_ok())
    }
}

impl WitnessSigner {
    /// From the 32-byte seed of RFC 8032.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, CosignatureError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(seed) })
    }

    /// The public side.
    #[must_use]
    pub fn verifier(&self) -> WitnessVerifier {
        WitnessVerifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The checkpoint with this witness's cosignature, in place of an older one by the same key. Takes [`Seen`] and not
    /// a checkpoint: only what was checked against one's own history may be cosigned. `time`: seconds since 1970.
    pub fn cosign(&self, seen: &Seen, time: u64) -> Result<Checkpoint, CosignatureError> {
        if time > MAX_TIME {
            return Err(CosignatureError::Time(time));
        }
        let malformed = |_: NoteError| CheckpointError::Malformed;
        let mut note = Note::from_bytes(seen.checkpoint().note()).map_err(malformed)?;
        note.add_sigs(&[&At(self, time)]).map_err(malformed)?;
        let bytes = note.to_bytes();
        // The envelope allows a hundred signatures, the log's own limit is in bytes.
        if bytes.len() > MAX_NOTE || Note::from_bytes(&bytes).is_err() {
            return Err(CheckpointError::Malformed.into());
        }
        Ok(seen.checkpoint().with_note(bytes))
    }
}

impl WitnessVerifier {
    /// From a name and the 32 bytes of a public key.
    pub fn new(name: &str, key: &[u8; 32]) -> Result<Self, CosignatureError> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| CosignatureError::Wrong)?;
        Ok(Self { name: name.to_owned(), key })
    }

    /// When this witness cosigned the checkpoint, in seconds since 1970 by its own clock. Whether that is recent enough
    /// is for the caller to say.
    pub fn time(&self, checkpoint: &Checkpoint) -> Result<u64, CosignatureError> {
        self.line(checkpoint).map(|(time, _)| time)
    }

    /// The same with the line that shows it, newline included: all of the note that is this witness's.
    pub fn line(&self, checkpoint: &Checkpoint) -> Result<(u64, Vec<u8>), CosignatureError> {
        let note = Note::from_bytes(checkpoint.note()).map_err(|_| CheckpointError::Malformed)?;
        let list = VerifierList::new(vec![Box::new(self.clone())]);
        let (verified, _) = note.verify(&list).map_err(|error| match error {
            NoteError::UnverifiedNote => CosignatureError::Missing,
            _ => CosignatureError::Wrong,
        })?;
        let line = verified.first().ok_or(CosignatureError::Missing)?;
        let (time, _) = split(line.signature()).ok_or(CosignatureError::Wrong)?;
        Ok((time, line.to_bytes()))
    }
}

/// Which of these keys cosigned the checkpoint, whatever names they took: by place in `keys`, the latest time, or that a
/// line under its key id does not hold. Lines of others are skipped.
pub fn cosigners(
    checkpoint: &Checkpoint,
    keys: &[[u8; 32]],
) -> Result<BTreeMap<usize, Result<u64, CosignatureError>>, CosignatureError> {
    let text = std::str::from_utf8(checkpoint.note()).map_err(|_| CheckpointError::Malformed)?;
    let note = Note::from_bytes(checkpoint.note()).map_err(|_| CheckpointError::Malformed)?;
    let (_, lines) = text.rsplit_once("\n\n").ok_or(CheckpointError::Malformed)?;
    let mut found: BTreeMap<usize, Result<u64, CosignatureError>> = BTreeMap::new();
    for line in lines.lines() {
        let line =
            signed_note::Signature::from_bytes(line.as_bytes()).map_err(|_| CheckpointError::Malformed)?;
        for (at, key) in keys.iter().enumerate() {
            if key_id(line.name(), key) != line.id() {
                continue;
            }
            let holds = |witness: &WitnessVerifier| witness.verify(note.text(), line.signature());
            let witness = WitnessVerifier::new(line.name(), key).ok().filter(holds);
            let time = witness.and_then(|_| split(line.signature())).map(|(time, _)| time);
            let one = time.ok_or(CosignatureError::Wrong);
            // One wrong line under a party's key stays wrong, whatever others say.
            let kept = match (found.get(&at), one) {
                (Some(Ok(before)), Ok(time)) => Ok(time.max(*before)),
                (Some(Err(wrong)), _) => Err(*wrong),
                (_, one) => one,
            };
            found.insert(at, kept);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogSigner, Root};
    use base64::{Engine, engine::general_purpose::STANDARD};

    const TIME: u64 = 1_679_315_147;

    fn log() -> LogSigner {
        LogSigner::new("log.example", &[1; 32]).unwrap()
    }

    fn seen(size: u64) -> Seen {
        Seen::first(log().checkpoint(&Root { size, hash: [7; 32] }).unwrap())
    }

    fn witness(seed: u8) -> WitnessSigner {
        WitnessSigner::new(&format!("witness.example/w{seed}"), &[seed; 32]).unwrap()
    }

    #[test]
    fn the_bytes_are_those_of_the_specification() {
        let w = witness(2);
        let cosigned = w.cosign(&seen(42), TIME).unwrap();
        let text = std::str::from_utf8(cosigned.note()).unwrap();
        let line = text.lines().last().unwrap().strip_prefix("— witness.example/w2 ").unwrap();
        let bytes = STANDARD.decode(line).unwrap();
        assert_eq!(bytes.len(), 4 + 8 + 64);
        assert_eq!(bytes[4..12], TIME.to_be_bytes());
        let body = text.split_once("\n\n").unwrap().0;
        let signed = format!("cosignature/v1\ntime 1679315147\n{body}\n");
        let signature = Signature::from_slice(&bytes[12..]).unwrap();
        w.key.verifying_key().verify_strict(signed.as_bytes(), &signature).unwrap();
        // The checkpoint stays the log's own, and no cosignature is one for another checkpoint or a log's signature.
        assert_eq!(log().verifier().open(cosigned.note()).unwrap(), cosigned);
        let as_log = crate::LogVerifier::new("log.example", w.key.verifying_key().as_bytes()).unwrap();
        assert_eq!(as_log.open(cosigned.note()), Err(CheckpointError::Signature));
    }

    #[test]
    fn several_witnesses_and_the_latest_word_of_each() {
        let once = witness(2).cosign(&seen(42), TIME).unwrap();
        let twice = witness(3).cosign(&Seen::first(once.clone()), TIME + 1).unwrap();
        let again = witness(2).cosign(&Seen::first(twice), TIME + 9).unwrap();
        assert_eq!(witness(2).verifier().time(&once), Ok(TIME));
        assert_eq!(witness(2).verifier().time(&again), Ok(TIME + 9));
        assert_eq!(witness(3).verifier().time(&again), Ok(TIME + 1));
        assert_eq!(witness(4).verifier().time(&again), Err(CosignatureError::Missing));
        let keys = [4, 3, 2].map(|seed| witness(seed).key.verifying_key().to_bytes());
        let both = BTreeMap::from([(1, Ok(TIME + 1)), (2, Ok(TIME + 9))]);
        assert_eq!(cosigners(&again, &keys), Ok(both));
        assert_eq!(log().verifier().alone(&again).unwrap(), *seen(42).checkpoint());
        assert_eq!(witness(2).cosign(&seen(1), 1 << 63).err(), Some(CosignatureError::Time(1 << 63)));
        assert!(WitnessSigner::new("a+b", &[1; 32]).is_err());
    }

    #[test]
    fn moved_and_altered_cosignatures_are_refused() {
        let cosigned = witness(2).cosign(&seen(42), TIME).unwrap();
        let text = std::str::from_utf8(cosigned.note()).unwrap();
        let line = text.lines().last().unwrap();
        let other = seen(43).checkpoint().clone();
        let moved = other.with_note([other.note(), line.as_bytes(), b"\n"].concat());
        assert_eq!(witness(2).verifier().time(&moved), Err(CosignatureError::Wrong));
        let key = witness(2).key.verifying_key().to_bytes();
        assert_eq!(cosigners(&moved, &[key]), Ok(BTreeMap::from([(0, Err(CosignatureError::Wrong))])));
        let (head, payload) = line.rsplit_once(' ').unwrap();
        let bytes = STANDARD.decode(payload).unwrap();
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1;
            let forged = text.replace(line, &format!("{head} {}", STANDARD.encode(bad)));
            assert!(witness(2).verifier().time(&cosigned.with_note(forged.into_bytes())).is_err());
        }
        for len in 5..bytes.len() {
            let forged = text.replace(line, &format!("{head} {}", STANDARD.encode(&bytes[..len])));
            assert!(witness(2).verifier().time(&cosigned.with_note(forged.into_bytes())).is_err());
        }
    }
}
