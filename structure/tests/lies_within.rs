//! What SDMX-ML files say of codes within others beside the parents of their codelists: hierarchies, parents of concepts, lists
//! of a part of the codes, areas with a parent. It is taken, or said; never lost in silence.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use intertally_structure::{ImportOptions, Imported, Structure};

const SAMPLE: &str = include_str!("../files/sample-crime.xml");

fn import(text: &str, beside: &[&str]) -> Result<Imported, String> {
    let beside = beside.iter().map(|text| ("more.xml".to_owned(), text.as_bytes().to_vec())).collect();
    let options = ImportOptions { beside, ..ImportOptions::default() };
    Structure::import("crime.xml", text.as_bytes(), &options)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// What is above a code; `-` where nothing is.
fn above(imported: &Imported, dimension: &str, code: &str) -> String {
    let code = imported.structure.code(dimension, code).unwrap();
    code.parent.clone().unwrap_or_else(|| "-".to_owned())
}

fn within(imported: &Imported) -> Vec<(&str, &str)> {
    imported.structure.areas_within.iter().map(|one| (one.inner.as_str(), one.outer.as_str())).collect()
}

/// All that was left out, in one text; the file makes no round then.
fn left_out(text: &str, imported: &Imported) -> String {
    let left: Vec<String> =
        imported.remarks.iter().filter(|one| one.left_out).map(ToString::to_string).collect();
    let faults = Structure::parse("crime.xml", text.as_bytes());
    assert_eq!(faults.is_err(), !left.is_empty(), "{faults:?}");
    if let Err(faults) = faults {
        assert_eq!(faults.len(), left.len());
        assert!(faults.iter().all(|fault| fault.to_string().contains("structure import")), "{faults:?}");
    }
    // A person who edits what comes of it finds it there, and the file is read.
    let toml = imported.to_toml();
    assert!(left.iter().all(|one| toml.contains(&format!("# {one}"))), "{toml}");
    assert_eq!(Structure::parse("own.toml", toml.as_bytes()).unwrap(), imported.structure);
    left.join("\n")
}

fn code(id: &str, parent: &str) -> String {
    let parent = if parent.is_empty() {
        String::new()
    } else {
        format!("<str:Parent><Ref id=\"{parent}\"/></str:Parent>")
    };
    format!("<str:Code id=\"{id}\"><com:Name xml:lang=\"en\">{id}</com:Name>{parent}</str:Code>")
}

/// The sample with this codelist of these codes and parents in place of its own.
fn with_list(id: &str, partial: bool, codes: &[(&str, &str)]) -> String {
    let start = SAMPLE.find(&format!("<str:Codelist id=\"{id}\"")).unwrap();
    let end = start + SAMPLE[start..].find("</str:Codelist>").unwrap();
    let codes: String = codes.iter().map(|(id, parent)| code(id, parent)).collect();
    let list = format!(
        "<str:Codelist id=\"{id}\" agencyID=\"XYZ\" version=\"1.0\" isPartial=\"{partial}\">\
         <com:Name xml:lang=\"en\">{id}</com:Name>{codes}"
    );
    let all = format!("{}{list}{}", &SAMPLE[..start], &SAMPLE[end..]);
    all.replacen(
        "<com:KeyValue id=\"SEX\"><com:Value>F</com:Value><com:Value>M</com:Value></com:KeyValue>",
        "",
        1,
    )
}

/// Codes of a hierarchy, one in the other: `A(B C(D))`.
fn nested(list: &str, tree: &str) -> String {
    let mut text = String::new();
    let mut word = String::new();
    let open = |word: &mut String, text: &mut String| {
        if !word.is_empty() {
            let reference = if list.contains('=') {
                format!(
                    "<str:CodelistAliasRef>{}</str:CodelistAliasRef><str:CodeID><Ref id=\"{word}\"/></str:CodeID>",
                    &list[1..]
                )
            } else if list.is_empty() {
                format!("<str:Code><Ref id=\"{word}\"/></str:Code>")
            } else {
                format!(
                    "<str:Code><URN>urn:sdmx:org.sdmx.infomodel.codelist.Code={list}.{word}</URN></str:Code>"
                )
            };
            *text += &format!("<str:HierarchicalCode id=\"{word}\">{reference}");
            word.clear();
            return true;
        }
        false
    };
    for sign in tree.chars() {
        match sign {
            '(' => {
                open(&mut word, &mut text);
            }
            ' ' | ')' => {
                if open(&mut word, &mut text) {
                    text += "</str:HierarchicalCode>";
                }
                if sign == ')' {
                    text += "</str:HierarchicalCode>";
                }
            }
            _ => word.push(sign),
        }
    }
    text
}

/// A text with hierarchies, each of codes in the list named.
fn with_hierarchies(text: &str, all: &[(&str, &str)]) -> String {
    let one = |(at, (list, tree)): (usize, &(&str, &str))| {
        format!("<str:Hierarchy id=\"H{at}\" leveled=\"false\">{}</str:Hierarchy>", nested(list, tree))
    };
    let hierarchies: String = all.iter().enumerate().map(one).collect();
    let lists = format!(
        "</str:Codelists><str:HierarchicalCodelists><str:HierarchicalCodelist id=\"HCL\" agencyID=\"XYZ\" version=\"1.0\">\
         <com:Name>Groups</com:Name><str:IncludedCodelist alias=\"SEXES\"><Ref id=\"CL_SEX\" agencyID=\"XYZ\" version=\"1.0\"/>\
         </str:IncludedCodelist>{hierarchies}</str:HierarchicalCodelist></str:HierarchicalCodelists>"
    );
    text.replacen("</str:Codelists>", &lists, 1)
}

const SEX: &str = "XYZ:CL_SEX(1.0)";

#[test]
fn a_hierarchy_gives_codes_their_parents() {
    let flat = with_list("CL_SEX", false, &[("T", ""), ("F", ""), ("M", ""), ("F1", ""), ("F2", "F")]);
    for list in [SEX, "XYZ:CL_SEX(7.0)", "", "=SEXES"] {
        // A code of another list between two of this one takes nothing away.
        for tree in ["T(F(F1 F2) M)", "T(M F(F2(F1)))"] {
            let text = with_hierarchies(&flat, &[(list, tree)]);
            let got = import(&text, &[]).unwrap();
            assert_eq!(left_out(&text, &got), "", "{list} {tree}");
            assert_eq!(
                (above(&got, "SEX", "F"), above(&got, "SEX", "M")),
                ("T".into(), "T".into()),
                "{list}"
            );
            let inner = if tree.contains("F2(") { "F2" } else { "F" };
            assert_eq!(
                (above(&got, "SEX", "F1"), above(&got, "SEX", "F2")),
                (inner.into(), "F".into()),
                "{list}"
            );
        }
    }
    // Those of a list that no dimension has say nothing of this one.
    for list in ["ABC:CL_SEX(1.0)", "XYZ:CL_UNUSED(1.0)"] {
        let text = with_hierarchies(&flat, &[(list, "T(F M)")]);
        assert_eq!(import(&text, &[]).unwrap(), import(&flat, &[]).unwrap(), "{list}");
    }
    let mixed = with_hierarchies(&flat, &[(SEX, "T(X(F))")]).replace("CL_SEX(1.0).X<", "CL_UNUSED(1.0).X<");
    assert_eq!(above(&import(&mixed, &[]).unwrap(), "SEX", "F"), "T");
}

/// Version 3.0 has hierarchies beside codelists; a file of them alone goes with a structure of 2.1.
#[test]
fn hierarchies_of_version_3_are_read_from_a_file_of_their_own() {
    let flat = with_list("CL_SEX", false, &[("T", ""), ("F", ""), ("M", "")]);
    let (head, rest) = SAMPLE.split_once("<mes:Structures>").unwrap();
    let root = rest.rsplit_once("</mes:Structures>").unwrap().1;
    let hierarchy = |more: &str| {
        let code = |code: &str, inner: &str| {
            let urn = format!("urn:sdmx:org.sdmx.infomodel.codelist.Code={SEX}.{code}");
            format!(
                "<str:HierarchicalCode id=\"{code}\"><str:Code>{urn}</str:Code>{inner}</str:HierarchicalCode>"
            )
        };
        let codes = code("T", &[code("F", ""), code("M", "")].concat());
        let all = format!(
            "<mes:Structures>{more}<str:Hierarchies><str:Hierarchy id=\"H\" agencyID=\"XYZ\" version=\"1.0.0\">\
             <com:Name>Sexes</com:Name>{codes}</str:Hierarchy></str:Hierarchies></mes:Structures>"
        );
        format!("{head}{all}{root}").replace("v2_1", "v3_0")
    };
    let got = import(&flat, &[&hierarchy("")]).unwrap();
    assert_eq!((above(&got, "SEX", "F"), above(&got, "SEX", "M")), ("T".into(), "T".into()));
    assert!(got.remarks.is_empty(), "{:?}", got.remarks);
    let more = "<str:Codelists><str:Codelist id=\"CL_SEX\" agencyID=\"XYZ\"><str:Code id=\"X\"/></str:Codelist></str:Codelists>";
    for other in [hierarchy(more), hierarchy("").replace("HierarchicalCode", "Level")] {
        let fault = import(&flat, &[&other]).unwrap_err();
        assert!(fault.contains("more.xml") && fault.contains("SDMX-ML 3.0"), "{fault}");
    }
}

#[test]
fn a_finer_hierarchy_puts_a_code_between_and_loses_nothing() {
    let list = with_list("CL_SEX", false, &[("T", ""), ("F", "T"), ("M", "T"), ("F1", "T"), ("F2", "")]);
    // In whatever order: F1 lies within F, and F within T.
    for all in [
        vec![(SEX, "F(F1 F2)")],
        vec![(SEX, "T(F2)"), (SEX, "F(F1 F2)")],
        vec![(SEX, "F(F2 F1)"), (SEX, "T(F1 F)")],
    ] {
        let text = with_hierarchies(&list, &all);
        let got = import(&text, &[]).unwrap();
        assert_eq!(left_out(&text, &got), "", "{all:?}");
        let parents = ["F", "F1", "F2"].map(|code| above(&got, "SEX", code));
        assert_eq!(parents, ["T", "F", "F"], "{all:?}");
    }
}

#[test]
fn what_has_no_place_is_left_out_and_said() {
    let list = with_list("CL_SEX", false, &[("T", ""), ("A", "T"), ("B", "T"), ("C", "A"), ("D", "A")]);
    for (all, words, codes) in [
        // Two parents, neither within the other.
        (
            vec![(SEX, "B(C D)")],
            vec!["puts C, D of XYZ:CL_SEX(1.0) under B", "HCL(1.0).H0", "[[sums]]"],
            ["A", "A"],
        ),
        // Two hierarchies that say so of a code without a parent.
        (vec![("", "B(D)"), ("", "A(D C)"), ("", "B(C)")], vec!["H0", "puts D", "H2", "puts C"], ["A", "A"]),
        // One that turns the list round.
        (
            vec![(SEX, "C(A)")],
            vec!["puts A of XYZ:CL_SEX(1.0) under C", "puts C under them elsewhere"],
            ["A", "A"],
        ),
        // Two that turn each other round.
        (vec![(SEX, "C(D)"), (SEX, "D(C)")], vec!["H1", "puts C", "under D"], ["A", "C"]),
    ] {
        let text = with_hierarchies(&list, &all);
        let got = import(&text, &[]).unwrap();
        let said = left_out(&text, &got);
        assert!(
            words.iter().all(|word| said.contains(word)) && said.contains("crime.xml, line"),
            "{all:?}: {said}"
        );
        assert_eq!(["C", "D"].map(|code| above(&got, "SEX", code)), codes, "{all:?}");
    }
    let stub = "</str:Codelists><str:HierarchicalCodelists><str:HierarchicalCodelist id=\"HCL\" agencyID=\"XYZ\" \
        version=\"1.0\" isExternalReference=\"true\"/></str:HierarchicalCodelists>";
    let text = list.replacen("</str:Codelists>", stub, 1);
    let got = import(&text, &[]).unwrap();
    let said = left_out(&text, &got);
    assert!(said.contains("XYZ:HCL(1.0)") && said.contains("is a stub") && said.contains("--with"), "{said}");
    let whole = with_hierarchies(&list, &[(SEX, "C(D)")]);
    let got = import(&text, &[&whole]).unwrap();
    assert!(got.remarks.is_empty() && above(&got, "SEX", "D") == "C", "{:?}", got.remarks);
}

#[test]
fn a_list_in_part_keeps_what_lies_above_its_codes() {
    // All codes lie within the one that it lacks.
    let text = with_list("CL_SEX", true, &[("F", "T"), ("M", "T")]);
    let got = import(&text, &[]).unwrap();
    assert_eq!(left_out(&text, &got), "");
    assert_eq!((above(&got, "SEX", "F"), above(&got, "SEX", "T")), ("T".into(), "-".into()));
    let cells = got.structure.table(&["2024".to_owned()]).unwrap().cells;
    assert!(cells.iter().all(|cell| !cell.key.contains(".T.")), "nobody asks it");
    // What lies around it is not said, and a code that is asked may.
    let text = with_list("CL_SEX", true, &[("T", ""), ("F", "T"), ("M1", "M"), ("M2", "M")]);
    let got = import(&text, &[]).unwrap();
    let said = left_out(&text, &got);
    assert!(said.contains("lacks M, which M1, M2 lie within") && said.contains("--with"), "{said}");
    assert_eq!((above(&got, "SEX", "M1"), above(&got, "SEX", "M")), ("M".into(), "-".into()));
    // Another version, another part or a hierarchy says it.
    let version = with_list("CL_SEX", false, &[("T", ""), ("M", "N"), ("N", "T")]).replacen(
        "CL_SEX\" agencyID=\"XYZ\" version=\"1.0\" isP",
        "CL_SEX\" agencyID=\"XYZ\" version=\"0.9\" isP",
        1,
    );
    for beside in [
        version.clone(),
        version.replacen("version=\"0.9\" isPartial=\"false\"", "version=\"1.0\" isPartial=\"true\"", 1),
    ] {
        let got = import(&text, &[&beside]).unwrap();
        assert_eq!(["M1", "M", "N"].map(|code| above(&got, "SEX", code)), ["M", "N", "T"]);
        assert!(got.remarks.is_empty(), "{:?}", got.remarks);
    }
    let hung = with_hierarchies(&text, &[(SEX, "T(M1)")]);
    let said = left_out(&hung, &import(&hung, &[]).unwrap());
    assert!(said.contains("puts M1 of XYZ:CL_SEX(1.0) under T"), "{said}");
    let hung = with_hierarchies(&text, &[(SEX, "T(M(M1 M2))")]);
    assert_eq!(above(&import(&hung, &[]).unwrap(), "SEX", "M"), "T");
}

#[test]
fn parents_of_concepts_are_those_of_measures() {
    let start = SAMPLE.find("<str:Dimension id=\"INDICATOR\"").unwrap();
    let end = start + SAMPLE[start..].find("</str:Dimension>").unwrap() + "</str:Dimension>".len();
    let without = format!("{}{}", &SAMPLE[..start], &SAMPLE[end..]);
    let file = |partial: bool, concepts: &[(&str, &str)]| {
        let all: String =
            concepts.iter().map(|(id, parent)| code(id, parent).replace("str:Code", "str:Concept")).collect();
        let dimension = "<str:MeasureDimension id=\"INDICATOR\" position=\"3\"><str:ConceptIdentity><Ref id=\"INDICATOR\"/>\
            </str:ConceptIdentity><str:LocalRepresentation><str:Enumeration><Ref id=\"CS_WHAT\" agencyID=\"XYZ\"/>\
            </str:Enumeration></str:LocalRepresentation></str:MeasureDimension><str:TimeDimension";
        let scheme = format!(
            "<str:ConceptScheme id=\"CS_WHAT\" agencyID=\"XYZ\" version=\"1.0\" isPartial=\"{partial}\">\
             <com:Name>What is counted</com:Name>{all}</str:ConceptScheme></str:Concepts>"
        );
        without.replacen("<str:TimeDimension", dimension, 1).replacen("</str:Concepts>", &scheme, 1)
    };
    // Suspects and convicted lie within persons, so what is left of these is looked at.
    let flat = import(&file(false, &[("PER", ""), ("SUS", ""), ("CON", "")]), &[]).unwrap();
    let text = file(false, &[("PER", ""), ("SUS", "PER"), ("CON", "SUS")]);
    let deep = import(&text, &[]).unwrap();
    assert_eq!(left_out(&text, &deep), "");
    assert_eq!(["PER", "SUS", "CON"].map(|code| above(&deep, "INDICATOR", code)), ["-", "PER", "SUS"]);
    let systems = |of: &Imported| of.structure.table(&["2024".to_owned()]).unwrap().rules.systems.len();
    assert_eq!((systems(&flat), systems(&deep)), (0, 1));
    // One that lies within itself, or within what the scheme lacks, is a fault.
    for (partial, concepts, word) in [
        (false, [("PER", "SUS"), ("SUS", "PER")], "is above itself"),
        (false, [("PER", ""), ("SUS", "ALL")], "no code 'ALL'"),
    ] {
        let fault = import(&file(partial, &concepts), &[]).unwrap_err();
        assert!(fault.contains(word), "{fault}");
    }
    let text = file(true, &[("PER", ""), ("SUS", "ALL")]);
    let part = import(&text, &[]).unwrap();
    let said = left_out(&text, &part);
    assert!(said.contains("lacks ALL, which SUS lie within"), "{said}");
    assert_eq!(above(&part, "INDICATOR", "SUS"), "ALL");
}

#[test]
fn areas_with_a_parent_count_as_one_contributor() {
    // Regions of a country, a part of it with a code of its own, and a total that all lie within.
    let text = with_list(
        "CL_GEO",
        false,
        &[
            ("W0", ""),
            ("NL", "W0"),
            ("NL1", "NL"),
            ("NL11", "NL1"),
            ("GP", "FR"),
            ("FR", "W0"),
            ("FR-A", "FR"),
        ],
    );
    let got = import(&text, &[]).unwrap();
    assert_eq!(left_out(&text, &got), "");
    assert_eq!(within(&got), [("NL1", "NL"), ("NL11", "NL1"), ("GP", "FR")]);
    assert_eq!(got.structure.total_area, "W0");
    let rules = got.structure.table(&["2024".to_owned()]).unwrap().rules.within;
    let rules: Vec<(&str, &str)> = rules.iter().map(|one| (one.inner.as_str(), one.outer.as_str())).collect();
    assert_eq!(rules, [("FR-A", "FR"), ("GP", "FR"), ("NL1", "NL"), ("NL11", "NL")]);
    let said: Vec<String> = got.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[1].contains("NL1, NL11 lie within NL") && said[1].contains("group of countries"),
        "{said:?}"
    );
    // A hierarchy of another artefact says the same; groups of countries are taken, and said.
    let flat = with_list("CL_GEO", false, &[("NL", ""), ("FR", ""), ("FI", ""), ("NL1", ""), ("EU", "")]);
    let text = with_hierarchies(&flat, &[("XYZ:CL_GEO(1.0)", "EU(NL(NL1) FR)")]);
    let got = import(&text, &[]).unwrap();
    assert_eq!(within(&got), [("NL", "EU"), ("FR", "EU"), ("NL1", "NL")]);
    let said = got.remarks[0].to_string();
    assert!(said.starts_with("taken") && said.contains("NL, FR, NL1 lie within EU"), "{said}");
    // A list in part: what its areas lie within counts, though it reports nothing.
    let text = with_list("CL_GEO", true, &[("FI", ""), ("NL1", "NL"), ("NL2", "NL")]);
    let got = import(&text, &[]).unwrap();
    assert_eq!(within(&got), [("NL1", "NL"), ("NL2", "NL")]);
    assert!(left_out(&text, &got).contains("lacks NL"));
    let text = with_list("CL_GEO", true, &[("FI", "W0"), ("NL", "W0")]);
    let got = import(&text, &[]).unwrap();
    assert_eq!((within(&got).len(), got.structure.total_area.as_str()), (0, "W0"));
    assert!(got.remarks.is_empty(), "{:?}", got.remarks);
}

/// `GB-ENG` lies within `GB` whatever else is around it.
#[test]
fn a_parent_takes_no_area_out_of_the_one_that_its_code_names() {
    for (codes, entries, left) in [
        (vec![("GB", "EU"), ("GB-ENG", "EU"), ("EU", "")], vec![("GB", "EU")], false),
        (vec![("GB", ""), ("GB-ENG", "EN"), ("EN", "GB")], vec![("GB-ENG", "EN"), ("EN", "GB")], false),
        (vec![("GB", ""), ("GB-ENG", "EU"), ("EU", "")], vec![], true),
        (vec![("GB-SCT", ""), ("GB-ENG", "EU"), ("EU", "")], vec![], true),
    ] {
        let text = with_list("CL_GEO", false, &codes);
        let got = import(&text, &[]).unwrap();
        assert_eq!(within(&got), entries, "{codes:?}");
        let said = left_out(&text, &got);
        assert_eq!(said.contains("within GB by its code, and within EU"), left, "{said}");
    }
}
