//! Families: the cells of one evaluation for one combination of codes and one period.

use super::Evaluation;
use crate::CellKey;
use crate::model::Structure;
use crate::period;
use intertally_evaluation::Term;

/// Cells that belong together: four counts, and the terms that are made of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family<'a> {
    /// The evaluation.
    pub evaluation: &'a Evaluation,
    /// The period.
    pub period: String,
    /// Dimension and code of each but area, measure and period.
    pub codes: Vec<(&'a str, &'a str)>,
    /// Keys of the cells of a, n1, c and n2.
    pub counts: [CellKey; 4],
    /// The terms, ascending, with the keys of their cells.
    pub terms: Vec<(Term, CellKey)>,
}

impl Structure {
    /// All families of a round over these periods: by period, then by evaluation, then by codes, the last dimension running
    /// fastest. One whose frequency goes with no period is left out.
    #[must_use]
    pub fn families(&self, periods: &[String]) -> Vec<Family<'_>> {
        let mut all = Vec::new();
        for period in periods {
            for evaluation in &self.evaluations {
                for codes in combinations(evaluation, period) {
                    let key = |measure: &str| self.key_of(measure, &codes, period);
                    let term = |term: Term| {
                        (term, key(&format!("~{}~{}", evaluation.id, term.code(evaluation.bits()))))
                    };
                    all.push(Family {
                        evaluation,
                        period: period.clone(),
                        counts: evaluation.measures().map(key),
                        terms: evaluation.terms().into_iter().map(term).collect(),
                        codes,
                    });
                }
            }
        }
        all
    }

    /// Key of the cell of a measure.
    fn key_of(&self, measure: &str, codes: &[(&str, &str)], period: &str) -> CellKey {
        let code = |dimension: &str| match dimension {
            _ if dimension == self.measure => measure,
            _ if dimension == self.time => period,
            _ => codes.iter().find(|(own, _)| *own == dimension).map_or("", |(_, code)| code),
        };
        self.key_dimensions().map(|dimension| code(&dimension.id)).collect::<Vec<_>>().join(".")
    }
}

/// The product of an evaluation's codes that go with a period.
pub(super) fn combinations<'a>(evaluation: &'a Evaluation, period: &str) -> Vec<Vec<(&'a str, &'a str)>> {
    let mut rows: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for values in &evaluation.values {
        let kept = |code: &&String| !period::is_frequency(&values.dimension) || period::fits(code, period);
        let codes: Vec<&String> = values.codes.iter().filter(kept).collect();
        let with = |row: &Vec<(&'a str, &'a str)>| {
            let row = row.clone();
            let more = codes.iter().map(move |code| {
                row.iter().copied().chain([(values.dimension.as_str(), code.as_str())]).collect()
            });
            more.collect::<Vec<Vec<(&str, &str)>>>()
        };
        rows = rows.iter().flat_map(with).collect();
    }
    rows
}
