//! What became of a figure since the period before: from where to where the change lies, or why none is given. It follows from what
//! is shown of both, so it tells nothing new; integers only.

use super::super::figures::Figure;
use super::super::past::{Past, Seen};
use super::text::{THIN, grouped, listed};
use super::view::View;

/// Smallest total for which a change is given in percent: below it, one more case would look like a trend.
const PERCENT_FROM: u64 = 50;
const MINUS: char = '\u{2212}';

/// `+8 to +16 (+4.7 to +9.3 %)`; `+12` between exact figures. None is claimed where both may stand for the same total.
pub(super) fn change(then: Seen, now: Seen) -> String {
    if then.low <= now.high && now.low <= then.high {
        let (down, up) = (then.high - now.low, now.high - then.low);
        return match (down, up) {
            (0, 0) => "no change".to_owned(),
            _ => format!("no clear change ({} to {})", signed(MINUS, down), signed('+', up)),
        };
    }
    let (sign, nearer, farther, base) = if now.low > then.high {
        ('+', now.low - then.high, now.high - then.low, (then.high, then.low))
    } else {
        (MINUS, then.low - now.high, then.high - now.low, (then.low, then.high))
    };
    let difference = between(signed(sign, nearer), signed(sign, farther));
    if then.low < PERCENT_FROM {
        return difference;
    }
    let (least, most) = if nearer == farther {
        let share = share(nearer, base.0, base.0 / 2);
        (share, share)
    } else {
        (share(nearer, base.0, 0), share(farther, base.1, base.1 - 1))
    };
    let percent = |permille: u64| format!("{sign}{}.{}", grouped(permille / 10), permille % 10);
    format!("{difference} ({}{THIN}%)", between(percent(least), percent(most)))
}

/// Thousandths of `whole`, with what is added before it is rounded down.
fn share(part: u64, whole: u64, add: u64) -> u64 {
    let scaled = u128::from(part) * 1000 + u128::from(add);
    scaled.checked_div(u128::from(whole)).and_then(|share| u64::try_from(share).ok()).unwrap_or(u64::MAX)
}

fn signed(sign: char, number: u64) -> String {
    if number == 0 { "0".to_owned() } else { format!("{sign}{}", grouped(number)) }
}

fn between(least: String, most: String) -> String {
    if least == most { least } else { format!("{least} to {most}") }
}

/// What is said of a figure beside those of the period before.
pub(super) enum Since<'a> {
    /// The change, and the period that it is counted from.
    Change(String, &'a str),
    /// The two do not compare.
    Break(&'a Past),
    /// It was withheld then.
    Withheld(&'a Past),
    /// Nobody asked for it then.
    First,
}

/// Of a figure that is shown.
pub(super) fn since(figure: &Figure) -> Since<'_> {
    match (&figure.past, figure.compared()) {
        (None, _) => Since::First,
        (Some(past), Some((then, now))) => Since::Change(change(then, now), &past.period),
        (Some(past), None) if past.seen.is_none() => Since::Withheld(past),
        (Some(past), None) => Since::Break(past),
    }
}

/// Why two figures do not compare, in words.
pub(super) fn why(view: &View<'_>, past: &Past) -> String {
    past.why(|areas| listed(areas.iter().map(|area| view.label(view.figures.places.area, area))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn exact(value: u64) -> Seen {
        Seen { value, low: value, high: value }
    }

    const fn band(value: u64) -> Seen {
        Seen { value, low: value - 2, high: value + 2 }
    }

    fn plain(then: Seen, now: Seen) -> String {
        change(then, now).replace(THIN, "_").replace(MINUS, "-")
    }

    #[test]
    fn a_change_is_no_closer_than_the_two_figures() {
        assert_eq!(plain(exact(200), exact(200)), "no change");
        assert_eq!(plain(exact(200), exact(212)), "+12 (+6.0_%)");
        assert_eq!(plain(exact(2_000), exact(500)), "-1_500 (-75.0_%)");
        assert_eq!(plain(band(200), band(204)), "no clear change (0 to +8)");
        assert_eq!(plain(band(200), band(202)), "no clear change (-2 to +6)");
        // From 198..202 to 208..212: 6 of 202 at least, 14 of 198 at most.
        assert_eq!(plain(band(200), band(210)), "+6 to +14 (+2.9 to +7.1_%)");
        // From 198..202 to 188..192: 6 of 198 at least, 14 of 202 at most.
        assert_eq!(plain(band(200), band(190)), "-6 to -14 (-3.0 to -7.0_%)");
        assert_eq!(plain(band(50), band(60)), "+6 to +14", "below 50 no share is given");
        assert_eq!(plain(exact(0), exact(3)), "+3");
    }

    /// Whatever the two exact totals are, their change lies between the ends that are given.
    #[test]
    fn every_total_within_both_bands_changes_within_the_ends() {
        for (then, now) in [(band(100), band(110)), (band(300), band(250)), (exact(77), band(90))] {
            let text = plain(then, now);
            let inner = text.split_once('(').unwrap().1.trim_end_matches("_%)");
            // In thousandths.
            let end = |end: &str| end.replace(['+', '-', '.'], "").parse::<u64>().unwrap();
            let ends: Vec<u64> = inner.split(" to ").map(end).collect();
            for old in then.low..=then.high {
                for new in now.low..=now.high {
                    let changed = 1000 * new.abs_diff(old);
                    assert!((ends[0] * old..=ends[1] * old).contains(&changed), "{text}: {old} to {new}");
                }
            }
        }
    }
}
