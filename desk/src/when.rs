//! Dates as people read them: how long ago, how long still, and the date itself beside it.

use crate::texts::Words;
use intertally_core::party::Instant;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How far two instants are apart, in the largest unit of which there are two at least.
fn apart(ms: i64) -> (&'static str, i64) {
    let ms = ms.saturating_abs();
    match ms {
        _ if ms >= 2 * DAY => ("days", ms / DAY),
        _ if ms >= 2 * HOUR => ("hours", ms / HOUR),
        _ => ("minutes", ms / MINUTE),
    }
}

/// `3 days ago`, `in 12 days`.
pub(crate) fn from_now(words: &Words, now: Instant, at: Instant) -> String {
    let (unit, n) = apart(at.0.saturating_sub(now.0));
    let way = if at.0 < now.0 { "ago" } else { "in" };
    words.with(&format!("{way}-{unit}"), &[("n", n.into())])
}

/// A date as the field of a form gives it, in the time of this machine.
pub(crate) fn of_field(text: &str) -> Option<Instant> {
    let civil: DateTime = text.trim().parse().ok()?;
    let at = civil.to_zoned_datetime(TimeZone::system()).ok()?;
    Some(Instant(at.timestamp().as_millisecond()))
}

/// A date for the field of a form, in the time of this machine.
pub(crate) fn to_field(at: Instant) -> String {
    let zoned = jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_zoned_datetime(TimeZone::system()));
    zoned.map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// The zone of this machine, as people call it.
pub(crate) fn zone() -> String {
    TimeZone::system().iana_name().unwrap_or("UTC").trim_start_matches("Etc/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::words;

    #[test]
    fn a_date_goes_through_a_field_of_a_form() {
        let at = Instant(1_800_000_000_000 / 60_000 * 60_000);
        assert_eq!(of_field(&to_field(at)), Some(at));
        assert_eq!(of_field("next week"), None);
        assert_eq!(of_field(""), None);
    }

    #[test]
    fn dates_are_told_from_now() {
        let now = Instant(1_800_000_000_000);
        let told = |ms: i64| from_now(words(None), now, Instant(now.0.saturating_add(ms)));
        assert_eq!(told(12 * DAY + HOUR), "in 12 days");
        assert_eq!(told(30 * HOUR), "in 30 hours");
        assert_eq!(told(-MINUTE), "1 minute ago");
        assert_eq!(told(-3 * DAY), "3 days ago");
        assert_eq!(told(90 * MINUTE), "in 90 minutes");
        assert!(told(i64::MAX).starts_with("in 1"), "and never falls over");
    }
}
