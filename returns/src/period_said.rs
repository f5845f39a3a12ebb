//! Periods in headings and labels, as people and programs write them: `jan-25`, `Januari 2025`, `2025-01`, `202501`, `K1 2025`,
//! `1er trimestre`, `maand 3`, `jan-mrt`, `week 12`. A word or code that means other things, too (March, T1), is a period beside a
//! year, or where others of its kind stand beside it.

mod mark;
mod pieces;

use super::draft_columns::{is_figures, is_total};
use super::period_words::{is_between, length};
use intertally_structure::span;
use mark::{Mark, Strength};
use pieces::{Piece, Text, is_year, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// Months of a year.
pub(super) const YEAR: u32 = 12;

/// A period that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The year, if it names one.
    pub(super) year: Option<u32>,
    /// Its first month, from 0.
    pub(super) first: u32,
    /// How many months; 0: weeks, or a part that it does not say.
    pub(super) months: u32,
    /// In another language it is this month.
    pub(super) or: Option<u32>,
    /// Whether it can hardly be anything else.
    pub(super) plainly: bool,
}

/// Whether what is said is a period, as far as it says one.
pub(super) fn is(said: &Said, period: &str) -> bool {
    let Some((start, months)) = span(period) else { return false };
    let first = said.first == start % YEAR || said.or == Some(start % YEAR);
    said.months == months && first && said.year.is_none_or(|year| year == start / YEAR)
}

/// Whether it is a part of a period.
pub(super) fn lies_within(said: &Said, period: &str) -> bool {
    let Some((start, months)) = span(period) else { return false };
    let year = said.year.unwrap_or(start / YEAR);
    let first = year * YEAR + said.first;
    (said.months < months) && first >= start && first + said.months <= start + months
}

/// What a text holds, before others are looked at.
#[derive(Clone, Debug)]
struct Found {
    said: Said,
    strength: Strength,
    /// What else it says.
    rest: String,
    /// Months of one mark.
    unit: u32,
    /// Whether it is mostly meant so where it stands alone.
    mostly: bool,
}

/// What a text names by itself.
fn found(text: &str) -> Option<Found> {
    let tokens = tokens(text);
    let text = Text { tokens: &tokens };
    let (mut marks, mut rest, mut years) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut at = 0;
    while at < tokens.len() {
        if let Some((mark, taken)) = text.mark(at) {
            marks.push(mark);
            years.extend(mark.year);
            at += taken;
            continue;
        }
        match tokens.get(at) {
            Some((_, Piece::Number(number, digits))) if is_year(*number, *digits) => {
                years.insert(*number);
            }
            Some((_, Piece::Word(word))) if !is_between(word) && !is_figures(word) && !is_total(word) => {
                rest.push(word.clone());
            }
            Some((_, Piece::Number(number, digits))) if *digits > 2 || *number > 31 => {
                rest.push(number.to_string())
            }
            _ => {}
        }
        at += 1;
    }
    // One day says when something was counted; two are a period.
    if marks.iter().filter(|mark| mark.day).count() < 2 {
        marks.retain(|mark| !mark.day);
    }
    if marks.iter().any(|mark| mark.months > 0) {
        marks.retain(|mark| mark.months > 0);
    }
    let year = years.first().copied().filter(|_| years.len() == 1);
    let (first, unit) = marks.first().map(|mark| (*mark, mark.months))?;
    let one = marks.len() == 1;
    let strength = if marks.iter().any(|mark| mark.strength == Strength::Plain) {
        Strength::Plain
    } else if rest.is_empty() && marks.iter().any(|mark| mark.first != first.first) {
        // jan-mrt, Q1-Q3.
        Strength::Plain
    } else {
        first.strength
    };
    let of = |mark: &Mark| mark.year.or(year).map_or(0, |year| year * YEAR) + mark.first;
    let start = marks.iter().map(&of).min()?;
    let end = marks.iter().map(|mark| of(mark) + mark.months).max()?;
    let known = marks.iter().all(|mark| mark.year.or(year).is_some());
    let said = Said {
        year: known.then_some(start / YEAR),
        first: start % YEAR,
        months: end - start,
        or: first.or.filter(|_| one),
        plainly: strength == Strength::Plain,
    };
    Some(Found { said, strength, rest: rest.join(" "), unit, mostly: first.mostly })
}

/// The periods that texts beside each other name: headings of a file, or labels of a column. Those that stand there only if others
/// of their kind do are among them where that is so.
pub(super) fn said_among<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> BTreeMap<&'t str, Said> {
    let all: Vec<(&str, Found)> = texts.filter_map(|text| Some((text, found(text)?))).collect();
    let mut kinds: BTreeMap<(&str, u32, bool), BTreeSet<u32>> = BTreeMap::new();
    let kind = |one: &'_ Found| (one.unit, one.strength == Strength::Code);
    for (_, one) in all.iter().filter(|(_, one)| one.strength != Strength::Plain) {
        let (unit, code) = kind(one);
        kinds.entry((one.rest.as_str(), unit, code)).or_default().insert(one.said.first);
    }
    let mut said = BTreeMap::new();
    for (text, one) in &all {
        let (unit, code) = kind(one);
        let beside = kinds.get(&(one.rest.as_str(), unit, code)).map_or(1, BTreeSet::len);
        let whole = YEAR.checked_div(unit).unwrap_or(YEAR) as usize;
        let plainly = one.said.plainly || beside >= if code { whole } else { 3 };
        // A month as a code is one where all twelve stand there: M1 is many things.
        let perhaps =
            if code && unit == 1 { beside >= whole } else { one.rest.is_empty() && one.mostly || beside > 1 };
        if plainly || perhaps {
            said.insert(*text, Said { plainly, ..one.said });
        }
    }
    said
}

/// The period that one text names, whatever stands beside it; none that is not plainly one.
pub(super) fn plainly(text: &str) -> Option<Said> {
    found(text).map(|one| one.said).filter(|said| said.plainly)
}

/// The months of what a column is named after, if that is a part of a year: 3 for `kwartaal`, 1 for `maand`.
pub(super) fn unit_of(name: &str) -> Option<u32> {
    let tokens = tokens(name);
    let units = tokens.iter().filter_map(|(_, piece)| match piece {
        Piece::Word(word) => length(word),
        Piece::Number(..) => None,
    });
    units.into_iter().next()
}

/// What the labels of a column name, numbers under a name for months or quarters among them.
pub(super) fn said_in<'t>(
    name: &str,
    labels: impl Iterator<Item = &'t str> + Clone,
) -> BTreeMap<&'t str, Said> {
    let mut said = said_among(labels.clone());
    if let Some(months) = unit_of(name) {
        let most = YEAR.checked_div(months).unwrap_or(53);
        for label in labels {
            let number = label.parse::<u32>().ok().filter(|number| (1..=most).contains(number));
            if let Some(number) = number {
                let first = if months == 0 { 0 } else { (number - 1) * months };
                said.insert(label, Said { year: None, first, months, or: None, plainly: true });
            }
        }
    }
    said
}

#[cfg(test)]
mod tests;
