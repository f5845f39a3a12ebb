//! Files that are cut, that have lines about the table in them, whose figures a mark splits, or whose columns have other names.

use super::*;

/// A file that was cut anywhere is refused, or none of its figures is another one.
#[test]
fn a_file_that_is_cut_never_has_another_figure() {
    let orders: [&[usize]; 3] = [&ALL, &[0, 1, 2, 3, 4, 6, 5, 7], &[5, 6, 0, 1, 2, 3, 4, 7]];
    for order in orders {
        let whole = file(order, &rows(order, "A", "2024"));
        for end in head(order).len() + 1..whole.len() {
            let reading = read_small("2024", &whole.as_bytes()[..end]);
            let Some(table) = &reading.table else { continue };
            for (measure, age, value) in CELLS {
                let at =
                    table.keys.iter().position(|key| key.contains(&format!(".{measure}.{age}."))).unwrap();
                assert!(table.values[at].is_none_or(|got| got == value), "{}", &whole[..end]);
            }
        }
    }
}

/// Where figures end the rows, a cut may leave another one that looks whole: then it is told, and the row is named. A file whose
/// last row has an end of line like the others, or ends in something else, is told nothing.
#[test]
fn a_figure_that_may_be_cut_is_told() {
    let last = [0, 1, 2, 3, 4, 6, 5];
    let told =
        |reading: &Reading| reading.warnings.iter().find(|one| one.rule == "row-cut").map(|one| one.row);
    for (ends, separator) in [("\n", ","), ("\r\n", ","), ("\n", ";"), ("\n", "\t")] {
        let whole = file(&last, &rows(&last, "A", "2024")).replace(',', separator).replace('\n', ends);
        let cells = "A,XA,SUS,Y_GE18,2024,A,62".replace(',', separator);
        let begins = whole.find(&cells).unwrap();
        for end in begins..whole.len() {
            let text = &whole[..end];
            let reading = read_small("2024", text.as_bytes());
            if !is_whole(&reading) {
                let told = told(&reading) == Some(Some(7)) || reading.table.as_ref().unwrap().keys.len() < 6;
                let absent = reading.warnings.iter().any(|one| one.rule.ends_with("-absent"));
                assert!(told || absent, "{text}: {}", reading.to_member());
            }
            let figure = text.ends_with("6") && end > begins + 10;
            assert!(!figure || told(&reading) == Some(Some(7)), "{text}: {}", reading.to_member());
        }
        for good in [whole.clone(), format!("{whole}{ends}"), format!("{whole}\u{1a}"), format!("{whole}   ")]
        {
            let reading = read_small("2024", good.as_bytes());
            assert!(is_whole(&reading) && told(&reading).is_none(), "{good}: {}", reading.to_member());
        }
        let quoted = whole.trim_end().replace("62", "\"62\"");
        assert_eq!(told(&read_small("2024", quoted.as_bytes())), None, "a quotation that is closed is whole");
    }
    let whole = file(&ALL, &rows(&ALL, "A", "2024"));
    let reading = read_small("2024", whole.trim_end().as_bytes());
    assert!(reading.faults.is_empty() && told(&reading).is_none(), "it ends in a field of notes");
    // Where some rows are short, one that is shorter than all of them is a fault.
    let short = whole.replacen(",410,A,\n", ",410,A\n", 1);
    assert!(read_small("2024", short.as_bytes()).faults.is_empty());
    let cut = short.trim_end().strip_suffix(",62,A,").unwrap();
    assert_eq!(rules(&read_small("2024", format!("{cut},6").as_bytes())), ["row-length"]);
}

/// The same in a foreign file that a mapping reads.
#[test]
fn a_foreign_figure_that_may_be_cut_is_told() {
    let mapping = "layout = \"periods\"\n[columns]\nm = \"MEASURE\"\na = \"AGE\"\n[fixed]\nFREQ = \"A\"\nREF_AREA = \"XA\"\n";
    let rows: Vec<String> = CELLS.iter().map(|(m, a, value)| format!("{m},{a}\t{value}")).collect();
    let whole = format!("m,a\\TIME_PERIOD\t2024\n{}\n", rows.join("\n"));
    let read = |text: &str| read_as("2024", "XA", text.as_bytes(), Some(mapping));
    assert!(is_whole(&read(&whole)) && read(&whole).warnings.iter().all(|one| one.rule != "row-cut"));
    let cut = read(whole.trim_end().strip_suffix('2').unwrap());
    assert!(
        cut.warnings.iter().any(|one| one.rule == "row-cut" && one.row == Some(7)),
        "{}",
        cut.to_member()
    );
}

/// Titles and comments above the header are told, and say so where they speak of thousands.
#[test]
fn lines_above_the_header() {
    let plain = file(&ALL, &rows(&ALL, "A", "2024"));
    let semicolons = plain.replace(',', ";");
    for title in ["Offences 2024", "# made by R", "Table 1;;;;", "\"Offences, all\"", "-- export", "a\nb\nc"]
    {
        for text in [format!("{title}\n\n{plain}"), format!("{title}\n;;;;;;;\n{semicolons}")] {
            let reading = read_small("2024", text.as_bytes());
            assert!(reading.faults.is_empty() && is_whole(&reading), "{title}: {}", reading.to_member());
            assert!(reading.warnings.iter().any(|fault| fault.rule == "line-above"), "{title}");
        }
    }
    for title in
        ["Offences (in thousands)", "# in 1000", "Straftaten in Tsd.", "per 100 000 inhabitants", "in %"]
    {
        let reading = read_small("2024", format!("{title}\n{plain}").as_bytes());
        assert_eq!(rules(&reading), ["unit-other"], "{title}");
    }
    let quoted = format!("\"sep=,\"\n{plain}");
    assert!(read_small("2024", quoted.as_bytes()).faults.is_empty());
    // A file that a spreadsheet read as one column.
    let lines: Vec<String> = plain.lines().map(|line| format!("\"{line}\"\n")).collect();
    assert_eq!(rules(&read_small("2024", lines.concat().as_bytes())), ["csv-quotes"]);
    // The row of a fault is that of the file.
    let below = format!("one\ntwo\n\n{}", plain.replacen(",410,", ",4x0,", 1));
    let reading = read_small("2024", below.as_bytes());
    assert_eq!(reading.faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [Some(5)]);
}

/// A figure of three digits and more, written with a comma: whatever stands in the column behind it, it is not another one.
#[test]
fn figures_that_a_comma_splits_are_refused() {
    for column in [
        "COMMENT_OBS",
        "OBS_STATUS",
        "DECIMALS",
        "TITLE",
        "FOOTNOTE",
        "UNIT_MULT",
        "CONF_STATUS",
        "PUBLISHED",
        "AGE2",
    ] {
        for (written, last) in [("1,234", ""), ("12,345", ""), ("410,0", ""), ("410,00", ""), ("1,234", ",x")]
        {
            let rows = CELLS.iter().enumerate().map(|(at, (measure, age, value))| {
                let figure = if at == 2 { format!("{written}{last}") } else { format!("{value},") };
                format!("A,XA,{measure},{age},2024,{figure}\n")
            });
            let text = format!(
                "FREQ,REF_AREA,MEASURE,AGE,TIME_PERIOD,OBS_VALUE,{column}\n{}",
                rows.collect::<String>()
            );
            let reading = read_small("2024", text.as_bytes());
            let taken = reading.table.is_some();
            // 410,0 and a column that nobody reads: the figure is right.
            let harmless = written.starts_with("410") && last.is_empty() && is_whole_but(&reading, 2, 410);
            assert!(!taken || harmless, "{column} {written}{last}: {}", reading.to_member());
        }
    }
    // A column of numbers of its own is none of the figure.
    let rows = CELLS.iter().enumerate().map(|(at, (measure, age, value))| {
        format!("A,XA,{measure},{age},2024,{value},{}\n", [812, 1204, 530, 77, 950, 101][at])
    });
    let text =
        format!("FREQ,REF_AREA,MEASURE,AGE,TIME_PERIOD,OBS_VALUE,POPULATION\n{}", rows.collect::<String>());
    let reading = read_small("2024", text.as_bytes());
    assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
}

/// Whether all figures are right, with this one in the cell of that place.
fn is_whole_but(reading: &Reading, place: usize, value: u32) -> bool {
    reading.table.as_ref().is_some_and(|table| {
        CELLS.iter().enumerate().all(|(at, (measure, age, own))| {
            let cell = table.keys.iter().position(|key| key.contains(&format!(".{measure}.{age}."))).unwrap();
            table.values[cell] == Some(if at == place { value } else { *own })
        })
    })
}

/// A column that is missing, and one of another name beside it that speaks of other areas or years: never taken as one's own.
#[test]
fn columns_under_other_names_are_not_passed_over() {
    let (area, time) = (1, 4);
    for (at, name, written, good) in [
        (area, "Country", "XC", false),
        (area, "GEO", "Area C", false),
        (area, "LOCATION", "XD", false),
        (area, "Country", "XA", true),
        (area, "Country", "Area A", true),
        (area, "Office", "Police of the north", true),
        (time, "Year", "2023", false),
        (time, "TIME", "2023", false),
        (time, "Jahr", "2023", false),
        (time, "Berichtsjahr (Jahr)", "2023", false),
        (time, "Quarter", "2023-Q1", false),
        (time, "TİME_PERİOD", "2023", false),
        (time, "TIMEPERIOD", "2023", false),
        (time, "Année", "2024", true),
        (time, "POPULATION", "2023", true),
        (time, "Version", "2.1", true),
    ] {
        let mut all = rows(&ALL, "A", "2024");
        all.iter_mut().for_each(|row| row[at] = written.to_owned());
        let text = file(&ALL, &all).replacen(HEAD[at], name, 1);
        let reading = read_small("2024", text.as_bytes());
        assert_eq!(reading.faults.is_empty(), good, "{name} {written}: {}", reading.to_member());
        assert!(!good || is_whole(&reading));
        // A name that is that of the column but for its letters is the column.
        let rule = if name == "TIMEPERIOD" { "period-outside" } else { "column-missing" };
        assert!(good || rules(&reading).contains(&rule), "{name}: {:?}", rules(&reading));
        // The same with a mapping that gives one code to all rows.
        let others = (0..8).filter(|column| *column != at && *column < 6);
        let columns: Vec<String> = others.map(|column| format!("{0} = \"{0}\"\n", HEAD[column])).collect();
        let fixed = if at == area { "REF_AREA = \"XA\"" } else { "TIME_PERIOD = \"2024\"" };
        let mapping = format!("layout = \"rows\"\n[columns]\n{}[fixed]\n{fixed}\n", columns.concat());
        let reading = read_as("2024", "XA", text.as_bytes(), Some(&mapping));
        assert_eq!(reading.faults.is_empty(), good, "{name} {written}: {}", reading.to_member());
    }
}

/// What a mapping cannot mean, and what a file says beside it.
#[test]
fn mappings_change_no_figure_and_lose_no_claim() {
    let plain = file(&ALL, &rows(&ALL, "A", "2024"));
    let columns: Vec<String> = HEAD.iter().take(6).map(|name| format!("{name} = \"{name}\"\n")).collect();
    let mapping = format!("layout = \"rows\"\n[columns]\n{}", columns.concat());
    let read_with =
        |more: &str, text: &str| read_as("2024", "XA", text.as_bytes(), Some(&format!("{mapping}{more}")));
    let fine = read_with("", &plain);
    assert!(fine.faults.is_empty() && is_whole(&fine), "{}", fine.to_member());
    for (more, rule) in [
        ("[codes.OBS_VALUE]\n410 = \"4\"\n", "mapping-target"),
        ("[codes.COMMENT_OBS]\nx = \"y\"\n", "mapping-target"),
    ] {
        assert!(rules(&read_with(more, &plain)).contains(&rule), "{more}");
    }
    let without = mapping.replace("OBS_VALUE = \"OBS_VALUE\"\n", "");
    let fixed = format!("{without}[fixed]\nOBS_VALUE = \"5\"\n");
    assert!(read_as("2024", "XA", plain.as_bytes(), Some(&fixed)).table.is_none());
    // Claims and notes that hold for all rows.
    let claimed = read_with("[fixed]\nCONF_STATUS = \"C\"\nCOMMENT_DSET = \"counted by hand\"\n", &plain);
    let table = claimed.table.as_ref().unwrap();
    assert_eq!((table.confidential.len(), table.notes.len()), (6, 1), "{}", claimed.to_member());
    // Rows to be deleted, two columns of one name, a heading that says thousands.
    let deleted = plain.replace("COMMENT_OBS\n", "ACTION\n").replace(",A,\n", ",A,D\n");
    assert!(rules(&read_with("", &deleted)).contains(&"action"));
    let twice = plain.replace("COMMENT_OBS\n", "OBS_VALUE\n");
    assert!(rules(&read_with("", &twice)).contains(&"mapping-target"));
    for heading in ["Anzahl (in 1000)", "Tausend Personen", "Offences, thousands", "per 100 000 inhabitants"]
    {
        let quoted = format!("\"{heading}\" = \"OBS_VALUE\"\n");
        let mapping = mapping.replace("OBS_VALUE = \"OBS_VALUE\"\n", &quoted);
        let text = plain.replacen("OBS_VALUE", &format!("\"{heading}\""), 1);
        assert_eq!(
            rules(&read_as("2024", "XA", text.as_bytes(), Some(&mapping))),
            ["unit-other"],
            "{heading}"
        );
    }
}

/// A heading or a note on the unit that is counted says the scale, too.
#[test]
fn scales_in_headings_and_notes() {
    let plain = file(&ALL, &rows(&ALL, "A", "2024"));
    for (label, good) in [
        ("Observation value", true),
        ("Observation value 2024", true),
        ("Thousands of cases", false),
        ("in Tausend", false),
        ("Rate per 100 000", false),
    ] {
        let reading =
            read_small("2024", plain.replacen("OBS_VALUE", &format!("OBS_VALUE: {label}"), 1).as_bytes());
        assert_eq!(reading.faults.is_empty(), good, "{label}: {}", reading.to_member());
    }
    // A heading over nothing is about the table; one over figures of its own is about these.
    for heading in ["in Tsd.", "Thousands", "per 100 000 inhabitants"] {
        let over = |field: &str| {
            let body: Vec<String> = plain.lines().skip(1).map(|row| format!("{row},{field}\n")).collect();
            read_small("2024", format!("{},{heading}\n{}", head(&ALL), body.concat()).as_bytes())
        };
        assert_eq!(rules(&over("")), ["unit-other"], "{heading}");
        assert!(over("17").faults.is_empty(), "{heading}: {}", over("17").to_member());
    }
    for (note, good) in [
        ("persons; once per case", true),
        ("cases per suspect", true),
        ("Thousands", false),
        ("in Tausend", false),
        ("tys. osób", false),
        ("per 1000 inhabitants", false),
    ] {
        let text =
            plain.replacen("COMMENT_OBS", "COUNTING_UNIT", 1).replace(",A,\n", &format!(",A,{note}\n"));
        let reading = read_small("2024", text.as_bytes());
        assert_eq!(reading.faults.is_empty(), good, "{note}: {}", reading.to_member());
    }
}

/// Dates that programs make of months, with and without the hour.
#[test]
fn months_as_dates_with_an_hour() {
    let columns: Vec<String> = HEAD.iter().take(6).map(|name| format!("{name} = \"{name}\"\n")).collect();
    let mapping = format!("layout = \"rows\"\n[columns]\n{}", columns.concat());
    for (written, good) in [
        ("2024-03-01", true),
        ("2024-03-01T00:00:00", true),
        ("2024-03-01 00:00:00", true),
        ("2024-03-01T00:00:00.000Z", true),
        ("2024-03-01T12:00:00", false),
        ("2024-03-31", false),
        ("2024-01-03", false),
    ] {
        let text = file(&ALL, &rows(&ALL, "M", written));
        for mapping in [None, Some(mapping.as_str())] {
            let reading = read_as("2024-03", "XA", text.as_bytes(), mapping);
            assert_eq!(reading.faults.is_empty(), good, "{written}: {}", reading.to_member());
            assert!(is_whole(&reading));
        }
    }
}
