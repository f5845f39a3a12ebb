//! A dimension that is taken to be one code in all rows, and a column of another name that says otherwise: Country with XC where
//! the member's own area was taken, Jahr with 2023 where the round asks for 2024.

use super::records::code;
use super::unit_words::words;
use intertally_structure::{Structure, canonical, is_frequency, nearest};
use std::collections::BTreeSet;

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
            let period = canonical(label)?;
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
