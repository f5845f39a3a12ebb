//! What can be wrong with a statement, a witness or a proof. No variant carries a secret.

use std::fmt;
use thiserror::Error;

/// Which element of a proof an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// A row commitment that the statement gives, by its place.
    Given(usize),
    /// A row commitment of the proof, by its place; the last is the free row's.
    Row(usize),
    /// `E_g`, the commitment to the mask polynomial.
    MaskCommitment,
    /// `A`, the commitment to the mask of its opening.
    OpeningCommitment,
    /// A scalar, by its place among all scalars of the proof.
    Scalar(usize),
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(i) => write!(f, "given row commitment {i}"),
            Self::Row(i) => write!(f, "row commitment {i}"),
            Self::MaskCommitment => f.write_str("commitment to the mask polynomial"),
            Self::OpeningCommitment => f.write_str("commitment to the mask of the opening"),
            Self::Scalar(i) => write!(f, "scalar {i}"),
        }
    }
}

/// Why a statement, a witness or a proof is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ArgumentError {
    /// More rows than the argument takes, or a derived row that names a row that is not committed
    /// to.
    #[error("the layout of rows is not one: at most {most} rows, and derived rows combine given and sent ones alone", most = crate::layout::MAX_ROWS)]
    Layout,
    /// The statement's weights do not fit its layout. A fault of the program, not of the proof.
    #[error("the statement's weights do not fit its rows and columns")]
    Weights,
    /// A row with more than 512 entries, or with an entry that is not a bit among bits.
    #[error("a row has at most 512 entries, and bits are 0 or 1")]
    Row,
    /// The witness has another number of rows or blinding factors than the layout.
    #[error("the witness does not have the statement's rows")]
    Witness,
    /// A given row's commitment is not to the row and blinding of the witness.
    #[error("given row {0} of the witness is not what its commitment is to")]
    GivenRow(usize),
    /// The witness does not satisfy the statement: no proof was made.
    #[error("the witness does not satisfy the statement; no proof was made")]
    Unsatisfied,
    /// A challenge by which the proof would hide nothing (probability below 2^-240): prove again.
    #[error("a challenge fell on a value that would hide nothing; prove again")]
    Degenerate,
    /// The proof has another length than the statement's proofs.
    #[error("a proof of this statement has {expected} bytes, not {found}")]
    Length {
        /// Bytes of a proof of the statement.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// An element is not the canonical encoding of a point or scalar.
    #[error("{0} is not canonically encoded")]
    Encoding(Element),
    /// The factor of the free row in the opened combination is 0: it would hide nothing.
    #[error("the free row has no part in the opened row")]
    FreeRow,
    /// The sumcheck's last claim is not the value of the polynomial at its point.
    #[error("the last claim of the sumcheck is not what the opened row gives")]
    LastClaim,
    /// The mask polynomial's value is not what its opening gives.
    #[error("the value of the mask polynomial is not what its opening gives")]
    MaskValue,
    /// The opened row is not the combination of the row commitments.
    #[error("the opened row is not the combination of the committed rows")]
    OpenedRow,
    /// The opening of the mask polynomial does not fit its commitment.
    #[error("the opening of the mask polynomial does not fit its commitment")]
    MaskOpening,
}
