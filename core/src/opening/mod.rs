//! Statements, shares and combining (docs/spec.md section 7).
//!
//! Order: [`tally`] (the sealed set added up), [`statement`] (one per trustee and key), [`positions`] (what a step opens), [`share`] (what one trustee
//! answers, signed and sealed), [`combine`] (t answers to slots), [`open`] (the
//! coordinator's two steps), [`blame`] (who answered wrongly), [`sheet`] (what was
//! opened), [`composition`] (of whom and what, without figures).

pub mod aggregate;
pub mod blame;
pub mod combine;
pub mod composition;
pub mod open;
pub mod positions;
pub mod share;
pub mod sheet;
pub mod statement;
pub mod tally;

#[cfg(test)]
mod tests;
