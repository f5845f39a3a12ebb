//! First mappings of foreign files: the header under titles, and codes to choose from.

use super::*;

/// Titles above the header: the first mapping is made of the table below them, and reads it; what they say is told.
#[test]
fn titles_above_a_foreign_header_are_passed_over_by_draft_and_reading_alike() {
    let structure = small();
    let table = table(&structure, &["2024"]);
    let rows = CELLS.map(|(measure, age, value)| format!("XA;2024;{measure};{age};{value}\n")).concat();
    let good = format!("geo;year;meas;age;n\n{rows}");
    let titles = "Table 3: offences, suspects, ages;;;;\n\nRun of 3 March 2025\n";
    let draft = |text: &str| draft_mapping(&structure, &table.cells, "foreign", text.as_bytes());
    let plain = draft(&good).unwrap();
    let titled = format!("{titles}{good}");
    assert_eq!(draft(&titled).unwrap(), plain);
    let reading = read_as("2024", "XA", titled.as_bytes(), Some(&plain));
    assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
    let told = |reading: &Reading| reading.warnings.iter().filter(|one| one.rule == "line-above").count();
    assert_eq!(told(&reading), 2, "{}", reading.to_member());
    assert_eq!(told(&read_as("2024", "XA", good.as_bytes(), Some(&plain))), 0);
    // A title that says thousands is no mere title.
    let scaled = format!("Offences in thousands\n{good}");
    let reading = read_as("2024", "XA", scaled.as_bytes(), Some(&plain));
    assert_eq!(rules(&reading), ["unit-other"], "{}", reading.to_member());
    // Another table above is none: its rows are as full as those of the one meant.
    let two = format!("land;jahr;was;alter;zahl\nXA;2024;OFF_REC;_T;5\n{good}");
    assert!(read_as("2024", "XA", two.as_bytes(), Some(&plain)).table.is_none());
}

/// Beside a label that is no code stand those that the round still asks for, the nearest first.
#[test]
fn codes_to_choose_from_stand_beside_labels_that_match_nothing() {
    let structure = small();
    let table = table(&structure, &["2024"]);
    let label = |age: &str| {
        if age == "_T" {
            "_T"
        } else if age == "Y_LT18" {
            "Kinder"
        } else {
            "Y_GE18"
        }
        .to_owned()
    };
    let rows = CELLS.map(|(measure, age, value)| format!("XA;2024;{measure};{};{value}\n", label(age)));
    let text = format!("geo;year;meas;age;n\n{}", rows.concat());
    let draft = draft_mapping(&structure, &table.cells, "foreign", text.as_bytes()).unwrap();
    assert!(
        draft.contains("#? \"Kinder\" = \"\"  # Y_LT18 (Under 18)\n"),
        "what others have taken is no choice: {draft}"
    );
    let more = format!("{text}XA;2024;{};Alte;3\n", CELLS[0].0).replace("Kinder", "Y_LT18");
    let draft = draft_mapping(&structure, &table.cells, "foreign", more.as_bytes()).unwrap();
    assert!(draft.contains("#? \"Alte\" = \"\"  # no code of the round is left for it"), "{draft}");
    // A dimension that no column is: its codes with their names.
    let rows = CELLS.map(|(measure, age, value)| format!("XA;2024;{measure};Gruppe {};{value}\n", age.len()));
    let text = format!("geo;year;meas;gruppe;n\n{}", rows.concat());
    let draft = draft_mapping(&structure, &table.cells, "foreign", text.as_bytes()).unwrap();
    let line = draft.lines().find(|line| line.starts_with("# AGE is ")).unwrap_or_default();
    for code in ["_T (All)", "Y_LT18", "Y_GE18"] {
        assert!(line.contains(code), "{draft}");
    }
}
