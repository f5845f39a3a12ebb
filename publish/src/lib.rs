//! Publications out: the totals of a round as SDMX, workbook and report, byte for byte the same for everybody.
//!
//! A pure function of what the record holds: manifest, statuses, what is shown of totals, and the structure file. Nothing is read
//! from a clock; dates are the round's own.
//!
//! # Example
//!
//! ```
//! use intertally_core::hash::Digest;
//! # use intertally_core::party::{CeremonyId, Instant};
//! use intertally_core::party::MemberIndex;
//! use intertally_core::round::RoundManifest;
//! # use intertally_core::round::{CoordinatorEntry, MemberEntry, Policy};
//! # use intertally_core::seal::SealingKey;
//! # use intertally_core::sign::VerifyingKey;
//! use intertally_core::submission::Status;
//! use intertally_disclosure::Shown;
//! use intertally_publish::{Anchor, Material, files};
//! use intertally_structure::{DEFAULT, Structure};
//! use std::collections::BTreeMap;
//!
//! let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
//! let table = structure.table(&["2025".to_owned()]).unwrap();
//! # let nobody = VerifyingKey([0; 32]);
//! # let member = |area: &str| MemberEntry { area: area.to_owned(), signing: nobody };
//! # let manifest = RoundManifest {
//! #     spec_version: intertally_core::SPEC_VERSION,
//! #     name: "Offences 2025".to_owned(),
//! #     practice: true,
//! #     structure: Digest::ZERO,
//! #     periods: vec!["2025".to_owned()],
//! #     leaves: table.leaves.clone(),
//! #     cells: table.cells.clone(),
//! #     rules: table.rules.clone(),
//! #     members: ["DK", "NL", "SE"].map(member).into(),
//! #     coordinator: CoordinatorEntry { signing: nobody, sealing: SealingKey(Vec::new()) },
//! #     aggregator: nobody,
//! #     ceremony: CeremonyId(Digest::ZERO),
//! #     trustees: Vec::new(),
//! #     threshold: 2,
//! #     keys: Vec::new(),
//! #     policy: Policy { min_members: 3 },
//! #     opens: Instant(1_790_000_000_000),
//! #     deadline: Instant(1_790_000_000_000),
//! #     grace_ms: 0,
//! #     revision: false,
//! #     earlier: Vec::new(),
//! # };
//! // A practice round of three members over these cells, of which nothing was opened.
//! let statuses: BTreeMap<MemberIndex, Vec<Status>> =
//!     (0..3).map(|at| (MemberIndex(at), vec![Status::NotCollected; table.cells.len()])).collect();
//! let material = Material {
//!     structure: &structure,
//!     manifest: &manifest,
//!     statuses: &statuses,
//!     notes: &BTreeMap::new(),
//!     shown: &vec![Shown::Withheld; table.cells.len()],
//!     before: &[],
//!     anchor: Anchor { height: 0, event: Digest::ZERO, root: Digest::ZERO },
//! };
//! let made = files(&material)?;
//! let names: Vec<&str> = made.keys().map(String::as_str).collect();
//! assert_eq!(names, ["report.html", "structure.xml", "totals.csv", "totals.xlsx", "totals.xml"]);
//! // The same bytes, whoever makes them.
//! assert_eq!(made, files(&material)?);
//! # Ok::<(), intertally_publish::PublishError>(())
//! ```

mod change_sheet;
mod error;
mod evaluation_sheet;
mod evaluations;
mod figures;
mod national_notes;
mod past;
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
pub use plan_text::{fate, plan_text, reporters};

/// Name and version of this tool, as events carry it and published files say it: workbook and report are those of one
/// release, byte for byte.
pub const TOOL: &str = concat!("intertally ", env!("CARGO_PKG_VERSION"));

/// What every file of a practice round says of itself.
const PRACTICE: &str = "Practice round: made-up figures, not for use";

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

/// A round whose published totals are those of the period before.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The round.
    pub manifest: &'a RoundManifest,
    /// The `totals.csv` that it published.
    pub totals: &'a [u8],
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
    /// The rounds before, which the totals are compared with: latest publication first (spec section 9.1).
    pub before: &'a [Before<'a>],
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
