//! What is remembered of an earlier round, from its own record (`--previous`): input of check 10 where the record that is
//! verified does not hold it.

use crate::audit::Options;
use crate::record::{Edition, Place, ReadError, Record, Sheet, Source};
use crate::replay::Replay;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::remembered::Remembered;
use intertally_core::publication::PublicSheet;

/// Why nothing is remembered of an earlier record.
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
    /// A sheet is not the one of its log.
    #[error("{0} is not the one that the earlier record's log names; verify that record")]
    Other(Place),
}

/// Composition and, once it is published, public sheet of an earlier record. Verify that record by itself first.
///
/// # Errors
/// There is no composition, or one of both is not the one that the record's log names.
pub fn remembered(source: &dyn Source) -> Result<Remembered, PreviousError> {
    let record = Record::open(source)?;
    if record.manifest().edition == Edition::Public {
        return Err(PreviousError::Public);
    }
    let replay = Replay::of(&record, &Options::default());
    let round = replay.fold.round(&record.round());
    let (round, plan) = round.and_then(|round| Some((round, round.plan()?))).ok_or(PreviousError::NoPlan)?;
    let (of_plan, of_publication) = (Place::Sheet(Sheet::Composition), Place::Sheet(Sheet::Public));
    let composition: Composition = record.decode("composition", &of_plan, 64 << 20)?;
    if composition.digest() != plan.composition {
        return Err(PreviousError::Other(of_plan));
    }
    let public = match round.publication() {
        Some(made) => {
            let sheet: PublicSheet = record.decode("public sheet", &of_publication, 64 << 20)?;
            if sheet.digest() != made.public {
                return Err(PreviousError::Other(of_publication));
            }
            Some(sheet)
        }
        None => None,
    };
    Ok(Remembered { composition, public })
}
