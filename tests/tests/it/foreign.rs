//! Foreign bytes never panic: every decoder, fed with real objects cut short and with flipped bits, and with noise.

use intertally_core::canonical::encode;
use intertally_core::ceremony::CeremonyTerms;
use intertally_core::ceremony::{SubKeyId, SubsetIndex};
use intertally_core::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, PayloadDeleted, Publication, Reason, Rehearsed, SealedSet,
    Withdrawal,
};
use intertally_core::event::{Event, Scope};
use intertally_core::hash::Digest;
use intertally_core::opening::composition::{ComposedCell, Composition};
use intertally_core::opening::counted::Counted;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::share::{ShareOpening, ShareOpenings, ShareProofs, SubKeyIndex, SubKeyProofs};
use intertally_core::opening::sheet::{
    CountsSheet, KeyCounts, OpenedCell, OpenedPart, OpeningsSheet, StepOpening,
};
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex, Party, RoundId, TrusteeIndex};
use intertally_core::publication::{PublicCell, PublicKeySheet, PublicSheet, PublicTotal};
use intertally_core::round::Leaf;
use intertally_core::submission::{Status, prepare, round_keys};
use intertally_log::{LeafHashes, LogSigner, Receipt, Tree};
use intertally_tests::foreign::DECODERS;
use intertally_tests::log::Log;
use intertally_tests::world;
use intertally_verify::record::{Edition, Files, Place, RecordBuilder, archive};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Real objects by the name of their decoder.
fn real() -> &'static BTreeMap<&'static str, Vec<Vec<u8>>> {
    static REAL: OnceLock<BTreeMap<&'static str, Vec<Vec<u8>>>> = OnceLock::new();
    REAL.get_or_init(|| {
        let rehearsed = SubKeyId { key: 0, subset: SubsetIndex(1) };
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        let mut log = Log::default();
        let (ceremony, held) = intertally_tests::ceremony::hold(&mut log, (3, 2), 1, &mut rng).unwrap();
        let made = ceremony.keys().remove(0);
        let manifest = world::round(3, 2, 100, (3, 2), ceremony.id(), made.digest);
        let keys = round_keys(&manifest, &ceremony).unwrap();
        let place = (MemberIndex(0), 0);
        let statuses = vec![Status::Normal; 2];
        let values = [Some(3), Some(0)];
        let sent = prepare(&manifest, &keys, place, statuses, &values, None, &mut rng).unwrap();
        let events = || log.events.iter();
        let messages =
            events().filter(|(_, payload)| payload.len() < 5_000).map(|(_, payload)| payload.clone());
        let set = SealedSet {
            members: vec![(MemberIndex(0), Digest::ZERO)],
            aggregates: vec![Digest::ZERO],
            counted: Counted { contributors: vec![1], changes: vec![0] },
        };
        let counts = KeyCounts { counts: vec![Some(3), None], changed: None, opening: Some(opening()) };
        let sheet = CountsSheet { round: RoundId(Digest::ZERO), keys: vec![counts], salt: Digest::ZERO };
        let terms: CeremonyTerms = ceremony.manifest().terms();
        let zero = Digest::ZERO;
        let round = RoundId(zero);
        let part = &sent.parts[0];
        BTreeMap::from([
            ("withdrawal", vec![encode(&Withdrawal { revision: 3 })]),
            ("extension", vec![encode(&Extension { deadline: Instant(9) })]),
            ("reason", vec![encode(&Reason { text: "late".into() })]),
            ("rehearsed", vec![encode(&Rehearsed { values: vec![(rehearsed, zero)] })]),
            ("keys-destroyed", vec![encode(&KeysDestroyed { keys: vec![KeyId(zero)] })]),
            ("payload-deleted", vec![encode(&PayloadDeleted { digest: zero })]),
            ("publication", vec![encode(&publication())]),
            ("openings-sheet", vec![encode(&openings())]),
            ("composition", vec![encode(&composition())]),
            ("earlier-round", vec![encode(&remembered())]),
            ("public-sheet", vec![encode(&public_sheet())]),
            ("share-proofs", vec![encode(&share_proofs())]),
            ("share-openings", vec![encode(&share_openings())]),
            ("proofs", vec![encode(&part.proofs)]),
            ("ciphertext", part.ciphertexts.iter().flatten().cloned().collect()),
            ("scope", vec![encode(&Scope::Round(round)), encode(&Scope::Ceremony(CeremonyId(zero)))]),
            ("party", vec![encode(&Party::Coordinator), encode(&Party::Member(MemberIndex(3)))]),
            ("receipt", vec![encode(&receipt(&log))]),
            ("receipt-file", vec![encode(&(receipt(&log).0, receipt(&log).1, leaves(&log)))]),
            ("checkpoint", vec![receipt(&log).1.note]),
            ("record-list", vec![record()["record.json"].clone()]),
            ("record-archive", vec![archived()]),
            ("event", events().map(|(event, _)| event.leaf()).collect()),
            ("claim", events().map(|(event, _)| encode(&event.signed)).collect()),
            ("ceremony-message", messages.collect()),
            ("ceremony-manifest", vec![encode(ceremony.manifest())]),
            ("ceremony-terms", vec![encode(&terms)]),
            ("round-manifest", vec![encode(&manifest)]),
            ("submission-header", vec![encode(&sent.header)]),
            ("submission-bodies", vec![encode(&sent.parts)]),
            ("sealed-set", vec![encode(&set)]),
            ("plan", vec![encode(&AdoptedPlan { approved: vec![1], counts: zero, composition: zero })]),
            ("counts-sheet", vec![encode(&sheet)]),
            ("stored-state", vec![held[0].to_secret_bytes().to_vec()]),
        ])
    })
}

fn publication() -> Publication {
    let files = vec![("totals.csv".to_owned(), Digest::ZERO)];
    Publication { files, openings: Digest::ZERO, public: Digest::ZERO }
}

fn openings() -> OpeningsSheet {
    let cells = vec![OpenedCell { cell: 2, total: 90 }];
    OpeningsSheet { round: RoundId(Digest::ZERO), cells, keys: vec![Some(opening()), None] }
}

fn opening() -> StepOpening {
    let part = OpenedPart { sums: vec![(7 << 100, -1), (u128::MAX, 2)], blindings: vec![[1; 32]] };
    StepOpening { holders: vec![TrusteeIndex(1), TrusteeIndex(0)], parts: vec![part] }
}

fn share_proofs() -> ShareProofs {
    let own = |sub_key| SubKeyProofs { sub_key: SubKeyIndex(sub_key), proofs: vec![vec![7; 40]] };
    ShareProofs(vec![own(1), own(2)])
}

fn share_openings() -> ShareOpenings {
    vec![(SubKeyIndex(1), vec![ShareOpening { words: vec![1, u128::MAX], blindings: vec![[3; 32]] }])]
}

fn composition() -> Composition {
    let leaf = Leaf { figure: "OFF_REC.FRAUD".into(), start: 24_288, months: 12 };
    let cell = ComposedCell {
        key: "OFF_REC.FRAUD.2024".into(),
        leaves: vec![leaf],
        members: vec!["NL".into()],
        public: vec![("NL".into(), 7)],
        confidential: vec!["NL".into()],
        minimum: 3,
        first: 13,
        count: Some(1),
        changed: Some(0),
        opened: false,
    };
    Composition { round: RoundId(Digest::ZERO), salt: Digest::ZERO, cells: vec![cell] }
}

fn remembered() -> Remembered {
    Remembered { composition: composition(), public: Some(public_sheet()) }
}

fn public_sheet() -> PublicSheet {
    let key = PublicKeySheet {
        counts: vec![TrusteeIndex(1), TrusteeIndex(0)],
        values: vec![TrusteeIndex(1), TrusteeIndex(2)],
        proofs: vec![vec![8; 64]],
    };
    let cells = vec![
        PublicCell { cell: 0, total: PublicTotal::Band { value: 8, low: 3, high: 12 } },
        PublicCell { cell: 1, total: PublicTotal::Exact(16) },
        PublicCell { cell: 2, total: PublicTotal::NearlyAll { low: 40, high: 50 } },
    ];
    PublicSheet { round: RoundId(Digest::ZERO), cells, keys: vec![Some(key), None] }
}

/// Hashes of all events, which go with a receipt in its file.
fn leaves(log: &Log) -> LeafHashes {
    let events: Vec<Vec<u8>> = log.events.iter().map(|(event, _)| event.leaf()).collect();
    LeafHashes::of(events.iter().map(Vec::as_slice))
}

/// The first event with a receipt.
fn receipt(log: &Log) -> (Event, Receipt) {
    let signer = LogSigner::new("log.example", &[1; 32]).unwrap();
    let mut tree = Tree::default();
    log.events.iter().for_each(|(event, _)| tree.push(event.leaf()));
    let note = signer.checkpoint(&tree.root()).unwrap().note().to_vec();
    (log.events[0].0.clone(), Receipt { index: 0, proof: tree.prove_inclusion(0).unwrap(), note })
}

fn record() -> Files {
    let mut record = RecordBuilder::new(Edition::Public, "log.example", RoundId(Digest::ZERO));
    record.file(Place::Event(0), vec![1]).file(Place::Published("totals.csv".into()), vec![65; 700]);
    record.build().unwrap()
}

fn archived() -> Vec<u8> {
    let mut bytes = Vec::new();
    archive::write(&record(), &mut bytes).unwrap();
    bytes
}

/// Every decoder is fed with real objects, but for a few whose bytes are secrets' or need a whole opening.
#[test]
fn every_decoder_has_real_objects() {
    let without: Vec<&str> =
        DECODERS.iter().map(|(name, _)| *name).filter(|name| !real().contains_key(name)).collect();
    let known = [
        "event-on-log",
        "sealing-offer",
        "submission",
        "statement",
        "shares-given",
        "share-proofs-checked",
        "public-sheet-checked",
        "leader-proof",
        "publication-proof",
        "sealed-message",
        "ledger",
    ];
    assert_eq!(without, known);
}

#[test]
fn real_objects_decode() {
    let refused = ["stored-state", "ceremony-message", "ciphertext", "record-archive"];
    for (name, decoder) in DECODERS {
        for bytes in real().get(name).into_iter().flatten().filter(|_| !refused.contains(name)) {
            assert!(decoder(bytes), "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn cut_flipped_and_random_bytes_never_panic(
        pick: prop::sample::Index, object: prop::sample::Index, at: prop::sample::Index, bit in 0u8..8,
        cut: bool, noise in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let (name, decoder) = DECODERS[pick.index(DECODERS.len())];
        decoder(&noise);
        if let Some(objects) = real().get(name) {
            let whole = &objects[object.index(objects.len())];
            let mut bytes = whole.clone();
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
                // The decoders of a whole refuse every prefix.
                prop_assert!(!decoder(&bytes), "{name} cut to {at} bytes");
            } else {
                bytes[at] ^= 1 << bit;
                decoder(&bytes);
            }
        }
    }
}
