//! Dates as people read them: how long ago, how long still, and the date itself beside it.

use crate::texts::Words;
use intertally_core::party::Instant;
use intertally_roles::clock::is_no_zone;
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

/// What a date that was typed into a form is not: names of texts that say so.
const UNREAD: &str = "new-dates";
const TWICE: &str = "new-date-twice";
const OVER: &str = "new-date-over";

/// The zone of this machine; none where it does not know it.
fn machine() -> Option<TimeZone> {
    TimeZone::try_system().ok().filter(|zone| !is_no_zone(zone))
}

/// A date as the field of a form gives it, in the zone that `zone_hint` names beside it. The text that says what is wrong with
/// it otherwise: an hour that the clocks leave out or strike twice is not guessed.
pub(crate) fn of_field(text: &str) -> Result<Instant, &'static str> {
    of_field_in(text, machine().unwrap_or(TimeZone::UTC))
}

fn of_field_in(text: &str, zone: TimeZone) -> Result<Instant, &'static str> {
    let text = text.trim();
    // As HTML has it ("valid local date and time string"): a zone behind it would be dropped, a second of 60 made one of 59.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"-T :.".contains(&byte));
    let clock = text.split_once(['T', ' ']).map(|(_, clock)| clock).filter(|clock| clock.contains(':'));
    let leap =
        clock.is_some_and(|clock| clock.split(':').nth(2).is_some_and(|second| second.starts_with("60")));
    let civil: DateTime = text.parse().map_err(|_| UNREAD)?;
    if !plain || clock.is_none() || leap {
        return Err(UNREAD);
    }
    let at = zone.to_ambiguous_zoned_datetime(civil).unambiguous().map_err(|_| TWICE)?;
    Ok(Instant(at.timestamp().as_millisecond()))
}

/// The same for a date that is to come.
pub(crate) fn to_come(text: &str, now: Instant) -> Result<Instant, &'static str> {
    of_field(text).and_then(|at| if at.0 > now.0 { Ok(at) } else { Err(OVER) })
}

/// A date for the field of a form, in the same zone.
pub(crate) fn to_field(at: Instant) -> String {
    let zone = machine().unwrap_or(TimeZone::UTC);
    let zoned = Timestamp::from_millisecond(at.0).map(|at| at.to_zoned_datetime(zone));
    zoned.map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// In which zone a field's date is: this machine's, as people call it, or UTC where the machine does not know it.
pub(crate) fn zone_hint(words: &Words) -> String {
    hint_in(words, machine())
}

fn hint_in(words: &Words, zone: Option<TimeZone>) -> String {
    let Some(zone) = zone else { return words.say("new-zone-unknown") };
    let name = match zone.iana_name() {
        Some(name) => name.trim_start_matches("Etc/").to_owned(),
        None => Timestamp::now().to_zoned_datetime(zone).strftime("UTC%:z").to_string(),
    };
    words.with("new-zone", &[("zone", name.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::words;

    #[test]
    fn a_date_goes_through_a_field_of_a_form() {
        let at = Instant(1_800_000_000_000 / 60_000 * 60_000);
        assert_eq!(of_field(&to_field(at)), Ok(at));
        assert_eq!(to_come(&to_field(at), at), Err(OVER));
        assert_eq!(to_come(&to_field(at), Instant(at.0 - 1)), Ok(at));
    }

    #[test]
    fn what_a_field_cannot_mean_is_refused_and_not_guessed() {
        let amsterdam = || TimeZone::get("Europe/Amsterdam").unwrap();
        for text in [
            "next week",
            "",
            "2031-03-31",
            "17:00",
            "2031-03-31T17:00[Europe/Amstrdam]",
            "2031-03-31T17:00[Europe/Paris]",
            "2031-03-31T17:00+05:00",
            "2031-03-31T17:00Z",
            "2031-03-31T24:00",
            "2031-06-30T23:59:60",
            "2031-06-30T23:59:60.5",
            "2031-02-29T12:00",
            "20310331T1700",
            "31-03-2031 17:00",
            "02031-03-31T17:00",
            "-2031-03-31T17:00",
        ] {
            assert_eq!(of_field_in(text, amsterdam()), Err(UNREAD), "{text}");
        }
        let utc = Ok(Instant(1_932_649_200_000));
        for text in
            ["2031-03-30T17:00", "2031-03-30 17:00", "2031-03-30T17:00:00", " 2031-03-30T17:00:00.000 "]
        {
            assert_eq!(of_field_in(text, amsterdam()), utc, "{text}");
        }
        for (text, zone) in [
            ("2031-03-30T02:30", "Europe/Amsterdam"),
            ("2031-10-26T02:30", "Europe/Amsterdam"),
            ("2031-10-05T02:15", "Australia/Lord_Howe"),
            ("2031-04-06T01:45", "Australia/Lord_Howe"),
            ("2031-09-28T02:30", "Pacific/Auckland"),
            ("2031-03-09T02:30", "America/New_York"),
            ("2031-11-02T01:30", "America/New_York"),
        ] {
            assert_eq!(of_field_in(text, TimeZone::get(zone).unwrap()), Err(TWICE), "{text} in {zone}");
        }
    }

    #[test]
    fn the_zone_of_a_field_is_named_and_never_made_up() {
        let told = |zone| hint_in(words(None), zone);
        assert!(told(TimeZone::get("Europe/Brussels").ok()).contains("Europe/Brussels"));
        assert!(told(Some(TimeZone::UTC)).contains(", UTC."));
        assert!(told(TimeZone::posix("<+03>-3").ok()).contains("UTC+03:00"));
        assert!(told(None).contains("does not know its zone"));
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
