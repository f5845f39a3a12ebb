//! A foreign file as a return, by its mapping. Such a file holds many areas, periods and units; what a return does not need is
//! left out, and named in a warning. What the mapping names and the file does not have is a fault: a thin return is never taken.

use super::about::plainly_other;
use super::columns::VALUE;
use super::csv::too_large;
use super::elsewhere::{heading_contradicts, speaks_of};
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, MAX_FIELDS, Row, bare};
use super::left_out::LeftOut;
use super::mapped_rows::Reader;
use super::mapping::{Layout, Mapping, Wanted};
use super::narrower;
use super::rules::{MAPPING_LEFT_OUT, MAPPING_OPEN, MAPPING_TARGET, UNIT_OTHER};
use super::scales::is_scaled;
use intertally_structure::{Structure, nearest};
use std::collections::BTreeSet;

impl Mapping {
    /// The foreign grid as one of the structure.
    pub(super) fn apply(&self, wanted: &Wanted<'_>, grid: Grid, findings: &mut Findings) -> Option<Grid> {
        let before = findings.faults.len();
        self.check(wanted.structure, findings);
        let grid = match self.layout {
            Layout::Rows => Some(grid),
            Layout::Periods => unfold(wanted.structure, &grid),
        };
        let Some(grid) = grid.filter(|grid| self.fits(grid)) else {
            too_large(findings);
            return None;
        };
        let names: Vec<String> = grid.header.iter().map(|name| bare(name)).collect();
        self.named(&names, findings);
        self.unsaid(wanted.structure, &names, findings);
        self.headings(wanted, &names, &grid, findings);
        let reader = Reader::new(self, wanted, &names, self.marks().unwrap_or_default());
        if findings.faults.len() > before {
            return None;
        }
        let mut met = LeftOut::default();
        let rows: Vec<Row> = grid.rows.iter().flat_map(|row| reader.rows(row, &mut met)).collect();
        self.unmet(wanted, &met, rows.is_empty(), findings);
        self.passed_over(wanted, &grid, &met, findings);
        let (headings, headed) = reader.headings();
        (findings.faults.len() == before).then(|| Grid {
            header: reader.header(),
            rows,
            headings,
            headed,
            ..grid
        })
    }

    /// Whether its rows, one for each column of figures, are no more than a return can have.
    fn fits(&self, grid: &Grid) -> bool {
        let figures = self.figures().len();
        figures < 2
            || grid.rows.len().saturating_mul(figures).saturating_mul(grid.header.len()) <= 4 * MAX_FIELDS
    }

    /// Columns that the mapping names, and that the file has once.
    fn named(&self, names: &[String], findings: &mut Findings) {
        for name in self.names() {
            match names.iter().filter(|other| *other == name).count() {
                0 => {
                    let near = nearest(name, names.iter().map(String::as_str));
                    let hint = near
                        .map_or("compare the mapping with the first line of the file".to_owned(), |near| {
                            format!("did you mean '{near}'?")
                        });
                    let what = format!("the file has no column '{name}', which the mapping names");
                    self.fault(name, what, hint, findings);
                }
                1 => {}
                _ => {
                    let what = format!("the file has two columns '{name}', which the mapping names");
                    let hint = "give them different names in the first line of the file";
                    self.fault(name, what, hint, findings);
                }
            }
        }
    }

    /// What the headings of the columns of figures say of them.
    fn headings(&self, wanted: &Wanted<'_>, names: &[String], grid: &Grid, findings: &mut Findings) {
        let mut contradicted = BTreeSet::new();
        for (name, codes) in self.figures() {
            if is_scaled(name) {
                let what = "words that say thousands, a rate or the like over the figures".to_owned();
                let place = grid.place(grid.header_row, None);
                findings.add(UNIT_OTHER, &place, Some(name), what, "give counts in units".to_owned());
            }
            if self.layout == Layout::Periods {
                continue;
            }
            let mut said = self.fixed.clone();
            said.extend(codes.into_iter().map(|(id, code)| (id.to_owned(), code.to_owned())));
            if let Some((dimension, code)) = heading_contradicts(wanted.structure, &said, name) {
                let what = format!(
                    "the mapping takes {code} for {dimension} in all rows, and the column of the figures is headed '{name}'"
                );
                let hint = "name the column of the figures that are meant, or change its heading in the first line of the file";
                self.fault(name, what, hint, findings);
                contradicted.insert(name);
            }
        }
        narrower::headings(self, wanted, names, &contradicted, findings);
    }

    /// Faults of what it says nothing of. An area that nobody says is said later, as one that is not the member's.
    fn unsaid(&self, structure: &Structure, names: &[String], findings: &mut Findings) {
        let figures = self.figures();
        let has = |target: &str| {
            let own = || names.iter().any(|name| name == target);
            let by_values =
                || !figures.is_empty() && figures.values().all(|codes| codes.contains_key(target));
            self.source(target).is_some() || self.fixed.contains_key(target) || own() || by_values()
        };
        let mut open = |target: &str| {
            let found = self.origin.open(target);
            if let Some((place, line)) = &found {
                let what = format!("a line of the mapping that is not completed yet: {line}");
                let hint = if line.contains("\"\"") {
                    "fill in what is missing between the marks, and take #? away"
                } else {
                    "take #? away before the one that is meant, and take the others out"
                };
                findings.add(MAPPING_OPEN, place, None, what, hint.to_owned());
            }
            found.is_some()
        };
        let lacks_value = figures.is_empty() && !has(VALUE) && !open(VALUE);
        if !has(&structure.area) {
            open(&structure.area);
        }
        let dimensions = structure.dimensions.iter().map(|dimension| dimension.id.as_str());
        let unsaid = dimensions.filter(|id| *id != structure.area && !has(id) && !open(id));
        let unsaid: Vec<&str> = unsaid.collect();
        for dimension in
            self.codes.iter().filter(|(_, codes)| codes.is_empty()).map(|(dimension, _)| dimension)
        {
            if let Some((place, count)) = self.origin.open_under(&format!("[codes.{dimension}]")) {
                let what = format!(
                    "{count} lines of the mapping under [codes.{dimension}] are not completed yet, and no other is there"
                );
                let hint =
                    "fill in the codes of the labels that count, and take #? away; take the others out";
                findings.add(MAPPING_OPEN, &place, None, what, hint.to_owned());
            }
        }
        if lacks_value {
            let what = format!("the mapping says nothing of {VALUE}");
            findings.add(
                MAPPING_TARGET,
                &self.origin.file(),
                None,
                what,
                "name the column of the figures under [columns]".to_owned(),
            );
        }
        if !unsaid.is_empty() {
            let what = format!("the mapping says nothing of {}", unsaid.join(", "));
            let hint = "name the column of each under [columns], or its code under [fixed] or [values]";
            findings.add(MAPPING_TARGET, &self.origin.file(), None, what, hint.to_owned());
        }
    }

    /// Faults of what the mapping names and the file does not have.
    fn unmet(&self, wanted: &Wanted<'_>, met: &LeftOut, empty: bool, findings: &mut Findings) {
        let mut fault = |column: &str, code: &str| {
            let near = nearest(code, met.seen(column));
            let hint = near.map_or("correct the mapping, or take the code out of it".to_owned(), |near| {
                format!("did you mean '{near}'?")
            });
            let what = format!("the mapping names '{code}' of the column {column}, which the file never has");
            self.fault(code, what, hint, findings);
        };
        let before = |target: &String| self.source(target);
        for (target, codes) in &self.codes {
            let Some(column) = before(target) else { continue };
            codes.keys().filter(|code| !met.has(column, code)).for_each(|code| fault(column, code));
        }
        for (column, codes) in &self.keep {
            codes.iter().filter(|code| !met.has(column, code)).for_each(|code| fault(column, code));
        }
        let asked = wanted.periods.iter().filter(|period| !met.periods.contains(*period));
        let asked: Vec<&str> = asked.map(String::as_str).collect();
        let none = asked.len() == wanted.periods.len();
        if !asked.is_empty() && !met.rows_seen() {
            findings.file(
                MAPPING_TARGET,
                "the file has no rows under its header",
                "give the file that holds the figures",
            );
        } else if !asked.is_empty() {
            let what = format!("the file has no figures of {}, which the round asks for", asked.join(", "));
            let rule = if none { MAPPING_TARGET } else { MAPPING_LEFT_OUT };
            findings.file(
                rule,
                what,
                "give the file that holds them, or correct the mapping's column of the period",
            );
        }
        if met.rows_seen() && !met.own_area {
            let what = format!("the file has no figures of {}", wanted.area);
            let hint = "give your own file, or correct the mapping of the area";
            findings.file(MAPPING_TARGET, what, hint);
        } else if empty && met.rows_seen() && !none {
            let what = "no row of the file fits all of the mapping, so that the return would be empty";
            findings.file(MAPPING_TARGET, what, "compare [keep], [codes] and the area with the file");
        }
    }

    /// What was passed over: labels that say otherwise, words for thousands, and all that was left out.
    fn passed_over(&self, wanted: &Wanted<'_>, grid: &Grid, met: &LeftOut, findings: &mut Findings) {
        let narrow = narrower::labels(self, met, findings);
        for (dimension, code) in &self.fixed {
            let is_time = *dimension == wanted.structure.time;
            let columns =
                met.unnamed.iter().filter(|(column, _)| !(is_time && narrow.contains(column.as_str())));
            for (column, labels) in columns {
                if let Some(other) = speaks_of(wanted.structure, (dimension, code), column, labels) {
                    let what = format!(
                        "the mapping takes {code} for {dimension} in all rows, and the column '{column}' says '{other}'"
                    );
                    let hint = "name that column under [columns] in place of [fixed], or under [keep] with what is right";
                    self.fault(dimension, what, hint, findings);
                }
            }
        }
        // A rate in a column of its own is one under whatever name.
        for (column, label, row) in met.scaled() {
            let place = Place { column: Some(column.to_owned()), ..grid.place(row, None) };
            plainly_other(&place, label, findings);
        }
        if let Some(what) = met.told() {
            findings.file(MAPPING_LEFT_OUT, what, "compare the cells filled with what you expect");
        }
        for (column, count, numbers) in met.numbers() {
            let what = format!("labels of the column {column} that are numbers were left out: {count}");
            let place = Place { column: Some(column.to_owned()), ..Place::default() };
            let hint = "name those that count under [codes] or [keep] of the mapping".to_owned();
            findings.add(MAPPING_LEFT_OUT, &place, Some(&numbers), what, hint);
        }
        if let Some(what) = met.unnamed() {
            let hint =
                "see that the figures are of all that these say, or name them under [keep] or [columns]";
            findings.file(MAPPING_LEFT_OUT, what, hint);
        }
    }

    /// The column of the file that becomes this one.
    pub(super) fn source(&self, target: &str) -> Option<&str> {
        self.columns.iter().find(|(_, other)| *other == target).map(|(column, _)| column.as_str())
    }
}

/// A file with a column per period, as one with a row per figure. None if that has too many.
fn unfold(structure: &Structure, grid: &Grid) -> Option<Grid> {
    let first = grid.header.first().map_or("", String::as_str);
    let names = first.split_once('\\').map_or(first, |(names, _)| names);
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let figures = grid.header.len().saturating_mul(grid.rows.len());
    if figures.saturating_mul(names.len() + 2) > 4 * MAX_FIELDS {
        return None;
    }
    let header = names.iter().copied().chain([structure.time.as_str(), VALUE]).map(str::to_owned).collect();
    let mut rows = Vec::new();
    for row in &grid.rows {
        let codes: Vec<&str> =
            row.fields.first().map_or("", |field| field.text.as_str()).split(',').collect();
        for (period, field) in grid.header.iter().zip(&row.fields).skip(1) {
            let codes = (0..names.len()).map(|at| Field::plain(codes.get(at).map_or("", |code| code.trim())));
            let fields =
                codes.chain([Field::plain(period.trim()), Field::plain(field.text.trim())]).collect();
            rows.push(Row { number: row.number, fields, part: None });
        }
    }
    Some(Grid { header, rows, above: grid.above.clone(), header_row: grid.header_row, ..Grid::default() })
}
