//! The protocol as pure functions. No I/O, no clock, no ambient randomness: time and randomness are arguments.
//!
//! Data flows one way: return -> table -> slots -> submission -> event -> sum -> shares -> totals.
//! The normative text is `docs/spec.md`; each module names the section it implements.

pub mod ceremony;
pub mod disclosure;
pub mod event;
pub mod fold;
pub mod letters;
pub mod limits;
pub mod opening;
pub mod packing;
pub mod publication;
pub mod round;
pub mod submission;

// The rooms below, under the names that every user of the protocol knows.
pub use intertally_ground::{blob, canonical, hash, party, seal, sign};
pub use intertally_lattice as lattice;
pub use intertally_lattice::committee;

/// Version of docs/spec.md that this code implements.
pub const SPEC_VERSION: u16 = 2;
