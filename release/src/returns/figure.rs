//! A figure as people write it.

use super::grid::{Field, Kind};
use super::rules::{
    Rule, VALUE_AMBIGUOUS, VALUE_FORMULA, VALUE_FRACTION, VALUE_MAX, VALUE_NEGATIVE, VALUE_TEXT,
    VALUE_TEXT_NUMBER,
};

/// What stands in a value field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Figure {
    /// Nothing, or NaN.
    Absent,
    /// A count.
    Count(u32),
}

/// Why a value field holds no figure: the rule, what is wrong, what to do.
pub(super) type Unreadable = (Rule, &'static str, &'static str);

/// Reads a value field, given the largest count allowed.
///
/// Blanks, apostrophes and repeated marks between groups of three digits are taken for thousands. One mark before three
/// last digits is ambiguous: 1.234 is 1 in some countries and 1234 in others.
pub(super) fn figure(field: &Field, max: u32) -> Result<Figure, Unreadable> {
    match field.kind {
        Kind::Error => {
            return Err((
                VALUE_FORMULA,
                "a formula that ends in an error",
                "correct the formula, or type the figure",
            ));
        }
        Kind::Uncomputed => {
            let what = "a formula that was never computed";
            return Err((
                VALUE_FORMULA,
                what,
                "open the workbook in a spreadsheet, save it, or type the figure",
            ));
        }
        Kind::Plain | Kind::Number | Kind::Text => {}
    }
    let text = field.text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("nan") {
        return Ok(Figure::Absent);
    }
    let count = plain(text, field.kind == Kind::Number, max)?;
    if field.kind == Kind::Text {
        let hint = "turn the cell into a number (Data, Text to columns), or type the figure again";
        return Err((VALUE_TEXT_NUMBER, "a number stored as text", hint));
    }
    Ok(Figure::Count(count))
}

fn plain(text: &str, typed: bool, max: u32) -> Result<u32, Unreadable> {
    const WORD: Unreadable =
        (VALUE_TEXT, "no number", "type a whole number, or leave it empty and give a status");
    let unsigned = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) if plain(rest.trim(), typed, u32::MAX).is_ok() => {
            return Err((VALUE_NEGATIVE, "a negative count", "type a whole number of 0 or more"));
        }
        Some(_) => return Err(WORD),
        None => text,
    };
    let mut groups = unsigned.split(is_mark);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let marks: Vec<char> = unsigned.chars().filter(|c| is_mark(*c)).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(&first) || !rest.iter().all(digits) {
        return Err(WORD);
    }
    let (Some(last), Some(mark)) = (rest.last(), marks.last()) else {
        return count(first, max);
    };
    let point = matches!(mark, '.' | ',');
    let before = rest.len() - 1;
    let thousands = |groups: &[&str]| first.len() <= 3 && groups.iter().all(|group| group.len() == 3);
    // All marks but the last separate thousands, and they are alike.
    let alike = marks.iter().take(before).all(|other| Some(other) == marks.first());
    let head = rest.get(..before).unwrap_or_default();
    if !alike || (before > 0 && !thousands(head)) {
        return Err(WORD);
    }
    let same = marks.first() == Some(mark);
    if same && (before > 0 || !point) {
        // 1.234.567, 1 234: thousands throughout.
        return if thousands(&rest) { count(&unsigned.replace(is_mark, ""), max) } else { Err(WORD) };
    }
    if !point {
        return Err(WORD);
    }
    let zeros = last.bytes().all(|byte| byte == b'0');
    if !typed && before == 0 && last.len() == 3 && first.len() <= 3 && first != "0" {
        let hint = "type it without any mark, as 1234";
        return Err((VALUE_AMBIGUOUS, "one mark and three digits: thousands or a fraction", hint));
    }
    if zeros {
        return count(&format!("{first}{}", head.concat()), max);
    }
    Err((
        VALUE_FRACTION,
        "a fraction of a count",
        "type a whole number; take rates and averages out of the return",
    ))
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | ' ' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn count(digits: &str, max: u32) -> Result<u32, Unreadable> {
    const LARGE: Unreadable = (
        VALUE_MAX,
        "more than the structure allows for this measure",
        "check the unit; if it is right, ask the coordinator",
    );
    let number = digits.parse::<u32>().map_err(|_| LARGE)?;
    if number > max { Err(LARGE) } else { Ok(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, kind: Kind) -> Result<Option<u32>, &'static str> {
        match figure(&Field { text: text.to_owned(), kind }, 5_000_000) {
            Ok(Figure::Absent) => Ok(None),
            Ok(Figure::Count(count)) => Ok(Some(count)),
            Err((rule, ..)) => Err(rule.id),
        }
    }

    #[test]
    fn figures_of_text_files() {
        for (text, wanted) in [
            ("0", Ok(Some(0))),
            (" 42 ", Ok(Some(42))),
            ("007", Ok(Some(7))),
            ("", Ok(None)),
            ("NaN", Ok(None)),
            ("5.0", Ok(Some(5))),
            ("12,00", Ok(Some(12))),
            ("1 234", Ok(Some(1234))),
            ("1\u{202f}234\u{202f}567", Ok(Some(1_234_567))),
            ("1'234", Ok(Some(1234))),
            ("1.234.567", Ok(Some(1_234_567))),
            ("1,234,567.00", Ok(Some(1_234_567))),
            ("1 234,0", Ok(Some(1234))),
            ("1.234", Err("value-ambiguous")),
            ("1,000", Err("value-ambiguous")),
            ("1234.567", Err("value-fraction")),
            ("0.125", Err("value-fraction")),
            ("3.5", Err("value-fraction")),
            ("1,234.5", Err("value-fraction")),
            ("-3", Err("value-negative")),
            ("\u{2212}3", Err("value-negative")),
            ("-", Err("value-text")),
            ("n/a", Err("value-text")),
            (":", Err("value-text")),
            ("1e3", Err("value-text")),
            ("12 34", Err("value-text")),
            ("1..2", Err("value-text")),
            ("1.23.456", Err("value-text")),
            ("1.234'567", Err("value-text")),
            ("5000001", Err("value-max")),
            ("99999999999999999999", Err("value-max")),
        ] {
            assert_eq!(read(text, Kind::Plain), wanted, "{text}");
        }
    }

    #[test]
    fn figures_of_workbooks() {
        for (text, kind, wanted) in [
            ("1234", Kind::Number, Ok(Some(1234))),
            ("1.234", Kind::Number, Err("value-fraction")),
            ("-1", Kind::Number, Err("value-negative")),
            ("1234", Kind::Text, Err("value-text-number")),
            ("", Kind::Text, Ok(None)),
            ("#REF!", Kind::Error, Err("value-formula")),
            ("", Kind::Uncomputed, Err("value-formula")),
        ] {
            assert_eq!(read(text, kind), wanted, "{text} {kind:?}");
        }
    }
}
