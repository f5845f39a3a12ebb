//! A period inside a text: by numbers, by a code, by a word.

use super::YEAR;
use super::pieces::{Text, is_year};
use crate::period_words::{Month, is_first, is_mark, is_several, length, length_of_code, month, ordinal};

/// How sure a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    Plain,
    Word,
    Code,
}

/// A period inside a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) year: Option<u32>,
    pub(super) first: u32,
    pub(super) months: u32,
    pub(super) or: Option<u32>,
    pub(super) strength: Strength,
    /// Whether it is mostly meant so where it stands alone.
    pub(super) mostly: bool,
    /// A single day: two of them make a period, one says when something was counted.
    pub(super) day: bool,
}

/// A mark that is hardly anything else.
const fn plain(year: Option<u32>, first: u32, months: u32) -> Mark {
    Mark { year, first, months, or: None, strength: Strength::Plain, mostly: true, day: false }
}

impl Text<'_> {
    /// The mark that begins at a piece, and how many pieces it takes.
    pub(super) fn mark(&self, at: usize) -> Option<(Mark, usize)> {
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
