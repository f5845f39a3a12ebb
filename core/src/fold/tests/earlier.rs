//! Which earlier rounds a round must name, whoever asks for it and whoever its trustees were.

use super::*;
use crate::opening::composition::Composition;
use crate::opening::sheet::{CountsSheet, KeyCounts};
use crate::publication::{PublicCell, PublicSheet, PublicTotal};
use crate::round::EarlierRecord;
use crate::rule::Rule;
use crate::submission::PublishedFigure;
use intertally_disclosure::ShownBefore;

/// The second round, over the same cells, under a key of its own.
fn second(w: &World) -> RoundManifest {
    let mut manifest = w.manifest_with(1);
    manifest.name = "second".into();
    manifest.deadline = Instant(4 * DEADLINE);
    manifest.revision = true;
    manifest
}

fn open(w: &mut World, manifest: &RoundManifest) -> Result<(), Refusal> {
    let before = std::mem::replace(&mut w.id, manifest.id());
    let outcome = w.post(Party::Coordinator, Kind::Opened, manifest);
    if outcome.is_err() {
        w.id = before;
    }
    outcome
}

/// A log whose first round has adopted a plan, and the record that names it.
fn counted() -> (World, EarlierRecord) {
    let mut w = World::sealed();
    w.adopt(&adopted(&[0])).unwrap();
    let record = EarlierRecord { round: w.id, composition: adopted(&[]).composition, public: None };
    (w, record)
}

fn published(public: Digest) -> Publication {
    Publication { files: vec![], openings: Digest::ZERO, public }
}

/// The first round is published, under this digest.
fn publish(w: &mut World, public: Digest) {
    (0..2).for_each(|trustee| w.share(trustee, Step::B).unwrap());
    w.post(Party::Coordinator, Kind::Published, &published(public)).unwrap();
}

/// What readers were shown is named if it was published before the later round opened, and only then.
#[test]
fn a_round_names_the_public_sheet_of_what_was_published_before_it() {
    let (mut w, record) = counted();
    let sheet = digest("test", &[b"public sheet"]);
    let shown = EarlierRecord { public: Some(sheet), ..record };
    let refused = |w: &mut World, earlier, expected| {
        let mut manifest = second(w);
        manifest.earlier = vec![earlier];
        assert_eq!(open(w, &manifest).unwrap_err(), Refusal::Earlier { at: 0, expected: Some(expected) });
    };
    refused(&mut w, shown, record);
    let mut early = w.clone();
    publish(&mut w, sheet);
    refused(&mut w, record, shown);
    refused(&mut w, EarlierRecord { public: Some(Digest::ZERO), ..record }, shown);
    let mut manifest = second(&w);
    manifest.earlier = w.fold.earlier(&manifest).unwrap();
    assert_eq!(manifest.earlier, [shown]);
    open(&mut w, &manifest).unwrap();
    // Whoever opens before the publication names none, and that holds afterwards.
    let mut manifest = second(&early);
    manifest.earlier = vec![record];
    let first = early.id;
    open(&mut early, &manifest).unwrap();
    early.id = first;
    publish(&mut early, sheet);
}

/// The sheet by its digest, and what it says of totals.
#[test]
fn a_public_sheet_must_be_the_one_that_is_named() {
    let mut w = World::sealed();
    let state = w.fold.round(&w.id).unwrap();
    let key = KeyCounts { counts: vec![Some(3), Some(3)], changed: None, opening: None };
    let counts = CountsSheet { round: w.id, keys: vec![key], salt: Digest::ZERO };
    let opened = std::collections::BTreeSet::from([0]);
    let composition = Composition::of(state.manifest(), &state.returned(), &counts, &opened);
    let plan = AdoptedPlan { composition: composition.digest(), ..adopted(&[0]) };
    w.adopt(&plan).unwrap();
    let shown = |w: &World, sheets: &[PublicSheet]| {
        let mut manifest = second(w);
        manifest.earlier = w.fold.earlier(&manifest).unwrap();
        w.fold.named(&manifest, [&composition], sheets).map(|named| named.remembered()[0].shown())
    };
    let told = PublicCell { cell: 0, total: PublicTotal::Band { value: 25, low: 23, high: 27 } };
    let sheet = PublicSheet { round: w.id, cells: vec![told], keys: vec![None] };
    // Not published, whatever somebody shows.
    assert_eq!(shown(&w, std::slice::from_ref(&sheet)), Ok(vec![ShownBefore::NotYet, ShownBefore::Nothing]));
    publish(&mut w, sheet.digest());
    assert_eq!(
        shown(&w, std::slice::from_ref(&sheet)),
        Ok(vec![ShownBefore::Ends(23, 27), ShownBefore::Nothing])
    );
    let missing = Err(NotNamed { at: 0, public: true });
    assert_eq!(shown(&w, &[]), missing);
    let lower = PublicTotal::Band { value: 15, low: 13, high: 17 };
    let other = PublicSheet { cells: vec![PublicCell { total: lower, ..told }], ..sheet };
    assert_eq!(shown(&w, &[other]), missing);
    assert!(NotNamed { at: 0, public: true }.to_string().contains("the public sheet of earlier record 0"));
}

#[test]
fn a_round_that_overlaps_one_still_undecided_is_refused() {
    let mut w = World::new();
    let first = w.id;
    let refused = |w: &mut World, phase| {
        let manifest = second(w);
        assert_eq!(open(w, &manifest).unwrap_err(), Refusal::Overlap { round: first, phase });
    };
    refused(&mut w, "open");
    w.fill();
    refused(&mut w, "sealed");
    let text = Refusal::Overlap { round: first, phase: "sealed" }.to_string();
    assert!(text.contains("hold or cancel it first"), "{text}");
    // Without a plan nothing was opened that a later round must name.
    w.post(Party::Coordinator, Kind::Held, &Reason { text: "a wrong label".into() }).unwrap();
    let manifest = second(&w);
    open(&mut w, &manifest).unwrap();
}

#[test]
fn a_round_names_every_overlapping_plan_with_its_digest_oldest_first_and_no_other() {
    let (mut w, record) = counted();
    let mut bad = second(&w);
    let refused = |w: &mut World, manifest: &RoundManifest, at, expected: Option<EarlierRecord>| {
        let refusal = open(w, manifest).unwrap_err();
        assert_eq!((refusal.rule(), &refusal), (Rule::Earlier, &Refusal::Earlier { at, expected }));
        refusal.to_string()
    };
    let said = refused(&mut w, &bad, 0, Some(record));
    assert!(said.contains("make the round again"), "{said}");
    bad.earlier = vec![EarlierRecord { composition: digest("made up", &[]), ..record }];
    refused(&mut w, &bad, 0, Some(record));
    bad.earlier = vec![EarlierRecord { round: RoundId(Digest::ZERO), ..record }];
    refused(&mut w, &bad, 0, Some(record));
    bad.earlier = vec![record, record];
    refused(&mut w, &bad, 1, None);
    let mut good = second(&w);
    good.earlier = w.fold.earlier(&good).unwrap();
    assert_eq!(good.earlier, [record]);
    open(&mut w, &good).unwrap();
    w.fill();
    w.adopt(&adopted(&[1])).unwrap();
    let mut third = w.manifest_with(2);
    third.revision = true;
    third.deadline = Instant(9 * DEADLINE);
    let newer = EarlierRecord { round: w.id, ..record };
    third.earlier = vec![newer, record];
    refused(&mut w, &third, 0, Some(record));
    third.earlier = vec![record, newer];
    open(&mut w, &third).unwrap();
}

#[test]
fn figures_of_other_months_are_apart_and_a_quarter_lies_in_its_year() {
    let (mut w, record) = counted();
    let asks = |w: &World, start, months| {
        let mut manifest = second(w);
        for leaf in &mut manifest.leaves {
            (leaf.start, leaf.months) = (start, months);
        }
        manifest
    };
    let quarter = asks(&w, 12 * 2024 + 3, 3);
    assert_eq!(open(&mut w, &quarter).unwrap_err(), Refusal::Earlier { at: 0, expected: Some(record) });
    let mut next = asks(&w, 12 * 2025, 12);
    next.earlier = vec![record];
    assert_eq!(
        open(&mut w, &next).unwrap_err(),
        Refusal::Earlier { at: 0, expected: None },
        "nothing in common"
    );
    next.earlier.clear();
    open(&mut w, &next).unwrap();
}

#[test]
fn practice_rounds_name_none_and_are_named_by_none() {
    let (mut w, record) = counted();
    let mut practice = second(&w);
    practice.practice = true;
    practice.earlier = vec![record];
    assert_eq!(open(&mut w, &practice).unwrap_err(), Refusal::Earlier { at: 0, expected: None });
    practice.earlier.clear();
    open(&mut w, &practice).unwrap();
    let mut third = w.manifest_with(2);
    third.revision = true;
    third.deadline = Instant(9 * DEADLINE);
    third.earlier = vec![record];
    open(&mut w, &third).unwrap();
}

/// The same log, as somebody reads it who looks at the second round alone.
#[test]
fn whoever_replays_one_round_alone_refuses_what_the_whole_fold_refuses() {
    let mut w = World::with_keys();
    let mut reader = w.fold.clone();
    let both = |w: &mut World, reader: &mut Fold, who, kind: Kind, payload: &dyn Fn() -> Vec<u8>| {
        let bytes = payload();
        let scope = Scope::Round(w.id);
        let signed = SignedClaim::sign(&key_of(who), who, scope, kind, &bytes, "test");
        let event = Event { parent: w.fold.parent(), height: w.fold.height(), at: Instant(w.now), signed };
        let needed = (!Fold::skips_payload(kind)).then_some(bytes.as_slice());
        let outcome = reader.skip(&event, needed);
        w.fold.apply(&event, &bytes).unwrap();
        outcome
    };
    let first = w.manifest();
    w.id = first.id();
    both(&mut w, &mut reader, Party::Coordinator, Kind::Opened, &|| canonical::encode(&first)).unwrap();
    let mut ours = second(&w);
    let undecided = Refusal::Overlap { round: w.id, phase: "open" };
    assert_eq!(reader.earlier(&ours).unwrap_err(), undecided);
    w.now = 10;
    for member in 0..3 {
        let header = w.header(member, 0);
        let who = Party::Member(MemberIndex(member));
        both(&mut w, &mut reader, who, Kind::Submitted, &|| canonical::encode(&header)).unwrap();
    }
    w.now = DEADLINE + 6;
    let set = w.set();
    both(&mut w, &mut reader, Party::Coordinator, Kind::Sealed, &|| canonical::encode(&set)).unwrap();
    assert_eq!(reader.earlier(&ours).unwrap_err(), Refusal::Overlap { round: w.id, phase: "sealed" });
    for trustee in 0..3 {
        let said = w.fold.round(&w.id).unwrap().expected_statement(0).unwrap();
        let who = Party::Trustee(TrusteeIndex(trustee));
        both(&mut w, &mut reader, who, Kind::Stated, &|| canonical::encode(&said)).unwrap();
    }
    for trustee in 0..2 {
        let given = w.given(trustee, Step::A);
        let who = Party::Trustee(TrusteeIndex(trustee));
        both(&mut w, &mut reader, who, Kind::SharesGiven, &|| canonical::encode(&given)).unwrap();
    }
    let plan = adopted(&[0]);
    let (event, bytes) = w.event(Party::Coordinator, Kind::PlanAdopted, &plan);
    assert_eq!(reader.skip(&event, None).unwrap_err().rule(), Rule::LogPayload);
    let mut forged = event.clone();
    forged.signed.signature.0[0] ^= 1;
    assert_eq!(reader.skip(&forged, Some(&bytes)).unwrap_err().rule(), Rule::Signature);
    both(&mut w, &mut reader, Party::Coordinator, Kind::PlanAdopted, &|| canonical::encode(&plan)).unwrap();
    assert_eq!(reader.earlier(&ours), w.fold.earlier(&ours));
    for trustee in 0..2 {
        let given = w.given(trustee, Step::B);
        let who = Party::Trustee(TrusteeIndex(trustee));
        both(&mut w, &mut reader, who, Kind::SharesGiven, &|| canonical::encode(&given)).unwrap();
    }
    let made = published(digest("test", &[b"public sheet"]));
    let (event, _) = w.event(Party::Coordinator, Kind::Published, &made);
    assert_eq!(reader.skip(&event, None).unwrap_err().rule(), Rule::LogPayload);
    let (event, bytes) = w.event(Party::Coordinator, Kind::Published, &plan);
    assert_eq!(reader.skip(&event, Some(&bytes)).unwrap_err().rule(), Rule::Bytes);
    both(&mut w, &mut reader, Party::Coordinator, Kind::Published, &|| canonical::encode(&made)).unwrap();
    assert_eq!(reader.earlier(&ours), w.fold.earlier(&ours));
    assert_eq!(reader.earlier(&ours).unwrap()[0].public, Some(made.public));
    w.id = ours.id();
    let (event, bytes) = w.event(Party::Coordinator, Kind::Opened, &ours);
    assert_eq!(reader.clone().apply(&event, &bytes).unwrap_err().rule(), Rule::Earlier);
    assert_eq!(reader.skip(&event, Some(&bytes)).unwrap_err().rule(), Rule::Earlier);
    ours.earlier = w.fold.earlier(&ours).unwrap();
    w.id = ours.id();
    let (event, bytes) = w.event(Party::Coordinator, Kind::Opened, &ours);
    reader.apply(&event, &bytes).unwrap();
    assert!(reader.round(&w.id).is_some());
}

#[test]
fn a_round_that_is_followed_moves_only_as_its_phases_allow() {
    let mut w = World::with_keys();
    let manifest = w.manifest();
    w.id = manifest.id();
    let (event, bytes) = w.event(Party::Coordinator, Kind::Opened, &manifest);
    w.fold.skip(&event, Some(&bytes)).unwrap();
    let (event, bytes) = w.event(Party::Coordinator, Kind::PlanAdopted, &adopted(&[0]));
    assert_eq!(w.fold.skip(&event, Some(&bytes)).unwrap_err().rule(), Rule::Phase, "no plan before a seal");
    let (event, _) = w.event(Party::Aggregator, Kind::Sealed, &adopted(&[0]));
    assert_eq!(w.fold.skip(&event, None).unwrap_err().rule(), Rule::Role);
}

#[test]
fn a_composition_must_be_the_one_of_plan_and_log_but_for_counts() {
    let mut w = World::new();
    for member in 0..3 {
        let mut header = w.header(member, 0);
        match member {
            0 => header.public = vec![PublishedFigure { cell: 0, figure: 7 }],
            1 => header.confidential = vec![0],
            _ => {}
        }
        w.post(Party::Member(MemberIndex(member)), Kind::Submitted, &header).unwrap();
    }
    w.now = DEADLINE + 6;
    w.post(Party::Coordinator, Kind::Sealed, &w.set()).unwrap();
    let state = w.fold.round(&w.id).unwrap();
    let key = KeyCounts { counts: vec![Some(3), Some(0)], changed: None, opening: None };
    let sheet = CountsSheet { round: w.id, keys: vec![key], salt: Digest::ZERO };
    let (manifest, returned) = (state.manifest().clone(), state.returned());
    let opened = std::collections::BTreeSet::from([0]);
    let right = Composition::of(&manifest, &returned, &sheet, &opened);
    let cell = &right.cells[0];
    assert_eq!(
        (&cell.public, &cell.confidential, cell.first),
        (&vec![("M0".into(), 7)], &vec!["M1".into()], 13)
    );
    let named = |given: &Composition| {
        let mut w = w.clone();
        let composition = given.digest();
        w.adopt(&AdoptedPlan { composition, ..adopted(&[0]) }).unwrap();
        let mut second = second(&w);
        second.earlier = vec![EarlierRecord { round: w.id, composition, public: None }];
        w.fold.named(&second, [given], []).map(|named| named.remembered().len())
    };
    assert_eq!(named(&right), Ok(1));
    let refused = |change: &dyn Fn(&mut Composition)| {
        let mut wrong = right.clone();
        change(&mut wrong);
        assert_eq!(named(&wrong), Err(NotNamed { at: 0, public: false }));
    };
    // Its digest is the one that the plan names; the log still shows another.
    refused(&|wrong| drop(wrong.cells[0].members.pop()));
    refused(&|wrong| wrong.cells[0].minimum = 9);
    refused(&|wrong| wrong.cells[0].first = 18);
    refused(&|wrong| wrong.cells[0].public.clear());
    refused(&|wrong| wrong.cells[0].public[0].1 = 8);
    refused(&|wrong| wrong.cells[1].public = wrong.cells[0].public.clone());
    refused(&|wrong| wrong.cells[0].confidential.clear());
    refused(&|wrong| wrong.cells[0].opened = false);
    refused(&|wrong| wrong.cells[1].leaves[0].months = 1);
    refused(&|wrong| wrong.cells[0].changed = Some(1));
    refused(&|wrong| wrong.cells[0].count = None);
    refused(&|wrong| wrong.cells[1].count = None);
    refused(&|wrong| drop(wrong.cells.pop()));
    w.adopt(&AdoptedPlan { composition: right.digest(), ..adopted(&[0]) }).unwrap();
    let mut manifest = second(&w);
    manifest.earlier = w.fold.earlier(&manifest).unwrap();
    assert_eq!(w.fold.named(&manifest, [], []).err(), Some(NotNamed { at: 0, public: false }));
    let mut other = right.clone();
    other.cells[0].count = Some(2);
    assert_eq!(
        w.fold.named(&manifest, [&other], []).err(),
        Some(NotNamed { at: 0, public: false }),
        "another count has another digest"
    );
}
