//! The last table that this process has made: whoever takes part in a round asks for the same one at every step, a page at
//! every click.

use super::RoundTable;
use crate::model::Structure;
use std::sync::{Arc, Mutex, PoisonError};

/// What was asked for, and what came of it.
struct Made {
    structure: Structure,
    periods: Vec<String>,
    table: RoundTable,
}

static LAST: Mutex<Option<Arc<Made>>> = Mutex::new(None);

/// The table, if it is the last one.
pub(super) fn recall(structure: &Structure, periods: &[String]) -> Option<RoundTable> {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
    (last.periods == periods && last.structure == *structure).then(|| last.table.clone())
}

/// In place of the one before.
pub(super) fn keep(structure: &Structure, periods: &[String], table: &RoundTable) {
    let made = Made { structure: structure.clone(), periods: periods.to_vec(), table: table.clone() };
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(made));
}
