//! A data structure as data: dimensions, codelists, measures, tables and how results are published. It is one TOML file
//! that a coordinator edits; the round manifest names it by digest. Nothing about countries or codes is in code.

use crate::evaluation::Evaluation;
use crate::profile::Profile;
use crate::register::Intervention;
use serde::{Deserialize, Serialize};

/// A data structure definition with everything that a round needs beside members, trustees and dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    /// Maintaining agency, e.g. `INTERCOP`.
    pub agency: String,
    /// Id of the data structure, e.g. `DSD_COIO`.
    pub id: String,
    /// Version, e.g. `1.0`.
    pub version: String,
    /// Name for people.
    pub name: String,
    /// Dataflow of what an office returns, e.g. `DF_COIO_NAT`.
    pub national_flow: String,
    /// Dataflow of what is published, e.g. `DF_COIO_TOT`.
    pub total_flow: String,
    /// Dimensions in the order of the key, the area and the period included.
    pub dimensions: Vec<Dimension>,
    /// Which dimension is the reporting area.
    pub area: String,
    /// Which dimension is the measure.
    pub measure: String,
    /// Which dimension is the period; it has no codelist.
    pub time: String,
    /// Code of the area dimension for the total of the reporting members, e.g. `_ICOP`.
    pub total_area: String,
    /// Other spellings of area codes that returns may use, e.g. EL for GR.
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// What is counted, one entry per code of the measure dimension.
    pub measures: Vec<Measure>,
    /// Which cells a return may hold: the union of all tables.
    pub tables: Vec<Table>,
    /// Codes that are the sum of others by definition.
    #[serde(default)]
    pub sums: Vec<Sum>,
    /// Parents of codelists that nobody would take for the sum of their children.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_sums: Vec<NotSum>,
    /// Measures of which nobody is counted in two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusive: Vec<Exclusive>,
    /// Areas within others, beside those whose codes say so (`GB-ENG` lies within `GB`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas_within: Vec<AreaWithin>,
    /// Effects of interventions that are pooled over members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<Evaluation>,
    /// What interventions are, for readers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interventions: Vec<Intervention>,
    /// Groups of persons that the report describes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// How totals are presented.
    pub publication: Publication,
    /// Codelists, named by the dimensions.
    pub codelists: Vec<Codelist>,
}

/// A dimension of the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Id, e.g. `OFFENCE`.
    pub id: String,
    /// Label.
    pub name: String,
    /// Id of its codelist; none for the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codelist: Option<String>,
}

/// A list of codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codelist {
    /// Id, e.g. `CL_OFFENCE`.
    pub id: String,
    /// Label.
    pub name: String,
    /// The codes, in the order in which tables show them.
    pub codes: Vec<Code>,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The code, e.g. `ICCS0903`.
    pub id: String,
    /// Label.
    pub name: String,
    /// The code above it, for display and for warnings. A reader may take it for the sum of those below it, so that the
    /// plan takes that into account ([`Structure::not_sums`]); a proof that they add up it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Figures of this code are taken as known to everybody, such as 'age unknown': nobody is protected in them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
}

/// Another spelling of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// As written in returns.
    pub from: String,
    /// The code meant.
    pub to: String,
}

/// What a measure counts, and its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Code of the measure dimension.
    pub code: String,
    /// Counting unit: `offence`, `person`, ...
    pub unit: String,
    /// Largest count that one member may report in one cell.
    pub max: u32,
    /// A figure above this asks for confirmation before it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<u32>,
    /// Fewest non-zero contributors of a total that may be opened; at least 3.
    pub min_contributors: u16,
    /// Base of the bands in which totals are shown: 5, or 1 for exact totals from `first` on.
    pub rounding: u8,
    /// Where bands begin: one band holds all totals below. 13, 18, 23 and so on, up to 253.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub first: u32,
    /// Code of the measure that is this one's denominator; a return has both or neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Heading under which it is shown as a step, e.g. `Outcomes after 12 months`; measures of one heading form a funnel, in
    /// their order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funnel: Option<String>,
}

/// A set of cells: the product of the values given, over the round's periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Id, e.g. `T1`; also the name of its sheet.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Values of every dimension but area and period, in the order of the key.
    pub values: Vec<Values>,
    /// Tables of one ladder are breakdowns of the same figures, finest first: the finest that can be published whole is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ladder: Option<String>,
    /// A member may leave out single cells, although the table holds totals and their parts. Costs the others: what a
    /// few members leave out keeps totals of all from being opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ragged: bool,
}

/// The values of one dimension in a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// The dimension.
    pub dimension: String,
    /// Its codes.
    pub codes: Vec<String>,
}

/// One code is the sum of others, all other dimensions being equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// The dimension.
    pub dimension: String,
    /// The total, e.g. `_T`.
    pub parent: String,
    /// Its parts.
    pub children: Vec<String>,
}

/// A parent of a codelist that is not taken for the sum of its children.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotSum {
    /// The dimension.
    pub dimension: String,
    /// The parent.
    pub parent: String,
    /// Why a reader cannot take it for one.
    pub reason: String,
}

/// Measures that exclude each other: in cells that are alike otherwise nobody is counted in two of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusive {
    /// Codes of the measures, e.g. who completed a programme and who dropped out of it.
    pub measures: Vec<String>,
    /// Why nobody can be in two.
    pub reason: String,
}

/// An area that lies within another: both together count as one contributor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaWithin {
    /// The inner area, e.g. `GP`.
    pub inner: String,
    /// The one that it lies within, e.g. `FR`.
    pub outer: String,
}

/// What a publication says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Title of report and workbook.
    pub title: String,
    /// Who publishes.
    pub publisher: String,
    /// Whom to ask.
    pub contact: String,
    /// Licence of the data, e.g. `CC BY 4.0`.
    pub licence: String,
    /// Release number, from 1.
    pub release: u32,
    /// Figures may still change.
    pub provisional: bool,
    /// When the next release is due, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_release: Option<String>,
    /// Notes on method, one paragraph each.
    #[serde(default)]
    pub method: Vec<String>,
}

/// Where bands begin if the structure says nothing.
pub const FIRST: u32 = 13;

const fn first() -> u32 {
    FIRST
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_first(first: &u32) -> bool {
    *first == FIRST
}
