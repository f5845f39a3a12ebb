//! A foreign file as a return, by its mapping. Such a file holds many areas, periods and units; what a return does not need is
//! left out, and named in a warning. What the mapping names and the file does not have is a fault: a thin return is never taken.

use super::about::plainly_other;
use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{NOTES, STATUS, VALUE, says_something};
use super::csv::too_large;
use super::elsewhere::{heading_contradicts, speaks_of};
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, Kind, MAX_FIELDS, Row, bare};
use super::left_out::LeftOut;
use super::mapping::{Layout, Mapping};
use super::marks::Marks;
use super::notes::is_nothing;
use super::records::period;
use super::rules::{MAPPING_LEFT_OUT, MAPPING_TARGET, UNIT_OTHER};
use super::scales::is_scaled;
use super::units::{is_multiplier, is_unit};
use intertally_structure::{Structure, canonical, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Whose rows are kept.
pub(super) struct Wanted<'a> {
    pub(super) structure: &'a Structure,
    pub(super) area: &'a str,
    /// The round's periods, as it writes them.
    pub(super) periods: &'a BTreeSet<String>,
}

/// The column of SDMX-CSV that says what is to be done with a row.
const ACTION: &str = "ACTION";

impl Mapping {
    /// The foreign grid as one of the structure.
    pub(super) fn apply(&self, wanted: &Wanted<'_>, grid: Grid, findings: &mut Findings) -> Option<Grid> {
        let before = findings.faults.len();
        self.check(wanted.structure, findings);
        let grid = match self.layout {
            Layout::Rows => Some(grid),
            Layout::Periods => unfold(wanted.structure, &grid),
        };
        let Some(grid) = grid else {
            too_large(findings);
            return None;
        };
        let names: Vec<String> = grid.header.iter().map(|name| bare(name)).collect();
        for name in self.columns.keys().chain(self.keep.keys()).filter(|name| !names.contains(name)) {
            let near = nearest(name, names.iter().map(String::as_str));
            let hint = near
                .map_or("compare the mapping with the first line of the file".to_owned(), |near| {
                    format!("did you mean '{near}'?")
                });
            let what = format!("the file has no column '{name}', which the mapping names");
            findings.file(MAPPING_TARGET, what, hint);
        }
        let twice = |name: &&String| names.iter().filter(|other| other == name).count() > 1;
        for name in self.columns.keys().chain(self.keep.keys()).filter(twice) {
            let what = format!("the file has two columns '{name}', which the mapping names");
            findings.file(MAPPING_TARGET, what, "give them different names in the first line of the file");
        }
        self.unsaid(wanted.structure, &names, findings);
        if let Some(name) = self.source(VALUE).filter(|name| is_scaled(name)) {
            let what = "words that say thousands, a rate or the like over the figures".to_owned();
            let place = grid.place(grid.header_row, None);
            findings.add(UNIT_OTHER, &place, Some(name), what, "give counts in units".to_owned());
        }
        let heading = self.source(VALUE).filter(|_| self.layout == Layout::Rows);
        let contradicts = |heading: &str| heading_contradicts(wanted.structure, &self.fixed, heading);
        if let Some((heading, (dimension, code))) = heading.and_then(|name| Some((name, contradicts(name)?)))
        {
            let what = format!(
                "the mapping takes {code} for {dimension} in all rows, and the column of the figures is headed '{heading}'"
            );
            let hint = "name the column of the figures that are meant, or change its heading in the first line of the file";
            findings.file(MAPPING_TARGET, what, hint);
        }
        let marks = self.marks().unwrap_or_default();
        let reader = Reader::new(self, wanted, &names, marks);
        if findings.faults.len() > before {
            return None;
        }
        let mut met = LeftOut::default();
        let rows: Vec<Row> = grid.rows.iter().filter_map(|row| reader.row(row, &mut met)).collect();
        self.unmet(wanted, &met, rows.is_empty(), findings);
        for (dimension, code) in &self.fixed {
            for (column, labels) in &met.unnamed {
                if let Some(other) = speaks_of(wanted.structure, (dimension, code), column, labels) {
                    let what = format!(
                        "the mapping takes {code} for {dimension} in all rows, and the column '{column}' says '{other}'"
                    );
                    let hint = "name that column under [columns] in place of [fixed], or under [keep] with what is right";
                    findings.file(MAPPING_TARGET, what, hint);
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
        if let Some(what) = met.unnamed() {
            let hint =
                "see that the figures are of all that these say, or name them under [keep] or [columns]";
            findings.file(MAPPING_LEFT_OUT, what, hint);
        }
        (findings.faults.len() == before).then(|| Grid { header: reader.header(), rows, ..grid })
    }

    /// Faults of what it says nothing of. An area that nobody says is said later, as one that is not the member's.
    fn unsaid(&self, structure: &Structure, names: &[String], findings: &mut Findings) {
        let has = |target: &str| {
            let own = || names.iter().any(|name| name == target);
            self.source(target).is_some() || self.fixed.contains_key(target) || own()
        };
        if !has(VALUE) {
            let what = format!("the mapping says nothing of {VALUE}");
            findings.file(MAPPING_TARGET, what, "name the column of the figures under [columns]");
        }
        let dimensions = structure.dimensions.iter().map(|dimension| dimension.id.as_str());
        let unsaid = dimensions.filter(|id| *id != structure.area && !has(id));
        let unsaid: Vec<&str> = unsaid.collect();
        if !unsaid.is_empty() {
            let what = format!("the mapping says nothing of {}", unsaid.join(", "));
            let hint = "name the column of each under [columns], or its code under [fixed]";
            findings.file(MAPPING_TARGET, what, hint);
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
            findings.file(MAPPING_TARGET, what, hint);
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

    /// The column of the file that becomes this one.
    pub(super) fn source(&self, target: &str) -> Option<&str> {
        self.columns.iter().find(|(_, other)| *other == target).map(|(column, _)| column.as_str())
    }
}

/// Where a target's text comes from.
enum Source<'a> {
    Column(usize, &'a str),
    Fixed(&'a str),
}

struct Reader<'a> {
    mapping: &'a Mapping,
    wanted: &'a Wanted<'a>,
    /// Targets in the order of the header, with their sources: dimensions, figure, status, claims, notes, units.
    targets: Vec<(String, Source<'a>)>,
    /// Columns of which only some codes are kept.
    keep: Vec<(usize, &'a str, &'a [String])>,
    /// Columns that the mapping does not name, and that may say something of the figures.
    unnamed: Vec<(usize, &'a str)>,
    periods: BTreeMap<String, &'a str>,
    marks: Marks,
}

impl<'a> Reader<'a> {
    fn new(mapping: &'a Mapping, wanted: &'a Wanted<'a>, names: &'a [String], marks: Marks) -> Self {
        let at = |name: &str| names.iter().position(|other| other == name);
        let ids = wanted.structure.dimensions.iter().map(|dimension| dimension.id.as_str());
        let given = |id: &&str| mapping.source(id).is_some() || mapping.fixed.contains_key(*id);
        let notes = NOTES.into_iter().filter(given);
        // What the office claims of figures is never lost, whether the mapping names it or not.
        let claims = [CONFIDENTIALITY, PUBLISHED];
        let claims = claims
            .into_iter()
            .filter(|id| given(id) || (at(id).is_some() && !mapping.columns.contains_key(*id)));
        let mut targets = Vec::new();
        for target in ids.chain([VALUE, STATUS]).chain(claims).chain(notes) {
            // Columns that an unfolded file has under their own names.
            let name = mapping.source(target).unwrap_or(target);
            let source = match names.iter().position(|other| other == name) {
                Some(at) => Source::Column(at, name_of(names, at)),
                None => Source::Fixed(mapping.fixed.get(target).map_or("", String::as_str)),
            };
            targets.push((target.to_owned(), source));
        }
        // What the file says of the unit is compared with the measure's, as in any return.
        for (at, name) in names.iter().enumerate() {
            if !mapping.columns.contains_key(name) && (is_unit(name) || is_multiplier(name)) {
                targets.push((name.clone(), Source::Column(at, name_of(names, at))));
            }
        }
        // Rows to be deleted are none of a return, whoever wrote them.
        if let Some(at) = names.iter().position(|name| name.eq_ignore_ascii_case(ACTION))
            && !mapping.columns.contains_key(name_of(names, at))
        {
            targets.push((ACTION.to_owned(), Source::Column(at, name_of(names, at))));
        }
        let keep = mapping.keep.iter().filter_map(|(name, codes)| {
            let at = at(name)?;
            Some((at, name_of(names, at), codes.as_slice()))
        });
        let periods = wanted.periods.iter().filter_map(|period| Some((canonical(period)?, period.as_str())));
        let keep: Vec<(usize, &str, &[String])> = keep.collect();
        let read: BTreeSet<usize> = targets
            .iter()
            .filter_map(|(_, source)| if let Source::Column(at, _) = source { Some(*at) } else { None })
            .chain(keep.iter().map(|(at, ..)| *at))
            .collect();
        let unnamed =
            names.iter().enumerate().filter(|(at, name)| !read.contains(at) && says_something(name));
        let unnamed = unnamed.map(|(at, name)| (at, name.as_str())).collect();
        Self { mapping, wanted, targets, keep, unnamed, periods: periods.collect(), marks }
    }

    fn header(&self) -> Vec<String> {
        self.targets.iter().map(|(target, _)| target.clone()).collect()
    }

    /// A row under the structure's columns, or none if the return does not need it.
    fn row(&self, row: &Row, met: &mut LeftOut) -> Option<Row> {
        let structure = self.wanted.structure;
        let written = |at: usize| row.fields.get(at).map_or(String::new(), |field| bare(&field.text));
        let mut kept = true;
        for (at, column, codes) in &self.keep {
            let code = written(*at);
            kept &= met.look(column, &code, codes.contains(&code));
        }
        let mut fields = Vec::with_capacity(self.targets.len());
        for (target, source) in &self.targets {
            let (column, mut text) = match source {
                Source::Column(at, name) => (Some(*name), written(*at)),
                Source::Fixed(text) => (None, (*text).to_owned()),
            };
            if let (Some(codes), Some(column)) = (self.mapping.codes.get(target), column) {
                let code = codes.get(&text);
                // Other areas are left out anyway.
                kept &= met.look(column, &text, code.is_some());
                text = code.cloned().unwrap_or_default();
            }
            if *target == structure.area {
                let own = structure.area_code(&text) == structure.area_code(self.wanted.area);
                met.own_area |= own;
                kept &= own || met.look(column.unwrap_or(target), &text, false);
            } else if *target == structure.time {
                let period = period(&text, &self.periods).and_then(|period| self.periods.get(&period));
                met.periods.extend(period.map(|period| (*period).to_owned()));
                kept &= period.is_some() || met.look(column.unwrap_or(target), &text, false);
                text = period.map_or(text, |period| (*period).to_owned());
            }
            fields.push(Field::plain(&text));
        }
        if !kept {
            met.count += 1;
            return None;
        }
        met.taken = true;
        for (at, column) in &self.unnamed {
            met.pass_over(column, &written(*at), row.number);
        }
        self.flagged(&mut fields);
        Some(Row { number: row.number, fields })
    }

    /// Figure and flag in the structure's terms.
    fn flagged(&self, fields: &mut [Field]) {
        let place = self.targets.iter().position(|(target, _)| target == VALUE).unwrap_or(fields.len());
        let Some([value, status]) = fields.get_mut(place..).and_then(|rest| rest.first_chunk_mut::<2>())
        else {
            return;
        };
        let letters = |flag: &str| !flag.is_empty() && flag.chars().all(char::is_alphabetic);
        let (figure, flag) = match value.text.rsplit_once(' ') {
            Some((figure, flag))
                if status.text.is_empty() && self.mapping.layout == Layout::Periods && letters(flag) =>
            {
                (figure.trim_end(), flag)
            }
            _ => (value.text.as_str(), status.text.as_str()),
        };
        let absent = is_nothing(figure) || self.mapping.missing.iter().any(|missing| missing == figure);
        let defaults = &self.mapping.status;
        let default = if absent { &defaults.without } else { &defaults.with };
        let flag = match (self.mapping.flags.get(flag), default) {
            (Some(known), _) => known.as_str(),
            (None, Some(default)) if is_nothing(flag) => default.as_str(),
            (None, _) => flag,
        };
        let flag = Field::plain(flag);
        *value =
            if absent { Field { text: String::new(), kind: Kind::Plain } } else { self.marks.read(figure) };
        *status = flag;
    }
}

fn name_of(names: &[String], at: usize) -> &str {
    names.get(at).map_or("", String::as_str)
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
            rows.push(Row { number: row.number, fields });
        }
    }
    Some(Grid { header, rows, above: grid.above.clone(), header_row: grid.header_row, ..Grid::default() })
}
