//! A part of a year under any name is never taken for the year; what names the year or nothing is taken.

use super::*;

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
