//! Everything that a party needs, in memory: for tests, for rehearsing a round, for a page that keeps nothing.

mod server;
mod shelf;

pub use server::Server;
pub use shelf::Memory;

use crate::clock::Clock;
use intertally_core::party::Instant;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that is set by hand.
pub struct Wall(AtomicI64);

impl Wall {
    /// That shows this.
    #[must_use]
    pub const fn new(at: Instant) -> Self {
        Self(AtomicI64::new(at.0))
    }

    /// Set it.
    pub fn set(&self, at: Instant) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for Wall {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}
