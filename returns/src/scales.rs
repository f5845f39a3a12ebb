//! Words that say, wherever they stand, that figures are no counts: thousands, rates, shares. In a column for units every word
//! counts ([`super::units`]); elsewhere a sentence may speak of thousands otherwise.

use super::unit_words::{OTHER, SCALES, SIGNS, UNITS, words};

/// Longest label of a column of whatever name that is looked at for words of scale.
const LABEL: usize = 48;

/// Whether a text in a column of whatever name says that figures are no counts: `Thousands`, `%`, `RATE`, `per 1000 inhabitants`,
/// `per capita`. A sentence may speak of thousands otherwise, and is left to people.
pub(super) fn is_plainly_other(text: &str) -> bool {
    let words = words(text);
    let long = |word: &String| word.chars().count() >= 4 || SHORT.contains(&word.as_str());
    let one = matches!(words.as_slice(), [word] if long(word) && is_word(word));
    let of_each = words
        .windows(2)
        .any(|pair| matches!(pair, [per, each] if is_per(per) && EACH.contains(&each.as_str())));
    let label = text.chars().count() <= LABEL;
    one || matches!(text.trim(), "%" | "‰") || label && (of_each || is_of_number(&words))
}

/// Words for a scale of three letters or fewer that mean nothing else.
const SHORT: [&str; 6] = ["ths", "mio", "tsd", "tys", "тыс", "тис"];
/// Words behind `per` that make a rate.
const EACH: [&str; 9] =
    ["capita", "cent", "head", "inhabitant", "inhabitants", "mille", "einwohner", "habitant", "habitante"];

fn is_per(word: &str) -> bool {
    matches!(word, "per" | "pro" | "par" | "por" | "je")
}

/// Whether words about a table or a column, which may say many things, say that its figures are in thousands or rates: a word
/// for it, or `in 1000`, `per 100 000`, `x 1000`.
pub(super) fn is_scaled(text: &str) -> bool {
    let words = words(text);
    text.contains(['%', '‰'])
        || text.contains(SIGNS)
        || words.iter().any(|word| SCALES.contains(&word.as_str()))
        || is_of_number(&words)
}

/// `in 1000`, `per 100 000`, `per 100k`, `Einheit: 1000`.
fn is_of_number(words: &[String]) -> bool {
    const BEFORE: [&str; 13] = ["in", "per", "pro", "par", "por", "je", "x", "à", "na", "w", "i", "za", "на"];
    let number = |word: &String| {
        let zeros =
            |zeros: &str, least: usize| zeros.len() >= least && zeros.bytes().all(|byte| byte == b'0');
        word.strip_prefix('1')
            .is_some_and(|rest| zeros(rest, 3) || rest.strip_suffix('k').is_some_and(|rest| zeros(rest, 0)))
    };
    let grouped = |at: usize| {
        words.get(at).is_some_and(|word| matches!(word.as_str(), "1" | "10" | "100"))
            && words.get(at + 1).is_some_and(|word| word == "000")
    };
    let of_number = |at: usize| words.get(at).is_some_and(number) || grouped(at);
    let before = |word: &str| BEFORE.contains(&word) || UNITS.contains(&word);
    words.iter().enumerate().any(|(at, word)| before(word) && of_number(at + 1))
}

/// Whether a word is one for thousands, a rate, a share or the like.
pub(super) fn is_word(word: &str) -> bool {
    SCALES.contains(&word) || OTHER.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_in_columns_of_whatever_name() {
        for plainly in [
            "Thousands",
            "RATE",
            "%",
            " ths ",
            "Milliers",
            "тыс.",
            "Tsd.",
            "per 1000 inhabitants",
            "Rate per 100 000",
            "per capita",
            "per 100k",
            "pro Einwohner",
            "in 1 000",
            "offences per head",
            "Per 100,000 population",
        ] {
            assert!(is_plainly_other(plainly), "{plainly}");
        }
        for not in [
            "pt",
            "th",
            "a mean word",
            "the rate went up",
            "1000",
            "",
            "Police unit",
            "counted once per case",
            "per person and case is not said here, see the notes in 1000 words",
            "towns above 100 000 inhabitants",
            "Per Hansen",
            "in 2024",
            "per offence",
        ] {
            assert!(!is_plainly_other(not), "{not}");
        }
    }

    #[test]
    fn words_about_a_table() {
        for scaled in [
            "Thousands",
            "in Tausend",
            "Anzahl (in 1000)",
            "persons, thousands",
            "per 100 000 inhabitants",
            "x 1000",
            "pro 1000 Einwohner",
            "Tausend Personen",
            "w tys. osób",
            "v tis.",
            "%",
            "in millions",
            "Einheit: 1000",
            "Unit: 1 000",
            "lakh",
        ] {
            assert!(is_scaled(scaled), "{scaled}");
        }
        for not in [
            "Observation value",
            "Anzahl 2024",
            "Persons, counted once per case",
            "towns above 100 000 inhabitants",
            "table 1000",
            "Count",
            "index offence",
            "mean age is not given",
            "",
            "in 2024",
            "per offence",
        ] {
            assert!(!is_scaled(not), "{not}");
        }
    }
}
