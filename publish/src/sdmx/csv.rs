//! `totals.csv`: SDMX-CSV 2.0, one line per cell of the round, in round order.

use super::super::figures::Figures;
use super::super::{Material, PublishError};
use super::{ATTRIBUTES, COMMENT, NOT_A_NUMBER, attributes};

/// The file.
pub(crate) fn totals_csv(material: &Material<'_>, figures: &Figures) -> Result<Vec<u8>, PublishError> {
    let refused = |why: String| PublishError::Write { file: "totals.csv", why };
    let structure = material.structure;
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let dimensions = structure.dimensions.iter().map(|dimension| dimension.id.as_str());
    let head = ["STRUCTURE", "STRUCTURE_ID", "ACTION"].into_iter().chain(dimensions);
    let head = head.chain(["OBS_VALUE"]).chain(ATTRIBUTES.iter().map(|(id, _)| *id)).chain([COMMENT.0]);
    writer.write_record(head).map_err(|why| refused(why.to_string()))?;
    let flow = format!("{}:{}({})", structure.agency, structure.total_flow, structure.version);
    for figure in &figures.all {
        let value = figure.value.map_or_else(|| NOT_A_NUMBER.to_owned(), |value| value.to_string());
        let flags = attributes(structure, figure);
        let line = ["dataflow", &flow, "I"].into_iter().chain(figure.codes.iter().map(String::as_str));
        let line = line.chain([value.as_str()]).chain(flags.iter().map(String::as_str));
        let line = line.chain([figure.comment.as_str()]);
        writer.write_record(line).map_err(|why| refused(why.to_string()))?;
    }
    writer.into_inner().map_err(|why| refused(why.to_string()))
}
