//! The protocol as pure functions. No I/O, no clock, no ambient randomness: time and randomness are arguments.
//!
//! Data flows one way: return -> table -> slots -> submission -> event -> sum -> shares -> totals.
//! The normative text is `docs/spec.md`; each module names the section it implements.

pub mod blob;
pub mod canonical;
pub mod ceremony;
pub mod committee;
pub mod disclosure;
pub mod event;
pub mod fold;
pub mod hash;
pub mod lattice;
pub mod letters;
pub mod limits;
pub mod opening;
pub mod packing;
pub mod party;
pub mod publication;
pub mod round;
pub mod seal;
pub mod sign;
pub mod submission;

/// Version of docs/spec.md that this code implements.
pub const SPEC_VERSION: u16 = 2;
