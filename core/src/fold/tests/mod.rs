//! Parties with fixed keys, a log with a ceremony, and rounds on it.

mod before;
mod binding;
mod earlier;
mod returns;
mod rounds;

use super::*;
use crate::ceremony::{
    CeremonyKey, CeremonyMessage, CeremonyTerms, Commitments, Confirmation, PARAMS, RevealedPart, Reveals,
    SealingKeyDestroyed, SubKeyId, derive_part, seal_seed, sealed_digest,
};
use crate::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, Publication, Reason, Rehearsed, SealedSet, Step, Withdrawal,
};
use crate::event::{SignedClaim, payload_digest};
use crate::hash::digest;
use crate::opening::counted::Counted;
use crate::opening::share::SharesGiven;
use crate::opening::statement::Statement;
use crate::party::{CeremonyId, MemberIndex, TrusteeIndex};
use crate::round::{CellSpec, CoordinatorEntry, Leaf, MemberEntry, Policy, RoundKey, TableRules};
use crate::seal::{SealingKey, SealingRandomness, SecretSealingKey};
use crate::sign::SecretKey;
use crate::submission::{Note, NoteFault, PartHeader, Status, SubmissionHeader};
use rand_core::OsRng;
use serde::Serialize;
use std::sync::LazyLock;

const DEADLINE: i64 = 1_000;
/// Keys of the ceremony: one per round.
const KEYS: u32 = 3;

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
        keys: KEYS,
        params: PARAMS.into(),
        commit_by: Instant(1),
        reveal_by: Instant(2),
        confirm_by: Instant(3),
        not_leading: vec![],
    }
}

/// One figure over the year 2024.
fn leaf(n: u32) -> Leaf {
    Leaf { figure: format!("leaf{n}"), start: 12 * 2024, months: 12 }
}

fn manifest(key: &CeremonyKey, ceremony: CeremonyId) -> RoundManifest {
    let cell = |n: u32| CellSpec {
        key: format!("cell{n}"),
        max: 100,
        leaves: vec![n],
        min_contributors: 3,
        count_only: false,
        rounding: 1,
        first: 13,
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
        periods: vec!["2024".into()],
        leaves: (0..2).map(leaf).collect(),
        cells: (0..2).map(cell).collect(),
        rules: TableRules::default(),
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
        policy: Policy { min_members: 3 },
        opens: Instant(10),
        deadline: Instant(DEADLINE),
        grace_ms: 5,
        revision: false,
        earlier: vec![],
    }
}

/// A plan that opens these cells.
fn adopted(cells: &[u32]) -> AdoptedPlan {
    let composition = digest("test", &[b"composition"]);
    AdoptedPlan { approved: cells.to_vec(), counts: Digest::ZERO, composition }
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
        self.manifest_with(0)
    }

    /// A round under key number `key`.
    fn manifest_with(&self, key: u32) -> RoundManifest {
        let made = &self.fold.ceremony(&self.ceremony).unwrap().keys()[key as usize];
        let mut manifest = manifest(made, self.ceremony);
        manifest.keys[0].index = key;
        manifest
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

    /// A log with a whole ceremony in it, made once: its proofs take time.
    fn with_keys() -> Self {
        static MADE: LazyLock<World> = LazyLock::new(World::make_keys);
        MADE.clone()
    }

    fn leaders(&self) -> Vec<u8> {
        (0..3).filter(|t| !self.seeds(*t).is_empty()).collect()
    }

    /// All commitments of the ceremony.
    fn commit(&mut self) {
        let ceremony = self.ceremony;
        for leader in self.leaders() {
            let commit = |(id, seed): &(SubKeyId, [u8; 32])| {
                let derived = derive_part(ceremony, *id, seed).unwrap();
                (*id, derived.commitment(ceremony, *id, TrusteeIndex(leader)))
            };
            let parts = self.seeds(leader).iter().map(commit).collect();
            self.say(leader, CeremonyMessage::Commitments(Commitments { ceremony, parts })).unwrap();
        }
    }

    /// What a leader reveals of a key.
    fn reveals(&self, leader: u8, key: u32) -> Reveals {
        let ceremony = self.ceremony;
        let state = self.fold.ceremony(&ceremony).unwrap();
        let from = TrusteeIndex(leader);
        let reveal = |(sub_key, seed): &(SubKeyId, [u8; 32])| {
            let sealed = |to: TrusteeIndex| {
                let randomness = SealingRandomness::from_bytes(&[to.0; 64]);
                let parties = (from, to);
                let sealed = seal_seed(state.manifest(), ceremony, *sub_key, parties, seed, &randomness);
                (to, sealed_digest(&sealed.unwrap()))
            };
            let sealed = state.receivers(*sub_key, from).map(sealed).collect();
            let derived = derive_part(ceremony, *sub_key, seed).unwrap();
            let proof = derived.prove(ceremony, *sub_key, from, &mut OsRng).unwrap();
            RevealedPart { sub_key: *sub_key, part: derived.part, rows: derived.rows, proof, sealed }
        };
        let seeds = self.seeds(leader);
        let parts = seeds.iter().filter(|(id, _)| id.key == key).map(reveal).collect();
        Reveals { ceremony, key, parts }
    }

    fn make_keys() -> Self {
        let mut world = Self::convened();
        let ceremony = world.ceremony;
        world.commit();
        world.now = 2;
        for leader in world.leaders() {
            for key in 0..KEYS {
                let reveals = world.reveals(leader, key);
                world.say(leader, CeremonyMessage::Reveals(reveals)).unwrap();
            }
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
            public: vec![],
            confidential: vec![],
            parts: vec![PartHeader {
                key: self.fold.round(&self.id).map_or(self.key, |round| round.manifest().keys[0].key),
                ciphertexts: vec![Some(Digest::ZERO)],
                proofs: Digest::ZERO,
            }],
            notes: vec![],
        }
    }

    fn submit(&mut self, member: u16, revision: u32) -> Result<(), Refusal> {
        let header = self.header(member, revision);
        self.post(Party::Member(MemberIndex(member)), Kind::Submitted, &header)
    }

    fn set(&self) -> SealedSet {
        let members = self.fold.round(&self.id).unwrap().latest().map(|(m, l)| (m, l.digest)).collect();
        SealedSet { members, aggregates: vec![digest("sum", &[])], counted: Counted::all(&[0, 1], false) }
    }

    fn sealed() -> Self {
        let mut world = Self::new();
        world.fill();
        world
    }

    /// Three submissions and the seal.
    fn fill(&mut self) {
        for member in 0..3 {
            self.submit(member, 0).unwrap();
        }
        let deadline = self.fold.round(&self.id).unwrap().deadline();
        self.now = deadline.0 + 6;
        self.post(Party::Coordinator, Kind::Sealed, &self.set()).unwrap();
    }

    /// From the seal to the plan.
    fn adopt(&mut self, plan: &AdoptedPlan) -> Result<(), Refusal> {
        for trustee in 0..3 {
            self.state(trustee)?;
        }
        self.share(0, Step::A)?;
        self.share(1, Step::A)?;
        self.post(Party::Coordinator, Kind::PlanAdopted, plan)
    }

    fn state(&mut self, trustee: u8) -> Result<(), Refusal> {
        let statement = self.fold.round(&self.id).unwrap().expected_statement(0).unwrap();
        self.post(Party::Trustee(TrusteeIndex(trustee)), Kind::Stated, &statement)
    }

    fn share(&mut self, trustee: u8, step: Step) -> Result<(), Refusal> {
        let given = self.given(trustee, step);
        self.post(Party::Trustee(TrusteeIndex(trustee)), Kind::SharesGiven, &given)
    }

    /// Shares without any meaning: the fold sees their digests alone. Before the plan, step B asks what step A does.
    fn given(&self, trustee: u8, step: Step) -> SharesGiven {
        let round = self.fold.round(&self.id).unwrap();
        let question = round.question(0, step).or_else(|| round.question(0, Step::A)).unwrap();
        let proofs = digest("proofs", &[&[trustee]]);
        let reply = (step == Step::A).then(|| SealingKey(vec![]));
        SharesGiven { question, proofs, sealed: Digest::ZERO, reply }
    }

    fn phase(&self) -> Phase {
        self.fold.round(&self.id).unwrap().phase()
    }
}
