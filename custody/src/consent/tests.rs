//! Adversaries before a statement and before step B, by name.

mod table;

use super::refusal::ConsentRefusal as No;
use super::step_b::{self, CheckedPlan, StepBRefusal};
use super::table::SeenTable;
use super::view::RoundView;
use super::*;
use crate::ledger::{LedgerError, LedgerStore, NoQuorum, PersistError};
use intertally_core::committee::Committee;
use intertally_core::hash::{Digest, digest};
use intertally_core::opening::counted::Counted;
use intertally_core::opening::positions::{PositionError, Positions, Step};
use intertally_core::opening::statement::Statements;
use intertally_core::packing::Layout;
use intertally_core::party::{KeyId, MemberIndex, RoundId};
use intertally_core::sign::VerifyingKey;

#[derive(Default)]
pub(crate) struct Disk(Vec<LedgerEntry>, bool);

impl LedgerStore for Disk {
    type Error = &'static str;
    fn append(&mut self, entry: &LedgerEntry) -> Result<(), Self::Error> {
        if self.1 {
            return Err("full");
        }
        self.0.push(entry.clone());
        Ok(())
    }
}

fn d(name: &str) -> Digest {
    digest("test", &[name.as_bytes()])
}

pub(crate) fn view(key: KeyId, aggregate: Digest) -> RoundView {
    let members: Vec<_> = (0..6).map(|i| VerifyingKey([i; 32])).collect();
    let sealed: std::collections::BTreeMap<_, _> =
        (0..5).map(|i| (MemberIndex(i), d(&format!("s{i}")))).collect();
    let round = RoundId(d("round"));
    let claimed = Statement {
        key,
        round,
        sealed_set: sealed_set_digest(&sealed, &counting(&[3, 4])),
        aggregate,
        policy: d("policy"),
        earlier: d("earlier"),
    };
    RoundView {
        claimed,
        committee: Committee::new(3, 2).unwrap(),
        pinned_members: members.clone(),
        manifest_members: members,
        latest: sealed.clone(),
        proofs: sealed.keys().map(|m| (*m, true)).collect(),
        sealed,
        sealed_at: Instant(2_000),
        deadline: Instant(1_000),
        extended: None,
        grace_ms: 0,
        recomputed_aggregate: aggregate,
        minimum: 3,
        policy: d("policy"),
        earlier: BTreeSet::new(),
        earlier_digest: d("earlier"),
        practice: false,
        apart: BTreeSet::new(),
        other_structure: false,
        table: SeenTable::unchecked(round),
        own_logged: None,
        // The second key of the round: its cells are 3 and 4.
        layout: Layout::new(6, &[8, 8], false),
        cells: 3..5,
        counted: counting(&[3, 4]),
        countable: counting(&[3, 4]),
    }
}

/// A seal that counts the contributors of these cells.
fn counting(cells: &[u32]) -> Counted {
    Counted::all(cells, false)
}

fn base() -> RoundView {
    view(KeyId(d("key")), d("sum"))
}

pub(crate) fn ledger(key: KeyId) -> Ledger {
    Ledger::replay(&[LedgerEntry::KeyConfirmed { key }]).unwrap()
}

fn ask(view: &RoundView, ledger: &Ledger) -> Result<Intent, Vec<No>> {
    consent(ledger, view, TrusteeIndex(0), Instant(3_000))
}

fn refused(change: impl Fn(&mut RoundView)) -> Vec<No> {
    let mut view = base();
    change(&mut view);
    ask(&view, &ledger(KeyId(d("key")))).err().unwrap_or_default()
}

/// Another sealed set of the same key, valid by itself: what a forking coordinator would show.
fn fork() -> RoundView {
    let mut view = base();
    view.sealed.remove(&MemberIndex(0));
    view.latest = view.sealed.clone();
    view.claimed.sealed_set = sealed_set_digest(&view.sealed, &view.counted);
    view
}

#[test]
fn two_coordinators_get_one_statement_even_with_two_intents_in_hand() {
    let (mut ledger, mut disk) = (ledger(KeyId(d("key"))), Disk::default());
    let (first, second) = (ask(&base(), &ledger).unwrap(), ask(&fork(), &ledger).unwrap());
    let stated = first.persist(&mut ledger, &mut disk).unwrap();
    assert_eq!(disk.0, [LedgerEntry::Stated(*stated.statement())]);
    let stands = LedgerError::OtherStatement { stands: Box::new(*stated.statement()) };
    assert_eq!(second.persist(&mut ledger, &mut disk), Err(PersistError::Ledger(stands.clone())));
    assert_eq!(ask(&fork(), &ledger).unwrap_err(), [No::Ledger(stands)]);
    assert_eq!(ask(&base(), &ledger).unwrap().persist(&mut ledger, &mut disk), Ok(stated));
}

#[test]
fn nothing_is_stated_when_the_disk_is_full() {
    let (mut ledger, mut disk) = (ledger(KeyId(d("key"))), Disk(vec![], true));
    let intent = ask(&base(), &ledger).unwrap();
    assert_eq!(intent.persist(&mut ledger, &mut disk), Err(PersistError::Store("full")));
    assert_eq!(ledger.stated(KeyId(d("key"))), None);
}

#[test]
fn every_reason_is_named() {
    assert!(refused(|_| ()).is_empty());
    assert_eq!(refused(|v| v.pinned_members[2].0[0] ^= 1), [No::OtherMembers { at: 2 }]);
    assert_eq!(refused(|v| _ = v.pinned_members.pop()), [No::OtherMembers { at: 5 }]);
    let member = MemberIndex(1);
    assert_eq!(refused(|v| _ = v.latest.insert(member, d("new"))), [No::NotLatest { member }]);
    assert_eq!(refused(|v| _ = v.proofs.insert(member, false)), [No::NotProven { member }]);
    assert_eq!(refused(|v| _ = v.proofs.remove(&member)), [No::NotProven { member }]);
    assert_eq!(refused(|v| v.minimum = 2), [No::TooFewMembers { have: 5, need: 3 }]);
    assert_eq!(refused(|v| v.minimum = 6), [No::TooFewMembers { have: 5, need: 6 }]);
    assert_eq!(refused(|v| v.other_structure = true), [No::PersonNeeded { round: None }]);
    assert_eq!(refused(|v| v.table = SeenTable::unchecked(RoundId(d("x")))), [No::OtherTable]);
    assert_eq!(refused(|v| v.own_logged = Some(v.claimed)), [No::UnknownOwnStatement]);
    let many = refused(|v| (v.minimum, v.other_structure) = (6, true));
    assert_eq!(many.len(), 2);
}

/// A coordinator whose seal has a cell counted that the rules do not admit, or spares one that they do.
#[test]
fn cells_counted_otherwise_than_the_rules_admit_are_refused() {
    let seal = |counted: &Counted| {
        refused(|v| {
            v.counted = counted.clone();
            v.claimed.sealed_set = sealed_set_digest(&v.sealed, counted);
        })
    };
    let sealing = |counted: &[u32]| seal(&counting(counted));
    assert_eq!(sealing(&[3, 4]), []);
    let other = No::AskedForOther { what: "sealed set" };
    for (counted, cell) in [(&[3, 4, 7][..], 7), (&[3], 4), (&[4], 3), (&[], 3)] {
        assert_eq!(
            sealing(counted),
            [No::OtherCounted { of: "contributors", cell }, other.clone()],
            "{counted:?}"
        );
    }
    let changes = Counted { changes: vec![4], ..counting(&[3, 4]) };
    assert_eq!(seal(&changes), [No::OtherCounted { of: "changes", cell: 4 }, other.clone()]);
    // Where an earlier round is not known whole, nothing may be counted.
    let unknown = refused(|v| v.countable = Counted::default());
    assert_eq!(unknown, [No::OtherCounted { of: "contributors", cell: 3 }, other.clone()]);
    // Listed as admitted, with a claim that is about others.
    assert_eq!(refused(|v| v.claimed.sealed_set = sealed_set_digest(&v.sealed, &counting(&[3]))), [other]);
}

/// Step A opens the bits of the counted cells of the key, and nothing if there are none.
#[test]
fn step_a_is_of_the_counted_cells_of_the_key_alone() {
    for (countable, cells) in [(&[3, 4][..], &[0, 1][..]), (&[0, 4, 9], &[1]), (&[0, 9], &[])] {
        let mut view = base();
        (view.counted, view.countable) = (counting(countable), counting(countable));
        view.claimed.sealed_set = sealed_set_digest(&view.sealed, &view.counted);
        let (mut ledger, mut disk) = (ledger(KeyId(d("key"))), Disk::default());
        let stated = ask(&view, &ledger).unwrap().persist(&mut ledger, &mut disk).unwrap();
        let mut logged = Statements::default();
        (0..3).for_each(|i| logged.add(TrusteeIndex(i), *stated.statement()));
        let positions = stated.quorum(&logged).unwrap().step_a();
        let expected = Positions::bits(&view.layout, &counting(cells)).ok();
        assert_eq!(positions, expected);
        assert_eq!(positions.is_none(), cells.is_empty());
    }
}

#[test]
fn one_members_ciphertext_instead_of_the_sum_is_refused() {
    assert_eq!(refused(|v| v.claimed.aggregate = d("one member")), [No::AskedForOther { what: "sum" }]);
    let alone = |v: &mut RoundView| v.sealed.retain(|m, _| m.0 == 0);
    assert!(refused(alone).contains(&No::TooFewMembers { have: 1, need: 3 }));
}

#[test]
fn a_seal_before_the_deadline_is_refused_unless_all_submitted() {
    let early = |at: i64| vec![No::SealedEarly { deadline: Instant(at) }];
    assert_eq!(refused(|v| v.sealed_at = Instant(999)), early(1_000));
    assert_eq!(refused(|v| v.extended = Some(Instant(2_500))), early(2_500));
    assert_eq!(refused(|v| (v.sealed_at, v.extended) = (Instant(900), Some(Instant(10)))), early(1_000));
    // A seal that claims a time which has not come here.
    assert_eq!(refused(|v| (v.sealed_at, v.deadline) = (Instant(9_000), Instant(8_000))), early(8_000));
    let all = refused(|v| {
        v.sealed.insert(MemberIndex(5), d("s5"));
        (v.latest, v.sealed_at) = (v.sealed.clone(), Instant(999));
        v.proofs.insert(MemberIndex(5), true);
        v.claimed.sealed_set = sealed_set_digest(&v.sealed, &v.counted);
    });
    assert_eq!(all, []);
}

#[test]
fn a_restored_trustee_states_for_no_older_key() {
    let key = KeyId(d("key"));
    let restored = LedgerEntry::Restored { at: Instant(5) };
    let old = Ledger::replay(&[LedgerEntry::KeyConfirmed { key }, restored.clone()]).unwrap();
    assert_eq!(ask(&base(), &old).unwrap_err(), [No::Ledger(LedgerError::OlderKey { key })]);
    let new = Ledger::replay(&[restored, LedgerEntry::KeyConfirmed { key }]).unwrap();
    assert!(ask(&base(), &new).is_ok());
}

#[test]
fn openings_and_burnt_openings_must_be_named_and_a_missing_member_needs_a_person() {
    let (key, round) = (KeyId(d("old")), RoundId(d("old")));
    let members = (0..6).map(|i| VerifyingKey([i; 32])).collect();
    let mut ledger = ledger(KeyId(d("key")));
    ledger.apply(&LedgerEntry::Burnt { key, round, members }).unwrap();
    assert_eq!(ask(&base(), &ledger).unwrap_err(), [No::EarlierMissing { round }]);
    let mut named = base();
    named.earlier.insert(round);
    assert_eq!(ask(&named, &ledger).unwrap_err(), [No::PersonNeeded { round: Some(round) }]);
    ledger.apply(&LedgerEntry::PersonConsented { round: named.claimed.round }).unwrap();
    assert!(ask(&named, &ledger).is_ok());
}

#[test]
fn an_opening_that_the_log_alone_remembers_must_be_named_and_needs_no_person() {
    let (key, round) = (KeyId(d("old")), RoundId(d("old")));
    let restored = LedgerEntry::Restored { at: Instant(5) };
    let confirmed = LedgerEntry::KeyConfirmed { key: KeyId(d("key")) };
    let entries = [restored, LedgerEntry::OpenedBefore { key, round }, confirmed];
    let ledger = Ledger::replay(&entries).unwrap();
    assert!(!ledger.confirmed(key), "nothing is stated for it");
    assert_eq!(ask(&base(), &ledger).unwrap_err(), [No::EarlierMissing { round }]);
    let mut named = base();
    named.earlier.insert(round);
    assert!(ask(&named, &ledger).is_ok());
}

#[test]
fn practice_rounds_are_outside_every_ledger() {
    let (key, round) = (KeyId(d("old")), RoundId(d("old")));
    let mut ledger = ledger(KeyId(d("key")));
    ledger.apply(&LedgerEntry::Burnt { key, round, members: BTreeSet::new() }).unwrap();
    assert_eq!(ask(&base(), &ledger).unwrap_err(), [No::EarlierMissing { round }]);
    let mut apart = base();
    apart.apart.insert(round);
    assert!(
        ask(&apart, &ledger).is_ok(),
        "an earlier practice round need not be named, nor one of other figures"
    );
    let mut practice = base();
    practice.practice = true;
    assert!(ask(&practice, &ledger).is_ok(), "a practice round names none");
    let other = KeyId(d("key"));
    let mut twice = ledger.clone();
    twice.apply(&LedgerEntry::Stated(fork().claimed)).unwrap();
    assert!(ask(&practice, &twice).is_err(), "one statement per key {other:?} stays the rule");
}

#[test]
fn no_share_without_a_quorum_and_step_b_only_for_counts_and_plan_that_hold() {
    let (mut ledger, mut disk) = (ledger(KeyId(d("key"))), Disk::default());
    let stated = ask(&base(), &ledger).unwrap().persist(&mut ledger, &mut disk).unwrap();
    let mut logged = Statements::default();
    for i in [0, 1, 9] {
        logged.add(TrusteeIndex(i), *stated.statement());
    }
    assert_eq!(stated.quorum(&logged).unwrap_err(), NoQuorum { standing: 2, needed: 3 });
    logged.add(TrusteeIndex(2), *stated.statement());
    let quorate = stated.quorum(&logged).unwrap();
    let (key, sealed) = (KeyId(d("key")), base().sealed);
    let set = sealed_set_digest(&sealed, &counting(&[3, 4]));
    let checked = |round: &str, cells: &[u32]| CheckedPlan::unchecked((RoundId(d(round)), set), key, cells);
    let refused = |plan: CheckedPlan| step_b::consent(&quorate, &ledger, &plan).unwrap_err();
    assert_eq!(refused(checked("another", &[0])), StepBRefusal::OtherRound);
    let mut fewer = sealed.clone();
    fewer.pop_first();
    for other in [sealed_set_digest(&fewer, &counting(&[3, 4])), sealed_set_digest(&sealed, &counting(&[3]))]
    {
        let fork = CheckedPlan::unchecked((RoundId(d("round")), other), key, &[0]);
        assert_eq!(refused(fork), StepBRefusal::OtherRound, "the plan of another sealed set");
    }
    let beyond = PositionError::NoSuchCell { cell: 2, cells: 2 };
    assert_eq!(refused(checked("round", &[2])), StepBRefusal::Positions(beyond));
    assert_eq!(refused(checked("round", &[])), StepBRefusal::Positions(PositionError::Nothing));
    let intent = step_b::consent(&quorate, &ledger, &checked("round", &[0])).unwrap();
    let token = intent.persist(&mut ledger, &mut disk).unwrap();
    // Values stand in the second block of 512.
    assert_eq!((token.positions().slots(), token.step()), (&[512][..], Step::B));
    assert_eq!(ledger.openings().len(), 1);
    assert_eq!(Ledger::replay(disk.0.iter()).unwrap_err(), LedgerError::OlderKey { key: KeyId(d("key")) });
}
