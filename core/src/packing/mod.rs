//! Counts, bits and blinding factors into slots and back (docs/spec.md section 4).
//!
//! A key serves a contiguous range of cells; its layout follows from their widths alone. Slot s is coefficient
//! s mod N of ciphertext s / N.

pub mod layout;
pub mod limbs;
pub mod split;
pub mod table;

pub use layout::Layout;
pub use limbs::Blinding;
pub use table::{PartPlain, Unpacked};

#[cfg(test)]
mod tests;
