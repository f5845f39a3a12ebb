//! Periods in headings and labels, as people and programs write them: `jan-25`, `Januari 2025`, `2025-01`, `202501`, `K1 2025`,
//! `1er trimestre`, `maand 3`, `jan-mrt`, `week 12`. A word or code that means other things, too (March, T1), is a period beside a
//! year, or where others of its kind stand beside it.

use super::draft_columns::{is_figures, is_total};
use super::period_words::{
    Month, fold, is_between, is_first, is_mark, is_several, length, length_of_code, month, ordinal,
};
use intertally_structure::span;
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

/// How sure a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    Plain,
    Word,
    Code,
}

/// A period inside a text.
#[derive(Clone, Copy, Debug)]
struct Mark {
    year: Option<u32>,
    first: u32,
    months: u32,
    or: Option<u32>,
    strength: Strength,
    /// Whether it is mostly meant so where it stands alone.
    mostly: bool,
    /// A single day: two of them make a period, one says when something was counted.
    day: bool,
}

/// A mark that is hardly anything else.
const fn plain(year: Option<u32>, first: u32, months: u32) -> Mark {
    Mark { year, first, months, or: None, strength: Strength::Plain, mostly: true, day: false }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Word(String),
    /// A number and its digits.
    Number(u32, usize),
}

/// A piece, with the sign before it; none where nothing is between.
type Token = (Option<char>, Piece);

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut between = Some(' ');
    for c in fold(text).chars() {
        if !c.is_alphanumeric() {
            between = Some(if c.is_whitespace() { between.unwrap_or(' ') } else { c });
            continue;
        }
        let digit = c.to_digit(10);
        match (tokens.last_mut(), digit) {
            (Some((_, Piece::Word(word))), None) if between.is_none() => word.push(c),
            (Some((_, Piece::Number(number, digits))), Some(digit)) if between.is_none() => {
                *number = number.saturating_mul(10).saturating_add(digit);
                *digits += 1;
            }
            (_, Some(digit)) => tokens.push((between, Piece::Number(digit, 1))),
            (_, None) => tokens.push((between, Piece::Word(c.to_string()))),
        }
        between = None;
    }
    tokens
}

fn is_year(number: u32, digits: usize) -> bool {
    digits == 4 && (1900..2100).contains(&number)
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

struct Text<'t> {
    tokens: &'t [Token],
}

impl Text<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).and_then(|(_, piece)| match piece {
            Piece::Word(word) => Some(word.as_str()),
            Piece::Number(..) => None,
        })
    }

    fn number(&self, at: usize) -> Option<(u32, usize)> {
        self.tokens.get(at).and_then(|(_, piece)| match piece {
            Piece::Number(number, digits) => Some((*number, *digits)),
            Piece::Word(_) => None,
        })
    }

    /// The sign before a piece.
    fn sign(&self, at: usize) -> Option<char> {
        self.tokens.get(at).and_then(|(sign, _)| *sign)
    }

    fn joined(&self, at: usize, signs: &[char]) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(&sign))
    }

    fn year(&self, at: usize) -> Option<u32> {
        self.number(at).filter(|(number, digits)| is_year(*number, *digits)).map(|(number, _)| number)
    }

    /// A number of one or two digits, from 1 to `most`.
    fn small(&self, at: usize, most: u32) -> Option<u32> {
        self.number(at)
            .filter(|(number, digits)| *digits <= 2 && (1..=most).contains(number))
            .map(|(number, _)| number)
    }

    /// The year behind a word or a code, and how many pieces it takes: `2025`, `'25`, `-25`, `de 2025`. `blank`: also ` 25`.
    fn year_behind(&self, at: usize, blank: bool) -> Option<(u32, usize)> {
        if let Some(year) = self.year(at) {
            return Some((year, 1));
        }
        if let (Some(word), Some(year)) = (self.word(at), self.year(at + 1))
            && is_between(word)
        {
            return Some((year, 2));
        }
        let (number, digits) = self.number(at)?;
        let joined =
            self.joined(at, &['-', '/', '\'', '\u{2019}', '.', '_']) || blank && self.joined(at, &[' ']);
        let two = digits == 2 && joined;
        // Before a further number or a month it is a day.
        let day = self.number(at + 1).is_some() || self.word(at + 1).and_then(month).is_some();
        (two && !day).then_some((2000 + number, 1))
    }

    /// The year right before a piece.
    fn year_before(&self, at: usize) -> Option<u32> {
        let before = at.checked_sub(1)?;
        let between = self.word(before).is_some_and(is_between);
        self.year(if between { before.checked_sub(1)? } else { before })
    }

    /// The mark that begins at a piece, and how many pieces it takes.
    fn mark(&self, at: usize) -> Option<(Mark, usize)> {
        self.of_numbers(at).or_else(|| self.of_code(at)).or_else(|| self.of_word(at))
    }

    fn of_numbers(&self, at: usize) -> Option<(Mark, usize)> {
        const SIGNS: [char; 5] = ['-', '/', '.', '_', '\u{2013}'];
        let of = |year, month: u32| plain(Some(year), month.saturating_sub(1), 1);
        let joined = |at: usize| self.joined(at, &SIGNS);
        if let Some(year) = self.year(at) {
            let month = self.small(at + 1, YEAR).filter(|_| joined(at + 1))?;
            return match self.small(at + 2, 31).filter(|_| joined(at + 2)) {
                Some(_) => Some((Mark { day: true, ..of(year, month) }, 3)),
                None if self.number(at + 1).is_some_and(|(_, digits)| digits == 2)
                    || self.sign(at + 1) != Some('.') =>
                {
                    Some((of(year, month), 2))
                }
                None => None,
            };
        }
        let (number, digits) = self.number(at)?;
        if digits == 6 && is_year(number / 100, 4) && (1..=YEAR).contains(&(number % 100)) {
            return Some((of(number / 100, number % 100), 1));
        }
        if digits == 8 && is_year(number / 10_000, 4) && (1..=YEAR).contains(&(number / 100 % 100)) {
            return Some((Mark { day: true, ..of(number / 10_000, number / 100 % 100) }, 1));
        }
        let day = self.small(at, 31)?;
        if let (Some(month), Some(year)) = (self.small(at + 1, YEAR), self.year(at + 2))
            && joined(at + 1)
            && joined(at + 2)
        {
            return Some((Mark { day: true, ..of(year, month) }, 3));
        }
        if let Some(named) = self.word(at + 1).and_then(month)
            && self.joined(at + 1, &[' ', '.'])
        {
            let year = self.year_behind(at + 2, false);
            let mark = plain(year.map(|(year, _)| year), named.at, 1);
            return Some((Mark { day: true, ..mark }, 2 + year.map_or(0, |(_, taken)| taken)));
        }
        let year = self.year(at + 1).filter(|_| joined(at + 1) && day <= YEAR)?;
        Some((of(year, day), 2))
    }

    /// Q1, 2025-K1, 1T 2025, M01, W12.
    fn of_code(&self, at: usize) -> Option<(Mark, usize)> {
        let glued = |at: usize| self.tokens.get(at).is_some_and(|(sign, _)| sign.is_none());
        let behind = |at: usize| glued(at) || self.joined(at, &['-', '.', ' ']);
        let (letters, number, turned) = match (self.word(at), self.word(at + 1)) {
            (Some(word), _) if behind(at + 1) => (word, at + 1, false),
            (None, Some(word)) if glued(at + 1) => (word, at, true),
            _ => return None,
        };
        let months = length_of_code(letters)?;
        let most = YEAR.checked_div(months).unwrap_or(53);
        let number = self.small(number, most)?;
        let before = self.year_before(at);
        let behind = self.year_behind(at + 2, false);
        let year = behind.map(|(year, _)| year).or(before);
        // 3M is three months, and 2H two hours, if no year stands beside it.
        let unclear = months == 0 || turned && months != 3 || !glued(at + 1);
        if unclear && year.is_none() {
            return None;
        }
        let from_start = turned && months == 1;
        let mark = Mark {
            year,
            first: if months == 0 || from_start { 0 } else { (number - 1) * months },
            months: if from_start { number } else { months },
            or: None,
            strength: if year.is_some() { Strength::Plain } else { Strength::Code },
            mostly: months == 3,
            day: false,
        };
        Some((mark, 2 + behind.map_or(0, |(_, taken)| taken)))
    }

    fn of_word(&self, at: usize) -> Option<(Mark, usize)> {
        let word = self.word(at)?;
        if word == "ytd" {
            return Some((plain(None, 0, 0), 1));
        }
        if is_several(word)
            && let Some(count) = at.checked_sub(1).and_then(|at| self.small(at, YEAR))
            && at.checked_sub(2).and_then(|at| self.word(at)).is_some_and(is_first)
        {
            return Some((plain(None, 0, count), 1));
        }
        if let Some(months) = length(word) {
            return self.ordinal(at, months);
        }
        let Month { at: first, or, plainly, mostly } = month(word)?;
        let behind = self.year_behind(at + 1, plainly);
        let short = || at.checked_sub(1).and_then(|at| self.number(at)).filter(|(_, digits)| *digits == 2);
        let dashed = short().filter(|_| self.joined(at, &['-', '/'])).map(|(number, _)| 2000 + number);
        let year = behind.map(|(year, _)| year).or_else(|| self.year_before(at)).or(dashed);
        let strength = if plainly || year.is_some() { Strength::Plain } else { Strength::Word };
        let mark = Mark { year, first, months: 1, or, strength, mostly, day: false };
        Some((mark, 1 + behind.map_or(0, |(_, taken)| taken)))
    }

    /// `1e kwartaal`, `1. Quartal`, `II kwartał`, `Quartal 3`, `first quarter`, `maand 1`, `week 12`.
    fn ordinal(&self, at: usize, months: u32) -> Option<(Mark, usize)> {
        let most = YEAR.checked_div(months).unwrap_or(53);
        let word = |at: usize| self.word(at).and_then(ordinal).filter(|number| *number <= most);
        let before = || {
            let one = at.checked_sub(1)?;
            let marked = self.word(one).is_some_and(is_mark);
            let number = if marked { one.checked_sub(1)? } else { one };
            // A number without the mark of an ordinal is how many: 12 months.
            let counted = !marked && self.sign(at) != Some('.') && months < 3;
            word(one).or_else(|| self.small(number, most).filter(|_| !counted))
        };
        let (number, taken) = match self.small(at + 1, most).or_else(|| word(at + 1)) {
            Some(number) => (number, 2),
            None => (before()?, 1),
        };
        let behind = self.year_behind(at + taken, true);
        let year = behind.map(|(year, _)| year).or_else(|| self.year_before(at));
        let first = if months == 0 { 0 } else { (number - 1) * months };
        let mark = plain(year, first, months);
        Some((mark, taken + behind.map_or(0, |(_, taken)| taken)))
    }
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
