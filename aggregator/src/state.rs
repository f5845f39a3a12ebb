//! What the log says, in memory: built from the events alone, by the same way live and at the start.

use crate::blobs::{Kind as BlobKind, Named};
use crate::store::{LogStore, StoreError};
use crate::work::apart;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::Step;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::{Fold, Phase, Refusal, RoundState};
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{Instant, MemberIndex, Party, RoundId};
use intertally_core::round::RoundManifest;
use intertally_core::sign::VerifyingKey;
use intertally_core::submission::SubmissionHeader;
use intertally_log::{CheckpointError, LogSigner, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most bytes of an event.
pub(crate) const EVENT: usize = 1 << 16;

/// What the log says so far.
#[derive(Default)]
pub struct State {
    /// Rounds and ceremonies.
    pub fold: Fold,
    /// Over all leaves.
    pub tree: Tree,
    /// Height of each signed claim: the same claim again is answered, not written again.
    known: BTreeMap<Digest, u64>,
    /// Keys of all parties of all rounds and ceremonies.
    parties: BTreeSet<VerifyingKey>,
    /// Blobs of every submission that ever was, replaced ones included.
    bodies: BTreeSet<Named>,
}

/// Why the log on disk cannot be taken up again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An event that the fold refuses, or is not there.
    #[error("event {height} of the stored log is not one this server would take ({why}); restore the backup")]
    Event {
        /// Which.
        height: u64,
        /// Why.
        why: String,
    },
    /// The stored checkpoint is not of this log.
    #[error(
        "the stored checkpoint does not fit the stored events, or is of another key or origin; restore the backup"
    )]
    Checkpoint,
    /// The checkpoint could not be signed.
    #[error("the log could not be signed: {0}")]
    Sign(#[from] CheckpointError),
}

fn claim_digest(signed: &SignedClaim) -> Digest {
    digest("signed-claim", &[&encode(signed)])
}

impl State {
    /// Take an event whose payload a fold has taken already: this one, and no other.
    pub(crate) fn adopt(&mut self, fold: Fold, event: &Event, leaf: Vec<u8>) {
        self.fold = fold;
        self.tree.push(leaf);
        self.note(event);
    }

    /// What is looked up by something else than the fold's own keys.
    fn note(&mut self, event: &Event) {
        self.known.insert(claim_digest(&event.signed), event.height);
        let claim = &event.signed.claim;
        match (claim.scope, claim.kind, claim.signer) {
            (Scope::Round(id), Kind::Opened, _) => {
                let Some(manifest) = self.manifest(&id) else { return };
                self.parties.extend(manifest.members.iter().map(|member| member.signing));
                self.parties.extend(manifest.trustees.iter().chain([&manifest.coordinator.signing]));
            }
            (Scope::Ceremony(id), Kind::Convened, _) => {
                let Some(manifest) = self.fold.ceremony(&id).map(|state| state.manifest()) else { return };
                self.parties.extend(manifest.trustees.iter().map(|trustee| trustee.signing));
                self.parties.insert(manifest.coordinator);
            }
            (Scope::Round(id), Kind::Submitted, Party::Member(member)) => {
                let round = self.fold.round(&id);
                let latest = round.and_then(|round| round.latest().find(|(at, _)| *at == member));
                self.bodies.extend(latest.into_iter().flat_map(|(_, latest)| body_of(&latest.header)));
            }
            _ => {}
        }
    }

    /// Whether a key is that of a party of some round or ceremony.
    #[must_use]
    pub fn is_party(&self, key: &VerifyingKey) -> bool {
        self.parties.contains(key)
    }

    /// Whether any event names a blob, or ever did.
    #[must_use]
    pub fn names(&self, blob: Named) -> bool {
        self.bodies.contains(&blob)
            || self.fold.rounds().any(|(_, round)| {
                (BlobKind::File, round.manifest().structure) == blob
                    || published(round).contains(&blob)
                    || answered(round).any(|named| named == blob)
            })
    }

    /// Whether a blob is public: a file or sheet of a published round.
    #[must_use]
    pub fn is_public(&self, blob: Named) -> bool {
        self.fold.rounds().any(|(_, round)| published(round).contains(&blob))
    }

    /// Take the bytes of the next event, as they were stored or copied.
    pub fn take(&mut self, leaf: &[u8], payload: Option<&[u8]>) -> Result<Event, ReplayError> {
        let height = self.fold.height();
        let bad = |why: String| ReplayError::Event { height, why };
        let event: Event = decode("event", leaf, EVENT).map_err(|why| bad(why.to_string()))?;
        let payload = payload.ok_or_else(|| bad("its payload is missing".into()))?;
        self.fold.apply(&event, payload).map_err(|why: Refusal| bad(why.to_string()))?;
        self.tree.push(leaf.to_vec());
        self.note(&event);
        Ok(event)
    }

    /// The manifest of a round.
    #[must_use]
    pub fn manifest(&self, round: &RoundId) -> Option<Arc<RoundManifest>> {
        Some(self.fold.round(round)?.shared_manifest())
    }

    /// Where a claim stands, if it is in the log.
    #[must_use]
    pub fn height_of(&self, signed: &SignedClaim) -> Option<u64> {
        self.known.get(&claim_digest(signed)).copied()
    }

    /// Time of the last event.
    #[must_use]
    pub fn last(&self) -> Option<Instant> {
        self.fold.last()
    }

    /// Blobs that the log's present state names and that must be here, with the member whose they are.
    #[must_use]
    pub fn named(&self) -> Vec<(RoundId, Option<MemberIndex>, Named)> {
        let mut all = Vec::new();
        for (id, round) in self.fold.rounds() {
            for (member, latest) in round.latest() {
                let bodies = body_of(&latest.header);
                let kept = bodies.filter(|named| !round.is_deleted(&named.1));
                all.extend(kept.map(|named| (*id, Some(member), named)));
            }
            let others = answered(round).chain(published(round));
            all.extend(others.map(|named| (*id, None, named)));
        }
        all
    }

    /// The area of the member whose latest submission names this blob.
    #[must_use]
    pub fn whose(&self, blob: Named) -> Option<String> {
        let (round, member, _) = self.named().into_iter().find(|(_, _, named)| *named == blob)?;
        let manifest = self.manifest(&round)?;
        Some(manifest.members.get(usize::from(member?.0))?.area.clone())
    }

    /// The whole log as it is stored, every event through the live path, and compared with the stored checkpoint.
    pub async fn load<S: LogStore + ?Sized>(store: &S, signer: &LogSigner) -> Result<Self, ReplayError> {
        let mut state = Self::default();
        loop {
            state = state.read_on(store).await?;
            let note = store.checkpoint().await?.ok_or(ReplayError::Checkpoint)?;
            let checkpoint = signer.verifier().open(&note).map_err(|_| ReplayError::Checkpoint)?;
            let here = state.fold.height();
            // A server that is running may have appended between the two readings.
            if checkpoint.root().size > here && store.height().await? > here {
                continue;
            }
            let same = *checkpoint.root() == state.tree.root();
            return if same { Ok(state) } else { Err(ReplayError::Checkpoint) };
        }
    }

    /// With all events that are stored beyond its own.
    async fn read_on<S: LogStore + ?Sized>(self, store: &S) -> Result<Self, ReplayError> {
        let mut state = self;
        loop {
            let from = state.fold.height();
            let rows = store.next(from).await?;
            if rows.is_empty() {
                return Ok(state);
            }
            let work = move || {
                for row in rows {
                    if row.height != state.fold.height() {
                        let why = "events before it are missing".to_owned();
                        return Err(ReplayError::Event { height: row.height, why });
                    }
                    state.take(&row.event, row.payload.as_deref())?;
                }
                Ok(state)
            };
            let lost = |_| ReplayError::Event { height: from, why: "the worker was dropped".into() };
            state = apart(work).await.map_err(lost)??;
        }
    }
}

/// Blobs that a submission's header names.
pub fn body_of(header: &SubmissionHeader) -> impl Iterator<Item = Named> + '_ {
    header.parts.iter().flat_map(|part| {
        let ciphertexts = part.ciphertexts.iter().flatten().map(|digest| (BlobKind::Ciphertext, *digest));
        std::iter::once((BlobKind::Proofs, part.proofs)).chain(ciphertexts)
    })
}

/// The proofs of the trustees' answers.
fn answered(round: &RoundState) -> impl Iterator<Item = Named> + '_ {
    let keys = round.manifest().keys.iter().map(|key| key.key);
    let steps = keys.flat_map(|key| [Step::A, Step::B].map(|step| (key, step)));
    let answers = steps.filter_map(|(key, step)| round.shares(key, step)).flatten();
    answers.map(|(_, given)| (BlobKind::ShareProofs, given.proofs))
}

fn published(round: &RoundState) -> Vec<Named> {
    let publication = round.publication().filter(|_| round.phase() == Phase::Published);
    publication.map_or_else(Vec::new, |publication| {
        let files = publication.files.iter().map(|(_, digest)| (BlobKind::File, *digest));
        files.chain([(BlobKind::PublicSheet, publication.public)]).collect()
    })
}
