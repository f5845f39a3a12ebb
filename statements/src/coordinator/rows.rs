//! Where everything stands: given rows `T` of step A, one per group of 512 cells of which one is
//! approved, then of step B, one per group of which one is shown. Sent rows, all of bits, by planes
//! with a field per such group: of step A the residual `Delta*n + nu + Delta/2`, the quotient plus
//! 128, and `n - minimum`; of step B the residual, the quotient, and `X - low`.

use super::{Form, Told};
use crate::error::StatementError;
use crate::planes::{Planes, Taker, weights};
use intertally_argument::COLUMNS;

/// Planes of a residual: a word.
pub const WORD: usize = 128;
/// Planes of a quotient plus 128: sums of at most 126 centred words are below 2^134 in size.
pub const QUOTIENT: usize = 8;
/// Planes of the number of contributors above the minimum.
pub const ABOVE: usize = 8;

/// The places of all rows.
pub struct Rows {
    /// Groups of which a cell is approved.
    pub count_groups: Vec<usize>,
    /// Groups of which a cell is shown.
    pub value_groups: Vec<usize>,
    /// `T` of step A.
    pub counts: Planes,
    /// `T` of step B.
    pub values: Planes,
    /// Residual of step A; its top bits are `n`.
    pub count: Planes,
    /// Quotient of step A.
    pub count_quotient: Planes,
    /// `n - minimum`.
    pub above: Planes,
    /// Residual of step B; its top bits are `X'`.
    pub value: Planes,
    /// Quotient of step B.
    pub value_quotient: Planes,
    /// `X - low`, as many planes as the widest range takes.
    pub within: Planes,
    /// Rows with a commitment.
    pub all: usize,
}

impl Rows {
    pub fn new(form: &Form) -> Result<Self, StatementError> {
        let groups = |has: fn(&Told) -> bool| -> Vec<usize> {
            let groups = form.cells.chunks(COLUMNS).enumerate();
            groups.filter(|(_, cells)| cells.iter().flatten().any(has)).map(|(group, _)| group).collect()
        };
        let (count_groups, value_groups) = (groups(|_| true), groups(|told| told.total.is_some()));
        if count_groups.is_empty() {
            return Err(StatementError::NothingApproved);
        }
        let ends = form.cells.iter().flatten().filter_map(|told| told.total);
        let widest = ends.map(|(low, high)| weights(high - low).len()).max().unwrap_or(0);
        let (counted, shown) = (count_groups.len(), value_groups.len());
        let mut rows = Taker(0);
        Ok(Self {
            counts: rows.take(1, counted),
            values: rows.take(1, shown),
            count: rows.take(WORD, counted),
            count_quotient: rows.take(QUOTIENT, counted),
            above: rows.take(ABOVE, counted),
            value: rows.take(WORD, shown),
            value_quotient: rows.take(QUOTIENT, shown),
            within: rows.take(widest, shown),
            all: rows.0,
            count_groups,
            value_groups,
        })
    }

    /// Given rows.
    pub const fn given(&self) -> usize {
        self.counts.fields + self.values.fields
    }

    /// The field of a group among those counted.
    pub fn counted(&self, group: usize) -> Option<usize> {
        self.count_groups.binary_search(&group).ok()
    }
}
