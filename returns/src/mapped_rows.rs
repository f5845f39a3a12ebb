//! Rows of a foreign file as rows of the structure: one for each column of figures, with the codes that the mapping gives them.

use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{NOTES, STATUS, VALUE, says_something};
use super::grid::{Field, Kind, Row, bare};
use super::left_out::LeftOut;
use super::mapping::{Layout, Mapping, Wanted};
use super::marks::Marks;
use super::narrower::within;
use super::notes::is_nothing;
use super::records::period;
use super::units::{is_multiplier, is_unit};
use intertally_structure::canonical;
use std::collections::{BTreeMap, BTreeSet};

/// The column of SDMX-CSV that says what is to be done with a row.
const ACTION: &str = "ACTION";

/// Where a target's text comes from.
enum Source<'a> {
    Column(usize, &'a str),
    Fixed(&'a str),
    /// The heading of the figures says it.
    Heading,
}

/// A column of figures.
struct Figures<'a> {
    at: usize,
    name: &'a str,
    codes: BTreeMap<&'a str, &'a str>,
    /// Whether it is added to others.
    added: bool,
}

pub(super) struct Reader<'a> {
    mapping: &'a Mapping,
    wanted: &'a Wanted<'a>,
    figures: Vec<Figures<'a>>,
    /// Targets in the order of the header, with their sources: dimensions, figure, status, claims, notes, units.
    targets: Vec<(String, Source<'a>)>,
    /// Columns of which only some codes are kept.
    keep: Vec<(usize, &'a str, &'a [String])>,
    /// Columns of labels over which figures are added up.
    add: Vec<(usize, &'a str)>,
    /// Columns that the mapping does not name, and that may say something of the figures.
    unnamed: Vec<(usize, &'a str)>,
    periods: BTreeMap<String, &'a str>,
    marks: Marks,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        mapping: &'a Mapping,
        wanted: &'a Wanted<'a>,
        names: &'a [String],
        marks: Marks,
    ) -> Self {
        let at = |name: &str| names.iter().position(|other| other == name);
        let figures = figures(mapping, names);
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
            let of_heading = figures.iter().any(|one| one.codes.contains_key(target));
            let source = match at(name) {
                _ if target == VALUE || of_heading => Source::Heading,
                Some(at) => Source::Column(at, name_of(names, at)),
                None => Source::Fixed(mapping.fixed.get(target).map_or("", String::as_str)),
            };
            targets.push((target.to_owned(), source));
        }
        // What the file says of the unit is compared with the measure's, as in any return.
        for (at, name) in names.iter().enumerate() {
            let own = mapping.columns.contains_key(name) || mapping.values.contains_key(name);
            if !own && (is_unit(name) || is_multiplier(name)) {
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
        let keep: Vec<(usize, &str, &[String])> = keep.collect();
        let of_labels = |name: &&String| !figures.iter().any(|one| one.name == name.as_str());
        let add = mapping.add.iter().filter(of_labels).filter_map(|name| {
            let at = at(name)?;
            Some((at, name_of(names, at)))
        });
        let add: Vec<(usize, &str)> = add.collect();
        let periods = wanted.periods.iter().filter_map(|period| Some((canonical(period)?, period.as_str())));
        let read: BTreeSet<usize> = targets
            .iter()
            .filter_map(|(_, source)| if let Source::Column(at, _) = source { Some(*at) } else { None })
            .chain(keep.iter().map(|(at, ..)| *at))
            .chain(add.iter().map(|(at, _)| *at))
            .chain(figures.iter().map(|one| one.at))
            .collect();
        let unnamed =
            names.iter().enumerate().filter(|(at, name)| !read.contains(at) && says_something(name));
        let unnamed = unnamed.map(|(at, name)| (at, name.as_str())).collect();
        Self { mapping, wanted, figures, targets, keep, add, unnamed, periods: periods.collect(), marks }
    }

    pub(super) fn header(&self) -> Vec<String> {
        self.targets.iter().map(|(target, _)| target.clone()).collect()
    }

    /// The headings of the figures, where there are several, and the column that they head.
    pub(super) fn headings(&self) -> (Vec<String>, usize) {
        let several = self.figures.len() > 1;
        let names = self.figures.iter().filter(|_| several).map(|one| one.name.to_owned());
        (names.collect(), self.headed())
    }

    fn headed(&self) -> usize {
        self.targets.iter().position(|(target, _)| target == VALUE).unwrap_or(self.targets.len())
    }

    /// A row under the structure's columns, once for each column of figures; none if the return does not need it.
    pub(super) fn rows(&self, row: &Row, met: &mut LeftOut) -> Vec<Row> {
        (0..self.figures.len()).filter_map(|heading| self.row(row, heading, met)).collect()
    }

    fn row(&self, row: &Row, heading: usize, met: &mut LeftOut) -> Option<Row> {
        let structure = self.wanted.structure;
        let figures = self.figures.get(heading)?;
        let written = |at: usize| row.fields.get(at).map_or(String::new(), |field| bare(&field.text));
        let mut kept = true;
        for (at, column, codes) in &self.keep {
            let code = written(*at);
            kept &= met.look(column, &code, codes.contains(&code));
        }
        let mut fields = Vec::with_capacity(self.targets.len());
        // The column of the period with what stands in it, and the period that was made of it.
        let mut time = (None, String::new(), String::new());
        for (target, source) in &self.targets {
            let (column, mut text) = match source {
                Source::Column(at, name) => (Some(*name), written(*at)),
                Source::Fixed(text) => (None, (*text).to_owned()),
                Source::Heading if target == VALUE => (None, written(figures.at)),
                Source::Heading => {
                    (None, figures.codes.get(target.as_str()).map_or("", |code| *code).to_owned())
                }
            };
            if *target == structure.time {
                (time.0, time.1) = (column, text.clone());
            }
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
                let found = period(&text, &self.periods).and_then(|period| self.periods.get(&period));
                let found = found.map(|period| (*period).to_owned());
                let found = found.or_else(|| self.folded(column, &text, met));
                met.periods.extend(found.clone());
                kept &= found.is_some() || met.look(column.unwrap_or(target), &text, false);
                text = found.unwrap_or(text);
                time.2.clone_from(&text);
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
            met.part(column, &time.2, &written(*at));
        }
        for (at, column) in self
            .keep
            .iter()
            .map(|(at, column, _)| (at, column))
            .chain(self.add.iter().map(|(at, column)| (at, column)))
        {
            met.part(column, &time.2, &written(*at));
        }
        if let Some(column) = time.0 {
            met.part(column, &time.2, &time.1);
        }
        let mut number = row.number;
        number.heading = (self.figures.len() > 1).then_some(heading);
        self.flagged(&mut fields);
        Some(Row { number, fields, part: self.part(row, figures) })
    }

    /// A month or quarter inside a period of the round, where the mapping adds up over the column that says it.
    fn folded(&self, column: Option<&str>, text: &str, met: &mut LeftOut) -> Option<String> {
        let column = column.filter(|column| self.mapping.adds(column))?;
        if let Some(known) = met.folded.get(text) {
            return known.clone();
        }
        let found = within(column, text, self.wanted.periods);
        met.folded.insert(text.to_owned(), found.clone());
        found
    }

    /// What tells figures of one cell from each other, where the mapping adds them up.
    fn part(&self, row: &Row, figures: &Figures<'_>) -> Option<Vec<String>> {
        let adds = !self.add.is_empty() || figures.added;
        let written = |at: usize| row.fields.get(at).map_or(String::new(), |field| bare(&field.text));
        let heading = figures.added.then(|| figures.name.to_owned());
        adds.then(|| self.add.iter().map(|(at, _)| written(*at)).chain(heading).collect())
    }

    /// Figure and flag in the structure's terms.
    fn flagged(&self, fields: &mut [Field]) {
        let place = self.headed();
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
        let is = |list: &[String]| list.iter().any(|text| text == figure);
        let zero = is(&self.mapping.zero);
        let absent = !zero && (is_nothing(figure) || is(&self.mapping.missing));
        let defaults = &self.mapping.status;
        let default = if absent { &defaults.without } else { &defaults.with };
        let flag = match (self.mapping.flags.get(flag), default) {
            (Some(known), _) => known.as_str(),
            (None, Some(default)) if is_nothing(flag) => default.as_str(),
            (None, _) => flag,
        };
        let flag = Field::plain(flag);
        *value = if absent {
            Field { text: String::new(), kind: Kind::Plain }
        } else if zero {
            Field::plain("0")
        } else {
            self.marks.read(figure)
        };
        *status = flag;
    }
}

/// The columns of figures; that of the structure's own name where the mapping names none.
fn figures<'a>(mapping: &'a Mapping, names: &'a [String]) -> Vec<Figures<'a>> {
    let at = |name: &str| names.iter().position(|other| other == name);
    let mut named = mapping.figures();
    if named.is_empty() {
        named.insert(VALUE, BTreeMap::new());
    }
    let of = |(name, codes): (&'a str, BTreeMap<&'a str, &'a str>)| {
        Some(Figures { at: at(name)?, name, codes, added: mapping.adds(name) })
    };
    named.into_iter().filter_map(of).collect()
}

fn name_of(names: &[String], at: usize) -> &str {
    names.get(at).map_or("", String::as_str)
}
