//! The register of interventions: what each is, for whom, how it works, and where to read more. It plays no part in cells,
//! plan or figures; the report shows it beside each one's steps and effect.

use crate::fault::StructureFault;
use crate::find::nearest;
use crate::model::Structure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// Dimension whose code it is, e.g. `INTERVENTION`.
    pub dimension: String,
    /// Its code.
    pub code: String,
    /// What it is.
    pub what: String,
    /// For whom.
    pub whom: String,
    /// How it works: what is done, by whom, how long.
    pub method: String,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<Reading>,
}

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Its title, with author and year.
    pub title: String,
    /// Where it is: an address that begins with `https://`; none for what is in print alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Structure {
    /// What the register says of a code, with the number of the entry.
    #[must_use]
    pub fn intervention(&self, dimension: &str, code: &str) -> Option<(usize, &Intervention)> {
        let mut entries = self.interventions.iter().enumerate();
        entries.find(|(_, one)| one.dimension == dimension && one.code == code)
    }
}

/// What is wrong with the register.
pub(crate) fn register_faults(structure: &Structure) -> Vec<StructureFault> {
    let mut seen = BTreeSet::new();
    let faults = structure.interventions.iter().flat_map(|one| {
        let mut what = of_code(structure, one);
        if !seen.insert((&one.dimension, &one.code)) {
            what.push("it stands there twice; remove one".to_owned());
        }
        for (field, text) in [("what", &one.what), ("whom", &one.whom), ("method", &one.method)] {
            if text.trim().is_empty() {
                what.push(format!("{field} is empty; say it in a sentence"));
            }
        }
        what.extend(one.read.iter().filter_map(of_reading));
        let code = &one.code;
        what.into_iter().map(move |what| StructureFault::Intervention { code: code.clone(), what })
    });
    faults.collect()
}

fn of_code(structure: &Structure, one: &Intervention) -> Vec<String> {
    let roles = [&structure.area, &structure.measure, &structure.time];
    let list = structure.codes(&one.dimension).filter(|_| !roles.contains(&&one.dimension));
    let Some(list) = list else {
        return vec![format!(
            "'{}' is no dimension of interventions; name one with a codelist that is neither area nor measure",
            one.dimension
        )];
    };
    if list.codes.iter().any(|code| code.id == one.code) {
        return Vec::new();
    }
    let near = nearest(&one.code, list.codes.iter().map(|code| code.id.as_str()));
    let next = near.map_or_else(|| "add it there".to_owned(), |near| format!("did you mean '{near}'?"));
    vec![format!("{} has no such code; {next}", list.id)]
}

fn of_reading(one: &Reading) -> Option<String> {
    if one.title.trim().is_empty() {
        return Some("a title of `read` is empty; name author, year and title".to_owned());
    }
    let address = one.address.as_deref()?;
    let host = address.strip_prefix("https://").unwrap_or_default();
    let is_plain = host.bytes().all(|byte| byte.is_ascii_graphic() && !br#""'<>\"#.contains(&byte));
    let is_good = is_plain && host.split('/').next().is_some_and(|host| host.contains('.'));
    (!is_good).then(|| format!("'{address}' is no address; give one that begins with https://"))
}
