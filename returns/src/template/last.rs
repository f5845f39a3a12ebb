//! The member's own figures of before, beside the cells that ask for them.

use crate::read::Return;
use intertally_structure::Structure;
use std::collections::BTreeMap;

/// Figures of the member's last return, by key without period: periods with figures.
pub(super) struct LastFigures<'a> {
    time: usize,
    figures: BTreeMap<Vec<&'a str>, BTreeMap<&'a str, u32>>,
}

impl<'a> LastFigures<'a> {
    pub(super) fn of(structure: &Structure, previous: &'a Return) -> Self {
        let time = structure.key_dimensions().position(|dimension| dimension.id == structure.time);
        let mut last = Self { time: time.unwrap_or(usize::MAX), figures: BTreeMap::new() };
        for (key, value) in previous.keys.iter().zip(&previous.values) {
            let row: Vec<&str> = key.split('.').collect();
            if let (Some(value), Some(period)) = (value, row.get(last.time)) {
                last.figures.entry(last.rest(&row)).or_default().insert(*period, *value);
            }
        }
        last
    }

    fn rest<'k>(&self, row: &[&'k str]) -> Vec<&'k str> {
        row.iter().enumerate().filter(|(at, _)| *at != self.time).map(|(_, value)| *value).collect()
    }

    /// The figure of the same cell, else of the latest period before it, with its period.
    pub(super) fn beside(&self, row: &[&str]) -> Option<String> {
        let period = row.get(self.time)?;
        let rest = self.rest(row);
        let all: &BTreeMap<Vec<&str>, BTreeMap<&str, u32>> = &self.figures;
        let (period, value) = all.get(&rest)?.range(..=*period).next_back()?;
        Some(format!("{value} ({period})"))
    }
}
