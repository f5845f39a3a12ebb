//! Publications out: the totals of a round as SDMX, workbook and report, byte for byte the same for everybody.
//!
//! A pure function of what the record holds: manifest, statuses, opened totals and the structure file. Nothing is read
//! from a clock; dates are the round's own.

mod disclosure;
mod error;
mod figures;
mod national_notes;
mod report;
mod rounding;
mod sdmx;
mod workbook;

use intertally_core::hash::Digest;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Note, Status};
use std::collections::{BTreeMap, BTreeSet};

use crate::structure::Structure;
pub(crate) use disclosure::ladder;
pub use disclosure::{Fate, PlanRow, plan_rows, plan_text, public_text, withheld_after_opening};
pub use error::PublishError;
use figures::Figures;
pub use rounding::rounded;

/// Where the record stands that the publication follows from: the event of the adopted plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Height of the event in the log.
    pub height: u64,
    /// Its digest, which fixes every event before it.
    pub event: Digest,
    /// Root of the log's tree over the events up to this one.
    pub root: Digest,
}

/// What a publication is made from.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The structure that the manifest names.
    pub structure: &'a Structure,
    /// The round.
    pub manifest: &'a RoundManifest,
    /// Per sealed member, per cell of the round.
    pub statuses: &'a BTreeMap<MemberIndex, Vec<Status>>,
    /// What sealed members say of their figures to everybody.
    pub notes: &'a BTreeMap<MemberIndex, Vec<Note>>,
    /// Exact totals of the approved cells.
    pub openings: &'a OpeningsSheet,
    /// Where the record stands.
    pub anchor: Anchor,
    /// Cells opened and not published, for whoever is told: the public edition does not hold the totals that they follow
    /// from. Worked out from the openings otherwise.
    pub withheld: Option<&'a BTreeSet<u32>>,
}

/// The files of the publication, by name.
pub fn files(material: &Material<'_>) -> Result<BTreeMap<String, Vec<u8>>, PublishError> {
    let figures = Figures::of(material)?;
    Ok(BTreeMap::from([
        ("totals.csv".to_owned(), sdmx::totals_csv(material, &figures)?),
        ("structure.xml".to_owned(), sdmx::structure_xml(material)?),
        ("totals.xml".to_owned(), sdmx::totals_xml(material, &figures)?),
        ("totals.xlsx".to_owned(), workbook::totals_xlsx(material, &figures)?),
        ("report.html".to_owned(), report::html(material, &figures)?),
    ]))
}
