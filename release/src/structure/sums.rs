//! What a code is the sum of, down to codes that are no sum: the leaves (spec section 3.2).

use super::fault::StructureFault;
use super::model::Structure;
use std::collections::BTreeSet;

impl Structure {
    /// The codes that a code is the sum of, each once; itself where no sum is declared. The sums need not be in any
    /// table: the same figure then has the same leaves in every round.
    pub(super) fn atoms<'a>(&'a self, dimension: &'a str, code: &'a str) -> BTreeSet<&'a str> {
        self.descend(dimension, code, &mut BTreeSet::new()).into_iter().collect()
    }

    /// Atoms with repeats. A code met again below itself counts as an atom, so that a circle ends; it is a fault.
    fn descend<'a>(
        &'a self,
        dimension: &'a str,
        code: &'a str,
        above: &mut BTreeSet<&'a str>,
    ) -> Vec<&'a str> {
        let Some(sum) = self.sums_of(dimension, code).next().filter(|_| !above.contains(code)) else {
            return vec![code];
        };
        above.insert(code);
        let parts = sum.children.iter().flat_map(|child| self.descend(dimension, child, above)).collect();
        above.remove(code);
        parts
    }

    /// Faults of the declared sums, given that their codes exist.
    pub(super) fn sum_faults(&self) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        for sum in &self.sums {
            let (dimension, parent) = (sum.dimension.clone(), sum.parent.clone());
            if sum.dimension == self.area || sum.dimension == self.time || sum.dimension == self.measure {
                let what = "areas, measures and periods are not summed here; remove it".to_owned();
                faults.push(StructureFault::Sum { dimension, parent, what });
                continue;
            }
            if sum.children.len() < 2 {
                let what = "a sum has two parts or more; name them".to_owned();
                faults.push(StructureFault::Sum { dimension, parent, what });
                continue;
            }
            let parts: Vec<&str> = sum
                .children
                .iter()
                .flat_map(|child| self.descend(&sum.dimension, child, &mut BTreeSet::new()))
                .collect();
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
