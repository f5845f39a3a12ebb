//! What is shown and asked before anything is done that cannot be taken back, and which round is meant.

use crate::town::{DAY, Town};
use futures::executor::block_on;
use intertally_core::fold::Phase;
use intertally_core::party::Instant;
use intertally_roles::RoleError;
use intertally_roles::coordinator::{InFiles, NewRound, cancel, count, extend, preview, publish, seal};
use intertally_roles::member::practise;
use intertally_roles::person::Question;
use intertally_tests::structure::Asked;

const AREAS: [&str; 3] = ["FI", "NL", "SE"];

fn practice(town: &Town, name: &str) -> NewRound {
    NewRound { practice: true, ..town.planned(name, &Asked::exact(12, 400), "2024") }
}

fn phase(town: &Town, name: &str) -> Phase {
    let mut session = town.session(&town.coordinator);
    block_on(async { session.sync().await.unwrap().round(Some(name)).unwrap().phase() })
}

#[test]
fn the_coordinator_is_shown_each_step_and_a_no_does_nothing() {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    let person = &town.coordinator.person;
    person.refuse(|question| matches!(question, Question::Open(_)));
    let planned = town.planned("First", &Asked::exact(2, 400), "2024");
    assert!(matches!(town.open_new(&planned), Err(RoleError::NotConfirmed)));
    let heard = person.heard();
    for shown in [
        "3 members: FI NL SE",
        "2 cells to fill in",
        "2027-01-16 08:00 UTC",
        "2 of 3 trustees",
        "it uses up 1 key of ceremony",
        "\n  structure ",
        ": 1 table\n",
    ] {
        assert!(heard.contains(shown), "{shown}: {heard}");
    }
    // All must send, or a deadline that is near: pointed out.
    let strict = NewRound { min_members: 3, deadline: Instant(planned.opens.0 + 600_000), ..planned.clone() };
    assert!(matches!(town.open_new(&strict), Err(RoleError::NotConfirmed)));
    let heard = person.heard();
    assert!(heard.contains("sealed only if ALL members send") && heard.contains("it closes in"), "{heard}");
    person.refuse(|question| {
        matches!(question, Question::Extend { .. } | Question::Adopt { .. } | Question::Publish { .. })
    });
    let id = town.open_new(&planned).unwrap().0.to_string();
    // Nobody can take a second one for it.
    let why = town.open_new(&NewRound { practice: true, ..planned.clone() }).unwrap_err().to_string();
    assert!(why.contains("a round 'First' already") && why.contains(&id[..16]), "{why}");
    let mut session = town.session(&town.coordinator);
    block_on(async {
        let mut log = session.sync().await.unwrap();
        let early = seal(&mut log, None).await.unwrap_err().to_string();
        assert!(early.contains("2027-01-16") && early.contains("nothing need be extended"), "{early}");
        let later = Instant(planned.deadline.0 + DAY);
        assert!(matches!(extend(&mut log, None, later).await, Err(RoleError::NotConfirmed)));
        assert_eq!(log.round(None).unwrap().deadline(), planned.deadline);
    });
    drop(session);
    town.sit_all(1);
    for (member, figures) in [[1, 7], [10, 70], [100, 0]].iter().enumerate() {
        town.submit(member, figures).unwrap();
    }
    let mut session = town.session(&town.coordinator);
    block_on(async { seal(&mut session.sync().await.unwrap(), None).await.unwrap() });
    let why = block_on(async { count(&mut session.sync().await.unwrap(), None).await.map(|_| ()) });
    let why = why.unwrap_err().to_string();
    assert!(why.contains("0 trustees have stated for the sealed set, 3 must"), "{why}");
    drop(session);
    assert!(person.heard().contains("open, 0 of 3 members have sent"), "{}", person.heard());
    town.sit_all(2);
    let counted = || {
        let mut session = town.session(&town.coordinator);
        block_on(async { count(&mut session.sync().await?, None).await.map(|_| ()) })
    };
    assert!(matches!(counted(), Err(RoleError::NotConfirmed)));
    assert_eq!(phase(&town, "First"), Phase::Sealed, "no plan was adopted");
    assert!(
        person.heard().contains("of 2 totals that the round asks for, 1 would be opened, 1 stay closed"),
        "{}",
        person.heard()
    );
    person.refuse(|question| matches!(question, Question::Publish { .. }));
    counted().unwrap();
    town.sit_all(2);
    // Trustees are shown the same numbers of the same plan.
    let trustee = town.trustees[0].person.heard();
    assert!(
        trustee.contains("of 2 totals that the round asks for, 1 would be opened, 1 stay closed"),
        "{trustee}"
    );
    let mut session = town.session(&town.coordinator);
    block_on(async {
        let mut log = session.sync().await.unwrap();
        let seen = preview(&mut log, None).await.unwrap();
        assert!(matches!(publish(&mut log, None).await, Err(RoleError::NotConfirmed)));
        assert_eq!(log.round(None).unwrap().phase(), Phase::Counted, "nothing was posted");
        town.coordinator.person.refuse(|_| false);
        let made = publish(&mut log, None).await.unwrap();
        assert_eq!(seen.files, made.files, "what was seen is what is published");
        let totals = InFiles::of(&made.files).unwrap();
        assert_eq!((totals.shown(), totals.withheld), (1, 1));
        let heard = town.coordinator.person.heard();
        assert!(heard.contains("1 total with a value, 1 withheld, in report.html"), "{heard}");
        assert_eq!(
            preview(&mut log, None).await.unwrap().files,
            made.files,
            "and afterwards what was published"
        );
    });
}

#[test]
fn a_practice_round_is_meant_only_by_name_and_takes_no_real_figures_from_a_script() {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    town.open_new(&practice(&town, "Drill")).unwrap();
    town.sit_all(1);
    let why = town.submit(0, &[1; 12]).unwrap_err().to_string();
    assert!(why.contains("practice rounds alone") && why.contains("--round"), "{why}");
    // Somebody who says no to that one question sends nothing.
    town.members[0].person.refuse(Question::wants_a_person);
    assert!(matches!(town.submit_to(0, Some("Drill"), &[123; 12]), Err(RoleError::NotConfirmed)));
    let heard = town.members[0].person.heard();
    assert!(heard.contains("PRACTICE") && !heard.contains("123"), "no figure is repeated: {heard}");
    // Made-up returns are of those who run nothing, too: a later seed has figures.
    let mut session = town.session(&town.members[0]);
    let sent = block_on(async {
        let mut log = session.sync().await.unwrap();
        for seed in 1..20 {
            if let Ok(event) = practise(&mut log, None, seed).await {
                return Some(event);
            }
        }
        None
    });
    assert!(sent.is_some(), "{}", town.members[0].person.heard());
    drop(session);
    let heard = town.members[0].person.heard();
    assert!(heard.contains("Encrypt?") && !heard.contains("largest"), "{heard}");
}

#[test]
fn figures_far_from_the_last_are_one_question_and_practice_is_no_last() {
    let town = Town::build(3, &AREAS);
    town.ceremony_of(2, 3);
    town.open("First", &Asked::exact(4, 90_000), "2024");
    town.sit_all(1);
    town.submit(0, &[100, 200, 300, 400]).unwrap();
    town.submit(0, &[1000, 2000, 3000, 4000]).unwrap();
    let heard = town.members[0].person.heard();
    assert_eq!(heard.matches("right?").count(), 1, "one question: {heard}");
    assert!(heard.contains("all about 10 times what you sent last"), "{heard}");
    // The second return corrects the first: what is far from it may be meant.
    assert!(heard.contains("far from those of revision 0, which this return corrects"), "{heard}");
    assert!(heard.contains("is that what you correct? If not: units for thousands"), "{heard}");
    // Made-up figures of a practice round are nobody's last ones.
    let cancelled = |name: &str| {
        let mut session = town.session(&town.coordinator);
        block_on(async { cancel(&mut session.sync().await.unwrap(), Some(name), "trial").await.unwrap() });
    };
    cancelled("First");
    town.open_new(&NewRound { practice: true, ..town.planned("Drill", &Asked::exact(4, 90_000), "2024") })
        .unwrap();
    town.sit_all(1);
    town.submit_to(0, Some("Drill"), &[1, 1, 1, 1]).unwrap();
    // The name that was cancelled means the new round of that name.
    let again = town.open("First", &Asked::exact(4, 90_000), "2024");
    town.sit_all(1);
    town.submit_to(0, Some("First"), &[1001, 2001, 3001, 4001]).unwrap();
    let heard = town.members[0].person.heard();
    assert_eq!(heard.matches("right?").count(), 1, "nothing new is doubted: {heard}");
    let mut session = town.session(&town.coordinator);
    block_on(async {
        let log = session.sync().await.unwrap();
        assert_eq!(log.round(Some("First")).unwrap().id(), again);
        assert_eq!(log.round(None).unwrap().id(), again, "the practice round is no default");
        assert!(log.round(Some("")).is_err() && log.round(Some("zz")).is_err());
        let id = again.0.to_string();
        assert_eq!(log.round(id.get(..10)).unwrap().id(), again);
    });
}

#[test]
fn the_same_return_twice_is_said_and_sent_only_if_that_is_meant() {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    town.open("First", &Asked::exact(4, 90_000), "2024");
    town.sit_all(1);
    let revision = || {
        let mut session = town.session(&town.coordinator);
        block_on(async {
            let log = session.sync().await.unwrap();
            let state = log.round(None).unwrap();
            let revisions: Vec<u32> = state.latest().map(|(_, latest)| latest.header.revision).collect();
            revisions
        })
    };
    let person = &town.members[0].person;
    person.refuse(|question| matches!(question, Question::SameAgain { .. }));
    town.submit(0, &[100, 200, 300, 400]).unwrap();
    assert!(!person.heard().contains("exactly this return"), "{}", person.heard());
    // Twice, and once with a single figure less or with another claim.
    assert!(matches!(town.submit(0, &[100, 200, 300, 400]), Err(RoleError::NotConfirmed)));
    let heard = person.heard();
    assert!(
        heard.contains("exactly this return to 'First' already: it counts as revision 0, since"),
        "{heard}"
    );
    assert_eq!(revision(), [0], "nothing was sent");
    town.submit(0, &[100, 200, 300]).unwrap();
    assert_eq!(revision(), [1]);
    town.submit_marked(0, None, &[100, 200, 300], &[1]).unwrap();
    assert_eq!(revision(), [2]);
    // What was replaced does not count: going back to it is a correction like any other.
    town.submit(0, &[100, 200, 300]).unwrap();
    assert_eq!(revision(), [3]);
    person.refuse(|_| false);
    town.submit(0, &[100, 200, 300]).unwrap();
    assert_eq!(revision(), [4], "whoever means it sends it");
}
