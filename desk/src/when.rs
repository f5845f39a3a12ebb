//! Dates as people read them: how long ago, how long still, and the date itself beside it.

use crate::texts::Words;
use intertally_core::party::Instant;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

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
    let about = [("n", n.into())];
    if at.0 < now.0 {
        words.with(&format!("ago-{unit}"), &about)
    } else {
        words.with(&format!("in-{unit}"), &about)
    }
}

/// A date: in UTC, the zone of reference, and in that of this machine, where they differ.
pub(crate) fn date(words: &Words, at: Instant) -> String {
    date_in(words, at, TimeZone::system())
}

fn date_in(words: &Words, at: Instant, zone: TimeZone) -> String {
    let Ok(instant) = Timestamp::from_millisecond(at.0) else { return format!("{} ms", at.0) };
    let told = |at: &ZonedDateTime| {
        let about = [
            ("day", at.day().into()),
            ("month", words.say(&format!("month-{}", at.month())).into()),
            ("year", at.year().into()),
            ("hour", format!("{:02}", at.hour()).into()),
            ("minute", format!("{:02}", at.minute()).into()),
            ("zone", at.strftime("%Z").to_string().into()),
        ];
        words.with("date", &about)
    };
    let (utc, here) = (instant.to_zoned_datetime(TimeZone::UTC), instant.to_zoned_datetime(zone));
    if here.offset().is_zero() {
        return told(&utc);
    }
    words.with("date-both", &[("utc", told(&utc).into()), ("here", told(&here).into())])
}

/// A date as the field of a form gives it, in the time of this machine.
pub(crate) fn of_field(text: &str) -> Option<Instant> {
    let civil: DateTime = text.trim().parse().ok()?;
    let at = civil.to_zoned_datetime(TimeZone::system()).ok()?;
    Some(Instant(at.timestamp().as_millisecond()))
}

/// A date for the field of a form, in the time of this machine.
pub(crate) fn to_field(at: Instant) -> String {
    let zoned = Timestamp::from_millisecond(at.0).map(|at| at.to_zoned_datetime(TimeZone::system()));
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
    fn dates_are_written_as_each_language_writes_them_and_never_by_numbers_alone() {
        let at = Instant(1_772_366_700_000);
        let told = |accepted| date_in(words(Some(accepted)), at, TimeZone::UTC);
        assert_eq!(told("en"), "1 March 2026, 12:05 UTC");
        assert_eq!(told("nl"), "1 maart 2026, 12:05 UTC");
        assert_eq!(told("fr"), "1er mars 2026, 12\u{a0}h\u{a0}05 UTC");
        let brussels = TimeZone::get("Europe/Brussels").unwrap();
        let both = date_in(words(Some("nl")), Instant(at.0 + DAY), brussels);
        assert_eq!(both, "2 maart 2026, 12:05 UTC (2 maart 2026, 13:05 CET)");
        assert_eq!(date_in(words(None), Instant(i64::MAX), TimeZone::UTC), format!("{} ms", i64::MAX));
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
        let told = |accepted, ms: i64| from_now(words(Some(accepted)), now, Instant(now.0 + ms));
        assert_eq!(told("nl", 3 * HOUR), "over 3 uur");
        assert_eq!(told("nl", MINUTE), "over 1 minuut");
        assert_eq!(told("fr", -2 * MINUTE), "il y a 2 minutes");
        assert_eq!(told("fr", 0), "maintenant");
    }
}
