//! Proof (c): each c1 is `a*u + e1` for short u and e1 (docs/spec.md section 4.9, docs/params.md section 5).
//!
//! Why: a share is c1*s_A plus flooding, so a member that added a chosen polynomial to c1 could, with the coordinator's
//! help, read the key from the residual noise without one wrong total. c2 may be anything: shares depend on c1 alone.
//! How: in the manner of Gentry, Halevi and Lyubashevsky, eprint 2021/1397. Over the centred integers
//! `c1 = a*u + e1 + 2^128*k`; w = (u, k) is committed to, e1 is implied. 128 random projections of (u, e1, k) are
//! shown to be short by a range proof, and to be projections by one linear argument.
//!
//! Order: [`common`] (what depends on the key alone), `projection` (the random matrix), [`prove`](prove()), [`verify_into`].

pub mod common;
mod modular;
mod projection;
mod proof;
mod prove;
#[cfg(test)]
mod tests;
mod verify;

pub use common::Common;
pub use proof::{GROUP, ROWS, WellformedProof, group_sizes};
pub use prove::prove;
pub use verify::verify_into;

/// Bits of a projection's range: z is in [-2^15, 2^15).
const RANGE_BITS: usize = 16;
/// Half of it.
const OFFSET: i32 = 1 << (RANGE_BITS - 1);
