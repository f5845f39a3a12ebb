//! Dates as people read them: how long ago, how long still, and the date itself beside it.

use crate::texts::Words;
use intertally_core::party::Instant;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::words;

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
