//! What people who use it for the first time run into: which ceremony a round takes, a year too early, a step that comes too
//! late, a trustee whose absence ends a round.

use crate::town::{BEGIN, DAY, Town};
use futures::executor::block_on;
use intertally_core::party::Instant;
use intertally_roles::Shelf;
use intertally_roles::coordinator::{extend, seal};
use intertally_roles::member::withdraw;
use intertally_roles::memory::Memory;
use intertally_roles::session::DIRECTORY;
use intertally_roles::trustee::{Pending, backup, restore, sit};
use intertally_tests::structure::Asked;
use std::sync::Arc;

const AREAS: [&str; 3] = ["FI", "NL", "SE"];

fn sitting(town: &Town, at: usize) -> Pending {
    let mut session = town.session(&town.trustees[at]);
    block_on(async { sit(&mut session.sync().await.unwrap()).await.unwrap() })
}

#[test]
fn a_round_takes_the_newest_ceremony_and_says_which() {
    let town = Town::build(3, &AREAS);
    // More than two, so that the order of ids does not happen to be theirs.
    let ceremonies: Vec<_> = (1..=4)
        .map(|day| {
            town.clock.set(Instant(BEGIN.0 + day * DAY));
            town.ceremony(2)
        })
        .collect();
    let took = |name: &str, period: &str| {
        let id = town.open(name, &Asked::exact(2, 400), period);
        let mut session = town.session(&town.coordinator);
        block_on(async {
            let log = session.sync().await.unwrap();
            log.mirror.fold.round(&id).unwrap().manifest().ceremony
        })
    };
    for (at, period) in [(3, "2021"), (2, "2022"), (1, "2023"), (0, "2024")] {
        assert_eq!(took(period, period), ceremonies[at], "{period}");
        let heard = town.coordinator.person.heard();
        let said = format!("of ceremony {:.8} of 2027-01-{}", ceremonies[at].0.to_string(), 16 + at);
        assert!(heard.contains(&said), "{said}: {heard}");
    }
}

#[test]
fn a_period_that_was_asked_or_is_not_over_is_pointed_out_before_the_round_opens() {
    let town = Town::build(3, &AREAS);
    let asked = Asked::exact(2, 400);
    town.ceremony(2);
    town.open("First", &asked, "2024");
    let heard = town.coordinator.person.heard();
    assert!(!heard.contains("Is --period meant?"), "{heard}");
    town.sit_all(1);
    for (member, figures) in [[1, 7], [10, 70], [100, 0]].iter().enumerate() {
        town.submit(member, figures).unwrap();
    }
    town.seal_and_publish();
    town.ceremony(2);
    town.open("Again", &asked, "2024");
    let heard = town.coordinator.person.heard();
    assert!(heard.contains("ATTENTION: 'First' asked for 2024 already"), "{heard}");
    assert!(!heard.contains("is not over yet"), "{heard}");
    town.ceremony(2);
    town.open("Early", &asked, "2027");
    let heard = town.coordinator.person.heard();
    assert!(heard.contains("ATTENTION: 2027 is not over yet"), "{heard}");
}

#[test]
fn a_step_that_comes_too_late_is_refused_before_anybody_is_asked() {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    town.open("First", &Asked::exact(2, 400), "2024");
    town.sit_all(1);
    for member in 0..3 {
        town.submit(member, &[1, 7]).unwrap();
    }
    let refused = || {
        let mut coordinator = town.session(&town.coordinator);
        let later = Instant(BEGIN.0 + 9 * DAY);
        let extended =
            block_on(async { extend(&mut coordinator.sync().await.unwrap(), None, later).await.err() });
        let mut member = town.session(&town.members[1]);
        let withdrawn = block_on(async { withdraw(&mut member.sync().await.unwrap(), None).await.err() });
        [extended, withdrawn].map(|why| why.unwrap().to_string())
    };
    let sealed = || {
        let mut coordinator = town.session(&town.coordinator);
        block_on(async { seal(&mut coordinator.sync().await.unwrap(), None).await.map(|_| ()) })
    };
    sealed().unwrap();
    let [extended, withdrawn] = refused();
    assert!(extended.contains("the round is sealed: its deadline moves no more"), "{extended}");
    assert!(withdrawn.contains("the round is sealed: what counts in it stays"), "{withdrawn}");
    let (asked, member) = (town.coordinator.person.heard(), town.members[1].person.heard());
    assert!(!asked.contains("Move its deadline") && !member.contains("Withdraw revision"), "{asked}{member}");
}

#[test]
fn a_restored_trustee_says_once_for_all_that_it_ends_a_round_unless_that_had_failed() {
    let mut town = Town::build(3, &AREAS);
    town.ceremony(2);
    let office = &mut town.trustees[0];
    let old: Arc<dyn Shelf> = Arc::new(office.shelf.clone());
    let kept = backup(&old, &office.vault, &[DIRECTORY]).unwrap();
    (office.shelf, office.vault) = (Memory::default(), Memory::default());
    let new: Arc<dyn Shelf> = Arc::new(office.shelf.clone());
    restore(&kept, (&new, &office.vault), &[DIRECTORY], BEGIN).unwrap();
    town.open("Older", &Asked::exact(2, 400), "2024");
    let without = sitting(&town, 0).without;
    assert!(without[0].ends_it && without[0].words.contains("the round can NEVER be opened"), "{without:?}");
    // Nobody has sent, and the deadline is over: it had failed without this.
    town.clock.set(Instant(BEGIN.0 + 2 * DAY));
    let without = sitting(&town, 0).without;
    assert!(!without.iter().any(|round| round.ends_it), "{without:?}");
    assert!(sitting(&town, 1).without.is_empty());
}

#[test]
fn a_round_before_its_keys_is_told_which_ceremony_runs_and_what_comes_next() {
    let town = Town::build(3, &AREAS);
    let asked = Asked::exact(2, 400);
    let refused = || town.open_new(&town.planned("First", &asked, "2024")).unwrap_err().to_string();
    let why = refused();
    assert!(
        why.contains("there is no valid ceremony; hold one: `coordinator ceremony --threshold`"),
        "{why}"
    );
    let id = town.convene(2);
    let why = refused();
    let said = format!("the ceremony {:.8} has made no key yet: commitments until", id.0.to_string());
    assert!(why.contains(&said) && why.contains("missing from t0, t1;"), "{why}");
    assert!(why.contains("nothing was opened") && why.contains("run the same `new` again"), "{why}");
    town.sit_all(5);
    town.open("First", &asked, "2024");
    // Its one key is used up, and the next ceremony is under way.
    let second = town.convene(2);
    let why = town.open_new(&town.planned("Second", &asked, "2023")).unwrap_err().to_string();
    assert!(why.contains("this table takes 1 key, the ceremony has 0 unused"), "{why}");
    assert!(why.contains(&format!("the ceremony {:.8} is running", second.0.to_string())), "{why}");
    // One that nobody went on with has ended, and says so.
    town.clock.set(Instant(BEGIN.0 + 9 * DAY));
    let why = town.open_new(&town.planned("Second", &asked, "2023")).unwrap_err().to_string();
    assert!(!why.contains("is running") && why.contains("hold a ceremony with --keys"), "{why}");
}
