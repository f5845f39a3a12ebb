//! What costs time, made once for all tests: a ceremony's log, a round, and every submission that they will send. Each member's
//! figure is a digit of its own in the total: who is counted, how often and with which revision can be read off.

use intertally_core::canonical::encode;
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Kind, Scope, SignedClaim};
use intertally_core::fold::Fold;
use intertally_core::lattice::{Accumulator, Ciphertext, Params};
use intertally_core::opening::aggregate::{Summed, aggregate_digest};
use intertally_core::opening::counted::Counted;
use intertally_core::packing::Layout;
use intertally_core::party::{Instant, MemberIndex, Party};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Prepared, Status, SubmissionHeader, prepare, round_keys};
use intertally_tests::ceremony::{Dates, hold_at};
use intertally_tests::log::Log;
use intertally_tests::world::{self, key_of};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Members of the round, and revisions that each has ready.
pub const MEMBERS: u16 = 4;
pub const REVISIONS: u32 = 6;
/// Where the test's clock begins.
pub const BEGIN: i64 = 1_800_000_000_000;
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// What costs time, made once: a ceremony's log, a round, and every submission that the tests will send.
pub struct World {
    pub manifest: RoundManifest,
    pub ceremony: Vec<(SignedClaim, Vec<u8>)>,
    pub prepared: BTreeMap<(u16, u32), Prepared>,
}

/// Figure of a member's revision: a digit at the member's place.
pub fn figure(member: u16, revision: u32) -> u32 {
    (revision + 1) * 10u32.pow(u32::from(member))
}

pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let mut log = Log::default();
        let dates = Dates { begin: BEGIN, unit: 36_000 };
        let (ceremony, _) = hold_at(&mut log, (3, 2), 1, dates, &mut rng).unwrap();
        let made = ceremony.keys().remove(0);
        let mut manifest = world::round(MEMBERS, 1, 99_999, (3, 2), ceremony.id(), made.digest);
        manifest.opens = Instant(BEGIN);
        manifest.deadline = Instant(BEGIN + DAY);
        let keys = round_keys(&manifest, log.fold.ceremony(&manifest.ceremony).unwrap()).unwrap();
        let places = (0..MEMBERS).flat_map(|member| (0..REVISIONS).map(move |revision| (member, revision)));
        let prepared = places.map(|(member, revision)| {
            let (place, values) = ((MemberIndex(member), revision), [Some(figure(member, revision))]);
            let made = prepare(&manifest, &keys, place, vec![Status::Normal], &values, None, &mut rng);
            ((member, revision), made.unwrap())
        });
        let prepared = prepared.collect();
        let ceremony = log.events.into_iter().map(|(event, payload)| (event.signed, payload)).collect();
        World { manifest, ceremony, prepared }
    })
}

impl World {
    pub fn claim(&self, party: Party, kind: Kind, payload: &[u8]) -> SignedClaim {
        SignedClaim::sign(&key_of(party), party, Scope::Round(self.manifest.id()), kind, payload, "test")
    }

    pub fn submission(&self, member: u16, revision: u32) -> (SignedClaim, Vec<u8>) {
        let header = encode(&self.prepared[&(member, revision)].header);
        (self.claim(Party::Member(MemberIndex(member)), Kind::Submitted, &header), header)
    }

    /// The figure that a header stands for.
    fn figure_of(&self, header: &SubmissionHeader) -> u64 {
        let found = self.prepared.iter().find(|(_, made)| made.header == *header);
        found.map_or_else(
            || panic!("a header that nobody made"),
            |(place, _)| u64::from(figure(place.0, place.1)),
        )
    }

    /// The total of a round as it stands: digits show who is in it.
    pub fn total(&self, fold: &Fold) -> u64 {
        let round = fold.round(&self.manifest.id()).unwrap();
        round.latest().map(|(_, latest)| self.figure_of(&latest.header)).sum()
    }

    /// The seal that fits the log, with sums made here from the ciphertexts of those that count.
    pub fn seal(&self, fold: &Fold) -> SealedSet {
        let round = fold.round(&self.manifest.id()).unwrap();
        let layout = Layout::of_part(&self.manifest, 0);
        let mut sums: Vec<_> = (0..layout.ciphertexts())
            .map(|index| Accumulator::new(&Params::STANDARD, layout.used(index)))
            .collect();
        for (_, latest) in round.latest() {
            let made = self.prepared.values().find(|made| made.header == latest.header).unwrap();
            for (at, bytes) in made.parts[0].ciphertexts.iter().enumerate() {
                if let Some(bytes) = bytes {
                    let parsed = Ciphertext::from_bytes(&Params::STANDARD, layout.used(at), bytes).unwrap();
                    sums[at].add(&parsed).unwrap();
                }
            }
        }
        let sums: Vec<_> = sums.iter().map(Accumulator::sum).collect();
        let views: Vec<Summed<'_>> =
            sums.iter().map(|sum| Summed { mask: sum.mask(), body: sum.body() }).collect();
        SealedSet {
            members: round.latest().map(|(member, latest)| (member, latest.digest)).collect(),
            aggregates: vec![aggregate_digest(self.manifest.keys[0].key, &views)],
            counted: Counted::all(&[0], false),
        }
    }
}
