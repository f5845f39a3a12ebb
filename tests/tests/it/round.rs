//! A whole round without any network: ceremony, submissions with proofs, seal, statements, both steps, publication.

use intertally_core::disclosure::{self, PlanInput};
use intertally_core::event::payload::{AdoptedPlan, Publication, SealedSet, Step};
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{Phase, Refusal};
use intertally_core::hash::Digest;
use intertally_core::lattice::PublicKey;
use intertally_core::lattice::noise::Committee as Numbers;
use intertally_core::opening::combine::CombineError;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::open::{OpenFault, Opener};
use intertally_core::opening::share::{ShareSet, SharesGiven};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::packing::{Layout, PartPlain};
use intertally_core::party::{Instant, KeyId, MemberIndex, Party, RoundId, TrusteeIndex};
use intertally_core::round::RoundManifest;
use intertally_core::seal::{SealingRandomness, SecretSealingKey};
use intertally_core::submission::prepare::{encrypt_part, prove_part};
use intertally_core::submission::{Checks, Place, Prepared, Status, Unverified, prepare, round_keys};
use intertally_custody::consent::consent;
use intertally_custody::consent::step_b::{self, CheckedPlan, StepBRefusal};
use intertally_custody::consent::view::{Own, RoundView};
use intertally_custody::ledger::{Ledger, LedgerEntry, LedgerStore, Stated};
use intertally_custody::opening::{Answer, give_shares};
use intertally_custody::subkey::HeldKeys;
use intertally_tests::log::Log;
use intertally_tests::world::{self, DEADLINE, OPENS, key_of};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use serde::Serialize;
use std::collections::BTreeMap;

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
    log: Log,
    manifest: RoundManifest,
    id: RoundId,
    key: KeyId,
    keys: Vec<(PublicKey, Layout)>,
    held: Vec<HeldKeys>,
    tally: Tally,
    checks: Checks,
    rng: ChaCha20Rng,
}

impl Round {
    fn open(members: u16, cells: u32, max: u32, (n, t): (u8, u8)) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(u64::from(members) + 1000 * u64::from(n));
        let mut log = Log::default();
        let (ceremony, held) = intertally_tests::ceremony::hold(&mut log, (n, t), 1, &mut rng).unwrap();
        let made = ceremony.keys().remove(0);
        let manifest = world::round(members, cells, max, (n, t), ceremony.id(), made.digest);
        let keys = round_keys(&manifest, &ceremony).unwrap();
        let id = manifest.id();
        let mut round = Self {
            log,
            id,
            key: made.key_id,
            keys,
            held,
            tally: Tally::new(&manifest),
            checks: Checks::of(&manifest),
            rng,
            manifest,
        };
        let manifest = round.manifest.clone();
        round.post(Instant(300), Party::Coordinator, Kind::Opened, &manifest).unwrap();
        round
    }

    fn post<T: Serialize>(
        &mut self,
        at: Instant,
        who: Party,
        kind: Kind,
        payload: &T,
    ) -> Result<(), Refusal> {
        self.log.post(at, (who, Scope::Round(self.id)), kind, payload)
    }

    fn prepare(&mut self, member: u16, values: &[Option<u32>]) -> Prepared {
        let status = |value: &Option<u32>| if value.is_some() { Status::Normal } else { Status::Missing };
        let statuses = values.iter().map(status).collect();
        let place = (MemberIndex(member), 0);
        prepare(&self.manifest, &self.keys, place, statuses, values, None, &mut self.rng).unwrap()
    }

    fn submit(&mut self, prepared: Prepared) {
        let (member, header) = (prepared.header.member, prepared.header);
        let checked = Unverified::new(prepared.parts).verify(&self.checks, &header, &mut self.rng);
        self.post(OPENS, Party::Member(member), Kind::Submitted, &header).unwrap();
        self.tally.add(&checked.unwrap()).unwrap();
    }

    fn seal(&mut self) {
        let aggregates = self.tally.aggregates();
        let latest = self.log.fold.round(&self.id).unwrap().latest();
        let set = SealedSet { members: latest.map(|(m, l)| (m, l.digest)).collect(), aggregates };
        self.post(Instant(DEADLINE.0 + 200), Party::Coordinator, Kind::Sealed, &set).unwrap();
    }

    fn view(&self, trustee: TrusteeIndex) -> RoundView {
        let state = self.log.fold.round(&self.id).unwrap();
        let pinned_members = self.manifest.members.iter().map(|member| member.signing).collect();
        let own = Own { log_consistent: true, pinned_members, new_structure: false };
        RoundView::read(state, 0, &self.tally, own, trustee).unwrap()
    }
}

struct Committeeman {
    ledger: Ledger,
    disk: Memory,
    stated: Stated,
}

fn state(round: &mut Round, trustee: u8) -> Committeeman {
    let view = round.view(TrusteeIndex(trustee));
    let mut ledger = Ledger::replay(&[LedgerEntry::KeyConfirmed { key: round.key }]).unwrap();
    let mut disk = Memory::default();
    let now = Instant(DEADLINE.0 + 300);
    let intent = consent(&ledger, &view, TrusteeIndex(trustee), now).unwrap();
    let stated = intent.persist(&mut ledger, &mut disk).unwrap();
    let who = Party::Trustee(TrusteeIndex(trustee));
    round.post(now, who, Kind::Stated, stated.statement()).unwrap();
    Committeeman { ledger, disk, stated }
}

/// Runs a round; answers with totals of the approved cells, or why step B opens nothing.
fn run(mut round: Round, tables: &[Vec<Option<u32>>]) -> Result<BTreeMap<u32, u64>, OpenFault> {
    let (n, t) = (round.held.len() as u8, round.manifest.threshold);
    round.seal();
    let quorum = intertally_core::opening::statement::quorum(n, t);
    let mut seats: Vec<_> = (0..quorum).map(|trustee| state(&mut round, trustee)).collect();
    let statements = round.log.fold.round(&round.id).unwrap().statements(&round.key).unwrap().clone();
    let numbers = Numbers::new(n, t).unwrap();
    // The last t of those that stated answer; the others are lost.
    let answering: Vec<u8> = (quorum - t..quorum).collect();
    let ready: BTreeMap<u8, _> =
        answering.iter().map(|i| (*i, round.held[usize::from(*i)].for_opening(0, numbers))).collect();
    let tally = std::mem::replace(&mut round.tally, Tally::new(&round.manifest));
    let sum = tally.sums(0);

    let answer_a = |trustee: u8| {
        let quorate = seats[usize::from(trustee)].stated.quorum(&statements).unwrap();
        let signing = key_of(Party::Trustee(TrusteeIndex(trustee)));
        give_shares(&quorate, Answer::StepA, &ready[&trustee], &sum, &signing).unwrap()
    };
    let aggregate = round.log.fold.round(&round.id).unwrap().sealed().unwrap().aggregates[0];
    let manifest = round.manifest.clone();
    let opener = Opener { manifest: &manifest, tally: &tally, part: 0, aggregate };
    let too_few: Vec<_> = answering[1..].iter().map(|i| answer_a(*i)).collect();
    let refused = opener.counts(too_few).err().unwrap();
    let few = matches!(refused, OpenFault::Combine { source: CombineError::TooFew { .. }, .. });
    assert!(few, "t-1 trustees open nothing");
    let answers = answering.iter().map(|i| answer_a(*i)).collect();
    let sheet = opener.counts(answers).unwrap().opened;
    for (cell, count) in sheet.counts.iter().enumerate() {
        let nonzero = tables.iter().filter(|table| table[cell].is_some_and(|x| x != 0)).count();
        assert_eq!(*count as usize, nonzero);
    }

    let later = Instant(DEADLINE.0 + 400);
    for trustee in &answering {
        let given = seal_to_coordinator(&mut round, &answer_a(*trustee));
        round.post(later, Party::Trustee(TrusteeIndex(*trustee)), Kind::SharesGiven, &given).unwrap();
    }
    let sheet = CountsSheet { round: round.id, keys: vec![sheet] };
    let input = PlanInput::of_round(&round.manifest, tally.reported(), &sheet.counts(), None, &[]);
    let approved = disclosure::plan(&input).unwrap().approved();
    let plan = AdoptedPlan { approved: approved.iter().copied().collect(), counts: sheet.digest() };
    lying_coordinators_get_no_step_b(&round, &tally, &sheet, &plan, later);
    round.post(later, Party::Coordinator, Kind::PlanAdopted, &plan).unwrap();
    let counted = round.log.fold.round(&round.id).unwrap().clone();
    let checked = CheckedPlan::of(&counted, &tally, &sheet, &[]).unwrap();
    let mut answers = Vec::new();
    for trustee in &answering {
        let seat = &mut seats[usize::from(*trustee)];
        let quorate = seat.stated.quorum(&statements).unwrap();
        let intent = step_b::consent(&quorate, &seat.ledger, &checked).unwrap();
        let token = intent.persist(&mut seat.ledger, &mut seat.disk).unwrap();
        let signing = key_of(Party::Trustee(TrusteeIndex(*trustee)));
        let shares = give_shares(&quorate, Answer::StepB(&token), &ready[trustee], &sum, &signing).unwrap();
        let given = seal_to_coordinator(&mut round, &shares);
        round.post(later, Party::Trustee(TrusteeIndex(*trustee)), Kind::SharesGiven, &given).unwrap();
        answers.push(shares);
    }
    let cells = opener.totals(&approved, answers)?.opened;
    let totals = cells.iter().map(|opened| (opened.cell, opened.total)).collect();
    let reported = tally.reported();
    let composition = Composition::of(&round.manifest, reported, approved.iter().copied(), None, false);
    let openings = OpeningsSheet { round: round.id, cells }.digest();
    let files = vec![("totals.csv".into(), Digest::ZERO)];
    let files = Publication { files, openings, composition: composition.digest() };
    round.post(later, Party::Coordinator, Kind::Published, &files).unwrap();
    assert_eq!(round.log.fold.round(&round.id).unwrap().phase(), Phase::Published);
    Ok(totals)
}

/// Whatever the log lets a coordinator adopt, a trustee answers for true counts and the recomputed plan alone.
fn lying_coordinators_get_no_step_b(
    round: &Round,
    tally: &Tally,
    sheet: &CountsSheet,
    plan: &AdoptedPlan,
    at: Instant,
) {
    let adopt = |plan: &AdoptedPlan, shown: &CountsSheet, earlier: &[Composition]| {
        let mut log = round.log.clone();
        let who = (Party::Coordinator, Scope::Round(round.id));
        log.post(at, who, Kind::PlanAdopted, plan).unwrap();
        CheckedPlan::of(log.fold.round(&round.id).unwrap(), tally, shown, earlier).unwrap_err()
    };
    let mut raised = sheet.clone();
    raised.keys[0].counts[0] += 3;
    assert_eq!(adopt(plan, &raised, &[]), StepBRefusal::OtherSheet);
    let named = AdoptedPlan { counts: raised.digest(), ..plan.clone() };
    assert_eq!(adopt(&named, &raised, &[]), StepBRefusal::WrongCounts { part: 0 });
    let mut all = plan.clone();
    all.approved.insert(0, 0);
    assert_eq!(adopt(&all, sheet, &[]), StepBRefusal::OtherPlan { cell: 0 }, "a thin cell");
    let made_up = Composition { round: round.id, burnt: false, cells: vec![] };
    assert_eq!(adopt(plan, sheet, &[made_up]), StepBRefusal::Earlier { at: 0 });
    let other = Tally::new(&round.manifest);
    let mut log = round.log.clone();
    log.post(at, (Party::Coordinator, Scope::Round(round.id)), Kind::PlanAdopted, plan).unwrap();
    let refused = CheckedPlan::of(log.fold.round(&round.id).unwrap(), &other, sheet, &[]).unwrap_err();
    assert_eq!(refused, StepBRefusal::OtherRound, "a tally of another set");
}

fn seal_to_coordinator(round: &mut Round, shares: &ShareSet) -> SharesGiven {
    let step_a = shares.signed.head.question.step == Step::A;
    let reply = step_a.then(|| SecretSealingKey::generate(&mut round.rng).public());
    let randomness = SealingRandomness::generate(&mut round.rng);
    shares.seal(&round.manifest.coordinator.sealing, reply, &randomness).unwrap().1
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
    for (member, table) in (0..).zip(&tables).skip(1) {
        let prepared = round.prepare(member, table);
        round.submit(prepared);
    }
    // One more in the value slot of cell 1 than committed to; every proof holds.
    let (mut honest, rng) = (round.prepare(0, &tables[0]), &mut round.rng);
    let (key, layout) = &round.keys[0];
    let plain = PartPlain::draw(&tables[0], None, rng);
    let mut slots = plain.pack(layout).unwrap();
    slots[layout.value(1).start] += 1;
    let encrypted = encrypt_part(key, layout, &plain.reported(), &slots, rng);
    let place = Place { round: round.id, key: round.key, member: MemberIndex(0), revision: 0 };
    let (body, _) = prove_part(place, (key, layout), plain, encrypted, rng).unwrap();
    honest.header.parts = vec![body.header(round.key)];
    honest.parts = vec![body];
    round.submit(honest);
    let why = run(round, &tables).unwrap_err();
    assert!(matches!(why, OpenFault::Combine { source: CombineError::AskAll { .. }, .. }), "{why}");
}

#[test]
fn copied_and_moved_submissions_fail() {
    let mut round = Round::open(4, 3, 200, (3, 2));
    let table = vec![Some(3), None, Some(0)];
    let mine = round.prepare(0, &table);
    let rule = |round: &mut Round, change: &dyn Fn(&mut Prepared)| {
        let mut copy = Prepared { header: mine.header.clone(), parts: mine.parts.clone(), secrets: vec![] };
        change(&mut copy);
        let checked = Unverified::new(copy.parts).verify(&round.checks, &copy.header, &mut round.rng);
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
