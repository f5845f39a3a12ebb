//! Dates as people type them.

use crate::error::{ClientError, Result};
use intertally_core::party::Instant;
use jiff::{Span, Timestamp, ZonedDateTime, civil};

/// `2027-03-31T17:00[Europe/Amsterdam]`, `2027-03-31T17:00+02:00`, `2027-03-31 17:00` (this machine's zone), or a span
/// from now such as `14d`, `36h`, `10m`.
pub fn instant(text: &str) -> Result<Instant> {
    let now = Timestamp::now();
    if let Ok(span) = text.parse::<Span>()
        && let Ok(later) = ZonedDateTime::now().checked_add(span)
    {
        return Ok(Instant(later.timestamp().as_millisecond()));
    }
    let zoned = text.parse::<ZonedDateTime>().map(|zoned| zoned.timestamp());
    let stamp = zoned.or_else(|_| text.parse::<Timestamp>());
    let local = stamp.or_else(|_| {
        let date = text.parse::<civil::DateTime>()?;
        date.to_zoned_datetime(jiff::tz::TimeZone::system()).map(|zoned| zoned.timestamp())
    });
    let stamp = local.map_err(|_| {
        ClientError::stop(
            format!("'{text}' is no date"),
            "write 2027-03-31T17:00[Europe/Amsterdam], 2027-03-31 17:00, or a span from now such as 14d",
        )
    })?;
    if stamp < now {
        return Err(ClientError::stop(format!("{text} is over"), "name a date to come"));
    }
    Ok(Instant(stamp.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_forms_that_help_names() {
        for text in [
            "2099-03-31T17:00[Europe/Amsterdam]",
            "2099-03-31T17:00:00+02:00",
            "2099-03-31 17:00",
            "14d",
            "36h",
            "10m",
        ] {
            assert!(instant(text).is_ok(), "{text}");
        }
        let summer = instant("2099-07-01T12:00[Europe/Amsterdam]").unwrap();
        assert_eq!(summer, instant("2099-07-01T10:00:00Z").unwrap());
        for text in ["", "tomorrow", "2001-01-01 00:00", "2099-13-01 00:00"] {
            assert!(instant(text).is_err(), "{text}");
        }
    }
}
