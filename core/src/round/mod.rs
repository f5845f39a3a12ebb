//! A round: what is counted, by whom, until when, under which policy (spec section 3).

pub mod cell;
pub mod manifest;
pub mod validate;

pub use cell::{CellSpec, Relation, Width};
pub use manifest::{CoordinatorEntry, EarlierRecord, MemberEntry, Policy, RoundKey, RoundManifest};
pub use validate::ManifestFault;
