//! Everything with secret-key shares: ceremony, sub-keys, partial opening, consent.

pub mod ceremony;
pub mod erasure;
pub mod rehearsal;
pub mod subkey;
