//! What a mapping met in a file, and what was left out.

use std::collections::{BTreeMap, BTreeSet};

/// Most labels of a column that a warning lists.
const MAX_LISTED: usize = 12;
/// Most labels of a column that are kept in mind.
const MAX_KEPT: usize = 5_000;

/// What was met.
#[derive(Default)]
pub(super) struct LeftOut {
    /// By column: labels, and whether they are wanted.
    columns: BTreeMap<String, BTreeMap<String, bool>>,
    /// Figures left out.
    pub(super) count: usize,
    /// Whether any row was taken.
    pub(super) taken: bool,
    /// Whether any row is of the member's area.
    pub(super) own_area: bool,
    /// Periods of the round that the file has.
    pub(super) periods: BTreeSet<String>,
    /// Labels of the figures taken, in columns that the mapping does not name.
    pub(super) unnamed: BTreeMap<String, BTreeSet<String>>,
}

impl LeftOut {
    /// Notes a label; says whether it is wanted.
    pub(super) fn look(&mut self, column: &str, label: &str, wanted: bool) -> bool {
        if !self.columns.contains_key(column) {
            self.columns.insert(column.to_owned(), BTreeMap::new());
        }
        if let Some(labels) = self.columns.get_mut(column)
            && !labels.contains_key(label)
            && (wanted || labels.len() < MAX_KEPT)
        {
            labels.insert(label.to_owned(), wanted);
        }
        wanted
    }

    /// Notes what a figure that is taken says in a column that the mapping does not name.
    pub(super) fn pass_over(&mut self, column: &str, label: &str) {
        let labels = self.unnamed.entry(column.to_owned()).or_default();
        if !label.is_empty() && labels.len() <= MAX_LISTED {
            labels.insert(label.to_owned());
        }
    }

    /// Columns that the mapping does not name, in words: where one says `female` of all figures, they are a part. None if
    /// there are none.
    pub(super) fn unnamed(&self) -> Option<String> {
        let of = |(column, labels): (&String, &BTreeSet<String>)| {
            let listed: Vec<&str> = labels.iter().take(MAX_LISTED).map(String::as_str).collect();
            let more = if labels.len() > MAX_LISTED { ", .." } else { "" };
            format!("{column}: {}{more}", listed.join(", "))
        };
        let columns: Vec<String> =
            self.unnamed.iter().filter(|(_, labels)| !labels.is_empty()).map(of).collect();
        (!columns.is_empty())
            .then(|| format!("columns that the mapping does not name; {}", columns.join("; ")))
    }

    /// Whether the file has this label.
    pub(super) fn has(&self, column: &str, label: &str) -> bool {
        self.columns.get(column).is_some_and(|labels| labels.contains_key(label))
    }

    /// The labels of a column.
    pub(super) fn seen<'a>(&'a self, column: &str) -> impl Iterator<Item = &'a str> {
        self.columns.get(column).into_iter().flatten().map(|(label, _)| label.as_str())
    }

    /// Whether the file has rows at all.
    pub(super) const fn rows_seen(&self) -> bool {
        self.taken || self.count > 0
    }

    /// What was left out, in words. None if nothing was.
    pub(super) fn told(&self) -> Option<String> {
        if self.count == 0 {
            return None;
        }
        let of = |(column, labels): (&String, &BTreeMap<String, bool>)| {
            let unwanted: Vec<&str> =
                labels.iter().filter(|(_, wanted)| !**wanted).map(|(label, _)| label.as_str()).collect();
            // A figure is no label: where the mapping names a wrong column, it is not repeated.
            let is_label = |label: &&&str| {
                label.chars().any(char::is_alphabetic) || intertally_structure::canonical(label).is_some()
            };
            let listed: Vec<&str> = unwanted.iter().filter(is_label).take(MAX_LISTED).copied().collect();
            let more = unwanted.len().saturating_sub(listed.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            (!unwanted.is_empty()).then(|| format!("{column}: {}{more}", listed.join(", ")))
        };
        let columns: Vec<String> = self.columns.iter().filter_map(of).collect();
        Some(format!("{} figures were left out; {}", self.count, columns.join("; ")))
    }
}
