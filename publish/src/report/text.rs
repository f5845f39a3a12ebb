//! Figures as people read them. Integers only, so that everybody gets the same characters.

use super::super::figures::{Figure, range};
use intertally_disclosure::{Rate, Shown};

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

/// An id as words: `outcome_12m` is `Outcome 12m`, `COUNTING_UNIT` is `Counting unit`. Words stay as they are.
pub(super) fn capital(name: &str) -> String {
    let id = !name.contains(' ');
    let name = if id { name.replace('_', " ").to_lowercase() } else { name.to_owned() };
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// From where to where a rate lies, in whole percent: 30–45 %.
pub(super) fn percent(rate: Rate) -> String {
    let (least, most) = (rate.low / 10, rate.high.div_ceil(10));
    if least == most { format!("{least}{THIN}%") } else { format!("{least}\u{2013}{most}{THIN}%") }
}

/// Width of a band whose value stands for it; a wider one is given by its ends.
const NARROW: u64 = 4;

/// What readers see of a figure: the value, or from where to where it lies.
pub(super) fn figure(figure: Option<&Figure>) -> String {
    shown(figure.map_or(Shown::Withheld, |one| one.shown))
}

/// The same of a total.
pub(super) fn shown(shown: Shown) -> String {
    match (shown, range(shown)) {
        (_, None) => WITHHELD.to_owned(),
        (Shown::Value(band), _) if band.high.saturating_sub(band.low) <= NARROW => grouped(band.value),
        (Shown::NearlyAll { .. }, Some((low, high))) => format!("nearly all: {}", span(low, high)),
        (_, Some((low, high))) => span(low, high),
    }
}

/// 55–65, or one number.
fn span(low: u64, high: u64) -> String {
    if low == high { grouped(low) } else { format!("{}\u{2013}{}", grouped(low), grouped(high)) }
}

/// 12.3 %
fn tenths(permille: u64) -> String {
    format!("{}.{}{THIN}%", permille / 10, permille % 10)
}

/// Smallest total for which a change is given in percent: below it, one more case would look like a trend.
const PERCENT_FROM: u64 = 50;

/// A change from one published figure to the next: `+1 234 (+5.1 %)`; none is claimed where both may stand for the same
/// total.
pub(super) fn change(before: &Figure, now: &Figure) -> String {
    let (Some(old), Some(new)) = (range(before.shown), range(now.shown)) else { return String::new() };
    if old.0 <= new.1 && new.0 <= old.1 {
        return "no clear change".to_owned();
    }
    let (before, now) = (before.value.unwrap_or(0), now.value.unwrap_or(0));
    let sign = if now < before { "\u{2212}" } else { "+" };
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
}
