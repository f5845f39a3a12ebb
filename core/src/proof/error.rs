//! What can be wrong with the proofs of a submission part. No variant carries a secret or a figure.

use std::fmt;

use thiserror::Error;

use super::range::Width;

/// Which group element or list an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// `V_k`, commitment to the value of a cell.
    Value,
    /// `S_k`, commitment to the non-zero bit of a cell.
    Bit,
    /// `C`, vector commitment to all non-zero bits.
    BitVector,
    /// `S'_k`, commitment to the `changed` bit of a cell.
    Changed,
    /// `C'`, vector commitment to all `changed` bits.
    ChangedVector,
    /// The width of a cell.
    Width,
    /// A first message of a cell's OR proof.
    CellProof,
    /// A range proof.
    RangeProof,
    /// A link proof.
    LinkProof,
    /// A value or blinding factor of the witness.
    Witness,
    /// A proof that c1 is well formed.
    Wellformed,
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value => "value commitment V",
            Self::Bit => "bit commitment S",
            Self::BitVector => "bit vector commitment C",
            Self::Changed => "changed-bit commitment S'",
            Self::ChangedVector => "changed vector commitment C'",
            Self::Width => "width",
            Self::CellProof => "cell proof",
            Self::RangeProof => "range proof",
            Self::LinkProof => "link proof",
            Self::Witness => "witness",
            Self::Wellformed => "well-formedness proof",
        })
    }
}

/// Why a part could not be proved, or its proof was refused. Cells are counted in round order within the part.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProofError {
    /// A part without cells has nothing to prove.
    #[error("the part has no cells")]
    EmptyPart,
    /// More cells than a part may have.
    #[error("{cells} cells, at most {limit} fit a part")]
    TooManyCells {
        /// Cells of the part.
        cells: usize,
        /// The limit.
        limit: usize,
    },
    /// A list has another length than the statement demands.
    #[error("{element}: {found} given, {expected} expected")]
    Count {
        /// Which list.
        element: Element,
        /// Length the round and the bitmap demand.
        expected: usize,
        /// Length found.
        found: usize,
    },
    /// `changed` is present on one side alone.
    #[error("the changed part is given on one side only")]
    ChangedMismatch,
    /// A point is not canonical, or is the identity where a commitment must stand.
    #[error("{element} is not a valid point (cell {cell:?})")]
    Point {
        /// Which element.
        element: Element,
        /// The cell, where there is one.
        cell: Option<usize>,
    },
    /// A scalar is not reduced.
    #[error("a scalar is not canonical (cell {cell:?})")]
    Scalar {
        /// The cell, where there is one.
        cell: Option<usize>,
    },
    /// A nested proof cannot be read.
    #[error("{element} {batch} cannot be read")]
    Malformed {
        /// Range or link proof.
        element: Element,
        /// Its number.
        batch: usize,
    },
    /// The proof that the bit is 0 or 1, and the value 0 where the bit is 0, fails.
    #[error("cell {cell}: the proof of its non-zero bit fails")]
    Cell {
        /// The cell.
        cell: usize,
    },
    /// The proof that the `changed` bit is 0 or 1 fails.
    #[error("cell {cell}: the proof of its changed bit fails")]
    ChangedCell {
        /// The cell.
        cell: usize,
    },
    /// One of these cells is out of range.
    #[error("range proof {batch} ({width:?}) fails; it covers cells {cells:?}")]
    Range {
        /// Number of the batch.
        batch: usize,
        /// Its width.
        width: Width,
        /// The cells it covers.
        cells: Vec<usize>,
    },
    /// The vector commitment and the bits of the cells do not agree.
    #[error("the link between {element} and the bits of the cells fails")]
    Link {
        /// [`Element::BitVector`] or [`Element::ChangedVector`].
        element: Element,
    },
    /// The proof that the ciphertexts of a group are well formed fails.
    #[error("the proof that ciphertext group {group} is well formed fails")]
    Wellformed {
        /// Which group of at most 8 ciphertexts; none where several submissions were checked together.
        group: usize,
    },
    /// The prover's own figures do not fit what it is asked to prove.
    #[error("cell {cell}: the figure does not fit its width, or the commitment is not to it")]
    Unprovable {
        /// The cell.
        cell: usize,
    },
    /// A library refused to prove (wrong shapes).
    #[error("{element} could not be made")]
    Prover {
        /// Which proof.
        element: Element,
    },
}
