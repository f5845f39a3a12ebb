//! What a file says of the unit of its figures. A return holds counts in units: thousands, rates and percentages are faults
//! wherever they are said, under whatever name of the column. A unit that is not known is shown beside the measure's own.

use super::notes::is_nothing;

/// Names of columns that say the power of ten, without what is no letter or digit.
const MULTIPLIERS: [&str; 13] = [
    "unitmult",
    "unitmultiplier",
    "unitmultipliercode",
    "unitofmultiplier",
    "multiplier",
    "multiplicator",
    "powercode",
    "powercodecode",
    "poweroften",
    "scale",
    "scalefactor",
    "unitscale",
    "magnitude",
];
/// Names of columns that say the unit.
const UNITS: [&str; 16] = [
    "unit",
    "units",
    "unitmeasure",
    "unitofmeasure",
    "unitofmeasurement",
    "unitsofmeasure",
    "measurementunit",
    "measureunit",
    "unitcode",
    "unitname",
    "unitmeasurecode",
    "unitmeas",
    "einheit",
    "unidad",
    "unite",
    "unità",
];
/// Words and codes for what is no count in units, as they stand in codes and labels.
const OTHER: [&str; 52] = [
    "th",
    "ths",
    "thd",
    "thou",
    "thous",
    "thousand",
    "thousands",
    "tsd",
    "tausend",
    "mille",
    "milliers",
    "miles",
    "mio",
    "mil",
    "mill",
    "million",
    "millions",
    "mn",
    "bn",
    "bio",
    "bil",
    "billion",
    "billions",
    "mrd",
    "hthab",
    "thab",
    "mhab",
    "hab",
    "hundred",
    "hundreds",
    "rt",
    "rate",
    "rates",
    "ratio",
    "ratios",
    "pc",
    "pct",
    "percent",
    "percentage",
    "prozent",
    "pourcentage",
    "pt",
    "promille",
    "permille",
    "idx",
    "index",
    "ix",
    "avg",
    "average",
    "mean",
    "share",
    "taux",
];
/// Words and codes for a plain count.
const COUNTS: [&str; 24] = [
    "nr", "no", "nb", "num", "number", "numbers", "n", "count", "counts", "unit", "units", "one", "ones",
    "un", "pn", "ps", "per", "pers", "person", "persons", "people", "nombre", "anzahl", "purenumb",
];

/// Letters and digits of a name, in small letters.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a column of this name says the power of ten of the figures.
pub(super) fn is_multiplier(name: &str) -> bool {
    MULTIPLIERS.contains(&plain(name).as_str())
}

/// Whether a column of this name says their unit.
pub(super) fn is_unit(name: &str) -> bool {
    UNITS.contains(&plain(name).as_str())
}

/// Whether a power of ten, as written, is that of units: 0, `0.0`, `Units`, or nothing.
pub(super) fn is_units(written: &str) -> bool {
    let is = |part: &str| {
        let part = part.trim();
        let zero = |c: char| matches!(c, '0' | '.' | ',' | '+' | '-');
        let nought = part.contains('0') && part.chars().all(zero);
        is_nothing(part) || nought || matches!(plain(part).as_str(), "unit" | "units" | "one" | "ones")
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
    if is_nothing(written) || same(code) {
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
    if text.contains(['%', '‰', '^', '/', '‱']) {
        return true;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let several = words.len() > 1;
    words.iter().enumerate().any(|(at, word)| {
        // P_HTHAB: per hundred thousand; `offences per inhabitant`.
        let per = several
            && (*word == "p" && at == 0
                || matches!(*word, "per" | "pro" | "par" | "por") && at > 0 && at + 1 < words.len());
        let number = word.bytes().all(|byte| byte.is_ascii_digit()) && *word != "1" && *word != "0";
        per || number || OTHER.contains(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_any_of_their_names() {
        for name in
            ["UNIT_MULT", "Unit multiplier", "unit_multiplier", "UNIT MULT", "PowerCode Code", "Multiplier"]
        {
            assert!(is_multiplier(name) && !is_unit(name), "{name}");
        }
        for name in
            ["UNIT", "UNIT_MEASURE", "Unit of measure", "unit", "Units", "Unit of measurement", "Unit Code"]
        {
            assert!(is_unit(name) && !is_multiplier(name), "{name}");
        }
        for name in ["COUNTING_UNIT", "MEASURE", "OBS_VALUE", "UNITED", ""] {
            assert!(!is_unit(name) && !is_multiplier(name), "{name}");
        }
    }

    #[test]
    fn powers_of_ten() {
        for good in
            ["", "0", "0.0", "0,00", "Units", "0: Units", "0:Unités", "NA", "#N/A", "NaN", "00", "Ones"]
        {
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
            ".",
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
        for unknown in ["EUR", "case", "KG", "crime"] {
            assert_eq!(judge(unknown, "offence"), Unit::Unknown, "{unknown}");
        }
        assert_eq!(judge("PC", "pc"), Unit::Counts, "the measure's own");
    }
}
