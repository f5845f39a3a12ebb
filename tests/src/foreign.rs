//! Every decoder that reads bytes from outside, by name: for fuzz targets, and for a test that feeds them truncated and
//! flipped encodings. None may panic, and what decodes must encode to the same bytes.

#![expect(clippy::unwrap_used, reason = "a test's helper may fail loudly")]

use crate::world;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_COMPRESSED;
use intertally_argument::Batch;
use intertally_core::canonical::{decode, encode};
use intertally_core::ceremony::{
    CeremonyManifest, CeremonyMessage, CeremonyState, CeremonyTerms, SealingOffer,
};
use intertally_core::event::{Event, Scope, SignedClaim, payload};
use intertally_core::fold::Fold;
use intertally_core::hash::Digest;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Ciphertext, Params};
use intertally_core::opening::asked::Asked;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::positions::Positions;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::share::{ShareOpenings, ShareProofs, SharesGiven};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::statement::Statement;
use intertally_core::opening::tally::Tally;
use intertally_core::packing::Layout;
use intertally_core::packing::layout::Kind;
use intertally_core::party::{CeremonyId, MemberIndex, Party, TrusteeIndex};
use intertally_core::publication::{self, PublicSheet};
use intertally_core::round::RoundManifest;
use intertally_core::seal::{Sealed, SecretSealingKey};
use intertally_core::submission::{Checks, PartBody, Status, SubmissionHeader, Unverified};
use intertally_custody::ceremony::Stored;
use intertally_custody::ledger::{Ledger, LedgerEntry};
use intertally_log::{LeafHashes, LogSigner, Receipt, cosigners};
use intertally_statements::SUB_KEY_ROWS;
use intertally_statements::coordinator::{Form, Publication, Step as Published, Told};
use intertally_statements::leader::Leader;
use intertally_statements::trustee::Slots;
use intertally_verify::record::archive::read_files;
use intertally_verify::record::{MANIFEST, Place, RecordManifest};
use intertally_verify::{Options, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::OnceLock;

/// Most bytes that a decoder here is given.
const LIMIT: usize = 1 << 20;

/// A decoder and its name. True if the bytes decoded.
pub type Decoder = (&'static str, fn(&[u8]) -> bool);

#[expect(clippy::panic, reason = "the fault that fuzzing looks for")]
fn plain<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> bool {
    match decode::<T>("fuzzed", bytes, LIMIT) {
        Ok(value) if encode(&value) != bytes => panic!("decodes from a second spelling"),
        Ok(_) => true,
        Err(_) => false,
    }
}

/// A round of three members and two cells with a key that no ceremony made: nobody knows its secret.
fn checks() -> &'static Checks {
    static CHECKS: OnceLock<Checks> = OnceLock::new();
    let ceremony = CeremonyId(Digest::ZERO);
    CHECKS.get_or_init(|| {
        let manifest = world::round(3, 2, 100, (3, 2), ceremony, Digest::ZERO);
        let keys = vec![world::key_of_nothing(&manifest)];
        Checks::with_keys(manifest, keys)
    })
}

/// A header by member 0 that names exactly these bodies.
fn header(bodies: &[PartBody]) -> SubmissionHeader {
    let manifest = checks().manifest();
    let named = |(body, key): (&PartBody, &intertally_core::round::RoundKey)| body.header(key.key);
    SubmissionHeader {
        round: manifest.id(),
        member: MemberIndex(0),
        revision: 0,
        statuses: vec![Status::Normal; 2],
        public: vec![],
        confidential: vec![],
        parts: bodies.iter().zip(&manifest.keys).map(named).collect(),
        notes: vec![],
    }
}

/// Bodies from outside, under a header that names them: sizes, digests and proofs are checked.
fn submission(bytes: &[u8]) -> bool {
    let Ok(bodies) = decode::<Vec<PartBody>>("bodies", bytes, LIMIT) else { return false };
    let header = header(&bodies);
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    Unverified::new(bodies).verify(checks(), &header, rng).is_ok()
}

fn manifest(bytes: &[u8]) -> bool {
    let round = decode::<RoundManifest>("round", bytes, LIMIT);
    round.is_ok_and(|round| round.faults().is_empty() && encode(&round) == bytes)
}

fn ceremony(bytes: &[u8]) -> bool {
    let manifest = decode::<CeremonyManifest>("ceremony", bytes, LIMIT);
    manifest.is_ok_and(|manifest| CeremonyState::new(manifest).is_ok())
}

/// An event with the rest of the bytes as its payload, on an empty log.
fn event(bytes: &[u8]) -> bool {
    let (head, payload) = bytes.split_at(bytes.len().min(300));
    let event = decode::<Event>("event", head, LIMIT);
    event.is_ok_and(|event| Fold::default().apply(&event, payload).is_ok())
}

fn ciphertext(bytes: &[u8]) -> bool {
    Ciphertext::from_bytes(&Params::STANDARD, bytes.first().copied().unwrap_or(0).into(), bytes).is_ok()
}

fn sealed(bytes: &[u8]) -> bool {
    SecretSealingKey::from_bytes(&[1; 32]).open(b"context", &Sealed(bytes.to_vec())).is_ok()
}

fn stored(bytes: &[u8]) -> bool {
    Stored::from_secret_bytes(bytes, CeremonyId(Digest::ZERO)).is_ok()
}

fn ledger(bytes: &[u8]) -> bool {
    let entries = decode::<Vec<LedgerEntry>>("ledger", bytes, LIMIT);
    entries.is_ok_and(|entries| Ledger::replay(&entries).is_ok())
}

/// A public sheet from outside, judged against a round that nobody has reported to.
fn public_sheet(bytes: &[u8]) -> bool {
    let Ok(sheet) = decode::<PublicSheet>("public sheet", bytes, LIMIT) else { return false };
    let manifest = checks().manifest();
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    publication::verify((manifest, &Tally::new(manifest)), &[], &[0, 1], &sheet, rng).is_empty()
}

/// One step of a key of 2 of 3 trustees, over the sum of nothing and sub-keys that nobody made.
fn asked() -> &'static Asked {
    static ASKED: OnceLock<Asked> = OnceLock::new();
    ASKED.get_or_init(|| {
        let manifest = checks().manifest();
        let tally = Tally::new(manifest);
        let positions =
            Positions::bits(&Layout::of_part(manifest, 0), &Counted::all(&[0, 1], false)).unwrap();
        let rows = vec![vec![RISTRETTO_BASEPOINT_COMPRESSED; SUB_KEY_ROWS]; 3];
        Asked::with_rows(manifest, rows, &tally, (0, Digest::ZERO), &positions).unwrap()
    })
}

/// An answer's proofs from outside, judged as those of trustee 0.
fn share_proofs(bytes: &[u8]) -> bool {
    let max = asked().size(TrusteeIndex(0)).proofs_len();
    let Ok(proofs) = decode::<ShareProofs>("share proofs", bytes, max) else { return false };
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    asked().check(&[(TrusteeIndex(0), &proofs)], rng).iter().all(Result::is_ok)
}

/// A leader's proof from outside, of a part and rows that nobody knows a secret of: it never holds.
#[expect(clippy::panic, reason = "the fault that fuzzing looks for")]
fn leader_proof(bytes: &[u8]) -> bool {
    let [a, part] = [[1; 32], [2; 32]].map(|seed| expand_common(&seed, 0, &Params::STANDARD));
    let rows = [RISTRETTO_BASEPOINT_COMPRESSED; SUB_KEY_ROWS];
    let (a, part) = (a.into(), part.into());
    let statement = Leader::new(&a, &part, &rows, b"fuzzed").unwrap();
    let mut batch = Batch::new();
    batch.add(&statement, bytes);
    if batch.check(&mut ChaCha20Rng::seed_from_u64(1)).is_ok() {
        panic!("a proof of what is not so");
    }
    false
}

/// A coordinator's proof from outside, of totals that nobody opened: it never holds.
#[expect(clippy::panic, reason = "the fault that fuzzing looks for")]
fn publication_proof(bytes: &[u8]) -> bool {
    let layout = Layout::new(3, &[7, 7], false);
    let told = |total| Some(Told { minimum: 3, total });
    let form = Form {
        cells: vec![told(Some((9, 9))), told(None)],
        revision: false,
        slot_bits: layout.slot_bits(Kind::Value),
    };
    let c2 = expand_common(&[3; 32], 0, &Params::STANDARD);
    let (counts, values) = (Slots::new(&[0, 1]).unwrap(), Slots::new(&[512, 513]).unwrap());
    let sum = [RISTRETTO_BASEPOINT_COMPRESSED];
    let [a, b] = [&counts, &values].map(|slots| Published { slots, commitments: &sum });
    let body = c2.get(..layout.used(0)).unwrap_or_default();
    let statement = Publication::new(body, a, b, form, b"fuzzed").unwrap();
    let mut batch = Batch::new();
    batch.add(&statement, bytes);
    if batch.check(&mut ChaCha20Rng::seed_from_u64(1)).is_ok() {
        panic!("a proof of what is not so");
    }
    false
}

#[expect(clippy::panic, reason = "the fault that fuzzing looks for")]
fn record_list(bytes: &[u8]) -> bool {
    let Ok(list) = RecordManifest::parse(bytes) else { return false };
    if list.to_bytes().ok().as_deref() != Some(bytes) {
        panic!("reads from a second spelling");
    }
    true
}

/// An archive: every file at a place of a record. What is a record then goes through all checks.
#[expect(clippy::panic, reason = "the fault that fuzzing looks for")]
fn archive(bytes: &[u8]) -> bool {
    let Ok(files) = read_files(bytes) else { return false };
    if files.keys().any(|path| path != MANIFEST && Place::parse(path).is_none()) {
        panic!("a path that no record has");
    }
    verify(&files, &Options::default()).failed().is_empty()
}

/// A checkpoint of a log that never signed one, and its cosigners.
fn checkpoint(bytes: &[u8]) -> bool {
    let Ok(log) = LogSigner::new("log.example", &[1; 32]) else { return false };
    log.verifier().open(bytes).and_then(|shown| log.verifier().alone(&shown)).is_ok_and(|shown| {
        let keys = [[0; 32], [1; 32]];
        cosigners(&shown, &keys).is_ok()
    })
}

/// All of them.
pub const DECODERS: &[Decoder] = &[
    ("claim", plain::<SignedClaim>),
    ("event", plain::<Event>),
    ("event-on-log", event),
    ("round-manifest", manifest),
    ("ceremony-manifest", ceremony),
    ("ceremony-terms", plain::<CeremonyTerms>),
    ("sealing-offer", plain::<SealingOffer>),
    ("ceremony-message", plain::<CeremonyMessage>),
    ("submission-header", plain::<SubmissionHeader>),
    ("submission-bodies", plain::<Vec<PartBody>>),
    ("submission", submission),
    ("ciphertext", ciphertext),
    ("withdrawal", plain::<payload::Withdrawal>),
    ("extension", plain::<payload::Extension>),
    ("sealed-set", plain::<payload::SealedSet>),
    ("plan", plain::<payload::AdoptedPlan>),
    ("reason", plain::<payload::Reason>),
    ("publication", plain::<payload::Publication>),
    ("keys-destroyed", plain::<payload::KeysDestroyed>),
    ("payload-deleted", plain::<payload::PayloadDeleted>),
    ("statement", plain::<Statement>),
    ("shares-given", plain::<SharesGiven>),
    ("share-proofs", plain::<ShareProofs>),
    ("share-proofs-checked", share_proofs),
    ("share-openings", plain::<ShareOpenings>),
    ("counts-sheet", plain::<CountsSheet>),
    ("openings-sheet", plain::<OpeningsSheet>),
    ("composition", plain::<Composition>),
    ("earlier-round", plain::<Remembered>),
    ("public-sheet", plain::<PublicSheet>),
    ("public-sheet-checked", public_sheet),
    ("proofs", plain::<Vec<Option<Vec<u8>>>>),
    ("leader-proof", leader_proof),
    ("publication-proof", publication_proof),
    ("scope", plain::<Scope>),
    ("party", plain::<Party>),
    ("receipt", plain::<(Event, Receipt)>),
    ("receipt-file", plain::<(Event, Receipt, LeafHashes)>),
    ("checkpoint", checkpoint),
    ("record-list", record_list),
    ("record-archive", archive),
    ("sealed-message", sealed),
    ("stored-state", stored),
    ("ledger", ledger),
    ("rehearsed", plain::<payload::Rehearsed>),
];
