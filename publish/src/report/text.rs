//! Figures as people read them. Integers only, so that everybody gets the same characters.

use super::super::figures::{Figure, range};
use super::super::past::Seen;
use intertally_disclosure::{Rate, Shown};

/// Narrow no-break space, which groups thousands (SI Brochure, 5.4.4).
pub(super) const THIN: char = '\u{202F}';
/// What stands for a withheld figure.
pub(super) const WITHHELD: &str = "withheld";
/// What stands for a figure that no member reported: there is nothing to withhold.
pub(super) const NOBODY: &str = "nobody reported it";

/// What stands where a figure is not asked for.
pub(super) const NOT_ASKED: &str = "\u{2013}";

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

/// Most names that are listed one by one.
const NAMES: usize = 4;

/// `Denmark, Sweden and 5 more`: names one by one while they are few.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str> + Clone) -> String {
    let more = names.clone().count().saturating_sub(NAMES);
    let shown = if more == 1 { NAMES + 1 } else { NAMES };
    let mut text = names.take(shown).collect::<Vec<&str>>().join(", ");
    if more > 1 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

/// An id as words: `outcome_12m` is `Outcome 12m`, `COUNTING_UNIT` is `Counting unit`. Words stay as they are.
pub(super) fn capital(name: &str) -> String {
    let id = !name.contains(' ');
    let name = if id { name.replace('_', " ").to_lowercase() } else { name.to_owned() };
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Thousandths below which a rate is given in tenths of a percent, as it is told: whole percents would say little of it.
const SMALL: u64 = 100;

/// From where to where a rate is told to lie, in thousandths: whole percents, or tenths where all of it is small.
pub(super) const fn told(rate: Rate) -> (u64, u64) {
    if rate.high < SMALL { (rate.low, rate.high) } else { (rate.low / 10 * 10, rate.high.div_ceil(10) * 10) }
}

/// The same in percent: 30–45 %; 0.5–0.6 %.
pub(super) fn percent(rate: Rate) -> String {
    let (least, most) = told(rate);
    let one = |permille: u64| {
        let tenths = if rate.high < SMALL { format!(".{}", permille % 10) } else { String::new() };
        format!("{}{tenths}", permille / 10)
    };
    if least == most {
        format!("{}{THIN}%", one(least))
    } else {
        format!("{}\u{2013}{}{THIN}%", one(least), one(most))
    }
}

/// Width of a band whose value stands for it; a wider one is given by its ends.
const NARROW: u64 = 4;

/// What readers see of a figure: the value, or from where to where it lies.
pub(super) fn figure(figure: Option<&Figure>) -> String {
    match figure {
        Some(one) if range(one.shown).is_none() => missing(one).to_owned(),
        Some(one) => shown(one.shown),
        None => WITHHELD.to_owned(),
    }
}

/// The same of a total.
pub(super) fn shown(shown: Shown) -> String {
    match (shown, range(shown)) {
        (_, None) => WITHHELD.to_owned(),
        (Shown::Value(band), _) if is_narrow(band.low, band.high) => grouped(band.value),
        (_, Some((low, high))) => span(low, high),
    }
}

/// 55–65, or one number.
fn span(low: u64, high: u64) -> String {
    if low == high { grouped(low) } else { format!("{}\u{2013}{}", grouped(low), grouped(high)) }
}

/// Why nothing is shown of a figure.
pub(super) fn missing(figure: &Figure) -> &'static str {
    if figure.reporters.is_empty() { NOBODY } else { WITHHELD }
}

/// What was shown of a figure, likewise.
pub(super) fn seen(seen: Seen) -> String {
    if is_narrow(seen.low, seen.high) { grouped(seen.value) } else { span(seen.low, seen.high) }
}

/// Whether one value stands for all from the lowest to the highest.
pub(super) const fn is_narrow(low: u64, high: u64) -> bool {
    high.saturating_sub(low) <= NARROW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_rates_have_tenths_and_no_rate_is_told_closer_than_it_is() {
        let plain = |low, high| percent(Rate { low, high }).replace(THIN, "_");
        assert_eq!(
            [plain(5, 6), plain(70, 99), plain(8, 8)],
            ["0.5\u{2013}0.6_%", "7.0\u{2013}9.9_%", "0.8_%"]
        );
        assert_eq!([plain(95, 104), plain(301, 449)], ["9\u{2013}11_%", "30\u{2013}45_%"]);
    }

    #[test]
    fn thousands_stand_apart() {
        let plain = |value| grouped(value).replace(THIN, "_");
        assert_eq!([0, 999, 1_000, 12_345_678].map(plain), ["0", "999", "1_000", "12_345_678"]);
    }
}
