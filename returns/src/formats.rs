//! Formats of numbers that show another thing than the cell holds (ECMA-376 part 1, 18.8.30 and 18.8.31): nothing at all, words
//! in place of the figure, hundredths, thousands, digits that are not in it; and letters that have the colour of their cell.

use super::ink::{Ink, inks};
use super::scales::is_scaled;
use intertally_structure::xml::{Step, Walk, attribute};
use std::collections::BTreeMap;

/// What a cell's format does to a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shows {
    /// It is not shown.
    pub(super) nothing: bool,
    /// It is shown as a percentage.
    pub(super) percent: bool,
    /// Another figure is shown: in thousands (`0,`), with digits behind it (`0"000"`), with a sign, or with a word for thousands.
    pub(super) other: bool,
    /// It is not shown where a condition holds, or may hold.
    pub(super) by_condition: bool,
}

/// A format of numbers: its sections, for figures above 0, below 0, for 0, for text, or by conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Format {
    sections: Vec<Section>,
    /// The letters.
    pub(super) ink: Ink,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Section {
    /// `[<1000]`: a comparison and a whole number.
    condition: Option<(String, i128)>,
    /// Whether its letters are white: `[White]`, `[Color2]`.
    white: bool,
    /// Signs that stand for digits, dates and the like.
    pattern: String,
    /// What is quoted or escaped, as it is shown.
    literal: String,
    /// Both as they stand, a place for a digit as `#`.
    shown: String,
}

impl Format {
    /// As it is written.
    pub(super) fn of(format: &str) -> Self {
        let mut all = vec![Section::default()];
        let mut letters = format.chars();
        while let Some(letter) = letters.next() {
            if letter == ';' {
                all.push(Section::default());
                continue;
            }
            let Some(section) = all.last_mut() else { continue };
            match letter {
                '"' => letters.by_ref().take_while(|c| *c != '"').for_each(|c| section.write(c)),
                '\\' => letters.next().into_iter().for_each(|c| section.write(c)),
                // A blank of the width of a sign, a sign that fills the cell.
                '_' | '*' => {
                    letters.next();
                    section.shown.push(' ');
                }
                '[' => section.bracket(&letters.by_ref().take_while(|c| *c != ']').collect::<String>()),
                '0' | '#' | '?' => {
                    section.pattern.push(letter);
                    section.shown.push('#');
                }
                _ => {
                    section.pattern.push(letter);
                    section.shown.push(letter);
                }
            }
        }
        Self { sections: all, ink: Ink::default() }
    }

    /// What it does to a whole number.
    pub(super) fn shows(&self, number: i128) -> Shows {
        if self.ink.is_unseen() {
            return Shows { nothing: true, ..Shows::default() };
        }
        let Some(first) = self.sections.first() else { return Shows::default() };
        let by_condition = self.sections.iter().any(|section| section.condition.is_some());
        let section = if by_condition {
            let fits = self.sections.iter().find(|section| section.fits(number));
            fits.or(self.sections.iter().rfind(|section| section.condition.is_none())).unwrap_or(first)
        } else {
            self.sections.get(2).filter(|_| number == 0).unwrap_or(first)
        };
        let own_zero =
            number == 0 && (section.condition.is_some() || (!by_condition && self.sections.len() > 2));
        // Many show a zero as "-": that is seen.
        let white = section.white && self.ink.is_on_white();
        let nothing =
            white || if own_zero { section.shown.trim().is_empty() } else { !section.shows_number() };
        let percent = !own_zero && section.pattern.contains('%');
        let other = !own_zero && number != 0 && !percent && section.is_other();
        Shows { nothing, percent, other, ..Shows::default() }
    }
}

impl Section {
    fn write(&mut self, letter: char) {
        self.literal.push(letter);
        self.shown.push(letter);
    }

    fn bracket(&mut self, inside: &str) {
        let colour: String =
            inside.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        self.white |= matches!(colour.as_str(), "white" | "color2");
        let sign: String = inside.chars().take_while(|c| matches!(c, '<' | '>' | '=')).collect();
        let number = inside.get(sign.len()..).and_then(|number| number.trim().parse().ok());
        self.condition =
            number.filter(|_| !sign.is_empty()).map(|number| (sign, number)).or(self.condition.take());
    }

    fn fits(&self, number: i128) -> bool {
        self.condition.as_ref().is_some_and(|(sign, bound)| match sign.as_str() {
            "<" => number < *bound,
            "<=" => number <= *bound,
            ">" => number > *bound,
            ">=" => number >= *bound,
            "<>" => number != *bound,
            _ => number == *bound,
        })
    }

    /// Whether it shows the number: by its digits, as General, or as a date. General has other names in other languages, and
    /// dates are made of letters: whatever has a letter shows something.
    fn shows_number(&self) -> bool {
        self.pattern.contains(['0', '#', '?', '@']) || self.pattern.chars().any(char::is_alphabetic)
    }

    fn is_other(&self) -> bool {
        let digits: Vec<char> = self.pattern.chars().collect();
        let place = |c: Option<&char>| c.is_some_and(|c| matches!(c, '0' | '#' | '?'));
        if !digits.iter().any(|c| place(Some(c))) {
            return false;
        }
        // A mark of thousands behind the last digit leaves three of them out.
        let scaled = digits.iter().enumerate().any(|(at, c)| {
            let before = digits.get(..at).and_then(<[char]>::last);
            *c == ',' && (place(before) || before == Some(&',')) && !place(digits.get(at + 1))
        });
        // Zeros behind a blank or a mark look like more digits of the number.
        let mut shown = self.shown.clone();
        for mark in [' ', '\u{a0}', '\u{202f}', '.', ',', '\'', '\u{2019}'] {
            shown = shown.replace(&format!("{mark}000"), "000");
        }
        let digit = |c: char| c == '#' || c.is_ascii_digit();
        let mixed = shown
            .split(|c| !digit(c))
            .any(|run| run.contains('#') && run.contains(|c: char| c.is_ascii_digit()));
        let whole = shown.trim();
        let (before, behind) =
            (whole.split('#').next().unwrap_or_default(), whole.rsplit('#').next().unwrap_or_default());
        let signed = before.trim_end().ends_with(['-', '\u{2212}', '('])
            || behind.trim_start().starts_with(['-', '\u{2212}']);
        let words = self.literal.trim();
        scaled || mixed || signed || is_scaled(words) || words.eq_ignore_ascii_case("k")
    }
}

/// What each format of cells does, in the order in which cells name them. None if it is not well formed.
pub(super) fn formats(styles: &str) -> Option<Vec<Format>> {
    let mut walk = Walk::new(styles);
    let (mut own, mut found) = (BTreeMap::new(), Vec::new());
    let mut of_cells = false;
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, _) => match name.as_str() {
                "numFmt" => {
                    let code = attribute(&given, "formatCode").unwrap_or_default().to_owned();
                    own.insert(attribute(&given, "numFmtId").unwrap_or_default().to_owned(), code);
                }
                "cellXfs" => of_cells = true,
                "xf" if of_cells => found.push(match attribute(&given, "numFmtId").unwrap_or_default() {
                    // Built in: 0% and 0.00%.
                    "9" | "10" => Format::of("0%"),
                    id => own.get(id).map_or_else(|| Format::of("General"), |code| Format::of(code)),
                }),
                _ => {}
            },
            Step::End(name) if name == "cellXfs" => of_cells = false,
            Step::Eof => break,
            _ => {}
        }
    }
    let inks = inks(styles)?;
    found.iter_mut().zip(inks).for_each(|(format, ink): (&mut Format, Ink)| format.ink = ink);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_formats_show() {
        // A letter for what becomes of 410, of 0 and of 410,000: seen, nothing, percent, other.
        let letter = |shows: Shows| match (shows.nothing, shows.percent, shows.other) {
            (false, false, false) => 's',
            (true, ..) => 'n',
            (_, true, _) => 'p',
            _ => 'o',
        };
        for (format, wanted) in [
            ("0", "sss"),
            ("General", "sss"),
            ("Standard", "sss"),
            ("#,##0", "sss"),
            ("# ##0", "sss"),
            ("#,##0;[Red]-#,##0", "sss"),
            ("#,##0.00", "sss"),
            ("0.00E+00", "sss"),
            ("@", "sss"),
            ("yyyy-mm-dd", "sss"),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"_-;_-@_-", "sss"),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", "sss"),
            ("#,##0\\ _€;[Red]-#,##0\\ _€", "sss"),
            ("[$-407]#,##0", "sss"),
            ("#,##0\" persons\"", "sss"),
            ("0\" (2024)\"", "sss"),
            ("0\"*\"", "sss"),
            (";;;", "nnn"),
            (";;", "nnn"),
            ("\"secret\"", "nnn"),
            ("\"410\"", "nnn"),
            ("0;-0;;@", "sns"),
            ("0;-0;\"none\"", "sss"),
            ("0;-0;\"\";@", "sns"),
            ("0%", "ppp"),
            ("0.0%;-0.0%;0", "psp"),
            ("0\"%\"", "oso"),
            ("0\"‰\"", "oso"),
            ("[>999]0", "sss"),
            ("#,##0,", "oso"),
            ("0.0,,", "oso"),
            ("#,##0,.00", "oso"),
            ("#,##0,\"k\"", "oso"),
            ("0\"000\"", "oso"),
            ("0\\0\\0\\0", "oso"),
            ("0\" 000\"", "oso"),
            ("\"1\"0", "oso"),
            ("0\" Tsd.\"", "oso"),
            ("#,##0\" thousand\"", "oso"),
            ("0\" Mio.\"", "oso"),
            ("-0", "oso"),
            ("(0)", "oso"),
            ("0-", "oso"),
            ("[<1000]0;[<1000000]0,\"k\";0,,\"m\"", "sso"),
            ("[=0]\"-\";0", "sss"),
            ("[White]0", "nnn"),
            ("[white]General", "nnn"),
            ("[Color 2]#,##0", "nnn"),
            ("[Color12]0", "sss"),
            ("0;-0;[White]0", "sns"),
            ("[White][<1000]0;[Red]0", "nns"),
        ] {
            let of = Format::of(format);
            let found: String = [410, 0, 410_000].map(|number| letter(of.shows(number))).iter().collect();
            assert_eq!(found, wanted, "{format}");
        }
    }

    #[test]
    fn styles_of_cells_name_them() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode=';;;'/></numFmts>\
                      <cellStyleXfs><xf numFmtId='164'/></cellStyleXfs>\
                      <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='9'/></cellXfs></styleSheet>";
        let found = formats(styles).unwrap();
        assert_eq!(
            found.iter().map(|one| one.shows(7)).map(|one| (one.nothing, one.percent)).collect::<Vec<_>>(),
            [(false, false), (true, false), (false, true)]
        );
    }
}
