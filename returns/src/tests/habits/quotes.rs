//! Quotation marks and marks inside figures.

use super::*;
use proptest::prelude::*;

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
