//! Foreign bytes never panic: every decoder, fed with real objects cut short and with flipped bits, and with noise.

use intertally_core::canonical::encode;
use intertally_core::ceremony::CeremonyTerms;
use intertally_core::event::payload::{AdoptedPlan, SealedSet};
use intertally_core::hash::Digest;
use intertally_core::opening::sheet::{CountsSheet, KeyCounts};
use intertally_core::party::{MemberIndex, RoundId};
use intertally_core::submission::{Status, prepare, round_keys};
use intertally_tests::foreign::DECODERS;
use intertally_tests::log::Log;
use intertally_tests::world;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Real objects by the name of their decoder.
fn real() -> &'static BTreeMap<&'static str, Vec<Vec<u8>>> {
    static REAL: OnceLock<BTreeMap<&'static str, Vec<Vec<u8>>>> = OnceLock::new();
    REAL.get_or_init(|| {
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
        let set = SealedSet { members: vec![(MemberIndex(0), Digest::ZERO)], aggregates: vec![Digest::ZERO] };
        let counts = KeyCounts { counts: vec![3, 4], blinding: [1; 32], changed: None };
        let sheet = CountsSheet { round: RoundId(Digest::ZERO), keys: vec![counts] };
        let terms: CeremonyTerms = ceremony.manifest().terms();
        BTreeMap::from([
            ("event", events().map(|(event, _)| event.leaf()).collect()),
            ("claim", events().map(|(event, _)| encode(&event.signed)).collect()),
            ("ceremony-message", messages.collect()),
            ("ceremony-manifest", vec![encode(ceremony.manifest())]),
            ("ceremony-terms", vec![encode(&terms)]),
            ("round-manifest", vec![encode(&manifest)]),
            ("submission-header", vec![encode(&sent.header)]),
            ("submission-bodies", vec![encode(&sent.parts)]),
            ("sealed-set", vec![encode(&set)]),
            ("plan", vec![encode(&AdoptedPlan { approved: vec![1], counts: Digest::ZERO })]),
            ("counts-sheet", vec![encode(&sheet)]),
            ("stored-state", vec![held[0].to_secret_bytes().to_vec()]),
        ])
    })
}

#[test]
fn real_objects_decode() {
    let refused = ["stored-state", "ceremony-message"];
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
                // The decoders of a signed whole refuse every prefix.
                prop_assert!(!decoder(&bytes), "{name} cut to {at} bytes");
            } else {
                bytes[at] ^= 1 << bit;
                decoder(&bytes);
            }
        }
    }
}
