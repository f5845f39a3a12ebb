//! What a code is the sum of, down to codes that are no sum: the leaves (spec section 3.2).

use super::fault::StructureFault;
use super::model::Structure;
use super::period::is_frequency;
use std::collections::BTreeSet;

/// Deepest sum of sums.
const MAX_DEPTH: usize = 64;

impl Structure {
    /// The codes that a code is the sum of, each once; itself where no sum is declared. The sums need not be in any
    /// table: the same figure then has the same leaves in every round.
    pub(super) fn atoms<'a>(&'a self, dimension: &'a str, code: &'a str) -> BTreeSet<&'a str> {
        self.parts(dimension, [code].into_iter()).into_iter().collect()
    }

    /// Atoms with repeats. Cut off where there are more than codes: some are repeated then, which is a fault.
    fn parts<'a>(&'a self, dimension: &'a str, codes: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let limit = self.codes(dimension).map_or(0, |list| list.codes.len());
        let mut parts = Vec::new();
        codes.for_each(|code| self.descend(dimension, code, limit, &mut Vec::new(), &mut parts));
        parts
    }

    /// A code met again below itself counts as an atom, so that a circle ends; it is a fault.
    fn descend<'a>(
        &'a self,
        dimension: &'a str,
        code: &'a str,
        limit: usize,
        above: &mut Vec<&'a str>,
        parts: &mut Vec<&'a str>,
    ) {
        if parts.len() > limit {
            return;
        }
        let deep = above.contains(&code) || above.len() > MAX_DEPTH;
        let Some(sum) = self.sums_of(dimension, code).next().filter(|_| !deep) else {
            parts.push(code);
            return;
        };
        above.push(code);
        for child in &sum.children {
            self.descend(dimension, child, limit, above, parts);
        }
        above.pop();
    }

    /// Faults of the declared sums, given that their codes exist.
    pub(super) fn sum_faults(&self) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        for sum in &self.sums {
            let (dimension, parent) = (sum.dimension.clone(), sum.parent.clone());
            let others = [self.area.as_str(), &self.time, &self.measure];
            if others.contains(&sum.dimension.as_str()) || is_frequency(&sum.dimension) {
                let what = "areas, measures and periods are not summed here; remove it".to_owned();
                faults.push(StructureFault::Sum { dimension, parent, what });
                continue;
            }
            if sum.children.len() < 2 {
                let what = "a sum has two parts or more; name them".to_owned();
                faults.push(StructureFault::Sum { dimension, parent, what });
                continue;
            }
            let parts = self.parts(&sum.dimension, sum.children.iter().map(String::as_str));
            let whole: BTreeSet<&str> = parts.iter().copied().collect();
            if whole.contains(sum.parent.as_str()) {
                faults
                    .push(StructureFault::Circle { codelist: format!("sums of {dimension}"), code: parent });
            } else if whole.len() != parts.len() {
                let what = "its parts overlap; a code may be in one of them only".to_owned();
                faults.push(StructureFault::Sum { dimension, parent, what });
            } else if whole != self.atoms(&sum.dimension, &sum.parent) {
                let what =
                    "it has other parts in the end than an earlier sum of the same code; make them agree"
                        .to_owned();
                faults.push(StructureFault::Sum { dimension, parent, what });
            }
        }
        faults
    }
}
