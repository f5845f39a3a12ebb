//! Figures and bits into slots and back (docs/spec.md section 4).
//!
//! A key serves a contiguous range of cells; its layout follows from their widths and the number of members alone.
//! Slot s is coefficient s mod N of ciphertext s / N.

pub mod layout;
pub mod split;
pub mod table;

pub use layout::Layout;
pub use table::PartPlain;

#[cfg(test)]
mod tests;
