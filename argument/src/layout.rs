//! Which rows a statement has, and where they stand (docs/argument.md, 'Rows').

use crate::error::ArgumentError;
use crate::field::Field;
use crate::transcript::Transcript;
use crate::{COLUMN_ROUNDS, COLUMNS};

/// Rows of a statement at most, the free row included.
pub const MAX_ROWS: usize = 1 << 12;

/// Row variables at least: the prover treats the first three at once.
pub(crate) const LEAST_ROW_ROUNDS: usize = 3;

/// A row that is a fixed combination of rows committed to: pairs of row and factor.
pub type Combination = Vec<(usize, Field)>;

/// The rows of a statement, in this order: given, sent, derived. The argument adds the free row
/// after them, and zeros up to a power of two.
#[derive(Clone)]
pub struct Layout {
    given: usize,
    sent: usize,
    derived: Vec<Combination>,
}

impl Layout {
    /// `given` rows whose commitments are part of the statement, `sent` rows whose commitments are
    /// part of the proof, and derived rows, whose commitments follow.
    ///
    /// # Errors
    /// [`ArgumentError::Layout`] if there are no rows or too many, or a derived row names one that
    /// is neither given nor sent.
    pub fn new(given: usize, sent: usize, derived: Vec<Combination>) -> Result<Self, ArgumentError> {
        let committed = given.saturating_add(sent);
        let fits = committed > 0 && committed.saturating_add(derived.len()) < MAX_ROWS;
        if !fits || derived.iter().flatten().any(|(row, _)| *row >= committed) {
            return Err(ArgumentError::Layout);
        }
        Ok(Self { given, sent, derived })
    }

    /// Given rows: 0 up to this.
    #[must_use]
    pub const fn given(&self) -> usize {
        self.given
    }

    /// Sent rows; they follow the given ones.
    #[must_use]
    pub const fn sent(&self) -> usize {
        self.sent
    }

    /// Rows with a commitment: given and sent.
    #[must_use]
    pub const fn committed(&self) -> usize {
        self.given + self.sent
    }

    /// The derived rows; they follow the sent ones.
    #[must_use]
    pub fn derived(&self) -> &[Combination] {
        &self.derived
    }

    /// All rows of the statement: given, sent and derived. The free row's place is the next.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.committed() + self.derived.len()
    }

    /// Variables that number the rows.
    pub(crate) const fn row_rounds(&self) -> usize {
        let rounds = (self.rows() + 1).next_power_of_two().trailing_zeros() as usize;
        if rounds < LEAST_ROW_ROUNDS { LEAST_ROW_ROUNDS } else { rounds }
    }

    /// Rounds of the sumcheck: variables of rows and columns.
    pub(crate) const fn rounds(&self) -> usize {
        self.row_rounds() + COLUMN_ROUNDS
    }

    /// Bytes of a proof.
    #[must_use]
    pub const fn proof_len(&self) -> usize {
        32 * (self.sent + 3 + self.scalars())
    }

    /// Scalars of a proof: s_g, rounds, z, rho, g(r), T, the opening and its blinding.
    pub(crate) const fn scalars(&self) -> usize {
        1 + 3 * self.rounds() + COLUMNS + 1 + 1 + 1 + (3 * self.rounds() + 1) + 1
    }

    /// Factors of the given, the sent and the free row in the combination with factor
    /// `row_parts[i]` of row `i`: derived rows are spread over those that they combine.
    pub(crate) fn spread(&self, row_parts: &[Field]) -> Vec<Field> {
        let mut factors = row_parts[..self.committed()].to_vec();
        for (part, combination) in row_parts[self.committed()..].iter().zip(&self.derived) {
            for (row, factor) in combination {
                factors[*row] += *part * *factor;
            }
        }
        factors.push(row_parts[self.rows()]);
        factors
    }

    /// Absorbs all of it.
    pub(crate) fn absorb(&self, transcript: &mut Transcript) {
        let mut bytes: Vec<u8> = [self.given, self.sent, self.derived.len()]
            .iter()
            .flat_map(|n| (*n as u64).to_le_bytes())
            .collect();
        for combination in &self.derived {
            bytes.extend((combination.len() as u64).to_le_bytes());
            for (row, factor) in combination {
                bytes.extend((*row as u64).to_le_bytes());
                bytes.extend(factor.to_bytes());
            }
        }
        transcript.absorb("layout", &bytes);
    }
}
