//! A dimension that is taken to be one code in all rows, and a column of another name that says otherwise: Country with XC where
//! the member's own area was taken, Jahr with 2023 where the round asks for 2024.

use super::period_said::{is, plainly};
use super::records::code;
use super::unit_words::words;
use intertally_structure::{Structure, canonical, is_frequency, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// The first label of a column that is another code of a dimension than the one taken for all rows, if all its labels are codes
/// of it: a column Country with XC where XA was taken. `name` is the column's; numbers are years where it says so.
pub(super) fn speaks_of(
    structure: &Structure,
    (dimension, taken): (&str, &str),
    name: &str,
    labels: &BTreeSet<String>,
) -> Option<String> {
    // A single letter says too little: A is a frequency, a status, a confidentiality.
    if is_frequency(dimension) {
        return None;
    }
    let reading = |label: &String| -> Option<String> {
        let label = code(label);
        if dimension == structure.time {
            let said = || {
                let own = canonical(taken).filter(|own| plainly(label).is_some_and(|said| is(&said, own)));
                own.or_else(|| plainly(label).map(|_| label.to_owned()))
            };
            let two = || of_two_years(label).then(|| label.to_owned());
            let period = canonical(label).or_else(two).or_else(said)?;
            let number = label.bytes().all(|byte| byte.is_ascii_digit());
            return (!number || is_time(structure, name)).then_some(period);
        }
        let label = if dimension == structure.area { structure.area_code(label) } else { label };
        let codes = &structure.codes(dimension)?.codes;
        let found = codes.iter().find(|own| own.id == label || own.name.eq_ignore_ascii_case(label))?;
        Some(found.id.clone())
    };
    let own =
        if dimension == structure.time { canonical(taken)? } else { structure.area_code(taken).to_owned() };
    let read: Option<Vec<(String, &String)>> =
        labels.iter().map(|label| Some((reading(label)?, label))).collect();
    read?.into_iter().find(|(code, _)| *code != own).map(|(_, label)| label.clone())
}

/// What the heading of the figures says of a dimension that a mapping fixes, if that is another code: `2023` or `Jahr 2023` where
/// 2024 is fixed, `Suspects` where the measure is fixed to offences. A word that is right of one of the dimensions is meant so.
pub(super) fn heading_contradicts<'f>(
    structure: &Structure,
    fixed: &'f BTreeMap<String, String>,
    heading: &str,
) -> Option<(&'f str, &'f str)> {
    let label = BTreeSet::from([heading.to_owned()]);
    let says = |dimension: &str, taken: &str| {
        if dimension == structure.time {
            other_year(taken, heading)
        } else {
            speaks_of(structure, (dimension, taken), heading, &label).is_some()
        }
    };
    let is_own = |dimension: &str, taken: &str| {
        let codes = structure.codes(dimension).into_iter().flat_map(|list| &list.codes);
        let own = codes.filter(|code| code.id == taken);
        own.into_iter().any(|code| code.id == heading || code.name.eq_ignore_ascii_case(heading))
    };
    if fixed.iter().any(|(dimension, taken)| is_own(dimension, taken)) {
        return None;
    }
    let found = fixed.iter().find(|(dimension, taken)| says(dimension, taken))?;
    Some((found.0, found.1))
}

/// Whether a heading names years, and not the one of a period.
fn other_year(period: &str, heading: &str) -> bool {
    let own = period.get(..4).unwrap_or_default();
    let mut years = years(heading).peekable();
    years.peek().is_some() && !years.any(|year| year == own)
}

/// The years of this century and the last in a text.
pub(super) fn years(text: &str) -> impl Iterator<Item = &str> {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.filter(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
}

/// Whether a text is a year that begins in one and ends in the next: `2023/24`, `2023-2024`, `FY2023`.
pub(super) fn of_two_years(text: &str) -> bool {
    let text = text.trim();
    let is_year = |text: &str| years(text).any(|year| year == text);
    if let Some(year) = text.strip_prefix("FY").or(text.strip_prefix("fy")) {
        let year = year.trim_start_matches([' ', '-', '/', '_']);
        return is_year(year) || of_two_years(year);
    }
    let Some((first, second)) = text.split_once(['/', '-', '–', '_']) else { return false };
    let (first, second) = (first.trim(), second.trim());
    let next = first.parse::<u32>().ok().map(|year| (year + 1).to_string()).unwrap_or_default();
    is_year(first) && (second == next || next.get(2..) == Some(second))
}

/// Whether a column says periods: by its name, or by what most of its labels are.
pub(super) fn says_periods(
    structure: &Structure,
    name: &str,
    share: impl Fn(&dyn Fn(&str) -> bool) -> usize,
) -> bool {
    let number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let said = |label: &str| canonical(label).is_some() || of_two_years(label) || plainly(label).is_some();
    let period = |label: &str| !number(label) && said(label);
    is_time(structure, name) || share(&period) > 50
}

/// Whether a name is one for periods, in the languages of those who send them.
fn is_time(structure: &Structure, name: &str) -> bool {
    const WORDS: [&str; 36] = [
        "time",
        "period",
        "periods",
        "year",
        "years",
        "date",
        "jahr",
        "jahre",
        "zeit",
        "zeitraum",
        "année",
        "annee",
        "an",
        "période",
        "periode",
        "jaar",
        "år",
        "ar",
        "vuosi",
        "rok",
        "año",
        "ano",
        "anno",
        "periodo",
        "período",
        "yıl",
        "yil",
        "év",
        "aasta",
        "gads",
        "metai",
        "godina",
        "leto",
        "έτος",
        "год",
        "година",
    ];
    // A keyboard of Turkish puts its own letters into TIME_PERIOD.
    let name = name.to_lowercase().replace("i\u{307}", "i").replace('ı', "i");
    let own = structure.dimension(&structure.time).map_or("", |dimension| dimension.name.as_str());
    words(&name).iter().any(|word| WORDS.contains(&word.as_str()))
        || nearest(&name, [structure.time.as_str(), own].into_iter()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_that_begin_in_one_and_end_in_the_next() {
        for year in
            ["2023/24", "2023-24", "2023/2024", "2023 - 2024", "2023–24", "FY2023", "FY 2023/24", "1999/00"]
        {
            assert!(of_two_years(year), "{year}");
        }
        for other in
            ["2024", "2023/25", "2023-12", "01/2024", "FY", "3023/24", "2023/", "2023-11-30", "n", ""]
        {
            assert!(!of_two_years(other), "{other}");
        }
        let structure = Structure::parse("s", include_bytes!("../samples/cases/structure.toml")).unwrap();
        let says = |label: &str| {
            let labels = BTreeSet::from([label.to_owned()]);
            speaks_of(&structure, ("TIME_PERIOD", "2024"), "season", &labels).is_some()
        };
        assert!(
            says("2023/24") && says("2024/25") && says("2023-Q1") && !says("2024") && !says("30.11.2025")
        );
    }

    #[test]
    fn the_heading_of_figures_says_the_period_and_the_codes_that_are_fixed() {
        let bytes = include_bytes!("../samples/cases/structure.toml");
        let structure = Structure::parse("structure.toml", bytes).unwrap();
        for (heading, time, measure, age, wanted) in [
            ("2024", "2024", "OFF", "_T", None),
            ("2023", "2024", "OFF", "_T", Some("TIME_PERIOD")),
            ("Jahr 2023", "2024", "OFF", "_T", Some("TIME_PERIOD")),
            ("n2023", "2024", "OFF", "_T", Some("TIME_PERIOD")),
            ("2023/24", "2024", "OFF", "_T", Some("TIME_PERIOD")),
            ("2023-2024", "2024", "OFF", "_T", None),
            ("2024-03", "2024-03", "OFF", "_T", None),
            ("March 2023", "2024-03", "OFF", "_T", Some("TIME_PERIOD")),
            ("Q1/2024", "2024-Q1", "OFF", "_T", None),
            ("Anzahl", "2024", "OFF", "_T", None),
            ("1234 cases", "2024", "OFF", "_T", None),
            ("Suspects", "2024", "OFF", "_T", Some("MEASURE")),
            ("suspects", "2024", "SUS", "_T", None),
            ("SUS", "2024", "OFF", "_T", Some("MEASURE")),
            ("Offences", "2024", "OFF", "_T", None),
            ("Under 18", "2024", "OFF", "_T", Some("AGE")),
            ("All", "2024", "OFF", "_T", None),
            ("All", "2024", "OFF", "Y_LT18", Some("AGE")),
        ] {
            let fixed = [("TIME_PERIOD", time), ("MEASURE", measure), ("AGE", age), ("FREQ", "A")];
            let fixed = fixed.map(|(id, code)| (id.to_owned(), code.to_owned())).into_iter().collect();
            let found = heading_contradicts(&structure, &fixed, heading).map(|(dimension, _)| dimension);
            assert_eq!(found, wanted, "{heading} under {time} {measure} {age}");
        }
    }
}
