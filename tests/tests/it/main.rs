//! One test binary for everything that crosses rooms.
#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod answers;
mod attack;
mod cancelling;
mod claims;
mod documents;
mod earlier;
mod evaluated_claims;
mod foreign;
mod labels;
mod property;
mod publication;
mod record;
mod round;
mod secrecy;
mod terms;
mod vectors;
mod walls;
