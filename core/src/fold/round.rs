//! The state of one round and the events that move it (spec section 6.3).

use super::{MAX_PAYLOAD, Refusal, small};
use crate::canonical::decode;
use crate::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, PayloadDeleted, Publication, Reason, SealedSet, SharesNotice,
    Step, Withdrawal,
};
use crate::event::{Event, Kind};
use crate::hash::Digest;
use crate::opening::statement::{Statement, Statements};
use crate::party::{Instant, KeyId, MemberIndex, Party, TrusteeIndex};
use crate::round::RoundManifest;
use crate::sign::VerifyingKey;
use crate::submission::SubmissionHeader;
use std::collections::{BTreeMap, BTreeSet};

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
    latest: Option<Latest>,
}

/// The state of one round.
#[derive(Clone, Debug)]
pub struct RoundState {
    manifest: RoundManifest,
    phase: Phase,
    deadline: Instant,
    desks: BTreeMap<MemberIndex, Desk>,
    sealed: Option<SealedSet>,
    statements: BTreeMap<KeyId, Statements>,
    shares: BTreeMap<(KeyId, Step), BTreeMap<TrusteeIndex, SharesNotice>>,
    plan: Option<AdoptedPlan>,
    publication: Option<Publication>,
    destroyed: BTreeMap<TrusteeIndex, BTreeSet<KeyId>>,
    deleted: BTreeSet<Digest>,
}

impl RoundState {
    pub(super) fn new(manifest: RoundManifest) -> Self {
        Self {
            phase: Phase::Open,
            deadline: manifest.deadline,
            manifest,
            desks: BTreeMap::new(),
            sealed: None,
            statements: BTreeMap::new(),
            shares: BTreeMap::new(),
            plan: None,
            publication: None,
            destroyed: BTreeMap::new(),
            deleted: BTreeSet::new(),
        }
    }

    /// The manifest.
    #[must_use]
    pub const fn manifest(&self) -> &RoundManifest {
        &self.manifest
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
        self.desks.iter().filter_map(|(member, desk)| Some((*member, desk.latest.as_ref()?)))
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

    /// Notices of shares given for a key and step.
    #[must_use]
    pub fn shares(&self, key: KeyId, step: Step) -> Option<&BTreeMap<TrusteeIndex, SharesNotice>> {
        self.shares.get(&(key, step))
    }

    /// The adopted plan.
    #[must_use]
    pub const fn plan(&self) -> Option<&AdoptedPlan> {
        self.plan.as_ref()
    }

    /// The publication.
    #[must_use]
    pub const fn publication(&self) -> Option<&Publication> {
        self.publication.as_ref()
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
            round: self.manifest.id(),
            sealed_set: sealed.digest(),
            aggregate: *sealed.aggregates.get(position)?,
            policy: self.manifest.policy_digest(),
            earlier: self.manifest.earlier_digest(),
        })
    }

    fn committee(&self) -> u8 {
        u8::try_from(self.manifest.trustees.len()).unwrap_or(u8::MAX)
    }

    /// Last instant at which a submission is taken.
    fn closes(&self) -> Instant {
        let grace = i64::try_from(self.manifest.grace_ms).unwrap_or(i64::MAX);
        Instant(self.deadline.0.saturating_add(grace))
    }

    fn key_of(&self, party: Party) -> Option<VerifyingKey> {
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
        match (kind, signer) {
            (Kind::Submitted, Party::Member(member)) => self.submitted(member, event, payload),
            (Kind::Withdrawn, Party::Member(member)) => self.withdrawn(member, event.at, payload),
            (Kind::Extended, Party::Coordinator) => self.extended(event.at, payload),
            (Kind::Sealed, Party::Coordinator) => self.seal(event.at, payload),
            (Kind::Stated, Party::Trustee(trustee)) => self.stated(trustee, payload),
            (Kind::SharesGiven, Party::Trustee(trustee)) => self.shares_given(trustee, payload),
            (Kind::PlanAdopted, Party::Coordinator) => self.plan_adopted(payload),
            (Kind::Published, Party::Coordinator) => self.published(payload),
            (Kind::Held | Kind::Cancelled | Kind::Erratum, Party::Coordinator) => self.aside(kind, payload),
            (Kind::KeysDestroyed, Party::Trustee(trustee)) => self.keys_destroyed(trustee, payload),
            (Kind::PayloadDeleted, Party::Aggregator) => self.payload_deleted(payload),
            _ => Err(role),
        }
    }

    fn in_time(&self, at: Instant) -> Result<(), Refusal> {
        if at < self.manifest.opens {
            return Err(Refusal::Early(self.manifest.opens));
        }
        if at > self.closes() {
            return Err(Refusal::Late(self.closes()));
        }
        Ok(())
    }

    fn submitted(&mut self, member: MemberIndex, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Submitted, &[Phase::Open])?;
        self.in_time(event.at)?;
        let header: SubmissionHeader = decode("submission header", payload, MAX_PAYLOAD)?;
        if header.round != self.manifest.id() {
            return Err(Refusal::Mismatch("round"));
        }
        if header.member != member {
            return Err(Refusal::Mismatch("member"));
        }
        if header.statuses.len() != self.manifest.cells.len() {
            return Err(Refusal::Mismatch("number of cells"));
        }
        let reported = header.reported();
        let parts: Vec<KeyId> = (0..self.manifest.keys.len())
            .filter(|part| self.manifest.part_cells(*part).any(|cell| reported.get(cell) == Some(&true)))
            .filter_map(|part| self.manifest.keys.get(part).map(|key| key.key))
            .collect();
        if parts.is_empty() {
            return Err(Refusal::Empty);
        }
        if !header.parts.iter().map(|part| &part.key).eq(&parts) {
            return Err(Refusal::Mismatch("list of keys"));
        }
        let expected = self.next_revision(member);
        if header.revision != expected {
            return Err(Refusal::Revision { expected, got: header.revision });
        }
        let digest = header.digest();
        let next_revision = expected.saturating_add(1);
        let latest = Some(Latest { header, digest, height: event.height });
        self.desks.insert(member, Desk { next_revision, latest });
        Ok(())
    }

    fn withdrawn(&mut self, member: MemberIndex, at: Instant, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Withdrawn, &[Phase::Open])?;
        self.in_time(at)?;
        let withdrawal: Withdrawal = small("withdrawal", payload)?;
        let desk = self.desks.get_mut(&member).ok_or(Refusal::NothingToWithdraw)?;
        if desk.latest.as_ref().is_none_or(|latest| latest.header.revision != withdrawal.revision) {
            return Err(Refusal::NothingToWithdraw);
        }
        desk.latest = None;
        Ok(())
    }

    fn extended(&mut self, at: Instant, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Extended, &[Phase::Open])?;
        let extension: Extension = small("extension", payload)?;
        if at > self.closes() {
            return Err(Refusal::Late(self.closes()));
        }
        if extension.deadline <= self.deadline {
            return Err(Refusal::Mismatch("new deadline, which is not later,"));
        }
        self.deadline = extension.deadline;
        Ok(())
    }

    fn seal(&mut self, at: Instant, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Sealed, &[Phase::Open])?;
        let set: SealedSet = decode("sealed set", payload, MAX_PAYLOAD)?;
        let latest: Vec<(MemberIndex, Digest)> =
            self.latest().map(|(m, latest)| (m, latest.digest)).collect();
        let missing = self.manifest.members.len() - latest.len();
        if at <= self.closes() && missing > 0 {
            return Err(Refusal::SealEarly { missing });
        }
        let min = self.manifest.policy.min_members;
        if latest.len() < usize::from(min) {
            return Err(Refusal::TooFewMembers { got: latest.len(), min });
        }
        if set.members != latest {
            let differs = set.members.iter().zip(&latest).find(|(a, b)| a != b).map(|(a, _)| a.0);
            let beyond = set.members.get(latest.len()).or_else(|| latest.get(set.members.len())).map(|e| e.0);
            return Err(Refusal::SealedSet(differs.or(beyond).unwrap_or(MemberIndex(0))));
        }
        if set.aggregates.len() != self.manifest.keys.len() {
            return Err(Refusal::Mismatch("number of aggregates"));
        }
        self.sealed = Some(set);
        self.phase = Phase::Sealed;
        Ok(())
    }

    fn stated(&mut self, trustee: TrusteeIndex, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Stated, &[Phase::Sealed, Phase::Counted])?;
        let statement: Statement = small("statement", payload)?;
        self.position(statement.key)?;
        if statement.round != self.manifest.id() {
            return Err(Refusal::Mismatch("round"));
        }
        self.statements.entry(statement.key).or_default().add(trustee, statement);
        Ok(())
    }

    fn position(&self, key: KeyId) -> Result<usize, Refusal> {
        self.manifest.keys.iter().position(|known| known.key == key).ok_or(Refusal::Mismatch("key"))
    }

    fn shares_given(&mut self, trustee: TrusteeIndex, payload: &[u8]) -> Result<(), Refusal> {
        let notice: SharesNotice = small("shares notice", payload)?;
        let phases: &[Phase] = match notice.step {
            Step::A => &[Phase::Sealed, Phase::Counted],
            Step::B => &[Phase::Counted],
        };
        self.need(Kind::SharesGiven, phases)?;
        let key = self.position(notice.key)?;
        let statements = self.statements.get(&notice.key);
        let expected = self.expected_statement(key);
        let agreed =
            self.agreed(&notice.key).filter(|agreed| Some(*agreed) == expected).ok_or_else(|| {
                let standing = expected.zip(statements).map_or(0, |(e, said)| said.standing(&e).len());
                Refusal::NoQuorum { key, standing }
            })?;
        if !statements.is_some_and(|said| said.standing(&agreed).contains(&trustee)) {
            return Err(Refusal::NotStanding);
        }
        self.shares.entry((notice.key, notice.step)).or_default().insert(trustee, notice);
        Ok(())
    }

    fn need_shares(&self, step: Step, keys: impl Iterator<Item = usize>) -> Result<(), Refusal> {
        let need = self.manifest.threshold;
        for key in keys {
            let id = self.manifest.keys.get(key).ok_or(Refusal::Mismatch("key"))?.key;
            let got = self.shares(id, step).map_or(0, BTreeMap::len);
            if got < usize::from(need) {
                return Err(Refusal::TooFewShares { key, got, need });
            }
        }
        Ok(())
    }

    fn plan_adopted(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::PlanAdopted, &[Phase::Sealed])?;
        let plan: AdoptedPlan = decode("plan", payload, MAX_PAYLOAD)?;
        self.need_shares(Step::A, 0..self.manifest.keys.len())?;
        let inside = plan.approved.last().is_none_or(|last| (*last as usize) < self.manifest.cells.len());
        if !inside || !plan.approved.is_sorted_by(|a, b| a < b) {
            return Err(Refusal::List("approved cells"));
        }
        self.plan = Some(plan);
        self.phase = Phase::Counted;
        Ok(())
    }

    fn published(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Published, &[Phase::Counted])?;
        let publication: Publication = small("publication", payload)?;
        let approved = self.plan.as_ref().map_or(&[][..], |plan| &plan.approved);
        let opened = (0..self.manifest.keys.len()).filter(|part| {
            let cells = self.manifest.part_cells(*part);
            approved.iter().any(|cell| cells.contains(&(*cell as usize)))
        });
        self.need_shares(Step::B, opened)?;
        if !publication.files.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(Refusal::List("published files"));
        }
        self.publication = Some(publication);
        self.phase = Phase::Published;
        Ok(())
    }

    fn aside(&mut self, kind: Kind, payload: &[u8]) -> Result<(), Refusal> {
        use Phase::{Cancelled, Counted, Held, Open, Published, Sealed};
        let (from, to): (&[Phase], Option<Phase>) = match kind {
            Kind::Held => (&[Sealed, Counted], Some(Held)),
            Kind::Cancelled => (&[Open, Sealed, Counted, Held], Some(Cancelled)),
            _ => (&[Published], None),
        };
        self.need(kind, from)?;
        let reason: Reason = small("reason", payload)?;
        if reason.text.is_empty() || reason.text.len() > 500 {
            return Err(Refusal::Mismatch("length of the reason, 1 to 500 bytes,"));
        }
        self.phase = to.unwrap_or(self.phase);
        Ok(())
    }

    fn keys_destroyed(&mut self, trustee: TrusteeIndex, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::KeysDestroyed, &[Phase::Published, Phase::Held, Phase::Cancelled])?;
        let claim: KeysDestroyed = small("erasure", payload)?;
        for key in &claim.keys {
            self.position(*key)?;
        }
        self.destroyed.entry(trustee).or_default().extend(claim.keys);
        Ok(())
    }

    fn payload_deleted(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::PayloadDeleted, &[Phase::Published, Phase::Cancelled])?;
        let deleted: PayloadDeleted = small("deletion", payload)?;
        self.deleted.insert(deleted.digest);
        Ok(())
    }
}
