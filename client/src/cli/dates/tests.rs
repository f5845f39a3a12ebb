//! Dates that are taken, asked about and refused.

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
    let year = Timestamp::now().to_zoned_datetime(TimeZone::UTC).year() + 1;
    let dates = ["-03-31T17:00[Europe/Amsterdam]", "-03-31T17:00:00+02:00", "-03-31T170000Z", "-03-31T17+02"];
    let dates = dates.map(|date| format!("{year}{date}"));
    for text in dates.iter().map(String::as_str).chain(["14d", "36h", "10m", "2 weeks", "P1M", "1.5h"]) {
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
        "0d",
        "14d ago",
        "9999y",
        "2099-03-31T17:00[Europe/Amsterdam",
    ] {
        assert!(yes(text).is_err(), "{text}");
    }
    assert!(span_ms("2d").is_ok() && span_ms("2099-01-01T00:00Z").is_err() && span_ms("0m").is_err());
    // Found by fuzzing: a step of no length.
    assert!(span_ms("2us").is_err() && span_ms("-1d").is_err() && span_ms("2ms").is_ok());
}

#[test]
fn a_date_without_zone_is_asked_about() {
    let amsterdam = TimeZone::get("Europe/Amsterdam").unwrap();
    let typed = date("2099-07-01 12:00", Some(amsterdam.clone())).unwrap();
    assert!(
        typed.doubt == Some(NO_ZONE)
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
    let asked_about = |text: &str| date(text, None).unwrap().doubt == Some(ODD_ZONE);
    for asked in ["Etc/GMT+2", "Etc/GMT-1", "EST", "CET", "EST5EDT", "GB", "NZ", "Japan"] {
        if TimeZone::get(asked).is_ok() {
            assert!(asked_about(&format!("2099-07-01T12:00[{asked}]")), "{asked}");
        }
    }
    for plain in [
        "[Europe/Amsterdam]",
        "[UTC]",
        "[Etc/UTC]",
        "[+02:00]",
        "[Asia/Kolkata]",
        "[Asia/Calcutta]",
        "[US/Eastern]",
    ] {
        assert!(!asked_about(&format!("2099-07-01T12:00{plain}")), "{plain}");
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
        ("2031-03-31T24:00[Europe/Amsterdam]", "no date"),
        // What jiff reads otherwise than it stands there.
        ("2031-06-30T23:59:60Z", "second of 60"),
        ("2031-06-30T23:59:60[Europe/Amsterdam]", "second of 60"),
        ("2031-06-30 23:59:60.5", "second of 60"),
        ("20310630T235960-0300", "second of 60"),
        ("2031-03-31T17:00[Etc/Unknown]", "no zone 'Etc/Unknown'"),
        ("2031-03-31T17:00[Factory]", "no zone 'Factory'"),
        ("2031-03-31T17:00[!Etc/Unknown]", "no zone 'Etc/Unknown'"),
        ("2031-03-31T17:00[Europe/Amsterdam][!u-ca=hebrew]", "in another way"),
        ("2031-03-31T17:00[Europe/Amsterdam][u-ca=gregory][!x=y]", "in another way"),
        ("2031-03-31T17:00[Europe/Amsterdam][Europe/Paris]", "no date"),
        ("2031-03-31T17:00[u-ca=hebrew]", "no zone"),
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
            let (before, after) =
                (zone.to_offset(change.timestamp() - jiff::SignedDuration::from_secs(1)), change.offset());
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
            // With its offset the hour that comes twice is one of two; the one that is left out has none.
            for offset in [before, after] {
                let whole = format!("{minute}{offset}[{name}]");
                let stamp = date(&whole, None).ok().map(|typed| typed.stamp);
                let fold = (seconds < 0).then(|| offset.to_timestamp(minute).unwrap());
                assert_eq!(stamp, fold, "{whole}");
            }
            let earlier = minute - jiff::Span::new().minutes(i64::from(seconds.abs()) / 60 + 60);
            let later = minute + jiff::Span::new().minutes(i64::from(seconds.abs()) / 60 + 60);
            for good in [earlier, later] {
                let typed = date(&text(good), None).unwrap();
                assert_eq!(typed.stamp.to_zoned_datetime(zone.clone()).datetime(), good, "{}", text(good));
            }
        }
    }
    assert!(changes > 50, "{changes} changes: the machine has zones");
}

#[test]
fn years_away_are_asked_about() {
    let year = Timestamp::now().to_zoned_datetime(TimeZone::UTC).year();
    for (ahead, asked) in [(1, false), (4, false), (6, true), (180, true), (7_000, true)] {
        let text = format!("{}-03-31T17:00Z", year + ahead);
        assert_eq!(instant(&text, "deadline", &Silent { yes: false }).is_err(), asked, "{text}");
        assert!(yes(&text).is_ok(), "{text}: a person may mean it");
    }
    assert!(instant("9y", "deadline", &Silent { yes: false }).is_err());
}

#[test]
fn a_machine_that_has_no_zone_reads_no_date_without_one() {
    for name in ["Factory", "Etc/Unknown"] {
        if let Ok(zone) = TimeZone::get(name) {
            assert!(date("2031-07-01 12:00", Some(zone)).is_err(), "{name}");
        }
    }
    let posix = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let typed = date("2031-07-01 12:00", Some(posix.clone())).unwrap();
    assert!(shown(&typed).starts_with("2031-07-01 10:00 UTC, Tuesday 2031-07-01 12:00 in +02:00"));
    for text in ["2031-03-30 02:30", "2031-10-26 02:30"] {
        assert!(date(text, Some(posix.clone())).is_err(), "{text}");
    }
}

/// Every offset to the minute: those that places have are read as they stand there, all others are refused.
#[test]
fn offsets_that_no_place_has_are_refused() {
    for minutes in -26 * 60..=26 * 60 {
        let (sign, size) = (if minutes < 0 { '-' } else { '+' }, i64::abs(minutes));
        let offset = format!("{sign}{:02}:{:02}", size / 60, size % 60);
        let some_place = (-12 * 60..=14 * 60).contains(&minutes) && minutes % 15 == 0;
        for text in [format!("2031-03-31T17:00{offset}"), format!("2031-03-31T17:00[{offset}]")] {
            match date(&text, None) {
                Ok(typed) => {
                    let utc: Timestamp = "2031-03-31T17:00Z".parse().unwrap();
                    assert!(some_place && typed.doubt.is_none(), "{text}");
                    assert_eq!(utc.as_second() - typed.stamp.as_second(), minutes * 60, "{text}");
                }
                Err(_) => assert!(!some_place, "{text}"),
            }
        }
    }
    assert!(why("2031-03-31T17:00+02:00:30").contains("no place"));
}
