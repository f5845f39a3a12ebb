//! A round from opening to publication, and every event that must be refused on the way.

use super::*;
use crate::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, Publication, Reason, SealedSet, SharesNotice, Step, Withdrawal,
};
use crate::event::{SignedClaim, payload_digest};
use crate::hash::digest;
use crate::opening::statement::Statement;
use crate::party::{CeremonyId, MemberIndex, TrusteeIndex};
use crate::round::{CellSpec, CoordinatorEntry, MemberEntry, Policy, RoundKey};
use crate::seal::SealingKey;
use crate::sign::SecretKey;
use crate::submission::{PartHeader, Status, SubmissionHeader};
use serde::Serialize;

const DEADLINE: i64 = 1_000;

struct World {
    fold: Fold,
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

fn manifest() -> RoundManifest {
    let ceremony = CeremonyId(digest("test", &[]));
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
        keys: vec![RoundKey { index: 0, key: KeyId::of(ceremony, 0), public_part: Digest::ZERO, cells: 2 }],
        policy: Policy { min_members: 3, work_limit: 1000 },
        opens: Instant(10),
        deadline: Instant(DEADLINE),
        grace_ms: 5,
        revision: false,
        earlier: vec![],
    }
}

impl World {
    fn new() -> Self {
        let manifest = manifest();
        let (id, key) = (manifest.id(), manifest.keys[0].key);
        let mut world = Self { fold: Fold::default(), id, key, now: 0 };
        world.post(Party::Coordinator, Kind::Opened, &manifest).unwrap();
        world.now = 10;
        world
    }

    fn event<T: Serialize>(&self, party: Party, kind: Kind, payload: &T) -> (Event, Vec<u8>) {
        let bytes = canonical::encode(payload);
        let scope = Scope::Round(self.id);
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
        let notice = SharesNotice { key: self.key, step, shares: vec![], sealed: Digest::ZERO };
        self.post(Party::Trustee(TrusteeIndex(trustee)), Kind::SharesGiven, &notice)
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
    assert_eq!(w.share(0, Step::B).unwrap_err().rule(), "PHASE");
    let outside = AdoptedPlan { approved: vec![2], counts: Digest::ZERO };
    assert_eq!(w.post(Party::Coordinator, Kind::PlanAdopted, &outside).unwrap_err().rule(), "LIST");
    w.post(Party::Coordinator, Kind::PlanAdopted, &plan).unwrap();
    w.share(1, Step::B).unwrap();
    let files = Publication { files: vec![("totals.csv".into(), Digest::ZERO)] };
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
    let mut second = manifest();
    second.policy.work_limit = 5;
    w.id = second.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err(), Refusal::KeyUsed(0));
    w.id = manifest().id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err().rule(), "MISMATCH");
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &manifest()).unwrap_err(), Refusal::RoundExists);
}

#[test]
fn every_fault_of_a_manifest_is_found() {
    let mut bad = manifest();
    bad.spec_version = 9;
    bad.threshold = 3;
    bad.cells[1].key = bad.cells[0].key.clone();
    bad.cells[0].min_contributors = 2;
    bad.members[1].area = bad.members[0].area.clone();
    bad.keys[0].cells = 1;
    bad.deadline = bad.opens;
    bad.policy.min_members = 2;
    assert_eq!(bad.faults().len(), 8, "{:?}", bad.faults());
    assert!(manifest().faults().is_empty());
}
