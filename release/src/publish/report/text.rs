//! Figures as people read them. Integers only, so that everybody gets the same characters.

use super::super::rounding::behind;
use std::cmp::Ordering;

/// Narrow no-break space, which groups thousands (SI Brochure, 5.4.4).
const THIN: char = '\u{202F}';
/// What stands for a withheld figure.
pub(super) const WITHHELD: &str = "withheld";

/// 1 234 567 with narrow no-break spaces.
pub(super) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * THIN.len_utf8());
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// A value, or that it is withheld.
pub(super) fn shown(value: Option<u64>) -> String {
    value.map_or_else(|| WITHHELD.to_owned(), grouped)
}

/// An id as words: `outcome_12m` is `Outcome 12m`, `COUNTING_UNIT` is `Counting unit`. Words stay as they are.
pub(super) fn capital(name: &str) -> String {
    let id = !name.contains(' ');
    let name = if id { name.replace('_', " ").to_lowercase() } else { name.to_owned() };
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A share of a published total: the rate in tenths of a percent, and where the exact one lies if totals are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) permille: u64,
    pub(super) between: Option<(u64, u64)>,
}

impl Rate {
    /// Of two published totals with their rounding bases; none where the denominator may be 0.
    pub(super) fn of(part: (u64, u8), whole: (u64, u8)) -> Option<Self> {
        let (low, high) = (behind(part.0, part.1), behind(whole.0, whole.1));
        let scaled = |value: u64| value.checked_mul(1000);
        let nearest = scaled(part.0)?.checked_add(whole.0 / 2)?.checked_div(whole.0)?;
        let least = scaled(low.0)?.checked_div(high.1)?;
        let most =
            scaled(low.1)?.checked_add(high.0.checked_sub(1)?)?.checked_div(high.0)?.min(nearest.max(1000));
        let between = (least < nearest || most > nearest).then_some((least, most.max(least)));
        let exact = part.1 <= 1 && whole.1 <= 1;
        Some(Self { permille: nearest, between: between.filter(|_| !exact) })
    }

    /// The rate itself. No decimals where rounding of the totals would make them up.
    pub(super) fn label(self) -> String {
        match self.between {
            Some(_) => format!("{}{THIN}%", (self.permille + 5) / 10),
            None => tenths(self.permille),
        }
    }

    /// Where the exact rate lies, in whole percent.
    pub(super) fn range(self) -> Option<String> {
        let (least, most) = self.between?;
        let (least, most) = (least / 10, most.div_ceil(10));
        (least < most).then(|| format!("{least}\u{2013}{most}{THIN}%"))
    }
}

/// 12.3 %
fn tenths(permille: u64) -> String {
    format!("{}.{}{THIN}%", permille / 10, permille % 10)
}

/// Smallest total for which a change is given in percent: below it, one more case would look like a trend.
const PERCENT_FROM: u64 = 50;

/// A change from one published total to the next: `+1 234 (+5.1 %)`.
pub(super) fn change(before: u64, now: u64) -> String {
    let sign = match now.cmp(&before) {
        Ordering::Less => "\u{2212}",
        Ordering::Equal => return "no change".to_owned(),
        Ordering::Greater => "+",
    };
    let difference = now.abs_diff(before);
    let permille = difference.checked_mul(1000).and_then(|scaled| scaled.checked_add(before / 2));
    match permille.and_then(|scaled| scaled.checked_div(before)) {
        Some(permille) if before >= PERCENT_FROM => {
            format!("{sign}{} ({sign}{})", grouped(difference), tenths(permille))
        }
        _ => format!("{sign}{}", grouped(difference)),
    }
}

/// A name cut to `most` characters, for places of fixed width.
pub(super) fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{}\u{2026}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let plain = |value| grouped(value).replace(THIN, "_");
        assert_eq!([0, 999, 1_000, 12_345_678].map(plain), ["0", "999", "1_000", "12_345_678"]);
    }

    #[test]
    fn rates_say_where_the_exact_one_lies() {
        let exact = Rate::of((13, 1), (40, 1)).unwrap();
        assert_eq!((exact.permille, exact.between), (325, None));
        let rounded = Rate::of((15, 5), (40, 5)).unwrap();
        assert_eq!(rounded.between, Some((309, 448)));
        for (part, whole) in [(13, 38), (17, 42), (13, 42), (17, 38)] {
            let permille = part * 1000 / whole;
            assert!((309..=448).contains(&permille), "{part} of {whole}");
        }
        assert_eq!(rounded.range().unwrap().replace(THIN, " "), "30\u{2013}45 %");
        assert_eq!(Rate::of((5, 5), (0, 5)), None);
        assert_eq!(Rate::of((0, 5), (0, 1)), None);
    }

    #[test]
    fn a_change_of_few_is_no_percentage() {
        let plain = |before, now| change(before, now).replace(THIN, " ");
        assert_eq!(plain(20, 30), "+10");
        assert_eq!(plain(200, 150), "\u{2212}50 (\u{2212}25.0 %)");
        assert_eq!(plain(70, 70), "no change");
    }
}
