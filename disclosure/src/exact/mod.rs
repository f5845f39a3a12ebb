//! Exact arithmetic: linear algebra on sparse integer vectors, rational numbers, linear programs.

pub(crate) mod cone;
mod free;
pub(crate) mod integer;
pub(crate) mod linear;
pub(crate) mod number;
pub(crate) mod reduced;
pub(crate) mod simplex;
pub(crate) mod span;
