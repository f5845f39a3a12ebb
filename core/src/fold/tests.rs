//! A round from opening to publication, and every event that must be refused on the way.

use super::*;
use crate::ceremony::{
    CeremonyKey, CeremonyMessage, CeremonyTerms, Commitments, Confirmation, PARAMS, RevealedPart, Reveals,
    SealingKeyDestroyed, SubKeyId, commit_part, derive_part, seal_seed, sealed_digest, subsets,
};
use crate::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, Publication, Reason, SealedSet, Step, Withdrawal,
};
use crate::event::{SignedClaim, payload_digest};
use crate::hash::digest;
use crate::opening::share::{ShareSet, SharesGiven, SubKeyIndex, SubShare};
use crate::opening::statement::Statement;
use crate::party::{CeremonyId, MemberIndex, TrusteeIndex};
use crate::round::{CellSpec, CoordinatorEntry, MemberEntry, Policy, RoundKey};
use crate::seal::{SealingKey, SealingRandomness, SecretSealingKey};
use crate::sign::SecretKey;
use crate::submission::{PartHeader, Status, SubmissionHeader};
use serde::Serialize;

const DEADLINE: i64 = 1_000;

#[derive(Clone)]
struct World {
    fold: Fold,
    ceremony: CeremonyId,
    id: RoundId,
    key: KeyId,
    now: i64,
}

fn key_of(party: Party) -> SecretKey {
    let seed = match party {
        Party::Coordinator => 1,
        Party::Aggregator => 2,
        Party::Member(m) => 10 + m.0 as u8,
        Party::Trustee(t) => 100 + t.0,
    };
    SecretKey::from_seed(&[seed; 32])
}

fn terms() -> CeremonyTerms {
    let trustee = |t| (format!("office {t}"), key_of(Party::Trustee(TrusteeIndex(t))).verifying_key());
    CeremonyTerms {
        spec_version: crate::SPEC_VERSION,
        nonce: digest("test", &[]),
        coordinator: key_of(Party::Coordinator).verifying_key(),
        trustees: (0..3).map(trustee).collect(),
        threshold: 2,
        keys: 1,
        params: PARAMS.into(),
        commit_by: Instant(1),
        reveal_by: Instant(2),
        confirm_by: Instant(3),
        not_leading: vec![],
    }
}

fn manifest(key: &CeremonyKey, ceremony: CeremonyId) -> RoundManifest {
    let cell = |n: u32| CellSpec {
        key: format!("cell{n}"),
        max: 100,
        leaves: vec![n],
        min_contributors: 3,
        public_members: vec![],
        rounding: 1,
    };
    let member = |n: u16| MemberEntry {
        area: format!("M{n}"),
        signing: key_of(Party::Member(MemberIndex(n))).verifying_key(),
    };
    RoundManifest {
        spec_version: crate::SPEC_VERSION,
        name: "test".into(),
        practice: false,
        structure: Digest::ZERO,
        leaves: (0..2).map(|n| format!("leaf{n}")).collect(),
        cells: (0..2).map(cell).collect(),
        relations: vec![],
        members: (0..4).map(member).collect(),
        coordinator: CoordinatorEntry {
            signing: key_of(Party::Coordinator).verifying_key(),
            sealing: SealingKey(vec![]),
        },
        aggregator: key_of(Party::Aggregator).verifying_key(),
        ceremony,
        trustees: (0..3).map(|t| key_of(Party::Trustee(TrusteeIndex(t))).verifying_key()).collect(),
        threshold: 2,
        keys: vec![RoundKey { index: 0, key: key.key_id, public_part: key.digest, cells: 2 }],
        policy: Policy { min_members: 3, work_limit: 1000 },
        opens: Instant(10),
        deadline: Instant(DEADLINE),
        grace_ms: 5,
        revision: false,
        earlier: vec![],
    }
}

impl World {
    /// A log with a whole ceremony in it, 2 of 3, and an open round.
    fn new() -> Self {
        let mut world = Self::with_keys();
        let manifest = world.manifest();
        world.id = manifest.id();
        world.post(Party::Coordinator, Kind::Opened, &manifest).unwrap();
        world.now = 10;
        world
    }

    fn manifest(&self) -> RoundManifest {
        manifest(&self.fold.ceremony(&self.ceremony).unwrap().keys()[0], self.ceremony)
    }

    fn convened() -> Self {
        let terms = terms();
        let sealing = |t: u8| SecretSealingKey::from_bytes(&[t; 32]).public();
        let offer = |t| terms.offer(TrusteeIndex(t), sealing(t), &key_of(Party::Trustee(TrusteeIndex(t))));
        let manifest = terms.assemble(&[0, 1, 2].map(offer)).unwrap();
        let (ceremony, none) = (manifest.id(), RoundId(Digest::ZERO));
        let (fold, key) = (Fold::default(), KeyId::of(ceremony, 0));
        let mut world = Self { fold, ceremony, id: none, key, now: 0 };
        world.hold(Party::Coordinator, Kind::Convened, &manifest).unwrap();
        world
    }

    fn seeds(&self, leader: u8) -> Vec<(SubKeyId, [u8; 32])> {
        let state = self.fold.ceremony(&self.ceremony).unwrap();
        state.led_by(TrusteeIndex(leader)).map(|id| (id, [40 + id.subset.0; 32])).collect()
    }

    fn with_keys() -> Self {
        let mut world = Self::convened();
        let ceremony = world.ceremony;
        let leaders: Vec<u8> = (0..3).filter(|t| !world.seeds(*t).is_empty()).collect();
        for leader in &leaders {
            let commit = |(id, seed): &(SubKeyId, [u8; 32])| {
                (*id, commit_part(ceremony, *id, TrusteeIndex(*leader), &derive_part(ceremony, *id, seed)))
            };
            let parts = world.seeds(*leader).iter().map(commit).collect();
            world.say(*leader, CeremonyMessage::Commitments(Commitments { ceremony, parts })).unwrap();
        }
        world.now = 2;
        for leader in leaders {
            let state = world.fold.ceremony(&ceremony).unwrap().clone();
            let reveal = |(sub_key, seed): &(SubKeyId, [u8; 32])| {
                let from = TrusteeIndex(leader);
                let sealed = |to: TrusteeIndex| {
                    let randomness = SealingRandomness::from_bytes(&[to.0; 64]);
                    let parties = (from, to);
                    let sealed = seal_seed(state.manifest(), ceremony, *sub_key, parties, seed, &randomness);
                    (to, sealed_digest(&sealed.unwrap()))
                };
                let sealed = state.receivers(*sub_key, from).map(sealed).collect();
                RevealedPart { sub_key: *sub_key, part: derive_part(ceremony, *sub_key, seed), sealed }
            };
            let parts = world.seeds(leader).iter().map(reveal).collect();
            world.say(leader, CeremonyMessage::Reveals(Reveals { ceremony, key: 0, parts })).unwrap();
        }
        world.now = 3;
        for trustee in (0..3).rev() {
            let reveals = world.fold.ceremony(&ceremony).unwrap().reveals_digest();
            world.say(trustee, CeremonyMessage::Confirmation(Confirmation { ceremony, reveals })).unwrap();
        }
        world.now = 4;
        world
    }

    fn say(&mut self, trustee: u8, message: CeremonyMessage) -> Result<(), Refusal> {
        self.hold(Party::Trustee(TrusteeIndex(trustee)), message.kind(), &message)
    }

    /// An event of the ceremony.
    fn hold<T: Serialize>(&mut self, party: Party, kind: Kind, payload: &T) -> Result<(), Refusal> {
        let (event, bytes) = self.event_in(Scope::Ceremony(self.ceremony), party, kind, payload);
        self.fold.apply(&event, &bytes)
    }

    fn event<T: Serialize>(&self, party: Party, kind: Kind, payload: &T) -> (Event, Vec<u8>) {
        self.event_in(Scope::Round(self.id), party, kind, payload)
    }

    fn event_in<T: Serialize>(
        &self,
        scope: Scope,
        party: Party,
        kind: Kind,
        payload: &T,
    ) -> (Event, Vec<u8>) {
        let bytes = canonical::encode(payload);
        let signed = SignedClaim::sign(&key_of(party), party, scope, kind, &bytes, "test");
        let at = Instant(self.now);
        (Event { parent: self.fold.parent(), height: self.fold.height(), at, signed }, bytes)
    }

    fn post<T: Serialize>(&mut self, party: Party, kind: Kind, payload: &T) -> Result<(), Refusal> {
        let (event, bytes) = self.event(party, kind, payload);
        let before = (self.fold.height(), self.fold.parent());
        let outcome = self.fold.apply(&event, &bytes);
        if outcome.is_err() {
            assert_eq!(before, (self.fold.height(), self.fold.parent()), "a refusal must change nothing");
        }
        outcome
    }

    fn header(&self, member: u16, revision: u32) -> SubmissionHeader {
        SubmissionHeader {
            round: self.id,
            member: MemberIndex(member),
            revision,
            statuses: vec![Status::Normal, Status::Missing],
            parts: vec![PartHeader {
                key: self.key,
                ciphertexts: vec![Some(Digest::ZERO)],
                commitments: Digest::ZERO,
                proofs: Digest::ZERO,
            }],
        }
    }

    fn submit(&mut self, member: u16, revision: u32) -> Result<(), Refusal> {
        let header = self.header(member, revision);
        self.post(Party::Member(MemberIndex(member)), Kind::Submitted, &header)
    }

    fn set(&self) -> SealedSet {
        let members = self.fold.round(&self.id).unwrap().latest().map(|(m, l)| (m, l.digest)).collect();
        SealedSet { members, aggregates: vec![digest("sum", &[])] }
    }

    fn sealed() -> Self {
        let mut world = Self::new();
        for member in 0..3 {
            world.submit(member, 0).unwrap();
        }
        world.now = DEADLINE + 6;
        world.post(Party::Coordinator, Kind::Sealed, &world.set()).unwrap();
        world
    }

    fn state(&mut self, trustee: u8) -> Result<(), Refusal> {
        let statement = self.fold.round(&self.id).unwrap().expected_statement(0).unwrap();
        self.post(Party::Trustee(TrusteeIndex(trustee)), Kind::Stated, &statement)
    }

    fn share(&mut self, trustee: u8, step: Step) -> Result<(), Refusal> {
        let given = self.given(trustee, step);
        self.post(Party::Trustee(TrusteeIndex(trustee)), Kind::SharesGiven, &given)
    }

    /// Shares without any meaning: the fold sees their digests alone.
    fn given(&self, trustee: u8, step: Step) -> SharesGiven {
        let round = self.fold.round(&self.id).unwrap();
        let question = round.question(0, step).or_else(|| round.question(0, Step::A)).unwrap();
        let held = (0..3).filter(|at| !subsets(3, 2)[*at].contains(TrusteeIndex(trustee)));
        let share = |at: usize| SubShare { sub_key: SubKeyIndex(at as u16), values: vec![7] };
        let signing = key_of(Party::Trustee(TrusteeIndex(trustee)));
        let set = ShareSet::sign(question, TrusteeIndex(trustee), held.map(share).collect(), &signing);
        let reply = (step == Step::A).then(|| SealingKey(vec![]));
        SharesGiven { signed: set.signed, sealed: Digest::ZERO, reply }
    }

    fn phase(&self) -> Phase {
        self.fold.round(&self.id).unwrap().phase()
    }
}

#[test]
fn a_whole_round() {
    let mut w = World::sealed();
    let plan = AdoptedPlan { approved: vec![0], counts: Digest::ZERO };
    assert_eq!(w.share(0, Step::A).unwrap_err().rule(), "QUORUM");
    w.state(0).unwrap();
    w.state(1).unwrap();
    assert_eq!(w.share(0, Step::A).unwrap_err(), Refusal::NoQuorum { key: 0, standing: 2 });
    w.state(2).unwrap();
    w.share(0, Step::A).unwrap();
    assert_eq!(w.post(Party::Coordinator, Kind::PlanAdopted, &plan).unwrap_err().rule(), "SHARES");
    w.share(1, Step::A).unwrap();
    let before_the_plan = SharesGiven { reply: None, ..w.given(0, Step::B) };
    assert_eq!(
        w.post(Party::Trustee(TrusteeIndex(0)), Kind::SharesGiven, &before_the_plan).unwrap_err().rule(),
        "MISMATCH"
    );
    let outside = AdoptedPlan { approved: vec![2], counts: Digest::ZERO };
    assert_eq!(w.post(Party::Coordinator, Kind::PlanAdopted, &outside).unwrap_err().rule(), "LIST");
    w.post(Party::Coordinator, Kind::PlanAdopted, &plan).unwrap();
    w.share(1, Step::B).unwrap();
    let files = Publication {
        files: vec![("totals.csv".into(), Digest::ZERO)],
        openings: Digest::ZERO,
        composition: Digest::ZERO,
    };
    assert_eq!(w.post(Party::Coordinator, Kind::Published, &files).unwrap_err().rule(), "SHARES");
    w.share(2, Step::B).unwrap();
    w.post(Party::Coordinator, Kind::Published, &files).unwrap();
    assert_eq!(w.phase(), Phase::Published);
    w.post(Party::Trustee(TrusteeIndex(0)), Kind::KeysDestroyed, &KeysDestroyed { keys: vec![w.key] })
        .unwrap();
    let reason = Reason { text: "typing error in a label".into() };
    w.post(Party::Coordinator, Kind::Erratum, &reason).unwrap();
    assert_eq!(w.post(Party::Coordinator, Kind::Cancelled, &reason).unwrap_err().rule(), "PHASE");
}

#[test]
fn submissions_out_of_time_place_or_turn() {
    let mut w = World::new();
    w.now = 9;
    assert_eq!(w.submit(0, 0).unwrap_err().rule(), "DATE-EARLY");
    w.now = 10;
    assert_eq!(w.submit(0, 1).unwrap_err(), Refusal::Revision { expected: 0, got: 1 });
    w.submit(0, 0).unwrap();
    assert_eq!(w.submit(0, 0).unwrap_err().rule(), "REVISION", "a replay");
    w.submit(0, 1).unwrap();
    let other = w.header(1, 0);
    assert_eq!(
        w.post(Party::Member(MemberIndex(0)), Kind::Submitted, &other).unwrap_err().rule(),
        "MISMATCH"
    );
    let mut wrong = w.header(1, 0);
    wrong.round = RoundId(Digest::ZERO);
    assert_eq!(
        w.post(Party::Member(MemberIndex(1)), Kind::Submitted, &wrong).unwrap_err().rule(),
        "MISMATCH"
    );
    let mut empty = w.header(1, 0);
    empty.statuses = vec![Status::Missing; 2];
    assert_eq!(w.post(Party::Member(MemberIndex(1)), Kind::Submitted, &empty).unwrap_err().rule(), "EMPTY");
    assert_eq!(w.post(Party::Coordinator, Kind::Submitted, &other).unwrap_err().rule(), "ROLE");
    let stranger = Party::Member(MemberIndex(9));
    assert_eq!(w.post(stranger, Kind::Submitted, &other).unwrap_err().rule(), "ROLE");
    w.now = DEADLINE + 5;
    w.submit(1, 0).unwrap();
    w.now = DEADLINE + 6;
    assert_eq!(w.submit(2, 0).unwrap_err().rule(), "DATE-LATE");
    let extension = Extension { deadline: Instant(DEADLINE * 2) };
    assert_eq!(w.post(Party::Coordinator, Kind::Extended, &extension).unwrap_err().rule(), "DATE-LATE");
}

#[test]
fn sealing_takes_exactly_the_latest_and_not_too_early() {
    let mut w = World::new();
    for member in 0..3 {
        w.submit(member, 0).unwrap();
    }
    let set = w.set();
    assert_eq!(
        w.post(Party::Coordinator, Kind::Sealed, &set).unwrap_err(),
        Refusal::SealEarly { missing: 1 }
    );
    w.submit(3, 0).unwrap();
    assert_eq!(w.post(Party::Coordinator, Kind::Sealed, &set).unwrap_err().rule(), "SEAL-SET", "one dropped");
    w.submit(1, 1).unwrap();
    let mut stale = w.set();
    stale.members[1].1 = set.members[1].1;
    let refusal = w.post(Party::Coordinator, Kind::Sealed, &stale).unwrap_err();
    assert_eq!(refusal, Refusal::SealedSet(MemberIndex(1)), "a stale revision");
    assert_eq!(w.post(Party::Aggregator, Kind::Sealed, &w.set()).unwrap_err().rule(), "ROLE");
    w.post(Party::Coordinator, Kind::Sealed, &w.set()).unwrap();
    assert_eq!(w.submit(0, 1).unwrap_err().rule(), "PHASE");
}

#[test]
fn a_round_below_its_minimum_cannot_be_sealed() {
    let mut w = World::new();
    for member in 0..3 {
        w.submit(member, 0).unwrap();
    }
    w.post(Party::Member(MemberIndex(2)), Kind::Withdrawn, &Withdrawal { revision: 0 }).unwrap();
    let again = w.post(Party::Member(MemberIndex(2)), Kind::Withdrawn, &Withdrawal { revision: 0 });
    assert_eq!(again.unwrap_err(), Refusal::NothingToWithdraw);
    w.now = DEADLINE + 6;
    let refusal = w.post(Party::Coordinator, Kind::Sealed, &w.set()).unwrap_err();
    assert_eq!(refusal, Refusal::TooFewMembers { got: 2, min: 3 });
}

#[test]
fn a_trustee_that_states_for_another_set_gives_no_shares_and_is_named() {
    let mut w = World::sealed();
    for trustee in 0..3 {
        w.state(trustee).unwrap();
    }
    let right = w.fold.round(&w.id).unwrap().expected_statement(0).unwrap();
    let fork = Statement { sealed_set: Digest::ZERO, ..right };
    w.post(Party::Trustee(TrusteeIndex(2)), Kind::Stated, &fork).unwrap();
    let statements = w.fold.round(&w.id).unwrap().statements(&w.key).unwrap();
    assert_eq!(statements.contradictions(), vec![(TrusteeIndex(2), right, fork)]);
    assert_eq!(w.share(0, Step::A).unwrap_err().rule(), "QUORUM");
}

#[test]
fn the_chain_is_checked() {
    let mut w = World::new();
    let header = w.header(0, 0);
    let (event, bytes) = w.event(Party::Member(MemberIndex(0)), Kind::Submitted, &header);
    let refused = |w: &mut World, event: &Event, bytes: &[u8]| w.fold.apply(event, bytes).unwrap_err().rule();
    assert_eq!(refused(&mut w, &Event { height: 5, ..event.clone() }, &bytes), "LOG-HEIGHT");
    assert_eq!(refused(&mut w, &Event { parent: Digest::ZERO, ..event.clone() }, &bytes), "LOG-PARENT");
    assert_eq!(refused(&mut w, &Event { at: Instant(-1), ..event.clone() }, &bytes), "LOG-TIME");
    assert_eq!(refused(&mut w, &event, &bytes[1..]), "LOG-PAYLOAD");
    let mut forged = event.clone();
    forged.signed.signature.0[0] ^= 1;
    assert_eq!(refused(&mut w, &forged, &bytes), "SIGNATURE");
    let mut renamed = event.clone();
    renamed.signed.claim.signer = Party::Member(MemberIndex(1));
    assert_eq!(refused(&mut w, &renamed, &bytes), "SIGNATURE");
    let mut other = event.clone();
    other.signed.claim.payload = payload_digest(b"x");
    assert_eq!(refused(&mut w, &other, b"x"), "SIGNATURE");
    w.fold.apply(&event, &bytes).unwrap();
    assert_eq!(refused(&mut w, &event, &bytes), "LOG-HEIGHT", "a repeat");
}

#[test]
fn a_key_serves_one_round_and_a_policy_cannot_change_afterwards() {
    let mut w = World::new();
    let mut second = w.manifest();
    second.policy.work_limit = 5;
    w.id = second.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err(), Refusal::KeyUsed(0));
    let first = w.manifest();
    w.id = first.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err().rule(), "MISMATCH");
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &first).unwrap_err(), Refusal::RoundExists);
}

#[test]
fn every_fault_of_a_manifest_is_found() {
    let good = World::with_keys().manifest();
    let mut bad = good.clone();
    bad.spec_version = 9;
    bad.threshold = 3;
    bad.cells[1].key = bad.cells[0].key.clone();
    bad.cells[0].min_contributors = 2;
    bad.cells[0].leaves = vec![2];
    bad.leaves.swap(0, 1);
    bad.members[1].area = bad.members[0].area.clone();
    bad.keys[0].cells = 1;
    bad.deadline = bad.opens;
    bad.policy.min_members = 2;
    assert_eq!(bad.faults().len(), 10, "{:?}", bad.faults());
    assert!(good.faults().is_empty());
}

#[test]
fn a_round_takes_committee_coordinator_and_keys_from_a_valid_ceremony() {
    let mut w = World::with_keys();
    let good = w.manifest();
    let mut open = |change: &dyn Fn(&mut RoundManifest)| {
        let mut manifest = good.clone();
        change(&mut manifest);
        w.id = manifest.id();
        w.post(Party::Coordinator, Kind::Opened, &manifest)
    };
    let other = |m: &mut RoundManifest| {
        m.ceremony = CeremonyId(Digest::ZERO);
        m.keys[0].key = KeyId::of(m.ceremony, 0);
    };
    assert_eq!(open(&other).unwrap_err(), Refusal::UnknownCeremony);
    assert_eq!(open(&|m| m.trustees.swap(0, 1)).unwrap_err(), Refusal::Mismatch("committee"));
    assert_eq!(
        open(&|m| m.keys[0].public_part = Digest::ZERO).unwrap_err(),
        Refusal::Mismatch("public part of a key")
    );
    let beyond = |m: &mut RoundManifest| {
        m.keys[0].index = 1;
        m.keys[0].key = KeyId::of(m.ceremony, 1);
    };
    assert_eq!(open(&beyond).unwrap_err(), Refusal::Mismatch("public part of a key"));
    let large = |m: &mut RoundManifest| {
        let cell = m.cells[0].clone();
        m.cells = (0..100_000).map(|n| CellSpec { key: n.to_string(), ..cell.clone() }).collect();
        m.keys[0].cells = 100_000;
        let signing = |n: u16| SecretKey::from_seed(&digest("many", &[&n.to_le_bytes()]).0).verifying_key();
        m.members = (0..256).map(|n| MemberEntry { area: n.to_string(), signing: signing(n) }).collect();
    };
    assert_eq!(open(&large).unwrap_err().rule(), "BUDGET");
    open(&|_| ()).unwrap();
}

#[test]
fn a_stranger_cannot_use_the_keys_of_a_ceremony() {
    let mut w = World::with_keys();
    let mut manifest = w.manifest();
    let stranger = SecretKey::from_seed(&[99; 32]);
    manifest.coordinator.signing = stranger.verifying_key();
    let bytes = canonical::encode(&manifest);
    let scope = Scope::Round(manifest.id());
    let signed = SignedClaim::sign(&stranger, Party::Coordinator, scope, Kind::Opened, &bytes, "test");
    let event = Event { parent: w.fold.parent(), height: w.fold.height(), at: Instant(w.now), signed };
    assert_eq!(w.fold.apply(&event, &bytes), Err(Refusal::Mismatch("coordinator")));
}

#[test]
fn a_ceremony_without_all_confirmations_opens_no_round() {
    let good = World::with_keys();
    let manifest = good.manifest();
    let mut w = World::convened();
    w.id = manifest.id();
    let opened = w.post(Party::Coordinator, Kind::Opened, &manifest);
    assert_eq!(opened, Err(Refusal::CeremonyWithoutKeys));
    w.now = 4;
    let reveals = Digest::ZERO;
    let late = CeremonyMessage::Confirmation(Confirmation { ceremony: w.ceremony, reveals });
    assert_eq!(w.say(0, late).unwrap_err().rule(), "CEREMONY");
    let state = w.fold.ceremony(&w.ceremony).unwrap();
    assert_eq!(*state.phase(), crate::ceremony::Phase::Committing, "a refused message moves nothing");
}

#[test]
fn ceremony_events_need_the_right_kind_signer_and_scope() {
    let mut w = World::convened();
    let ceremony = w.ceremony;
    let message = CeremonyMessage::Commitments(Commitments { ceremony, parts: vec![] });
    let mut refused = |party, kind| w.hold(party, kind, &message).unwrap_err().rule();
    assert_eq!(refused(Party::Trustee(TrusteeIndex(0)), Kind::Revealed), "MISMATCH");
    assert_eq!(refused(Party::Coordinator, Kind::Committed), "ROLE");
    assert_eq!(refused(Party::Trustee(TrusteeIndex(7)), Kind::Committed), "ROLE");
    assert_eq!(refused(Party::Trustee(TrusteeIndex(0)), Kind::Committed), "CEREMONY");
    let scope = Scope::Ceremony(ceremony);
    let (mut event, bytes) = w.event_in(scope, Party::Trustee(TrusteeIndex(0)), Kind::Committed, &message);
    event.signed.claim.signer = Party::Trustee(TrusteeIndex(1));
    assert_eq!(w.fold.apply(&event, &bytes).unwrap_err().rule(), "SIGNATURE");
    let erased = SealingKeyDestroyed { ceremony };
    let trustee = Party::Trustee(TrusteeIndex(1));
    assert_eq!(w.hold(trustee, Kind::SealingKeyDestroyed, &erased).unwrap_err().rule(), "PHASE");
    let mut w = World::with_keys();
    w.hold(trustee, Kind::SealingKeyDestroyed, &SealingKeyDestroyed { ceremony: w.ceremony }).unwrap();
    assert!(w.fold.sealing_keys_destroyed(&w.ceremony).unwrap().contains(&TrusteeIndex(1)));
}

#[test]
fn shares_name_their_question_their_sub_keys_and_their_trustee() {
    let mut w = World::sealed();
    (0..3).for_each(|trustee| w.state(trustee).unwrap());
    let given = w.given(1, Step::A);
    let mut refused = |change: &dyn Fn(&mut SharesGiven)| {
        let mut given = given.clone();
        change(&mut given);
        w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap_err().rule()
    };
    assert_eq!(refused(&|g| g.signed.head.trustee = TrusteeIndex(0)), "MISMATCH");
    assert_eq!(refused(&|g| g.signed.head.question.positions = Digest::ZERO), "MISMATCH");
    assert_eq!(refused(&|g| g.signed.head.question.aggregate = Digest::ZERO), "MISMATCH");
    assert_eq!(refused(&|g| g.reply = None), "MISMATCH");
    assert_eq!(refused(&|g| g.signed.head.digests.truncate(1)), "LIST");
    assert_eq!(refused(&|g| g.signed.head.digests[0].1 = Digest::ZERO), "SIGNATURE");
    w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap();
    w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap();
    let round = |w: &World| w.fold.round(&w.id).unwrap().two_answers().len();
    assert_eq!(round(&w), 0, "the same answer again");
    let mut other = given.signed.head.clone();
    other.digests[0].1 = Digest::ZERO;
    let signature = key_of(Party::Trustee(TrusteeIndex(1))).sign(crate::sign::Purpose::Share, &other);
    let signed = crate::opening::share::SignedHead { head: other, signature };
    let other = SharesGiven { signed, ..given };
    w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &other).unwrap();
    assert_eq!(round(&w), 1, "two answers to one question are evidence");
}

#[test]
fn another_rounds_opening_counts_for_its_keys_alone() {
    let mut w = World::with_keys();
    let manifest = w.manifest();
    w.id = manifest.id();
    let (event, bytes) = w.event(Party::Coordinator, Kind::Opened, &manifest);
    assert!(w.fold.skip(&event).is_err());
    w.fold.skip_opened(&event, &bytes).unwrap();
    assert!(w.fold.round(&w.id).is_none());
    let mut second = w.manifest();
    second.name = "again".into();
    w.id = second.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err(), Refusal::KeyUsed(0));
}
