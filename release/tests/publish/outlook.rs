//! The forecast, and the coordinator's view of a plan.

use crate::sample::{Sample, area, manifest, structure};
use intertally_core::disclosure::Decision;
use intertally_release::forecast::{Expected, ExpectedFault, forecast};
use intertally_release::publish::{Fate, PublishError, files, plan_rows, plan_text, public_text};

#[test]
fn what_nobody_runs_cannot_be_published_and_what_all_run_can() {
    let structure = structure();
    let names: Vec<String> = (0..27).map(area).collect();
    let manifest = manifest(&structure, &["2024"], &names);
    let file = "MEASURE,INTERVENTION,AGE,MEMBERS,NONZERO\n,,,24,95\n,TRACK,,4,100\n,_O,,8,40\n,,_U,24,3\n";
    let expected = Expected::parse(&structure, file).unwrap();
    let run = || forecast(&structure, &manifest, &expected, 40, 9).unwrap();
    let made = run();
    assert_eq!(made, run());
    let published = |key: &str| made.cells.iter().find(|cell| cell.key == key).unwrap().published;
    assert_eq!(published("A.OFF_REC._T._Z._T._T.2024"), 40);
    assert_eq!(published("A.INT_START._Z.TRACK._T._T.2024"), 0, "four members, five are needed");
    let other = published("A.INT_START._Z._O._T._T.2024");
    assert!(other < 30, "8 members at 40 % seldom make five: {other}");
    // The unknown are few, so a fine step is never whole, and the ladder shows under and over 18.
    assert_eq!(published("A.PER_SUSP._T._Z.Y12T15.F.2024"), 0);
    let text = made.text(&structure);
    assert!(text.contains("T3: Interventions from reach to outcome\n  36 cells:"), "{text}");
    assert!(text.contains("A.INT_START._Z.TRACK._T._T.2024  (enough contributors: 0 %)"), "{text}");
    // Nobody at all: nothing.
    let none = forecast(&structure, &manifest, &Expected::everywhere(0, 100), 3, 9).unwrap();
    assert!(none.cells.iter().all(|cell| cell.published == 0));
}

#[test]
fn all_faults_of_an_expectation_are_named_at_once() {
    let faults =
        Expected::parse(&structure(), "COLOUR,MEMBERS,NONZERO\nred,many,50\nblue,3,101\nx\n").unwrap_err();
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert_eq!(faults[0], ExpectedFault::Column("COLOUR".to_owned()));
    assert!(
        matches!(&faults[1], ExpectedFault::Number { line: 2, column: "MEMBERS", value, .. } if value == "many")
    );
    assert!(matches!(faults[2], ExpectedFault::Number { line: 3, column: "NONZERO", most: 100, .. }));
    assert!(matches!(faults[3], ExpectedFault::Csv { line: 4, .. }));
    let missing = Expected::parse(&structure(), "MEMBERS\n3\n").unwrap_err();
    assert_eq!(missing, [ExpectedFault::Missing("NONZERO")]);
}

#[test]
fn the_coordinator_sees_reasons_and_nobody_else() {
    let sample = Sample::generated(structure(), &["2023", "2024"], 27, 7);
    let rows = plan_rows(&sample.material(), &sample.plan).unwrap();
    let lines = String::from_utf8(files(&sample.material()).unwrap()["totals.csv"].clone()).unwrap();
    for ((row, decision), line) in rows.iter().zip(&sample.plan.decisions).zip(lines.lines().skip(1)) {
        assert_eq!(row.fate == Fate::Published, !line.contains(",NaN,Q,C,"));
        assert_eq!(matches!(row.fate, Fate::NeverOpened(_)), matches!(decision, Decision::Withheld(_)));
    }
    let kinds = |wanted: fn(&Fate) -> bool| rows.iter().filter(|row| wanted(&row.fate)).count();
    assert!(
        kinds(|fate| *fate == Fate::Ladder) > 0 && kinds(|fate| matches!(fate, Fate::NeverOpened(_))) > 0
    );
    assert!(plan_text(&rows).contains("too few contributors"));
    let public = public_text(&rows);
    let states: std::collections::BTreeSet<&str> =
        public.lines().skip(1).filter_map(|line| line.split('\t').next_back()).collect();
    assert_eq!(states.into_iter().collect::<Vec<&str>>(), ["published", "withheld"]);
    let other = Sample::generated(structure(), &["2023", "2024"], 27, 8);
    assert!(matches!(plan_rows(&sample.material(), &other.plan), Err(PublishError::Plan { .. })));
}
