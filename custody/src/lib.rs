//! Everything with secret-key shares: ceremony, sub-keys, partial opening, consent.

pub mod ceremony;
pub mod consent;
pub mod erasure;
pub mod ledger;
pub mod opening;
pub mod rebuild;
pub mod rehearsal;
pub mod subkey;
