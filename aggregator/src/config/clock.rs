//! How far the machine's clock is believed.

use crate::clock::{Bounds, Clock};
use serde::Deserialize;

/// What is believed of the clock.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClockSettings {
    /// Most that the time of day may jump while the server runs, or lie before the last event at the start, in seconds.
    pub jump_seconds: u32,
    /// Longest time since the last event at the start, in days.
    pub idle_days: u32,
    /// The operator has looked at the clock: at this start it is believed (`--clock-is-right`).
    #[serde(skip)]
    pub is_right: bool,
}

impl Default for ClockSettings {
    fn default() -> Self {
        Self { jump_seconds: 60, idle_days: 400, is_right: false }
    }
}

impl ClockSettings {
    /// The name of a setting by which no clock would ever be believed.
    pub(super) const fn unusable(&self) -> Option<&'static str> {
        match self {
            Self { jump_seconds: 0, .. } => Some("jump_seconds"),
            Self { idle_days: 0, .. } => Some("idle_days"),
            _ => None,
        }
    }

    /// A clock of this machine.
    #[must_use]
    pub fn of_machine(&self) -> Clock {
        let bounds = Bounds {
            jump: i64::from(self.jump_seconds) * 1_000,
            idle: i64::from(self.idle_days) * 86_400_000,
        };
        let clock = Clock::of_machine(bounds);
        if self.is_right {
            clock.believe();
        }
        clock
    }
}
