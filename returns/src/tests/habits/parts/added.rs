//! Columns and rows that a mapping adds up: all parts of a figure or nothing, and only what it names.

use super::*;

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
