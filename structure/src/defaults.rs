//! What a structure from SDMX-ML gets where SDMX says nothing.

use super::model::{Alias, Code, FIRST, Measure, Publication, Structure};

/// Fewest contributors, where nothing else is said.
const MIN_CONTRIBUTORS: u16 = 5;
/// Rounding, where nothing else is said: measures may count persons.
const ROUNDING: u8 = 5;

/// The rules of a measure.
pub(super) fn default_measure(code: String) -> Measure {
    Measure {
        code,
        unit: "count".to_owned(),
        max: u32::MAX,
        usual: None,
        min_contributors: MIN_CONTRIBUTORS,
        rounding: ROUNDING,
        first: FIRST,
        of: None,
        funnel: None,
    }
}

/// The aliases of the structure that ships, as far as the codes they stand for are there.
pub(super) fn aliases(areas: &[Code]) -> Vec<Alias> {
    let known = |id: &str| areas.iter().any(|code| code.id == id);
    let shipped = toml::from_str::<Structure>(super::DEFAULT).map(|structure| structure.aliases);
    let kept = |alias: &Alias| known(&alias.to) && !known(&alias.from);
    shipped.unwrap_or_default().into_iter().filter(kept).collect()
}

/// What a publication says of itself.
pub(super) fn publication(name: &str, agency: &str) -> Publication {
    Publication {
        title: name.to_owned(),
        publisher: agency.to_owned(),
        contact: "The coordinator of the round".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        release: 1,
        provisional: true,
        next_release: None,
        method: Vec::new(),
    }
}
