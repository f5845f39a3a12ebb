//! Shares out of their place, and what a trustee's own machine refuses to answer.

use intertally_core::event::payload::Step;
use intertally_core::hash::Digest;
use intertally_core::opening::asked::{Asked, ShareRefusal};
use intertally_core::opening::counted::Counted;
use intertally_core::opening::open::OpenFault;
use intertally_core::opening::share::{ShareProofs, ShareSet, SubKeyIndex};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{KeyId, RoundId, TrusteeIndex};
use intertally_custody::consent::step_b::{self, CheckedPlan};
use intertally_custody::ledger::StepB;
use intertally_custody::opening::{Answer, GiveError, OwnRound, give_shares};
use intertally_tests::round::{AfterStepA, Round};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeSet;

/// A round of three cells and four members, of which all but the last report everything, and the last nothing of cell 0.
fn open() -> Round {
    let mut round = Round::open(4, 3, 200, (3, 2));
    for member in 0..4 {
        let made = round.prepare(member, &[Some(3).filter(|_| member < 3), Some(9), Some(7)]);
        round.submit(made);
    }
    round
}

fn judge(asked: &Asked, trustee: u8, proofs: &ShareProofs) -> Result<(), ShareRefusal> {
    let all = [(TrusteeIndex(trustee), proofs)];
    asked.check(&all, &mut ChaCha20Rng::seed_from_u64(1)).remove(0).map(|_| ())
}

fn is_proof(outcome: Result<(), ShareRefusal>, trustee: u8) {
    let named = matches!(&outcome, Err(ShareRefusal::Proof { trustee: who, .. }) if who.0 == trustee);
    assert!(named, "{outcome:?}");
}

#[test]
fn a_proof_of_a_share_serves_in_its_own_place_alone() {
    let mut round = open();
    let counted = round.state_all();
    let cells = [0, 1, 2];
    let [one, two] = [1, 2].map(|trustee| round.try_shares(&counted, trustee, Answer::StepA).unwrap());
    let again = || round.opener().bits(&Counted::all(&cells, false)).unwrap();
    assert_eq!(judge(&again(), 1, &one.proofs), Ok(()));
    assert_eq!(judge(&again(), 2, &two.proofs), Ok(()));
    // In the place of another question: sum, step, round, key, slots.
    let other = Digest([7; 32]);
    let questions: [&dyn Fn(&mut Asked); 5] = [
        &|asked| asked.question.aggregate = other,
        &|asked| asked.question.step = Step::B,
        &|asked| asked.question.round = RoundId(other),
        &|asked| asked.question.key = KeyId(other),
        &|asked| asked.question.positions = other,
    ];
    for change in questions {
        let mut asked = again();
        change(&mut asked);
        is_proof(judge(&asked, 1, &one.proofs), 1);
    }
    // Another sum, another secret, wider flooding; the question as it was.
    let sums: [&dyn Fn(&mut Asked); 3] = [
        &|asked| {
            let mut mask = asked.parts[0].mask.to_vec();
            mask[0] ^= 1;
            asked.parts[0].mask = mask.into();
        },
        &|asked| asked.rows.swap(0, 2),
        &|asked| asked.flooding_bits -= 1,
    ];
    for change in sums {
        let mut asked = again();
        change(&mut asked);
        assert!(judge(&asked, 1, &one.proofs).is_err());
    }
    // Fewer slots, or others.
    let fewer = round.opener().bits(&Counted::all(&[0, 1], false)).unwrap();
    assert!(judge(&fewer, 1, &one.proofs).is_err());
    let values = round.opener().values(&cells.into()).unwrap();
    assert!(judge(&values, 1, &one.proofs).is_err());
    // Copied by a trustee that holds other sub-keys, or that holds the same one: trustees 1 and 2 both hold sub-key 0.
    assert_eq!(judge(&again(), 0, &one.proofs), Err(ShareRefusal::Shape { trustee: TrusteeIndex(0) }));
    let mut copied = two.proofs.clone();
    copied.0[0] = one.proofs.0[0].clone();
    is_proof(judge(&again(), 2, &copied), 2);
    // Too few proofs, too many, sub-keys out of order.
    let shapes: [&dyn Fn(&mut ShareProofs); 4] = [
        &|proofs| proofs.0.truncate(1),
        &|proofs| proofs.0.swap(0, 1),
        &|proofs| proofs.0[0].proofs.push(vec![]),
        &|proofs| proofs.0[1].sub_key = SubKeyIndex(1),
    ];
    for change in shapes {
        let mut proofs = one.proofs.clone();
        change(&mut proofs);
        assert_eq!(judge(&again(), 1, &proofs), Err(ShareRefusal::Shape { trustee: TrusteeIndex(1) }));
    }
}

/// The same question answered twice shows nothing more: the shares are the same, and so are those of another holder.
#[test]
fn flooding_is_the_same_whenever_and_by_whomever_it_is_asked() {
    let mut round = open();
    let counted = round.state_all();
    let words = |set: &ShareSet, at: usize| set.openings[at].1[0].words.clone();
    let first = round.try_shares(&counted, 1, Answer::StepA).unwrap();
    round.rng = ChaCha20Rng::seed_from_u64(99);
    let [again, other] = [1, 2].map(|trustee| round.try_shares(&counted, trustee, Answer::StepA).unwrap());
    assert!(words(&first, 0) == words(&again, 0) && words(&first, 1) == words(&again, 1));
    assert!(words(&first, 0) == words(&other, 0), "of sub-key 0, which both hold");
    assert_ne!(first.proofs.digest(), again.proofs.digest(), "proofs take fresh randomness");
}

/// A trustee's token for step B.
fn token(round: &mut Round, counted: &mut AfterStepA, trustee: u8) -> StepB {
    let at = intertally_core::party::Instant(intertally_tests::world::DEADLINE.0 + 400);
    let (who, kind) = (intertally_core::party::Party::Coordinator, intertally_core::event::Kind::PlanAdopted);
    round.post(at, who, kind, &counted.plan).unwrap();
    let state = round.log.fold.round(&round.id).unwrap();
    let named = round.log.fold.named(&round.manifest, [], []).unwrap();
    let shown = (&counted.sheet, counted.proven.as_slice());
    let checked = CheckedPlan::of((state, round.ceremony()), &round.tally, shown, &named).unwrap();
    let logged = state.statements(&round.key).unwrap().clone();
    let seat = &mut counted.seats[usize::from(trustee)];
    let quorate = seat.stated.quorum(&logged).unwrap();
    let intent = step_b::consent(&quorate, &seat.ledger, &checked).unwrap();
    intent.persist(&mut seat.ledger, &mut seat.disk).unwrap()
}

#[test]
fn a_trustee_answers_for_its_own_key_sum_and_statement_alone() {
    let mut round = open();
    let counted = round.count().unwrap();
    let state = round.log.fold.round(&round.id).unwrap();
    let logged = state.statements(&round.key).unwrap().clone();
    let ask = |trustee: usize, own: OwnRound<'_>, answer: Answer<'_>| {
        let quorate = counted.seats[1].stated.quorum(&logged).unwrap();
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        give_shares(&quorate, answer, own, &round.held[trustee], rng).map(|_| ())
    };
    let own =
        OwnRound { manifest: &round.manifest, ceremony: round.ceremony(), tally: &round.tally, part: 0 };
    assert_eq!(ask(1, own, Answer::StepA), Ok(()));
    // One member's ciphertext instead of the sum, and no ciphertext at all.
    let mut again = Round::open(4, 3, 200, (3, 2));
    let alone = again.prepare(0, &[Some(3), Some(9), Some(7)]);
    again.submit(alone);
    let empty = Tally::new(&round.manifest);
    for tally in [&again.tally, &empty] {
        let refused = ask(1, OwnRound { tally, ..own }, Answer::StepA);
        assert_eq!(refused, Err(GiveError::OtherAggregate));
    }
    // A key that the round does not have, another round, another ceremony, another trustee's keys.
    assert_eq!(ask(1, OwnRound { part: 1, ..own }, Answer::StepA), Err(GiveError::OtherKey));
    let mut manifest = round.manifest.clone();
    manifest.name.push('x');
    assert_eq!(ask(1, OwnRound { manifest: &manifest, ..own }, Answer::StepA), Err(GiveError::OtherKey));
    let five = Round::open(4, 3, 200, (5, 3));
    let foreign = OwnRound { ceremony: five.ceremony(), ..own };
    assert_eq!(ask(1, foreign, Answer::StepA), Err(GiveError::OtherKey));
    assert_eq!(ask(0, own, Answer::StepA), Err(GiveError::OtherKey));
    // Step B of another round.
    let mut counted_other = other_round();
    let token = token(&mut counted_other.0, &mut counted_other.1, 1);
    assert_eq!(ask(1, own, Answer::StepB(&token)), Err(GiveError::OtherStatement));
}

fn other_round() -> (Round, AfterStepA) {
    let mut other = Round::open(5, 3, 200, (3, 2));
    for member in 0..5 {
        let made = other.prepare(member, &[Some(1), Some(2), Some(3)]);
        other.submit(made);
    }
    let counted = other.count().unwrap();
    (other, counted)
}

#[test]
fn a_trustee_that_has_nothing_to_answer_or_has_lost_its_keys_says_so() {
    let mut round = Round::open(4, 2, 200, (3, 2));
    for member in 0..4u16 {
        // Two members a cell: the rules admit no count.
        let one = |cell: u16| Some(5).filter(|_| member / 2 == cell);
        let made = round.prepare(member, &[one(0), one(1)]);
        round.submit(made);
    }
    let counted = round.state_all();
    assert_eq!(round.try_shares(&counted, 1, Answer::StepA).err(), Some(GiveError::Nothing));

    let mut round = open();
    let counted = round.state_all();
    let (kept, gone) = round.held.remove(1).destroy_key(0);
    assert!(gone.is_some());
    round.held.insert(1, kept);
    let lost = GiveError::Missing { sub_key: SubKeyIndex(0) };
    assert_eq!(round.try_shares(&counted, 1, Answer::StepA).err(), Some(lost));
}

/// A total one too large, by a Delta in the sum of shares, or by the count: no sheet is believed.
#[test]
fn a_sheet_that_is_off_by_one_opens_nothing() {
    let mut round = open();
    let counted = round.count().unwrap();
    let (sheet, asked_counts) = (counted.sheet.clone(), counted.proven.len());
    assert_eq!(asked_counts, 1);
    let approved: BTreeSet<u32> = counted.plan.approved.iter().copied().collect();
    let opened = round.publish(counted).unwrap();
    let steps = opened.steps[0].as_ref().unwrap();
    let (cells, opening) = (&opened.openings.cells, opened.openings.keys[0].as_ref().unwrap());
    let opener = round.opener();
    let check = |sheet: &_, cells: &[_], opening: &_| {
        opener.check_totals(&approved, sheet, (cells, opening), &steps.values.1)
    };
    assert_eq!(check(&sheet.keys[0], cells, opening), Ok(()));
    let wrong = Err(OpenFault::Sheet { part: 0 });
    for (at, cell) in (0..).zip(cells) {
        for by in [1, -1] {
            let mut off = cells.clone();
            off[at].total = cell.total.wrapping_add_signed(by);
            assert_eq!(check(&sheet.keys[0], &off, opening), wrong);
            // The same with shares that would give it.
            let mut moved = opening.clone();
            let delta = 1u128 << (128 - steps.values.0.slot_bits);
            let sum = &mut moved.parts[0].sums[at].0;
            *sum = if by == 1 { sum.wrapping_sub(delta) } else { sum.wrapping_add(delta) };
            assert_eq!(check(&sheet.keys[0], &off, &moved), wrong);
        }
    }
    let mut counts = sheet.keys[0].clone();
    counts.counts[1] = Some(3);
    assert_eq!(check(&counts, cells, opening), wrong, "a count that is not the one of the totals");
    let counted = Counted::all(&[0, 1, 2], false);
    let proven = &steps.counts.1;
    assert_eq!(opener.check_counts(&counted, &sheet.keys[0], proven), Ok(()));
    assert_eq!(opener.check_counts(&counted, &counts, proven), wrong);
    let mut bare = sheet.keys[0].clone();
    bare.opening = None;
    assert_eq!(opener.check_counts(&counted, &bare, proven), wrong, "counts that nothing shows");
}
