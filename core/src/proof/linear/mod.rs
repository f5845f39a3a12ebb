//! The linear argument: knowledge of `a`, `h` with `P = <a, G> + <a, b>*G + h*H` for public `b` (docs/spec.md section
//! 4.8; Gentry, Halevi and Lyubashevsky, eprint 2021/1397, appendix E.3, in the form of `bulletproofs::LinearProof`).
//!
//! The bytes are those of that crate, and a test holds the two equal. What is ours: the generators `G_0, G_1, ..` are
//! taken from the shared table; a small witness is multiplied with additions alone, in constant time
//! ([`SmallVector`], [`CrossTerms`]); many proofs are checked by one multi-scalar multiplication
//! ([`Equations`](super::equations::Equations)); and the caller's
//! transcript is used as it is: it MUST have absorbed everything that determines `P` and `b`.
//!
//! The caller must also see to it that no entry of `b` is constant: a component of `P` on the value generator would cancel it.

mod cross;
mod prove;
mod small;
#[cfg(test)]
mod tests;
mod verify;

pub use cross::CrossTerms;
pub use prove::{Instance, prove};
pub use small::SmallVector;
pub use verify::verify_into;

/// Bytes of a proof over `n` (a power of two) entries: a pair per halving, a point and two scalars.
#[must_use]
pub const fn proof_len(n: usize) -> usize {
    32 * (2 * n.trailing_zeros() as usize + 3)
}
