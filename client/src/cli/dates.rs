//! Dates as people type them. What was typed is taken as it stands or refused: a zone that is not known, an offset that is not
//! the zone's, an hour that the clocks leave out or strike twice are never guessed.

use crate::error::{ClientError, Result};
use intertally_core::party::Instant;
use intertally_roles::Person;
use intertally_roles::person::{Notice, Question};
use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Disambiguation, OffsetConflict, TimeZone};
use jiff::{Span, Timestamp, ZonedDateTime};

/// An instant that was typed.
struct Typed {
    stamp: Timestamp,
    /// The zone that was named, or this machine's.
    zone: TimeZone,
    /// Whether nothing in the text says which zone.
    assumed: bool,
}

/// `2027-03-31T17:00[Europe/Amsterdam]`, `2027-03-31T17:00+02:00`, or a span from now such as `14d`, `36h`, `10m`. A date
/// without a zone, `2027-03-31 17:00`, is read in this machine's and asked about. The instant is shown in UTC and in the zone.
/// `what`: what it is for, e.g. `deadline`.
pub fn instant(text: &str, what: &str, person: &dyn Person) -> Result<Instant> {
    let now = Timestamp::now();
    let typed = match span(text, &now) {
        Some(stamp) => Typed { stamp, zone: TimeZone::try_system().unwrap_or(TimeZone::UTC), assumed: false },
        None => date(text, TimeZone::try_system().ok())?,
    };
    if typed.stamp < now {
        return Err(ClientError::stop(
            format!("{text} is over"),
            "name a date to come, e.g. 14d for in two weeks",
        ));
    }
    let shown = format!("{what}: {}", shown(&typed));
    if typed.assumed {
        if !person.agrees(&Question::Date { shown, typed: text.to_owned() }) {
            return Err(ClientError::stop(
                "the date was not confirmed",
                "name the zone, as in 2027-03-31T17:00[Europe/Amsterdam]",
            ));
        }
    } else {
        person.tell(&Notice::Date(shown));
    }
    Ok(Instant(typed.stamp.as_millisecond()))
}

/// The length of a span such as `2d`, in milliseconds.
pub fn span_ms(text: &str) -> Result<i64> {
    let now = Timestamp::now();
    let later = span(text, &now).filter(|later| *later > now).ok_or_else(|| {
        ClientError::stop(format!("'{text}' is no span of time to come"), "write e.g. 14d, 36h or 10m")
    })?;
    Ok(later.as_millisecond().saturating_sub(now.as_millisecond()))
}

fn span(text: &str, now: &Timestamp) -> Option<Timestamp> {
    let span = text.trim().parse::<Span>().ok()?;
    now.to_zoned_datetime(TimeZone::try_system().unwrap_or(TimeZone::UTC))
        .checked_add(span)
        .ok()
        .map(|later| later.timestamp())
}

/// In UTC, and in the zone with its name.
fn shown(typed: &Typed) -> String {
    let utc = typed.stamp.to_zoned_datetime(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string();
    let there = typed.stamp.to_zoned_datetime(typed.zone.clone());
    let name = typed.zone.iana_name().map_or_else(|| there.strftime("%:z").to_string(), str::to_owned);
    format!("{utc}, {} in {name}", there.strftime("%A %Y-%m-%d %H:%M"))
}

/// Reads a date. `machine`: this machine's zone, if it is known.
fn date(text: &str, machine: Option<TimeZone>) -> Result<Typed> {
    const FORM: &str =
        "write 2027-03-31T17:00[Europe/Amsterdam], 2027-03-31T17:00+02:00, or a span from now such as 14d";
    let text = text.trim();
    let stop = |what: String, next: &str| Err(ClientError::stop(what, next));
    let civil = text.split('[').next().unwrap_or_default();
    // A date alone would be its first minute: a day earlier than most people mean.
    if !civil.contains(':') && civil.parse::<jiff::civil::Date>().is_ok() {
        return stop(format!("'{text}' has no time of day"), FORM);
    }
    if let Some((_, annotation)) = text.split_once('[') {
        let name = annotation.split(']').next().unwrap_or_default().trim_start_matches('!');
        let offset = name.starts_with(['+', '-']);
        if !offset && TimeZone::get(name).is_err() {
            return stop(
                format!("'{text}': this machine knows no zone '{name}'"),
                "write one as Europe/Amsterdam",
            );
        }
        return zoned(text, FORM);
    }
    if let Ok(stamp) = text.parse::<Timestamp>() {
        let zone =
            match jiff::fmt::temporal::Pieces::parse(text).ok().and_then(|pieces| pieces.to_numeric_offset())
            {
                Some(offset) => TimeZone::fixed(offset),
                None => TimeZone::UTC,
            };
        return Ok(Typed { stamp, zone, assumed: false });
    }
    let Ok(civil) = text.parse::<DateTime>() else { return stop(format!("'{text}' is no date"), FORM) };
    let Some(zone) = machine.filter(|zone| !zone.is_unknown()) else {
        let what = format!("'{text}' names no zone, and this machine's is not known");
        return stop(what, "name one, as in 2027-03-31T17:00[Europe/Amsterdam], or correct TZ");
    };
    match zone.to_ambiguous_zoned_datetime(civil).unambiguous() {
        Ok(there) => Ok(Typed { stamp: there.timestamp(), zone, assumed: true }),
        Err(_) => stop(twice_or_never(text), TWICE),
    }
}

const TWICE: &str =
    "take another hour, or write the offset too, as in 2027-10-31T02:30+02:00[Europe/Amsterdam]";

fn twice_or_never(text: &str) -> String {
    format!("'{text}' is an hour that the clocks there leave out, or strike twice")
}

/// Zones that are seldom what was meant: `Etc/GMT+2` is two hours behind UTC, and `EST` has no summer time. They are asked about.
fn is_doubtful(zone: &TimeZone) -> bool {
    let name = zone.iana_name().unwrap_or_default();
    let utc =
        ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "UCT"].iter().any(|own| own.eq_ignore_ascii_case(name));
    let abbreviated = !name.contains('/') && !name.is_empty();
    !utc && (abbreviated || name.starts_with("Etc/GMT"))
}

/// A date with its zone.
fn zoned(text: &str, form: &str) -> Result<Typed> {
    let reading = |conflict: OffsetConflict, ambiguous: Disambiguation| {
        DateTimeParser::new().offset_conflict(conflict).disambiguation(ambiguous).parse_zoned_datetime(text)
    };
    let read: std::result::Result<ZonedDateTime, jiff::Error> =
        reading(OffsetConflict::Reject, Disambiguation::Reject);
    if let Ok(there) = read {
        // Z says UTC, which the zone is not: one of both is wrong.
        let before = text.split('[').next().unwrap_or_default().trim_end();
        // An offset of -00:00 means the same (RFC 9557, 2.2).
        let utc = ["Z", "z", "-00:00", "-0000", "-00"].iter().any(|utc| before.ends_with(utc));
        if utc && !there.offset().is_zero() {
            let what = format!("'{text}' says UTC by its Z or -00:00, and another zone behind it");
            return Err(ClientError::stop(what, "leave it out, or the zone"));
        }
        let assumed = is_doubtful(there.time_zone());
        return Ok(Typed { stamp: there.timestamp(), zone: there.time_zone().clone(), assumed });
    }
    let lenient = |conflict| reading(conflict, Disambiguation::Compatible);
    Err(if lenient(OffsetConflict::Reject).is_ok() {
        ClientError::stop(twice_or_never(text), TWICE)
    } else if lenient(OffsetConflict::AlwaysTimeZone).is_ok() {
        ClientError::stop(
            format!("'{text}': the offset is not the one of the zone at that time"),
            "leave out the offset, or correct one of both",
        )
    } else {
        ClientError::stop(format!("'{text}' is no date"), form)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_roles::person::Silent;

    fn yes(text: &str) -> Result<Instant> {
        instant(text, "deadline", &Silent { yes: true })
    }

    fn why(text: &str) -> String {
        date(text, Some(TimeZone::UTC)).err().unwrap().to_string()
    }

    #[test]
    fn dates_are_read_in_the_forms_that_help_names() {
        for text in ["2099-03-31T17:00[Europe/Amsterdam]", "2099-03-31T17:00:00+02:00", "14d", "36h", "10m"] {
            assert!(instant(text, "deadline", &Silent { yes: false }).is_ok(), "{text}: nothing is asked");
        }
        let summer = yes("2099-07-01T12:00[Europe/Amsterdam]").unwrap();
        assert_eq!(summer, yes("2099-07-01T10:00:00Z").unwrap());
        assert_eq!(summer, yes("2099-07-01T12:00+02:00[Europe/Amsterdam]").unwrap());
        for text in [
            "",
            "tomorrow",
            "2001-01-01T00:00Z",
            "2099-13-01 00:00",
            "-3d",
            "2099-03-31T17:00[Europe/Amsterdam",
        ] {
            assert!(yes(text).is_err(), "{text}");
        }
        assert!(span_ms("2d").is_ok() && span_ms("2099-01-01T00:00Z").is_err() && span_ms("0m").is_err());
    }

    #[test]
    fn a_date_without_zone_is_asked_about() {
        let amsterdam = TimeZone::get("Europe/Amsterdam").unwrap();
        let typed = date("2099-07-01 12:00", Some(amsterdam.clone())).unwrap();
        assert!(
            typed.assumed
                && shown(&typed).contains("2099-07-01 10:00 UTC")
                && shown(&typed).contains("Europe/Amsterdam")
        );
        assert!(date("2099-07-01 12:00", None).err().unwrap().to_string().contains("not known"));
        assert!(date("2099-07-01 12:00", Some(TimeZone::unknown())).is_err());
        assert!(
            instant("2099-07-01 12:00", "deadline", &Silent { yes: false }).is_err(),
            "refused if not confirmed"
        );
        assert!(
            date("2031-03-30T02:30", Some(amsterdam.clone())).is_err()
                && date("2031-10-26 02:30", Some(amsterdam)).is_err()
        );
    }

    #[test]
    fn zones_that_are_seldom_meant_are_asked_about() {
        let assumed = |text: &str| date(text, None).unwrap().assumed;
        for asked in ["Etc/GMT+2", "Etc/GMT-1", "EST", "CET", "EST5EDT"] {
            if TimeZone::get(asked).is_ok() {
                assert!(assumed(&format!("2099-07-01T12:00[{asked}]")), "{asked}");
            }
        }
        for plain in ["[Europe/Amsterdam]", "[UTC]", "[Etc/UTC]", "[+02:00]", "[Asia/Kolkata]"] {
            assert!(!assumed(&format!("2099-07-01T12:00{plain}")), "{plain}");
        }
    }

    #[test]
    fn what_cannot_be_what_was_typed_is_refused() {
        for (text, word) in [
            ("2031-03-31T17:00[Europe/Amstrdam]", "no zone 'Europe/Amstrdam'"),
            ("2031-03-31T17:00+05:00[Europe/Amsterdam]", "the offset"),
            ("2031-03-31T17:00Z[Europe/Amsterdam]", "by its Z"),
            ("2031-03-31T17:00-00:00[Europe/Amsterdam]", "the offset"),
            ("2031-03-31T17:00-00[Europe/Amsterdam]", ""),
            ("2031-03-30T02:30[Europe/Amsterdam]", "leave out"),
            ("2031-10-26T02:30[Europe/Amsterdam]", "strike twice"),
            ("2031-03-31", "no time of day"),
            ("2031-03-31[Europe/Amsterdam]", "no time of day"),
            ("31.03.2031 17:00", "no date"),
            ("2031-03-31T17:00 CET", "no date"),
            ("2031-03-31 17:00 Europe/Amsterdam", "no date"),
            ("2031-03-31T17:00[CEST]", "no zone 'CEST'"),
            ("2031-03-31T17:00[]", "no zone ''"),
            ("2031-03-31T17:00[UTC+2]", "no zone 'UTC+2'"),
            ("2031-03-31T17:00[!Europe/Amstrdam]", "no zone 'Europe/Amstrdam'"),
            ("2031-03-31T17:00+02:00[+01:00]", "the offset"),
            ("2031-03-31T17:00-02:00[Europe/Amsterdam]", "the offset"),
            // In the gap neither offset is the zone's; in the fold a third one is none of both.
            ("2031-03-30T02:30+01:00[Europe/Amsterdam]", ""),
            ("2031-03-30T02:30+02:00[Europe/Amsterdam]", ""),
            ("2031-10-26T02:30+03:00[Europe/Amsterdam]", ""),
            ("2031-10-05T02:15[Australia/Lord_Howe]", "leave out"),
            ("2031-04-06T01:45[Australia/Lord_Howe]", "strike twice"),
            ("2031-03-31T25:00Z", "no date"),
            ("2031-02-29T12:00Z", "no date"),
            ("2031-3-31 17:00", "no date"),
            ("31/03/2031 17:00", "no date"),
            ("17:00", "no date"),
            ("2031-W14-1T17:00Z", "no date"),
        ] {
            assert!(why(text).contains(word), "{text}: {}", why(text));
        }
        for offset in ["+02:00", "+01:00"] {
            let text = format!("2031-10-26T02:30{offset}[Europe/Amsterdam]");
            assert!(date(&text, None).is_ok(), "the offset says which: {text}");
        }
    }

    /// In every zone with a change of clocks: the hours left out and struck twice are refused, those around them are not.
    #[test]
    fn changes_of_clocks_in_every_zone() {
        let start: Timestamp = "2031-01-01T00:00Z".parse().unwrap();
        let mut changes = 0;
        for name in jiff::tz::db().available() {
            let zone = TimeZone::get(name.as_str()).unwrap();
            for change in zone.following(start).take(2) {
                let (before, after) = (
                    zone.to_offset(change.timestamp() - jiff::SignedDuration::from_secs(1)),
                    change.offset(),
                );
                let seconds = after.seconds() - before.seconds();
                if seconds == 0 {
                    continue;
                }
                changes += 1;
                // The first minute that is left out, or that comes again.
                let at = if seconds > 0 { before } else { after };
                let minute = at.to_datetime(change.timestamp());
                let text = |civil: DateTime| format!("{civil}[{name}]");
                assert!(date(&text(minute), None).is_err(), "{}", text(minute));
                let earlier = minute - jiff::Span::new().minutes(i64::from(seconds.abs()) / 60 + 60);
                let later = minute + jiff::Span::new().minutes(i64::from(seconds.abs()) / 60 + 60);
                for good in [earlier, later] {
                    let typed = date(&text(good), None).unwrap();
                    assert_eq!(
                        typed.stamp.to_zoned_datetime(zone.clone()).datetime(),
                        good,
                        "{}",
                        text(good)
                    );
                }
            }
        }
        assert!(changes > 50, "{changes} changes: the machine has zones");
    }
}
