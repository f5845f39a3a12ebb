//! Everything with secret-key shares: ceremony, sub-keys, partial opening, consent.

pub mod consent;
pub mod ledger;
pub mod opening;
