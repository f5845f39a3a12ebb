//! Periods as SDMX writes them: `2024`, `2024-S1`, `2024-Q1`, `2024-03` or `2024-M03`.

/// The dimension whose code says how long a period is, in every structure of SDMX.
pub(super) const FREQUENCY: &str = "FREQ";

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

#[cfg(test)]
mod tests {
    use super::{frequency, span};

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
