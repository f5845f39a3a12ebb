//! The server's clock, in milliseconds. Its reading is the authority for dates, and an event under a wrong one cannot be
//! taken back: so a reading that jumped is not used.

use intertally_core::party::Instant;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What the machine's two clocks say at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Time of day.
    pub wall: Instant,
    /// Time since some moment, never set by anybody.
    pub steady: Duration,
}

/// Limits to what is believed, milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most that the time of day may differ from the steady clock between two readings.
    pub jump: i64,
    /// Longest time since the last event at the start.
    pub idle: i64,
}

/// Why the clock is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// The time of day was set while the server ran.
    #[error(
        "this machine's clock says {says} where {expected} was due by its steady clock: it was set, or the machine slept; \
         nothing is appended until it is right again, or the server is started anew under a clock that was checked"
    )]
    Jumped {
        /// Time of day.
        says: Instant,
        /// What it should be.
        expected: Instant,
    },
    /// Before the last event.
    #[error(
        "this machine's clock says {says}, and the last event was at {last}: one of the two is wrong; nothing is appended \
         until the clock is later than that; if the clock is right, start with --clock-is-right"
    )]
    Behind {
        /// Time of day.
        says: Instant,
        /// Of the last event.
        last: Instant,
    },
    /// Long after the last event.
    #[error(
        "this machine's clock says {says}, and the last event was at {last}, longer ago than `idle_days`; nothing is \
         appended; check the clock, and if it is right, start with --clock-is-right"
    )]
    Ahead {
        /// Time of day.
        says: Instant,
        /// Of the last event.
        last: Instant,
    },
}

/// Reads both clocks.
type Read = dyn Fn() -> Reading + Send + Sync;

/// The clock. Clones share what was seen of it.
#[derive(Clone)]
pub struct Clock {
    read: Arc<Read>,
    bounds: Bounds,
    /// Last reading that was believed; none until the first.
    anchor: Arc<Mutex<Option<Reading>>>,
}

fn reading(begin: std::time::Instant) -> Reading {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let wall = Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    Reading { wall, steady: begin.elapsed() }
}

impl Clock {
    /// The machine's.
    #[must_use]
    pub fn of_machine(bounds: Bounds) -> Self {
        let begin = std::time::Instant::now();
        Self::of(bounds, move || reading(begin))
    }

    /// Another one, for tests.
    pub fn of(bounds: Bounds, read: impl Fn() -> Reading + Send + Sync + 'static) -> Self {
        Self { read: Arc::new(read), bounds, anchor: Arc::default() }
    }

    /// The time of day as it is, believed or not: for people.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.read)().wall
    }

    /// Time since some moment, whatever the time of day is set to: for waiting.
    #[must_use]
    pub fn steady(&self) -> Duration {
        (self.read)().steady
    }

    /// Believe the present reading, whatever the last event says: an operator has looked at the clock.
    pub fn believe(&self) {
        *self.anchor.lock().unwrap_or_else(PoisonError::into_inner) = Some((self.read)());
    }

    /// The time of day if it can be believed, given the time of the last event. The next reading is compared with this one.
    pub fn judge(&self, last: Option<Instant>) -> Result<Instant, ClockFault> {
        let mut anchor = self.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.read)();
        self.compare(*anchor, now, last)?;
        *anchor = Some(now);
        Ok(now.wall)
    }

    /// Whether it would be believed now: changes nothing, so that looking often does not hide a jump in small steps.
    pub fn look(&self, last: Option<Instant>) -> Result<(), ClockFault> {
        let anchor = *self.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        self.compare(anchor, (self.read)(), last)
    }

    fn compare(
        &self,
        anchor: Option<Reading>,
        now: Reading,
        last: Option<Instant>,
    ) -> Result<(), ClockFault> {
        let says = now.wall;
        let Bounds { jump, idle } = self.bounds;
        match (anchor, last) {
            (Some(before), _) => {
                let passed = i64::try_from(now.steady.saturating_sub(before.steady).as_millis());
                let expected = Instant(before.wall.0.saturating_add(passed.unwrap_or(i64::MAX)));
                if says.0.abs_diff(expected.0) > jump.unsigned_abs() {
                    return Err(ClockFault::Jumped { says, expected });
                }
            }
            (None, Some(last)) if says.0.saturating_add(jump) < last.0 => {
                return Err(ClockFault::Behind { says, last });
            }
            (None, Some(last)) if says.0.saturating_sub(idle) > last.0 => {
                return Err(ClockFault::Ahead { says, last });
            }
            (None, _) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};

    const DAY: i64 = 86_400_000;
    const BOUNDS: Bounds = Bounds { jump: 60_000, idle: 400 * DAY };
    const LAST: Option<Instant> = Some(Instant(1_000 * DAY));

    /// A clock of which both hands are set by the test.
    fn hands() -> (Clock, Arc<AtomicI64>, Arc<AtomicI64>) {
        let (wall, steady) = (Arc::new(AtomicI64::new(1_000 * DAY)), Arc::new(AtomicI64::new(0)));
        let (w, s) = (Arc::clone(&wall), Arc::clone(&steady));
        let read = move || Reading {
            wall: Instant(w.load(Ordering::SeqCst)),
            steady: Duration::from_millis(s.load(Ordering::SeqCst).unsigned_abs()),
        };
        (Clock::of(BOUNDS, read), wall, steady)
    }

    #[test]
    fn a_jump_is_not_believed_until_it_is_undone_and_slow_corrections_are() {
        let (clock, wall, steady) = hands();
        clock.judge(LAST).unwrap();
        for jump in [DAY, -DAY, 3_650 * DAY, 61_000, -61_000] {
            wall.fetch_add(jump, Ordering::SeqCst);
            for _ in 0..2 {
                clock.look(LAST).unwrap_err();
                let fault = clock.judge(LAST).unwrap_err();
                assert!(matches!(fault, ClockFault::Jumped { .. }), "{fault}");
                assert!(fault.to_string().contains("1972-09-27T00:0"), "{fault}");
            }
            wall.fetch_sub(jump, Ordering::SeqCst);
            clock.judge(LAST).unwrap();
        }
        for _ in 0..100 {
            steady.fetch_add(DAY, Ordering::SeqCst);
            wall.fetch_add(DAY + 50_000, Ordering::SeqCst);
            clock.judge(LAST).unwrap();
        }
        // Looking moves nothing: two steps that are small enough for themselves are one jump.
        for step in [40_000, 40_000] {
            wall.fetch_add(step, Ordering::SeqCst);
            let _ = clock.look(LAST);
        }
        clock.look(LAST).unwrap_err();
        wall.fetch_add(DAY, Ordering::SeqCst);
        clock.judge(LAST).unwrap_err();
        clock.believe();
        clock.judge(LAST).unwrap();
    }

    #[test]
    fn at_the_start_the_last_event_is_the_measure() {
        let (clock, wall, _) = hands();
        wall.fetch_sub(DAY, Ordering::SeqCst);
        assert!(matches!(clock.judge(LAST), Err(ClockFault::Behind { .. })));
        assert!(clock.judge(None).is_ok(), "an empty log has no measure");
        let (clock, wall, _) = hands();
        wall.fetch_add(3_650 * DAY, Ordering::SeqCst);
        assert!(matches!(clock.judge(LAST), Err(ClockFault::Ahead { .. })));
        wall.fetch_sub(3_300 * DAY, Ordering::SeqCst);
        clock.judge(LAST).unwrap();
    }
}
