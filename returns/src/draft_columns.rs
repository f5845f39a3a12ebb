//! The columns of a foreign file as a first mapping sees them: their labels, and what they seem to hold.

use super::csv::fields;
use super::grid::{Grid, bare};
use super::notes::is_nothing;
use super::period_words::fold;
use super::unit_words::{plain, words};
use super::units::is_multiplier;
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

/// Most labels of a column that are looked at.
const MAX_LABELS: usize = 2_000;
/// A column of the file with its labels.
pub(super) struct Column {
    pub(super) name: String,
    /// What stands in it, each once.
    pub(super) labels: BTreeSet<String>,
}

impl Column {
    /// How many of a hundred labels are so.
    pub(super) fn share(&self, is: impl Fn(&str) -> bool) -> usize {
        let some = self.labels.iter().filter(|label| !label.is_empty());
        let all = some.clone().count().max(1);
        some.filter(|label| is(label)).count() * 100 / all
    }
}

/// Columns of a file with a row per figure.
pub(super) fn plain_columns(grid: &Grid) -> Vec<Column> {
    let column = |(at, name): (usize, &String)| {
        let labels = grid.rows.iter().filter_map(|row| row.fields.get(at)).map(|field| bare(&field.text));
        let mut kept = BTreeSet::new();
        for label in labels {
            if kept.len() < MAX_LABELS {
                kept.insert(label);
            }
        }
        Column { name: bare(name), labels: kept }
    };
    grid.header.iter().enumerate().map(column).collect()
}

/// Columns and flags of a file with a column per period.
pub(super) fn folded(grid: &Grid) -> (Vec<Column>, BTreeSet<String>) {
    let first = grid.header.first().map_or("", String::as_str);
    let (names, time) = first.split_once('\\').unwrap_or((first, "TIME_PERIOD"));
    let mut columns: Vec<Column> =
        fields(names, b',').iter().map(|name| Column { name: bare(name), labels: BTreeSet::new() }).collect();
    let mut flags = BTreeSet::new();
    for row in &grid.rows {
        let codes = row.fields.first().map_or("", |field| field.text.as_str()).split(',');
        for (column, code) in columns.iter_mut().zip(codes) {
            if column.labels.len() < MAX_LABELS {
                column.labels.insert(bare(code));
            }
        }
        for field in row.fields.iter().skip(1) {
            let flag = field.text.trim().rsplit_once(' ').map_or("", |(_, flag)| flag);
            if !flag.is_empty() && flag.len() <= 3 && flag.chars().all(char::is_alphabetic) {
                flags.insert(flag.to_owned());
            }
        }
    }
    let periods = grid.header.iter().skip(1).map(|period| bare(period)).collect();
    columns.push(Column { name: bare(time), labels: periods });
    (columns, flags)
}

/// Words for a total.
const TOTALS: [&str; 22] = [
    "t",
    "total",
    "totals",
    "all",
    "allages",
    "insgesamt",
    "gesamt",
    "summe",
    "alle",
    "ensemble",
    "tous",
    "totaal",
    "totale",
    "celkem",
    "razem",
    "ogółem",
    "összesen",
    "yhteensä",
    "kokku",
    "kopā",
    "išviso",
    "ukupno",
];

/// Whether a label is a word for a total.
pub(super) fn is_total(label: &str) -> bool {
    TOTALS.contains(&plain(label).as_str())
}

/// Whether a label or a heading speaks of a total: it is a word for one, or has one that means nothing else.
pub(super) fn says_total(text: &str) -> bool {
    let long = |word: &String| word.chars().count() > 4 && TOTALS.contains(&word.as_str());
    is_total(text) || words(text).iter().any(long)
}

/// Names of the column of figures, in the languages of those who send them.
const FIGURES: [&str; 26] = [
    "obsvalue",
    "value",
    "values",
    "count",
    "n",
    "number",
    "figure",
    "figures",
    "wert",
    "anzahl",
    "valeur",
    "nombre",
    "aantal",
    "waarde",
    "antal",
    "antall",
    "valor",
    "cantidad",
    "número",
    "numero",
    "valore",
    "liczba",
    "počet",
    "szám",
    "lukumäärä",
    "arv",
];

/// Whether a folded word is one for figures.
pub(super) fn is_figures(word: &str) -> bool {
    static FOLDED: LazyLock<HashSet<String>> =
        LazyLock::new(|| FIGURES.iter().map(|name| fold(name)).collect());
    FOLDED.contains(word)
}

/// Whether a column holds figures, by its name.
pub(super) fn is_named_figures(column: &Column) -> bool {
    FIGURES.contains(&plain(&column.name).as_str())
}

/// Whether a column holds numbers, by what stands in it: two or more different ones.
pub(super) fn is_numbers(column: &Column) -> bool {
    column.labels.len() > 1 && column.share(|label| !label.is_empty()) > 0 && is_numeric(column)
}

/// Whether a column holds nothing but numbers, or nothing at all.
pub(super) fn is_numeric(column: &Column) -> bool {
    let mark = |c: char| matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}' | '+' | 'e');
    let number = |label: &str| {
        let digits = label.starts_with(|c: char| c.is_ascii_digit());
        is_nothing(label) || digits && label.chars().all(|c| c.is_ascii_digit() || mark(c))
    };
    let blank = column.labels.iter().all(|label| label.is_empty());
    !is_multiplier(&column.name) && (blank || column.share(number) > 90)
}

/// Whether a column holds statuses, by its name.
pub(super) fn is_statuses(column: &Column) -> bool {
    let name = plain(&column.name);
    ["obsstatus", "status", "obsflag", "flag", "flags"].contains(&name.as_str())
}
