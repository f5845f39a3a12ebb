//! What goes wrong on the way: a person who says no, a server that loses things, a log that shows less than before.

use crate::town::{BEGIN, DAY, Town};
use futures::executor::block_on;
use intertally_core::blob::BlobKind;
use intertally_core::fold::Phase;
use intertally_core::party::{Instant, MemberIndex};
use intertally_core::submission::PublishedFigure;
use intertally_log::LogSigner;
use intertally_roles::coordinator::{Terms, count, propose, seal, take_back};
use intertally_roles::member::{bring_back, recheck, withdraw};
use intertally_roles::memory::{Server, Wall};
use intertally_roles::person::Question;
use intertally_roles::wire::mirror::LogFault;
use intertally_roles::{RoleError, Shelf};
use intertally_tests::structure::Asked;
use std::sync::Arc;

const AREAS: [&str; 3] = ["FI", "NL", "SE"];

/// A town with an open round to which all members have sent.
fn submitted() -> Town {
    submitted_with([[1, 7], [10, 70], [100, 0]])
}

fn submitted_with(figures: [[u32; 2]; 3]) -> Town {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    town.open("First", &Asked::exact(2, 400), "2024");
    town.sit_all(1);
    for (member, figures) in figures.iter().enumerate() {
        town.submit(member, figures).unwrap();
    }
    town
}

fn sealed(town: &Town) -> Result<(), RoleError> {
    let mut coordinator = town.session(&town.coordinator);
    block_on(async { seal(&mut coordinator.sync().await?, None).await.map(|_| ()) })
}

#[test]
fn nothing_is_stated_for_a_person_who_says_no_and_the_round_waits() {
    let town = submitted();
    sealed(&town).unwrap();
    town.trustees[0].person.refuse(|question| matches!(question, Question::State(_)));
    town.sit_all(2);
    assert_eq!(town.sit(0).unwrap(), ["your consent to a sealed round"]);
    let asked = town.trustees[0].person.heard();
    assert!(asked.contains("sealed 2027-01-15 08:00 UTC with 3 of 3 members: FI NL SE"), "{asked}");
    let mut coordinator = town.session(&town.coordinator);
    block_on(async {
        let mut log = coordinator.sync().await.unwrap();
        let round = log.round(None).unwrap();
        let statements = round.statements(&round.manifest().keys[0].key).unwrap();
        let expected = round.expected_statement(0).unwrap();
        assert_eq!(statements.standing(&expected).len(), 2, "all three of 2 of 3 are needed");
        let refused = count(&mut log, None).await.err().unwrap().to_string();
        assert!(refused.contains("trustee sit"), "{refused}");
        assert_eq!(log.round(None).unwrap().phase(), Phase::Sealed);
    });
}

#[test]
fn the_coordinator_who_says_no_seals_nothing() {
    let town = submitted();
    town.coordinator.person.refuse(|question| matches!(question, Question::Seal { .. }));
    assert!(matches!(sealed(&town), Err(RoleError::NotConfirmed)));
    town.coordinator.person.refuse(|_| false);
    sealed(&town).unwrap();
    sealed(&town).unwrap();
}

/// A slip in PUBLISHED would send a figure to everybody: its cell is named, and no is no. The figure is not shown.
#[test]
fn figures_go_out_in_clear_only_if_a_person_says_so() {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    let id = town.open("First", &Asked::exact(2, 400), "2024");
    town.sit_all(1);
    let in_clear = |question: &Question| matches!(question, Question::InClear { .. });
    town.members[1].person.refuse(in_clear);
    let refused = town.submit_marked(1, None, &[133, 71], &[1]);
    assert!(matches!(refused, Err(RoleError::NotConfirmed)), "{:?}", refused.err());
    let shown = |town: &Town| {
        let mut session = town.session(&town.members[0]);
        block_on(async {
            let log = session.sync().await.unwrap();
            log.mirror.fold.round(&id).unwrap().returned().public
        })
    };
    assert!(shown(&town).is_empty(), "nothing is in the log");
    town.members[1].person.refuse(|_| false);
    town.submit_marked(1, None, &[133, 71], &[1]).unwrap();
    assert_eq!(shown(&town)[&MemberIndex(1)], [PublishedFigure { cell: 1, figure: 71 }]);
    let heard = town.members[1].person.heard();
    let asked =
        heard.lines().skip_while(|line| !line.contains("marked PUBLISHED")).take(3).collect::<Vec<_>>();
    assert!(asked[0].starts_with("1 figure is marked") && asked[2].contains("IN CLEAR"), "{asked:?}");
    assert!(!asked.concat().contains("71"), "{asked:?}");
    // What the office keeps is held against the figure in clear, too.
    let mut session = town.session(&town.members[1]);
    let wrong = block_on(async { recheck(&session.sync().await.unwrap(), None).await.unwrap() });
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn a_part_of_a_return_that_the_server_lost_is_sent_again_by_its_office() {
    let town = submitted();
    let mut session = town.session(&town.members[1]);
    block_on(async {
        let log = session.sync().await.unwrap();
        let (_, latest) = log.round(None).unwrap().latest().nth(1).unwrap();
        assert!(town.server.lose(BlobKind::Proofs, latest.header.parts[0].proofs));
    });
    let why = sealed(&town).unwrap_err().to_string();
    assert!(why.contains("BLOB-UNKNOWN"), "{why}");
    block_on(async { bring_back(&session.sync().await.unwrap()).await.unwrap() });
    let heard = town.members[1].person.heard();
    assert!(heard.contains("the same bytes were sent again"), "{heard}");
    sealed(&town).unwrap();
}

#[test]
fn a_member_takes_its_return_back_and_sends_another() {
    let town = submitted();
    let mut session = town.session(&town.members[0]);
    block_on(async { withdraw(&mut session.sync().await.unwrap(), None).await.unwrap() });
    drop(session);
    assert!(sealed(&town).unwrap_err().to_string().contains("2 of 3 members"));
    town.submit(0, &[2, 8]).unwrap();
    sealed(&town).unwrap();
}

#[test]
fn a_log_that_shows_less_than_before_is_found_out_and_the_notes_are_kept() {
    let mut town = submitted();
    let member = &town.members[2];
    let (before, after) = ("log.note", "evidence/shown.note");
    assert!(member.shelf.read(before).unwrap().is_some() && member.shelf.read(after).unwrap().is_none());
    town.server = Server::new(LogSigner::new("memory.test", &[9; 32]).unwrap(), Arc::new(Wall::new(BEGIN)));
    let mut session = town.session(&town.members[2]);
    let fault = block_on(async { session.sync().await.err().unwrap() });
    assert!(matches!(fault, RoleError::Log(LogFault::Shorter { shown: 0, .. })), "{fault}");
    let shelf = &town.members[2].shelf;
    assert_eq!(shelf.need("evidence/seen.note").unwrap(), shelf.need(before).unwrap());
    assert!(shelf.read(after).unwrap().is_some());
}

/// A trustee whose clock runs ahead would else lose its part of a ceremony that the others finish.
#[test]
fn what_is_kept_of_a_failed_ceremony_is_erased_by_the_dates_of_the_log() {
    let town = Town::build(3, &AREAS);
    town.convene(2);
    town.sit(0).unwrap();
    let kept = || town.trustees[0].vault.names("ceremony-").unwrap();
    let first = kept();
    assert_eq!(first.len(), 1, "it has committed");
    town.clock.set(Instant(BEGIN.0 + 4 * DAY));
    let waits = town.sit(0).unwrap().join("; ");
    assert!(waits.contains("the log to pass the date"), "{waits}");
    assert_eq!(kept(), first);
    // The next ceremony begins: now the log itself is past the dates of the first.
    town.convene(2);
    town.sit(0).unwrap();
    let heard = town.trustees[0].person.heard();
    assert!(heard.contains("ended without keys"), "{heard}");
    assert!(kept().len() == 1 && kept() != first, "the second one's alone");
}

#[test]
fn two_signed_histories_of_one_length_are_a_fork_and_both_notes_are_kept() {
    let mut town = submitted();
    let reader = |town: &Town| {
        let mut session = town.session(&town.members[2]);
        block_on(async { session.sync().await.map(|log| log.mirror.len()) })
    };
    let known = reader(&town).unwrap();
    // The same log, as somebody else is shown it.
    town.server = submitted_with([[1, 7], [10, 70], [101, 0]]).server;
    let fault = reader(&town).unwrap_err();
    assert!(matches!(fault, RoleError::Log(LogFault::Fork { size, .. }) if size == known), "{fault}");
    let shelf = &town.members[2].shelf;
    assert!(
        shelf.read("evidence/seen.note").unwrap().is_some()
            && shelf.read("evidence/shown.note").unwrap().is_some()
    );
}

#[test]
fn a_clock_that_is_off_is_named_with_both_times_and_once() {
    let town = submitted();
    town.clock.set(Instant(BEGIN.0 - 3_600_000));
    let mut session = town.session(&town.members[0]);
    block_on(async {
        session.sync().await.unwrap();
        session.sync().await.unwrap();
    });
    let heard = town.members[0].person.heard();
    let said = "this machine's clock shows 2027-01-15 07:00 UTC, and the server of the log wrote 2027-01-15 08:00 UTC";
    assert_eq!(heard.matches(said).count(), 1, "{heard}");
    // And a date that has passed by this clock says by which.
    town.clock.set(Instant(BEGIN.0 + 2 * DAY));
    let why = town.submit(1, &[2, 2]).unwrap_err().to_string();
    assert!(why.contains("this machine's clock shows 2027-01-17 08:00 UTC"), "{why}");
}

#[test]
fn a_proposed_ceremony_is_taken_back_and_nobody_offers_for_it() {
    let town = Town::build(3, &AREAS);
    let terms = Terms { threshold: 2, keys: 1, steps_ms: DAY, not_leading: vec![] };
    let mut session = town.session(&town.coordinator);
    block_on(async {
        let mut log = session.sync().await.unwrap();
        propose(&mut log, &terms).await.unwrap();
        town.coordinator.person.refuse(|question| matches!(question, Question::TakeBack { .. }));
        assert!(matches!(take_back(&mut log).await, Err(RoleError::NotConfirmed)));
        town.coordinator.person.refuse(|_| false);
        assert_eq!(take_back(&mut log).await.unwrap(), ["t0", "t1", "t2"]);
        assert!(take_back(&mut log).await.unwrap_err().to_string().contains("no ceremony is proposed"));
    });
    drop(session);
    assert!(town.sit(0).unwrap().is_empty());
    assert!(!town.trustees[0].person.heard().contains("offered"));
    // One that has begun is not taken back.
    town.convene(2);
    let mut session = town.session(&town.coordinator);
    let why =
        block_on(async { take_back(&mut session.sync().await.unwrap()).await.unwrap_err().to_string() });
    assert!(why.contains("no ceremony is proposed"), "{why}");
}
