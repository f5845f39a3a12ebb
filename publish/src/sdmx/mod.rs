//! The totals as SDMX: `structure.xml` and `totals.xml` in SDMX-ML 2.1, `totals.csv` in SDMX-CSV 2.0. This set loads in
//! sdmx1, pysdmx and sdmxthon (publish/checks): comma, LF, no byte order mark, ACTION = I, withheld = NaN in CSV and an
//! observation without OBS_VALUE in XML, values typed Double.

mod csv;
mod data;
mod structure;
mod xml;

pub(crate) use csv::totals_csv;
pub(crate) use data::totals_xml;
pub(crate) use structure::structure_xml;

use super::figures::{Figure, range};
use super::{Material, PublishError};
use intertally_structure::{Measure, Structure};

/// Attributes of every observation, in this order in all files.
const ATTRIBUTES: [(&str, &str); 8] = [
    ("OBS_STATUS", "Observation status"),
    ("CONF_STATUS", "Confidentiality status"),
    ("UNIT_MEASURE", "Counting unit"),
    ("LOWEST", "Least total that the value stands for"),
    ("HIGHEST", "Greatest total that the value stands for"),
    ("ROUNDING", "How many totals the value stands for; 1: it is exact, 0: it is withheld"),
    ("REPORTING", "How many members reported a figure"),
    REPORTERS,
];

/// Which members these are: what a later publication compares with.
const REPORTERS: (&str, &str) = ("REPORTERS", "Areas of the members that reported a figure");

/// What stands for a number that is withheld: SDMX-CSV has no empty values.
const NOT_A_NUMBER: &str = "NaN";

/// What members say of their figures: an attribute of the observations that somebody says something of.
const COMMENT: (&str, &str) = ("COMMENT_OBS", "Notes of members on the observation");

/// Values of [`ATTRIBUTES`] for a figure.
fn attributes(structure: &Structure, figure: &Figure) -> [String; ATTRIBUTES.len()] {
    let range = range(figure.shown);
    let end = |end: Option<u64>| end.map_or_else(|| NOT_A_NUMBER.to_owned(), |end| end.to_string());
    let width = range.map_or(0, |(low, high)| high.saturating_sub(low).saturating_add(1));
    let unit = structure.measures.get(figure.measure).map_or("", |measure: &Measure| &measure.unit);
    [
        figure.status.code().to_owned(),
        figure.status.confidentiality().to_owned(),
        unit.to_owned(),
        end(range.map(|(low, _)| low)),
        end(range.map(|(_, high)| high)),
        width.to_string(),
        figure.reporters.len().to_string(),
        figure.areas.iter().map(String::as_str).collect::<Vec<&str>>().join(" "),
    ]
}

/// The round's deadline, the date that the files bear: what was sealed cannot be younger than a second run.
pub(crate) fn prepared(material: &Material<'_>) -> Result<String, PublishError> {
    let deadline = material.manifest.deadline.0;
    let instant = jiff::Timestamp::from_millisecond(deadline).map_err(|_| PublishError::Date(deadline))?;
    let text = instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    if text.len() == 20 { Ok(text) } else { Err(PublishError::Date(deadline)) }
}
