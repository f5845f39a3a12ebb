//! Periods as SDMX writes them: `2024`, `2024-S1`, `2024-Q1`, `2024-03` or `2024-M03`.

/// Whether a dimension's code says how long a period is: FREQ in the structures of SDMX, `freq` in those of Eurostat, FREQUENCY
/// in older ones.
#[must_use]
pub fn is_frequency(dimension: &str) -> bool {
    ["FREQ", "FREQUENCY"].iter().any(|own| own.eq_ignore_ascii_case(dimension))
}

/// The frequency of a period (`A`, `S`, `Q`, `M`), or none if it is no period.
#[must_use]
pub fn frequency(period: &str) -> Option<&'static str> {
    let (year, rest) = period.split_at_checked(4)?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let Some(part) = rest.strip_prefix('-') else {
        return rest.is_empty().then_some("A");
    };
    let within = |digits: &str, len: usize, last: u8| {
        let number = (digits.len() == len).then(|| digits.parse::<u8>().ok()).flatten();
        number.is_some_and(|number| (1..=last).contains(&number))
    };
    match part.split_at_checked(1)? {
        ("S", half) => within(half, 1, 2).then_some("S"),
        ("Q", quarter) => within(quarter, 1, 4).then_some("Q"),
        ("M", month) => within(month, 2, 12).then_some("M"),
        _ => within(part, 2, 12).then_some("M"),
    }
}

/// Whether a code of FREQ goes with a period; codes that say nothing of length go with all.
pub(crate) fn fits(code: &str, period: &str) -> bool {
    !matches!(code, "A" | "S" | "Q" | "M") || frequency(period) == Some(code)
}

/// The frequency of periods of so many months.
pub(crate) const fn frequency_of(months: u32) -> Option<&'static str> {
    Some(match months {
        12 => "A",
        6 => "S",
        3 => "Q",
        1 => "M",
        _ => return None,
    })
}

/// First month of a period (12 times the year and the month from 0), and its number of months; none if it is no period.
#[must_use]
pub fn span(period: &str) -> Option<(u32, u32)> {
    let months = match frequency(period)? {
        "A" => 12,
        "S" => 6,
        "Q" => 3,
        _ => 1,
    };
    let (year, part) = period.split_at_checked(4)?;
    let part = part.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number: u32 = if part.is_empty() { 1 } else { part.parse().ok()? };
    Some((12 * year.parse::<u32>().ok()? + months * number.checked_sub(1)?, months))
}

/// A period in one spelling, whatever the one given: `2024-A1` is 2024, `2024M3` and `2024-03` are `2024-M03`, `2024Q1` is
/// `2024-Q1`. None if it is no period.
#[must_use]
pub fn canonical(period: &str) -> Option<String> {
    let (year, rest) = period.trim().split_at_checked(4)?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Programs that know numbers alone write the year as 2024.0.
    if matches!(rest, "" | ".0") {
        return Some(year.to_owned());
    }
    let dashed = rest.strip_prefix('-');
    let part = dashed.unwrap_or(rest);
    let number = |digits: &str, last: u8| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u8>().ok()).flatten().filter(|number| (1..=last).contains(number))
    };
    let (kind, digits) = part.split_at_checked(1)?;
    match kind.to_ascii_uppercase().as_str() {
        "A" => (digits.is_empty() || number(digits, 1).is_some()).then(|| year.to_owned()),
        "S" | "H" | "B" => number(digits, 2).map(|half| format!("{year}-S{half}")),
        "Q" => number(digits, 4).map(|quarter| format!("{year}-Q{quarter}")),
        "M" => number(digits, 12).map(|month| format!("{year}-M{month:02}")),
        // 202403 could be anything.
        _ if dashed.is_some() && part.len() == 2 => {
            number(part, 12).map(|month| format!("{year}-M{month:02}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical, frequency, span};

    #[test]
    fn periods_span_months() {
        let year = 12 * 2024;
        for (period, wanted) in [
            ("2024", Some((year, 12))),
            ("2024-S2", Some((year + 6, 6))),
            ("2024-Q1", Some((year, 3))),
            ("2024-Q4", Some((year + 9, 3))),
            ("2024-01", Some((year, 1))),
            ("2024-M12", Some((year + 11, 1))),
            ("2024-13", None),
            ("0000", Some((0, 12))),
        ] {
            assert_eq!(span(period), wanted, "{period}");
        }
    }

    #[test]
    fn periods_have_one_spelling() {
        for year in ["1999", "2024"] {
            for written in ["", "-A1", "A1", "-A", ".0", "-A01"] {
                assert_eq!(canonical(&format!("{year}{written}")).as_deref(), Some(year), "{written}");
            }
            for month in 1..=12 {
                let wanted = format!("{year}-M{month:02}");
                let mut forms = vec![format!("-M{month:02}"), format!("M{month:02}"), format!("-{month:02}")];
                forms.extend([format!("M{month}"), format!("m{month:02}")]);
                for form in forms {
                    assert_eq!(canonical(&format!(" {year}{form} ")), Some(wanted.clone()), "{form}");
                }
            }
            for part in 1..=4 {
                for form in
                    [format!("-Q{part}"), format!("Q{part}"), format!("-Q0{part}"), format!("q{part}")]
                {
                    assert_eq!(canonical(&format!("{year}{form}")), Some(format!("{year}-Q{part}")));
                }
            }
            for form in ["-S2", "S2", "-H2", "H2", "-B2"] {
                assert_eq!(canonical(&format!("{year}{form}")), Some(format!("{year}-S2")), "{form}");
            }
        }
        for none in
            ["", "24", "2024-", "2024-13", "2024-M13", "2024Q5", "2024-Q0", "2024S3", "2024-A2", "202403"]
        {
            assert_eq!(canonical(none), None, "{none}");
        }
        for none in ["2024-1-1", "2024-01-01", "2024-Q+1", "2024W01", "äöüß", "2024.5", "2024-D001"] {
            assert_eq!(canonical(none), None, "{none}");
        }
    }

    /// What a round may ask for is a period, and no two of its spellings are different ones.
    #[test]
    fn what_has_a_frequency_has_a_canonical_spelling() {
        for period in ["2024", "2024-S1", "2024-Q4", "2024-M11", "2024-11"] {
            assert!(frequency(period).is_some() && canonical(period).is_some());
            assert_eq!(frequency(&canonical(period).unwrap()), frequency(period));
        }
    }

    #[test]
    fn periods_have_a_frequency() {
        for (period, wanted) in [
            ("2024", Some("A")),
            ("2024-Q1", Some("Q")),
            ("2024-Q5", None),
            ("2024-S2", Some("S")),
            ("2024-12", Some("M")),
            ("2024-M01", Some("M")),
            ("2024-13", None),
            ("2024-", None),
            ("24", None),
            ("2024Q1", None),
            ("2024-Q+", None),
            ("äöü", None),
            ("", None),
        ] {
            assert_eq!(frequency(period), wanted, "{period}");
        }
    }
}
