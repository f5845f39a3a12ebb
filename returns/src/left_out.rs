//! What a mapping met in a file, and what was left out.

use super::elsewhere::years;
use super::grid::Line;
use super::scales::is_plainly_other;
use std::collections::{BTreeMap, BTreeSet};

/// Most labels of a column that a warning lists.
const MAX_LISTED: usize = 12;
/// Most labels of a column that are kept in mind.
const MAX_KEPT: usize = 5_000;
/// Most labels of a column that are looked at for months and quarters: more are something else.
pub(super) const MAX_PARTS: usize = 64;

/// The labels among the texts of a column. A figure is none: where the mapping names a wrong column, it is not repeated. Four digits
/// are a year where all of the column are labels or years.
fn listed<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Vec<&'t str> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let word = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let written = text.starts_with(|c: char| c.is_ascii_digit());
        letters > usize::from(written) || !digits(text) && intertally_structure::canonical(text).is_some()
    };
    let year = |text: &str| years(text).any(|year| year == text);
    let of_years = texts.clone().all(|text| word(text) || year(text));
    texts.filter(|text| word(text) || of_years && year(text)).collect()
}

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
    /// What was looked at in these columns, with the row of words for thousands or rates.
    looked: BTreeMap<String, BTreeMap<String, Option<Line>>>,
    /// Labels of the figures taken, by column and by the period that they became.
    pub(super) parts: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Months and quarters, with the period of the round that they are added up to.
    pub(super) folded: BTreeMap<String, Option<String>>,
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
    pub(super) fn pass_over(&mut self, column: &str, label: &str, row: Line) {
        let looked = self.looked.entry(column.to_owned()).or_default();
        if looked.len() < MAX_KEPT && !looked.contains_key(label) {
            looked.insert(label.to_owned(), is_plainly_other(label).then_some(row));
        }
        let labels = self.unnamed.entry(column.to_owned()).or_default();
        if !label.is_empty() && labels.len() <= MAX_LISTED {
            labels.insert(label.to_owned());
        }
    }

    /// Notes what a figure that is taken says in a column beside the period that it became.
    pub(super) fn part(&mut self, column: &str, period: &str, label: &str) {
        let of = self.parts.get_mut(column).and_then(|by_period| by_period.get_mut(period));
        match of {
            Some(labels) if labels.contains(label) || labels.len() > MAX_PARTS => {}
            Some(labels) => {
                labels.insert(label.to_owned());
            }
            None => {
                let by_period = self.parts.entry(column.to_owned()).or_default();
                by_period.entry(period.to_owned()).or_default().insert(label.to_owned());
            }
        }
    }

    /// Words for thousands or rates in columns that the mapping does not name: column, text and row.
    pub(super) fn scaled(&self) -> impl Iterator<Item = (&str, &str, Line)> {
        self.looked.iter().flat_map(|(column, labels)| {
            labels.iter().filter_map(move |(label, row)| Some((column.as_str(), label.as_str(), (*row)?)))
        })
    }

    /// Columns that the mapping does not name, in words: where one says `female` of all figures, they are a part. None if
    /// there are none.
    pub(super) fn unnamed(&self) -> Option<String> {
        let of = |(column, labels): (&String, &BTreeSet<String>)| {
            let listed = listed(labels.iter().map(String::as_str));
            let numbers = (listed.len() < labels.len()).then_some("numbers");
            let more = (labels.len() > MAX_LISTED).then_some("..");
            format!(
                "{column}: {}",
                listed.into_iter().take(MAX_LISTED).chain(numbers).chain(more).collect::<Vec<_>>().join(", ")
            )
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

    /// Labels that were left out and are numbers: column, how many, and the first of them. They may be figures, if the mapping
    /// names a wrong column: for the member alone.
    pub(super) fn numbers(&self) -> Vec<(&str, usize, String)> {
        let mut found = Vec::new();
        for (column, labels) in &self.columns {
            let unwanted: Vec<&str> =
                labels.iter().filter(|(_, wanted)| !**wanted).map(|(label, _)| label.as_str()).collect();
            let words: BTreeSet<&str> = listed(unwanted.iter().copied()).into_iter().collect();
            let numbers: Vec<&str> =
                unwanted.into_iter().filter(|label| !label.is_empty() && !words.contains(label)).collect();
            if !numbers.is_empty() {
                let more = (numbers.len() > MAX_LISTED).then_some("..");
                let shown: Vec<&str> = numbers.iter().copied().take(MAX_LISTED).chain(more).collect();
                found.push((column.as_str(), numbers.len(), shown.join(", ")));
            }
        }
        found
    }

    /// What was left out, in words. None if nothing was.
    pub(super) fn told(&self) -> Option<String> {
        if self.count == 0 {
            return None;
        }
        let of = |(column, labels): (&String, &BTreeMap<String, bool>)| {
            let unwanted: Vec<&str> =
                labels.iter().filter(|(_, wanted)| !**wanted).map(|(label, _)| label.as_str()).collect();
            let mut listed = listed(unwanted.iter().copied());
            listed.truncate(MAX_LISTED);
            let more = match unwanted.len().saturating_sub(listed.len()) {
                0 => String::new(),
                1 if unwanted == [""] => "nothing".to_owned(),
                more if listed.is_empty() => format!("{more} that are numbers or dates"),
                more => format!(" and {more} more"),
            };
            (!unwanted.is_empty()).then(|| format!("{column}: {}{more}", listed.join(", ")))
        };
        let columns: Vec<String> = self.columns.iter().filter_map(of).collect();
        Some(format!("{} figures were left out; {}", self.count, columns.join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn figures_are_no_labels() {
        for (texts, wanted) in [
            (vec!["female", "male"], vec!["female", "male"]),
            (vec!["2023", "2024"], vec!["2023", "2024"]),
            (vec!["2023", "3410"], vec![]),
            (vec!["2023", "total"], vec!["2023", "total"]),
            (vec!["410", "1.234", "1e+05", "410 p", "total"], vec!["total"]),
            (
                vec!["2024-Q1", "2024M03", "Y12T15", "15 to 24"],
                vec!["2024-Q1", "2024M03", "Y12T15", "15 to 24"],
            ),
            (vec!["01.01.2024"], vec![]),
        ] {
            assert_eq!(listed(texts.iter().copied()), wanted, "{texts:?}");
        }
    }
}
