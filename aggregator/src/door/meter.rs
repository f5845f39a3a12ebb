//! What one certificate has in hand, and all together: bytes, calls, connections. Meters stay as long as the server runs, one
//! for each signing key that ever came in: to come again under the same key begins nothing anew.

use super::connection::Connection;
use crate::config::Limits;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Budgets are counted in this many bytes.
const UNIT: usize = 1 << 10;
const MIB: usize = 1 << 20;

fn units(bytes: usize) -> usize {
    bytes.div_ceil(UNIT)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes that may be in memory at once: of one certificate, and of all.
#[derive(Clone)]
pub struct Budget {
    own: Arc<Semaphore>,
    all: Arc<Semaphore>,
    most: usize,
}

/// Bytes that are in memory; given back when it is dropped.
#[derive(Debug)]
pub struct Charge {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Budget {
    fn new(own: usize, all: &Arc<Semaphore>) -> Self {
        Self { own: Arc::new(Semaphore::new(own)), all: Arc::clone(all), most: own }
    }

    /// Wait until there is room for so many bytes. What is larger than the whole budget takes all of it.
    pub async fn take(&self, bytes: usize) -> Option<Charge> {
        let count = u32::try_from(units(bytes).min(self.most)).unwrap_or(u32::MAX);
        // The own share first: whoever has used it up waits for itself, and holds nothing of the others meanwhile.
        let own = Arc::clone(&self.own).acquire_many_owned(count).await.ok()?;
        let all = Arc::clone(&self.all).acquire_many_owned(count).await.ok()?;
        Some(Charge { _own: own, _all: all })
    }
}

/// So many per second, with some in hand.
struct Pace {
    per_second: u64,
    most: u64,
    in_hand: u64,
    filled: Instant,
}

impl Pace {
    fn new(per_second: u64, seconds: u64) -> Self {
        let most = per_second.saturating_mul(seconds);
        Self { per_second: per_second.max(1), most, in_hand: most, filled: Instant::now() }
    }

    /// Take some; answers with how long to wait. What is taken too early is missing afterwards.
    fn spend(&mut self, count: u64) -> Duration {
        let now = Instant::now();
        let micros =
            u64::try_from(now.saturating_duration_since(self.filled).as_micros()).unwrap_or(u64::MAX);
        let came = micros.saturating_mul(self.per_second) / 1_000_000;
        if came > 0 {
            self.in_hand = self.in_hand.saturating_add(came).min(self.most);
            self.filled = now;
        }
        let wanting = count.saturating_sub(self.in_hand);
        self.in_hand = self.in_hand.saturating_sub(count);
        if wanting > 0 {
            let wait = Duration::from_micros(wanting.saturating_mul(1_000_000) / self.per_second);
            // What others of this key wait for comes after it.
            self.filled = self.filled.max(now) + wait;
            return self.filled.saturating_duration_since(now);
        }
        Duration::ZERO
    }
}

/// As many are remembered.
const LATELY: usize = 10_000;

/// Things that happened within the last minute.
#[derive(Default)]
struct Lately(VecDeque<Instant>);

impl Lately {
    fn another(&mut self) -> usize {
        let now = Instant::now();
        self.0.push_back(now);
        let old = |then: &Instant| now.duration_since(*then) > Duration::from_secs(60);
        while self.0.len() > LATELY || self.0.front().is_some_and(old) {
            self.0.pop_front();
        }
        self.0.len()
    }
}

/// Of one certificate's key.
pub struct Meter {
    /// Messages that came and are not answered yet.
    pub received: Budget,
    /// What is read from the disk to be answered.
    pub answered: Budget,
    /// Answers that the other side has not taken yet.
    pub unsent: Budget,
    /// Calls at once.
    pub calls: Arc<Semaphore>,
    /// Readings of the store at once.
    pub reading: Semaphore,
    /// Files put at once.
    pub putting: Semaphore,
    /// What is kept beside the log, one after the other: everybody's events wait for the same disk.
    pub writing: Semaphore,
    pace: Mutex<Pace>,
    bytes: Mutex<Pace>,
    broken: Mutex<Lately>,
    pub(super) connections: Mutex<Vec<Weak<Connection>>>,
}

impl Meter {
    /// How long the next call waits.
    pub(super) fn call(&self) -> Duration {
        lock(&self.pace).spend(1)
    }

    /// How long after so many bytes the next ones are taken.
    pub(super) fn arrived(&self, bytes: usize) -> Duration {
        lock(&self.bytes).spend(bytes as u64)
    }

    /// A call was broken off; answers with how many were within a minute.
    pub(super) fn broken_off(&self) -> usize {
        lock(&self.broken).another()
    }
}

/// Of all certificates.
pub struct Meters {
    limits: Limits,
    received: Arc<Semaphore>,
    answered: Arc<Semaphore>,
    unsent: Arc<Semaphore>,
    of: Mutex<BTreeMap<[u8; 32], Arc<Meter>>>,
}

impl Meters {
    /// With nothing in hand yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let all = |mib: usize| Arc::new(Semaphore::new(units(mib.saturating_mul(MIB))));
        Self {
            limits,
            received: all(limits.received_mib),
            answered: all(limits.answered_mib),
            unsent: all(limits.unsent_mib),
            of: Mutex::default(),
        }
    }

    /// That of a key.
    #[must_use]
    pub fn of(&self, key: [u8; 32]) -> Arc<Meter> {
        let limits = &self.limits;
        // No more of its own than there is of all: a message that takes the whole of its own would wait for ever.
        let own =
            |mib: usize, of_all: usize, all| Budget::new(units(mib.min(of_all).saturating_mul(MIB)), all);
        let bytes = limits.received_mib_per_second.saturating_mul(MIB as u64);
        let new = || Meter {
            received: own(limits.received_mib_per_certificate, limits.received_mib, &self.received),
            answered: own(limits.answered_mib_per_certificate, limits.answered_mib, &self.answered),
            unsent: own(limits.unsent_mib_per_certificate, limits.unsent_mib, &self.unsent),
            calls: Arc::new(Semaphore::new(limits.calls_per_certificate)),
            reading: Semaphore::new(2),
            putting: Semaphore::new(1),
            writing: Semaphore::new(1),
            pace: Mutex::new(Pace::new(limits.calls_per_second, 2)),
            bytes: Mutex::new(Pace::new(bytes, 2)),
            broken: Mutex::default(),
            connections: Mutex::default(),
        };
        Arc::clone(lock(&self.of).entry(key).or_insert_with(|| Arc::new(new())))
    }

    /// Of each bound of memory: its name, bytes used, bytes at most.
    pub(super) fn memory(&self) -> [(&'static str, usize, usize); 3] {
        let of = |name, semaphore: &Semaphore, mib: usize| {
            let most = units(mib.saturating_mul(MIB));
            let used = most.saturating_sub(semaphore.available_permits());
            (name, used.saturating_mul(UNIT), most.saturating_mul(UNIT))
        };
        [
            of("received", &self.received, self.limits.received_mib),
            of("answered", &self.answered, self.limits.answered_mib),
            of("unsent", &self.unsent, self.limits.unsent_mib),
        ]
    }

    pub(super) fn all(&self) -> Vec<Arc<Meter>> {
        lock(&self.of).values().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_key_waits_for_itself_and_leaves_room_for_others() {
        let limits = Limits { received_mib: 3, received_mib_per_certificate: 1, ..Limits::default() };
        let meters = Meters::new(limits);
        let (one, other) = (meters.of([1; 32]), meters.of([2; 32]));
        let held = one.received.take(64 * MIB).await.unwrap();
        let soon = Duration::from_millis(20);
        assert!(tokio::time::timeout(soon, one.received.take(1)).await.is_err(), "all of its own is taken");
        let another = other.received.take(MIB).await.unwrap();
        drop(held);
        assert!(tokio::time::timeout(soon, one.received.take(MIB)).await.is_ok());
        drop(another);
        assert!(Arc::ptr_eq(&one, &meters.of([1; 32])), "the same key has the same meter");
    }

    #[tokio::test]
    async fn a_message_longer_than_all_that_there_is_takes_all_of_it_and_no_more() {
        let limits = Limits { received_mib: 2, ..Limits::default() };
        let meter = Meters::new(limits).of([1; 32]);
        for _ in 0..2 {
            let taken = tokio::time::timeout(Duration::from_secs(5), meter.received.take(64 * MIB)).await;
            assert!(taken.is_ok(), "it waits for ever");
        }
    }

    #[test]
    fn a_pace_lets_some_through_at_once_and_the_rest_evenly() {
        let mut pace = Pace::new(100, 2);
        for _ in 0..200 {
            assert_eq!(pace.spend(1), Duration::ZERO);
        }
        let (first, second) = (pace.spend(1), pace.spend(1));
        assert!(first > Duration::ZERO && second > first, "{first:?} {second:?}");
        assert!(second <= Duration::from_millis(30), "{second:?}");
    }
}
