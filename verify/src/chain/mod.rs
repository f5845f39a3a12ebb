//! Rounds of rounds (spec section 5.6): the exact totals of one record become a member's return in another round, whose header
//! names the record. [`totals`] reads them, [`links`] finds who names which record, [`Link::leads_to`] follows.

mod links;
mod name;
mod totals;

pub use links::{Link, fold_of, links};
pub use name::{NotAName, RecordName};
pub use totals::{CellTotal, Totals, TotalsError, totals};
