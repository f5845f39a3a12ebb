//! The protocol as pure functions. No I/O, no clock, no ambient randomness: time and randomness are arguments.
//!
//! Data flows one way: return -> table -> slots -> submission -> event -> sum -> shares -> totals.
//! The normative text is `docs/spec.md`; each module names the section it implements.
//!
//! # Example
//!
//! ```
//! use intertally_core::lattice::params::delta;
//! use intertally_core::packing::layout::Kind;
//! use intertally_core::packing::{Layout, PartPlain};
//!
//! // Three members, three cells of 8 bits: which slot holds what follows from these alone.
//! let layout = Layout::new(3, &[8, 8, 8], false);
//! let plain = PartPlain { values: vec![Some(37), Some(0), None], changed: None };
//! plain.check(&layout)?;
//! let message = plain.message(&layout, 0);
//! let slot = |cell, kind| {
//!     let word = message[layout.slot(cell, kind).expect("a cell of the key") as usize];
//!     word / delta(layout.slot_bits(kind))
//! };
//! // A figure is a bit, "not zero", and what is left of it. The header says which zeros are reported.
//! assert_eq!([0, 1, 2].map(|cell| slot(cell, Kind::NotZero)), [1, 0, 0]);
//! assert_eq!([0, 1, 2].map(|cell| slot(cell, Kind::Value)), [36, 0, 0]);
//!
//! // A figure that is wider than its cell is refused, and not named.
//! let wide = PartPlain { values: vec![Some(256), None, None], changed: None };
//! assert!(wide.check(&layout).is_err_and(|why| !why.to_string().contains("256")));
//! # Ok::<(), intertally_core::packing::table::PackError>(())
//! ```

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
pub mod rule;
pub mod submission;

// The rooms below, under the names that every user of the protocol knows.
pub use intertally_ground::{blob, canonical, fingerprint, hash, party, seal, sign};
pub use intertally_lattice as lattice;
pub use intertally_lattice::committee;

/// Version of docs/spec.md that this code implements.
pub const SPEC_VERSION: u16 = 2;
