//! Sums that nobody declared and that hold in every return: a coordinator who knows that they hold by definition can declare
//! them, and more opens.

use super::round::Decided;
use intertally_structure::{Structure, Sum};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest equations for a sum to be worth a word.
const FEWEST: usize = 10;

/// A code of a codelist that was the sum of those right below it, wherever a return has all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddsUp {
    /// As the structure would declare it.
    pub sum: Sum,
    /// Cells of returns that were compared with their parts.
    pub compared: usize,
    /// Areas whose returns have such cells.
    pub areas: usize,
}

impl AddsUp {
    /// The line of a structure file that declares it.
    #[must_use]
    pub fn line(&self) -> String {
        let Sum { dimension, parent, children } = &self.sum;
        let children: Vec<String> = children.iter().map(|child| format!("\"{child}\"")).collect();
        format!(
            "{{ dimension = \"{dimension}\", parent = \"{parent}\", children = [{}] }}",
            children.join(", ")
        )
    }
}

/// All of them, by dimension, then by codelist. Sums of nothing but zeros count for nothing.
pub(super) fn adding_up(structure: &Structure, round: &Decided) -> Vec<AddsUp> {
    let cells = (0..).zip(&round.manifest.cells).filter(|(_, cell)| cell.is_typed());
    let places: BTreeMap<&str, usize> = cells.map(|(place, cell)| (cell.key.as_str(), place)).collect();
    let mut found = Vec::new();
    for (at, dimension) in structure.key_dimensions().enumerate() {
        if dimension.id == structure.measure || dimension.id == structure.time {
            continue;
        }
        for sum in candidates(structure, &dimension.id) {
            let groups: Vec<(usize, Vec<usize>)> = places
                .iter()
                .filter_map(|(key, place)| Some((*place, parts(&places, key, at, &sum)?)))
                .collect();
            let mut equations = Equations::default();
            let holds = round.asked.returns.iter().enumerate().all(|(area, own)| {
                let value = |place: &usize| own.values.get(*place).copied().flatten().map(u64::from);
                groups
                    .iter()
                    .all(|(whole, parts)| equations.holds(area, value(whole), parts.iter().map(value)))
            });
            if holds && equations.compared >= FEWEST {
                found.push(AddsUp { sum, compared: equations.compared, areas: equations.areas.len() });
            }
        }
    }
    found
}

/// What was compared.
#[derive(Default)]
struct Equations {
    compared: usize,
    areas: BTreeSet<usize>,
}

impl Equations {
    /// Whether parts are the whole, where all are there.
    fn holds(&mut self, area: usize, whole: Option<u64>, parts: impl Iterator<Item = Option<u64>>) -> bool {
        let (Some(whole), Some(parts)) = (whole, parts.sum::<Option<u64>>()) else { return true };
        if whole > 0 {
            self.compared += 1;
            self.areas.insert(area);
        }
        whole == parts
    }
}

/// Codes with two or more right below them of which the structure says nothing.
fn candidates(structure: &Structure, dimension: &str) -> Vec<Sum> {
    let codes = || structure.codes(dimension).into_iter().flat_map(|list| &list.codes);
    let said: BTreeSet<&str> = structure
        .sums
        .iter()
        .map(|sum| (&sum.dimension, &sum.parent))
        .chain(structure.not_sums.iter().map(|one| (&one.dimension, &one.parent)))
        .filter(|(of, _)| *of == dimension)
        .map(|(_, parent)| parent.as_str())
        .collect();
    let below = |parent: &str| -> Vec<String> {
        codes().filter(|code| code.parent.as_deref() == Some(parent)).map(|code| code.id.clone()).collect()
    };
    let sum = |parent: String| Sum { dimension: dimension.to_owned(), children: below(&parent), parent };
    let parents = codes().filter(|code| !said.contains(code.id.as_str())).map(|code| sum(code.id.clone()));
    parents.filter(|sum| sum.children.len() > 1).collect()
}

/// Places of a cell's parts, if it is one of the parent and all of them are asked.
fn parts(places: &BTreeMap<&str, usize>, key: &str, at: usize, sum: &Sum) -> Option<Vec<usize>> {
    let mut codes: Vec<&str> = key.split('.').collect();
    if codes.get(at) != Some(&sum.parent.as_str()) {
        return None;
    }
    let mut place = |child| {
        *codes.get_mut(at)? = child;
        places.get(codes.join(".").as_str()).copied()
    };
    sum.children.iter().map(|child| place(child.as_str())).collect()
}
