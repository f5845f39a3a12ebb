//! A round: what is counted, by whom, until when, under which policy (spec section 3).

pub mod again;
pub mod cell;
pub mod changed;
pub mod leaf;
pub mod manifest;
pub mod preceding;
pub mod rules;
pub mod summed;
pub mod validate;

pub use again::not_again;
pub use cell::CellSpec;
pub use changed::{Before, FiguresBefore, changed, joined};
pub use leaf::Leaf;
pub use manifest::{CoordinatorEntry, EarlierRecord, MemberEntry, Policy, RoundKey, RoundManifest};
pub use preceding::preceding;
pub use rules::{
    CodeParent, Evaluated, LadderSlice, ProvedTerm, QuietLeaves, SoftSystem, TableRules, Whole, Within,
};
pub use summed::{SummedBefore, summed_before};
pub use validate::ManifestFault;
