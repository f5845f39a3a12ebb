//! A whole round without any network, and what must fail on the way.

use intertally_core::event::payload::AdoptedPlan;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{Named, Phase};
use intertally_core::hash::Digest;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Params, PublicKey};
use intertally_core::opening::counted::Counted;
use intertally_core::opening::open::OpenFault;
use intertally_core::opening::sheet::CountsSheet;
use intertally_core::opening::tally::Tally;
use intertally_core::packing::{Layout, PartPlain};
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex, Party, RoundId};
use intertally_core::rule::Rule;
use intertally_core::submission::prepare::prepare_part;
use intertally_core::submission::{
    Checks, PartBody, Place, Prepared, Status, SubmissionHeader, SubmissionKey, Unverified,
};
use intertally_custody::consent::step_b::{CheckedPlan, StepBRefusal};
use intertally_tests::round::{AfterStepA, Round};
use intertally_tests::structure::Asked;
use intertally_tests::world::{self, DEADLINE};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;

/// Whatever the log lets a coordinator adopt, a trustee answers for true counts and the recomputed plan alone.
fn lying_coordinators_get_no_step_b(round: &Round, counted: &AfterStepA) {
    let (tally, sheet, plan, at) = (&round.tally, &counted.sheet, &counted.plan, Instant(DEADLINE.0 + 400));
    let none = Named::default();
    let adopt = |plan: &AdoptedPlan, shown: &CountsSheet| {
        let mut log = round.log.clone();
        let who = (Party::Coordinator, Scope::Round(round.id));
        log.post(at, who, Kind::PlanAdopted, plan).unwrap();
        let state = (log.fold.round(&round.id).unwrap(), round.ceremony());
        CheckedPlan::of(state, tally, (shown, &counted.proven), &none).unwrap_err()
    };
    let mut raised = sheet.clone();
    raised.keys[0].counts[0] = raised.keys[0].counts[0].map(|count| count + 3);
    assert_eq!(adopt(plan, &raised), StepBRefusal::OtherSheet);
    let wrong = StepBRefusal::WrongCounts(OpenFault::Sheet { part: 0 });
    let named = AdoptedPlan { counts: raised.digest(), ..plan.clone() };
    assert_eq!(adopt(&named, &raised), wrong);
    // The same with sums of shares that give it: they do not open the trustees' commitments.
    let opening = raised.keys[0].opening.as_mut().unwrap();
    opening.parts[0].sums[0].0 = opening.parts[0].sums[0].0.wrapping_sub(3 << 119);
    let named = AdoptedPlan { counts: raised.digest(), ..plan.clone() };
    assert_eq!(adopt(&named, &raised), wrong);
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
    let state = (log.fold.round(&round.id).unwrap(), round.ceremony());
    let refused = CheckedPlan::of(state, &other, (sheet, &counted.proven), &none).unwrap_err();
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
            assert_eq!(count, Some(nonzero as u32));
        }
        lying_coordinators_get_no_step_b(&round, &counted);
        let opened = round.publish(counted).unwrap();
        assert_eq!(opened.totals, expected);
        assert_eq!(round.log.fold.round(&round.id).unwrap().phase(), Phase::Published);
    }
}

#[test]
fn a_revision_round_counts_changes_too() {
    let asked = Asked::exact(4, 1_000);
    let mut round = Round::open_with(5, &asked, (3, 2), |manifest| manifest.revision = true);
    // No round before opened anything that could have changed: here all is counted nevertheless.
    round.counts_instead = Some(Counted::all(&[0, 1, 2, 3], true));
    let tables = tables(5, 4, 1_000);
    let changes: Vec<Vec<bool>> =
        (0..5).map(|member| (0..4).map(|cell| (member + cell) % 3 != 0).collect()).collect();
    for ((member, table), changed) in (0..).zip(&tables).zip(&changes) {
        let prepared = round.prepare_changed((member, 0), table, Some(changed));
        round.submit(prepared);
    }
    let counted = round.count().unwrap();
    let changed = |cell: usize| {
        let both = tables.iter().zip(&changes);
        Some(both.filter(|(table, changed)| table[cell].is_some() && changed[cell]).count() as u32)
    };
    assert_eq!(counted.sheet.changed(), Some((0..4).map(changed).collect()));
    let opened = round.publish(counted).unwrap();
    let plain = plain(&tables);
    assert!(opened.totals.iter().all(|(cell, total)| plain.get(cell) == Some(total)));
    assert!(!opened.totals.is_empty());
}

/// Cells that too few members report are not even counted, and a round in which nothing may be counted opens nothing.
#[test]
fn what_the_rules_do_not_admit_is_not_counted() {
    let mut round = Round::open(4, 3, 200, (3, 2));
    for member in 0..4 {
        // Two members report the first cell, three the second, all the last.
        let table = [Some(9).filter(|_| member < 2), Some(8).filter(|_| member < 3), Some(7)];
        let prepared = round.prepare(member, &table);
        round.submit(prepared);
    }
    let counted = round.count().unwrap();
    assert_eq!(counted.sheet.counts(), [None, Some(3), Some(4)]);
    let opened = round.publish(counted).unwrap();
    assert_eq!(opened.totals, BTreeMap::from([(1, 24), (2, 28)]));

    let mut round = Round::open(4, 2, 200, (3, 2));
    for member in 0..4 {
        let one = |cell: u16| Some(5).filter(|_| member / 2 == cell);
        let prepared = round.prepare(member, &[one(0), one(1)]);
        round.submit(prepared);
    }
    let counted = round.count().unwrap();
    assert_eq!(counted.sheet.counts(), [None, None]);
    assert!(round.publish(counted).unwrap().totals.is_empty());
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
    assert_eq!(rule(&mut round, &|c| c.header.member = MemberIndex(1)), Some(Rule::SubProof));
    assert_eq!(rule(&mut round, &|c| c.header.revision = 1), Some(Rule::SubProof));
    assert_eq!(rule(&mut round, &|c| c.header.round = RoundId(Digest::ZERO)), Some(Rule::SubRound));
    // In another round over the same keys, with a header of that one.
    let mut other = round.manifest.clone();
    other.name.push('x');
    let checks = Checks::of(&other, round.ceremony()).unwrap();
    let moved = SubmissionHeader { round: other.id(), ..mine.header.clone() };
    let moved = Unverified::new(mine.parts.clone()).verify(&checks, &moved, &mut round.rng.clone());
    assert_eq!(moved.err().map(|refusal| refusal.rule()), Some(Rule::SubProof));
    assert_eq!(rule(&mut round, &|c| c.parts.clear()), Some(Rule::SubParts));
    assert_eq!(rule(&mut round, &|c| c.parts[0].ciphertexts[0] = None), Some(Rule::SubPresence));
    let shorter = |c: &mut Prepared| {
        c.parts[0].ciphertexts[0].as_mut().unwrap().pop();
    };
    assert_eq!(rule(&mut round, &shorter), Some(Rule::SubShape));
    // A re-randomised or scaled copy changes the ciphertext's bytes: the digest, and with it every proof, is another.
    let other = |c: &mut Prepared| c.parts[0].ciphertexts[0].as_mut().unwrap()[0] ^= 1;
    assert_eq!(rule(&mut round, &other), Some(Rule::SubDigest));
    let renamed = |c: &mut Prepared| {
        other(c);
        c.header.parts[0] = c.parts[0].header(c.header.parts[0].key);
    };
    assert_eq!(rule(&mut round, &renamed), Some(Rule::SubProof));
    assert_eq!(rule(&mut round, &|c| c.header.parts[0].key = KeyId(Digest::ZERO)), Some(Rule::SubKey));
    assert_eq!(rule(&mut round, &|c| c.header.statuses[1] = Status::Normal), Some(Rule::SubProof));
}

/// Two keys of nothing, each for 5,120 cells of a revision round: two ciphertexts each.
fn two_keys() -> (Checks, SubmissionHeader, Vec<PartBody>, [Place; 2]) {
    let ceremony = CeremonyId(Digest::ZERO);
    let mut manifest = world::round(3, 2, 100, (3, 2), ceremony, Digest::ZERO);
    manifest.cells = vec![manifest.cells[0].clone(); 10_240];
    let round = manifest.id();
    let params = Params::STANDARD;
    let key = |index: u32| {
        let a = expand_common(&[3; 32], index, &params);
        SubmissionKey {
            id: KeyId::of(ceremony, index),
            cells: index as usize * 5_120..(index as usize + 1) * 5_120,
            layout: Layout::new(3, &[7; 5_120], true),
            public: PublicKey::new(&params, a.clone(), a),
        }
    };
    let keys = vec![key(0), key(1)];
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let place = |key: &SubmissionKey| Place { round, key: key.id, member: MemberIndex(0), revision: 0 };
    let places = [place(&keys[0]), place(&keys[1])];
    let plain = PartPlain { values: vec![Some(5); 5_120], changed: Some(vec![true; 5_120]) };
    let parts: Vec<PartBody> = keys
        .iter()
        .zip(places)
        .map(|(key, place)| prepare_part(place, key, &plain, &mut rng).unwrap().0)
        .collect();
    let header = SubmissionHeader {
        round,
        member: MemberIndex(0),
        revision: 0,
        statuses: vec![Status::Normal; 10_240],
        public: vec![],
        confidential: vec![],
        parts: parts.iter().zip(&keys).map(|(part, key)| part.header(key.id)).collect(),
        notes: vec![],
    };
    (Checks::with_keys(manifest, keys), header, parts, places)
}

/// A part replayed under another key, a ciphertext in another's place, with header and digests made to fit.
#[test]
fn parts_and_ciphertexts_serve_in_their_own_place_alone() {
    let (checks, header, parts, places) = two_keys();
    let judge = |change: &dyn Fn(&mut Vec<PartBody>)| {
        let mut parts = parts.clone();
        change(&mut parts);
        let named = parts.iter().zip(places).map(|(part, place)| part.header(place.key)).collect();
        let header = SubmissionHeader { parts: named, ..header.clone() };
        let checked = Unverified::new(parts).verify(&checks, &header, &mut ChaCha20Rng::seed_from_u64(1));
        checked.err().map(|refusal| refusal.rule())
    };
    assert_eq!(judge(&|_| ()), None);
    assert_eq!(judge(&|parts| parts.swap(0, 1)), Some(Rule::SubProof), "parts under each other's key");
    assert_eq!(judge(&|parts| parts[1] = parts[0].clone()), Some(Rule::SubProof), "one part twice");
    let proofs = |parts: &mut Vec<PartBody>| parts[0].proofs.swap(0, 1);
    assert!(judge(&proofs).is_some(), "proofs under each other's ciphertext");
    let whole = |parts: &mut Vec<PartBody>| {
        parts[0].ciphertexts.swap(0, 1);
        parts[0].proofs.swap(0, 1);
    };
    assert!(judge(&whole).is_some(), "ciphertexts in each other's place");
}
