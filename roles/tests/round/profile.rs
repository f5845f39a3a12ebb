//! Made-up returns over the structure of first offenders, from the template to the report: who they are is shown.

use crate::town::Town;
use intertally_roles::coordinator::NewRound;
use intertally_roles::member::{generated, template_csv};
use intertally_structure::FIRST_OFFENDERS;
use intertally_tests::structure::Asked;

const AREAS: [&str; 14] =
    ["AT", "BE", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "HU", "IE", "IT", "NL", "SE"];

/// The part of a page between two marks.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).unwrap_or_else(|| panic!("no {from}")).0
}

#[test]
fn made_up_returns_publish_who_first_offenders_are() {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    let planned = town.planned("First", &Asked::exact(4, 400), "2024");
    let structure = FIRST_OFFENDERS.as_bytes().to_vec();
    town.open_new(&NewRound { structure, practice: true, ..planned }).unwrap();
    town.sit_all(1);
    for member in 0..AREAS.len() {
        let filled =
            |round: &_| generated::fill(round, &template_csv(round), 1, member.try_into().unwrap()).unwrap();
        town.submit_filled(member, Some("First"), &filled).unwrap();
    }
    let made = town.published("First");
    let page = made.files.iter().find(|(name, _)| name.as_str() == "report.html").unwrap().1.to_vec();
    let page = String::from_utf8(page).unwrap();
    let section = between(&page, "<h2>Who are the first offenders</h2>", "</section>");
    // Fourteen members, of whom each leaves out a quarter: shares by offence, and of what they do not tell that there is none.
    for said in ["<h3>By offence", "Share of: Suspects<", "No share by age can be given"] {
        assert!(section.contains(said), "{said} is not in the section: {section}");
    }
    // From where to where a share lies, in whole percent.
    assert!(section.contains("\u{2013}") && section.contains("\u{202F}%</td>"), "{section}");
}
