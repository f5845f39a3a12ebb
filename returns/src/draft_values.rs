//! Which columns of a foreign file hold its figures, for a first mapping: one; one for each month, which are added up; or one for
//! each code of a dimension.

use super::columns::VALUE;
use super::draft_columns::{Column, is_named_figures, is_numbers, is_numeric};
use super::elsewhere::years;
use super::foreign::Foreign;
use super::mapping::Layout;
use super::narrower::makes;
use super::period_said::{Said, lies_within, said_among, said_in};
use super::quoted::quoted;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What the figures of a file are, as far as headings and labels say it.
#[derive(Default)]
pub(super) struct Figures<'a> {
    /// The columns; several if they are added up, or if nobody can know which is meant.
    pub(super) columns: Vec<usize>,
    /// Columns of figures that each say a code of this dimension.
    pub(super) coded: Vec<(usize, &'a str, &'a str)>,
    /// Columns over which they are added up.
    pub(super) add: Vec<usize>,
}

impl<'a> Figures<'a> {
    /// The dimension that headings say.
    pub(super) fn dimension(&self) -> Option<&'a str> {
        self.coded.first().map(|(_, id, _)| *id)
    }

    /// Columns that are spoken for.
    pub(super) fn taken(&self) -> BTreeSet<usize> {
        let coded = self.coded.iter().map(|(at, ..)| *at);
        self.columns.iter().copied().chain(coded).chain(self.add.iter().copied()).collect()
    }
}

impl<'a> Foreign<'a> {
    fn heading(&self, at: usize) -> &str {
        self.columns.get(at).map_or("", |column| column.name.as_str())
    }

    /// The round's period, if it asks for one alone.
    fn period(&self) -> Option<&'a str> {
        let asked = self.asked.get(self.structure.time.as_str())?;
        asked.first().copied().filter(|_| asked.len() == 1)
    }

    /// What holds the figures, besides the columns of dimensions. `rest`: columns that are nothing else.
    pub(super) fn figures(&self, matched: &BTreeMap<&str, usize>, rest: &[usize]) -> Figures<'a> {
        let mut found = Figures { add: self.parts(matched, rest), ..Figures::default() };
        if self.layout == Layout::Periods {
            return found;
        }
        let of = |is: fn(&Column) -> bool| -> Vec<usize> {
            let free = rest.iter().copied().filter(|at| !found.add.contains(at));
            free.filter(|at| self.columns.get(*at).is_some_and(is)).collect()
        };
        let (named, numbers) = (of(is_named_figures), of(is_numbers));
        let own = self.of_the_round(if named.is_empty() { numbers } else { named.clone() });
        if named.len() == 1 {
            found.columns = own;
            return found;
        }
        let numeric = of(is_numeric);
        let (months, coded) = (self.months(&numeric), self.coded(matched, &numeric));
        if !months.is_empty() {
            found.add.extend(&months);
            found.columns = months;
        } else if coded.len() > 1 {
            found.coded = coded;
        } else {
            found.columns = own;
        }
        found
    }

    /// Of columns headed by years the one of the round's only period: the others hold other figures.
    fn of_the_round(&self, found: Vec<usize>) -> Vec<usize> {
        let Some(asked) = self.asked.get(self.structure.time.as_str()).filter(|asked| asked.len() == 1)
        else {
            return found;
        };
        let all = found.iter().all(|at| years(self.heading(*at)).next().is_some());
        let own: Vec<usize> =
            found.iter().copied().filter(|at| asked.contains(self.heading(*at).trim())).collect();
        if all && own.len() == 1 { own } else { found }
    }

    /// Columns headed by months or quarters that make the round's period; none if one is lacking.
    fn months(&self, numbers: &[usize]) -> Vec<usize> {
        let Some(period) = self.period() else { return Vec::new() };
        let said = said_among(self.columns.iter().map(|column| column.name.as_str()));
        let plainly = |at: &usize| said.get(self.heading(*at)).is_some_and(|said| said.plainly);
        let parts: Vec<usize> = numbers.iter().copied().filter(plainly).collect();
        let spoken = parts.iter().filter_map(|at| Some((self.heading(*at), *said.get(self.heading(*at))?)));
        let spoken: Vec<(&str, Said)> = spoken.collect();
        if spoken.len() > 1 && makes(&spoken, period) { parts } else { Vec::new() }
    }

    /// Columns headed by codes of a dimension that has no column: the one that most of them are codes of.
    fn coded(&self, matched: &BTreeMap<&str, usize>, numbers: &[usize]) -> Vec<(usize, &'a str, &'a str)> {
        let structure = self.structure;
        let lacking = structure
            .key_dimensions()
            .filter(|one| one.id != structure.time && !matched.contains_key(one.id.as_str()));
        let of = |id: &'a str| {
            let asked = self.asked(id);
            let mut seen = BTreeSet::new();
            let known = numbers.iter().filter_map(|at| Some((*at, id, self.code(id, self.heading(*at)).0?)));
            known.filter(|(.., code)| asked.contains(code) && seen.insert(*code)).collect::<Vec<_>>()
        };
        lacking.map(|one| of(&one.id)).max_by_key(Vec::len).unwrap_or_default()
    }

    /// Columns of labels that say all parts of the round's period: that of the period, or one beside it.
    fn parts(&self, matched: &BTreeMap<&str, usize>, rest: &[usize]) -> Vec<usize> {
        let Some(period) = self.period() else { return Vec::new() };
        let time = matched.get(self.structure.time.as_str()).copied();
        let all = time.into_iter().chain(rest.iter().copied());
        let is = |at: &usize| {
            let Some(column) = self.columns.get(*at) else { return false };
            let labels = column.labels.iter().map(String::as_str).filter(|label| !label.is_empty());
            let said = said_in(&column.name, labels.clone());
            let all: Vec<(&str, Said)> =
                labels.clone().filter_map(|label| Some((label, *said.get(label)?))).collect();
            let whole = all.len() == labels.count() && all.iter().all(|(_, said)| said.plainly);
            // Other years are left out.
            let parts: Vec<(&str, Said)> =
                all.into_iter().filter(|(_, said)| lies_within(said, period)).collect();
            whole && parts.len() > 1 && makes(&parts, period)
        };
        all.filter(is).take(1).collect()
    }

    /// The line that says over which columns figures are added up.
    pub(super) fn add_line(&self, figures: &Figures<'_>, text: &mut String) {
        if figures.add.is_empty() {
            return;
        }
        let periods = self.layout == Layout::Periods;
        let name = |at: &usize| quoted(if periods { &self.structure.time } else { self.heading(*at) });
        let names: Vec<String> = figures.add.iter().map(name).collect();
        let period = self.period().unwrap_or_default();
        let _ = write!(text, "# The parts of {period} are added up.\nadd = [{}]\n", names.join(", "));
    }

    /// The lines of the figures: under `[columns]`, then for each heading that says a code.
    pub(super) fn figure_lines(&self, figures: &Figures<'_>, text: &mut String) {
        if self.layout == Layout::Periods {
            return;
        }
        if figures.columns.is_empty() && figures.coded.is_empty() {
            let _ = writeln!(text, "#? \"\" = \"{VALUE}\"");
        }
        let known = figures.columns.len() == 1 || figures.columns.iter().all(|at| figures.add.contains(at));
        if !known {
            text.push_str(
                "# Several columns of numbers: take one; or name those that are added up (add = [..], above [columns]); or say \
                 under [values.\"..\"] of each what it counts.\n",
            );
        }
        let mark = if known { "" } else { "#? " };
        for at in &figures.columns {
            let _ = writeln!(text, "{mark}{} = \"{VALUE}\"", quoted(self.heading(*at)));
        }
    }

    /// What each heading says, where there is a column of figures for each of several codes.
    pub(super) fn value_lines(&self, figures: &Figures<'_>, text: &mut String) {
        if !figures.coded.is_empty() {
            text.push_str("\n# A column of figures for each of these.\n");
        }
        for (at, dimension, code) in &figures.coded {
            let _ = write!(text, "[values.{}]\n{dimension} = {}\n", quoted(self.heading(*at)), quoted(code));
        }
    }
}
