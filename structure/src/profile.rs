//! Profiles: who some persons are, as shares against all persons that they are among. They ask for no cell and open none: the
//! report computes them from totals that are published in any case.

use crate::fault::StructureFault;
use crate::model::Structure;
use serde::{Deserialize, Serialize};

/// One group of persons that the report describes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Heading, e.g. `Who are the first offenders`.
    pub title: String,
    /// Measure of these persons.
    pub measure: String,
    /// Measure of all persons that they are among.
    pub among: String,
}

/// What is wrong with profiles.
pub(crate) fn profile_faults(structure: &Structure) -> Vec<StructureFault> {
    let faults = structure.profiles.iter().flat_map(|one| {
        let mut what = Vec::new();
        if one.title.trim().is_empty() {
            what.push("title is empty; say whom it is about".to_owned());
        }
        let rules = [&one.measure, &one.among].map(|code| structure.rules(code));
        for (code, rules) in [&one.measure, &one.among].into_iter().zip(rules) {
            if rules.is_none() {
                what.push(format!("no measure is called '{code}'; name one of [measures]"));
            }
        }
        if one.measure == one.among {
            what.push("measure and among are one; name those among whom these are".to_owned());
        } else if let [Some(some), Some(all)] = rules
            && some.unit != all.unit
        {
            what.push(format!("it counts by {}, and those among whom they are by {}", some.unit, all.unit));
        }
        let measure = &one.measure;
        what.into_iter().map(move |what| StructureFault::Profile { measure: measure.clone(), what })
    });
    faults.collect()
}
