//! Codes as numbers, one list per dimension of a table, with what each is the sum of by declaration.

use crate::model::Structure;
use crate::period::is_frequency;
use std::collections::HashMap;

/// Codes of all dimensions but area and period, in the order of the key.
pub(super) type Codes = Vec<u32>;

/// A cell by its codes and the place of its period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Row {
    pub(super) codes: Codes,
    pub(super) period: usize,
}

impl Row {
    /// The row with another code in one dimension.
    pub(super) fn with(&self, dimension: usize, code: u32) -> Self {
        let mut row = self.clone();
        row.codes.get_mut(dimension).into_iter().for_each(|slot| *slot = code);
        row
    }

    /// Its code in a dimension.
    pub(super) fn code(&self, dimension: usize) -> u32 {
        self.codes.get(dimension).copied().unwrap_or(u32::MAX)
    }
}

/// The codes in use.
pub(super) struct Book<'a> {
    pub(super) structure: &'a Structure,
    /// Ids of the dimensions.
    pub(super) dimensions: Vec<&'a str>,
    /// Place of the measure among them.
    pub(super) measure: usize,
    /// Place of FREQ, if the structure has it.
    pub(super) frequency: Option<usize>,
    names: Vec<Vec<String>>,
    numbers: Vec<HashMap<String, u32>>,
    hard: Vec<Vec<Vec<u32>>>,
}

impl<'a> Book<'a> {
    pub(super) fn of(structure: &'a Structure) -> Self {
        let dimensions: Vec<&str> =
            structure.table_dimensions().map(|dimension| dimension.id.as_str()).collect();
        let at = |id: &str| dimensions.iter().position(|other| *other == id);
        let len = dimensions.len();
        Self {
            structure,
            measure: at(&structure.measure).unwrap_or_default(),
            frequency: dimensions.iter().position(|id| is_frequency(id)),
            dimensions,
            names: vec![Vec::new(); len],
            numbers: vec![HashMap::new(); len],
            hard: vec![Vec::new(); len],
        }
    }

    /// The number of a code.
    pub(super) fn number(&mut self, dimension: usize, code: &str) -> u32 {
        if let Some(known) = self.numbers.get(dimension).and_then(|numbers| numbers.get(code)) {
            return *known;
        }
        let Some(names) = self.names.get_mut(dimension) else { return u32::MAX };
        let number = u32::try_from(names.len()).unwrap_or(u32::MAX);
        names.push(code.to_owned());
        self.numbers.get_mut(dimension).into_iter().for_each(|list| {
            list.insert(code.to_owned(), number);
        });
        self.hard.get_mut(dimension).into_iter().for_each(|list| list.push(vec![number]));
        let parts = match self.dimensions.get(dimension) {
            Some(id) => self.structure.atoms(id, code).into_iter().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        if parts != [code] {
            let mut parts: Vec<u32> = parts.iter().map(|part| self.number(dimension, part)).collect();
            parts.sort_unstable();
            let slot = self.hard.get_mut(dimension).and_then(|list| list.get_mut(number as usize));
            slot.into_iter().for_each(|slot| slot.clone_from(&parts));
        }
        number
    }

    /// The number of a code that has one.
    pub(super) fn known(&self, dimension: usize, code: &str) -> Option<u32> {
        self.numbers.get(dimension)?.get(code).copied()
    }

    /// The code of a number.
    pub(super) fn name(&self, dimension: usize, number: u32) -> &str {
        self.names.get(dimension).and_then(|names| names.get(number as usize)).map_or("", String::as_str)
    }

    /// Numbers of all codes of a dimension that have one.
    pub(super) fn numbered(&self, dimension: usize) -> std::ops::Range<u32> {
        0..self.names.get(dimension).map_or(0, |names| u32::try_from(names.len()).unwrap_or(u32::MAX))
    }

    /// What a code is the sum of by declaration, ascending; itself where no sum is declared.
    pub(super) fn hard(&self, dimension: usize, number: u32) -> &[u32] {
        self.hard.get(dimension).and_then(|list| list.get(number as usize)).map_or(&[], Vec::as_slice)
    }

    /// Dimensions that sums may run over: all but measure and FREQ.
    pub(super) fn summed(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.dimensions.len()).filter(|at| *at != self.measure && Some(*at) != self.frequency)
    }

    /// Dimensions that a figure is named by: all but FREQ.
    pub(super) fn naming(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.dimensions.len()).filter(|at| Some(*at) != self.frequency)
    }
}
