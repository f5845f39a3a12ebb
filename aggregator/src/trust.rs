//! Whether what the server has in memory is what its disk holds. In doubt nothing is answered until the log was read again;
//! once it is sure that the log is not whole, the server stops.

use crate::clock::Clock;
use crate::watch::Metrics;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Time between two attempts to read the log again.
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Clone, Debug)]
enum Condition {
    Sound,
    /// Not known whether the last write was done; read again not before, by the steady clock.
    Doubtful(String, Option<Duration>),
}

/// What is known of it.
pub struct Trust {
    condition: Mutex<Condition>,
    stopped: watch::Sender<Option<String>>,
    metrics: Metrics,
    clock: Clock,
}

/// What to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Serve it.
    Serve,
    /// Read the log again first.
    ReadAgain,
    /// Refuse it: the log was not to be read a moment ago.
    Wait(String),
    /// Refuse everything.
    Stopped(String),
}

impl Trust {
    /// Sound; doubts are counted there, and last by this clock.
    #[must_use]
    pub fn counted(metrics: Metrics, clock: Clock) -> Self {
        Self { condition: Mutex::new(Condition::Sound), stopped: watch::Sender::new(None), metrics, clock }
    }

    /// Now.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if let Some(why) = self.stopped.borrow().clone() {
            return Verdict::Stopped(why);
        }
        match &*self.condition.lock().unwrap_or_else(PoisonError::into_inner) {
            Condition::Sound => Verdict::Serve,
            Condition::Doubtful(why, Some(until)) if self.clock.steady() < *until => {
                Verdict::Wait(why.clone())
            }
            Condition::Doubtful(..) => Verdict::ReadAgain,
        }
    }

    fn set(&self, condition: Condition) {
        *self.condition.lock().unwrap_or_else(PoisonError::into_inner) = condition;
    }

    /// A write failed, or what was read is not what was written.
    pub fn doubt(&self, why: &str) {
        self.metrics.doubt();
        tracing::error!(why, "memory and disk may differ: nothing is answered until the log was read again");
        self.set(Condition::Doubtful(why.to_owned(), None));
    }

    /// It could not be read again.
    pub fn still_doubtful(&self, why: &str) {
        tracing::error!(why, "the log could not be read again");
        self.set(Condition::Doubtful(why.to_owned(), Some(self.clock.steady().saturating_add(PAUSE))));
    }

    /// It was read again.
    pub fn restore(&self) {
        tracing::info!("the log was read again and is whole");
        self.set(Condition::Sound);
    }

    /// The log is not whole, or not this server's alone: end.
    pub fn stop(&self, why: &str) {
        tracing::error!(why, "the server stops");
        self.stopped.send_if_modified(|known| {
            let first = known.is_none();
            known.get_or_insert_with(|| why.to_owned());
            first
        });
    }

    /// Tells when the server must end, and why.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Option<String>> {
        self.stopped.subscribe()
    }
}
