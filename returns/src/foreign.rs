//! A first look at a foreign file, against a round: which column and which label is what, as far as they are alike. `draft`
//! makes a text of it; a page lets a person pair the rest.

use super::csv;
use super::draft_columns::{Column, folded, is_total, plain_columns};
use super::elsewhere::years;
use super::encoding;
use super::fault::{Fault, Findings};
use super::header::Heads;
use super::kinds;
use super::mapping::{Layout, Mapping};
use super::period_said::plainly;
use super::rules::FILE_FORMAT;
use super::unit_words::plain;
use intertally_core::round::CellSpec;
use intertally_structure::{Dimension, Structure, canonical, nearest};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A foreign file as a first look shows it. Holds what stands in it, figures too: no `Debug`.
pub struct Foreign<'a> {
    pub(super) structure: &'a Structure,
    pub(super) layout: Layout,
    pub(super) columns: Vec<Column>,
    /// Codes that the round's cells have, by dimension.
    pub(super) asked: BTreeMap<&'a str, BTreeSet<&'a str>>,
    pub(super) flags: BTreeSet<String>,
    /// Ids and names of the codes of each dimension, as they are compared.
    names: BTreeMap<&'a str, HashSet<String>>,
}

impl<'a> Foreign<'a> {
    /// Look at a table of text.
    ///
    /// # Errors
    /// Faults of the file's form.
    pub fn look(
        structure: &'a Structure,
        cells: &'a [CellSpec],
        file_name: &str,
        bytes: &[u8],
    ) -> Result<Self, Vec<Fault>> {
        let mut findings = Findings::new(file_name);
        let foreign = match kinds::other(bytes) {
            Some((what, hint)) => {
                findings.file(FILE_FORMAT, what, hint);
                None
            }
            None => encoding::text(bytes, &mut findings)
                .and_then(|text| Self::of(structure, cells, &text, &mut findings)),
        };
        let (faults, _) = findings.finish();
        foreign.filter(|_| faults.is_empty()).ok_or(faults)
    }

    /// Whether it has a row per figure, or a column per period.
    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// Its columns that can be paired, each with what stands in it, once each and cut at some length.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        // The periods of a file with a column for each are its last column here, and paired already.
        let own = self.columns.len().saturating_sub(usize::from(self.layout == Layout::Periods));
        self.columns.iter().take(own).map(|column| (column.name.as_str(), &column.labels))
    }

    /// Flags behind its figures, where it has a column per period.
    #[must_use]
    pub const fn flags(&self) -> &BTreeSet<String> {
        &self.flags
    }

    /// Codes of a dimension that the round asks for.
    #[must_use]
    pub fn asked(&self, dimension: &str) -> BTreeSet<&'a str> {
        self.asked.get(dimension).cloned().unwrap_or_default()
    }

    /// What is alike, as a mapping: that of the text, without the lines that could not be matched.
    ///
    /// # Errors
    /// Never for what this makes; a fault of it would be said.
    pub fn matched_mapping(&self) -> Result<Mapping, Vec<Fault>> {
        Mapping::parse("mapping", self.text().as_bytes())
    }

    /// The code that a label of a dimension is, by id or name; and one that it may be.
    #[must_use]
    pub fn code(&self, dimension: &str, label: &str) -> (Option<&'a str>, Option<&'a str>) {
        let codes = self.structure.codes(dimension).map_or(&[][..], |list| list.codes.as_slice());
        let is = |text: &str| plain(text) == plain(label);
        let own = codes.iter().find(|code| code.id == label);
        let same = own.or_else(|| codes.iter().find(|code| is(&code.id) || is(&code.name)));
        if let Some(code) = same {
            return (Some(&code.id), None);
        }
        // A total has many names, and one code.
        let asked = self.asked(dimension);
        let total =
            asked.iter().find(|code| is_total(label) && matches!(**code, "_T" | "T" | "TOTAL")).copied();
        (None, total.or_else(|| nearest(label, codes.iter().map(|code| code.id.as_str()))))
    }

    fn of(
        structure: &'a Structure,
        cells: &'a [CellSpec],
        text: &str,
        findings: &mut Findings,
    ) -> Option<Self> {
        let first = text.lines().next().unwrap_or_default();
        let layout =
            if first.contains('\\') && first.contains('\t') { Layout::Periods } else { Layout::Rows };
        let grid = match layout {
            Layout::Periods => csv::table(text, b'\t', 0, findings)?,
            Layout::Rows => csv::grid(structure, text, &Heads::Widest, findings)?,
        };
        let mut asked: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for cell in cells.iter().filter(|cell| cell.is_typed()) {
            for (dimension, code) in structure.key_dimensions().zip(cell.key.split('.')) {
                asked.entry(dimension.id.as_str()).or_default().insert(code);
            }
        }
        let (mut columns, flags) =
            if layout == Layout::Periods { folded(&grid) } else { (plain_columns(&grid), BTreeSet::new()) };
        // A mapping goes by names: of two columns of one name it reads the first.
        let mut named = BTreeSet::new();
        columns.retain(|column| named.insert(column.name.clone()));
        let names = structure.dimensions.iter().map(|dimension| {
            let codes = structure.codes(&dimension.id).into_iter().flat_map(|list| &list.codes);
            let said =
                codes.flat_map(|code| [plain(&code.id), plain(&code.name)]).filter(|name| !name.is_empty());
            (dimension.id.as_str(), said.collect())
        });
        let names = names.collect();
        Some(Self { structure, layout, columns, asked, flags, names })
    }

    /// How well a column fits a dimension, of a hundred; by name 100 more.
    fn score(&self, dimension: &Dimension, column: &Column) -> usize {
        let structure = self.structure;
        let name = plain(&column.name);
        let named = name == plain(&dimension.id) || name == plain(&dimension.name);
        let known = |label: &str| {
            let code = label.split(':').next().unwrap_or_default().trim();
            if dimension.id == structure.time {
                // Four digits under a year, or that are none of this century and the last, are a figure.
                let digits = code.bytes().all(|byte| byte.is_ascii_digit());
                let figure = digits && (years(code).next().is_none() || canonical(&column.name).is_some());
                return (canonical(code).is_some() && !figure)
                    || plainly(label).is_some_and(|said| said.year.is_some());
            }
            let code = if dimension.id == structure.area { structure.area_code(code) } else { code };
            let alike =
                || self.names.get(dimension.id.as_str()).is_some_and(|names| names.contains(&plain(label)));
            structure.code(&dimension.id, code).is_some() || alike()
        };
        let share = column.share(known);
        if named { 100 + share } else { share }
    }

    /// The column of each dimension, best fits first.
    pub(super) fn matched(&self) -> BTreeMap<&'a str, usize> {
        let mut scores = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            for dimension in &self.structure.dimensions {
                scores.push((self.score(dimension, column), at, dimension.id.as_str()));
            }
        }
        scores.sort_by_key(|(score, at, _)| (usize::MAX - *score, *at));
        let mut matched = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (score, at, id) in scores {
            if score >= 30 && !matched.contains_key(id) && taken.insert(at) {
                matched.insert(id, at);
            }
        }
        matched
    }
}
