//! An empty return as SDMX-CSV 2.0.

use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{STATUS, VALUE};
use intertally_core::round::CellSpec;
use intertally_structure::Structure;

/// An empty return of the round: one row per cell, figure and status to be filled in.
#[must_use]
pub fn template_csv(structure: &Structure, cells: &[CellSpec], area: &str) -> String {
    let flow = format!("{}:{}({})", structure.agency, structure.national_flow, structure.version);
    let dimensions = structure.dimensions.iter().map(|dimension| dimension.id.as_str());
    let header: Vec<&str> = ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
        .into_iter()
        .chain(dimensions)
        .chain([VALUE, STATUS, CONFIDENTIALITY, PUBLISHED, "COMMENT_OBS"])
        .collect();
    let place = structure.dimensions.iter().position(|dimension| dimension.id == structure.area).unwrap_or(0);
    let mut text = header.join(",");
    text.push('\n');
    for cell in cells.iter().filter(|cell| cell.is_typed()) {
        let mut row: Vec<&str> = cell.key.split('.').collect();
        row.insert(place.min(row.len()), area);
        // Codes are ids, which hold no comma and no quotation mark.
        text.push_str(&format!("dataflow,{flow},I,{},,,,,\n", row.join(",")));
    }
    text
}
