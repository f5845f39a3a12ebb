//! Which earlier publications a round's is compared with: the log says it, and nobody chooses.

use super::*;
use crate::event::payload::TOTALS;

/// A round of a year, under key number `key`, with the year in the keys of its cells.
fn year(w: &World, key: u32, year: u32) -> RoundManifest {
    let mut manifest = w.manifest_with(key);
    manifest.name = format!("{year} by key {key}");
    manifest.periods = vec![year.to_string()];
    manifest.leaves.iter_mut().for_each(|leaf| leaf.start = 12 * year);
    manifest.cells.iter_mut().for_each(|cell| cell.key = format!("A.{}.{year}", cell.key));
    (manifest.opens, manifest.deadline) = (Instant(w.now), Instant(w.now + DEADLINE));
    manifest.earlier = w.fold.earlier(&manifest).unwrap();
    manifest.revision = !manifest.earlier.is_empty();
    manifest
}

/// Holds a round to its publication, of a file of this name; answers with the height of that event.
fn held(w: &mut World, manifest: &RoundManifest, file: &str) -> u64 {
    w.id = manifest.id();
    w.post(Party::Coordinator, Kind::Opened, manifest).unwrap();
    w.fill();
    w.adopt(&adopted(&[0])).unwrap();
    (0..2).for_each(|trustee| w.share(trustee, Step::B).unwrap());
    let files = vec![(file.to_owned(), digest("test", &[manifest.name.as_bytes()]))];
    let made = Publication { files, openings: Digest::ZERO, public: Digest::ZERO };
    w.post(Party::Coordinator, Kind::Published, &made).unwrap();
    w.fold.height() - 1
}

/// Names of the rounds before, and what they published.
fn before(fold: &Fold, manifest: &RoundManifest, until: u64) -> Vec<(String, Digest)> {
    let all = fold.before(manifest, until);
    all.iter().map(|one| (one.round.manifest().name.clone(), one.totals)).collect()
}

#[test]
fn a_round_is_compared_with_the_publication_of_the_period_before_alone() {
    let mut w = World::with_keys();
    let first = year(&w, 0, 2024);
    let at = held(&mut w, &first, TOTALS);
    let named =
        |manifest: &RoundManifest| (manifest.name.clone(), digest("test", &[manifest.name.as_bytes()]));
    let next = year(&w, 1, 2025);
    assert_eq!(before(&w.fold, &next, u64::MAX), [named(&first)]);
    assert_eq!(before(&w.fold, &next, at + 1), [named(&first)]);
    assert_eq!(before(&w.fold, &next, at), [], "it was not published before the plan");
    for other in [2023, 2026] {
        assert_eq!(before(&w.fold, &year(&w, 1, other), u64::MAX), [], "{other}");
    }
    let practice = RoundManifest { practice: true, ..next.clone() };
    assert_eq!(before(&w.fold, &practice, u64::MAX), []);
    let mut foreign = next.clone();
    foreign.coordinator.signing = key_of(Party::Aggregator).verifying_key();
    assert_eq!(before(&w.fold, &foreign, u64::MAX), [], "another coordinator's");
    let mut elsewhere = next.clone();
    elsewhere.cells.iter_mut().for_each(|cell| cell.key = cell.key.replace("cell", "other"));
    assert_eq!(before(&w.fold, &elsewhere, u64::MAX), [], "other figures");
    let mut half = next.clone();
    half.leaves.iter_mut().for_each(|leaf| leaf.months = 6);
    assert_eq!(before(&w.fold, &half, u64::MAX), [], "half a year is no year");
    // A round that asks both years has its own year before.
    let mut both = next.clone();
    both.periods.push("2024".into());
    both.leaves.extend(first.leaves.clone());
    let old = first.cells.iter().cloned().zip(2..);
    both.cells.extend(old.map(|(cell, leaf)| CellSpec { leaves: vec![leaf], ..cell }));
    assert_eq!(before(&w.fold, &both, u64::MAX), []);
    // The same year again, corrected: the later publication takes the place of the first.
    let again = year(&w, 1, 2024);
    assert!(again.revision);
    held(&mut w, &again, TOTALS);
    let next = year(&w, 2, 2025);
    assert_eq!(before(&w.fold, &next, u64::MAX), [named(&again)]);
}

#[test]
fn a_publication_without_totals_a_practice_round_and_the_round_itself_are_no_years_before() {
    let mut w = World::with_keys();
    let silent = year(&w, 0, 2024);
    held(&mut w, &silent, "report.html");
    assert_eq!(before(&w.fold, &year(&w, 1, 2025), u64::MAX), []);
    let practice = RoundManifest { practice: true, earlier: vec![], revision: false, ..year(&w, 1, 2024) };
    held(&mut w, &practice, TOTALS);
    let next = year(&w, 2, 2025);
    assert_eq!(before(&w.fold, &next, u64::MAX), []);
    held(&mut w, &next, TOTALS);
    assert_eq!(before(&w.fold, &next, u64::MAX), []);
}

/// Whoever replays one round alone comes to the same as the server.
#[test]
fn a_reader_of_the_second_year_alone_finds_the_first() {
    let mut w = World::with_keys();
    let (mut reader, mut events) = (w.fold.clone(), Vec::new());
    let first = year(&w, 0, 2024);
    w.id = first.id();
    let mut both = |w: &mut World, party, kind, payload: &dyn Fn(&World) -> Vec<u8>| {
        let bytes = payload(w);
        let scope = Scope::Round(w.id);
        let signed = SignedClaim::sign(&key_of(party), party, scope, kind, &bytes, "test");
        let event = Event { parent: w.fold.parent(), height: w.fold.height(), at: Instant(w.now), signed };
        w.fold.apply(&event, &bytes).unwrap();
        events.push((event, bytes));
    };
    both(&mut w, Party::Coordinator, Kind::Opened, &|_| canonical::encode(&first));
    for member in 0..3 {
        let who = Party::Member(MemberIndex(member));
        both(&mut w, who, Kind::Submitted, &|w| canonical::encode(&w.header(member, 0)));
    }
    w.now = first.deadline.0 + 6;
    both(&mut w, Party::Coordinator, Kind::Sealed, &|w| canonical::encode(&w.set()));
    for trustee in 0..3 {
        let said = |w: &World| w.fold.round(&w.id).unwrap().expected_statement(0).unwrap();
        both(&mut w, Party::Trustee(TrusteeIndex(trustee)), Kind::Stated, &|w| canonical::encode(&said(w)));
    }
    let give = |step| move |trustee: u8| (Party::Trustee(TrusteeIndex(trustee)), trustee, step);
    for (who, trustee, step) in (0..2).map(give(Step::A)) {
        both(&mut w, who, Kind::SharesGiven, &|w| canonical::encode(&w.given(trustee, step)));
    }
    both(&mut w, Party::Coordinator, Kind::PlanAdopted, &|_| canonical::encode(&adopted(&[0])));
    for (who, trustee, step) in (0..2).map(give(Step::B)) {
        both(&mut w, who, Kind::SharesGiven, &|w| canonical::encode(&w.given(trustee, step)));
    }
    let files = vec![(TOTALS.to_owned(), digest("test", &[b"totals"]))];
    let made = Publication { files, openings: Digest::ZERO, public: Digest::ZERO };
    both(&mut w, Party::Coordinator, Kind::Published, &|_| canonical::encode(&made));
    for (event, bytes) in &events {
        let payload = (!Fold::skips_payload(event.signed.claim.kind)).then_some(bytes.as_slice());
        reader.skip(event, payload).unwrap();
    }
    let next = year(&w, 1, 2025);
    let all = before(&reader, &next, u64::MAX);
    assert_eq!(all, [(first.name.clone(), digest("test", &[b"totals"]))]);
    assert_eq!(all, before(&w.fold, &next, u64::MAX));
}
