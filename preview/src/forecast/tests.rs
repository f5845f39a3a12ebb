use super::{Expected, ExpectedFault, forecast};
use crate::draft::manifest;
use intertally_structure::Structure;

fn structure() -> Structure {
    Structure::parse("sample.toml", include_bytes!("../../../publish/tests/publish/sample.toml")).unwrap()
}

#[test]
fn what_nobody_runs_cannot_be_published_and_what_all_run_can() {
    let structure = structure();
    let names: Vec<String> =
        (b'A'..=b'Z').chain(*b"0").map(|letter| format!("X{}", char::from(letter))).collect();
    let periods = vec!["2024".to_owned()];
    let manifest = manifest(&structure.table(&periods).unwrap(), periods, &names);
    let file = "MEASURE,INTERVENTION,AGE,MEMBERS,NONZERO\n,,,24,95\n,TRACK,,4,100\n,_O,,8,40\n,,_U,24,3\n";
    let expected = Expected::parse(&structure, file).unwrap();
    let run = || forecast(&structure, &manifest, &expected, 40, 9).unwrap();
    let made = run();
    assert_eq!(made, run());
    let of = |key: &str| made.cells.iter().find(|cell| cell.key == key).unwrap();
    let published = |key: &str| of(key).published;
    assert_eq!(published("A.OFF_REC._T._Z._T._T.2024"), 40);
    assert_eq!(published("A.INT_START._Z.TRACK._T._T.2024"), 0, "four members, five are needed");
    let other = published("A.INT_START._Z._O._T._T.2024");
    assert!(other < 30, "8 members at 40 % seldom make five: {:?}", of("A.INT_START._Z._O._T._T.2024"));
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
