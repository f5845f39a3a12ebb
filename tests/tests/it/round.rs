//! A whole round without any network: ceremony, submissions with proofs, seal, statements, both steps, publication.

use intertally_core::canonical::encode;
use intertally_core::ceremony::subsets;
use intertally_core::event::payload::{AdoptedPlan, Publication, SealedSet, SharesNotice, Step};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::{Fold, Phase, Refusal};
use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee as Numbers;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Accumulator, Ciphertext, Params, PublicKey};
use intertally_core::opening::aggregate::{Summed, aggregate_digest};
use intertally_core::opening::combine::{Asked, CombineError};
use intertally_core::opening::positions::{Positions, SlotRanges};
use intertally_core::opening::share::{Question, ShareSet};
use intertally_core::packing::Layout;
use intertally_core::packing::limbs::{join, scalar_of};
use intertally_core::party::{Instant, KeyId, MemberIndex, Party, RoundId, TrusteeIndex};
use intertally_core::proof::{check_counts, check_total};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Prepared, Status, Unverified, VerifiedPart, prepare};
use intertally_custody::consent::consent;
use intertally_custody::consent::step_b::{self, Shown};
use intertally_custody::consent::view::RoundView;
use intertally_custody::ledger::{Committee, Ledger, LedgerEntry, LedgerStore, Stated};
use intertally_custody::opening::{Answer, bodies, give_shares};
use intertally_custody::subkey::HeldKeys;
use intertally_tests::world::{self, DEADLINE, OPENS, key_of};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Memory(Vec<LedgerEntry>);

impl LedgerStore for Memory {
    type Error = std::convert::Infallible;
    fn append(&mut self, entry: &LedgerEntry) -> Result<(), Self::Error> {
        self.0.push(entry.clone());
        Ok(())
    }
}

struct Round {
    fold: Fold,
    manifest: RoundManifest,
    id: RoundId,
    key: KeyId,
    keys: Vec<(PublicKey, Layout)>,
    held: Vec<HeldKeys>,
    holders: Vec<Vec<TrusteeIndex>>,
    parts: Vec<(MemberIndex, VerifiedPart)>,
    rng: ChaCha20Rng,
}

impl Round {
    fn open(members: u16, cells: u32, max: u32, (n, t): (u8, u8)) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(u64::from(members) + 1000 * u64::from(n));
        let (ceremony, held) = intertally_tests::ceremony::hold(n, t, 1, &mut rng).unwrap();
        let made = ceremony.keys().remove(0);
        let manifest = world::round(members, cells, max, (n, t), ceremony.id(), made.digest);
        let widths: Vec<_> = manifest.cells.iter().map(|cell| cell.width()).collect();
        let layout = Layout::new(Params::STANDARD, &widths, false);
        let numbers = Numbers::new(n, t).unwrap();
        numbers.check_budget(&Params::STANDARD, u64::from(members), layout.slots() as u64).unwrap();
        let a = expand_common(ceremony.id().0.as_bytes(), 0, &Params::STANDARD);
        let key = PublicKey::new(&Params::STANDARD, a, made.b.0);
        let holders = subsets(n, t).iter().map(|subset| subset.holders(n).collect()).collect();
        let id = manifest.id();
        let mut round = Self {
            fold: Fold::default(),
            id,
            key: made.key_id,
            keys: vec![(key, layout)],
            held,
            holders,
            parts: vec![],
            rng,
            manifest,
        };
        let manifest = round.manifest.clone();
        round.post(Instant(0), Party::Coordinator, Kind::Opened, &manifest).unwrap();
        round
    }

    fn post<T: Serialize>(
        &mut self,
        at: Instant,
        who: Party,
        kind: Kind,
        payload: &T,
    ) -> Result<(), Refusal> {
        let bytes = encode(payload);
        let signed = SignedClaim::sign(&key_of(who), who, Scope::Round(self.id), kind, &bytes, "test");
        self.fold.apply(&Event { parent: self.fold.parent(), height: self.fold.height(), at, signed }, &bytes)
    }

    fn prepare(&mut self, member: u16, values: &[Option<u32>]) -> Prepared {
        let status = |value: &Option<u32>| if value.is_some() { Status::Normal } else { Status::Missing };
        let statuses = values.iter().map(status).collect();
        let place = (MemberIndex(member), 0);
        prepare(&self.manifest, &self.keys, place, statuses, values, None, &mut self.rng).unwrap()
    }

    fn submit(&mut self, prepared: Prepared) {
        let (member, header) = (prepared.header.member, prepared.header);
        let checked =
            Unverified::new(prepared.parts).verify(&self.manifest, &self.keys, &header, &mut self.rng);
        self.post(OPENS, Party::Member(member), Kind::Submitted, &header).unwrap();
        self.parts.extend(checked.unwrap().into_inner().into_iter().map(|part| (member, part)));
    }

    fn sum(&self) -> Vec<Ciphertext> {
        let layout = &self.keys[0].1;
        (0..layout.ciphertexts())
            .map(|index| {
                let mut sum = Accumulator::new(&Params::STANDARD, layout.used(index));
                let sent = self.parts.iter().filter_map(|(_, part)| part.ciphertexts[index].as_ref());
                sent.for_each(|ciphertext| sum.add(ciphertext).unwrap());
                sum.finish()
            })
            .collect()
    }

    fn seal(&mut self, aggregate: Digest) -> SealedSet {
        let latest = self.fold.round(&self.id).unwrap().latest();
        let set =
            SealedSet { members: latest.map(|(m, l)| (m, l.digest)).collect(), aggregates: vec![aggregate] };
        self.post(Instant(DEADLINE.0 + 200), Party::Coordinator, Kind::Sealed, &set).unwrap();
        set
    }

    fn view(&self, set: &SealedSet, recomputed: Digest) -> RoundView {
        let state = self.fold.round(&self.id).unwrap();
        let signing: Vec<_> = self.manifest.members.iter().map(|member| member.signing).collect();
        let sealed: BTreeMap<_, _> = set.members.iter().copied().collect();
        RoundView {
            claimed: state.expected_statement(0).unwrap(),
            log_consistent: true,
            committee: Committee { trustees: self.held.len() as u8, threshold: self.manifest.threshold },
            key_round: self.id,
            pinned_members: signing.clone(),
            manifest_members: signing,
            latest: state.latest().map(|(m, l)| (m, l.digest)).collect(),
            proofs: sealed.keys().map(|member| (*member, true)).collect(),
            sealed,
            sealed_at: Instant(DEADLINE.0 + 200),
            deadline: DEADLINE,
            extended: None,
            grace_ms: 100,
            recomputed_aggregate: recomputed,
            minimum: 3,
            policy: self.manifest.policy_digest(),
            policies: vec![(0, self.manifest.policy_digest())],
            first_submission: Some(1),
            earlier: BTreeSet::new(),
            earlier_digest: self.manifest.earlier_digest(),
            new_structure: false,
            own_logged: None,
            ranges: SlotRanges::of(&self.keys[0].1).unwrap(),
        }
    }
}

struct Committeeman {
    ledger: Ledger,
    disk: Memory,
    stated: Stated,
}

fn state(round: &mut Round, view: &RoundView, trustee: u8) -> Committeeman {
    let mut ledger = Ledger::replay(&[LedgerEntry::KeyConfirmed { key: round.key }]).unwrap();
    let mut disk = Memory::default();
    let now = Instant(DEADLINE.0 + 300);
    let intent = consent(&ledger, view, TrusteeIndex(trustee), now).unwrap();
    let stated = intent.persist(&mut ledger, &mut disk).unwrap();
    let who = Party::Trustee(TrusteeIndex(trustee));
    round.post(now, who, Kind::Stated, stated.statement()).unwrap();
    Committeeman { ledger, disk, stated }
}

type Check<'a> = &'a mut dyn FnMut(&[u32]) -> Vec<u32>;

fn combine(
    round: &Round,
    aggregate: Digest,
    sum: &[Summed<'_>],
    positions: &Positions,
    sets: Vec<ShareSet>,
    check: Check<'_>,
) -> Result<Vec<u32>, CombineError> {
    let keys = (0..).zip(&round.manifest.trustees).map(|(i, key)| (TrusteeIndex(i), *key)).collect();
    let asked = Asked {
        question: Question::new(round.key, round.id, aggregate, positions),
        bodies: &bodies(positions, sum).unwrap(),
        holders: &round.holders,
        threshold: round.manifest.threshold,
        keys: &keys,
    };
    let admitted: Vec<_> = sets.into_iter().map(|set| asked.admit(set).unwrap()).collect();
    asked.combine(&admitted, check).map(|opened| opened.slots)
}

/// Runs a round; answers with totals of the approved cells, or why step B opens nothing.
fn run(mut round: Round, tables: &[Vec<Option<u32>>]) -> Result<BTreeMap<u32, u64>, CombineError> {
    let (n, t) = (round.held.len() as u8, round.manifest.threshold);
    let layout = round.keys[0].1.clone();
    let cells = layout.cells();
    let ciphertexts = round.sum();
    let sum: Vec<Summed<'_>> =
        ciphertexts.iter().map(|c| Summed { mask: c.mask(), body: c.body() }).collect();
    let aggregate = aggregate_digest(round.key, &sum);
    let set = round.seal(aggregate);
    let view = round.view(&set, aggregate);
    let quorum = intertally_core::opening::statement::quorum(n, t);
    let mut seats: Vec<_> = (0..quorum).map(|trustee| state(&mut round, &view, trustee)).collect();
    let statements = round.fold.round(&round.id).unwrap().statements(&round.key).unwrap().clone();
    let numbers = Numbers::new(n, t).unwrap();
    // The last t of those that stated answer; the others are lost.
    let answering: Vec<u8> = (quorum - t..quorum).collect();
    let ready: BTreeMap<u8, _> =
        answering.iter().map(|i| (*i, round.held[usize::from(*i)].for_opening(0, numbers))).collect();

    let step_a = view.ranges.step_a();
    let answer_a = |trustee: u8| {
        let quorate = seats[usize::from(trustee)].stated.quorum(&statements).unwrap();
        let signing = key_of(Party::Trustee(TrusteeIndex(trustee)));
        give_shares(&quorate, Answer::StepA, &ready[&trustee], &sum, &signing).unwrap()
    };
    let fits = |slots: &[u32]| {
        let counts: Vec<u64> = slots[..cells].iter().map(|count| u64::from(*count)).collect();
        let commitments = round.parts.iter().map(|(_, part)| &part.commitments.bits.vector);
        check_counts(&counts, &scalar_of(&slots[cells..]), commitments)
    };
    let mut check = |slots: &[u32]| if fits(slots) { vec![] } else { vec![0] };
    let too_few: Vec<_> = answering[1..].iter().map(|i| answer_a(*i)).collect();
    let refused = combine(&round, aggregate, &sum, &step_a, too_few, &mut check);
    assert!(matches!(refused, Err(CombineError::TooFew { .. })), "t-1 trustees open nothing");
    let answers = answering.iter().map(|i| answer_a(*i)).collect();
    let slots = combine(&round, aggregate, &sum, &step_a, answers, &mut check).unwrap();
    let counts = slots[..cells].to_vec();
    for (cell, count) in counts.iter().enumerate() {
        let nonzero = tables.iter().filter(|table| table[cell].is_some_and(|x| x != 0)).count();
        assert_eq!(*count as usize, nonzero);
    }

    let later = Instant(DEADLINE.0 + 400);
    let notice = |step| SharesNotice { key: view.claimed.key, step, shares: vec![], sealed: Digest::ZERO };
    for trustee in &answering {
        round
            .post(later, Party::Trustee(TrusteeIndex(*trustee)), Kind::SharesGiven, &notice(Step::A))
            .unwrap();
    }
    let approve = |counts: &[u32]| -> BTreeSet<u32> {
        (0..).zip(counts).filter(|(_, count)| **count >= 3).map(|(cell, _)| cell).collect()
    };
    let approved = approve(&counts);
    let plan = AdoptedPlan { approved: approved.iter().copied().collect(), counts: Digest::ZERO };
    round.post(later, Party::Coordinator, Kind::PlanAdopted, &plan).unwrap();
    let shown = Shown { counts, approved: approved.clone() };
    let mut answers = Vec::new();
    for trustee in &answering {
        let seat = &mut seats[usize::from(*trustee)];
        let quorate = seat.stated.quorum(&statements).unwrap();
        let intent = step_b::consent(&quorate, &seat.ledger, &shown, |_| true, approve).unwrap();
        let token = intent.persist(&mut seat.ledger, &mut seat.disk).unwrap();
        let signing = key_of(Party::Trustee(TrusteeIndex(*trustee)));
        let shares = give_shares(&quorate, Answer::StepB(&token), &ready[trustee], &sum, &signing).unwrap();
        answers.push(shares);
        round
            .post(later, Party::Trustee(TrusteeIndex(*trustee)), Kind::SharesGiven, &notice(Step::B))
            .unwrap();
    }
    let step_b = view.ranges.step_b(&approved).unwrap();
    let limbs = layout.widths()[0].limbs();
    let read = |slots: &[u32]| -> Vec<(u32, u64, _)> {
        let one = |(cell, slots): (&u32, &[u32])| (*cell, join(&slots[..limbs]), scalar_of(&slots[limbs..]));
        approved.iter().zip(slots.chunks(limbs + 12)).map(one).collect()
    };
    let mut check = |slots: &[u32]| {
        let wrong = read(slots).into_iter().filter(|(cell, total, blinding)| {
            let of = |part: &VerifiedPart| {
                let at = part.reported[..*cell as usize].iter().filter(|r| **r).count();
                part.reported[*cell as usize].then(|| part.commitments.values[at])
            };
            let commitments: Vec<_> = round.parts.iter().filter_map(|(_, part)| of(part)).collect();
            !check_total(*total, blinding, &commitments)
        });
        wrong.map(|(cell, _, _)| cell).collect()
    };
    let slots = combine(&round, aggregate, &sum, &step_b, answers, &mut check)?;
    let totals = read(&slots).into_iter().map(|(cell, total, _)| (cell, total)).collect();
    let files = Publication { files: vec![("totals.csv".into(), Digest::ZERO)] };
    round.post(later, Party::Coordinator, Kind::Published, &files).unwrap();
    assert_eq!(round.fold.round(&round.id).unwrap().phase(), Phase::Published);
    Ok(totals)
}

fn tables(members: u16, cells: u32, max: u32) -> Vec<Vec<Option<u32>>> {
    let mut rng = ChaCha20Rng::seed_from_u64(u64::from(max));
    let mut value = |cell: u32| match (cell, rng.next_u32() % 8) {
        // The first cell has two contributors at most: it must stay closed.
        (0, _) | (_, 0) => None,
        (_, 1) => Some(0),
        _ => Some(rng.next_u32() % max),
    };
    let mut tables: Vec<Vec<_>> = (0..members).map(|_| (0..cells).map(&mut value).collect()).collect();
    tables.iter_mut().take(2).for_each(|table| table[0] = Some(1));
    tables.last_mut().unwrap()[0] = Some(0);
    tables
}

fn plain(tables: &[Vec<Option<u32>>]) -> BTreeMap<u32, u64> {
    let cells = 0..tables[0].len();
    let of = |cell: usize| tables.iter().filter_map(move |table| table[cell]);
    let open = cells.filter(|cell| of(*cell).filter(|x| *x != 0).count() >= 3);
    open.map(|cell| (cell as u32, of(cell).map(u64::from).sum())).collect()
}

#[test]
fn totals_equal_plain_sums_and_thin_cells_stay_closed() {
    for (members, cells, max, committee) in [(9, 12, 200, (3, 2)), (6, 5, u32::MAX, (5, 3))] {
        let mut round = Round::open(members, cells, max, committee);
        let tables = tables(members, cells, max);
        for (member, table) in (0..).zip(&tables) {
            let prepared = round.prepare(member, table);
            round.submit(prepared);
        }
        let expected = plain(&tables);
        assert!(!expected.contains_key(&0) && expected.len() > 2);
        assert_eq!(run(round, &tables).unwrap(), expected);
    }
}

#[test]
fn a_member_whose_ciphertext_differs_from_its_commitments_voids_the_step_and_nothing_wrong_comes_out() {
    let mut round = Round::open(5, 4, 200, (3, 2));
    let tables = tables(5, 4, 200);
    for (member, table) in (0..).zip(&tables) {
        let prepared = round.prepare(member, table);
        round.submit(prepared);
    }
    // One more in the value slot of cell 1, after all checks that look at single submissions.
    let layout = round.keys[0].1.clone();
    let at = 16 * (Params::STANDARD.degree() + layout.value(1).start) + 12;
    let ciphertext = round.parts[0].1.ciphertexts[0].as_mut().unwrap();
    let mut bytes = ciphertext.to_bytes();
    bytes[at] = bytes[at].wrapping_add(1);
    *ciphertext = Ciphertext::from_bytes(&Params::STANDARD, layout.used(0), &bytes).unwrap();
    assert!(run(round, &tables).is_err());
}

#[test]
fn copied_and_moved_submissions_fail() {
    let mut round = Round::open(4, 3, 200, (3, 2));
    let table = vec![Some(3), None, Some(0)];
    let mine = round.prepare(0, &table);
    let rule = |round: &mut Round, change: &dyn Fn(&mut Prepared)| {
        let mut copy = Prepared { header: mine.header.clone(), parts: mine.parts.clone(), secrets: vec![] };
        change(&mut copy);
        let checked =
            Unverified::new(copy.parts).verify(&round.manifest, &round.keys, &copy.header, &mut round.rng);
        checked.err().map(|refusal| refusal.rule())
    };
    assert_eq!(rule(&mut round, &|_| ()), None);
    assert_eq!(rule(&mut round, &|c| c.header.member = MemberIndex(1)), Some("SUB-PROOF"));
    assert_eq!(rule(&mut round, &|c| c.header.revision = 1), Some("SUB-PROOF"));
    assert_eq!(rule(&mut round, &|c| c.header.round = RoundId(Digest::ZERO)), Some("SUB-PROOF"));
    assert_eq!(rule(&mut round, &|c| c.parts.clear()), Some("SUB-PARTS"));
    assert_eq!(rule(&mut round, &|c| c.parts[0].ciphertexts[0] = None), Some("SUB-PRESENCE"));
    let shorter = |c: &mut Prepared| {
        c.parts[0].ciphertexts[0].as_mut().unwrap().pop();
    };
    assert_eq!(rule(&mut round, &shorter), Some("SUB-SHAPE"));
    // A re-randomised or scaled copy changes the ciphertext's bytes: the digest, and with it every proof, is another.
    let other = |c: &mut Prepared| c.parts[0].ciphertexts[0].as_mut().unwrap()[0] ^= 1;
    assert_eq!(rule(&mut round, &other), Some("SUB-DIGEST"));
    let renamed = |c: &mut Prepared| {
        other(c);
        c.header.parts[0] = c.parts[0].header(c.header.parts[0].key);
    };
    assert_eq!(rule(&mut round, &renamed), Some("SUB-PROOF"));
    assert_eq!(rule(&mut round, &|c| c.header.parts[0].key = KeyId(Digest::ZERO)), Some("SUB-KEY"));
    assert_eq!(rule(&mut round, &|c| c.header.statuses[1] = Status::Normal), Some("SUB-PROOF"));
}
