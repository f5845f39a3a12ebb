//! The state of one round and the events that move it (spec section 6.3).

mod bounds;
mod earlier;
mod ending;
mod follow;
mod intake;
mod opening;
mod standing;

use super::Refusal;
pub use bounds::{MIN_EXTENSION_MS, most};
pub(in crate::fold) use earlier::Past;
pub use standing::Failure;

use crate::event::payload::{AdoptedPlan, Publication, Rehearsed, SealedSet, Step};
use crate::event::{Event, Kind};
use crate::hash::Digest;
use crate::opening::share::SharesGiven;
use crate::opening::statement::{Statement, Statements};
use crate::party::{Instant, KeyId, MemberIndex, Party, RoundId, TrusteeIndex};
use crate::round::RoundManifest;
use crate::sign::VerifyingKey;
use crate::submission::SubmissionHeader;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Takes submissions.
    Open,
    /// The set is fixed; statements and step A.
    Sealed,
    /// The plan is adopted; step B.
    Counted,
    /// Published.
    Published,
    /// Held back after a failed check.
    Held,
    /// Cancelled.
    Cancelled,
}

impl Phase {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Sealed, Self::Counted, Self::Published, Self::Held, Self::Cancelled];

    /// The word people see.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sealed => "sealed",
            Self::Counted => "counted",
            Self::Published => "published",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A member's latest submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The header.
    pub header: SubmissionHeader,
    /// Its digest.
    pub digest: Digest,
    /// Height of its event.
    pub height: u64,
}

#[derive(Clone, Debug, Default)]
struct Desk {
    next_revision: u32,
    /// Shared: a copy of the round for the next event copies no header.
    latest: Option<Arc<Latest>>,
}

/// The state of one round.
#[derive(Clone, Debug)]
pub struct RoundState {
    id: RoundId,
    opened: u64,
    first_submission: Option<u64>,
    sealed_at: Option<Instant>,
    manifest: Arc<RoundManifest>,
    phase: Phase,
    deadline: Instant,
    desks: BTreeMap<MemberIndex, Desk>,
    sealed: Option<SealedSet>,
    statements: BTreeMap<KeyId, Statements>,
    shares: BTreeMap<(KeyId, Step), BTreeMap<TrusteeIndex, SharesGiven>>,
    plan: Option<AdoptedPlan>,
    plan_event: Option<(u64, Digest)>,
    publication: Option<Publication>,
    published_at: Option<u64>,
    destroyed: BTreeMap<TrusteeIndex, BTreeSet<KeyId>>,
    deleted: BTreeSet<Digest>,
    rehearsed: BTreeMap<TrusteeIndex, Rehearsed>,
    errata: BTreeSet<Digest>,
    /// Events so far, of each party and kind.
    posted: BTreeMap<(Party, Kind), u32>,
}

impl RoundState {
    pub(super) fn new(manifest: RoundManifest, opened: u64) -> Self {
        Self {
            opened,
            first_submission: None,
            sealed_at: None,
            id: manifest.id(),
            phase: Phase::Open,
            deadline: manifest.deadline,
            manifest: Arc::new(manifest),
            desks: BTreeMap::new(),
            sealed: None,
            statements: BTreeMap::new(),
            shares: BTreeMap::new(),
            plan: None,
            plan_event: None,
            publication: None,
            published_at: None,
            destroyed: BTreeMap::new(),
            deleted: BTreeSet::new(),
            rehearsed: BTreeMap::new(),
            errata: BTreeSet::new(),
            posted: BTreeMap::new(),
        }
    }

    /// The round's id.
    #[must_use]
    pub const fn id(&self) -> RoundId {
        self.id
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &RoundManifest {
        &self.manifest
    }

    /// The manifest, for somebody who keeps it longer.
    #[must_use]
    pub fn shared_manifest(&self) -> Arc<RoundManifest> {
        Arc::clone(&self.manifest)
    }

    /// Height of the event that opened it.
    #[must_use]
    pub const fn opened(&self) -> u64 {
        self.opened
    }

    /// Height of the first submission.
    #[must_use]
    pub const fn first_submission(&self) -> Option<u64> {
        self.first_submission
    }

    /// When the set was sealed.
    #[must_use]
    pub const fn sealed_at(&self) -> Option<Instant> {
        self.sealed_at
    }

    /// The phase.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// The deadline, extensions included.
    #[must_use]
    pub const fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Latest submissions, by member.
    pub fn latest(&self) -> impl Iterator<Item = (MemberIndex, &Latest)> {
        self.desks.iter().filter_map(|(member, desk)| Some((*member, desk.latest.as_deref()?)))
    }

    /// The revision that the member's next submission must have.
    #[must_use]
    pub fn next_revision(&self, member: MemberIndex) -> u32 {
        self.desks.get(&member).map_or(0, |desk| desk.next_revision)
    }

    /// The sealed set.
    #[must_use]
    pub const fn sealed(&self) -> Option<&SealedSet> {
        self.sealed.as_ref()
    }

    /// The statement that a quorum stands by, for a key.
    #[must_use]
    pub fn agreed(&self, key: &KeyId) -> Option<Statement> {
        self.statements.get(key)?.agreed(self.committee(), self.manifest.threshold)
    }

    /// All statements of a key.
    #[must_use]
    pub fn statements(&self, key: &KeyId) -> Option<&Statements> {
        self.statements.get(key)
    }

    /// The answer of each trustee for a key and step, by digests.
    #[must_use]
    pub fn shares(&self, key: KeyId, step: Step) -> Option<&BTreeMap<TrusteeIndex, SharesGiven>> {
        self.shares.get(&(key, step))
    }

    /// Trustees that have shown that they hold their sub-keys of this round, with what they showed.
    #[must_use]
    pub const fn rehearsed(&self) -> &BTreeMap<TrusteeIndex, Rehearsed> {
        &self.rehearsed
    }

    /// The adopted plan.
    #[must_use]
    pub const fn plan(&self) -> Option<&AdoptedPlan> {
        self.plan.as_ref()
    }

    /// Height and digest of the event that adopted the plan: what published files name as their place in the log.
    #[must_use]
    pub const fn plan_event(&self) -> Option<(u64, Digest)> {
        self.plan_event
    }

    /// The publication.
    #[must_use]
    pub const fn publication(&self) -> Option<&Publication> {
        self.publication.as_ref()
    }

    /// Height of the event that published it.
    #[must_use]
    pub const fn published_at(&self) -> Option<u64> {
        self.published_at
    }

    /// Keys that a trustee claims to have destroyed.
    #[must_use]
    pub fn destroyed(&self, trustee: TrusteeIndex) -> Option<&BTreeSet<KeyId>> {
        self.destroyed.get(&trustee)
    }

    /// Whether a payload was deleted under the retention schedule.
    #[must_use]
    pub fn is_deleted(&self, digest: &Digest) -> bool {
        self.deleted.contains(digest)
    }

    /// The statement a trustee must make for key number `position`, from the seal.
    #[must_use]
    pub fn expected_statement(&self, position: usize) -> Option<Statement> {
        let sealed = self.sealed.as_ref()?;
        Some(Statement {
            key: self.manifest.keys.get(position)?.key,
            round: self.id,
            sealed_set: sealed.digest(),
            aggregate: *sealed.aggregates.get(position)?,
            policy: self.manifest.policy_digest(),
            earlier: self.manifest.earlier_digest(),
        })
    }

    pub(super) fn committee(&self) -> u8 {
        u8::try_from(self.manifest.trustees.len()).unwrap_or(u8::MAX)
    }

    /// Last instant at which a submission is taken.
    #[must_use]
    pub fn closes(&self) -> Instant {
        let grace = i64::try_from(self.manifest.grace_ms).unwrap_or(i64::MAX);
        Instant(self.deadline.0.saturating_add(grace))
    }

    /// The signing key of a party's place in the round; none for a place that is not there.
    #[must_use]
    pub fn key_of(&self, party: Party) -> Option<VerifyingKey> {
        match party {
            Party::Coordinator => Some(self.manifest.coordinator.signing),
            Party::Aggregator => Some(self.manifest.aggregator),
            Party::Member(index) => Some(self.manifest.members.get(usize::from(index.0))?.signing),
            Party::Trustee(index) => self.manifest.trustees.get(usize::from(index.0)).copied(),
        }
    }

    fn need(&self, kind: Kind, phases: &[Phase]) -> Result<(), Refusal> {
        if phases.contains(&self.phase) {
            Ok(())
        } else {
            Err(Refusal::Phase { kind, phase: self.phase.name() })
        }
    }

    pub(super) fn apply(&mut self, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        let claim = &event.signed.claim;
        let (kind, signer) = (claim.kind, claim.signer);
        let role = Refusal::Role { signer, kind };
        let key = self.key_of(signer).ok_or_else(|| role.clone())?;
        event.signed.verify(&key).map_err(|_| Refusal::Signature(signer))?;
        self.may_post_more(signer, kind)?;
        let taken = match (kind, signer) {
            (Kind::Submitted, Party::Member(member)) => self.submitted(member, event, payload),
            (Kind::Withdrawn, Party::Member(member)) => self.withdrawn(member, event.at, payload),
            (Kind::Extended, Party::Coordinator) => self.extended(payload),
            (Kind::Sealed, Party::Coordinator) => self.seal(event.at, payload),
            (Kind::Stated, Party::Trustee(trustee)) => self.stated(trustee, payload),
            (Kind::SharesGiven, Party::Trustee(trustee)) => self.shares_given(trustee, payload),
            (Kind::PlanAdopted, Party::Coordinator) => self.plan_adopted(event, payload),
            (Kind::Published, Party::Coordinator) => self.published(event, payload),
            (Kind::Held | Kind::Cancelled | Kind::Erratum, Party::Coordinator) => self.aside(kind, payload),
            (Kind::KeysDestroyed, Party::Trustee(trustee)) => self.keys_destroyed(trustee, payload),
            (Kind::PayloadDeleted, Party::Aggregator) => self.payload_deleted(payload),
            (Kind::Rehearsed, Party::Trustee(trustee)) => self.rehearsal(trustee, payload),
            _ => Err(role),
        };
        taken.map(|()| self.count(signer, kind))
    }

    fn position(&self, key: KeyId) -> Result<usize, Refusal> {
        self.manifest.keys.iter().position(|known| known.key == key).ok_or(Refusal::Mismatch("key"))
    }
}
