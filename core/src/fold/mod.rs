//! The one fold over events (spec section 6.3). The aggregator runs it live, trustees and auditors replay it.
//!
//! An event that is refused leaves the state as it was.

mod before;
mod ceremony;
mod naming;
mod refusal;
mod round;

pub use before::Before;
pub use naming::{Named, NotNamed};
pub use refusal::Refusal;
pub use round::{Failure, Latest, MIN_EXTENSION_MS, Phase, RoundState, most};

use crate::canonical::{self, decode};
use crate::ceremony::CeremonyState;
use crate::event::{Event, Kind, MAX_TOOL, Scope, payload_digest};
use crate::hash::Digest;
use crate::party::{CeremonyId, Instant, KeyId, Party, RoundId, TrusteeIndex};
use crate::round::RoundManifest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Bytes of a payload at most, for kinds whose size the round does not fix.
pub const MAX_PAYLOAD: usize = 64 << 20;

/// A payload with its digest.
#[derive(Clone, Copy, Debug)]
pub struct Hashed<B> {
    bytes: B,
    digest: Digest,
}

impl<B: AsRef<[u8]>> Hashed<B> {
    /// Compute the digest.
    pub fn of(bytes: B) -> Self {
        let digest = payload_digest(bytes.as_ref());
        Self { bytes, digest }
    }

    /// The payload.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_ref()
    }

    /// Its digest.
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

/// The state of a log: its chain, its ceremonies and its rounds. A clone shares all rounds and ceremonies until one of the
/// two takes an event of them: whoever must write an event down before it counts folds it into a clone first.
#[derive(Clone, Default)]
pub struct Fold {
    height: u64,
    parent: Digest,
    at: Option<Instant>,
    ceremonies: BTreeMap<CeremonyId, Arc<ceremony::Desk>>,
    rounds: BTreeMap<RoundId, Arc<RoundState>>,
    /// Rounds that are followed for what later ones must know of them.
    others: BTreeMap<RoundId, Arc<RoundState>>,
    used_keys: BTreeSet<KeyId>,
}

impl Fold {
    /// Time of the last event; none before the first.
    #[must_use]
    pub const fn last(&self) -> Option<Instant> {
        self.at
    }

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
        self.rounds.get(id).map(Arc::as_ref)
    }

    /// All rounds.
    pub fn rounds(&self) -> impl Iterator<Item = (&RoundId, &RoundState)> {
        self.rounds.iter().map(|(id, round)| (id, round.as_ref()))
    }

    /// A ceremony's state.
    #[must_use]
    pub fn ceremony(&self, id: &CeremonyId) -> Option<&CeremonyState> {
        self.ceremonies.get(id).map(|desk| &desk.state)
    }

    /// All ceremonies.
    pub fn ceremonies(&self) -> impl Iterator<Item = (&CeremonyId, &CeremonyState)> {
        self.ceremonies.iter().map(|(id, desk)| (id, &desk.state))
    }

    /// Trustees that claim to have erased their sealing key of a ceremony.
    #[must_use]
    pub fn sealing_keys_destroyed(&self, id: &CeremonyId) -> Option<&BTreeSet<TrusteeIndex>> {
        self.ceremonies.get(id).map(|desk| &desk.erased)
    }

    /// Take the next event with its payload, or refuse it and stay as before.
    pub fn apply(&mut self, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        self.apply_hashed(event, &Hashed::of(payload))
    }

    /// The same, with a payload whose digest was computed before, for whoever must not wait for that now.
    pub fn apply_hashed<B: AsRef<[u8]>>(
        &mut self,
        event: &Event,
        payload: &Hashed<B>,
    ) -> Result<(), Refusal> {
        self.check_chain(event)?;
        let claim = &event.signed.claim;
        if payload.digest != claim.payload {
            return Err(Refusal::Payload(claim.payload));
        }
        let payload = payload.bytes();
        match (claim.scope, claim.kind) {
            (Scope::Round(id), Kind::Opened) => self.open(id, event, payload)?,
            (Scope::Round(id), _) => {
                let round = self.rounds.get_mut(&id).ok_or(Refusal::UnknownScope)?;
                Arc::make_mut(round).apply(event, payload)?;
            }
            (Scope::Ceremony(id), Kind::Convened) => self.convene(id, event, payload)?,
            (Scope::Ceremony(id), _) => self.ceremony_step(id, event, payload)?,
        }
        self.advance(event);
        Ok(())
    }

    /// Whether an event of another round or ceremony can be followed without its payload.
    #[must_use]
    pub const fn skips_payload(kind: Kind) -> bool {
        !matches!(kind, Kind::Opened | Kind::PlanAdopted | Kind::Published)
    }

    /// Take an event of another round or ceremony for the chain and for what other rounds must know of it: the keys that
    /// it uses, whether it adopted a plan, how it ended, and what plan and publication name. Its ceremony, submissions and
    /// shares are not looked at, and the round stays unknown here. See [`Fold::skips_payload`].
    pub fn skip(&mut self, event: &Event, payload: Option<&[u8]>) -> Result<(), Refusal> {
        self.check_chain(event)?;
        let claim = &event.signed.claim;
        if payload.is_some_and(|payload| payload_digest(payload) != claim.payload)
            || (payload.is_none() && !Self::skips_payload(claim.kind))
        {
            return Err(Refusal::Payload(claim.payload));
        }
        let payload = payload.unwrap_or_default();
        match (claim.scope, claim.kind) {
            (Scope::Round(id), Kind::Opened) => {
                let manifest = self.opening(id, event, payload)?;
                self.used_keys.extend(manifest.keys.iter().map(|key| key.key));
                self.others.insert(id, Arc::new(RoundState::new(manifest, event.height)));
            }
            (Scope::Round(id), _) => {
                self.others
                    .get_mut(&id)
                    .map_or(Ok(()), |round| Arc::make_mut(round).follow(event, payload))?;
            }
            (Scope::Ceremony(_), _) => {}
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
        if event.signed.claim.tool.len() > MAX_TOOL {
            return Err(Refusal::Mismatch("length of the tool's name, 32 bytes at most,"));
        }
        Ok(())
    }

    fn advance(&mut self, event: &Event) {
        self.height += 1;
        self.parent = event.digest();
        self.at = Some(event.at);
    }

    fn open(&mut self, id: RoundId, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        let manifest = self.opening(id, event, payload)?;
        self.bind(&manifest)?;
        self.used_keys.extend(manifest.keys.iter().map(|key| key.key));
        self.rounds.insert(id, Arc::new(RoundState::new(manifest, event.height)));
        Ok(())
    }

    /// The manifest of an Opened event: everything but its ceremony is checked.
    fn opening(&self, id: RoundId, event: &Event, payload: &[u8]) -> Result<RoundManifest, Refusal> {
        let claim = &event.signed.claim;
        let manifest: RoundManifest = decode("round manifest", payload, MAX_PAYLOAD)?;
        if manifest.id() != id {
            return Err(Refusal::Mismatch("round id"));
        }
        if self.rounds.contains_key(&id) || self.others.contains_key(&id) {
            return Err(Refusal::RoundExists);
        }
        let faults = manifest.faults();
        if !faults.is_empty() {
            return Err(Refusal::Manifest(faults));
        }
        let signer = claim.signer;
        if signer != Party::Coordinator {
            return Err(Refusal::Role { signer, kind: Kind::Opened });
        }
        event.signed.verify(&manifest.coordinator.signing).map_err(|_| Refusal::Signature(signer))?;
        if let Some(position) = manifest.keys.iter().position(|key| self.used_keys.contains(&key.key)) {
            return Err(Refusal::KeyUsed(position));
        }
        if event.at >= manifest.deadline {
            return Err(Refusal::Late(manifest.deadline));
        }
        self.names_earlier(&manifest)?;
        Ok(manifest)
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
