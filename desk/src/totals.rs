//! Published totals, read from the file in which readers find them: what is shown is what was published.

use crate::cell;
use crate::texts::Words;
use intertally_core::blob::BlobKind;
use intertally_roles::wire::blobs;
use intertally_roles::{Result, RoleError, Session};
use intertally_structure::Structure;
use maud::{Markup, html};

/// The file.
pub(crate) const TOTALS: &str = "totals.csv";
/// The report for readers.
pub(crate) const REPORT: &str = "report.html";
/// A page of the publication is shown as it is, in a frame of its own that may do nothing.
pub(crate) const SANDBOX: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/// One published cell.
pub(crate) struct Total {
    /// Its key.
    pub(crate) key: String,
    /// How people call it.
    pub(crate) name: String,
    /// As published; none where it is withheld.
    pub(crate) total: Option<String>,
    /// Between which two the exact total lies, where they differ.
    pub(crate) between: Option<(u64, u64)>,
    /// Members in it.
    pub(crate) reporting: String,
}

/// The structure of a round, as the log names it.
pub(crate) async fn structure_of(session: &Session, id: &str) -> Result<Structure> {
    let digest = session.round(Some(id))?.manifest().structure;
    let bytes = blobs::fetch(&*session.wire, BlobKind::File, digest).await?;
    Structure::parse("structure", &bytes).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        RoleError::content("the structure of the round", lines.join("; "))
    })
}

/// The totals of a publication.
pub(crate) fn read(structure: &Structure, totals: &[u8]) -> Result<Vec<Total>> {
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

/// A total as it is shown: a value, between which two it lies, or that it is closed.
pub(crate) fn figure(words: &Words, line: &Total) -> Markup {
    html! {
        @match &line.total {
            Some(total) => b { (total) },
            None => span.hint { (words.say("results-withheld")) },
        }
        @if let Some((low, high)) = line.between { br; span.hint { (low) " – " (high) } }
    }
}
