use super::*;
use intertally_core::disclosure::PlanInput;
use std::collections::BTreeSet;

fn default() -> Structure {
    Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap()
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
fn the_default_has_about_300_cells_a_year() {
    let table = default().table(&periods(&["2024"])).unwrap();
    assert_eq!(table.cells.len(), 308);
    assert_eq!(default().table(&periods(&["2023", "2024"])).unwrap().cells.len(), 616);
    let key = "A.OFF_REC.ICCS0903._Z._Z._Z.2024";
    let cell = table.cells.iter().find(|cell| cell.key == key).unwrap();
    assert_eq!((cell.max, cell.min_contributors, cell.rounding), (u32::MAX, 5, 1));
    assert_eq!(cell.leaves.len(), 1);
}

/// What the round manifest and the plan demand of leaves and relations.
#[test]
fn leaves_and_relations_hold() {
    let table = default().table(&periods(&["2023", "2024"])).unwrap();
    assert!(table.leaves.is_sorted_by(|a, b| a < b));
    let leaves = |cell: u32| table.cells[cell as usize].leaves.clone();
    let mut keys = BTreeSet::new();
    for cell in &table.cells {
        assert!(keys.insert(&cell.key));
        assert!(cell.leaves.is_sorted_by(|a, b| a < b));
        assert!((*cell.leaves.last().unwrap() as usize) < table.leaves.len());
    }
    assert!(!table.relations.is_empty());
    for relation in &table.relations {
        assert!(relation.children.is_sorted_by(|a, b| a < b));
        let mut sum: Vec<u32> = relation.children.iter().flat_map(|child| leaves(*child)).collect();
        sum.sort_unstable();
        assert_eq!(sum, leaves(relation.parent));
    }
    let total = table.cells.iter().find(|cell| cell.key == "A.PER_SUSP._T._Z._T._T.2024").unwrap();
    assert_eq!(total.leaves.len(), 6 * 4);
}

/// The plan takes the default round as it is, and in good time.
#[test]
fn the_plan_accepts_the_default() {
    let table = default().table(&periods(&["2024"])).unwrap();
    let cells = table.cells.len();
    let rule = |cell: &intertally_core::round::CellSpec| intertally_core::disclosure::CellRule {
        leaves: cell.leaves.clone(),
        min_contributors: cell.min_contributors,
        public_members: BTreeSet::new(),
    };
    let input = PlanInput {
        cells: table.cells.iter().map(rule).collect(),
        relations: table.relations,
        reporters: vec![(0..27).collect(); cells],
        counts: vec![20; cells],
        changed: None,
        earlier: Vec::new(),
        work_limit: 100_000,
    };
    assert!(intertally_core::disclosure::plan(&input).is_ok());
}

#[test]
fn a_narrowed_structure_holds_these_cells_alone() {
    let structure = default();
    let all: Vec<String> =
        structure.table(&periods(&["2024"])).unwrap().cells.into_iter().map(|cell| cell.key).collect();
    for step in [1, 2, 3, 7, 50] {
        let kept: BTreeSet<String> = all.iter().step_by(step).cloned().collect();
        let narrow = structure.restricted_to(&kept);
        let table = narrow.table(&periods(&["2024"])).unwrap();
        assert_eq!(table.cells.into_iter().map(|cell| cell.key).collect::<BTreeSet<_>>(), kept);
    }
}

#[test]
fn parts_of_a_table_have_ids_of_their_own() {
    let mut structure = default();
    structure.tables[1].id = "PERSONS_BY_OFFENCE_AND_MORE_1".into();
    structure.tables[2].id = "PERSONS_BY_OFFENCE_AND_M_1".into();
    let all = structure.table(&periods(&["2024"])).unwrap().cells;
    let kept: BTreeSet<String> = all.into_iter().map(|cell| cell.key).step_by(3).collect();
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

/// Each fault by its cause.
#[test]
fn faults_name_what_is_wrong() {
    type Spoil = fn(&mut Structure);
    let cases: [(Spoil, &str); 14] = [
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
    let code = |id: String| Code { name: id.clone(), id, parent: None };
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
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    let broken = DEFAULT.replace("max = 4294967295", "max = \"many\"");
    let faults = Structure::parse("mine.toml", broken.as_bytes()).unwrap_err();
    assert!(matches!(faults.as_slice(), [StructureFault::Syntax { line, .. }] if *line > 20), "{faults:?}");
    assert!(Structure::parse("mine.toml", &[0xFF, 0xFE, 0]).is_err());
}

/// A small structure file in the style of SDMX registries.
const IMPORTED: &str = include_str!("../../structures/sample-crime.xml");

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
