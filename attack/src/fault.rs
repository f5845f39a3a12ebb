//! Why a case is not judged: no attack passes over it in silence.

use crate::linear::Overflow;
use intertally_disclosure::{ShowFault, TableFault};

/// Why a case is not judged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The attack's own numbers are too large.
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// The rules refuse the table.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// The rules show nothing.
    #[error(transparent)]
    Show(#[from] ShowFault),
}
