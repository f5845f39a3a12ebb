//! A part of a year that a mapping takes for the year, and figures that it adds up.

use super::*;

/// A mapping of the small structure. `more`: before the columns; `columns`: lines of the figures; `rest`: what follows.
fn mapping(more: &str, columns: &str, rest: &str) -> String {
    format!(
        "layout = \"rows\"\n{more}\n[columns]\nmeas = \"MEASURE\"\nage = \"AGE\"\n{columns}\n[fixed]\nFREQ = \"A\"\n\
         REF_AREA = \"XA\"\nTIME_PERIOD = \"2024\"\n{rest}"
    )
}

/// The six cells, each with these fields behind.
fn table(heads: &str, fields: impl Fn(u32) -> String) -> String {
    let rows = CELLS.map(|(measure, age, value)| format!("{measure},{age},{}\n", fields(value)));
    format!("meas,age,{heads}\n{}", rows.concat())
}

fn read(text: &str, mapping: &str) -> Reading {
    read_as("2024", "XA", text.as_bytes(), Some(mapping))
}

fn told(reading: &Reading, rule: &str) -> bool {
    let is = |fault: &&Fault| fault.rule == rule;
    reading.faults.iter().chain(&reading.warnings).any(|fault| is(&fault))
}

/// Figures of a part of the year under every spelling of its heading are never taken for the year in silence.
#[test]
fn a_column_of_a_month_is_never_taken_for_the_year() {
    let plainly = [
        "jan-24",
        "Jan 2024",
        "2024-01",
        "2024/01",
        "01-2024",
        "202401",
        "januari",
        "Januari 2024",
        "janvier",
        "Januar",
        "enero",
        "styczeń",
        "leden 2024",
        "tammikuu",
        "январь",
        "Ιανουάριος",
        "M01 2024",
        "2024M01",
        "maand 1",
        "1. Monat",
        "K1 2024",
        "Q1 2024",
        "2024-Q1",
        "2024K1",
        "T1 2024",
        "1er trimestre",
        "1e kwartaal",
        "Quartal 1",
        "I kwartał",
        "H1 2024",
        "1. Halbjahr",
        "2024-S1",
        "jan-mrt",
        "jan-nov 2024",
        "2024 YTD",
        "week 12",
        "Aantal januari",
        "first 9 months of 2024",
    ];
    for heading in plainly {
        let text = table(heading, |value| value.to_string());
        let reading = read(&text, &mapping("", &format!("\"{heading}\" = \"OBS_VALUE\""), ""));
        assert_eq!(rules(&reading), ["mapping-part"], "{heading}: {}", reading.to_member());
        let fault = &reading.faults[0];
        assert!(fault.file == "m.toml" && fault.row == Some(6), "the line of the mapping: {fault}");
    }
    for heading in ["jan", "mrt", "Q1", "T1", "May"] {
        let text = table(heading, |value| value.to_string());
        let reading = read(&text, &mapping("", &format!("\"{heading}\" = \"OBS_VALUE\""), ""));
        assert!(
            reading.faults.is_empty() && told(&reading, "mapping-perhaps"),
            "{heading}: {}",
            reading.to_member()
        );
    }
    // With the period in a column of the file it is the same.
    let by_column = "layout = \"rows\"\n[columns]\nmeas = \"MEASURE\"\nage = \"AGE\"\njaar = \"TIME_PERIOD\"\n\"jan-24\" = \
                     \"OBS_VALUE\"\n[fixed]\nFREQ = \"A\"\nREF_AREA = \"XA\"\n";
    let text = table("jaar,jan-24", |value| format!("2024,{value}"));
    assert_eq!(rules(&read(&text, by_column)), ["mapping-part"]);
}

#[test]
fn headings_that_name_the_year_or_nothing_are_taken_without_a_word() {
    for heading in [
        "2024",
        "Cases 2024",
        "Jahr 2024",
        "Aantal",
        "n",
        "Total",
        "jan-dec 2024",
        "Januar bis Dezember 2024",
        "Q1-Q4 2024",
        "01.01.2024-31.12.2024",
        "Stand 31.12.2024",
        "per 31 december 2024",
        "Under 12 months",
        "Recidive na 12 maanden",
        "Out",
        "DDoS",
        "Article 138",
        "Mayor",
        "Decision",
        "S1P",
        "V1",
        "M1",
        "H1",
        "12-17",
    ] {
        let text = table(heading, |value| value.to_string());
        let reading = read(&text, &mapping("", &format!("\"{heading}\" = \"OBS_VALUE\""), ""));
        assert!(reading.faults.is_empty() && is_whole(&reading), "{heading}: {}", reading.to_member());
        assert!(!told(&reading, "mapping-perhaps"), "{heading}: {}", reading.to_member());
    }
    // A round that asks for the month takes it.
    let month = mapping("", "\"jan-24\" = \"OBS_VALUE\"", "")
        .replace("\"2024\"", "\"2024-01\"")
        .replace("\"A\"", "\"M\"");
    let text = table("jan-24", |value| value.to_string());
    let reading = read_as("2024-01", "XA", text.as_bytes(), Some(&month));
    assert!(reading.faults.is_empty(), "{}", reading.to_member());
}

/// A column that says the month of each row, whether the mapping names it, keeps some of it, or passes it over.
#[test]
fn rows_of_a_month_are_never_taken_for_the_year() {
    let own = "n = \"OBS_VALUE\"";
    for (column, label) in [
        ("maand", "januari"),
        ("maand", "1"),
        ("Monat", "2024-03"),
        ("kwartaal", "2"),
        ("periode", "Q2 2024"),
        ("t", "jan-24"),
    ] {
        let text = table(&format!("{column},n"), |value| format!("{label},{value}"));
        for (lines, rest) in
            [(own.to_owned(), String::new()), (own.to_owned(), format!("[keep]\n{column} = [\"{label}\"]\n"))]
        {
            let reading = read(&text, &mapping("", &lines, &rest));
            assert!(reading.table.is_none(), "{column} {label} {rest}: {}", reading.to_member());
            assert!(told(&reading, "mapping-part"), "{column} {label} {rest}: {}", reading.to_member());
        }
        let codes = format!(
            "layout = \"rows\"\n[columns]\nmeas = \"MEASURE\"\nage = \"AGE\"\n{column} = \"TIME_PERIOD\"\n{own}\n[fixed]\n\
             FREQ = \"A\"\nREF_AREA = \"XA\"\n[codes.TIME_PERIOD]\n\"{label}\" = \"2024\"\n"
        );
        assert!(told(&read(&text, &codes), "mapping-part"), "{column} {label}");
    }
    // The last month may be counted from the first on: told, and not refused.
    let text = table("maand,n", |value| format!("december,{value}"));
    let kept = read(&text, &mapping("", own, "[keep]\nmaand = [\"december\"]\n"));
    assert!(kept.faults.is_empty() && told(&kept, "mapping-perhaps"), "{}", kept.to_member());
    // Other things that stand in a column say no part of the year.
    for (column, label) in
        [("name", "Jan"), ("maand", "totaal"), ("leeftijd", "12"), ("stand", "2025-02-01"), ("wijk", "Mars")]
    {
        let text = table(&format!("{column},n"), |value| format!("{label},{value}"));
        let reading = read(&text, &mapping("", own, ""));
        assert!(!told(&reading, "mapping-part"), "{column} {label}: {}", reading.to_member());
    }
}

const MONTHS: [&str; 12] = [
    "jan-24", "feb-24", "mrt-24", "apr-24", "mei-24", "jun-24", "jul-24", "aug-24", "sep-24", "okt-24",
    "nov-24", "dec-24",
];

/// A figure in twelve parts.
fn parts(value: u32) -> Vec<String> {
    (0..12).map(|month| (value / 12 + u32::from(month < value % 12)).to_string()).collect()
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn columns(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\" = \"OBS_VALUE\"\n")).collect()
}

#[test]
fn twelve_columns_are_added_up_where_the_mapping_says_so_and_only_then() {
    let text = table(&MONTHS.join(","), |value| parts(value).join(","));
    let added = mapping(&format!("add = [{}]", quoted(&MONTHS)), &columns(&MONTHS), "");
    let reading = read(&text, &added);
    assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
    assert!(reading.table.is_some() && told(&reading, "mapping-added"), "{}", reading.to_member());
    // Nothing is added by itself.
    let reading = read(&text, &mapping("", &columns(&MONTHS), ""));
    assert!(reading.table.is_none() && reading.to_member().contains("add = ["), "{}", reading.to_member());
    // Eleven of them are no year, nor is one of them twice, nor a total beside its parts.
    for lacking in 0..12 {
        let eleven: Vec<&str> =
            MONTHS.iter().enumerate().filter(|(at, _)| *at != lacking).map(|(_, name)| *name).collect();
        let reading = read(&text, &mapping(&format!("add = [{}]", quoted(&eleven)), &columns(&eleven), ""));
        assert_eq!(rules(&reading), ["mapping-part"]);
        assert!(
            reading.to_member().contains(&format!("2024-{:02} of 2024", lacking + 1)),
            "{}",
            reading.to_member()
        );
    }
    let text =
        table(&format!("{},Totaal", MONTHS.join(",")), |value| format!("{},{value}", parts(value).join(",")));
    let all: Vec<&str> = MONTHS.into_iter().chain(["Totaal"]).collect();
    let reading = read(&text, &mapping(&format!("add = [{}]", quoted(&all)), &columns(&all), ""));
    assert!(
        rules(&reading).iter().all(|rule| *rule == "added-part") && reading.table.is_none(),
        "{}",
        reading.to_member()
    );
    // The total alone is the figure.
    let reading = read(&text, &mapping("", "Totaal = \"OBS_VALUE\"", ""));
    assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
}

#[test]
fn a_part_that_is_not_there_or_is_wrong_is_a_fault_of_its_own_place() {
    let added = mapping(&format!("add = [{}]", quoted(&MONTHS)), &columns(&MONTHS), "");
    let text = table(&MONTHS.join(","), |value| parts(value).join(","));
    let spoil = |field: &str| text.replacen("OFF,_T,35", &format!("OFF,_T,{field}"), 1);
    for (field, rule) in [
        ("", "added-part"),
        (":", "added-part"),
        ("x", "value-text"),
        ("-3", "value-negative"),
        ("1.234", "value-ambiguous"),
    ] {
        let reading = read(&spoil(field), &added);
        assert_eq!(rules(&reading), [rule], "{field}: {}", reading.to_member());
        let fault = &reading.faults[0];
        assert_eq!((fault.row, fault.column.as_deref()), (Some(2), Some("jan-24")), "{field}: {fault}");
    }
    // What stands for 0, the mapping says.
    for zero in ["", "-", "geen"] {
        let text = table(&MONTHS.join(","), |value| {
            let mut all = vec![zero.to_owned(); 12];
            all[3] = value.to_string();
            all.join(",")
        });
        assert!(zero == "-" || !read(&text, &added).faults.is_empty(), "{zero}");
        let reading = read(&text, &added.replacen("add =", &format!("zero = [\"{zero}\"]\nadd ="), 1));
        assert!(reading.faults.is_empty() && is_whole(&reading), "{zero}: {}", reading.to_member());
    }
}

/// A file with a column for each measure.
#[test]
fn a_column_of_figures_for_each_measure() {
    let rows: String = ["_T", "Y_LT18", "Y_GE18"]
        .map(|age| {
            let of = |measure: &str| {
                CELLS.iter().find(|(own, other, _)| *own == measure && *other == age).unwrap().2
            };
            format!("XA,2024,{age},{},{}\n", of("OFF"), of("SUS"))
        })
        .concat();
    let text = format!("geo,year,age,Aangiften,Verdachten\n{rows}");
    let base = "layout = \"rows\"\n[columns]\ngeo = \"REF_AREA\"\nyear = \"TIME_PERIOD\"\nage = \"AGE\"\n";
    let values = "[values.Aangiften]\nMEASURE = \"OFF\"\n[values.Verdachten]\nMEASURE = \"SUS\"\n";
    let wide = format!("{base}{values}[fixed]\nFREQ = \"A\"\n");
    let reading = read(&text, &wide);
    assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
    assert!(
        !told(&reading, "mapping-added") && !told(&reading, "mapping-left-out"),
        "{}",
        reading.to_member()
    );
    // Faults name the column of the file.
    let reading = read(&text.replacen(",95\n", ",x\n", 1), &wide);
    assert_eq!(reading.faults[0].column.as_deref(), Some("Verdachten"), "{}", reading.to_member());
    for (old, new) in [
        ("MEASURE = \"SUS\"", "MEASURE = \"OFF\""),
        ("MEASURE = \"SUS\"", "MEASURE = \"NONE\""),
        ("MEASURE = \"SUS\"", "MESURE = \"SUS\""),
        ("MEASURE = \"SUS\"", "REF_AREA = \"XA\"\nMEASURE = \"SUS\""),
        ("MEASURE = \"SUS\"", "FREQ = \"A\"\nMEASURE = \"SUS\""),
        ("[values.Verdachten]", "[values.Verdacht]"),
        ("MEASURE = \"SUS\"\n", ""),
        ("age = \"AGE\"", "age = \"AGE\"\nVerdachten = \"OBS_VALUE\""),
        ("MEASURE = \"OFF\"", "MEASURE = \"SUS\""),
    ] {
        let mapping = wide.replacen(old, new, 1);
        assert_ne!(mapping, wide, "{old}");
        let reading = read(&text, &mapping);
        assert!(
            rules(&reading).contains(&"mapping-target") && reading.table.is_none(),
            "{new}: {}",
            reading.to_member()
        );
    }
    // A heading that is another code than the one said of it.
    let crossed = text.replace("Aangiften", "Suspects");
    let reading = read(&crossed, &wide.replace("Aangiften", "Suspects"));
    assert!(rules(&reading).contains(&"mapping-target"), "{}", reading.to_member());
}

/// Rows that become one cell: never added nor dropped by themselves; added where they differ in what the mapping names; the same
/// row again stays a fault.
#[test]
fn rows_are_added_up_over_what_the_mapping_names() {
    let regions = ["Noord", "Oost", "Zuid"];
    let rows = CELLS.map(|(measure, age, value)| {
        let split = [value / 2, value / 3, value - value / 2 - value / 3];
        regions
            .iter()
            .zip(split)
            .map(|(region, part)| format!("{measure},{age},{region},{part}\n"))
            .collect::<String>()
    });
    let text = format!("meas,age,regio,n\n{}", rows.concat());
    let own = "n = \"OBS_VALUE\"";
    let plain = read(&text, &mapping("", own, ""));
    assert!(plain.table.is_none() && told(&plain, "cell-duplicate") && plain.to_member().contains("add = ["));
    let added = mapping("add = [\"regio\"]", own, "");
    let reading = read(&text, &added);
    assert!(
        reading.faults.is_empty() && is_whole(&reading) && reading.table.is_some(),
        "{}",
        reading.to_member()
    );
    assert!(told(&reading, "mapping-added"));
    let twice = format!("{text}OFF,_T,Noord,205\n");
    assert_eq!(rules(&read(&twice, &added)), ["cell-duplicate"]);
    let total = format!("{text}OFF,_T,Totaal,410\n");
    assert_eq!(rules(&read(&total, &added)), ["added-part"]);
    // Codes that become one are parts of it, too, and only if the mapping says so.
    let codes = "[codes.AGE]\nA = \"_T\"\nB = \"_T\"\n";
    let split = CELLS.map(|(measure, age, value)| match age {
        "_T" => format!("{measure},A,{}\n{measure},B,{}\n", value / 4, value - value / 4),
        _ => String::new(),
    });
    let text = format!("meas,age,n\n{}", split.concat());
    assert!(told(&read(&text, &mapping("", own, codes)), "cell-duplicate"));
    let reading = read_as("2024", "XA", text.as_bytes(), Some(&mapping("add = [\"age\"]", own, codes)));
    assert_eq!(reading.summary.filled, 2, "{}", reading.to_member());
    // A total that becomes another code than the others is no part of them.
    let codes = format!("{codes}Totaal = \"Y_GE18\"\n");
    let text = format!("{text}OFF,Totaal,3\n");
    let reading = read(&text, &mapping("add = [\"age\"]", own, &codes));
    assert!(!told(&reading, "added-part"), "{}", reading.to_member());
}

/// Months in a column of labels become the round's year where all of them are added up.
#[test]
fn rows_of_all_months_are_added_up_to_the_year() {
    let months = |label: &dyn Fn(usize) -> String, skip: usize| {
        let rows = CELLS.map(|(measure, age, value)| {
            let parts = parts(value).into_iter().enumerate().filter(|(month, _)| *month != skip);
            parts
                .map(|(month, part)| format!("{measure},{age},{},{part}\n", label(month)))
                .collect::<String>()
        });
        format!("meas,age,maand,n\n{}", rows.concat())
    };
    let own = "n = \"OBS_VALUE\"";
    let number: &dyn Fn(usize) -> String = &|month| (month + 1).to_string();
    let iso: &dyn Fn(usize) -> String = &|month| format!("2024-{:02}", month + 1);
    let word: &dyn Fn(usize) -> String = &|month| MONTHS[month].to_owned();
    let beside = mapping("add = [\"maand\"]", own, "");
    let period = "layout = \"rows\"\nadd = [\"maand\"]\n[columns]\nmeas = \"MEASURE\"\nage = \"AGE\"\nmaand = \"TIME_PERIOD\"\n\
                  n = \"OBS_VALUE\"\n[fixed]\nFREQ = \"A\"\nREF_AREA = \"XA\"\n";
    for label in [number, iso, word] {
        for mapping in [beside.as_str(), period] {
            let reading = read(&months(label, 99), mapping);
            assert!(reading.faults.is_empty() && is_whole(&reading), "{}\n{}", label(0), reading.to_member());
            for skip in [0, 6, 11] {
                let reading = read(&months(label, skip), mapping);
                assert!(
                    reading.table.is_none() && told(&reading, "mapping-part"),
                    "{} {skip}: {}",
                    label(0),
                    reading.to_member()
                );
            }
        }
        let once = read(&months(label, 99), &mapping("", own, ""));
        assert!(once.table.is_none(), "{}: {}", label(0), once.to_member());
    }
    // Months of another year are left out, and are no parts.
    let other = months(iso, 99).replace("2024-01", "2023-01");
    let reading = read(&other, period);
    assert!(reading.table.is_none() && told(&reading, "mapping-part"), "{}", reading.to_member());
}

/// What a first mapping makes of such files reads them whole.
#[test]
fn a_first_mapping_of_a_wide_file_says_what_is_added_and_what_headings_are() {
    let structure = small();
    let round = super::super::table(&structure, &["2024"]);
    let draft = |text: &str| draft_mapping(&structure, &round.cells, "foreign", text.as_bytes()).unwrap();
    let complete = |draft: &str| draft.replace("#? REF_AREA = \"\"", "REF_AREA = \"XA\"");
    let text = table(&MONTHS.join(","), |value| parts(value).join(","));
    let made = draft(&text);
    assert!(made.contains("add = [\"jan-24\", \"feb-24\"") && !made.contains("#? \"jan-24\""), "{made}");
    let reading = read(&text, &complete(&made));
    assert!(reading.faults.is_empty() && is_whole(&reading), "{made}\n{}", reading.to_member());
    // Without one month nothing is added: the columns are left open.
    let eleven = table(&MONTHS[1..].join(","), |value| parts(value)[1..].join(","));
    let made = draft(&eleven);
    assert!(!made.contains("\nadd = ") && made.contains("#? \"feb-24\" = \"OBS_VALUE\""), "{made}");
    let reading = read(&eleven, &complete(&made));
    assert!(reading.table.is_none() && told(&reading, "mapping-open"), "{}", reading.to_member());
    // A column for each measure, by name.
    let rows: String = ["_T", "Y_LT18", "Y_GE18"]
        .map(|age| {
            let of = |measure: &str| {
                CELLS.iter().find(|(own, other, _)| *own == measure && *other == age).unwrap().2
            };
            format!("XA,2024,{age},{},{}\n", of("OFF"), of("SUS"))
        })
        .concat();
    let wide = format!("geo,year,age,Offences,Suspects\n{rows}");
    let made = draft(&wide);
    assert!(made.contains("[values.\"Offences\"]\nMEASURE = \"OFF\""), "{made}");
    assert!(!made.lines().any(|line| line.starts_with("#?")), "{made}");
    let reading = read(&wide, &made);
    assert!(reading.faults.is_empty() && is_whole(&reading), "{made}\n{}", reading.to_member());
    // A column of months beside that of the year.
    let long = CELLS.map(|(measure, age, value)| {
        let all = parts(value).into_iter().enumerate();
        all.map(|(month, part)| format!("XA,2024,{},{measure},{age},{part}\n", month + 1)).collect::<String>()
    });
    let long = format!("geo,year,maand,meas,age,n\n{}", long.concat());
    let made = draft(&long);
    assert!(made.contains("add = [\"maand\"]"), "{made}");
    let reading = read(&long, &made);
    assert!(reading.faults.is_empty() && is_whole(&reading), "{made}\n{}", reading.to_member());
}

proptest::proptest! {
    /// However a figure is split over columns or rows, what is added up is the figure; and a file whose parts are not all there is
    /// never taken.
    #[test]
    fn sums_are_the_whole_or_refused(
        cuts in proptest::collection::vec(0u32..40, 6..7),
        lost in proptest::option::of((0usize..6, 0usize..3)),
    ) {
        let names = ["a", "b", "c"];
        let split: Vec<[u32; 3]> = CELLS.iter().zip(&cuts).map(|((.., value), cut)| {
            let first = value * cut / 40;
            let second = (value - first) / 2;
            [first, second, value - first - second]
        }).collect();
        let field = |cell: usize, part: usize| if lost == Some((cell, part)) { String::new() } else { split[cell][part].to_string() };
        let wide: String = CELLS.iter().enumerate().map(|(cell, (measure, age, _))| {
            format!("{measure},{age},{},{},{}\n", field(cell, 0), field(cell, 1), field(cell, 2))
        }).collect();
        let long: String = CELLS.iter().enumerate().flat_map(|(cell, (measure, age, _))| {
            (0..3).map(move |part| (cell, part, *measure, *age))
        }).map(|(cell, part, measure, age)| format!("{measure},{age},{},{}\n", names[part], field(cell, part))).collect();
        for (text, own) in [
            (format!("meas,age,a,b,c\n{wide}"), mapping("add = [\"a\", \"b\", \"c\"]", &columns(&names), "")),
            (format!("meas,age,part,n\n{long}"), mapping("add = [\"part\"]", "n = \"OBS_VALUE\"", "")),
        ] {
            let reading = read(&text, &own);
            proptest::prop_assert_eq!(reading.table.is_some(), lost.is_none(), "{}", reading.to_member());
            proptest::prop_assert!(is_whole(&reading));
        }
    }
}
