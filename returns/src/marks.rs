//! Marks inside the figures of a foreign file, as its mapping names them: with them nothing is ambiguous.

use super::figure::{is_apostrophe, is_blank};
use super::grid::{Field, Kind, bare};

/// The marks. With none named, a figure is read as in a return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Between groups of three digits.
    pub(super) thousands: Option<char>,
    /// Before the fraction.
    pub(super) decimal: Option<char>,
}

impl Marks {
    /// The marks of a mapping, or what is wrong with them.
    pub(super) fn of(thousands: Option<&str>, decimal: Option<&str>) -> Result<Self, String> {
        let one = |name: &str, text: Option<&str>| {
            let Some(text) = text else { return Ok(None) };
            let mut all = text.chars();
            match (all.next(), all.next()) {
                (Some(mark), None) if !mark.is_alphanumeric() && mark != '-' => Ok(Some(mark)),
                _ => Err(format!("{name} is one mark, as \".\" or \",\"")),
            }
        };
        let marks = Self { thousands: one("thousands", thousands)?, decimal: one("decimal", decimal)? };
        if marks.thousands.is_some() && marks.thousands == marks.decimal {
            return Err("thousands and decimal are the same mark".to_owned());
        }
        Ok(marks)
    }

    /// A figure in plain digits, or as one that does not fit.
    pub(super) fn read(&self, text: &str) -> Field {
        let text = bare(text);
        // A short form has a mark in its mantissa, whose meaning is clear.
        if self.thousands.is_none() && self.decimal.is_none() || text.is_empty() || text.contains(['e', 'E'])
        {
            return Field::plain(&text);
        }
        match self.plain(&text) {
            Some(text) => Field { text, kind: Kind::Number },
            None => Field { text, kind: Kind::Unfit },
        }
    }

    fn plain(&self, text: &str) -> Option<String> {
        let (sign, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest.trim_start()),
            None => ("", text),
        };
        let (whole, fraction) = match self.decimal {
            Some(mark) => unsigned.split_once(mark).map_or((unsigned, None), |(a, b)| (a, Some(b))),
            None => (unsigned, None),
        };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let alike =
            |mark: char, c: char| is_blank(mark) && is_blank(c) || is_apostrophe(mark) && is_apostrophe(c);
        let is_mark = |c: char| self.thousands.is_some_and(|mark| c == mark || alike(mark, c));
        let groups: Vec<&str> = whole.split(is_mark).collect();
        let (first, rest) = groups.split_first()?;
        let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
        if !grouped || !groups.iter().all(|group| digits(group)) || !fraction.is_none_or(digits) {
            return None;
        }
        let fraction = fraction.map_or(String::new(), |fraction| format!(".{fraction}"));
        Some(format!("{sign}{}{fraction}", groups.concat()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::figure::{Figure, figure};
    use super::*;

    fn read(marks: &Marks, text: &str) -> Result<u32, &'static str> {
        match figure(&marks.read(text), 5_000_000) {
            Ok(Figure::Count(count)) => Ok(count),
            Ok(Figure::Absent) => Err("absent"),
            Err((rule, ..)) => Err(rule.id),
        }
    }

    /// Figures as a country writes them.
    fn written(count: u32, thousands: Option<char>, decimals: Option<(char, &str)>) -> String {
        let digits = count.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.extend(thousands);
            }
            text.push(digit);
        }
        if let Some((mark, fraction)) = decimals {
            text.push(mark);
            text.push_str(fraction);
        }
        text
    }

    /// All combinations of locale marks: read as written, and never as another figure under other marks.
    #[test]
    fn every_locale_is_read_as_it_is_named() {
        let all = [None, Some('.'), Some(','), Some(' '), Some('\''), Some('\u{a0}'), Some('\u{202f}')];
        for thousands in all {
            for decimal in [None, Some('.'), Some(',')] {
                if thousands.is_some() && thousands == decimal {
                    continue;
                }
                let marks = Marks { thousands, decimal };
                for count in [0, 7, 12, 999, 1000, 1234, 12_345, 999_999, 1_000_000, 4_999_999] {
                    for fraction in [None, Some("0"), Some("00"), Some("000")] {
                        let Some(text) = fraction.map_or(Some(written(count, thousands, None)), |zeros| {
                            decimal.map(|mark| written(count, thousands, Some((mark, zeros))))
                        }) else {
                            continue;
                        };
                        let wanted = if marks == Marks::default() { read(&marks, &text) } else { Ok(count) };
                        assert_eq!(read(&marks, &text), wanted, "{text} {marks:?}");
                        for other in
                            all.into_iter().flat_map(|t| [None, Some('.'), Some(',')].map(|d| (t, d)))
                        {
                            let (thousands, decimal) = other;
                            if (thousands.is_some() && thousands == decimal)
                                || (thousands.is_none() && decimal.is_none())
                            {
                                continue;
                            }
                            if let Ok(got) = read(&Marks { thousands, decimal }, &text) {
                                // One mark and three digits are a fraction of zeros, or thousands.
                                let zeros = text.ends_with("000") && text.contains(['.', ',']);
                                assert!(got == count || zeros, "{text} as {other:?}: {got}");
                            }
                        }
                    }
                }
                if let Some(mark) = decimal {
                    for text in [format!("12{mark}5"), format!("1234{mark}567"), format!("0{mark}125")] {
                        assert_eq!(read(&marks, &text), Err("value-fraction"), "{text} {marks:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn marks_that_cannot_be() {
        assert!(Marks::of(Some("."), Some(".")).is_err());
        for mark in ["", "..", "1", "a", "-"] {
            assert!(Marks::of(Some(mark), None).is_err() && Marks::of(None, Some(mark)).is_err(), "{mark}");
        }
        let marks = Marks::of(Some("."), Some(",")).unwrap();
        for text in ["1,234,567", "1.23", "12.34", "1 234", "x", ".5", "5,"] {
            assert!(read(&marks, text).is_err(), "{text}");
        }
        assert_eq!(read(&marks, "-1.234"), Err("value-negative"));
    }
}
