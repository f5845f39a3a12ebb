//! Dates as people type them. What was typed is taken as it stands or refused: a zone that is not known, an offset that is not
//! the zone's or that no place has, an hour that the clocks leave out or strike twice are never guessed.

use crate::error::{ClientError, Result};
use intertally_core::party::Instant;
use intertally_roles::Person;
use intertally_roles::clock::is_no_zone;
use intertally_roles::person::{Notice, Question};
use jiff::civil::DateTime;
use jiff::fmt::temporal::{DateTimeParser, Pieces};
use jiff::tz::{Disambiguation, Offset, OffsetConflict, TimeZone};
use jiff::{Span, Timestamp, ToSpan, ZonedDateTime};

#[cfg(test)]
mod tests;

/// An instant that was typed.
struct Typed {
    stamp: Timestamp,
    /// The zone that was named, or this machine's.
    zone: TimeZone,
    /// What about it is seldom meant, as what follows the text in a sentence.
    doubt: Option<&'static str>,
}

const NO_ZONE: &str = "names no zone; this machine's was taken";
const ODD_ZONE: &str =
    "names a zone that is seldom meant: Etc/GMT+2 is two hours behind UTC, and EST has no summer time";
const FAR: &str = "is more than five years from now";

/// `2027-03-31T17:00[Europe/Amsterdam]`, `2027-03-31T17:00+02:00`, or a span from now such as `14d`, `36h`, `10m`. A date
/// without a zone, `2027-03-31 17:00`, is read in this machine's and asked about; so are one in a zone that is seldom meant and
/// one that is years away. The instant is shown in UTC and in the zone. `what`: what it is for, e.g. `deadline`.
pub fn instant(text: &str, what: &str, person: &dyn Person) -> Result<Instant> {
    let now = Timestamp::now();
    let typed = match span(text, &now) {
        Some(stamp) => Typed { stamp, zone: TimeZone::try_system().unwrap_or(TimeZone::UTC), doubt: None },
        None => date(text, TimeZone::try_system().ok())?,
    };
    if typed.stamp <= now {
        return Err(ClientError::stop(format!("{text} is over"), "name a date to come"));
    }
    let shown = format!("{what}: {}", shown(&typed));
    if let Some(doubt) = typed.doubt.or_else(|| is_far(typed.stamp, now).then_some(FAR)) {
        let question = Question::Date { shown, typed: text.to_owned(), doubt: doubt.to_owned() };
        if !person.agrees(&question) {
            let zone = "name the zone, as in 2027-03-31T17:00[Europe/Amsterdam]";
            let next = if doubt == FAR { "correct the year, or confirm it" } else { zone };
            return Err(ClientError::stop("the date was not confirmed", next));
        }
    } else {
        person.tell(&Notice::Date(shown));
    }
    Ok(Instant(typed.stamp.as_millisecond()))
}

/// Years away: a round is closed within weeks or months, and 2207 is typed for 2027.
fn is_far(stamp: Timestamp, now: Timestamp) -> bool {
    let limit = now.to_zoned_datetime(TimeZone::UTC).checked_add(5.years());
    limit.is_ok_and(|limit| stamp > limit.timestamp())
}

/// The length of a span such as `2d`, in milliseconds.
pub fn span_ms(text: &str) -> Result<i64> {
    let now = Timestamp::now();
    let length = span(text, &now).map(|later| later.as_millisecond().saturating_sub(now.as_millisecond()));
    // Microseconds are spans, too, and none that anybody waits for.
    length.filter(|length| *length > 0).ok_or_else(|| {
        ClientError::stop(format!("'{text}' is no span of time to come"), "write e.g. 14d, 36h or 10m")
    })
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

/// The form that is asked for where a text is no date.
const FORM: &str =
    "write 2027-03-31T17:00[Europe/Amsterdam], 2027-03-31T17:00+02:00, or a span from now such as 14d";
const TWICE: &str =
    "take another hour, or write the offset too, as in 2027-10-31T02:30+02:00[Europe/Amsterdam]";

/// Reads a date. `machine`: this machine's zone, if it is known.
fn date(text: &str, machine: Option<TimeZone>) -> Result<Typed> {
    let text = text.trim();
    let stop = |what: String, next: &str| Err(ClientError::stop(what, next));
    let civil = text.split('[').next().unwrap_or_default();
    // A date alone would be its first minute: a day earlier than most people mean.
    if !civil.contains(':') && !civil.contains(['T', 't', ' ']) && civil.parse::<jiff::civil::Date>().is_ok()
    {
        return stop(format!("'{text}' has no time of day"), FORM);
    }
    if has_second_sixty(civil) {
        return stop(format!("'{text}' has a second of 60, which computers' clocks leave out"), FORM);
    }
    let offset = Pieces::parse(text).ok().and_then(|pieces| pieces.to_numeric_offset());
    if let Some(offset) = offset.filter(|offset| !is_somewhere(*offset)) {
        let next = "offsets go from -12:00 to +14:00, in quarters of an hour; or name the zone";
        return stop(format!("'{text}': no place is {offset} from UTC"), next);
    }
    if let Some((_, annotations)) = text.split_once('[') {
        return zoned(text, annotations);
    }
    if let Ok(stamp) = text.parse::<Timestamp>() {
        let zone = offset.map_or(TimeZone::UTC, TimeZone::fixed);
        return Ok(Typed { stamp, zone, doubt: None });
    }
    let Ok(civil) = text.parse::<DateTime>() else { return stop(format!("'{text}' is no date"), FORM) };
    let Some(zone) = machine.filter(|zone| !is_no_zone(zone)) else {
        let what = format!("'{text}' names no zone, and this machine's is not known");
        return stop(what, "name one, as in 2027-03-31T17:00[Europe/Amsterdam], or correct TZ");
    };
    match zone.to_ambiguous_zoned_datetime(civil).unambiguous() {
        Ok(there) => Ok(Typed { stamp: there.timestamp(), zone, doubt: Some(NO_ZONE) }),
        Err(_) => stop(twice_or_never(text), TWICE),
    }
}

fn twice_or_never(text: &str) -> String {
    format!("'{text}' is an hour that the clocks there leave out, or strike twice")
}

/// Whether the clock in it says a second of 60: a leap second, which would be read as the second before.
fn has_second_sixty(civil: &str) -> bool {
    let clock = civil.split_once(['T', 't', ' ']).map_or("", |(_, clock)| clock);
    let clock = clock.split(['+', '-', 'Z', 'z']).next().unwrap_or_default().replace(':', "");
    clock.get(4..6) == Some("60")
}

/// Whether some place has this offset today: from -12:00 to +14:00, in quarters of an hour.
fn is_somewhere(offset: Offset) -> bool {
    (-12 * 3_600..=14 * 3_600).contains(&offset.seconds()) && offset.seconds() % 900 == 0
}

/// Zones that are seldom what was meant: `Etc/GMT+2` is two hours behind UTC, and `EST` has no summer time. They are asked about.
fn is_doubtful(zone: &TimeZone) -> bool {
    let name = zone.iana_name().unwrap_or_default();
    let utc = ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "UCT", "Etc/UCT", "Universal"];
    let utc = utc.iter().any(|own| own.eq_ignore_ascii_case(name));
    let abbreviated = !name.contains('/') && !name.is_empty();
    !utc && (abbreviated || name.starts_with("Etc/GMT"))
}

/// Whether all of `annotations` (what follows the first `[`) is understood: a zone, and what may be passed over. RFC 9557, 3.3:
/// what is marked critical and not understood makes the text one that cannot be read.
fn is_understood(annotations: &str) -> bool {
    let mut parts = annotations.split('[').skip(1);
    parts.all(|part| match part.strip_prefix('!').map(|part| part.trim_end_matches(']')) {
        Some(critical) => matches!(critical, "u-ca=iso8601" | "u-ca=gregory"),
        None => true,
    })
}

/// A date with its zone. `annotations`: what follows the first `[`.
fn zoned(text: &str, annotations: &str) -> Result<Typed> {
    let name = annotations.split(']').next().unwrap_or_default().trim_start_matches('!');
    let offset = name.starts_with(['+', '-']);
    if !offset && TimeZone::get(name).map_or(true, |zone| is_no_zone(&zone)) {
        let what = format!("'{text}': this machine knows no zone '{name}'");
        return Err(ClientError::stop(what, "write one as Europe/Amsterdam"));
    }
    if !is_understood(annotations) {
        let what = format!("'{text}' says of itself that it is to be read in another way");
        return Err(ClientError::stop(what, "leave out what is between ! and ]"));
    }
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
        if offset && !is_somewhere(there.offset()) {
            let what = format!("'{text}': no place is {} from UTC", there.offset());
            return Err(ClientError::stop(what, "name the zone, as in [Europe/Amsterdam]"));
        }
        let doubt = is_doubtful(there.time_zone()).then_some(ODD_ZONE);
        return Ok(Typed { stamp: there.timestamp(), zone: there.time_zone().clone(), doubt });
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
        ClientError::stop(format!("'{text}' is no date"), FORM)
    })
}
