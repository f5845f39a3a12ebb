//! A figure as people write it.

use super::grid::{Field, Kind, bare};
use super::notes::is_nothing;
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
        Kind::Unfit => {
            let what = "no number with the marks that the mapping names";
            return Err((
                VALUE_TEXT,
                what,
                "correct `thousands` and `decimal` of the mapping, or the figure",
            ));
        }
        Kind::Plain | Kind::Number | Kind::Text | Kind::Typed => {}
    }
    let text = bare(&field.text);
    // `n/a` is a word that somebody typed, and perhaps a reason; the others come from programs.
    // What an update of SDMX-CSV 2.1 does not touch is `~`.
    if text == "~" || is_nothing(&text) && !text.eq_ignore_ascii_case("n/a") {
        return Ok(Figure::Absent);
    }
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        let what = "digits of another script";
        return Err((VALUE_TEXT, what, "type the figure in the digits 0 to 9"));
    }
    let typed = field.kind == Kind::Number;
    // C and Fortran end a whole number with its mark.
    let whole = text
        .strip_suffix('.')
        .filter(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let text = whole.map_or(text.clone(), str::to_owned);
    let long = exponent(&text, typed)?.or_else(|| as_shown(&text)).unwrap_or(text);
    let count = plain(&long, typed, max)?;
    if field.kind == Kind::Text {
        let hint = "turn the cell into a number (Data, Text to columns), or type the figure again";
        return Err((VALUE_TEXT_NUMBER, "a number stored as text", hint));
    }
    Ok(Figure::Count(count))
}

const FRACTION: Unreadable = (
    VALUE_FRACTION,
    "a fraction of a count",
    "type a whole number; take rates and averages out of the return",
);

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
    Err(FRACTION)
}

/// A figure with an exponent, in full: 1e+05 is 100000. None if it has none.
///
/// R writes so where that is shorter than all digits, and then nothing is rounded. Others round: 1.23457e+06 is any of ten
/// figures, and 1E+05 is what a spreadsheet shows of 123456 in a narrow column.
fn exponent(text: &str, typed: bool) -> Result<Option<String>, Unreadable> {
    let Some((mantissa, power)) = text.split_once(['e', 'E']) else { return Ok(None) };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let sign = power.strip_prefix('-').is_some();
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = whole.strip_prefix(['-', '\u{2212}']).unwrap_or(whole);
    let form = !unsigned.is_empty() && digits(unsigned) && digits(fraction) && digits(power);
    let Some(power) = power.parse::<usize>().ok().filter(|power| form && *power < 20) else {
        return Ok(None);
    };
    // With as many digits as the power asks for, none is lost: 4.10e+02, 4.100000000000000000e+02.
    let all = fraction.len() >= power;
    let fraction = fraction.trim_end_matches('0');
    if sign || power < fraction.len() {
        return Err(FRACTION);
    }
    let implied = power - fraction.len();
    let full = format!("{whole}{fraction}{}", "0".repeat(implied));
    let exact = typed || all || implied == 0 || (text.contains('e') && text.len() < full.len());
    if exact {
        return Ok(Some(full));
    }
    let hint = "type all digits, as 100000; in a spreadsheet widen the column before you save";
    Err((VALUE_AMBIGUOUS, "a figure in short form, of which digits may be lost", hint))
}

/// Significant digits that a spreadsheet keeps.
const SHOWN: usize = 15;

/// A figure of more digits than a spreadsheet keeps, as it shows it: 124599.99999999999 is 124600. None for others.
fn as_shown(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(['.', ','])?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let all = format!("{whole}{fraction}");
    let drop = all.trim_start_matches('0').len().checked_sub(SHOWN).filter(|drop| *drop > 0)?;
    let kept = fraction.len().checked_sub(drop)?;
    let number = all.parse::<u128>().ok()?;
    let unit = 10_u128.checked_pow(u32::try_from(drop).ok()?)?;
    let rounded = number.checked_add(unit / 2)? / unit;
    let padded = format!("{rounded:0>width$}", width = kept + 1);
    let (whole, fraction) = padded.split_at_checked(padded.len() - kept)?;
    Some(format!("{whole}.{fraction}"))
}

/// Blanks that stand between groups of digits.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}')
}

/// What keyboards and programs write for an apostrophe.
pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`')
}

const fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',') || is_blank(c) || is_apostrophe(c)
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
            ("1\u{2018}234", Ok(Some(1234))),
            ("1\u{2bc}234", Ok(Some(1234))),
            ("1\u{b4}234", Ok(Some(1234))),
            ("1`234`567", Ok(Some(1_234_567))),
            ("1\u{2007}234", Ok(Some(1234))),
            ("1`23", Err("value-text")),
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
            ("1e3", Ok(Some(1000))),
            ("1e+05", Ok(Some(100_000))),
            ("2e+05", Ok(Some(200_000))),
            ("4e+06", Ok(Some(4_000_000))),
            ("1e+07", Err("value-max")),
            ("1.5e1", Ok(Some(15))),
            ("1.23456e+05", Ok(Some(123_456))),
            ("1.23457e+06", Err("value-ambiguous")),
            ("1E+05", Err("value-ambiguous")),
            ("1.2E+06", Err("value-ambiguous")),
            ("1.2345678E7", Err("value-max")),
            ("1.234567E6", Ok(Some(1_234_567))),
            ("4.100000000000000000e+02", Ok(Some(410))),
            ("4.10e2", Ok(Some(410))),
            ("1.000000000000000000e+05", Ok(Some(100_000))),
            ("1.000000000000000000E+05", Ok(Some(100_000))),
            ("1.00E+05", Err("value-ambiguous")),
            ("1.2345E+06", Err("value-ambiguous")),
            ("410.", Ok(Some(410))),
            ("1234.", Ok(Some(1234))),
            ("1.234.", Err("value-text")),
            (".", Ok(None)),
            ("-1e+05", Err("value-negative")),
            ("1e-05", Err("value-fraction")),
            ("1.25e1", Err("value-fraction")),
            ("e5", Err("value-text")),
            ("1e", Err("value-text")),
            ("1e+99", Err("value-text")),
            ("NA", Ok(None)),
            ("#N/A", Ok(None)),
            ("NULL", Ok(None)),
            ("124599.99999999999", Ok(Some(124_600))),
            ("124600.00000000001", Ok(Some(124_600))),
            ("410.00000000000006", Ok(Some(410))),
            ("409,99999999999994", Ok(Some(410))),
            ("0.30000000000000004", Err("value-fraction")),
            ("124599.9999999", Err("value-fraction")),
            ("\u{0664}\u{0661}\u{0660}", Err("value-text")),
            ("４１０", Err("value-text")),
            ("\u{200f}410\u{200e}", Ok(Some(410))),
            ("\u{202a}410\u{202c}", Ok(Some(410))),
            // This one shows 014.
            ("\u{202e}410\u{202c}", Err("value-text")),
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
