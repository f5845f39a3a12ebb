//! The exact totals of a published round, cell by cell, from its restricted record: what its coordinator knows, and may report
//! as its own figures elsewhere.

use super::name::RecordName;
use crate::audit::Options;
use crate::record::{Edition, Place, ReadError, Record, Sheet, Source};
use crate::replay::Replay;
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use std::collections::BTreeMap;

/// Why a record gives no totals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TotalsError {
    /// The record cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A public edition.
    #[error(
        "the public edition holds no exact totals; take the restricted one, which the round's coordinator exports"
    )]
    Public,
    /// Its log does not lead to a publication.
    #[error("the record is of a round that is not published, or its log cannot be followed; verify it first")]
    NotPublished,
    /// A sheet is not the one of its log.
    #[error("{0} is not the one that the record's log names; verify that record")]
    Other(Place),
}

/// One asked cell. No `Debug`: it holds a figure.
#[derive(Clone, PartialEq, Eq)]
pub struct CellTotal {
    /// Its key.
    pub key: String,
    /// The exact total: as opened, or 0 where the count says that nobody is above zero. None: it was not opened.
    pub total: Option<u64>,
    /// Members of the round that report the cell.
    pub reporters: usize,
}

/// What a round came to, for whoever may know it. No `Debug`.
pub struct Totals {
    /// The record.
    pub record: RecordName,
    /// The round's name.
    pub name: String,
    /// A practice round.
    pub practice: bool,
    /// Members that the round lists.
    pub members: usize,
    /// The structure file.
    pub structure: Vec<u8>,
    /// Asked cells in round order, those that are counted alone left out.
    pub cells: Vec<CellTotal>,
}

/// Totals of a restricted record. Verify the record by itself first: only what its log names is looked at here.
///
/// # Errors
/// The record holds no totals, or others than its log names.
pub fn totals(source: &dyn Source) -> Result<Totals, TotalsError> {
    let record = Record::open(source)?;
    if record.manifest().edition == Edition::Public {
        return Err(TotalsError::Public);
    }
    let replay = Replay::of(&record, &Options::default());
    let round = replay.fold.round(&record.round()).filter(|round| round.phase() == Phase::Published);
    let known = round.and_then(|round| Some((round, round.plan()?, round.publication()?)));
    let (round, plan, publication) = known.ok_or(TotalsError::NotPublished)?;
    let (of_counts, of_openings) = (Place::Sheet(Sheet::Counts), Place::Sheet(Sheet::Openings));
    let counts: CountsSheet = record.decode("counts sheet", &of_counts, 64 << 20)?;
    if counts.digest() != plan.counts {
        return Err(TotalsError::Other(of_counts));
    }
    let openings: OpeningsSheet = record.decode("openings sheet", &of_openings, 64 << 20)?;
    if openings.digest() != publication.openings {
        return Err(TotalsError::Other(of_openings));
    }
    let manifest = round.manifest();
    Ok(Totals {
        record: RecordName {
            origin: record.manifest().origin.clone(),
            round: round.id(),
            root: replay.tree.root(),
        },
        name: manifest.name.clone(),
        practice: manifest.practice,
        members: manifest.members.len(),
        structure: record.bytes(&Place::Structure)?,
        cells: cells(round, &counts, &openings),
    })
}

fn cells(round: &RoundState, counts: &CountsSheet, openings: &OpeningsSheet) -> Vec<CellTotal> {
    let opened: BTreeMap<u32, u64> = openings.cells.iter().map(|cell| (cell.cell, cell.total)).collect();
    let counts = counts.counts();
    let mut reporters = vec![0; round.manifest().cells.len()];
    for (_, latest) in round.latest() {
        for (slot, reports) in reporters.iter_mut().zip(latest.header.reported()) {
            *slot += usize::from(reports);
        }
    }
    let all = (0u32..).zip(&round.manifest().cells).zip(counts.into_iter().zip(reporters));
    let one = |((at, cell), (count, reporters)): ((u32, &intertally_core::round::CellSpec), _)| {
        let nothing = (count == Some(0) && reporters > 0).then_some(0);
        let total = opened.get(&at).copied().or(nothing);
        (!cell.count_only).then(|| CellTotal { key: cell.key.clone(), total, reporters })
    };
    all.filter_map(one).collect()
}
