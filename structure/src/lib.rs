//! Structures as data: the file, its faults, and the cells of a round that follow from it.
//!
//! # Example
//!
//! ```
//! use intertally_structure::{DEFAULT, Structure};
//!
//! # fn main() -> Result<(), Vec<intertally_structure::StructureFault>> {
//! let structure = Structure::parse("default.toml", DEFAULT.as_bytes())?;
//! let table = structure.table(&["2025".to_owned()])?;
//! let key = "A.OFF_REC.X_090321_DDOS._Z._Z._Z.2025";
//! assert!(table.cells.iter().any(|cell| cell.key == key), "denials of service are asked for");
//!
//! // All faults come at once, for people.
//! let faults = Structure::parse("mine.toml", DEFAULT.replace("X_090321_DDOS", "X DDOS").as_bytes());
//! assert!(faults.is_err_and(|faults| faults.iter().any(|fault| fault.to_string().contains("X DDOS"))));
//! # Ok(())
//! # }
//! ```

mod areas;
mod artefacts;
mod check;
mod components;
mod constraint;
mod declared;
mod defaults;
mod evaluation;
mod fault;
mod find;
mod foreign;
mod hierarchy;
mod import;
mod lies_within;
mod model;
mod narrow;
mod parse;
mod period;
mod profile;
mod reference;
mod register;
mod remark;
pub mod sheet;
mod sums;
mod table;
pub mod text;
mod validate;
pub mod xml;

pub use check::TableDifference;
pub use declared::DeclaredSum;
pub use evaluation::{Evaluation, Family};
pub use fault::StructureFault;
pub use find::{by_likeness, nearest};
pub use foreign::{foreign, registry_error};
pub use import::ImportOptions;
pub use model::{
    Alias, AreaWithin, Code, Codelist, Dimension, Exclusive, FIRST, Measure, NotSum, Publication, Structure,
    Sum, Table, Values,
};
pub use period::{canonical, frequency, is_frequency, span};
pub use profile::Profile;
pub use register::{Intervention, Reading};
pub use remark::{ImportRemark, Imported};
pub use table::{CountOnly, RoundTable};

/// Dimension values joined by dots in the order of the key, without the area, the period included, e.g.
/// `A.OFF_REC.ICCS0903._Z._Z._Z.2024`.
pub type CellKey = String;

/// The structure that ships: INTERCOP:DSD_COIO(1.0), complete with labels.
pub const DEFAULT: &str = include_str!("../files/intercop-coio-1.0.toml");
/// One that ships beside it: INTERCOP:DSD_FIRST(1.0), first offenders by age and sex, and by offence and age.
pub const FIRST_OFFENDERS: &str = include_str!("../files/intercop-first-1.0.toml");

#[cfg(test)]
mod tests;
