//! Why there is no publication.

/// Record and structure do not fit together, or a file could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// The structure says that a dimension plays a part, but has no such dimension.
    #[error("the structure has no dimension {id}, which it names as its {role}; correct the structure file")]
    Dimension {
        /// area, measure or time.
        role: &'static str,
        /// The id that is missing.
        id: String,
    },
    /// A cell's key has more or fewer values than the structure has dimensions.
    #[error(
        "cell {cell}, {key}: {given} values for {wanted} dimensions; take the structure that the round names"
    )]
    Key {
        /// Index in round order.
        cell: usize,
        /// Its key.
        key: String,
        /// Values in the key.
        given: usize,
        /// Dimensions of the structure but the area.
        wanted: usize,
    },
    /// A code that the structure does not have.
    #[error("{code} is not in the codelist of {dimension}; take the structure that the round names")]
    Code {
        /// The dimension.
        dimension: String,
        /// The code.
        code: String,
    },
    /// A dimension without a codelist, or with one that the structure lacks.
    #[error("dimension {0} has no codelist; every dimension but the period needs one")]
    Codelist(String),
    /// A code of the measure dimension without rules.
    #[error("measure {0} has no entry in the structure; take the structure that the round names")]
    Measure(String),
    /// A sealed member that the manifest does not list, or that has not one status per cell.
    #[error("member {member}: {given} statuses for {cells} cells; take statuses from the sealed submissions")]
    Statuses {
        /// Index of the member.
        member: u16,
        /// Statuses given.
        given: usize,
        /// Cells of the round.
        cells: usize,
    },
    /// What is shown is not one entry for each cell.
    #[error("what is shown has {given} entries for {cells} cells; make it from the round's own plan")]
    Shown {
        /// Entries given.
        given: usize,
        /// Cells of the round.
        cells: usize,
    },
    /// The round's deadline is no date that the calendar of SDMX holds.
    #[error("the deadline {0} ms is outside the years 1 to 9999; the round manifest cannot be published")]
    Date(i64),
    /// A writer refused.
    #[error("{file} could not be written: {why}")]
    Write {
        /// The file.
        file: &'static str,
        /// What the writer said.
        why: String,
    },
}
