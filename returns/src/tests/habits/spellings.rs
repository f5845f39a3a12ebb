//! Periods, and words for nothing.

use super::*;

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
        for (status, rule) in [("A", Some("value-missing")), ("M", None), ("NA", Some("return-empty"))] {
            let text = format!("{}\nA,XA,OFF,_T,2024,{word},{status},\n", head(&order));
            let reading = read_small("2024", text.as_bytes());
            assert_eq!(rules(&reading).first().copied(), rule, "{word} {status}: {}", reading.to_member());
        }
    }
    let namibia = format!("{}\nA,NA,OFF,_T,2024,410,A,\n", head(&order));
    assert_eq!(rules(&read_small("2024", namibia.as_bytes())), ["area-other"]);
}

/// What else stands for nothing is no note either; an error of a spreadsheet is a fault, whatever the file is.
#[test]
fn words_that_are_no_notes() {
    let with = |note: &str| {
        let mut all = rows(&ALL, "A", "2024");
        all[0][7] = note.to_owned();
        read_small("2024", file(&ALL, &all).as_bytes())
    };
    for word in [
        "None",
        "\\N",
        "(null)",
        "nil",
        "NaT",
        "-nan",
        ":",
        "..",
        "-",
        "–",
        "...",
        "~",
        "(blank)",
        "undefined",
        "?",
        "N.A.",
        "n.a.",
        "--NA--",
        "NULL;",
        "<NULL>",
        "[null]",
        "(empty)",
        "#N/A N/A",
        "-1.#IND",
        "1.#QNAN",
        "None.",
        "\u{2212}",
    ] {
        let reading = with(word);
        assert!(reading.faults.is_empty() && is_whole(&reading), "{word}: {}", reading.to_member());
        assert!(reading.table.unwrap().notes.is_empty(), "{word}");
    }
    for word in ["#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"] {
        assert_eq!(rules(&with(word)), ["note-text"], "{word}");
    }
    for word in ["by hand", "no", "nan of the mill", "x", "n.b.", "null and void", "missing", "(empty cells)"]
    {
        assert_eq!(with(word).table.unwrap().notes[0].text, word);
    }
}

/// A month in any spelling, as a date too, is one of the round or none.
#[test]
fn months_of_every_year_and_spelling() {
    for month in 1..=12 {
        for asked in [format!("2024-{month:02}"), format!("2024-M{month:02}")] {
            for written in [
                format!("2024-{month:02}"),
                format!("2024-M{month:02}"),
                format!("2024M{month:02}"),
                format!("2024M{month}"),
                format!("2024-{month:02}-01"),
            ] {
                let text = file(&ALL, &rows(&ALL, "M", &written));
                let reading = read_small(&asked, text.as_bytes());
                assert!(
                    reading.faults.is_empty() && is_whole(&reading),
                    "{asked} {written}: {}",
                    reading.to_member()
                );
            }
            for other in [
                format!("2024-{:02}", month % 12 + 1),
                format!("2023-{month:02}"),
                format!("2024-{month:02}-02"),
                format!("{month:02}/2024"),
            ] {
                let text = file(&ALL, &rows(&ALL, "M", &other));
                assert!(read_small(&asked, text.as_bytes()).table.is_none(), "{asked} {other}");
            }
        }
    }
}

/// Characters that nobody sees, in a heading, a code, a status and a figure: as if they were not there. Where they turn digits
/// round, the figure is refused.
#[test]
fn characters_of_no_width_change_nothing() {
    let unseen = [
        '\u{ad}', '\u{34f}', '\u{61c}', '\u{180e}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}',
        '\u{200f}', '\u{202a}', '\u{202c}', '\u{2060}', '\u{2063}', '\u{2066}', '\u{2068}', '\u{2069}',
        '\u{fe0f}', '\u{feff}',
    ];
    let plain = file(&ALL, &rows(&ALL, "A", "2024"));
    for c in unseen {
        for (old, new) in [
            ("OBS_VALUE", format!("OBS_VALUE{c}")),
            ("MEASURE", format!("{c}MEA{c}SURE")),
            (",SUS,_T,", format!(",SUS{c},{c}_T,")),
            (",410,A,", format!(",{c}410{c},A{c},")),
            (",2024,95,", format!(",20{c}24,9{c}5,")),
        ] {
            let reading = read_small("2024", plain.replacen(old, &new, 1).as_bytes());
            assert!(reading.faults.is_empty() && is_whole(&reading), "{new:?}: {}", reading.to_member());
            assert_eq!(reading.summary.filled, 6, "{new:?}");
        }
    }
    for turning in ['\u{202b}', '\u{202d}', '\u{202e}', '\u{2067}'] {
        let reading = read_small("2024", plain.replacen(",410,", &format!(",{turning}410,"), 1).as_bytes());
        assert!(reading.table.is_none(), "{turning:?}");
    }
    // In a note they may be part of a word.
    let note = "شمارش\u{200c}ها";
    let mut all = rows(&ALL, "A", "2024");
    all[0][7] = note.to_owned();
    assert_eq!(read_small("2024", file(&ALL, &all).as_bytes()).table.unwrap().notes[0].text, note);
}
