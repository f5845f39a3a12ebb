//! Log lines that others can cause: some a minute, and how many more there were.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Lines a minute.
const MOST: u32 = 10;
const MINUTE: Duration = Duration::from_secs(60);

/// One place in the code that writes such lines.
pub struct Quiet(Mutex<Option<(Instant, u32)>>);

impl Quiet {
    /// With no line written yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Whether a line may be written now; then also how many were left out in the minute before.
    pub fn line(&self) -> Option<u32> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (begun, lines) = state.unwrap_or_else(|| (Instant::now(), 0));
        if begun.elapsed() > MINUTE {
            *state = Some((Instant::now(), 1));
            return Some(lines.saturating_sub(MOST));
        }
        *state = Some((begun, lines.saturating_add(1)));
        (lines < MOST).then_some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_lines_is_ten_lines() {
        let quiet = Quiet::new();
        assert_eq!((0..1000).filter(|_| quiet.line().is_some()).count(), 10);
    }
}
