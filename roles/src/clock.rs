//! The time of day, for what a person is told and what a party decides for itself. The server's clock dates the log.

use intertally_core::party::Instant;
use jiff::tz::TimeZone;

/// A clock on a wall.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
    /// The zone in which the person reads times, beside UTC.
    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
    /// An instant as people read it: in UTC, the zone of reference, and in theirs.
    fn when(&self, at: Instant) -> String {
        when(at, self.zone())
    }
}

/// Whether a zone is what databases of zones have for a machine whose zone nobody has set.
#[must_use]
pub fn is_no_zone(zone: &TimeZone) -> bool {
    zone.is_unknown() || zone.iana_name() == Some("Factory")
}

/// An instant as people in a zone read it.
#[must_use]
pub fn when(at: Instant, zone: TimeZone) -> String {
    let Ok(instant) = jiff::Timestamp::from_millisecond(at.0) else { return format!("{} ms", at.0) };
    let local = instant.to_zoned_datetime(zone);
    let utc = instant.to_zoned_datetime(TimeZone::UTC);
    let (utc, here) = (utc.strftime("%Y-%m-%d %H:%M UTC"), local.strftime("%Y-%m-%d %H:%M %Z"));
    if local.offset().is_zero() { utc.to_string() } else { format!("{utc} ({here})") }
}
