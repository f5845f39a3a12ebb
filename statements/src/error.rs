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
    /// An entry of a secret that is never drawn so: not a bit, noise beyond 8, flooding beyond its
    /// width.
    #[error("{0} is out of its range")]
    Randomness(&'static str),
    /// A figure above its cell's width, or one of a cell that is not reported.
    #[error("the figure of cell {0} is above its width, or of a cell that is not reported")]
    Figure(usize),
    /// A quotient that nine bits do not hold (2^-128): draw the randomness, or the seed, again.
    #[error("a quotient does not fit nine bits; draw the randomness again")]
    Quotient,
    /// The ciphertext is not what the randomness and the figures give.
    #[error("the ciphertext is not the encryption of these figures")]
    Ciphertext,
    /// A sub-key whose public part is not what its secret gives.
    #[error("the public part of the sub-key is not that of its seed; complain about its leader")]
    PublicPart,
    /// A sub-key whose row commitments are not those of its seed.
    #[error("row {0} of the sub-key is not committed to as its seed says; complain about its leader")]
    SubKeyRow(usize),
    /// Slots that no step opens.
    #[error("slots to be opened are at least one, ascending and below {most}; slot {at} of the list is not")]
    Slots {
        /// Slots of a ciphertext.
        most: usize,
        /// Which of the list.
        at: usize,
    },
    /// A flooding that words of 128 bits do not hold.
    #[error("flooding has at most 125 bits, not {0}")]
    Flooding(u8),
    /// An opening that does not fit what was committed to.
    #[error("the words of block {0} are not what the share's proof commits to; ask another holder")]
    Opening(usize),
    /// A publication without any approved cell.
    #[error("no cell of the ciphertext is approved; it needs no proof")]
    NothingApproved,
    /// A slot that the publication needs and no share opened.
    #[error("cell {0} is approved, but its slot was not opened")]
    NotOpened(usize),
    /// A minimum or a range that is none.
    #[error("cell {0} has a minimum above 511, or ends of its total out of order or above 2^58")]
    Range(usize),
    /// A cell with fewer contributors than its minimum.
    #[error("cell {0} has fewer contributors than its minimum, or 256 more; it cannot be published")]
    Minimum(usize),
    /// A total that is not where the publication says.
    #[error("the total of cell {0} is not where the publication says")]
    Outside(usize),
    /// Sums of shares that are not those of at most 126 sub-keys.
    #[error("the sum of the shares of slot {0} is out of its range")]
    Shares(usize),
    /// A family of terms that is none.
    #[error("family {0} names a cell outside the blocks, or has no term, or terms out of order")]
    Family(usize),
    /// A term that is not the one of its counts, or counts that are no table of two groups.
    #[error("a term of family {0} is not the one of its counts; they are made by the tool, not typed")]
    Term(usize),
    /// The argument refuses rows or layout.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
}

/// Checks that all are in range in one pass, so that time does not say where one is not.
pub(crate) fn in_range(
    what: &'static str,
    outside: impl Iterator<Item = bool>,
) -> Result<(), StatementError> {
    if outside.fold(false, |any, this| any | this) { Err(StatementError::Randomness(what)) } else { Ok(()) }
}
