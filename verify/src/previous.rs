//! What an earlier record says was opened: input of checks 10 and 12 (`--previous`).

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
    /// Its log does not lead to an opening.
    #[error(
        "the earlier record is of a round that opened nothing, or its log cannot be followed; verify it first"
    )]
    NotPublished,
    /// The sheet is not the one of its log.
    #[error("sheets/composition is not the one that the earlier record's log names; verify that record")]
    Other,
}

/// The composition of an earlier record: from its sheet, or, in a public edition, from plan and reporting bitmaps (then without
/// the numbers of changes, so that its digest is not the one that later rounds name). Verify that record by itself first.
pub fn composition(source: &dyn Source) -> Result<Composition, PreviousError> {
    let record = Record::open(source)?;
    let replay = Replay::of(&record, &Options::default());
    let round = replay.fold.round(&record.round()).ok_or(PreviousError::NotPublished)?;
    let Some(made) = round.publication() else {
        // Held or cancelled after its plan was adopted: burnt, and there are no sheets.
        let aside = round.opened_totals() == Some(true);
        return round.composition(None).filter(|_| aside).ok_or(PreviousError::NotPublished);
    };
    if record.manifest().edition == Edition::Restricted {
        let sheet: Composition = record.decode("composition", &Place::Sheet(Sheet::Composition), 64 << 20)?;
        return if sheet.digest() == made.composition { Ok(sheet) } else { Err(PreviousError::Other) };
    }
    round.composition(None).ok_or(PreviousError::NotPublished)
}
