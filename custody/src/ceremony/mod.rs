//! A trustee's side of the ceremony (spec section 3): states taken by value, each with the messages it can give.
//!
//! [`Committed`] -> [`Revealed`] -> [`Checked`] -> [`Confirmed`] -> [`HeldKeys`](crate::subkey::HeldKeys).
//! Every step reads the public [`CeremonyState`](intertally_core::ceremony::CeremonyState), which the trustee
//! folds from the log by itself. A confirmed trustee has no way to answer a complaint, so that no version of
//! the log gets the seed of a key that is valid in another.

mod check;
mod error;
mod secrets;
mod start;
mod store;
#[cfg(test)]
mod tests;

pub use check::{Checked, Confirmed, Received};
pub use error::{CustodyError, Stuck};
pub use secrets::SealedSeed;
pub use start::{Committed, RevealMessages, Revealed};
pub use store::Stored;
