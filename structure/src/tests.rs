mod adding_up;
mod between;
mod checking;
mod default;
mod equations;
mod evaluations;
mod manifest;
mod overlaps;
mod rules;
mod together;

use super::*;
use std::collections::BTreeSet;

fn default() -> Structure {
    Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap()
}

/// Keys of the cells that a member fills in for a year.
fn asked(structure: &Structure) -> Vec<String> {
    let cells = structure.table(&periods(&["2024"])).unwrap().cells;
    cells.into_iter().filter(|cell| !cell.count_only).map(|cell| cell.key).collect()
}

fn periods(list: &[&str]) -> Vec<String> {
    list.iter().map(|period| (*period).to_owned()).collect()
}

#[test]
fn the_default_is_whole() {
    let structure = default();
    assert_eq!(structure.faults(), Vec::new());
    assert_eq!((structure.agency.as_str(), structure.id.as_str()), ("INTERCOP", "DSD_COIO"));
    for measure in &structure.measures {
        assert!(structure.code("MEASURE", &measure.code).is_some_and(|code| code.name != code.id));
    }
    for area in ["NL", "GB", "XK", "GB-SCT", "_ICOP"] {
        assert!(structure.code("REF_AREA", area).is_some(), "{area}");
    }
    for (alias, area) in [("EL", "GR"), ("UK", "GB"), ("NLD", "NL"), ("XKX", "XK"), ("GB-SCT", "GB-SCT")] {
        assert_eq!(structure.area_code(alias), area);
    }
}

#[test]
fn a_structure_survives_its_file() {
    let structure = default();
    assert_eq!(Structure::parse("again.toml", structure.to_toml().as_bytes()), Ok(structure));
}

#[test]
fn a_narrowed_structure_holds_these_cells_alone() {
    let structure = default();
    let all: Vec<String> = asked(&structure);
    for step in [1, 2, 3, 7, 50] {
        let kept: BTreeSet<String> = all.iter().step_by(step).cloned().collect();
        let narrow = structure.restricted_to(&kept);
        assert_eq!(asked(&narrow).into_iter().collect::<BTreeSet<_>>(), kept);
    }
}

#[test]
fn parts_of_a_table_have_ids_of_their_own() {
    let mut structure = default();
    structure.tables[1].id = "PERSONS_BY_OFFENCE_AND_MORE_1".into();
    structure.tables[2].id = "PERSONS_BY_OFFENCE_AND_M_1".into();
    let kept: BTreeSet<String> = asked(&structure).into_iter().step_by(3).collect();
    let narrow = structure.restricted_to(&kept);
    assert!(narrow.tables.len() > structure.tables.len());
    assert_eq!(narrow.faults(), Vec::new());
}

#[test]
fn figures_keep_their_leaves_in_a_narrowed_structure() {
    let structure = default();
    let key = "A.PER_SUSP._T._Z.Y_GE18._T.2024".to_owned();
    let leaves = |structure: &Structure| {
        let table = structure.table(&periods(&["2024"])).unwrap();
        let cell = table.cells.iter().find(|cell| cell.key == key).unwrap().clone();
        cell.leaves.iter().map(|leaf| table.leaves[*leaf as usize].clone()).collect::<Vec<_>>()
    };
    let narrow = structure.restricted_to(&BTreeSet::from([key.clone()]));
    assert_eq!(leaves(&narrow), leaves(&structure));
}

fn not_sum(dimension: &str, parent: &str, reason: &str) -> NotSum {
    NotSum { dimension: dimension.into(), parent: parent.into(), reason: reason.into() }
}

fn within(inner: &str, outer: &str) -> AreaWithin {
    AreaWithin { inner: inner.into(), outer: outer.into() }
}

/// Each fault by its cause.
#[test]
fn faults_name_what_is_wrong() {
    type Spoil = fn(&mut Structure);
    let cases: [(Spoil, &str); 24] = [
        (|s| s.measures[0].first = 10, "first is 13, 18"),
        (|s| s.measures[0].first = 258, "first is 13, 18"),
        (|s| s.measures[0].min_contributors = 13, "above min_contributors"),
        (|s| s.not_sums.push(not_sum("OFFENCE", "_T", " ")), "gives no reason"),
        (|s| s.not_sums.push(not_sum("OFFENCE", "ALL", "so")), "no code 'ALL'"),
        (|s| s.not_sums.push(not_sum("OFFENSE", "_T", "so")), "no such dimension"),
        (|s| s.areas_within.push(within("GP", "FR")), "areas_within: GP stands there twice"),
        (|s| s.areas_within.extend([within("FR", "DE"), within("DE", "FR")]), "is above itself"),
        (|s| s.areas_within.push(within("QQ", "FR")), "no code 'QQ'"),
        (|s| s.codelists[4].codes[1].quiet = true, "mark its parts instead"),
        (|s| s.dimensions[3].id = "FREQ".into(), "stands there twice"),
        (|s| s.area = "REF".into(), "names no dimension"),
        (|s| s.measure = "REF_AREA".into(), "another role"),
        (|s| s.dimensions[2].codelist = Some("CL_NONE".into()), "no codelist CL_NONE"),
        (|s| s.dimensions[7].codelist = Some("CL_FREQ".into()), "takes no codelist"),
        (|s| s.measures[0].min_contributors = 2, "protects nobody"),
        (|s| s.measures[0].rounding = 10, "1 (exact) or 5"),
        (|s| s.measures[0].of = Some("NONE".into()), "names no other measure"),
        (|s| s.tables[0].values[2].codes.push("ICCS0904".into()), "did you mean 'ICCS0903'?"),
        (|s| s.tables[0].values.reverse(), "in this order"),
        (|s| s.sums[0].children.push("Y18T22".into()), "parts overlap"),
        (|s| s.sums[0].children = vec!["_T".into(), "F".into()], "no code 'F'"),
        (|s| s.codelists[2].codes[0].parent = Some("ICCS0903".into()), "above itself"),
        (|s| s.measures.truncate(1), "has no rules for it"),
    ];
    for (spoil, wanted) in cases {
        let mut structure = default();
        spoil(&mut structure);
        let faults: Vec<String> = structure.faults().iter().map(ToString::to_string).collect();
        assert!(faults.iter().any(|fault| fault.contains(wanted)), "{wanted}: {faults:?}");
    }
}

/// Sums that share parts at every level would take for ever to write out; they are a fault, found at once.
#[test]
fn sums_that_multiply_are_refused() {
    let mut structure = default();
    let list = structure.codelists.iter_mut().find(|list| list.id == "CL_COIO_AGE").unwrap();
    let code = |id: String| Code { name: id.clone(), id, parent: None, quiet: false };
    list.codes.extend((0..60).map(|level| code(format!("S{level}"))));
    for level in 0..59 {
        let next = format!("S{}", level + 1);
        let children = vec![next.clone(), next];
        structure.sums.push(Sum { dimension: "AGE".into(), parent: format!("S{level}"), children });
    }
    assert!(structure.faults().iter().any(|fault| fault.to_string().contains("parts overlap")));
}

#[test]
fn periods_must_have_cells() {
    let structure = default();
    for (period, wanted) in [("2024-Q1", "no table has cells"), ("24", "no period"), ("", "no period")] {
        let faults = structure.table(&periods(&[period])).unwrap_err();
        assert!(faults.iter().any(|fault| fault.to_string().contains(wanted)), "{faults:?}");
    }
    assert!(structure.table(&[]).is_err());
    assert!(structure.table(&periods(&["2024", "2024"])).is_err());
    assert!(structure.table(&periods(&["2024-03", "2024-M03"])).is_err(), "one month, written twice");
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let broken = DEFAULT.replace("max = 4294967295", "max = \"many\"");
    let faults = Structure::parse("mine.toml", broken.as_bytes()).unwrap_err();
    assert!(matches!(faults.as_slice(), [StructureFault::Syntax { line, .. }] if *line > 20), "{faults:?}");
    assert!(Structure::parse("mine.toml", &[0xFF, 0xFE, 0]).is_err());
}

/// A small structure file in the style of SDMX registries.
const IMPORTED: &str = include_str!("../files/sample-crime.xml");

#[test]
fn a_structure_of_sdmx_ml_is_imported() {
    let structure = Structure::parse("crime.xml", IMPORTED.as_bytes()).unwrap();
    assert_eq!(
        [&structure.agency, &structure.id, &structure.version].map(String::as_str),
        ["XYZ", "DSD_CRIME", "2.1"]
    );
    assert_eq!((structure.national_flow.as_str(), structure.total_flow.as_str()), ("DF_CRIME", "DF_CRIME"));
    let dimensions: Vec<_> =
        structure.dimensions.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    let wanted = [
        ("FREQ", "Frequency"),
        ("GEO", "Reporting country"),
        ("INDICATOR", "Indicator"),
        ("SEX", "Sex"),
        ("TIME_PERIOD", "Time"),
    ];
    assert_eq!(dimensions, wanted);
    assert_eq!(structure.code("SEX", "F").map(|code| code.parent.as_deref()), Some(Some("T")));
    assert_eq!(structure.total_area, "_T");
    assert_eq!(structure.area_code("NLD"), "NL");
    assert!(structure.measures.iter().all(|measure| measure.min_contributors == 5 && measure.rounding == 5));
    // The content constraint allows one frequency and two sexes.
    let table = structure.table(&periods(&["2024"])).unwrap();
    assert_eq!(table.cells.len(), 2 * 2);
    assert_eq!(Structure::parse("again.toml", structure.to_toml().as_bytes()), Ok(structure));
}

#[test]
fn what_is_no_structure_is_refused() {
    for text in ["<a/>", "<mes:Structure>", "<a><b></a>", "<"] {
        assert!(Structure::parse("x.xml", text.as_bytes()).is_err(), "{text}");
    }
    let broken = IMPORTED.replace("</str:Codelist>", "");
    let faults = Structure::parse("x.xml", broken.as_bytes()).unwrap_err();
    assert!(matches!(faults.as_slice(), [StructureFault::Syntax { line, .. }] if *line > 20), "{faults:?}");
    let other = IMPORTED.replace("id=\"INDICATOR\"", "id=\"WHATEVER\"");
    let faults = Structure::parse("x.xml", other.as_bytes()).unwrap_err();
    assert!(matches!(faults.as_slice(), [StructureFault::NoRole { role: "measure", .. }]), "{faults:?}");
}
