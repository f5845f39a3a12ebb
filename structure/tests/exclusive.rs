//! Measures that exclude each other: what they leave together of one that they lie within is a figure, and is counted.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use intertally_structure::{DEFAULT, RoundTable, Structure};
use std::collections::BTreeSet;

/// Measures, each with its denominator or none, in a table of one dimension.
fn structure(measures: &[(&str, &str)], exclusive: &str) -> String {
    let of = |of: &str| if of.is_empty() { String::new() } else { format!(", of = \"{of}\"") };
    let rules: Vec<String> = measures
        .iter()
        .map(|(code, whole)| {
            format!(
                "{{ code = \"{code}\", unit = \"u\", max = 60000, min_contributors = 3, rounding = 5{} }}",
                of(whole)
            )
        })
        .collect();
    let codes: Vec<String> =
        measures.iter().map(|(code, _)| format!("{{ id = \"{code}\", name = \"x\" }}")).collect();
    let names: Vec<String> = measures.iter().map(|(code, _)| format!("\"{code}\"")).collect();
    format!(
        "agency = \"A\"\nid = \"D\"\nversion = \"1.0\"\nname = \"n\"\nnational_flow = \"N\"\ntotal_flow = \"T\"\n\
         area = \"AREA\"\nmeasure = \"MEASURE\"\ntime = \"TIME_PERIOD\"\ntotal_area = \"_ALL\"\n\
         dimensions = [{{ id = \"AREA\", name = \"a\", codelist = \"CL_AREA\" }}, \
         {{ id = \"MEASURE\", name = \"m\", codelist = \"CL_M\" }}, {{ id = \"K\", name = \"k\", codelist = \"CL_K\" }}, \
         {{ id = \"TIME_PERIOD\", name = \"p\" }}]\nmeasures = [{}]\n{exclusive}\n\
         codelists = [{{ id = \"CL_AREA\", name = \"a\", codes = [{{ id = \"_ALL\", name = \"x\" }}] }}, \
         {{ id = \"CL_M\", name = \"m\", codes = [{}] }}, {{ id = \"CL_K\", name = \"k\", codes = \
         [{{ id = \"KT\", name = \"x\" }}, {{ id = \"KA\", name = \"x\", parent = \"KT\" }}] }}]\n\
         [[tables]]\nid = \"T\"\ntitle = \"t\"\nvalues = [{{ dimension = \"MEASURE\", codes = [{}] }}, \
         {{ dimension = \"K\", codes = [\"KT\", \"KA\"] }}]\n\
         [publication]\ntitle = \"t\"\npublisher = \"p\"\ncontact = \"c\"\nlicence = \"l\"\nrelease = 1\n\
         provisional = false\n",
        rules.join(", "),
        codes.join(", "),
        names.join(", ")
    )
}

fn table(text: &str) -> RoundTable {
    Structure::parse("own.toml", text.as_bytes()).unwrap().table(&["2024".to_owned()]).unwrap()
}

fn faults(text: &str) -> String {
    let structure = Structure::parse("own.toml", text.as_bytes());
    let faults = structure.map_or_else(Some, |structure| structure.table(&["2024".to_owned()]).err());
    faults.unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The figures of a cell in a system.
fn figures(table: &RoundTable, system: usize, key: &str) -> BTreeSet<String> {
    let at = table.cells.iter().position(|cell| cell.key == key).unwrap();
    let soft = table.rules.systems[system].cells.iter().find(|(cell, _)| *cell as usize == at);
    let leaves = soft.map_or(&table.cells[at].leaves, |(_, leaves)| leaves);
    leaves.iter().map(|leaf| table.leaves[*leaf as usize].figure.clone()).collect()
}

/// Keys of the cells that say what measures leave together.
fn left(table: &RoundTable) -> Vec<&str> {
    let keys = table.cells.iter().filter(|cell| cell.count_only).map(|cell| cell.key.as_str());
    keys.filter(|key| key.split('.').next().unwrap().contains("~rest~")).collect()
}

const ENDS: &[(&str, &str)] = &[("START", ""), ("COMPL", "START"), ("DROP", "START")];
const APART: &str =
    "exclusive = [{ measures = [\"COMPL\", \"DROP\"], reason = \"one end for each person\" }]";

/// START less COMPL less DROP is a figure by itself, so that it may not open where it is of few.
#[test]
fn nobody_is_in_two_measures_that_exclude_each_other() {
    let (without, with) = (table(&structure(ENDS, "")), table(&structure(ENDS, APART)));
    let of = |table: &RoundTable, measure: &str| figures(table, 0, &format!("{measure}.KA.2024"));
    assert_eq!(of(&without, "START").len(), 4);
    assert_eq!(of(&with, "START"), ["~COMPL.KA", "~DROP.KA", "~START.KA"].map(str::to_owned).into());
    let ends: BTreeSet<String> = of(&with, "COMPL").union(&of(&with, "DROP")).cloned().collect();
    assert!(ends.is_subset(&of(&with, "START")) && of(&with, "COMPL").is_disjoint(&of(&with, "DROP")));
    // It is counted, in each code and in what codes leave; nothing else is another than before.
    assert_eq!(left(&without), Vec::<&str>::new());
    let keys = left(&with);
    let whole = keys.iter().find(|key| key.ends_with(".KA.2024")).unwrap();
    assert_eq!(figures(&with, 0, whole), ["~START.KA".to_owned()].into());
    assert_eq!(keys.len(), 3, "{keys:?}");
    let rest = keys.iter().find(|key| key.contains(".KT~rest~")).unwrap();
    assert_eq!(figures(&with, 0, rest).len(), 1, "{rest}");
    let at = |table: &RoundTable, key: &str| table.cells.iter().position(|cell| cell.key == key);
    assert!(without.cells.iter().all(|cell| at(&with, &cell.key).is_some()));
    // One started whom neither has; then nobody.
    for (start, bit) in [(3, 1), (2, 0), (1, 0)] {
        let mut figures: Vec<Option<u32>> = with.cells.iter().map(|_| None).collect();
        for (measure, figure) in [("START", start), ("COMPL", 1), ("DROP", 1)] {
            figures[at(&with, &format!("{measure}.KA.2024")).unwrap()] = Some(figure);
        }
        with.complete(&mut figures);
        assert_eq!(figures[at(&with, whole).unwrap()], Some(bit), "{start}");
    }
}

/// What lies within one of them excludes what lies within the other; seven are told apart at once, which 128 sets are not.
#[test]
fn what_lies_within_one_of_them_excludes_what_lies_within_another() {
    let deep = [ENDS, &[("WELL", "COMPL"), ("LATE", "DROP"), ("PAID", "START")]].concat();
    let sets = |text: &str| figures(&table(text), 0, "START.KA.2024").len();
    // START with COMPL and DROP or not, WELL and LATE in these, and PAID or not: 2 (1 + 2 + 2 + 4), or 2 (1 + 2 + 2).
    assert_eq!((sets(&structure(&deep, "")), sets(&structure(&deep, APART))), (18, 10));
    // Also where what they lie within is asked by nobody.
    let text =
        structure(&deep, APART).replace("\"START\", \"COMPL\", \"DROP\", \"WELL\"", "\"START\", \"WELL\"");
    assert_eq!(sets(&text), 6);
    let codes = ["M1", "M2", "M3", "M4", "M5", "M6", "M7"];
    let many: Vec<(&str, &str)> = [("M0", "")].into_iter().chain(codes.map(|code| (code, "M0"))).collect();
    let apart = format!("exclusive = [{{ measures = {codes:?}, reason = \"one each\" }}]");
    let (without, with) = (table(&structure(&many, "")), table(&structure(&many, &apart)));
    assert!(without.rules.systems.len() > with.rules.systems.len());
    assert_eq!(figures(&with, 0, "M0.KA.2024").len(), 8);
}

#[test]
fn what_cannot_be_is_a_fault() {
    let deep = [ENDS, &[("BOTH", "COMPL")]].concat();
    for (measures, text, word) in [
        (ENDS, "exclusive = [{ measures = [\"COMPL\"], reason = \"x\" }]", "name two measures"),
        (ENDS, "exclusive = [{ measures = [\"COMPL\", \"DROP\"], reason = \" \" }]", "gives no reason"),
        (ENDS, "exclusive = [{ measures = [\"COMPL\", \"COMPL\"], reason = \"x\" }]", "names it twice"),
        (ENDS, "exclusive = [{ measures = [\"COMPL\", \"GONE\"], reason = \"x\" }]", "has no rules for it"),
        (ENDS, "exclusive = [{ measures = [\"COMPL\", \"START\"], reason = \"x\" }]", "nobody is in it"),
        (
            deep.as_slice(),
            "exclusive = [{ measures = [\"BOTH\", \"COMPL\"], reason = \"x\" }]",
            "nobody is in it",
        ),
    ] {
        let said = faults(&structure(measures, text));
        assert!(said.contains(word), "{text}: {said}");
    }
    let entry =
        "\nexclusive = [{ measures = [\"INT_COMPL\", \"INT_DROP\"], reason = \"one end\" }]\nmeasures = [";
    let text = if DEFAULT.contains("exclusive = [") {
        DEFAULT.to_owned()
    } else {
        DEFAULT.replacen("\nmeasures = [", entry, 1)
    };
    let own = Structure::parse("own.toml", text.as_bytes()).unwrap();
    assert_eq!(own, Structure::parse("own.toml", own.to_toml().as_bytes()).unwrap());
}
