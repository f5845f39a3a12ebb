//! Statements, shares and combining (spec section 7).

pub mod statement;
