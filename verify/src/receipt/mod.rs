//! Receipts as offices keep them and show them to others, and two of them against each other.

mod file;
mod fork;

pub use file::{RECEIPT, ReceiptFile, ReceiptFileError};
pub use fork::{Compared, Shown, fork};
