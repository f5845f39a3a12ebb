//! Which totals may be opened, and how they are shown (spec section 7.9 and 9.3). A pure room that knows numbers alone:
//! members, leaf figures and cells are indices, and nothing here has heard of a ciphertext or of a codelist.
//!
//! Data flows one way: [`Table`] (structure, reporters, counts, earlier rounds) -> [`Plan`] -> [`Shown`].
//!
//! # Example
//!
//! ```
//! use intertally_disclosure::{Cell, Decision, Reason, Table, plan};
//! use std::collections::BTreeSet;
//!
//! // Two cells of which neither says anything of the other, reported by five members.
//! let cell = |leaf, contributors| Cell {
//!     leaves: vec![vec![leaf]],
//!     minimum: 3,
//!     reporters: (0..5).collect(),
//!     count: Some(contributors),
//!     changed: None,
//!     count_only: false,
//!     confidential: BTreeSet::new(),
//!     base: 5,
//!     first: 13,
//!     max: 1_000,
//! };
//! let table = Table { systems: 1, cells: vec![cell(0, 5), cell(1, 2)], order: vec![0, 1], ..Table::default() };
//! let plan = plan(&table)?;
//! assert_eq!(plan.decisions, [Decision::Open, Decision::Shut(Reason::TooFewContributors)]);
//! # Ok::<(), intertally_disclosure::TableFault>(())
//! ```

mod atoms;
mod exact;
mod floor;
pub mod plan;
mod public;
pub mod shown;
mod spread;
pub mod table;

pub use atoms::components;
pub use plan::{Countable, Decision, LIMIT, Plan, Reason, countable, plan};
pub use shown::{Band, Bands, NoRate, Rate, ShowFault, Shown, bands, rate, rate_of, show, show_told, valued};
pub use table::{Cell, Earlier, Ladder, PublicFigure, Quiet, ShownBefore, Table, TableFault};
