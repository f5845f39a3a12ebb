//! What ships: first offenders beside the default, whose figures are the default's; and what of the register of interventions
//! and of profiles is a fault.
#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

use intertally_structure::{DEFAULT, FIRST_OFFENDERS, Profile, Reading, Structure, StructureFault};
use std::collections::BTreeSet;

fn default() -> Structure {
    Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap()
}

fn first() -> Structure {
    Structure::parse("intercop-first-1.0.toml", FIRST_OFFENDERS.as_bytes()).unwrap()
}

fn periods() -> Vec<String> {
    vec!["2024".to_owned()]
}

/// Keys of the cells that a member fills in for a year.
fn asked(structure: &Structure) -> Vec<String> {
    let cells = structure.table(&periods()).unwrap().cells;
    cells.into_iter().filter(|cell| !cell.count_only).map(|cell| cell.key).collect()
}

#[test]
fn what_ships_survives_its_file() {
    for structure in [default(), first()] {
        assert_eq!(Structure::parse("again.toml", structure.to_toml().as_bytes()), Ok(structure));
    }
}

#[test]
fn first_offenders_have_158_cells_and_what_is_crossed_has_a_ladder() {
    let structure = first();
    assert_eq!(asked(&structure).len(), 158);
    let plain: Vec<&str> = structure
        .tables
        .iter()
        .filter(|table| table.ladder.is_none())
        .map(|table| table.id.as_str())
        .collect();
    assert_eq!(plain, ["OFFENCES"]);
    let table = structure.table(&periods()).unwrap();
    // Suspects and first offenders, each by age and sex, and by five offences and age.
    assert_eq!(table.rules.ladders.len(), 2 + 2 * 5);
    assert!(table.rules.ladders.iter().all(|slice| slice.steps.len() > 1));
}

/// What one round has opened must be reckoned with in the other: so the same figure has the same leaves in both.
#[test]
fn figures_of_first_offenders_are_those_of_the_default() {
    let (own, shipped) = (first(), default());
    assert_eq!(own.dimensions, shipped.dimensions);
    assert_eq!(own.codelists, shipped.codelists);
    assert_eq!(own.sums, shipped.sums);
    assert_eq!((&own.areas_within, &own.aliases), (&shipped.areas_within, &shipped.aliases));
    for measure in &own.measures {
        assert_eq!(shipped.rules(&measure.code), Some(measure));
    }
    // All that the default asks of these measures is asked again: nothing that was opened there stands alone.
    let again = asked(&own).into_iter().collect::<BTreeSet<_>>();
    for key in asked(&shipped).iter().filter(|key| key.contains(".PER_SUSP.") || key.contains(".PER_FIRST."))
    {
        assert!(again.contains(key), "{key}");
    }
    let leaves = |structure: &Structure, key: &str| {
        let table = structure.table(&periods()).unwrap();
        let cell = table.cells.iter().find(|cell| cell.key == key)?;
        let leaves = cell.leaves.iter().map(|leaf| table.leaves[*leaf as usize].clone());
        Some(leaves.collect::<BTreeSet<_>>())
    };
    for key in
        ["A.PER_SUSP._T._Z._T._T.2024", "A.PER_FIRST._T._Z._T._T.2024", "A.PER_SUSP._T._Z.Y16T17.F.2024"]
    {
        let both = [&own, &shipped].map(|structure| leaves(structure, key).unwrap());
        assert_eq!(both[0], both[1], "{key}");
    }
}

fn faults(change: impl FnOnce(&mut Structure)) -> Vec<String> {
    let mut structure = default();
    change(&mut structure);
    structure.faults().iter().map(StructureFault::to_string).collect()
}

#[track_caller]
fn one(faults: &[String], words: &str) {
    assert!(faults.len() == 1 && faults[0].contains(words), "'{words}': {faults:?}");
}

#[test]
fn the_register_of_the_default_says_of_every_intervention_what_it_is() {
    let structure = default();
    let codes = structure.codes("INTERVENTION").unwrap().codes.iter();
    for code in codes.map(|code| code.id.as_str()).filter(|code| !code.starts_with('_')) {
        let entry = structure.intervention("INTERVENTION", code);
        assert!(entry.is_some_and(|(_, entry)| !entry.read.is_empty()), "{code}");
    }
    assert!(structure.intervention("AGE", "HACK_RIGHT").is_none());
}

#[test]
fn an_entry_that_nobody_could_read_or_find_is_a_fault() {
    one(
        &faults(|structure| structure.interventions[0].code = "HACKRIGHT".into()),
        "did you mean 'HACK_RIGHT'?",
    );
    one(&faults(|structure| structure.interventions[1].code = "HACK_RIGHT".into()), "twice");
    one(&faults(|structure| structure.interventions[0].whom = " ".into()), "whom is empty");
    for dimension in ["MEASURE", "REF_AREA", "TIME_PERIOD", "NONE"] {
        let found = faults(|structure| structure.interventions[0].dimension = dimension.into());
        one(&found, "is no dimension of interventions");
    }
    let reading = |title: &str, address: Option<&str>| {
        let reading = Reading { title: title.into(), address: address.map(str::to_owned) };
        faults(|structure| structure.interventions[0].read = vec![reading])
    };
    assert_eq!(reading("In print alone", None), [""; 0]);
    one(&reading("", None), "title of `read` is empty");
    for address in [
        "http://example.org",
        "https://",
        "https://example",
        "javascript:x",
        "https://a.b/\"x",
        "https://a.b/ c",
    ] {
        one(&reading("Web", Some(address)), "is no address");
    }
}

#[test]
fn a_profile_is_of_persons_among_others() {
    let with = |measure: &str, among: &str, title: &str| {
        let profile = Profile { title: title.into(), measure: measure.into(), among: among.into() };
        faults(|structure| structure.profiles = vec![profile])
    };
    assert_eq!(with("PER_CONV", "PER_SUSP", "Who are the convicted"), [""; 0]);
    one(&with("PER_CONV", "PER_SUSP", ""), "title is empty");
    one(&with("PER_NONE", "PER_SUSP", "Who"), "no measure is called 'PER_NONE'");
    one(&with("PER_SUSP", "PER_SUSP", "Who"), "are one");
    one(&with("PER_SUSP", "OFF_REC", "Who"), "by person, and those among whom they are by offence");
}

/// Register and profiles play no part in what is asked, and none in what may be opened.
#[test]
fn a_structure_without_them_has_the_same_table() {
    let mut structure = default();
    let periods = periods();
    let with = structure.table(&periods).unwrap();
    structure.interventions.clear();
    structure.profiles.clear();
    let without = structure.table(&periods).unwrap();
    assert!(with.cells == without.cells && with.leaves == without.leaves && with.rules == without.rules);
}
