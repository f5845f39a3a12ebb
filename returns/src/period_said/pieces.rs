//! A text in words and numbers, with the signs between them.

use crate::period_words::{fold, is_between, month};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Word(String),
    /// A number and its digits.
    Number(u32, usize),
}

/// A piece, with the sign before it; none where nothing is between.
pub(super) type Token = (Option<char>, Piece);

pub(super) fn tokens(text: &str) -> Vec<Token> {
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

pub(super) fn is_year(number: u32, digits: usize) -> bool {
    digits == 4 && (1900..2100).contains(&number)
}

/// The pieces of a text, by place.
pub(super) struct Text<'t> {
    pub(super) tokens: &'t [Token],
}

impl Text<'_> {
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).and_then(|(_, piece)| match piece {
            Piece::Word(word) => Some(word.as_str()),
            Piece::Number(..) => None,
        })
    }

    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        self.tokens.get(at).and_then(|(_, piece)| match piece {
            Piece::Number(number, digits) => Some((*number, *digits)),
            Piece::Word(_) => None,
        })
    }

    /// The sign before a piece.
    pub(super) fn sign(&self, at: usize) -> Option<char> {
        self.tokens.get(at).and_then(|(sign, _)| *sign)
    }

    pub(super) fn joined(&self, at: usize, signs: &[char]) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(&sign))
    }

    pub(super) fn year(&self, at: usize) -> Option<u32> {
        self.number(at).filter(|(number, digits)| is_year(*number, *digits)).map(|(number, _)| number)
    }

    /// A number of one or two digits, from 1 to `most`.
    pub(super) fn small(&self, at: usize, most: u32) -> Option<u32> {
        self.number(at)
            .filter(|(number, digits)| *digits <= 2 && (1..=most).contains(number))
            .map(|(number, _)| number)
    }

    /// The year behind a word or a code, and how many pieces it takes: `2025`, `'25`, `-25`, `de 2025`. `blank`: also ` 25`.
    pub(super) fn year_behind(&self, at: usize, blank: bool) -> Option<(u32, usize)> {
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
    pub(super) fn year_before(&self, at: usize) -> Option<u32> {
        let before = at.checked_sub(1)?;
        let between = self.word(before).is_some_and(is_between);
        self.year(if between { before.checked_sub(1)? } else { before })
    }
}
