//! The one fold over events (spec section 6.3). The aggregator runs it live, trustees and auditors replay it.
//!
//! An event that is refused leaves the state as it was.

mod refusal;
mod round;

pub use refusal::Refusal;
pub use round::{Latest, Phase, RoundState};

use crate::canonical::{self, decode};
use crate::event::{Event, Kind, Scope, payload_digest};
use crate::hash::Digest;
use crate::party::{Instant, KeyId, Party, RoundId};
use crate::round::RoundManifest;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a payload at most, for kinds whose size the round does not fix.
pub const MAX_PAYLOAD: usize = 64 << 20;

/// The state of a log: its chain and its rounds.
#[derive(Clone, Debug, Default)]
pub struct Fold {
    height: u64,
    parent: Digest,
    at: Option<Instant>,
    rounds: BTreeMap<RoundId, RoundState>,
    used_keys: BTreeSet<KeyId>,
}

impl Fold {
    /// Height of the next event.
    #[must_use]
    pub const fn height(&self) -> u64 {
        self.height
    }

    /// Digest of the last event; zeros before the first.
    #[must_use]
    pub const fn parent(&self) -> Digest {
        self.parent
    }

    /// A round's state.
    #[must_use]
    pub fn round(&self, id: &RoundId) -> Option<&RoundState> {
        self.rounds.get(id)
    }

    /// All rounds.
    pub fn rounds(&self) -> impl Iterator<Item = (&RoundId, &RoundState)> {
        self.rounds.iter()
    }

    /// Take the next event with its payload, or refuse it and stay as before.
    pub fn apply(&mut self, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        self.check_chain(event)?;
        let claim = &event.signed.claim;
        if payload_digest(payload) != claim.payload {
            return Err(Refusal::Payload(claim.payload));
        }
        match (claim.scope, claim.kind) {
            (Scope::Round(id), Kind::Opened) => self.open(id, event, payload)?,
            (Scope::Round(id), _) => {
                let round = self.rounds.get_mut(&id).ok_or(Refusal::UnknownScope)?;
                round.apply(event, payload)?;
            }
            // Ceremonies have a fold of their own over the same chain (crate::ceremony).
            (Scope::Ceremony(_), _) => {}
        }
        self.advance(event);
        Ok(())
    }

    /// Take an event of another round for the sake of the chain alone. Openings are never skipped: they show
    /// which keys are used.
    pub fn skip(&mut self, event: &Event) -> Result<(), Refusal> {
        self.check_chain(event)?;
        if event.signed.claim.kind == Kind::Opened {
            return Err(Refusal::Payload(event.signed.claim.payload));
        }
        self.advance(event);
        Ok(())
    }

    fn check_chain(&self, event: &Event) -> Result<(), Refusal> {
        let height = event.height;
        if height != self.height {
            return Err(Refusal::Height { expected: self.height, got: height });
        }
        if event.parent != self.parent {
            return Err(Refusal::Parent { height });
        }
        if self.at.is_some_and(|last| event.at < last) {
            return Err(Refusal::Time { height });
        }
        Ok(())
    }

    fn advance(&mut self, event: &Event) {
        self.height += 1;
        self.parent = event.digest();
        self.at = Some(event.at);
    }

    fn open(&mut self, id: RoundId, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        let manifest: RoundManifest = decode("round manifest", payload, MAX_PAYLOAD)?;
        if manifest.id() != id {
            return Err(Refusal::Mismatch("round id"));
        }
        if self.rounds.contains_key(&id) {
            return Err(Refusal::RoundExists);
        }
        let faults = manifest.faults();
        if !faults.is_empty() {
            return Err(Refusal::Manifest(faults));
        }
        if event.signed.claim.signer != Party::Coordinator {
            return Err(Refusal::Role { signer: event.signed.claim.signer, kind: Kind::Opened });
        }
        let signer = event.signed.claim.signer;
        event.signed.verify(&manifest.coordinator.signing).map_err(|_| Refusal::Signature(signer))?;
        if let Some(position) = manifest.keys.iter().position(|key| self.used_keys.contains(&key.key)) {
            return Err(Refusal::KeyUsed(position));
        }
        if event.at >= manifest.deadline {
            return Err(Refusal::Late(manifest.deadline));
        }
        self.used_keys.extend(manifest.keys.iter().map(|key| key.key));
        self.rounds.insert(id, RoundState::new(manifest));
        Ok(())
    }
}

/// Decode a payload of a type whose size is small whatever the round.
fn small<T: serde::Serialize + serde::de::DeserializeOwned>(
    what: &'static str,
    bytes: &[u8],
) -> Result<T, Refusal> {
    Ok(canonical::decode(what, bytes, 1 << 20)?)
}

#[cfg(test)]
mod tests;
