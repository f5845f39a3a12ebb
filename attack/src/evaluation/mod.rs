//! What a reader finds from everything that is published of an evaluation: sums of terms to the unit, numbers of countries,
//! the four counts in bands. It knows what terms are, tries tables, and knows no rule.
//!
//! A *world* is one table for each honest country, whichever country has which: sums tell no country from another. A table
//! *fits* if it is in some world in which all that is published is as it is. A reader who knows how many persons each group
//! has tells countries apart.

mod by_count;
mod search;
mod sized;
mod table;

pub use by_count::{Room, groups_from, room};
pub use search::{Found, Reader, Seen};
pub use sized::{FoundOfEach, find_of_each};
pub use table::{Table, Term, parse};
