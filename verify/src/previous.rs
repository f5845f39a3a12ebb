//! The composition of an earlier round from its own record (`--previous`): input of check 10 where the record that is
//! verified does not hold it.

use crate::audit::Options;
use crate::record::{Edition, Place, ReadError, Record, Sheet, Source};
use crate::replay::Replay;
use intertally_core::opening::composition::Composition;

/// Why an earlier record gives no composition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreviousError {
    /// The record cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A public edition.
    #[error("the public edition holds no composition; take the restricted edition of the earlier round")]
    Public,
    /// Its log does not lead to a plan.
    #[error(
        "the earlier record is of a round that adopted no plan, or its log cannot be followed; verify it first"
    )]
    NoPlan,
    /// The sheet is not the one of its log.
    #[error("sheets/composition is not the one that the earlier record's log names; verify that record")]
    Other,
}

/// The composition of an earlier record. Verify that record by itself first.
///
/// # Errors
/// There is none, or it is not the one that the record's log names.
pub fn composition(source: &dyn Source) -> Result<Composition, PreviousError> {
    let record = Record::open(source)?;
    if record.manifest().edition == Edition::Public {
        return Err(PreviousError::Public);
    }
    let replay = Replay::of(&record, &Options::default());
    let plan =
        replay.fold.round(&record.round()).and_then(|round| round.plan()).ok_or(PreviousError::NoPlan)?;
    let sheet: Composition = record.decode("composition", &Place::Sheet(Sheet::Composition), 64 << 20)?;
    if sheet.digest() == plan.composition { Ok(sheet) } else { Err(PreviousError::Other) }
}
