//! Structures as data: the file, its faults, and the cells of a round that follow from it.

mod artefacts;
mod check;
mod components;
mod constraint;
mod declared;
mod fault;
mod find;
mod foreign;
mod import;
mod model;
mod narrow;
mod parse;
mod period;
mod reference;
mod sums;
mod table;
pub mod text;
mod validate;
pub mod xml;

pub use check::TableDifference;
pub use declared::DeclaredSum;
pub use fault::StructureFault;
pub use find::nearest;
pub use foreign::{foreign, registry_error};
pub use import::ImportOptions;
pub use model::{
    Alias, AreaWithin, Code, Codelist, Dimension, FIRST, Measure, NotSum, Publication, Structure, Sum, Table,
    Values,
};
pub use period::{canonical, frequency, is_frequency, span};
pub use table::{CountOnly, RoundTable};

/// Dimension values joined by dots in the order of the key, without the area, the period included, e.g.
/// `A.OFF_REC.ICCS0903._Z._Z._Z.2024`.
pub type CellKey = String;

/// The structure that ships: INTERCOP:DSD_COIO(1.0), complete with labels.
pub const DEFAULT: &str = include_str!("../files/intercop-coio-1.0.toml");

#[cfg(test)]
mod tests;
