//! What can be wrong with what a statement is made of. No variant carries a figure.

use intertally_argument::ArgumentError;
use thiserror::Error;

/// Why a statement or a witness is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StatementError {
    /// No cells, or more than a ciphertext has room for.
    #[error("a ciphertext holds between 1 and {most} cells, not {found}")]
    Cells {
        /// Room.
        most: usize,
        /// Cells given.
        found: usize,
    },
    /// A width that is 0 or above the bits of the value slots.
    #[error("cell {0} has a width of 0, or above the bits of its slot")]
    Width(usize),
    /// Bits of the value slots out of range.
    #[error("value slots have between 9 and 64 bits, not {0}")]
    SlotBits(u8),
    /// A polynomial of another length.
    #[error("{what} has {found} coefficients, not {expected}")]
    Length {
        /// Which.
        what: &'static str,
        /// What it should have.
        expected: usize,
        /// What it has.
        found: usize,
    },
    /// An entry of the randomness that the encryption does not draw: not a bit, or noise beyond 8.
    #[error("{0} of the encryption is out of its range")]
    Randomness(&'static str),
    /// A figure above its cell's width, or one of a cell that is not reported.
    #[error("the figure of cell {0} is above its width, or of a cell that is not reported")]
    Figure(usize),
    /// A quotient that nine bits do not hold (2^-128): draw the randomness again.
    #[error("a quotient of the encryption does not fit; encrypt again")]
    Quotient,
    /// The ciphertext is not what the randomness and the figures give.
    #[error("the ciphertext is not the encryption of these figures")]
    Ciphertext,
    /// The argument refuses rows or layout.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
}
