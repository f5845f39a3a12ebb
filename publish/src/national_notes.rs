//! What members say of their figures: by cell for the SDMX files, by member for the workbook and the report.

use super::Material;
use intertally_core::submission::Note;
use std::collections::BTreeMap;

/// Attributes whose text says by itself that it is a remark.
const PLAIN: [&str; 6] = ["COMMENT_OBS", "COMMENT_TS", "COMMENT_DSET", "OBS_COMMENT", "COMMENT", "NOTE"];

/// Area and notes of every sealed member that has any, in the order of the round's members.
pub(super) fn by_member<'a>(material: &Material<'a>) -> Vec<(&'a str, &'a [Note])> {
    let sealed = material.notes.iter().filter(|(member, _)| material.statuses.contains_key(*member));
    let of = |(member, notes): (&intertally_core::party::MemberIndex, &'a Vec<Note>)| {
        let entry = material.manifest.members.get(usize::from(member.0))?;
        (!notes.is_empty()).then_some((entry.area.as_str(), notes.as_slice()))
    };
    sealed.filter_map(of).collect()
}

/// Of each cell with notes what all members say of it: `NL: by hand | SE (COUNTING_UNIT): case`.
pub(super) fn by_cell(material: &Material<'_>) -> BTreeMap<usize, String> {
    let mut all: BTreeMap<usize, String> = BTreeMap::new();
    for (area, notes) in by_member(material) {
        for note in notes {
            let Some(cell) = note.cell else { continue };
            let said = all.entry(cell as usize).or_default();
            if !said.is_empty() {
                said.push_str(" | ");
            }
            said.push_str(&with_area(area, note));
        }
    }
    all
}

/// `NL: by hand`, `SE (COUNTING_UNIT): case`.
fn with_area(area: &str, note: &Note) -> String {
    match about(note) {
        Some(attribute) => format!("{area} ({attribute}): {}", note.text),
        None => format!("{area}: {}", note.text),
    }
}

/// The attribute, where it is no plain remark.
pub(super) fn about(note: &Note) -> Option<&str> {
    Some(note.attribute.as_str()).filter(|attribute| !PLAIN.contains(attribute))
}
