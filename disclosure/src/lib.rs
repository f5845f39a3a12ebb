//! Which totals may be opened, and how they are shown (spec section 7.9 and 9.3). A pure room that knows numbers alone:
//! members, leaf figures and cells are indices, and nothing here has heard of a ciphertext or of a codelist.
//!
//! Data flows one way: [`Table`] (structure, reporters, counts, earlier rounds) -> [`Plan`] -> [`Shown`].

mod exact;
pub mod plan;
pub mod shown;
pub mod table;

pub use plan::{Decision, LIMIT, Plan, Reason, countable, plan};
pub use shown::{Band, Bands, NoRate, Rate, ShowFault, Shown, bands, rate, rate_of, show, show_told, valued};
pub use table::{Cell, Earlier, Ladder, PublicFigure, Quiet, Table, TableFault};
