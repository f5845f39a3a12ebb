//! Marks of thousands and decimals in all combinations, through whole files: the figure that was meant, or a fault.

use super::*;

const THOUSANDS: [&str; 9] = ["", ".", ",", " ", "'", "\u{2019}", "\u{a0}", "\u{202f}", "\u{2009}"];
const DECIMALS: [&str; 2] = [".", ","];
const COUNTS: [u32; 12] = [0, 7, 10, 100, 410, 999, 1_000, 1_234, 12_345, 123_456, 1_234_567, 4_999_999];

/// A count as a locale writes it: groups of three, and this many zeros behind the decimal mark.
fn written(count: u32, thousands: &str, decimal: &str, zeros: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(thousands);
        }
        text.push(digit);
    }
    if zeros > 0 {
        text.push_str(decimal);
        text.extend(std::iter::repeat_n('0', zeros));
    }
    text
}

/// Whether it has one mark, a dot or a comma, with three digits behind it and one to three before: 1.234, 410,000.
fn is_ambiguous(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['.', ',']).collect();
    matches!(parts.as_slice(), [first, last] if last.len() == 3 && first.len() <= 3 && *first != "0")
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
}

/// Forms of text files: what stands between fields, and whether fields are quoted.
const FORMS: [(&str, bool); 6] =
    [(",", true), (";", false), (";", true), ("\t", false), ("\t", true), ("|", false)];

fn text_of(figure: &str, (separator, quoted): (&str, bool)) -> String {
    let mut all = rows(&ALL, "A", "2024");
    all[0][5] = figure.to_owned();
    let head = HEAD.map(str::to_owned).to_vec();
    let line = |row: &Vec<String>| {
        let fields = row.iter().map(|field| if quoted { format!("\"{field}\"") } else { field.clone() });
        format!("{}\n", fields.collect::<Vec<_>>().join(separator))
    };
    std::iter::once(&head).chain(&all).map(line).collect()
}

fn first_figure(reading: &Reading) -> Option<u32> {
    let table = reading.table.as_ref()?;
    let at = table.keys.iter().position(|key| key.contains(".OFF._T."))?;
    table.values[at]
}

#[test]
fn figures_of_every_locale_in_every_form_of_file() {
    let mut refused = 0;
    for thousands in THOUSANDS {
        for decimal in DECIMALS.into_iter().filter(|decimal| *decimal != thousands) {
            for count in COUNTS {
                for zeros in 0..4 {
                    let figure = written(count, thousands, decimal, zeros);
                    for form in FORMS {
                        let reading = read_small("2024", text_of(&figure, form).as_bytes());
                        if is_ambiguous(&figure) {
                            refused += 1;
                            assert_eq!(rules(&reading), ["value-ambiguous"], "{figure} {form:?}");
                        } else {
                            let said = reading.to_member();
                            assert_eq!(first_figure(&reading), Some(count), "{figure} {form:?}: {said}");
                        }
                    }
                }
            }
        }
    }
    assert!(refused > 100, "{refused}");
}

/// The marks that a mapping names are the only ones: what was written with them is read, all else is refused, or has the same
/// figure under both.
#[test]
fn figures_under_the_marks_of_a_mapping() {
    let columns: Vec<String> = HEAD.iter().take(7).map(|name| format!("{name} = \"{name}\"\n")).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // What a figure is under these marks, worked out by hand.
    let meant = |text: &str, thousands: &str, decimal: &str| -> Option<u32> {
        let (whole, fraction) = text.split_once(decimal).unwrap_or((text, "0"));
        let alike = |own: &str| {
            let all = [
                [" ", "\u{a0}", "\u{202f}", "\u{2007}", "\u{2009}"].as_slice(),
                &["'", "\u{2018}", "\u{2019}"],
            ];
            all.into_iter().any(|all| all.contains(&thousands) && all.contains(&own))
        };
        let one = |mark: char| mark.to_string() == thousands || alike(&mark.to_string());
        let groups: Vec<&str> = whole.split(one).collect();
        let grouped =
            groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
        let good = grouped && groups.iter().all(|group| digits(group)) && digits(fraction);
        let zeros = fraction.bytes().all(|byte| byte == b'0');
        if good && zeros { groups.concat().parse().ok() } else { None }
    };
    let mut taken = 0;
    for named in THOUSANDS.into_iter().filter(|mark| !mark.is_empty()) {
        for point in DECIMALS.into_iter().filter(|point| *point != named) {
            let mapping = format!(
                "layout = \"rows\"\nthousands = \"{named}\"\ndecimal = \"{point}\"\n[columns]\n{}",
                columns.concat()
            );
            for thousands in THOUSANDS {
                for decimal in DECIMALS.into_iter().filter(|decimal| *decimal != thousands) {
                    for (count, zeros) in [
                        (7, 0),
                        (410, 0),
                        (410, 2),
                        (1_000, 0),
                        (1_234, 0),
                        (1_234_567, 0),
                        (12_345, 1),
                        (410, 3),
                    ] {
                        let figure = written(count, thousands, decimal, zeros);
                        let text = text_of(&figure, ("\t", false));
                        let reading = read_as("2024", "XA", text.as_bytes(), Some(&mapping));
                        let wanted = meant(&figure, named, point);
                        let said = reading.to_member();
                        assert_eq!(first_figure(&reading), wanted, "{figure} as {named} {point}: {said}");
                        taken += u32::from(wanted.is_some());
                    }
                }
            }
        }
    }
    assert!(taken > 300, "{taken}");
}
