//! Statements, shares and combining (docs/spec.md section 7).
//!
//! Order: [`tally`] (the sealed set added up), [`statement`] (one per trustee and key), [`counted`] and
//! [`positions`] (what a step opens), [`asked`] (everything public about one step of one key), [`share`] (what one trustee answers), [`combine`] (one valid
//! answer per sub-key to slots), [`sheet`] (what was opened, with what opens it), [`open`] (the coordinator's two steps, and
//! the same checked by whoever may see a sheet), [`composition`] (of whom and what, without figures), [`remembered`] (what a
//! later round must know).

pub mod aggregate;
pub mod asked;
pub mod combine;
pub mod composition;
pub mod counted;
pub mod open;
pub mod positions;
pub mod remembered;
pub mod share;
pub mod sheet;
pub mod statement;
pub mod tally;
