//! Structures that need more than one plain file says: codes that are concepts, several data structures, and files that lack what
//! another one has. Statistical offices send them so.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use intertally_structure::{ImportOptions, Structure};

const SAMPLE: &str = include_str!("../files/sample-crime.xml");

fn parse(text: &str, options: &ImportOptions) -> Result<Structure, String> {
    Structure::parse_with("crime.xml", text.as_bytes(), options)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn read(text: &str) -> Result<Structure, String> {
    parse(text, &ImportOptions::default())
}

/// Takes an element of the sample out, from the beginning of its tag to its end.
fn cut(text: &str, from: &str, to: &str) -> (String, String) {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    (format!("{}{}", &text[..start], &text[end..]), text[start..end].to_owned())
}

/// A file that holds nothing but these artefacts.
fn file_of(artefacts: &str) -> String {
    let (head, _) = SAMPLE.split_once("<mes:Structures>").unwrap();
    let root = SAMPLE.trim_end().rsplit_once("</mes:Structures>").unwrap().1;
    format!("{head}<mes:Structures>{artefacts}</mes:Structures>{root}")
}

const DIMENSION: (&str, &str) = ("<str:Dimension id=\"INDICATOR\"", "</str:Dimension>");

/// The sample with its measures as a MeasureDimension, whose codes are concepts of the scheme that `class` and `id` name.
fn with_concepts(id: &str, enumeration: &str, scheme: &str) -> String {
    let (without, _) = cut(SAMPLE, DIMENSION.0, DIMENSION.1);
    let dimension = format!(
        "<str:MeasureDimension{id} position=\"3\"><str:ConceptIdentity><Ref id=\"INDICATOR\" maintainableParentID=\"CS_CRIME\" \
         maintainableParentVersion=\"1.0\" agencyID=\"XYZ\"/></str:ConceptIdentity><str:LocalRepresentation>\
         <str:Enumeration>{enumeration}</str:Enumeration></str:LocalRepresentation></str:MeasureDimension>"
    );
    let text = without.replacen("<str:TimeDimension", &format!("{dimension}<str:TimeDimension"), 1);
    text.replacen("</str:Concepts>", &format!("{scheme}</str:Concepts>"), 1)
}

/// The measures of the sample, as concepts.
fn measures() -> String {
    let sample = read(SAMPLE).unwrap();
    let codes = &sample.codes("INDICATOR").unwrap().codes;
    let concept = |id: &str, name: &str| {
        let name = name.replace('&', "&amp;");
        format!("<str:Concept id=\"{id}\"><com:Name xml:lang=\"en\">{name}</com:Name></str:Concept>")
    };
    let concepts: String = codes.iter().map(|code| concept(&code.id, &code.name)).collect();
    format!(
        "<str:ConceptScheme id=\"CS_WHAT\" agencyID=\"XYZ\" version=\"1.1\"><com:Name>What is counted</com:Name>{concepts}</str:ConceptScheme>"
    )
}

#[test]
fn codes_of_a_measure_dimension_are_the_concepts_of_its_scheme() {
    let sample = read(SAMPLE).unwrap();
    for enumeration in [
        "<Ref id=\"CS_WHAT\" agencyID=\"XYZ\" version=\"1.1\" class=\"ConceptScheme\"/>",
        "<Ref id=\"CS_WHAT\" agencyID=\"XYZ\"/>",
        "<URN>urn:sdmx:org.sdmx.infomodel.conceptscheme.ConceptScheme=XYZ:CS_WHAT(1.1)</URN>",
    ] {
        for id in [" id=\"INDICATOR\"", ""] {
            let got = read(&with_concepts(id, enumeration, &measures())).unwrap();
            assert_eq!((&got.measure, got.measures.len()), (&sample.measure, sample.measures.len()));
            let list = got.codes("INDICATOR").unwrap();
            assert_eq!((list.id.as_str(), list.name.as_str()), ("CS_WHAT", "What is counted"));
            for code in &sample.codes("INDICATOR").unwrap().codes {
                assert_eq!(got.label("INDICATOR", &code.id), code.name, "{enumeration}");
            }
            let cells = |of: &Structure| -> Vec<String> {
                of.table(&["2024".to_owned()]).unwrap().cells.into_iter().map(|cell| cell.key).collect()
            };
            assert_eq!(cells(&got), cells(&sample), "{enumeration}{id}");
            let toml = Structure::parse("own.toml", got.to_toml().as_bytes()).unwrap();
            assert_eq!(toml, got);
        }
    }
    // It is the measure under whatever name, and no other can be made beside it.
    let named = with_concepts(" id=\"KIND\"", "<Ref id=\"CS_WHAT\" agencyID=\"XYZ\"/>", &measures());
    let named = named.replace("KeyValue id=\"INDICATOR\"", "KeyValue id=\"KIND\"");
    assert_eq!(read(&named).unwrap().measure, "KIND");
    let one = Some(("N".to_owned(), "Cases".to_owned()));
    let fault = parse(&named, &ImportOptions { one_measure: one, ..ImportOptions::default() }).unwrap_err();
    assert!(fault.contains("KIND") && fault.contains("leave out --one-measure"), "{fault}");
    // A scheme that nobody gave, one without concepts, and none named.
    for (enumeration, scheme, words) in [
        (
            "<Ref id=\"CS_NONE\" agencyID=\"XYZ\" class=\"ConceptScheme\"/>",
            measures(),
            "concept scheme XYZ:CS_NONE",
        ),
        (
            "<Ref id=\"CS_WHAT\" agencyID=\"XYZ\" class=\"ConceptScheme\"/>",
            "<str:ConceptScheme id=\"CS_WHAT\" agencyID=\"XYZ\" isExternalReference=\"true\"/>".to_owned(),
            "concept scheme XYZ:CS_WHAT",
        ),
        ("", measures(), "no codelist named"),
    ] {
        let fault = read(&with_concepts(" id=\"INDICATOR\"", enumeration, &scheme)).unwrap_err();
        assert!(fault.contains(words) && fault.contains("INDICATOR"), "{enumeration}: {fault}");
    }
}

#[test]
fn one_of_several_data_structures_is_named() {
    let (_, structure) = cut(SAMPLE, "<str:DataStructure id=\"DSD_CRIME\"", "</str:DataStructure>");
    let (shorter, _) = cut(&structure, "<str:Dimension id=\"SEX\"", "</str:Dimension>");
    let other = shorter.replacen("DSD_CRIME", "DSD_OTHER", 1);
    let newer = structure.replacen("version=\"2.1\"", "version=\"3.0\"", 1);
    assert_ne!(newer, structure);
    let attached = "<str:ConstraintAttachment><str:DataStructure><Ref id=\"DSD_CRIME\" agencyID=\"XYZ\" version=\"2.1\"/>\
        </str:DataStructure></str:ConstraintAttachment><str:CubeRegion";
    let several = SAMPLE.replacen("<str:CubeRegion", attached, 1);
    let several =
        several.replacen("</str:DataStructures>", &format!("{other}{newer}</str:DataStructures>"), 1);
    let fault = read(&several).unwrap_err();
    assert_eq!(fault.lines().count(), 2, "{fault}");
    assert!(fault.contains("XYZ:DSD_OTHER(2.1)") && fault.contains("XYZ:DSD_CRIME(3.0)"), "{fault}");
    let named = |name: &str| {
        parse(&several, &ImportOptions { data_structure: Some(name.to_owned()), ..ImportOptions::default() })
    };
    for name in ["XYZ:DSD_CRIME(2.1)", "DSD_CRIME(2.1)"] {
        assert_eq!(named(name).unwrap(), read(SAMPLE).unwrap(), "{name}");
    }
    let other = named("DSD_OTHER").unwrap();
    assert_eq!(other.dimensions.len() + 1, read(SAMPLE).unwrap().dimensions.len());
    // Its own dataflows and constraints alone: the sample's are of DSD_CRIME.
    assert_eq!(other.national_flow, "DSD_OTHER_NAT");
    assert_eq!(named("XYZ:DSD_CRIME(3.0)").unwrap().version, "3.0");
    for (name, words) in [
        ("DSD_CRIME", "stands there beside"),
        ("DSD_CRIM", "no DataStructure DSD_CRIM in it, only XYZ:DSD_CRIME(2.1), XYZ:DSD_OTHER(2.1)"),
        ("ABC:DSD_CRIME", "no DataStructure ABC:DSD_CRIME"),
        ("", "no DataStructure"),
    ] {
        let fault = named(name).unwrap_err();
        assert!(fault.contains(words), "{name}: {fault}");
    }
}

#[test]
fn what_one_file_lacks_another_has() {
    let whole = read(SAMPLE).unwrap();
    for (from, to, lists) in [
        ("<str:Codelists>", "</str:Codelists>", "no codelist"),
        ("<str:Codelist id=\"CL_SEX\"", "</str:Codelist>", "CL_SEX"),
    ] {
        let (without, taken) = cut(SAMPLE, from, to);
        let taken = if from.contains("Codelists") {
            taken
        } else {
            format!("<str:Codelists>{taken}</str:Codelists>")
        };
        let fault = read(&without).unwrap_err();
        assert!(fault.contains(lists) && fault.contains("--with"), "{fault}");
        let with = |file: &str| {
            let beside = vec![("lists.xml".to_owned(), file.as_bytes().to_vec())];
            parse(&without, &ImportOptions { beside, ..ImportOptions::default() })
        };
        assert_eq!(with(&file_of(&taken)).unwrap(), whole);
        // What is in a data structure of the other file stays there, and a whole file lends its lists, too.
        assert_eq!(with(SAMPLE).unwrap(), whole);
        for (file, words) in [
            (file_of(""), lists),
            (file_of(&taken).replace("v2_1", "v3_0"), "lists.xml, line 3: SDMX-ML 3.0"),
            ("agency = \"XYZ\"".to_owned(), "lists.xml: no SDMX-ML"),
            (file_of(&taken).replace("</mes:Structures>", ""), "lists.xml"),
            ("{}".to_owned(), "lists.xml: JSON"),
            (String::new(), "lists.xml: the file is empty"),
        ] {
            let fault = with(&file).unwrap_err();
            assert!(fault.contains(words), "{words}: {fault}");
        }
    }
    // A stub is none, and a concept that is elsewhere may name the list.
    let (_, list) = cut(SAMPLE, "<str:Codelist id=\"CL_SEX\"", "</str:Codelist>");
    let stub = "<str:Codelist id=\"CL_SEX\" agencyID=\"XYZ\" version=\"1.0\" isExternalReference=\"true\"/>";
    let stubbed = SAMPLE.replacen(&list, stub, 1);
    let fault = read(&stubbed).unwrap_err();
    assert!(fault.lines().count() == 1 && fault.contains("is a stub") && fault.contains("SEX"), "{fault}");
    let beside = vec![("lists.xml".to_owned(), SAMPLE.as_bytes().to_vec())];
    let options = ImportOptions { beside, ..ImportOptions::default() };
    assert_eq!(parse(&stubbed, &options).unwrap().codes("SEX"), whole.codes("SEX"));
    let toml = Structure::parse_with("s.toml", whole.to_toml().as_bytes(), &options).unwrap_err();
    assert!(toml[0].to_string().contains("takes no file beside it"), "{toml:?}");
    let elsewhere = "<str:Dimension id=\"SEX\" position=\"4\"><str:ConceptIdentity><URN>urn:sdmx:org.sdmx.infomodel.\
        conceptscheme.Concept=ABC:CS(1.0).SEX</URN></str:ConceptIdentity></str:Dimension>";
    let (_, dimension) = cut(SAMPLE, "<str:Dimension id=\"SEX\"", "</str:Dimension>");
    let text = SAMPLE.replacen(&dimension, elsewhere, 1);
    let fault = read(&text).unwrap_err();
    assert!(fault.contains("no concept ABC:CS(1.0).SEX") && fault.contains("--with"), "{fault}");
    let concept = file_of(
        "<str:Concepts><str:ConceptScheme id=\"CS\" agencyID=\"ABC\" version=\"1.0\"><str:Concept id=\"SEX\">\
         <com:Name>Sex</com:Name><str:CoreRepresentation><str:Enumeration><Ref id=\"CL_SEX\" agencyID=\"XYZ\" version=\"1.0\"/>\
         </str:Enumeration></str:CoreRepresentation></str:Concept></str:ConceptScheme></str:Concepts>",
    );
    let beside = vec![("concepts.xml".to_owned(), concept.into_bytes())];
    assert_eq!(parse(&text, &ImportOptions { beside, ..ImportOptions::default() }).unwrap(), whole);
}

/// A dimension that speaks of places is named, so that nobody searches the file; which one reports is for a person to say.
#[test]
fn dimensions_that_may_be_the_area_are_told() {
    for (id, told) in [
        ("HOLDER_AREA", true),
        ("L_REP_CTY", true),
        ("REPORTING_COUNTRY", true),
        ("GEO_COUNTERPART", true),
        ("PLACE", false),
        ("CREATE", false),
    ] {
        let text = SAMPLE.replace("Dimension id=\"GEO\"", &format!("Dimension id=\"{id}\""));
        let text = text.replace("Reporting country", "Where");
        let fault = read(&text).unwrap_err();
        assert_eq!(fault.contains(&format!("its words fit {id}")), told, "{id}: {fault}");
        assert!(fault.contains("--area") && fault.lines().count() == 1, "{fault}");
        let options = ImportOptions { area: Some(id.to_lowercase()), ..ImportOptions::default() };
        assert_eq!(
            parse(&text.replace("KeyValue id=\"GEO\"", "KeyValue id=\"X\""), &options).unwrap().area,
            id
        );
    }
}

/// Names that the file breaks over lines are one line.
#[test]
fn names_are_one_line() {
    let text = SAMPLE.replacen("Offences &amp; attempts", "Offences\n\t\t   &amp; attempts\n", 1);
    assert_eq!(read(&text).unwrap(), read(SAMPLE).unwrap());
}

#[test]
fn a_local_representation_of_text_counts_before_the_codelist_of_the_concept() {
    let (_, dimension) = cut(SAMPLE, "<str:Dimension id=\"SEX\"", "</str:Dimension>");
    let (without, local) = cut(&dimension, "<str:LocalRepresentation>", "</str:LocalRepresentation>");
    let core = local.replace("LocalRepresentation", "CoreRepresentation");
    let (_, concept) = cut(SAMPLE, "<str:Concept id=\"SEX\"", "</str:Concept>");
    let of_concept = concept.replace("</str:Concept>", &format!("{core}</str:Concept>"));
    let sample = |local: &str| {
        let dimension_with = without.replace("</str:Dimension>", &format!("{local}</str:Dimension>"));
        SAMPLE.replace(&concept, &of_concept).replace(&dimension, &dimension_with)
    };
    let plain = read(SAMPLE).unwrap();
    assert_eq!(read(&sample("")).unwrap().codelists, plain.codelists, "the concept has the same list");
    let enumeration = local.replace(
        "</str:Enumeration>",
        "</str:Enumeration><str:EnumerationFormat textType=\"String\" maxLength=\"2\"/>",
    );
    assert_eq!(read(&sample(&enumeration)).unwrap(), plain, "a format of codes is no text");
    for text in
        ["<str:TextFormat textType=\"String\"/>", "<str:TextFormat></str:TextFormat>", "<str:TextFormat/>"]
    {
        let local = format!("<str:LocalRepresentation>{text}</str:LocalRepresentation>");
        let said = read(&sample(&local)).unwrap_err();
        assert!(said.contains("SEX") && said.contains("takes text"), "{said}");
    }
}
