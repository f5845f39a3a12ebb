//! SDMX-ML 2.1 structure files as other software writes them: what stands there is read as it is meant, or it is a fault that says
//! what, where and what to do. Nothing is lost in silence.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use intertally_structure::{Structure, StructureFault};

const SAMPLE: &str = include_str!("../files/sample-crime.xml");

/// The sample with a piece replaced, which must be there.
fn with(old: &str, new: &str) -> String {
    assert!(SAMPLE.contains(old), "the sample has no {old}");
    SAMPLE.replacen(old, new, 1)
}

/// Line of the first place where a text has this piece, from 1.
fn line(text: &str, piece: &str) -> u32 {
    let before = text.find(piece).and_then(|at| text.get(..at)).unwrap();
    u32::try_from(before.matches('\n').count()).unwrap() + 1
}

fn read(text: &str) -> Structure {
    Structure::parse("crime.xml", text.as_bytes()).unwrap()
}

fn faults(text: &str) -> Vec<String> {
    let faults: Vec<StructureFault> = Structure::parse("crime.xml", text.as_bytes()).unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

/// One fault, in this line, with all of these words.
fn one_fault(text: &str, piece: &str, words: &[&str]) {
    let faults = faults(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let fault = faults.first().unwrap();
    let place = format!("crime.xml, line {}: ", line(text, piece));
    assert!(fault.starts_with(&place), "{place}{fault}");
    for word in words {
        assert!(fault.contains(word), "{word}: {fault}");
    }
}

fn cells(structure: &Structure) -> Vec<String> {
    let table = structure.table(&["2024".to_owned()]).unwrap();
    table.cells.into_iter().map(|cell| cell.key).collect()
}

const ATTACHED: &str = r#"<com:Name xml:lang="en">What a return may hold</com:Name>
        <str:ConstraintAttachment>
          <str:DataStructure><Ref id="DSD_CRIME" agencyID="XYZ" version="2.1"/></str:DataStructure>
          <str:Dataflow><Ref id="DF_CRIME" agencyID="XYZ" version="2.1"/></str:Dataflow>
        </str:ConstraintAttachment>"#;

#[test]
fn what_a_constraint_is_attached_to_is_no_dataflow_and_no_structure_of_its_own() {
    let name = r#"<com:Name xml:lang="en">What a return may hold</com:Name>"#;
    assert_eq!(read(&with(name, ATTACHED)), read(SAMPLE));
}

#[test]
fn a_second_data_structure_is_a_fault() {
    let second = r#"</str:DataStructure>
      <str:DataStructure id="DSD_OTHER" agencyID="XYZ" version="2.1"><com:Name xml:lang="en">Other</com:Name>
        <str:DataStructureComponents><str:DimensionList id="DimensionDescriptor">
          <str:Dimension id="AGE" position="6"><str:LocalRepresentation><str:Enumeration>
            <Ref id="CL_SEX" agencyID="XYZ" version="1.0"/></str:Enumeration></str:LocalRepresentation></str:Dimension>
        </str:DimensionList></str:DataStructureComponents>
      </str:DataStructure>"#;
    let text = with("</str:DataStructure>", second);
    let first = format!("line {}", line(SAMPLE, "DataStructure id=\"DSD_CRIME\""));
    one_fault(&text, "DSD_OTHER", &["DSD_OTHER", "DSD_CRIME", &first, "--data-structure", "keep one"]);
}

#[test]
fn sections_of_cdata_are_text() {
    let structure = read(&with("Offences &amp; attempts", "Offences <![CDATA[& attempts <all>]]>"));
    assert_eq!(structure.label("INDICATOR", "OFF"), "Offences & attempts <all>");
    let structure = read(&with("<com:Value>M</com:Value>", "<com:Value><![CDATA[M]]></com:Value>"));
    assert_eq!(structure, read(SAMPLE));
    let urn = "urn:sdmx:org.sdmx.infomodel.codelist.Codelist=XYZ:CL_GEO(1.0)";
    assert_eq!(read(&with(urn, &format!("<![CDATA[{urn}]]>"))), read(SAMPLE));
}

/// Other artefacts use the same names for other things.
#[test]
fn parents_of_concepts_and_codes_of_hierarchies_are_no_codes() {
    let concept = r#"<com:Name xml:lang="en">Sex</com:Name></str:Concept>"#;
    let child =
        r#"<com:Name xml:lang="en">Sex</com:Name><str:Parent><Ref id="FREQ"/></str:Parent></str:Concept>"#;
    let unused = r#"<str:Codelist id="CL_UNUSED" agencyID="XYZ" version="1.0">
        <com:Name xml:lang="en">Not used by any dimension</com:Name>
      </str:Codelist>"#;
    let hierarchy = r#"</str:Codelists><str:HierarchicalCodelists><str:HierarchicalCodelist id="HCL"><str:Hierarchy id="H">
          <str:HierarchicalCode id="1"><str:Code><Ref id="F" maintainableParentID="CL_SEX"/></str:Code></str:HierarchicalCode>
        </str:Hierarchy></str:HierarchicalCodelist></str:HierarchicalCodelists>"#;
    let text = with(concept, child).replacen(unused, "", 1).replacen("</str:Codelists>", hierarchy, 1);
    assert_eq!(read(&text), read(SAMPLE));
}

#[test]
fn what_a_constraint_leaves_out_is_a_fault_and_not_what_it_allows() {
    for (old, new, word) in [
        ("CubeRegion include=\"true\"", "CubeRegion include=\"false\"", "CubeRegion"),
        ("CubeRegion include=\"true\"", "CubeRegion include=\"0\"", "CubeRegion"),
        ("KeyValue id=\"SEX\"", "KeyValue id=\"SEX\" include=\"false\"", "KeyValue"),
    ] {
        one_fault(&with(old, new), new, &[word, "leaves out", "allowed"]);
    }
    let set = r#"<str:DataKeySet isIncluded="0"><str:Key><com:KeyValue id="FREQ"><com:Value>A</com:Value></com:KeyValue>
        </str:Key></str:DataKeySet></str:ContentConstraint>"#;
    one_fault(&with("</str:ContentConstraint>", set), "<str:DataKeySet", &["DataKeySet", "leaves out"]);
}

/// It says which data there were.
#[test]
fn a_constraint_of_actual_data_is_a_fault() {
    one_fault(&with("type=\"Allowed\"", "type=\"Actual\""), "CC_CRIME", &["CC_CRIME", "Actual", "Allowed"]);
}

#[test]
fn codes_with_all_below_them_are_a_fault() {
    let new = "<com:Value cascadeValues=\"true\">M</com:Value>";
    one_fault(&with("<com:Value>M</com:Value>", new), new, &["cascadeValues", "one by one"]);
}

/// The codes of two regions together would be more cells, or others, than they allow.
#[test]
fn a_second_region_is_a_fault() {
    let second = r#"</str:CubeRegion>
        <str:CubeRegion><com:KeyValue id="SEX"><com:Value>T</com:Value></com:KeyValue></str:CubeRegion>"#;
    one_fault(
        &with("</str:CubeRegion>", second),
        "<str:CubeRegion><com",
        &["second CubeRegion", "one region"],
    );
}

#[test]
fn values_of_attributes_are_no_codes() {
    let attribute =
        r#"<com:Attribute id="OBS_STATUS"><com:Value>T</com:Value></com:Attribute></str:CubeRegion>"#;
    assert_eq!(read(&with("</str:CubeRegion>", attribute)), read(SAMPLE));
}

#[test]
fn a_constraint_on_what_is_no_dimension_is_a_fault() {
    let text = with("KeyValue id=\"SEX\"", "KeyValue id=\"GENDER\"");
    one_fault(&text, "KeyValue id=\"GENDER\"", &["GENDER", "no dimension"]);
}

fn keys(sex: [&str; 2]) -> String {
    let key = |sex: &str| {
        let pairs = [("FREQ", "A"), ("INDICATOR", "OFF"), ("SEX", sex)];
        let values = pairs.map(|(id, code)| {
            format!("<com:KeyValue id=\"{id}\"><com:Value>{code}</com:Value></com:KeyValue>")
        });
        format!("\n<str:Key>{}</str:Key>", values.concat())
    };
    let set = format!("<str:DataKeySet isIncluded=\"true\">{}\n</str:DataKeySet>", sex.map(key).concat());
    with("</str:ContentConstraint>", &format!("{set}</str:ContentConstraint>"))
}

/// The series would be gone without a word.
#[test]
fn a_series_with_a_code_that_its_codelist_lacks_is_a_fault() {
    assert_eq!(cells(&read(&keys(["F", "M"]))), ["A.OFF.F.2024", "A.OFF.M.2024"]);
    let text = keys(["F", "FF"]);
    one_fault(&text, "<com:Value>FF", &["CL_SEX has no code 'FF'", "did you mean 'F'"]);
}

#[test]
fn a_key_with_two_codes_of_a_dimension_is_a_fault() {
    let text = keys(["F", "M"]).replacen("<com:Value>OFF<", "<com:Value>SUS</com:Value><com:Value>OFF<", 1);
    one_fault(&text, "<com:Value>SUS", &["two codes of INDICATOR", "a Key for each"]);
}

/// What the rest would have said is not known.
#[test]
fn a_file_that_was_cut_is_a_fault() {
    for end in ["<str:Constraints>", "<str:CubeRegion", "</mes:Structure>"] {
        let cut = SAMPLE.split_once(end).unwrap().0;
        let faults = faults(cut);
        assert!(faults.iter().any(|fault| fault.contains("the file ends inside")), "{end}: {faults:?}");
    }
}

/// What is named by agency, id and version, by scheme, by local before core representation is found, in every combination.
#[test]
fn references_name_one_artefact_among_those_of_one_id() {
    let list = |agency: &str, version: &str, partial: bool, codes: &[&str]| {
        let codes: String = codes
            .iter()
            .map(|code| {
                format!("<str:Code id=\"{code}\"><com:Name xml:lang=\"en\">{code}</com:Name></str:Code>")
            })
            .collect();
        format!(
            "<str:Codelist id=\"CL_SEX\" agencyID=\"{agency}\" version=\"{version}\" isPartial=\"{partial}\">\
             <com:Name xml:lang=\"en\">Sex</com:Name>{codes}</str:Codelist>"
        )
    };
    let others = [
        list("XYZ", "2.0", false, &["X"]),
        list("ABC", "1.0", false, &["Y"]),
        list("XYZ", "1.0", true, &["F"]),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let more: String = order.map(|at| others[at].clone()).concat();
        for text in [
            with("<str:Codelists>", &format!("<str:Codelists>{more}")),
            with("</str:Codelists>", &format!("{more}</str:Codelists>")),
        ] {
            assert_eq!(read(&text), read(SAMPLE));
        }
    }
    // Open versions mean the newest; two lists of one name that differ cannot both be meant.
    for version in ["latest", "*", "1.0+", "2.0"] {
        let text = SAMPLE.replace(
            "CL_SEX\" agencyID=\"XYZ\" version=\"1.0\"/>",
            &format!("CL_SEX\" agencyID=\"XYZ\" version=\"{version}\"/>"),
        );
        assert!(text != SAMPLE);
        let text = text.replace("</str:Codelists>", &format!("{}</str:Codelists>", others[0]));
        // The constraint names codes that the newest list does not have.
        let said = faults(&text).join("\n");
        assert!(said.contains("CL_SEX has no code 'F'"), "{version}: {said}");
    }
    // A version that is not said is 1.0, before and behind older and newer ones.
    let unsaid = |text: &str| {
        text.replace("CL_SEX\" agencyID=\"XYZ\" version=\"1.0\"/>", "CL_SEX\" agencyID=\"XYZ\"/>")
    };
    assert!(unsaid(SAMPLE) != SAMPLE);
    let old = list("XYZ", "0.9", false, &["Z"]);
    for more in [others[0].clone(), old.clone(), format!("{}{old}", others[0])] {
        for text in [
            with("<str:Codelists>", &format!("<str:Codelists>{more}")),
            with("</str:Codelists>", &format!("{more}</str:Codelists>")),
        ] {
            assert_eq!(read(&unsaid(&text)), read(SAMPLE));
        }
    }
    let twin = list("XYZ", "1.0", false, &["X"]);
    let text = faults(&with("</str:Codelists>", &format!("{twin}</str:Codelists>"))).join("\n");
    assert!(text.contains("CL_SEX(1.0)") && text.contains("twice"), "{text}");
    let missing = SAMPLE
        .replace("CL_SEX\" agencyID=\"XYZ\" version=\"1.0\"", "CL_SEX\" agencyID=\"XYZ\" version=\"3.0\"");
    let text = faults(&missing.replacen("version=\"3.0\"", "version=\"2.9\"", 1)).join("\n");
    assert!(text.contains("CL_SEX") && text.contains("the file has"), "{text}");
}

/// A constraint for another structure or dataflow says nothing of this one; several for this one hold together.
#[test]
fn constraints_count_where_they_are_attached() {
    let constraint = |attached: &str, kind: &str, sex: &str| {
        let attachment = if attached.is_empty() {
            String::new()
        } else {
            format!("<str:ConstraintAttachment>{attached}</str:ConstraintAttachment>")
        };
        format!(
            "<str:ContentConstraint id=\"CC_2\" agencyID=\"XYZ\" version=\"1.0\" {kind}>{attachment}\
             <str:CubeRegion include=\"true\"><com:KeyValue id=\"SEX\"><com:Value>{sex}</com:Value></com:KeyValue>\
             </str:CubeRegion></str:ContentConstraint></str:Constraints>"
        )
    };
    let own = cells(&read(SAMPLE));
    for (attached, kind, wanted) in [
        (
            "<str:Dataflow><Ref id=\"DF_OTHER\" agencyID=\"XYZ\" version=\"2.1\"/></str:Dataflow>",
            "type=\"Allowed\"",
            None,
        ),
        (
            "<str:DataStructure><Ref id=\"DSD_CRIME\" agencyID=\"ABC\" version=\"2.1\"/></str:DataStructure>",
            "",
            None,
        ),
        (
            "<str:DataStructure><Ref id=\"DSD_CRIME\" agencyID=\"XYZ\" version=\"9.9\"/></str:DataStructure>",
            "",
            None,
        ),
        (
            "<str:Dataflow><Ref id=\"DF_CRIME\" agencyID=\"XYZ\" version=\"2.1\"/></str:Dataflow>",
            "type=\"Allowed\"",
            Some("M"),
        ),
        ("", "type=\"Allowed\"", Some("M")),
        ("", "type=\"Actual\"", None),
        ("", "", None),
    ] {
        let text = with("</str:Constraints>", &constraint(attached, kind, "M"));
        let got = cells(&read(&text));
        let narrowed = own.iter().filter(|key| wanted.is_none_or(|sex| key.contains(&format!(".{sex}."))));
        assert_eq!(got, narrowed.cloned().collect::<Vec<_>>(), "{attached} {kind}");
    }
    let nothing = with("</str:Constraints>", &constraint("", "type=\"Allowed\"", "T"));
    assert!(faults(&nothing).join("\n").contains("allow no code of SEX"));
}

/// A structure that lacks a measure dimension gets one; roles that cannot be found are said, and nothing else.
#[test]
fn roles_that_a_file_does_not_say() {
    use intertally_structure::ImportOptions;
    let without = SAMPLE
        .replace("Dimension id=\"INDICATOR\"", "Dimension id=\"KIND\"")
        .replace("KeyValue id=\"INDICATOR\"", "KeyValue id=\"KIND\"");
    let said = faults(&without);
    assert!(said.len() == 1 && said[0].contains("--one-measure") && said[0].contains("KIND"), "{said:?}");
    let with =
        |options: ImportOptions| Structure::parse_with("crime.xml", without.as_bytes(), &options).unwrap();
    let named = with(ImportOptions { measure: Some("KIND".to_owned()), ..ImportOptions::default() });
    assert_eq!(named.measures.len(), read(SAMPLE).measures.len());
    let one = ("CASES".to_owned(), "Cases".to_owned());
    let one = with(ImportOptions { one_measure: Some(one), ..ImportOptions::default() });
    assert_eq!((one.measure.as_str(), one.measures.len()), ("MEASURE", 1));
    assert!(cells(&one).iter().all(|key| key.contains(".CASES.")));
    for options in [
        ImportOptions { one_measure: Some(("N".to_owned(), "Cases".to_owned())), ..ImportOptions::default() },
        ImportOptions { measure: Some("NOPE".to_owned()), ..ImportOptions::default() },
        ImportOptions { area: Some("NOPE".to_owned()), ..ImportOptions::default() },
    ] {
        let said = Structure::parse_with("crime.xml", SAMPLE.as_bytes(), &options).unwrap_err();
        let text = said.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(said.len() == 1 && (text.contains("NOPE") || text.contains("--one-measure")), "{text}");
    }
    let area = faults(&SAMPLE.replace("Dimension id=\"GEO\"", "Dimension id=\"PLACE\""));
    assert!(area.len() == 1 && area[0].contains("--area"), "{area:?}");
}
