//! Published totals, read from the file in which readers find them: what is shown is what was published.

use crate::cell;
use crate::error::{Result, RoleError};
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_structure::Structure;
use serde::Serialize;

/// The file.
pub const TOTALS: &str = "totals.csv";

/// One published cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// Its key.
    pub key: String,
    /// How people call it.
    pub name: String,
    /// As published; none where it is withheld.
    pub total: Option<String>,
    /// Between which two the exact total lies, where they differ.
    pub between: Option<(u64, u64)>,
    /// Members in it.
    pub reporting: String,
}

/// The structure of a round, as the log names it.
///
/// # Errors
/// It cannot be fetched, or has faults.
pub async fn structure_of(session: &Session, id: &str) -> Result<Structure> {
    let digest = session.round(Some(id))?.manifest().structure;
    let bytes = blobs::fetch(&*session.wire, BlobKind::File, digest).await?;
    Structure::parse("structure", &bytes).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        RoleError::content("the structure of the round", lines.join("; "))
    })
}

/// The totals of a publication, in the order of its file.
///
/// # Errors
/// The bytes are no such file.
pub fn read(structure: &Structure, totals: &[u8]) -> Result<Vec<Total>> {
    let wrong = |why: csv::Error| RoleError::content(TOTALS, why.to_string());
    let mut reader = csv::Reader::from_reader(totals);
    let head = reader.headers().map_err(wrong)?.clone();
    let at = |name: &str| head.iter().position(|own| own == name);
    let dimensions: Vec<Option<usize>> =
        structure.key_dimensions().map(|dimension| at(&dimension.id)).collect();
    let (value, lowest, highest, reporting) = (at("OBS_VALUE"), at("LOWEST"), at("HIGHEST"), at("REPORTING"));
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let field = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default();
        let key: Vec<&str> = dimensions.iter().map(|place| field(*place)).collect();
        let key = key.join(".");
        let total = Some(field(value)).filter(|text| text.parse::<u64>().is_ok());
        let ends = (field(lowest).parse().ok(), field(highest).parse().ok());
        let between = match ends {
            (Some(low), Some(high)) if low != high => Some((low, high)),
            _ => None,
        };
        all.push(Total {
            name: cell::name(structure, &key),
            key,
            total: total.map(str::to_owned),
            between,
            reporting: field(reporting).to_owned(),
        });
    }
    Ok(all)
}
