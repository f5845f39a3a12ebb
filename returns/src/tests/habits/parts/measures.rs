//! A column of figures for each measure, and what a first mapping makes of wide files.

use super::*;

/// A file with a column for each measure.
#[test]
fn a_column_of_figures_for_each_measure() {
    let text = by_measure("Aangiften", "Verdachten");
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

/// What a first mapping makes of such files reads them whole.
#[test]
fn a_first_mapping_of_a_wide_file_says_what_is_added_and_what_headings_are() {
    let structure = small();
    let round = super::super::super::table(&structure, &["2024"]);
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
    let wide = by_measure("Offences", "Suspects");
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
