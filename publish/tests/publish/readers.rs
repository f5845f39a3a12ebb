//! What the report tells beside figures: what interventions are, and who first offenders are against all suspects.

use crate::sample::Sample;
use intertally_publish::files;
use intertally_structure::{DEFAULT, FIRST_OFFENDERS, Structure};

fn report(structure: &str, change: impl FnOnce(&mut Structure)) -> String {
    let mut structure = Structure::parse("it.toml", structure.as_bytes()).unwrap();
    change(&mut structure);
    let sample = Sample::generated(structure, &["2024"], 24, 5);
    String::from_utf8(files(&sample.material()).unwrap()["report.html"].clone()).unwrap()
}

/// The part of a page between two marks.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).unwrap_or_else(|| panic!("no {from}")).0
}

#[test]
fn a_reader_finds_what_an_intervention_is_beside_its_steps() {
    let page = report(DEFAULT, |_| ());
    let section = between(&page, "<section id=\"interventions\">", "</section>");
    for said in ["What it is", "For whom", "How it works", "in the Netherlands in 2021", "Read more"] {
        assert!(section.contains(said), "{said} is not in the section");
    }
    // Every entry once, whatever is published of it; the text is escaped, and links leave no trace of where they were followed.
    for at in 0..7 {
        assert_eq!(section.matches(&format!("id=\"about-{at}\"")).count(), 1, "entry {at}");
    }
    assert!(section.contains("Schiks, van &apos;t Hoff"), "escaped");
    assert_eq!(section.matches("<a rel=\"noreferrer\" href=\"https://").count(), 8);
    let silent = report(DEFAULT, |structure| structure.interventions.clear());
    assert!(!silent.contains("class=\"about\""));
}

#[test]
fn first_offenders_are_shown_against_all_suspects_in_ranges() {
    let page = report(FIRST_OFFENDERS, |_| ());
    assert!(page.contains("href=\"#profile-0\">Profiles"));
    let section = between(&page, "<section id=\"profile-0\">", "</section>");
    assert!(section.starts_with("\n<h2>Who are the first offenders</h2>"), "{section}");
    for said in [
        "By age",
        "By sex",
        "By offence",
        "Share of: Suspects with no earlier offence",
        "Share of: Suspects<",
    ] {
        assert!(section.contains(said), "{said} is not in the section: {section}");
    }
    // A share says from where to where it lies, or why there is none.
    assert!(section.contains("\u{2013}") && section.contains("\u{202F}%</td>"), "{section}");
    let plain = report(FIRST_OFFENDERS, |structure| structure.profiles.clear());
    assert!(!plain.contains("first offenders</h2>") && !plain.contains("#profile-0"));
}

/// A profile shows nothing that is not computed from what is published: what is withheld has no share.
#[test]
fn a_withheld_group_has_no_share() {
    let structure = Structure::parse("it.toml", FIRST_OFFENDERS.as_bytes()).unwrap();
    let sample = Sample::generated(structure, &["2024"], 3, 5);
    assert!(sample.totals.is_empty(), "three members open nothing: {:?}", sample.totals);
    let page = String::from_utf8(files(&sample.material()).unwrap()["report.html"].clone()).unwrap();
    let section = between(&page, "<section id=\"profile-0\">", "</section>");
    assert!(section.contains("No share can be given") && !section.contains("<table"), "{section}");
}
