//! Foreign files with a mapping.

use super::*;

/// What is alike is matched: the mapping reads the file as it is. What is not is marked, and then nothing thin is taken.
#[test]
fn a_first_mapping_is_made_of_a_file() {
    let structure = small();
    let table = table(&structure, &["2024"]);
    let read_with = |mapping: &str, text: &str| read_as("2024", "XA", text.as_bytes(), Some(mapping));
    let ages = [("TOTAL", "All"), ("Y_LT18", "Y_LT18"), ("Y_GE18", "Y_GE18")];
    let label = |age: &str, at: usize| {
        if age == "_T" { [ages[0].0, ages[0].1][at].to_owned() } else { age.to_owned() }
    };
    let wide = |at: usize| {
        let rows = CELLS.map(|(measure, age, value)| {
            let age = label(age, at);
            format!("A,NR,{measure},{age},XA\t1 \t{value} p\nA,P_HTHAB,{measure},{age},XA\t0.1 \t1.5 \n")
        });
        format!("freq,unit,meas,age,geo\\TIME_PERIOD\t2023 \t2024 \n{}", rows.concat())
    };
    let long = CELLS.map(|(measure, age, value)| format!("XA;2024;{measure};{};{value};A\n", label(age, 1)));
    let long = format!("geo;year;meas;age;n;flag\n{}", long.concat());
    // `All` is the name of the code in the list.
    for text in [wide(1), long] {
        let draft = draft_mapping(&structure, &table.cells, "foreign", text.as_bytes()).unwrap();
        let reading = read_with(&draft, &text);
        assert!(reading.faults.is_empty() && is_whole(&reading), "{draft}\n{}", reading.to_member());
    }
    let draft = draft_mapping(&structure, &table.cells, "foreign", wide(0).as_bytes()).unwrap();
    assert!(
        draft.contains("#? \"TOTAL\" = \"\"") && draft.contains("the round asks for these, too: _T"),
        "{draft}"
    );
    assert!(
        draft.contains("\"unit\" = [\"NR\"]") && draft.contains("P_HTHAB") && draft.contains("\"p\" = \"P\""),
        "{draft}"
    );
    assert!(draft_mapping(&structure, &table.cells, "x.zip", b"PK\x03\x04").is_err());
    // A total is a guess; the column of figures goes by its name in any language, or by being the only one of numbers. Of two
    // columns of numbers none is taken.
    assert!(draft.contains("#? \"TOTAL\" = \"\"  # perhaps _T"), "{draft}");
    for (name, other, taken) in [
        ("Anzahl", "Bem", "\"Anzahl\" = \"OBS_VALUE\""),
        ("Fälle", "Bem", "\"Fälle\" = \"OBS_VALUE\""),
        ("Fälle", "Lfd", "#? \"Fälle\" = \"OBS_VALUE\""),
        ("Fälle", "Wert", "\"Wert\" = \"OBS_VALUE\""),
    ] {
        let rows = CELLS.map(|(measure, age, value)| {
            let more = if other == "Bem" { "x".to_owned() } else { (value + 7).to_string() };
            format!("XA;2024;{measure};{age};1.{value:03};{more}\n")
        });
        let text = format!("geo;year;meas;age;{name};{other}\n{}", rows.concat());
        let draft = draft_mapping(&structure, &table.cells, "foreign", text.as_bytes()).unwrap();
        assert!(draft.lines().any(|line| line == taken), "{taken}\n{draft}");
    }
}

/// A mapping that names what the file does not have is refused, whatever it names; never a thin return.
#[test]
fn mappings_that_fit_nothing_are_faults() {
    let good = "layout = \"rows\"\n[columns]\ngeo = \"REF_AREA\"\nyear = \"TIME_PERIOD\"\nmeas = \"MEASURE\"\nage = \"AGE\"\n\
                n = \"OBS_VALUE\"\nremark = \"COMMENT_OBS\"\n[fixed]\nFREQ = \"A\"\n[codes.AGE]\nall = \"_T\"\nY_LT18 = \"Y_LT18\"\n\
                Y_GE18 = \"Y_GE18\"\n[keep]\nkind = [\"real\"]\n";
    let rows = CELLS.map(|(measure, age, value)| {
        let age = if age == "_T" { "all" } else { age };
        format!("XA,2024,{measure},{age},{value},real,by hand\nXB,2024,{measure},{age},9,real,\nXA,2023,{measure},{age},9,other,\n")
    });
    let file = format!("geo,year,meas,age,n,kind,remark\n{}", rows.concat());
    let told = |mapping: &str, period: &str, area: &str, file: &str| {
        read_as(period, area, file.as_bytes(), Some(mapping))
    };
    let reading = told(good, "2024", "XA", &file);
    assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
    assert_eq!(reading.table.as_ref().unwrap().notes[0].text, "by hand", "a column of notes");
    let left = reading.warnings.iter().find(|one| one.rule == "mapping-left-out").unwrap().to_string();
    assert!(
        left.contains("geo: XB") && left.contains("kind: other") && left.contains("year: 2023"),
        "{left}"
    );
    for (old, new) in [
        ("geo =", "GEO ="),
        ("n = ", "N = "),
        ("kind = [", "KIND = ["),
        ("\"real\"", "\"Real\""),
        ("\"real\"", "\"real\", \"odd\""),
        ("all = ", "All = "),
        ("Y_LT18 = ", "Y_LT19 = "),
        ("remark = ", "remarks = "),
        ("n = \"OBS_VALUE\"", "n = \"OBS_VALUE\"\nkind = \"OBS_VALUE\""),
    ] {
        let reading = told(&good.replacen(old, new, 1), "2024", "XA", &file);
        assert!(rules(&reading).contains(&"mapping-target"), "{old} {new}: {}", reading.to_member());
    }
    for (period, area) in [("2022", "XA"), ("2024", "XC"), ("2023", "XA")] {
        let reading = told(good, period, area, &file);
        assert!(reading.table.is_none(), "{period} {area}: {}", reading.to_member());
    }
    let empty = told(good, "2024", "XA", "geo,year,meas,age,n,kind,remark\n");
    assert!(empty.table.is_none());
    let status = good.replace("[fixed]", "[status]\nwith = \"P\"\nwithout = \"L\"\n[fixed]");
    let reading = told(&status, "2024", "XA", &file.replacen("410", ":", 1));
    let codes: Vec<char> = reading.table.unwrap().statuses.iter().map(|status| status.code()).collect();
    assert_eq!(codes, ['L', 'P', 'P', 'P', 'P', 'P']);
    let marks = good.replace("[columns]", "thousands = \".\"\ndecimal = \",\"\n[columns]");
    let reading = told(&marks, "2024", "XA", &file.replacen(",410,", ",\"1.410,00\",", 1));
    assert_eq!(reading.table.unwrap().values[0], Some(1410));
    let misread = told(&marks, "2024", "XA", &file.replacen(",410,", ",\"1,410\",", 1));
    assert_eq!(rules(&misread), ["value-fraction"]);
}

/// Columns that the mapping does not name: one that says `F` of all figures makes them a part, and is listed.
#[test]
fn columns_that_a_mapping_passes_over_are_listed() {
    let mapping = "layout = \"rows\"\n[columns]\ngeo = \"REF_AREA\"\nyear = \"TIME_PERIOD\"\nmeas = \"MEASURE\"\nage = \"AGE\"\n\
                   n = \"OBS_VALUE\"\n[fixed]\nFREQ = \"A\"\n";
    let told = |column: &str, label: &str| {
        let rows = CELLS.map(|(measure, age, value)| {
            format!("XA,2024,{measure},{age},{value},{label}\nXC,2024,{measure},{age},9,other\n")
        });
        let text = format!("geo,year,meas,age,n,{column}\n{}", rows.concat());
        let reading = read_as("2024", "XA", text.as_bytes(), Some(mapping));
        assert!(is_whole(&reading));
        let said =
            reading.warnings.iter().map(ToString::to_string).find(|text| text.contains("does not name"));
        (said, reading)
    };
    for (column, label) in [("sex", "F"), ("citizen", "NAT"), ("OBS_FLAG", "p"), ("region", "North")] {
        let (said, reading) = told(column, label);
        let said = said.unwrap_or_else(|| panic!("{column}: {}", reading.to_member()));
        assert!(said.contains(&format!("{column}: {label};")), "{said}");
    }
    for (column, label) in [("DATAFLOW", "ESTAT:CRIM(1.0)"), ("LAST UPDATE", "2024-05-01"), ("sex", "")] {
        assert_eq!(told(column, label).0, None, "{column}");
    }
    // Units are compared, whether the mapping names them or not.
    assert_eq!(rules(&told("unit", "THS").1).first().copied(), Some("unit-other"));
}

/// A mapping is read as other lists are, and says itself what is wrong with it.
#[test]
fn mapping_files_themselves() {
    let good = "layout = \"rows\"\n[columns]\nn = \"OBS_VALUE\"\n[flags]\np = \"P\"\n[status]\nwith = \"A\"\nwithout = \"L\"\n";
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    for bytes in [
        good.as_bytes().to_vec(),
        format!("\u{feff}{good}").into_bytes(),
        good.replace('\n', "\r\n").into_bytes(),
        utf16(good),
    ] {
        assert!(Mapping::parse("m.toml", &bytes).is_ok());
    }
    for (old, new) in [
        ("\"P\"", "\"Z\""),
        ("\"P\"", "\"\""),
        ("\"P\"", "\"PP\""),
        ("with = \"A\"", "with = \"L\""),
        ("without = \"L\"", "without = \"P\""),
        ("layout = \"rows\"", "layout = \"row\""),
        ("layout = \"rows\"", "thousands = \"..\"\nlayout = \"rows\""),
        ("[flags]", "[flag]"),
    ] {
        let faults = Mapping::parse("m.toml", good.replacen(old, new, 1).as_bytes()).unwrap_err();
        assert_eq!(faults[0].rule, "mapping-file", "{old} {new}");
    }
    let mut findings = super::super::super::fault::Findings::new("m.toml");
    let twice = "layout = \"rows\"\n[columns]\nage = \"AGE\"\nn = \"OBS_VALUE\"\n[fixed]\nAGE = \"_T\"\n";
    Mapping::parse("m.toml", twice.as_bytes()).unwrap().check(&small(), &mut findings);
    assert!(findings.faults.iter().any(|fault| fault.fault.to_string().contains("fixed as well")));
}

/// Whatever stands in a foreign file, the first mapping of it is one that parses, with every label on a line of its own.
#[test]
fn a_first_mapping_parses_whatever_the_labels_are() {
    let structure = small();
    let table = table(&structure, &["2024"]);
    let odd = [
        "a\u{c}b",
        "a\u{7f}b",
        "a\\b",
        "a#b",
        "'''",
        "\u{85}",
        "a = \"b\"",
        "[keep]",
        "é",
        "\u{202e}x",
        "line\nbreak",
        "",
    ];
    for odd in odd {
        let field = format!("\"{}\"", odd.replace('"', "\"\""));
        for place in 0..5 {
            let row = |label: &str| {
                let mut fields = ["XA", "2024", "OFF", "THS", "5"].map(str::to_owned);
                fields[place] = label.to_owned();
                fields.join(",")
            };
            let text = format!("geo,year,meas,unit,n\n{}\n{}\n", row(&field), row("x"));
            let Ok(draft) = draft_mapping(&structure, &table.cells, "foreign", text.as_bytes()) else {
                continue;
            };
            let parsed = Mapping::parse("draft.toml", draft.as_bytes());
            assert!(parsed.is_ok(), "{odd:?} in {place}:\n{draft}\n{parsed:?}");
        }
        let twice = format!("geo,unit,unit,Unit of measure,n,n\nXA,THS,NR,{field},5,6\n");
        if let Ok(draft) = draft_mapping(&structure, &table.cells, "foreign", twice.as_bytes()) {
            assert!(Mapping::parse("draft.toml", draft.as_bytes()).is_ok(), "{odd:?}:\n{draft}");
        }
        let flat = odd.replace(['\n', '\t', '"'], " ");
        let wide = format!("freq,unit,meas,age,geo\\TIME_PERIOD\t2024\nA,{flat},OFF,{flat},XA\t5 {flat}\n");
        if let Ok(draft) = draft_mapping(&structure, &table.cells, "foreign", wide.as_bytes()) {
            assert!(Mapping::parse("draft.toml", draft.as_bytes()).is_ok(), "{odd:?}:\n{draft}");
        }
    }
}

/// A table with a column for each year: the heading of the column that is taken says the year that is fixed, or nothing. What
/// stands in the others is never repeated.
#[test]
fn the_heading_of_the_figures_is_held_against_what_is_fixed() {
    let rows = CELLS.map(|(measure, age, value)| format!("{measure},{age},{},{value},9999\n", value + 3000));
    let text = |heads: [&str; 3]| format!("meas,age,{}\n{}", heads.join(","), rows.concat());
    let mapping = |column: &str, period: &str| {
        format!(
            "layout = \"rows\"\n[columns]\nmeas = \"MEASURE\"\nage = \"AGE\"\n\"{column}\" = \"OBS_VALUE\"\n[fixed]\n\
             FREQ = \"A\"\nREF_AREA = \"XA\"\nTIME_PERIOD = \"{period}\"\n"
        )
    };
    for (heads, column, good) in [
        (["2023", "2024", "2025"], "2024", true),
        (["2023", "2024", "2025"], "2023", false),
        (["Jahr 2023", "Jahr 2024", "x"], "Jahr 2023", false),
        (["y2023", "y2024", "x"], "y2024", true),
        (["before", "now", "later"], "now", true),
    ] {
        let reading = read_as("2024", "XA", text(heads).as_bytes(), Some(&mapping(column, "2024")));
        let said = reading.to_member();
        assert_eq!(reading.faults.is_empty(), good, "{heads:?} {column}: {said}");
        assert!(good && is_whole(&reading) || rules(&reading) == ["mapping-target"], "{said}");
        assert!(!said.contains("9999") && !said.contains("3410"), "a figure is repeated: {said}");
    }
    let structure = small();
    let table = table(&structure, &["2024"]);
    let wide = text(["2023", "2024", "2025"]);
    let draft = draft_mapping(&structure, &table.cells, "wide", wide.as_bytes()).unwrap();
    assert!(draft.contains("\n\"2024\" = \"OBS_VALUE\"\n") && draft.contains("#? \"2023\" = "), "{draft}");
    // Whose figures they are no draft can know: it says what is to be written.
    assert!(draft.contains("#? REF_AREA = \"\"  # the code of your own area"), "{draft}");
    let reading = read_as("2024", "XA", wide.as_bytes(), Some(&draft));
    assert!(rules(&reading) == ["mapping-open"] && reading.to_member().contains("m.toml, row"));
    let completed = draft.replace("#? REF_AREA = \"\"", "REF_AREA = \"XA\"");
    let reading = read_as("2024", "XA", wide.as_bytes(), Some(&completed));
    assert!(reading.faults.is_empty() && is_whole(&reading), "{draft}\n{}", reading.to_member());
}

/// A word for thousands or a rate counts in a column that the mapping does not name, too; a sentence is told.
#[test]
fn words_for_rates_count_beside_a_mapping() {
    let mapping = "layout = \"rows\"\n[columns]\nmeas = \"MEASURE\"\nage = \"AGE\"\nn = \"OBS_VALUE\"\n[fixed]\nFREQ = \"A\"\n\
                   REF_AREA = \"XA\"\nTIME_PERIOD = \"2024\"\n";
    for (label, good) in [
        ("Rate", false),
        ("Thousands", false),
        ("%", false),
        ("per 1000 inhabitants", false),
        ("Rate per 100 000", false),
        ("pro Einwohner", false),
        ("тыс.", false),
        ("in 1 000", false),
        ("counted once per case", true),
        ("police", true),
        ("12 stations", true),
    ] {
        let rows = CELLS.map(|(measure, age, value)| format!("{measure},{age},{value},{label}\n"));
        let text = format!("meas,age,n,kind\n{}", rows.concat());
        let reading = read_as("2024", "XA", text.as_bytes(), Some(mapping));
        assert_eq!(reading.faults.is_empty(), good, "{label}: {}", reading.to_member());
        assert!(good || rules(&reading) == ["unit-other"] && reading.faults[0].row == Some(2), "{label}");
        // Without a mapping it is the same.
        let rows = rows_with(label);
        let reading = read_small("2024", rows.as_bytes());
        assert_eq!(reading.faults.is_empty(), good, "{label}: {}", reading.to_member());
    }
}

fn rows_with(label: &str) -> String {
    let rows = rows(&ALL, "A", "2024").into_iter().map(|row| format!("{},{label}\n", row.join(",")));
    format!("{},KIND\n{}", head(&ALL), rows.collect::<String>())
}

/// Years that begin in one and end in the next are not the round's, whatever a mapping fixes; and a first mapping fixes none.
#[test]
fn other_periods_in_a_column_are_never_taken_for_the_rounds() {
    let structure = small();
    let table = table(&structure, &["2024"]);
    for (heading, label) in [
        ("year", "2023/24"),
        ("Jahr", "2023/2024"),
        ("season", "2024-25"),
        ("period", "FY2024"),
        ("schooljaar", "2023–24"),
        ("when", "2024-Q1"),
        ("year", "2023"),
    ] {
        let rows = CELLS.map(|(measure, age, value)| format!("XA,{label},{measure},{age},{value}\n"));
        let text = format!("geo,{heading},meas,age,n\n{}", rows.concat());
        let draft = draft_mapping(&structure, &table.cells, "foreign", text.as_bytes()).unwrap();
        assert!(!draft.contains("\nTIME_PERIOD = "), "{heading} {label}: {draft}");
        let own = "layout = \"rows\"\n[columns]\n\"geo\" = \"REF_AREA\"\n\"meas\" = \"MEASURE\"\n\"age\" = \"AGE\"\n\
                   \"n\" = \"OBS_VALUE\"\n[fixed]\nFREQ = \"A\"\nTIME_PERIOD = \"2024\"\n";
        for mapping in [draft.as_str(), own] {
            let reading = read_as("2024", "XA", text.as_bytes(), Some(mapping));
            assert!(reading.table.is_none(), "{heading} {label}: {}", reading.to_member());
        }
    }
}

/// A mapping that does not say where the figures stand, or what a dimension is, takes nothing; it says so once.
#[test]
fn a_mapping_that_leaves_something_unsaid_is_a_fault() {
    let rows = CELLS.map(|(measure, age, value)| format!("XA,2024,{measure},{age},{value}\n"));
    let text = format!("geo,year,meas,age,n\n{}", rows.concat());
    let lines = [
        ("OBS_VALUE", "\"n\" = \"OBS_VALUE\"\n"),
        ("MEASURE", "\"meas\" = \"MEASURE\"\n"),
        ("AGE", "\"age\" = \"AGE\"\n"),
        ("TIME_PERIOD", "\"year\" = \"TIME_PERIOD\"\n"),
    ];
    let all: String = lines.iter().map(|(_, line)| *line).collect();
    let whole = format!("layout = \"rows\"\n[columns]\n\"geo\" = \"REF_AREA\"\n{all}[fixed]\nFREQ = \"A\"\n");
    let read = |mapping: &str| read_as("2024", "XA", text.as_bytes(), Some(mapping));
    assert!(is_whole(&read(&whole)) && read(&whole).faults.is_empty(), "{}", read(&whole).to_member());
    for (target, line) in lines.into_iter().chain([("FREQ", "FREQ = \"A\"\n")]) {
        let reading = read(&whole.replace(line, ""));
        let said =
            reading.faults.iter().filter(|fault| fault.what.ends_with(&format!("nothing of {target}")));
        assert!(said.count() == 1 && reading.table.is_none(), "{target}: {}", reading.to_member());
        assert_eq!(rules(&reading), ["mapping-target"], "{target}");
    }
}
