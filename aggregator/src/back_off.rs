//! Whoever sends proofs that do not hold waits before it may send more: checking them takes time that others need.

use crate::error::ServerError;
use intertally_core::rule::Rule;
use intertally_core::sign::VerifyingKey;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Failures in a row without a wait: a file that was damaged on its way is sent again at once.
const FREE: u32 = 2;
/// The first wait.
const FIRST: Duration = Duration::from_secs(30);

/// Failures in a row, by party.
pub(crate) struct BackOff {
    most: Duration,
    of: Mutex<BTreeMap<VerifyingKey, (u32, Instant)>>,
}

impl BackOff {
    pub(crate) const fn new(most: Duration) -> Self {
        Self { most, of: Mutex::new(BTreeMap::new()) }
    }

    fn of(&self) -> MutexGuard<'_, BTreeMap<VerifyingKey, (u32, Instant)>> {
        self.of.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, failures: u32) -> Duration {
        let Some(over) = failures.checked_sub(FREE) else { return Duration::ZERO };
        FIRST.saturating_mul(1u32.checked_shl(over).unwrap_or(u32::MAX)).min(self.most)
    }

    /// Refuses whoever must wait.
    pub(crate) fn admits(&self, key: VerifyingKey) -> Result<(), ServerError> {
        let of = self.of();
        let Some((failures, last)) = of.get(&key) else { return Ok(()) };
        let left = self.wait(*failures).saturating_sub(last.elapsed());
        if left.is_zero() {
            return Ok(());
        }
        let words = format!(
            "what you sent the last {failures} times had proofs that do not hold; make it again, and send it in {} seconds",
            left.as_secs().saturating_add(1)
        );
        Err(ServerError::rule(Rule::BackOff, words))
    }

    pub(crate) fn bad(&self, key: VerifyingKey) {
        let mut of = self.of();
        let failures = of.get(&key).map_or(0, |(failures, _)| *failures);
        of.insert(key, (failures.saturating_add(1), Instant::now()));
    }

    pub(crate) fn good(&self, key: VerifyingKey) {
        self.of().remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end() {
        let back_off = BackOff::new(Duration::from_secs(3600));
        let waits: Vec<u64> = (0..12).map(|failures| back_off.wait(failures).as_secs()).collect();
        assert_eq!(waits, [0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
        assert_eq!(back_off.wait(u32::MAX).as_secs(), 3600);
        let (one, other) = (VerifyingKey([1; 32]), VerifyingKey([2; 32]));
        back_off.bad(one);
        assert!(back_off.admits(one).is_ok());
        back_off.bad(one);
        assert!(back_off.admits(one).is_err() && back_off.admits(other).is_ok());
        back_off.good(one);
        assert!(back_off.admits(one).is_ok());
    }
}
