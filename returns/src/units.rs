//! What a file says of the unit of its figures. A return holds counts in units: thousands, rates and percentages are faults
//! wherever they are said, under whatever name of the column. A unit that is not known is shown beside the measure's own.

use super::notes::{is_nothing, says_nothing};
use super::scales::is_word;
use super::unit_words::{COUNTS, MULTIPLIERS, PLAIN_UNITS, RUN_TOGETHER, SIGNS, UNITS, plain, words};

/// Whether a column of this name says the power of ten of the figures.
pub(super) fn is_multiplier(name: &str) -> bool {
    let is = |word: &String| {
        MULTIPLIERS.contains(&word.as_str()) || RUN_TOGETHER.iter().any(|other| word.starts_with(other))
    };
    words(name).iter().any(is)
}

/// Whether a column of this name says their unit. What is counted as one, COUNTING_UNIT, is a note.
pub(super) fn is_unit(name: &str) -> bool {
    let words = words(name);
    let is = |word: &String| UNITS.contains(&word.as_str());
    words.iter().any(is) && !is_multiplier(name) && !words.iter().any(|word| word.starts_with("counting"))
}

/// Whether a power of ten, as written, is that of units: 0, `0.0`, `Units`, or nothing.
pub(super) fn is_units(written: &str) -> bool {
    let is = |part: &str| {
        let part = part.trim();
        let zero = |c: char| matches!(c, '0' | '.' | ',' | '+' | '-');
        let nought = part.contains('0') && part.chars().all(zero);
        is_nothing(part)
            || matches!(part, "_Z" | "~")
            || part.eq_ignore_ascii_case("none")
            || nought
            || PLAIN_UNITS.contains(&plain(part).as_str())
    };
    match written.split_once(':') {
        Some((code, label)) => is(code) && (is(label) || !is_other(label)),
        None => is(written),
    }
}

/// What a unit, as written, says of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Counts, as a return holds them.
    Counts,
    /// Thousands, a rate or the like.
    Other,
    /// Something that is not known.
    Unknown,
}

/// Judges a unit. `own`: that of the measure.
pub(super) fn judge(written: &str, own: &str) -> Unit {
    let written = written.trim();
    let (code, label) = written.split_once(':').unwrap_or((written, ""));
    let same = |part: &str| {
        let (part, own) = (plain(part), plain(own));
        part == own || part.strip_suffix('s') == Some(&own) || Some(part.as_str()) == own.strip_suffix('s')
    };
    if says_nothing(written) || same(code) {
        Unit::Counts
    } else if is_other(code) || is_other(label) {
        Unit::Other
    } else if COUNTS.contains(&plain(code).as_str()) {
        Unit::Counts
    } else {
        Unit::Unknown
    }
}

/// Whether a code or label speaks of thousands, a rate, a share or the like.
fn is_other(text: &str) -> bool {
    let text = text.trim();
    if text.contains(['%', '‰', '^', '/', '‱']) || text.contains(SIGNS) {
        return true;
    }
    let words = words(text);
    let several = words.len() > 1;
    // A whole unit of K is a thousand.
    let kilo = !several && words.iter().any(|word| word == "k");
    kilo || words.iter().enumerate().any(|(at, word)| {
        let word = word.as_str();
        // P_HTHAB: per hundred thousand; `offences per inhabitant`.
        let per = several
            && (word == "p" && at == 0
                || matches!(word, "per" | "pro" | "par" | "por") && at > 0 && at + 1 < words.len());
        // 1000, x1000, 000s, 10P5: a power of ten.
        let digits = word.trim_start_matches(['x', '×']);
        let digits = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let number = !matches!(digits, "" | "0" | "1");
        per || number || is_power(word) || is_word(word)
    })
}

/// 1e3, 1e+03.
fn is_power(word: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('e')
        .is_some_and(|(first, power)| digits(first) && digits(power) && power.contains(|c| c != '0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_any_of_their_names() {
        for name in [
            "UNIT_MULT",
            "Unit multiplier",
            "unit_multiplier",
            "UNIT MULT",
            "UnitMult",
            "PowerCode Code",
            "Multiplier",
            "MULT",
            "OBS_SCALE",
            "Scale factor",
            "PREF_SCALE",
            "Power of ten",
            "UNIT_MULT_NAME",
            "Skala",
            "Scaling",
            "Échelle",
            "Faktor",
        ] {
            assert!(is_multiplier(name) && !is_unit(name), "{name}");
        }
        for name in [
            "UNIT",
            "UNIT_MEASURE",
            "Unit of measure",
            "unit",
            "Units",
            "Unit of measurement",
            "Unit Code",
            "UOM",
            "Unité",
            "UNIT_MEASURE_NAME",
            "UNIT_LABEL",
            "Maßeinheit",
            "Unidad de medida",
        ] {
            assert!(is_unit(name) && !is_multiplier(name), "{name}");
        }
        for name in ["COUNTING_UNIT", "Counting unit", "MEASURE", "OBS_VALUE", "UNITED", "multiple", ""] {
            assert!(!is_unit(name) && !is_multiplier(name), "{name}");
        }
    }

    #[test]
    fn powers_of_ten() {
        for good in [
            "",
            "0",
            "0.0",
            "0,00",
            "Units",
            "0: Units",
            "0:Unités",
            "NA",
            "#N/A",
            "NaN",
            "00",
            "Ones",
            "_Z",
            "~",
            "None",
            ".",
            "Unités",
            "Einheiten",
            "Eenheden",
            "Jednostki",
            "0: Einheiten",
        ] {
            assert!(is_units(good), "{good}");
        }
        for bad in [
            "3",
            "3.0",
            "Thousands",
            "6",
            "-2",
            "10^3",
            "1000",
            "3: Thousands",
            "x",
            "0: Thousands",
            "1",
            "..",
        ] {
            assert!(!is_units(bad), "{bad}");
        }
    }

    #[test]
    fn units() {
        for good in [
            "",
            "NR",
            "nr: Number",
            "Number",
            "offence",
            "OFFENCE",
            "offences",
            "PER",
            "PS",
            "Persons",
            "NA",
            "N",
            "UN: Unit",
            "Count",
            "PN",
            "PURE_NUMB",
            "PERS: Persons",
        ] {
            assert_eq!(judge(good, "offence"), Unit::Counts, "{good}");
        }
        for bad in [
            "THS",
            "THS_PER",
            "ths: Thousand",
            "P_HTHAB",
            "P_HTHAB: Per hundred thousand inhabitants",
            "P_THAB",
            "PC",
            "PCT",
            "%",
            "‰",
            "RT",
            "RATE",
            "Thousands",
            "Persons (thousands)",
            "MIO",
            "MIO_NR",
            "Per 100 000 inhabitants",
            "offences per inhabitant",
            "NR_HTHAB",
            "X1000",
            "1000",
            "10^3",
            "PT",
            "I15_index",
            "Index",
            "Number: thousands",
            "NR: in thousand",
            "AVG",
            "per 1,000",
            "Millions",
            "Percentage",
            "HAB",
        ] {
            assert_ne!(judge(bad, "offence"), Unit::Counts, "{bad}");
        }
        for bad in
            ["THS", "THS_PER", "P_HTHAB", "PC", "%", "RATE", "Thousands", "MIO", "Per 100 000 inhabitants"]
        {
            assert_eq!(judge(bad, "offence"), Unit::Other, "{bad}");
        }
        for bad in [
            "x1000",
            "000s",
            "K",
            "10P5HB",
            "1 000",
            "tysiące",
            "in Tausend",
            "tasa por 100 mil",
            "Milliers",
            "tys.",
            "tis. osob",
            "Tusental",
        ] {
            assert_eq!(judge(bad, "offence"), Unit::Other, "{bad}");
        }
        for unknown in ["EUR", "case", "KG", "crime", "T", "R", "_Z"] {
            assert_eq!(judge(unknown, "offence"), Unit::Unknown, "{unknown}");
        }
        for bad in [
            "Lakh",
            "crore",
            "per cent",
            "per capita",
            "kilo",
            "udział",
            "aandeel",
            "万人",
            "1E3",
            "'000",
            "千",
            "tysięcy osób",
        ] {
            assert_eq!(judge(bad, "offence"), Unit::Other, "{bad}");
        }
        assert_eq!(judge("PC", "pc"), Unit::Counts, "the measure's own");
    }
}
