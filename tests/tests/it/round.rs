//! A whole round without any network, and what must fail on the way.

use intertally_core::event::payload::AdoptedPlan;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{Named, Phase};
use intertally_core::hash::Digest;
use intertally_core::opening::combine::CombineError;
use intertally_core::opening::open::OpenFault;
use intertally_core::opening::sheet::CountsSheet;
use intertally_core::opening::tally::Tally;
use intertally_core::packing::PartPlain;
use intertally_core::party::{Instant, KeyId, MemberIndex, Party, RoundId};
use intertally_core::submission::prepare::{encrypt_part, prove_part};
use intertally_core::submission::{Place, Prepared, Status, Unverified};
use intertally_custody::consent::step_b::{CheckedPlan, StepBRefusal};
use intertally_tests::round::{Counted, Round};
use intertally_tests::world::DEADLINE;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;

/// Whatever the log lets a coordinator adopt, a trustee answers for true counts and the recomputed plan alone.
fn lying_coordinators_get_no_step_b(round: &Round, counted: &Counted) {
    let (tally, sheet, plan, at) = (&round.tally, &counted.sheet, &counted.plan, Instant(DEADLINE.0 + 400));
    let none = Named::default();
    let adopt = |plan: &AdoptedPlan, shown: &CountsSheet| {
        let mut log = round.log.clone();
        let who = (Party::Coordinator, Scope::Round(round.id));
        log.post(at, who, Kind::PlanAdopted, plan).unwrap();
        CheckedPlan::of(log.fold.round(&round.id).unwrap(), tally, shown, &none).unwrap_err()
    };
    let mut raised = sheet.clone();
    raised.keys[0].counts[0] += 3;
    assert_eq!(adopt(plan, &raised), StepBRefusal::OtherSheet);
    let named = AdoptedPlan { counts: raised.digest(), ..plan.clone() };
    assert_eq!(adopt(&named, &raised), StepBRefusal::WrongCounts { part: 0 });
    let mut all = plan.clone();
    all.approved.insert(0, 0);
    assert_eq!(adopt(&all, sheet), StepBRefusal::OtherPlan { cell: 0 }, "a thin cell");
    let made_up = AdoptedPlan { composition: Digest::ZERO, ..plan.clone() };
    assert_eq!(
        adopt(&made_up, sheet),
        StepBRefusal::OtherComposition,
        "what later rounds would be planned for"
    );
    let other = Tally::new(&round.manifest);
    let mut log = round.log.clone();
    log.post(at, (Party::Coordinator, Scope::Round(round.id)), Kind::PlanAdopted, plan).unwrap();
    let refused = CheckedPlan::of(log.fold.round(&round.id).unwrap(), &other, sheet, &none).unwrap_err();
    assert_eq!(refused, StepBRefusal::OtherRound, "a tally of another set");
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
        let counted = round.count().unwrap();
        for (cell, count) in counted.sheet.counts().into_iter().enumerate() {
            let nonzero = tables.iter().filter(|table| table[cell].is_some_and(|x| x != 0)).count();
            assert_eq!(count as usize, nonzero);
        }
        lying_coordinators_get_no_step_b(&round, &counted);
        let opened = round.publish(counted).unwrap();
        assert_eq!(opened.totals, expected);
        assert_eq!(round.log.fold.round(&round.id).unwrap().phase(), Phase::Published);
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
    let counted = round.count().unwrap();
    let why = round.publish(counted).err().unwrap();
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
