//! One test binary for everything that crosses rooms.
#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod record;
