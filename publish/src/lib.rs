//! Publications out: the totals of a round as SDMX, workbook and report, byte for byte the same for everybody.
//!
//! A pure function of what the record holds: manifest, statuses, what is shown of totals, and the structure file. Nothing is read
//! from a clock; dates are the round's own.

mod error;
mod figures;
mod national_notes;
mod plan_text;
mod report;
mod sdmx;
mod sheet;
mod workbook;

use intertally_core::hash::Digest;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Note, Status};
use intertally_disclosure::Shown;
use std::collections::BTreeMap;

pub use error::PublishError;
use figures::Figures;
use intertally_structure::Structure;
pub use plan_text::{fate, plan_text};

/// Name and version of this tool, as events carry it and published files say it: workbook and report are those of one
/// release, byte for byte.
pub const TOOL: &str = concat!("intertally ", env!("CARGO_PKG_VERSION"));

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
    /// What readers see of each cell of the round, in round order (spec section 9.3).
    pub shown: &'a [Shown],
    /// Where the record stands.
    pub anchor: Anchor,
}

/// `totals.csv` alone.
///
/// # Errors
/// If the material does not fit the structure.
pub fn totals_csv(material: &Material<'_>) -> Result<Vec<u8>, PublishError> {
    sdmx::totals_csv(material, &Figures::of(material)?)
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
