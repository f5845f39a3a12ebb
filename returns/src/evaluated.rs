//! What the tool makes of a return for evaluations: terms of four counts each, for the member to see before they are sent.

use super::read::{ReadInput, Return};
use intertally_structure::CellKey;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// One evaluation for one combination of codes and one period. Holds figures, hence no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Evaluated {
    /// Id of the evaluation.
    pub evaluation: String,
    /// Keys of its four counts: events and persons under the programme, then of the comparison group.
    pub counts: [CellKey; 4],
    /// Those without a figure; nothing is sent then.
    pub lacking: Vec<CellKey>,
    /// The terms that are sent, by name. Empty where a count is lacking, or where the four are no table that fits.
    pub terms: Vec<(String, u32)>,
}

impl Evaluated {
    /// For people, in a line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let [_, persons, ..] = &self.counts;
        let what = format!("evaluation {} on {persons}", self.evaluation);
        if !self.lacking.is_empty() {
            return format!(
                "{what}: nothing is sent, since there is no figure for {}",
                self.lacking.join(", ")
            );
        }
        if self.terms.is_empty() {
            return format!(
                "{what}: nothing is sent, since the four counts have more events than persons, or more persons than an \
                 evaluation takes"
            );
        }
        let terms: Vec<String> = self.terms.iter().map(|(term, figure)| format!("{term} {figure}")).collect();
        format!("{what}: made of your four counts, and sent encrypted beside them: {}", terms.join(", "))
    }
}

/// All of which a count is reported. The return is complete.
pub(super) fn evaluated(input: &ReadInput<'_>, table: &Return) -> Vec<Evaluated> {
    if input.structure.evaluations.is_empty() {
        return Vec::new();
    }
    let places: HashMap<&str, usize> =
        table.keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
    let figure = |key: &str| places.get(key).and_then(|at| table.values.get(*at)).copied().flatten();
    let time = input.structure.key_dimensions().position(|dimension| dimension.id == input.structure.time);
    let periods = input.cells.iter().filter_map(|cell| cell.key.split('.').nth(time?));
    let periods: BTreeSet<String> = periods.map(str::to_owned).collect();
    let periods: Vec<String> = periods.into_iter().collect();
    let families = input.structure.families(&periods).into_iter();
    let made = families.map(|family| {
        let lacking: Vec<CellKey> =
            family.counts.iter().filter(|key| figure(key).is_none()).cloned().collect();
        let terms = family
            .terms
            .iter()
            .filter_map(|(term, key)| Some((term.code(family.evaluation.bits()), figure(key)?)));
        let terms = terms.collect();
        Evaluated { evaluation: family.evaluation.id.clone(), counts: family.counts, lacking, terms }
    });
    made.filter(|one| one.lacking.len() < one.counts.len()).collect()
}
