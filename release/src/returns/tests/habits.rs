//! Habits of programs and people, each over many inputs: quotation marks, rows longer than the header, periods, units, codes.

use super::*;
use proptest::prelude::*;

const HEAD: [&str; 8] =
    ["FREQ", "REF_AREA", "MEASURE", "AGE", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "COMMENT_OBS"];
const CELLS: [(&str, &str, u32); 6] = [
    ("OFF", "_T", 410),
    ("OFF", "Y_LT18", 150),
    ("OFF", "Y_GE18", 260),
    ("SUS", "_T", 95),
    ("SUS", "Y_LT18", 33),
    ("SUS", "Y_GE18", 62),
];

fn small() -> Structure {
    Structure::parse("s.toml", include_bytes!("../../../samples/cases/structure.toml")).unwrap()
}

fn read_small(period: &str, text: &[u8]) -> Reading {
    let structure = small();
    let table = table(&structure, &[period]);
    read(&ReadInput {
        structure: &structure,
        cells: &table.cells,
        whole: &table.rules.whole,
        count_only: &table.count_only,
        area: "XA",
        round: None,
        file_name: "habit.csv",
        bytes: text,
        previous: None,
        mapping: None,
    })
}

/// The six rows, in the order of the columns given.
fn rows(order: &[usize], freq: &str, period: &str) -> Vec<Vec<String>> {
    let row = |(measure, age, value): &(&str, &str, u32)| {
        let all = [freq, "XA", measure, age, period, &value.to_string(), "A", ""].map(str::to_owned);
        order.iter().map(|at| all[*at].clone()).collect()
    };
    CELLS.iter().map(row).collect()
}

fn head(order: &[usize]) -> String {
    order.iter().map(|at| HEAD[*at]).collect::<Vec<_>>().join(",")
}

fn rules(reading: &Reading) -> Vec<&'static str> {
    reading.faults.iter().map(|fault| fault.rule).collect()
}

/// No figure of the file is anywhere but in its own cell, and none is lost, if the return is taken.
fn is_whole(reading: &Reading) -> bool {
    let Some(table) = &reading.table else { return true };
    let want = CELLS.map(|(.., value)| Some(value)).to_vec();
    let mut got: Vec<Option<u32>> = Vec::new();
    for (measure, age, _) in CELLS {
        let at = table.keys.iter().position(|key| key.contains(&format!(".{measure}.{age}."))).unwrap();
        got.push(table.values[at]);
    }
    want == got
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Lone marks anywhere, in any column, with columns in any order: refused, or every figure is where it was.
    #[test]
    fn lone_quotation_marks_lose_no_figure(
        order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        marks in prop::collection::vec((0..6_usize, 0..8_usize, 0..4_usize), 1..5),
        quoted in prop::collection::vec(any::<bool>(), 48),
    ) {
        let mut rows = rows(&order, "A", "2024");
        for (row, column, how) in marks {
            let field = &mut rows[row][column];
            // Figures stay whole: a mark is put before, behind or around words.
            let text = match how {
                0 => format!("\"{field}"),
                1 => format!("{field}\""),
                2 => format!("{field} \"see, page\""),
                _ => format!("say \"{field}"),
            };
            *field = text;
        }
        let quote = |at: usize, field: &String| {
            if quoted[at] && !field.contains('"') { format!("\"{field}\"") } else { field.clone() }
        };
        let line = |(at, row): (usize, &Vec<String>)| {
            row.iter().enumerate().map(|(column, field)| quote(at * 8 + column, field)).collect::<Vec<_>>().join(",")
        };
        let body: Vec<String> = rows.iter().enumerate().map(line).collect();
        let text = format!("{}\n{}\n", head(&order), body.join("\n"));
        let reading = read_small("2024", text.as_bytes());
        prop_assert!(is_whole(&reading), "{text}\n{}", reading.to_member());
        for note in reading.table.iter().flat_map(|table| &table.notes) {
            prop_assert!(!note.text.contains(",XA,") && !note.text.contains("2024"), "{text}\n{:?}", note.text);
        }
    }

    /// Notes with marks, breaks and separators in them, rightly quoted, come out as they are.
    #[test]
    fn quoted_notes_are_read(words in prop::collection::vec("[a-z\",;]{1,6}", 1..4), lines: bool) {
        let note = words.join(if lines { "\n" } else { " " });
        prop_assume!(note.matches(',').count() < 7);
        let order: Vec<usize> = (0..8).collect();
        let mut rows = rows(&order, "A", "2024");
        rows[0][7] = format!("\"{}\"", note.replace('"', "\"\""));
        let body: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let reading = read_small("2024", format!("{}\n{}\n", head(&order), body.join("\n")).as_bytes());
        prop_assert!(reading.faults.is_empty(), "{}", reading.to_member());
        let table = reading.table.unwrap();
        let wanted = note.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(&table.notes[0].text, &wanted);
    }

    /// A comma inside a figure splits it: never taken as another figure, wherever the column stands and whatever follows.
    #[test]
    fn split_figures_are_never_taken(
        order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        cut in 0..4_usize,
        more in 0..3_usize,
    ) {
        let mut rows = rows(&order, "A", "2024");
        let at = order.iter().position(|column| *column == 5).unwrap();
        rows[0][at] = "1,234".to_owned();
        let mut line = rows[0].join(",") + &",".repeat(more);
        for _ in 0..cut {
            line = line.strip_suffix(',').unwrap_or(&line).to_owned();
        }
        let body: Vec<String> = rows.iter().skip(1).map(|row| row.join(",")).collect();
        let text = format!("{}\n{line}\n{}\n", head(&order), body.join("\n"));
        let reading = read_small("2024", text.as_bytes());
        prop_assert!(reading.table.is_none(), "{text}\n{}", reading.to_member());
    }
}

#[test]
fn backslashes_before_quotation_marks() {
    let order: Vec<usize> = (0..8).collect();
    let plain = rows(&order, "A", "2024");
    let with = |note: &str| {
        let mut rows = plain.clone();
        rows[0][7] = note.to_owned();
        let body: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        read_small("2024", format!("{}\n{}\n", head(&order), body.join("\n")).as_bytes())
    };
    for (written, wanted) in [
        (r#""say \"so\" here""#, r#"say "so" here"#),
        (r#""a \"b, c\"""#, r#"a "b, c""#),
        (r#""ends with \\ and \"q\".""#, r#"ends with \ and "q"."#),
        (r#""doubled ""so"" here""#, r#"doubled "so" here"#),
    ] {
        let reading = with(written);
        assert!(reading.faults.is_empty(), "{written}: {}", reading.to_member());
        assert_eq!(reading.table.unwrap().notes[0].text, wanted);
    }
    assert_eq!(rules(&with(r#""mixed \"so\" and ""so"" here"#))[0], "csv-quotes");
}

#[test]
fn one_period_has_many_spellings() {
    for (freq, asked, written) in [
        ("A", "2024", vec!["2024", "2024-A1", "2024A1", "2024.0", " 2024 "]),
        ("M", "2024-03", vec!["2024-03", "2024-M03", "2024M03", "2024M3"]),
        ("M", "2024-M03", vec!["2024-03", "2024-M03", "2024M03", "2024M3"]),
        ("Q", "2024-Q1", vec!["2024-Q1", "2024Q1", "2024-Q01"]),
    ] {
        for period in written {
            let order: Vec<usize> = (0..8).collect();
            let body: Vec<String> = rows(&order, freq, period).iter().map(|row| row.join(",")).collect();
            let reading = read_small(asked, format!("{}\n{}\n", head(&order), body.join("\n")).as_bytes());
            assert!(reading.faults.is_empty() && is_whole(&reading), "{period}: {}", reading.to_member());
            assert!(reading.table.unwrap().keys.iter().all(|key| key.ends_with(asked)));
        }
    }
}

/// A unit under any name of the column, as a column of text and as an attribute of a group, a series or an observation.
#[test]
fn units_that_are_no_counts_are_never_passed_over() {
    let order: Vec<usize> = (0..8).collect();
    let body = |extra: &str| -> String {
        rows(&order, "A", "2024").iter().map(|row| format!("{},{extra}\n", row.join(","))).collect()
    };
    for (column, good, bad) in [
        ("UNIT", vec!["NR", "offence", ""], vec!["THS", "P_HTHAB", "PC", "Thousands"]),
        ("UNIT_MEASURE", vec!["PS", "NR: Number"], vec!["THS_PER", "RT", "%"]),
        ("Unit of measure", vec!["Number", "Persons"], vec!["Thousand persons", "Per 100 000 inhabitants"]),
        ("UNIT_MULT", vec!["0", "0.0", "Units", "", "NA"], vec!["3", "3.0", "6: Millions", "-2"]),
        ("Unit multiplier", vec!["0: Units"], vec!["Thousands", "1"]),
        ("PowerCode", vec!["0"], vec!["3"]),
    ] {
        for (value, taken) in
            good.iter().map(|value| (value, true)).chain(bad.iter().map(|value| (value, false)))
        {
            let text = format!("{},{column}\n{}", head(&order), body(value));
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(reading.table.is_some(), taken, "{column} {value}: {}", reading.to_member());
        }
    }
    let message = |set: &str, group: &str, series: &str, observation: &str, inside: &str| {
        format!(
            "<m:StructureSpecificData xmlns:m='m'><m:DataSet {set}>{group}\
             <Series FREQ='A' REF_AREA='XA' MEASURE='OFF' AGE='_T' {series}>\
             <Obs TIME_PERIOD='2024' OBS_VALUE='410' OBS_STATUS='A' {observation}>{inside}</Obs></Series>\
             </m:DataSet></m:StructureSpecificData>"
        )
    };
    let key = "MEASURE='OFF'";
    for (attribute, taken) in [
        ("UNIT_MULT='3'", false),
        ("UNIT_MEASURE='THS'", false),
        ("UNIT='NR'", true),
        ("UNIT_MULT='0'", true),
    ] {
        let id = attribute.split('=').next().unwrap();
        let value = attribute.split('\'').nth(1).unwrap();
        let comp = format!("<Comp id='{id}'><Value>{value}</Value></Comp>");
        for text in [
            message(attribute, "", "", "", ""),
            message("", &format!("<Group {key} {attribute}/>"), "", "", ""),
            message("", &format!("<g:Group xmlns:g='g' {key} AGE='_T' {attribute}/>"), "", "", ""),
            message("", &format!("<Atts {key} {attribute}/>"), "", "", ""),
            message("", &format!("<Atts {key}>{comp}</Atts>"), "", "", ""),
            message("", "", attribute, "", ""),
            message("", "", "", attribute, ""),
            message("", "", "", "", &comp),
        ] {
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(reading.table.is_some(), taken, "{text}: {}", reading.to_member());
        }
        let other = message("", &format!("<Group MEASURE='SUS' {attribute}/>"), "", "", "");
        assert!(read_small("2024", other.as_bytes()).table.is_some(), "a group of other series");
    }
}

/// What programs write for nothing is no note, and no figure; an area code that looks like it stays one.
#[test]
fn words_for_nothing() {
    let order: Vec<usize> = (0..8).collect();
    for word in ["NA", "NaN", "nan", "#N/A", "NULL", "null", "<NA>", "N/A", "", " "] {
        let mut all = rows(&order, "A", "2024");
        all.iter_mut().for_each(|row| row[7] = word.to_owned());
        let body: Vec<String> = all.iter().map(|row| row.join(",")).collect();
        let reading = read_small("2024", format!("{}\n{}\n", head(&order), body.join("\n")).as_bytes());
        assert!(reading.faults.is_empty() && is_whole(&reading), "{word}: {}", reading.to_member());
        assert!(reading.table.unwrap().notes.is_empty(), "{word}");
        if word == "N/A" {
            continue;
        }
        for (status, rule) in [("A", Some("value-missing")), ("M", None), ("NA", None)] {
            let text = format!("{}\nA,XA,OFF,_T,2024,{word},{status},\n", head(&order));
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(rules(&reading).first().copied(), rule, "{word} {status}: {}", reading.to_member());
        }
    }
    let namibia = format!("{}\nA,NA,OFF,_T,2024,410,A,\n", head(&order));
    assert_eq!(rules(&read_small("2024", namibia.as_bytes())), ["area-other"]);
}

/// What a message says around its data is looked at.
#[test]
fn messages_say_what_they_are() {
    let data = "<m:DataSet><Obs FREQ='A' REF_AREA='XA' MEASURE='OFF' AGE='_T' TIME_PERIOD='2024' OBS_VALUE='410' \
                OBS_STATUS='A'/></m:DataSet>";
    let message = |header: &str, footer: &str| {
        format!(
            "<m:StructureSpecificData xmlns:m='m' xmlns:c='c'><m:Header>{header}</m:Header>{data}{footer}</m:StructureSpecificData>"
        )
    };
    let flow = |flow: &str| format!("urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={flow}");
    let footer = |severity: &str| {
        format!(
            "<m:Footer><f:Message code='413' severity='{severity}'><c:Text>cut: 12 of 90</c:Text></f:Message></m:Footer>"
        )
    };
    for (text, fault, warning) in [
        (message("", ""), None, None),
        (message("<m:Test>false</m:Test>", ""), None, None),
        (message("<m:Test>true</m:Test>", ""), None, Some("sender-says")),
        (message("<m:DataSetAction>Delete</m:DataSetAction>", ""), Some("action"), None),
        (message("<m:DataSetAction>Replace</m:DataSetAction>", ""), None, None),
        (message("<m:DataSetAction>Merge</m:DataSetAction>", ""), None, None),
        (message("", &footer("Error")), Some("sender-error"), None),
        (message("", &footer("Warning")), None, Some("sender-says")),
        (message("", &footer("Information")), None, Some("sender-says")),
        (message("", &footer("")), Some("sender-error"), None),
        (
            message(
                &format!(
                    "<m:Structure><c:StructureUsage><URN>{}</URN></c:StructureUsage></m:Structure>",
                    flow("XX:DF_R(1.0)")
                ),
                "",
            ),
            None,
            None,
        ),
        (
            message(
                &format!(
                    "<m:Structure><c:StructureUsage><URN>{}</URN></c:StructureUsage></m:Structure>",
                    flow("XX:DF_O(1.0)")
                ),
                "",
            ),
            Some("flow-other"),
            None,
        ),
        (
            message(
                &format!(
                    "<m:Structure><c:StructureUsage>{}</c:StructureUsage></m:Structure>",
                    flow("YY:DF_R(1.0)")
                ),
                "",
            ),
            Some("flow-other"),
            None,
        ),
        (
            message(
                &format!(
                    "<m:Structure><c:Structure><URN>{}</URN></c:Structure></m:Structure>",
                    flow("XX:DF_R(2.0)")
                ),
                "",
            ),
            None,
            Some("flow-version"),
        ),
        (
            message(
                "<m:Structure><c:StructureUsage><Ref agencyID='XX' id='DF_O' version='1.0'/></c:StructureUsage></m:Structure>",
                "",
            ),
            Some("flow-other"),
            None,
        ),
    ] {
        let reading = read_small("2024", text.as_bytes());
        assert_eq!(rules(&reading).first().copied(), fault, "{text}: {}", reading.to_member());
        let quiet = ["cells-absent", "pair-half"];
        let said = reading.warnings.iter().map(|one| one.rule).find(|rule| !quiet.contains(rule));
        assert_eq!(said, warning, "{text}: {}", reading.to_member());
    }
}

/// What is alike is matched: the mapping reads the file as it is. What is not is marked, and then nothing thin is taken.
#[test]
fn a_first_mapping_is_made_of_a_file() {
    let structure = small();
    let table = table(&structure, &["2024"]);
    let read_with = |mapping: &str, text: &str| {
        let mapping = Mapping::parse("m.toml", mapping.as_bytes()).unwrap();
        read(&ReadInput {
            structure: &structure,
            cells: &table.cells,
            whole: &table.rules.whole,
            count_only: &table.count_only,
            area: "XA",
            round: None,
            file_name: "foreign",
            bytes: text.as_bytes(),
            previous: None,
            mapping: Some(&mapping),
        })
    };
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
}

/// A mapping that names what the file does not have is refused, whatever it names; never a thin return.
#[test]
fn mappings_that_fit_nothing_are_faults() {
    let structure = small();
    let good = "layout = \"rows\"\n[columns]\ngeo = \"REF_AREA\"\nyear = \"TIME_PERIOD\"\nmeas = \"MEASURE\"\nage = \"AGE\"\n\
                n = \"OBS_VALUE\"\nremark = \"COMMENT_OBS\"\n[fixed]\nFREQ = \"A\"\n[codes.AGE]\nall = \"_T\"\nY_LT18 = \"Y_LT18\"\n\
                Y_GE18 = \"Y_GE18\"\n[keep]\nkind = [\"real\"]\n";
    let rows = CELLS.map(|(measure, age, value)| {
        let age = if age == "_T" { "all" } else { age };
        format!("XA,2024,{measure},{age},{value},real,by hand\nXB,2024,{measure},{age},9,real,\nXA,2023,{measure},{age},9,other,\n")
    });
    let file = format!("geo,year,meas,age,n,kind,remark\n{}", rows.concat());
    let told = |mapping: &str, period: &str, area: &str, file: &str| {
        let mapping = Mapping::parse("m.toml", mapping.as_bytes()).unwrap();
        let table = table(&structure, &[period]);
        read(&ReadInput {
            structure: &structure,
            cells: &table.cells,
            whole: &table.rules.whole,
            count_only: &table.count_only,
            area,
            round: None,
            file_name: "foreign",
            bytes: file.as_bytes(),
            previous: None,
            mapping: Some(&mapping),
        })
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

/// What an office claims of its figures stands on their rows, on rows about several cells, or in a foreign file; none is lost, and
/// none stands against another.
#[test]
fn claims_are_read_wherever_they_stand() {
    let structure = small();
    let table = table(&structure, &["2024"]);
    let read_claims = |claims: [&str; 6], more: &str, mapping: Option<&str>| {
        let rows = rows(&[0, 1, 2, 3, 4, 5, 6], "A", "2024");
        let rows = rows.iter().zip(claims).map(|(row, claims)| format!("{},{claims}\n", row.join(",")));
        let head = format!("{},CONF_STATUS,PUBLISHED\n", head(&[0, 1, 2, 3, 4, 5, 6]));
        let text = format!("{head}{}{more}", rows.collect::<String>());
        let mapping = mapping.map(|text| Mapping::parse("m.toml", text.as_bytes()).unwrap());
        read(&ReadInput {
            structure: &structure,
            cells: &table.cells,
            whole: &table.rules.whole,
            count_only: &table.count_only,
            area: "XA",
            round: None,
            file_name: "claims.csv",
            bytes: text.as_bytes(),
            previous: None,
            mapping: mapping.as_ref(),
        })
    };
    let keys = |reading: &Reading, of: fn(&Return) -> &Vec<u32>| -> Vec<String> {
        let table = reading.table.as_ref().unwrap();
        of(table).iter().map(|cell| table.keys[*cell as usize].clone()).collect()
    };
    let (open, suspects) = ([","; 6], ["SUS._T", "SUS.Y_LT18", "SUS.Y_GE18"]);
    let own = ["C,", ",Y", "F,N", "NA,NA", "NaN,null", ","];
    let mapping = "layout = \"rows\"\n[columns]\n";
    for (mapping, said) in [(None, own), (Some(mapping), own)] {
        let reading = read_claims(said, "", mapping);
        assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
        assert_eq!(keys(&reading, |table| &table.confidential), ["A.OFF._T.2024"]);
        assert_eq!(keys(&reading, |table| &table.public), ["A.OFF.Y_LT18.2024"]);
    }
    let reading = read_claims(open, "A,XA,SUS,,2024,,,C,\n", None);
    let told = keys(&reading, |table| &table.confidential);
    let all = suspects.map(|key| format!("A.{key}.2024"));
    assert!(reading.faults.is_empty() && all.iter().all(|key| told.contains(key)) && told.len() == 3);
    // One that two rows say at once, one against another, one of nothing that the file has, and what is no claim.
    let mut against = open;
    against[4] = ",Y";
    let mut alike = open;
    alike[4] = "C,";
    assert!(rules(&read_claims(alike, "A,XA,SUS,,2024,,,C,\n", None)).is_empty());
    assert_eq!(rules(&read_claims(against, "A,XA,SUS,,2024,,,C,\n", None)), ["claim-both"]);
    assert_eq!(rules(&read_claims(open, "A,XA,SUS,,2024,,,C,Y\n", None)), ["claim-both"]);
    assert_eq!(rules(&read_claims(open, "A,XA,SUS,,2024,,,secret,\n", None)), ["claim-unknown"]);
    let reading = read_claims(open, "Q,XA,SUS,,2024,,,C,\n", None);
    assert!(reading.warnings.iter().any(|one| one.rule == "row-partial"), "{}", reading.to_member());
}
