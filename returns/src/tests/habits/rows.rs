//! What is said of rows and of whole files: all that is wrong with a row, the cause before what follows from it, and that a return
//! says nothing.

use super::*;

/// A wrong code never hides what else is wrong with its row: both are told, whichever code it is and whatever else there is.
#[test]
fn all_faults_of_a_row_are_told_at_once() {
    let codes = [
        (0, "X", "code-unknown"),
        (2, "OFFF", "code-unknown"),
        (2, "", "code-empty"),
        (3, "T", "code-unknown"),
        (4, "year", "period-format"),
        (4, "2023", "period-outside"),
        (1, "XAA", "area-other"),
    ];
    let others = [
        (5, "about 20", "value-text"),
        (5, "1.234", "value-ambiguous"),
        (5, "-3", "value-negative"),
        (5, "12.5", "value-fraction"),
        (6, "good", "status-unknown"),
        (6, "L", "value-with-reason"),
        (7, "#REF!", "note-text"),
    ];
    for (at, code, wrong) in codes {
        for (other_at, field, other) in others {
            let mut all = rows(&ALL, "A", "2024");
            all[1][at] = code.to_owned();
            all[1][other_at] = field.to_owned();
            let reading = read_small("2024", file(&ALL, &all).as_bytes());
            let mut found = rules(&reading);
            found.sort_unstable();
            let mut wanted = [wrong, other];
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{code} {field}: {}", reading.to_member());
            assert!(reading.faults.iter().all(|fault| fault.row == Some(3)), "{code} {field}");
        }
    }
    // Several codes of one row, and a row that stands there twice.
    let mut all = rows(&ALL, "A", "2024");
    (all[1][2], all[1][3], all[1][5]) = ("OFFF".into(), "T".into(), "x".into());
    all.push(all[0].clone());
    all[6][5] = "y".into();
    let reading = read_small("2024", file(&ALL, &all).as_bytes());
    assert_eq!(
        rules(&reading),
        ["code-unknown", "code-unknown", "value-text", "cell-duplicate", "value-text"]
    );
    // Another country's figures are its own affair.
    let mut all = rows(&ALL, "A", "2024");
    (all[1][1], all[1][5]) = ("XC".into(), "x".into());
    assert_eq!(rules(&read_small("2024", file(&ALL, &all).as_bytes())), ["area-other"]);
}

/// A file of another year is one fault that says so, and not one for each row.
#[test]
fn a_file_of_another_period_is_one_fault() {
    let reading = read_small("2024", file(&ALL, &rows(&ALL, "A", "2023")).as_bytes());
    assert_eq!(rules(&reading), ["period-outside"]);
    let fault = &reading.faults[0];
    assert!(
        fault.row.is_none() && fault.what.contains("all 6 rows") && fault.hint.contains("2024"),
        "{fault}"
    );
    assert_eq!(fault.value.as_deref(), Some("2023"));
    // With one row of the round's own, each of the others is a fault.
    let mut mixed = rows(&ALL, "A", "2023");
    mixed[0][4] = "2024".to_owned();
    assert_eq!(rules(&read_small("2024", file(&ALL, &mixed).as_bytes())), ["period-outside"; 5]);
}

/// A return without a figure never passes in silence: with reasons it is a warning, without any a fault.
#[test]
fn a_return_that_says_nothing_is_a_fault() {
    let with = |value: &str, status: &str| {
        let mut all = rows(&ALL, "A", "2024");
        for row in &mut all {
            (row[5], row[6]) = (value.to_owned(), status.to_owned());
        }
        read_small("2024", file(&ALL, &all).as_bytes())
    };
    for (value, status) in [("", ""), ("NA", ""), ("", "NA"), (".", "")] {
        let reading = with(value, status);
        assert_eq!(rules(&reading), ["return-empty"], "{value} {status}: {}", reading.to_member());
        assert!(reading.warnings.is_empty(), "{}", reading.to_member());
    }
    for status in ["L", "M", "O", "K"] {
        let reading = with("", status);
        let said: Vec<&str> = reading.warnings.iter().map(|one| one.rule).collect();
        assert!(
            reading.faults.is_empty() && said.contains(&"return-without"),
            "{status}: {}",
            reading.to_member()
        );
    }
    let zeros = with("0", "");
    assert!(zeros.faults.is_empty() && !zeros.to_member().contains("return-without"), "a zero is a figure");
    let template = template_csv(&small(), &table(&small(), &["2024"]).cells, "XA");
    assert_eq!(rules(&read_small("2024", template.as_bytes())), ["return-empty"], "nobody has filled it in");
    // One figure is enough, and a file that cannot be read says so alone.
    let one = template.replacen(",,,,,", ",7,,,,", 1);
    assert!(read_small("2024", one.as_bytes()).faults.is_empty(), "{one}");
    assert_eq!(
        rules(&read_small("2024", b"a,b\n1,2\n")).iter().filter(|rule| **rule == "return-empty").count(),
        0
    );
}

/// Labels that are numbers are named among those that were left out: where the member alone sees it.
#[test]
fn numbers_among_labels_that_were_left_out_are_named() {
    let rows = CELLS.map(|(measure, age, value)| {
        format!("XA,2024,{measure},{age},138,{value}\nXA,2024,{measure},{age},317,9\nXA,2024,{measure},{age},overig,9\n")
    });
    let text = format!("geo,year,meas,age,artikel,n\n{}", rows.concat());
    let mapping = "layout = \"rows\"\n[columns]\ngeo = \"REF_AREA\"\nyear = \"TIME_PERIOD\"\nmeas = \"MEASURE\"\nage = \"AGE\"\n\
                   n = \"OBS_VALUE\"\n[fixed]\nFREQ = \"A\"\n[keep]\nartikel = [\"138\"]\n";
    let reading = read_as("2024", "XA", text.as_bytes(), Some(mapping));
    assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
    let said = reading.to_member();
    assert!(said.contains("artikel: overig") && said.contains("found: \"317\""), "{said}");
    assert!(!said.contains("found: \"138"), "what is kept is not left out: {said}");
    let shown: String = reading.warnings.iter().map(ToString::to_string).collect();
    assert!(!shown.contains("317"), "for the member alone: {shown}");
}

/// Lines of a first mapping that nobody completed are a fault of the mapping, with the line and what is lacking in it.
#[test]
fn open_lines_of_a_mapping_are_named_in_the_mapping() {
    let base = "layout = \"rows\"\n[columns]\nage = \"AGE\"\nmeas = \"MEASURE\"\nyear = \"TIME_PERIOD\"\n";
    let rows = CELLS.map(|(measure, age, value)| format!("XA,2024,{measure},{age},{value}\n"));
    let text = format!("geo,year,meas,age,n\n{}", rows.concat());
    let whole = format!("{base}geo = \"REF_AREA\"\nn = \"OBS_VALUE\"\n[fixed]\nFREQ = \"A\"\n");
    assert!(read_as("2024", "XA", text.as_bytes(), Some(&whole)).faults.is_empty());
    for (line, open, row) in [
        ("n = \"OBS_VALUE\"", "#? \"\" = \"OBS_VALUE\"", 7),
        ("n = \"OBS_VALUE\"", "#? n = \"OBS_VALUE\"", 7),
        ("FREQ = \"A\"", "#? FREQ = \"\"  # a code of the round, perhaps _T", 9),
        ("geo = \"REF_AREA\"", "#? REF_AREA = \"\"  # the code of your own area", 6),
        ("age = \"AGE\"", "#? AGE = \"\"", 3),
        ("FREQ = \"A\"", "FREQ = \"A\"\n[codes.AGE]\n#? \"_T\" = \"\"\n#? \"x\" = \"\"", 11),
    ] {
        let mapping = whole.replace(line, open);
        let reading = read_as("2024", "XA", text.as_bytes(), Some(&mapping));
        assert_eq!(rules(&reading), ["mapping-open"], "{open}: {}", reading.to_member());
        let fault = &reading.faults[0];
        assert_eq!((fault.file.as_str(), fault.row), ("m.toml", Some(row)), "{open}: {fault}");
    }
    // A line that says nothing that is needed keeps nothing up.
    let mapping = whole.replace("[fixed]", "#? \"remark\" = \"\"\n[fixed]");
    assert!(read_as("2024", "XA", text.as_bytes(), Some(&mapping)).faults.is_empty());
}
