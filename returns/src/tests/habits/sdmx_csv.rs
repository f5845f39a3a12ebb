//! SDMX-CSV 1.0, 2.0 and 2.1, with all that their field guides allow.

use super::*;

/// The six rows as SDMX-CSV 2.x, under a header, with what stands before each.
fn two(head: &str, before: &str, note: &str, more: &str) -> String {
    let rows = CELLS.map(|(measure, age, value)| format!("{before},A,XA,{measure},{age},2024,{value},A,\n"));
    let rows = rows.concat().replacen(",410,A,", &format!(",410,A,{note}"), 1);
    format!("{head}\n{rows}{more}")
}

const HEAD_2: &str =
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,MEASURE,AGE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,COMMENT_OBS";
const BEFORE: &str = "dataflow,XX:DF_R(1.0),I";

#[test]
fn what_a_row_says_of_its_structure() {
    for (id, fault, warning) in [
        ("XX:DF_R(1.0)", None, None),
        ("XX:DSD_R(1.0)", None, None),
        ("DF_R", None, None),
        ("XX:DF_R", None, None),
        ("XX:DF_R(1.0): Small returns", None, None),
        ("XX:DF_R(1.0): a = b", None, None),
        ("XX:DF_R(1.0): of XX:DF_O(2.0)", None, None),
        ("urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=XX:DF_R(1.0)", None, None),
        ("XX:DF_R(1.1)", None, Some("flow-version")),
        ("XX:DF_O(1.0)", Some("flow-other"), None),
        ("YY:DF_R(1.0)", Some("flow-other"), None),
        ("urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=XX:DF_O(1.0)", Some("flow-other"), None),
    ] {
        let files = [
            two(HEAD_2, &format!("dataflow,{id},I"), "", ""),
            two(HEAD_2, &format!("datastructure,{id},R"), "", ""),
            two(&HEAD_2.replace("STRUCTURE,STRUCTURE_ID,ACTION", "DATAFLOW"), id, "", ""),
            two(HEAD_2, BEFORE, "", &format!("dataflow,{id},I,A,XA,,,2024,,,\n")),
        ];
        for text in files {
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(rules(&reading).first().copied(), fault, "{text}: {}", reading.to_member());
            let said = reading.warnings.iter().map(|one| one.rule).find(|rule| *rule != "row-partial");
            assert_eq!(said, warning, "{text}: {}", reading.to_member());
            assert!(is_whole(&reading), "{text}");
        }
    }
}

#[test]
fn actions() {
    for (action, taken) in [
        ("I", true),
        ("A", true),
        ("R", true),
        ("M", true),
        ("i", true),
        ("", true),
        ("D", false),
        ("d", false),
        ("X", false),
    ] {
        let reading =
            read_small("2024", two(HEAD_2, &format!("dataflow,XX:DF_R(1.0),{action}"), "", "").as_bytes());
        assert_eq!(reading.table.is_some(), taken, "{action}: {}", reading.to_member());
    }
}

/// Every separator of parts, with one value, several, quoted ones and languages: one note with all of them.
#[test]
fn fields_of_several_values() {
    for separator in [';', '|', '/'] {
        let parts = |several: &str| several.replace('+', &separator.to_string());
        for (brackets, written, wanted) in [
            ("[]", parts("by hand"), "by hand"),
            ("[]", parts("by hand+twice"), "by hand; twice"),
            ("[]", parts("\"\"\"by+ hand\"\"+twice\""), &*parts("by+ hand; twice")),
            ("[en+fr]", parts("by hand+a la main"), "by hand; a la main"),
            ("[en+fr]", parts("+a la main"), "a la main"),
            ("[en+fr]", parts("by hand+"), "by hand"),
            ("[][en+fr]", parts("en:by hand+fr:a la main"), "by hand; a la main"),
            ("[en]", parts("en:by hand"), "by hand"),
        ] {
            let head = HEAD_2.replacen("STRUCTURE,", &format!("STRUCTURE[{separator}],"), 1);
            let head = head.replace(
                "COMMENT_OBS",
                &format!("COMMENT_OBS{}", brackets.replace('+', &separator.to_string())),
            );
            let written = if written.starts_with('"') && !written.ends_with('"') {
                format!("{written}\"")
            } else {
                written
            };
            let text = two(&head, BEFORE, &written, "");
            let reading = read_small("2024", text.as_bytes());
            assert!(reading.faults.is_empty() && is_whole(&reading), "{text}{}", reading.to_member());
            let notes = &reading.table.as_ref().unwrap().notes;
            assert_eq!(notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), [wanted], "{text}");
        }
    }
    // What an update does not touch is no figure, and a status that wants one says so.
    let untouched = two(HEAD_2, BEFORE, "", "").replace(",62,A", ",~,M").replace(",95,A", ",#N/A,L");
    let reading = read_small("2024", untouched.as_bytes());
    assert_eq!(reading.table.as_ref().unwrap().values.iter().flatten().count(), 4, "{}", reading.to_member());
    let wanted = read_small("2024", two(HEAD_2, BEFORE, "", "").replace(",62,A", ",~,A").as_bytes());
    assert_eq!(rules(&wanted), ["value-missing"]);
    // A figure has one value, whatever its header says.
    let head = HEAD_2.replace("OBS_VALUE", "OBS_VALUE[]");
    assert!(read_small("2024", two(&head, BEFORE, "", "").as_bytes()).table.is_some());
    let several = two(&head, BEFORE, "", "").replace(",410,", ",410;411,");
    assert_eq!(rules(&read_small("2024", several.as_bytes()))[0], "value-text");
}

/// Rows of partial keys: which dimensions are open, however that is written, says of which cells the note is.
#[test]
fn rows_about_several_cells() {
    for open in ["", "~"] {
        for nothing in ["", "#N/A", "~"] {
            for (measure, age, period, wanted) in [
                ("SUS", open, "2024", vec!["A.SUS._T.2024", "A.SUS.Y_LT18.2024", "A.SUS.Y_GE18.2024"]),
                ("SUS", open, open, vec!["A.SUS._T.2024", "A.SUS.Y_LT18.2024", "A.SUS.Y_GE18.2024"]),
                (open, "_T", open, vec!["A.OFF._T.2024", "A.SUS._T.2024"]),
                (open, "Y_LT18", "2024", vec!["A.OFF.Y_LT18.2024", "A.SUS.Y_LT18.2024"]),
            ] {
                let row = format!("{BEFORE},A,XA,{measure},{age},{period},{nothing},{nothing},by hand\n");
                let reading = read_small("2024", two(HEAD_2, BEFORE, "", &row).as_bytes());
                assert!(reading.faults.is_empty() && is_whole(&reading), "{row}{}", reading.to_member());
                let notes = &reading.table.as_ref().unwrap().notes;
                let mut cells: Vec<&str> = notes.iter().filter_map(|note| note.cell.as_deref()).collect();
                let mut wanted = wanted;
                cells.sort_unstable();
                wanted.sort_unstable();
                assert_eq!(cells, wanted, "{row}");
            }
            let row = format!("{BEFORE},{open},{open},{open},{open},{open},{nothing},{nothing},by hand\n");
            let reading = read_small("2024", two(HEAD_2, BEFORE, "", &row).as_bytes());
            assert!(reading.faults.is_empty(), "{row}{}", reading.to_member());
            let notes = &reading.table.as_ref().unwrap().notes;
            assert!(matches!(notes.as_slice(), [one] if one.cell.is_none()), "{row}");
        }
        // With a figure, a key must be whole; a power of ten counts wherever it stands.
        for (row, rule) in [
            (
                format!("{BEFORE},A,XA,SUS,{open},2024,9,A,\n"),
                if open.is_empty() { "code-empty" } else { "code-unknown" },
            ),
            (format!("{BEFORE},A,XC,SUS,{open},2024,,,by hand\n"), "area-other"),
            (format!("{BEFORE},A,XA,SUSS,{open},2024,,,by hand\n"), "code-unknown"),
        ] {
            let reading = read_small("2024", two(HEAD_2, BEFORE, "", &row).as_bytes());
            assert_eq!(rules(&reading).first().copied(), Some(rule), "{row}{}", reading.to_member());
        }
        let head = format!("{HEAD_2},UNIT_MULT");
        let row = format!("{BEFORE},A,XA,SUS,{open},2024,,,,3\n");
        let reading = read_small("2024", two(&head, BEFORE, "", &row).as_bytes());
        assert!(rules(&reading).contains(&"unit-mult"), "{row}{}", reading.to_member());
    }
}

/// Labels beside codes, in every form that the field guides give them.
#[test]
fn labels() {
    for name in ["Small returns", "a = b", "a: b", "a; b (2.0)", "=", "A: XA"] {
        let head = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ: Frequency,REF_AREA: Reporting area,MEASURE: Measure,AGE: Age,\
                    TIME_PERIOD: Period,OBS_VALUE: Value,OBS_STATUS: Status";
        let rows = CELLS.map(|(measure, age, value)| {
            format!("dataflow,XX:DF_R(1.0): {name},I: {name},A: {name},XA: {name},{measure}: {name},{age}: {name},2024,{value},A: {name}\n")
        });
        let reading = read_small("2024", format!("{head}\n{}", rows.concat()).as_bytes());
        assert!(
            reading.faults.is_empty() && reading.warnings.is_empty() && is_whole(&reading),
            "{name}: {}",
            reading.to_member()
        );
        let head = "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,FREQ,Frequency,REF_AREA,Reporting area,MEASURE,Measure,AGE,Age,\
                    TIME_PERIOD,Period,OBS_VALUE,Observation value,OBS_STATUS,Observation status";
        let rows = CELLS.map(|(measure, age, value)| {
            format!("dataflow,XX:DF_R(1.0),{name},I,A,{name},XA,{name},{measure},{name},{age},{name},2024,,{value},,A,{name}\n")
        });
        let reading = read_small("2024", format!("{head}\n{}", rows.concat()).as_bytes());
        assert!(
            reading.faults.is_empty() && reading.warnings.is_empty() && is_whole(&reading),
            "{name}: {}",
            reading.to_member()
        );
    }
}
