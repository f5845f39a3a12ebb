//! What everything stands on: canonical bytes, hashes, signatures, sealing, and the names of parties and blobs.
//!
//! Pure: no I/O, no clock, no ambient randomness. The primitives are libraries'; this room says how they are used
//! (docs/spec.md sections 2, 3 and 6.6).

pub mod blob;
pub mod canonical;
pub mod hash;
pub mod party;
pub mod seal;
pub mod sign;
