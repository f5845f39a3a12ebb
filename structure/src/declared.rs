//! Declared sums between the cells of a round, for checks of figures.

use super::model::Structure;
use intertally_core::round::CellSpec;
use std::collections::HashMap;

/// A cell that is the sum of others by declaration, as places among the cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredSum {
    /// The total.
    pub parent: u32,
    /// Its parts, ascending.
    pub children: Vec<u32>,
}

impl Structure {
    /// Each declared sum whose total and parts are all cells, by place.
    #[must_use]
    pub fn declared_sums(&self, cells: &[CellSpec]) -> Vec<DeclaredSum> {
        let places: HashMap<&str, u32> = cells.iter().map(|cell| cell.key.as_str()).zip(0..).collect();
        let dimensions: Vec<&str> = self.key_dimensions().map(|dimension| dimension.id.as_str()).collect();
        let mut sums = Vec::new();
        for (parent, cell) in (0..).zip(cells).filter(|(_, cell)| cell.is_typed()) {
            let row: Vec<&str> = cell.key.split('.').collect();
            for (at, (dimension, code)) in dimensions.iter().zip(&row).enumerate() {
                for sum in self.sums_of(dimension, code) {
                    let place = |child: &String| {
                        let mut key = row.clone();
                        *key.get_mut(at)? = child.as_str();
                        places.get(key.join(".").as_str()).copied()
                    };
                    let Some(mut children) = sum.children.iter().map(place).collect::<Option<Vec<u32>>>()
                    else {
                        continue;
                    };
                    children.sort_unstable();
                    sums.push(DeclaredSum { parent, children });
                }
            }
        }
        sums
    }
}
