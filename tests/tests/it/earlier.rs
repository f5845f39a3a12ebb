//! Two rounds of one log over the same figures, the second with a committee that took no part in the first: what it must name,
//! whom a coordinator that names otherwise gets past (nobody), and what a record of it holds.

use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{NotNamed, Refusal};
use intertally_core::hash::Digest;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::remembered::Remembered;
use intertally_core::publication::PublicTotal;
use intertally_core::round::{EarlierRecord, RoundManifest};
use intertally_custody::consent::step_b::{CheckedPlan, StepBRefusal};
use intertally_tests::log::Log;
use intertally_tests::round::Round;
use intertally_tests::small_round::{Plain, SmallRound, TABLE};
use intertally_tests::structure::Asked;
use intertally_tests::tamper::relist;
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Options, Report, Verdict, verify};
use std::sync::LazyLock;

/// When the second round's ceremony begins, after the first round has ended.
const LATER: i64 = 10_000;

static FIRST: LazyLock<SmallRound> =
    LazyLock::new(|| SmallRound::hold_with(|manifest| manifest.practice = false).unwrap());
static SECOND: LazyLock<SmallRound> = LazyLock::new(|| {
    let mut round = open(|manifest| manifest.earlier = vec![record()]).unwrap();
    round.earlier = vec![remembered()];
    SmallRound::fill(round, &TABLE).unwrap()
});

fn record() -> EarlierRecord {
    let public = Some(FIRST.public.digest());
    EarlierRecord { round: FIRST.manifest.id(), composition: FIRST.composition.digest(), public }
}

fn remembered() -> Remembered {
    Remembered { composition: FIRST.composition.clone(), public: Some(FIRST.public.clone()) }
}

fn asked() -> Asked {
    Asked { banded: [1, 3].into(), ..Asked::exact(6, 200) }
}

/// The second round, no practice round, with a new ceremony of five other places at the table.
fn open(change: impl FnOnce(&mut RoundManifest)) -> Result<Round, Refusal> {
    let log = Log::of(&FIRST.events).unwrap();
    Round::open_on(log, LATER, (4, &asked(), (5, 3)), |manifest| {
        (manifest.practice, manifest.revision) = (false, true);
        change(manifest);
    })
}

fn judge(files: &Files, earlier: Vec<Remembered>) -> Report {
    verify(files, &Options { seed: [7; 32], maker: Some(&Plain), earlier, ..Options::default() })
}

#[test]
fn a_new_committee_does_not_free_a_coordinator_from_naming_what_the_log_shows() {
    let expected = Some(record());
    assert_eq!(open(|_| ()).err(), Some(Refusal::Earlier { at: 0, expected }), "unnamed");
    let made_up = EarlierRecord { composition: Digest([9; 32]), ..record() };
    let refused = open(|manifest| manifest.earlier = vec![made_up]).err();
    assert_eq!(refused, Some(Refusal::Earlier { at: 0, expected }), "a made-up digest");
    for public in [None, Some(Digest([9; 32]))] {
        let refused = open(|manifest| manifest.earlier = vec![EarlierRecord { public, ..record() }]).err();
        assert_eq!(refused, Some(Refusal::Earlier { at: 0, expected }), "another public sheet");
    }
    let twice = open(|manifest| manifest.earlier = vec![record(), record()]).err();
    assert_eq!(twice, Some(Refusal::Earlier { at: 1, expected: None }));
}

#[test]
fn trustees_answer_only_with_what_log_and_manifest_name() {
    let mut round = open(|manifest| manifest.earlier = vec![record()]).unwrap();
    for (member, figures) in (0..).zip(&TABLE) {
        let made = round.prepare(member, figures);
        round.submit(made);
    }
    round.earlier = vec![remembered()];
    let counted = round.count().unwrap();
    // Nobody opened more than before: the same cells, since the same members gave the same figures.
    let before: Vec<u32> = FIRST.openings.cells.iter().map(|cell| cell.cell).collect();
    assert_eq!(counted.plan.approved, before);
    let fold = &round.log.fold;
    let mut other = FIRST.composition.clone();
    other.cells[0].count = Some(4);
    let (right, sheet) = (&FIRST.composition, &FIRST.public);
    let [composition, public] = [false, true].map(|public| Some(NotNamed { at: 0, public }));
    assert_eq!(fold.named(&round.manifest, [&other], [sheet]).err(), composition);
    assert_eq!(fold.named(&round.manifest, [], [sheet]).err(), composition);
    let mut lower = sheet.clone();
    lower.cells[0].total = PublicTotal::Exact(3);
    assert_eq!(fold.named(&round.manifest, [right], [&lower]).err(), public);
    assert_eq!(fold.named(&round.manifest, [right], []).err(), public);
    let mut log = round.log.clone();
    let at = intertally_core::party::Instant(LATER + 3_000);
    let who = (intertally_core::party::Party::Coordinator, Scope::Round(round.id));
    log.post(at, who, Kind::PlanAdopted, &counted.plan).unwrap();
    let state = (log.fold.round(&round.id).unwrap(), round.ceremony());
    let none = intertally_core::fold::Named::default();
    let refused = CheckedPlan::of(state, &round.tally, (&counted.sheet, &counted.proven), &none).unwrap_err();
    assert_eq!(refused, StepBRefusal::Earlier(NotNamed { at: 0, public: false }));
    let named = log.fold.named(&round.manifest, [right], [sheet]).unwrap();
    CheckedPlan::of(state, &round.tally, (&counted.sheet, &counted.proven), &named).unwrap();
}

#[test]
fn a_restricted_record_holds_what_is_remembered_and_a_public_one_nothing_of_it() {
    let path = format!("earlier/{}", FIRST.composition.digest());
    let mut files = SECOND.record(Edition::Restricted).unwrap();
    assert!(files.contains_key(&path));
    let report = judge(&files, vec![]);
    assert_eq!((report.verdict, report.open()), (Verdict::Pass, vec![]), "{}", report.to_text());
    let public = SECOND.record(Edition::Public).unwrap();
    assert!(!public.keys().any(|path| path.starts_with("earlier/")));
    assert_eq!((judge(&public, vec![]).verdict, judge(&public, vec![]).open()), (Verdict::Pass, vec![10]));
    // Without one of both the plan is not recomputed, unless it is given from the earlier round's own record.
    let sheet = format!("earlier/{}", FIRST.public.digest());
    let missing =
        format!("'{}', id {}: give its restricted record", FIRST.manifest.name, FIRST.manifest.id().0);
    for (left_out, what) in [(&path, "the composition of"), (&sheet, "the public sheet of")] {
        let mut files = files.clone();
        files.remove(left_out);
        relist(&mut files, left_out).unwrap();
        let report = judge(&files, vec![]);
        assert_eq!((report.failed(), report.open()), (vec![], vec![10]), "{}", report.to_text());
        for words in [&missing, what] {
            assert!(report.to_text().contains(words), "it says which: {}", report.to_text());
        }
        assert_eq!(judge(&files, vec![remembered()]).verdict, Verdict::Pass);
        let silent = Remembered { public: None, ..remembered() };
        let open = if what.contains("sheet") { vec![10] } else { vec![] };
        assert_eq!(judge(&files, vec![silent]).open(), open);
    }
    // Another sheet in its place.
    let mut lower = FIRST.public.clone();
    lower.cells[0].total = PublicTotal::Exact(3);
    files.insert(sheet.clone(), encode(&lower));
    relist(&mut files, &sheet).unwrap();
    assert_eq!(judge(&files, vec![]).failed(), [10]);
    // One that nothing names.
    let mut files = SECOND.record(Edition::Restricted).unwrap();
    files.insert(format!("earlier/{}", Digest([1; 32])), files[&path].clone());
    assert_eq!(judge(&files, vec![]).failed(), [1]);
}

/// Coordinator and trustees together: a seal that spares the changes of an opened sum, or counts those of one that no round
/// opened.
#[test]
fn a_seal_that_counts_changes_otherwise_than_the_rules_admit_fails_check_10() {
    let sealed = |(event, _): &&(intertally_core::event::Event, Vec<u8>)| {
        event.signed.claim.kind == Kind::Sealed
            && event.signed.claim.scope == Scope::Round(SECOND.manifest.id())
    };
    let (_, payload) = SECOND.events.iter().find(sealed).unwrap();
    let right: SealedSet = decode("sealed set", payload, 10_000).unwrap();
    let opened: Vec<u32> = FIRST.openings.cells.iter().map(|cell| cell.cell).collect();
    assert_eq!(right.counted.changes, opened, "what was opened is compared, and nothing else");
    let never = (0..6).find(|cell| !opened.contains(cell)).unwrap();
    let (mut fewer, mut more) = (opened.clone(), opened);
    fewer.pop();
    more.push(never);
    more.sort_unstable();
    for changes in [fewer, more] {
        let mut round = open(|manifest| manifest.earlier = vec![record()]).unwrap();
        round.earlier = vec![remembered()];
        round.counts_instead = Some(Counted { changes, ..right.counted.clone() });
        let round = SmallRound::fill(round, &TABLE).unwrap();
        let report = judge(&round.record(Edition::Restricted).unwrap(), vec![]);
        assert_eq!(report.failed(), [10], "{}", report.to_text());
        assert!(report.to_text().contains("its changes are"), "{}", report.to_text());
    }
}

/// Whoever holds coordinator's and aggregator's keys: a record in which the second round names nothing, or another digest.
#[test]
fn a_record_whose_round_does_not_name_the_earlier_one_fails_check_2() {
    let opened = |(event, _): &(intertally_core::event::Event, Vec<u8>)| {
        event.signed.claim.kind == Kind::Opened
            && event.signed.claim.scope == Scope::Round(SECOND.manifest.id())
    };
    let at = SECOND.events.iter().position(opened).unwrap();
    for earlier in [vec![], vec![EarlierRecord { composition: Digest([9; 32]), ..record() }]] {
        let manifest = RoundManifest { earlier, ..SECOND.manifest.clone() };
        let mut round = SECOND.clone();
        round.replace(at, &manifest).unwrap();
        // The claim names the round that the changed manifest is.
        let scope = Scope::Round(manifest.id());
        let (event, bytes) = &mut round.events[at];
        let (who, kind) = (event.signed.claim.signer, Kind::Opened);
        let key = intertally_tests::world::key_of(who);
        event.signed = intertally_core::event::SignedClaim::sign(&key, who, scope, kind, bytes, "test");
        round.chain();
        let report = judge(&round.record(Edition::Restricted).unwrap(), vec![]);
        assert!(report.failed().contains(&2), "{}", report.to_text());
        assert!(report.to_text().contains("EARLIER"), "{}", report.to_text());
    }
}

/// The first round's plan is hidden from the reader of the second: its payload left out, or another in its place.
#[test]
fn a_record_that_hides_the_earlier_plan_is_not_whole() {
    let plan = SECOND.events.iter().find(|(event, _)| event.signed.claim.kind == Kind::PlanAdopted).unwrap();
    let path = format!("payloads/{}", plan.0.signed.claim.payload);
    let mut files = SECOND.record(Edition::Restricted).unwrap();
    files.remove(&path);
    relist(&mut files, &path).unwrap();
    let failed = judge(&files, vec![]).failed();
    assert!(failed.contains(&1) && failed.contains(&2), "{failed:?}");
}

/// The same of its publication, which says what readers were shown.
#[test]
fn a_record_that_hides_the_earlier_publication_is_not_whole() {
    let made = SECOND.events.iter().find(|(event, _)| event.signed.claim.kind == Kind::Published).unwrap();
    assert_eq!(made.0.signed.claim.scope, Scope::Round(FIRST.manifest.id()));
    let path = format!("payloads/{}", made.0.signed.claim.payload);
    let mut files = SECOND.record(Edition::Restricted).unwrap();
    files.remove(&path);
    relist(&mut files, &path).unwrap();
    let failed = judge(&files, vec![]).failed();
    assert!(failed.contains(&1) && failed.contains(&2), "{failed:?}");
}
