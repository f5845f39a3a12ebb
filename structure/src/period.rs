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

#[cfg(test)]
mod tests {
    use super::frequency;

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
