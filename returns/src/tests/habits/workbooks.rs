//! Workbooks that show another thing than they hold.

use super::super::fill::repacked;
use super::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

/// A workbook of the six rows, changed.
fn book(change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (name, column) in HEAD.iter().zip(0..) {
        sheet.write_string(0, column, *name).unwrap();
    }
    for ((measure, age, value), row) in CELLS.into_iter().zip(1..) {
        for (text, column) in ["A", "XA", measure, age, "2024"].into_iter().zip(0..) {
            sheet.write_string(row, column, text).unwrap();
        }
        sheet.write_number(row, 5, value).unwrap();
        sheet.write_string(row, 6, "A").unwrap();
    }
    change(sheet);
    book.save_to_buffer().unwrap()
}

/// The first sheet's XML changed.
fn edited(book: &[u8], old: &str, new: &str) -> Vec<u8> {
    repacked(book, |_, _, path, bytes| {
        if path == "xl/worksheets/sheet1.xml" {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains(old), "{old} in {text}");
            *bytes = text.replacen(old, new, 1).into_bytes();
        }
    })
}

fn told(book: &[u8]) -> Reading {
    let reading = read_small("2024", book);
    assert!(is_whole(&reading), "{}", reading.to_member());
    reading
}

#[test]
fn figures_that_nobody_sees_are_faults() {
    let plain = book(|_| {});
    assert!(told(&plain).faults.is_empty());
    let row = "<row r=\"3\"";
    let books = [
        book(|sheet| {
            sheet.set_column_hidden(5).unwrap();
        }),
        book(|sheet| {
            sheet.set_column_range_hidden(4, 6).unwrap();
        }),
        book(|sheet| {
            sheet.set_column_width(5, 0.1).unwrap();
        }),
        book(|sheet| {
            sheet.set_row_hidden(2).unwrap();
        }),
        book(|sheet| {
            sheet.set_row_height(2, 0).unwrap();
        }),
        book(|sheet| {
            sheet.group_rows_collapsed(2, 4).unwrap();
        }),
        book(|sheet| {
            sheet.set_column_hidden(6).unwrap();
        }),
        book(|sheet| {
            sheet.autofilter(0, 0, 6, 6).unwrap();
            sheet.filter_column(3, &rust_xlsxwriter::FilterCondition::new().add_list_filter("_T")).unwrap();
        }),
        edited(&plain, row, "<row hidden=\"true\" r=\"3\""),
        edited(&plain, row, "<row customHeight=\"1\" ht=\"0.5\" r=\"3\""),
        edited(&plain, "<sheetFormatPr ", "<sheetFormatPr zeroHeight=\"1\" "),
        edited(&plain, "defaultRowHeight=\"15\"", "defaultRowHeight=\"0\""),
        edited(&plain, "<sheetData>", "<cols><col min=\"1\" max=\"16384\" width=\"0\"/></cols><sheetData>"),
    ];
    for (at, book) in books.iter().enumerate() {
        let reading = told(book);
        assert!(rules(&reading).contains(&"workbook-hidden"), "{at}: {}", reading.to_member());
    }
}

#[test]
fn formats_that_show_another_thing_are_faults() {
    for (format, value, rule) in [
        ("0", 150.0, None),
        ("#,##0", 150.0, None),
        ("_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-", 0.0, None),
        ("0;-0;;@", 150.0, None),
        ("0;-0;;@", 0.0, Some("workbook-hidden")),
        (";;;", 150.0, Some("workbook-hidden")),
        (";;;", 0.0, Some("workbook-hidden")),
        ("\"see note\"", 150.0, Some("workbook-hidden")),
        ("0%", 1.0, Some("unit-other")),
        ("0.00%", 2.0, Some("unit-other")),
    ] {
        let book = book(|sheet| {
            sheet.write_number_with_format(2, 5, value, &Format::new().set_num_format(format)).unwrap();
        });
        let reading = read_small("2024", &book);
        assert_eq!(rules(&reading).first().copied(), rule, "{format}: {}", reading.to_member());
    }
}

/// What Excel shows with its fifteen digits is what was meant.
#[test]
fn figures_are_read_as_they_are_shown() {
    for (stored, shown) in [
        (124_599.999_999_999_99, Some(124_600)),
        (409.999_999_999_999_94, Some(410)),
        (410.000_000_000_000_06, Some(410)),
        (1e5, Some(100_000)),
        (0.999_999_999_999_999_9, Some(1)),
        (0.0, Some(0)),
        (409.999_999, None),
        (410.5, None),
        (0.41, None),
        (-1.0, None),
    ] {
        let reading = read_small(
            "2024",
            &book(|sheet| {
                sheet.write_number(1, 5, stored).unwrap();
            }),
        );
        let read = reading.table.as_ref().map(|table| {
            let at = table.keys.iter().position(|key| key == "A.OFF._T.2024").unwrap();
            table.values[at].unwrap()
        });
        assert_eq!(read, shown, "{stored}: {}", reading.to_member());
    }
}

/// A month that is typed becomes the first day of it.
#[test]
fn months_that_became_dates() {
    for asked in ["2024-03", "2024-M03"] {
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 3, 1).unwrap();
        let format = Format::new().set_num_format("mmm-yy");
        let months = book(|sheet| {
            for row in 1..7 {
                sheet.write_string(row, 0, "M").unwrap();
                sheet.write_datetime_with_format(row, 4, &date, &format).unwrap();
            }
        });
        let reading = read_small(asked, &months);
        assert!(reading.faults.is_empty() && is_whole(&reading), "{}", reading.to_member());
        let reading = read_small("2024-04", &months);
        assert!(reading.table.is_none(), "another month");
    }
}

/// Dates, times and errors where words are expected.
#[test]
fn notes_that_are_no_text() {
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 31).unwrap();
    let time = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 31).unwrap().and_hms(14, 30, 0).unwrap();
    for (value, format, wanted) in [
        (&date, "yyyy-mm-dd", "2024-01-31"),
        (&date, "dd.mm.yyyy", "2024-01-31"),
        (&time, "d/m/yy h:mm", "2024-01-31T14:30:00"),
    ] {
        let book = book(|sheet| {
            sheet.write_datetime_with_format(1, 7, value, &Format::new().set_num_format(format)).unwrap();
        });
        let reading = told(&book);
        assert_eq!(reading.table.as_ref().unwrap().notes[0].text, wanted, "{}", reading.to_member());
    }
    for error in ["#VALUE!", "#REF!", "#DIV/0!", "#NAME?"] {
        let formula = rust_xlsxwriter::Formula::new("=X1").set_result(error);
        let reading = read_small(
            "2024",
            &book(|sheet| {
                sheet.write_formula(1, 7, formula).unwrap();
            }),
        );
        assert_eq!(rules(&reading).first().copied(), Some("note-text"), "{error}: {}", reading.to_member());
    }
}

/// The same figures in every kind of container: read, or named.
#[test]
fn containers_are_read_or_named() {
    let plain = book(|_| {});
    let backslashes = repacked_as(&plain, |name| name.replace('/', "\\"));
    assert!(told(&backslashes).faults.is_empty());
    let letters = repacked_as(&plain, |name| name.replace("xl/workbook.xml", "XL/Workbook.xml"));
    assert!(told(&letters).faults.is_empty());
    let archive = repacked_as(&plain, |name| format!("folder/{name}"));
    for (bytes, word) in [
        (archive, "(.zip)"),
        (b"\x1f\x8b\x08\0rest".to_vec(), "(.gz)"),
        (b"BZh9rest".to_vec(), "(.bz2)"),
        (b"\xFD7zXZ\0rest".to_vec(), "xz"),
        (b"7z\xBC\xAF\x27\x1Crest".to_vec(), "(.7z)"),
        (b"\x28\xB5\x2F\xFDrest".to_vec(), "zstd"),
        (b"%PDF-1.7".to_vec(), "kind that is not read"),
    ] {
        let reading = read_small("2024", &bytes);
        assert_eq!(rules(&reading), ["file-format"], "{word}: {}", reading.to_member());
        assert!(reading.to_member().contains(word), "{word}: {}", reading.to_member());
    }
}

/// An archive whose files have other names.
fn repacked_as(book: &[u8], name: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let parts = std::cell::RefCell::new(Vec::new());
    repacked(book, |_, _, path, bytes| parts.borrow_mut().push((name(path), bytes.clone())));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts.into_inner() {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Cells of a workbook hold them as well: copied from web pages, and out of documents.
#[test]
fn characters_of_no_width_in_cells() {
    for c in ['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{a0}'] {
        let reading = told(&book(|sheet| {
            sheet.write_string(0, 5, format!("OBS_VALUE{c}")).unwrap();
            sheet.write_string(0, 2, format!("{c}MEASURE")).unwrap();
            sheet.write_string(1, 2, format!("OFF{c}")).unwrap();
            sheet.write_string(2, 6, format!("{c}A")).unwrap();
        }));
        assert!(reading.faults.is_empty(), "{c:?}: {}", reading.to_member());
        assert_eq!(reading.summary.filled, 6, "{c:?}");
    }
}

/// Letters in the colour of the cell, on any ground; white ones on a dark ground are seen.
#[test]
fn figures_in_the_colour_of_their_cell_are_faults() {
    let with = |ink: u32, ground: Option<u32>, column: u16| {
        let format = Format::new().set_font_color(ink);
        let format = ground.map_or(format.clone(), |ground| format.set_background_color(ground));
        read_small(
            "2024",
            &book(|sheet| {
                sheet.write_with_format(1, column, if column == 5 { "" } else { "A" }, &format).unwrap();
                if column == 5 {
                    sheet.write_number_with_format(1, 5, 410, &format).unwrap();
                }
            }),
        )
    };
    for (ink, ground, column, seen) in [
        (0xFF_FFFF, None, 5, false),
        (0xFF_FFFF, Some(0xFF_FFFF), 5, false),
        (0xFF_F2CC, Some(0xFF_F2CC), 5, false),
        (0xFF_FFFF, Some(0x1F_4E78), 5, true),
        (0x80_8080, None, 5, true),
        (0x00_0000, None, 5, true),
        (0xFF_FFFF, None, 0, true),
    ] {
        let reading = with(ink, ground, column);
        let said = reading.to_member();
        assert_eq!(reading.faults.is_empty(), seen, "{ink:06X} on {ground:?}, column {column}: {said}");
        assert!(seen || rules(&reading) == ["workbook-hidden"], "{said}");
        assert!(is_whole(&reading));
    }
}

/// Conditional formats as a spreadsheet writes them: those that hide a figure, or may, and those that do not.
#[test]
fn figures_that_a_condition_hides_are_faults() {
    use rust_xlsxwriter::{
        ConditionalFormatBlank, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar,
        ConditionalFormatDuplicate, ConditionalFormatFormula, ConditionalFormatIconSet,
        ConditionalFormatIconType,
    };
    let icons =
        || ConditionalFormatIconSet::new().set_icon_type(ConditionalFormatIconType::ThreeTrafficLights);
    let (white, none) = (Format::new().set_font_color(0xFF_FFFF), Format::new().set_num_format(";;;"));
    let (red, thousands) =
        (Format::new().set_background_color(0xFF_C7CE), Format::new().set_num_format("0,"));
    let cell = |rule, format: &Format| ConditionalFormatCell::new().set_rule(rule).set_format(format);
    let formula =
        |text: &str, format: &Format| ConditionalFormatFormula::new().set_rule(text).set_format(format);
    type Change = Box<dyn FnOnce(&mut Worksheet)>;
    let over = |change: Change, rule: Option<&str>| {
        let reading = told(&book(change));
        assert_eq!(rules(&reading).first().copied(), rule, "{}", reading.to_member());
    };
    macro_rules! with {
        ($column:expr, $format:expr) => {{
            let format = $format;
            Box::new(move |sheet: &mut Worksheet| {
                sheet.add_conditional_format(1, $column, 6, $column, &format).unwrap();
            })
        }};
    }
    let hidden = Some("workbook-hidden");
    over(with!(5, cell(ConditionalFormatCellRule::GreaterThan(100), &white)), hidden);
    over(with!(5, cell(ConditionalFormatCellRule::LessThan(50), &none)), hidden);
    over(with!(5, formula("=$G2=\"A\"", &none)), hidden);
    over(with!(5, ConditionalFormatDuplicate::new().set_format(&white)), hidden);
    over(with!(5, ConditionalFormatDataBar::new().set_bar_only(true)), hidden);
    over(with!(5, icons().show_icons_only(true)), hidden);
    over(with!(5, formula("=TRUE", &thousands)), Some("unit-other"));
    over(with!(5, cell(ConditionalFormatCellRule::EqualTo(0), &white)), None);
    over(with!(5, cell(ConditionalFormatCellRule::GreaterThan(100), &red)), None);
    over(with!(5, ConditionalFormatBlank::new().set_format(&white)), None);
    over(with!(5, ConditionalFormatDataBar::new()), None);
    over(with!(5, icons()), None);
    over(with!(1, formula("=B2=B1", &white)), None);
}
