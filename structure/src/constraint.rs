//! Content constraints while they are read: which cells a return may hold.

use super::fault::StructureFault;
use super::reference::Reference;
use std::collections::{BTreeMap, BTreeSet};

/// A content constraint of the file.
#[derive(Default)]
pub(super) struct Constraint {
    pub(super) id: String,
    /// Where it stands.
    pub(super) file: String,
    pub(super) line: u32,
    /// Whether it says what a return may hold (type Allowed); by default it says which data there are (Actual).
    pub(super) allowed_type: bool,
    /// Which structures and dataflows it is for; none: all.
    pub(super) attached: Vec<Reference>,
    /// Codes by dimension that its region allows.
    pub(super) allowed: BTreeMap<String, Vec<String>>,
    /// Series that it allows, one by one: line, and code by dimension. A dimension that is not named may have any.
    pub(super) series: Vec<(u32, BTreeMap<String, String>)>,
    /// Whether there was a region.
    pub(super) region: bool,
    /// Dimensions that it speaks of, and the line where it does first.
    pub(super) keys: BTreeMap<String, u32>,
    /// What it says and is not read.
    pub(super) faults: Vec<StructureFault>,
}

/// What the constraints of one data structure allow together.
#[derive(Default)]
pub(super) struct Allowed {
    /// Codes by dimension.
    pub(super) codes: BTreeMap<String, Vec<String>>,
    /// Series, of every constraint that names them one by one.
    pub(super) series: Vec<Vec<(u32, BTreeMap<String, String>)>>,
}

/// What constraints allow together: what each of them does.
pub(super) fn together(all: Vec<Constraint>, known: &BTreeSet<&str>) -> Result<Allowed, Vec<StructureFault>> {
    let mut faults = Vec::new();
    let mut allowed = Allowed::default();
    let mut of_constraints = Vec::new();
    let any_allowed = all.iter().any(|one| one.allowed_type);
    for one in all {
        let mut unread = |line: u32, what: String, next: &'static str| {
            faults.push(StructureFault::Unread { file: one.file.clone(), line, what, next });
        };
        if !one.allowed_type {
            // Beside one that says what may be held, it adds nothing.
            if !any_allowed {
                let what = format!("ContentConstraint {} says which data there are (Actual)", one.id);
                let next = "make its type Allowed if a return may hold this and nothing else, or remove it";
                unread(one.line, what, next);
            }
            continue;
        }
        for (id, line) in one.keys.iter().filter(|(id, _)| !known.contains(id.as_str())) {
            let what = format!("the content constraint speaks of {id}, which is no dimension");
            unread(*line, what, "name a dimension of the DataStructure, or remove the KeyValue");
        }
        of_constraints.extend(one.faults);
        for (dimension, codes) in one.allowed {
            let kept = match allowed.codes.remove(&dimension) {
                Some(before) => before.into_iter().filter(|code| codes.contains(code)).collect(),
                None => codes,
            };
            if kept.is_empty() {
                let what = format!("the content constraints together allow no code of {dimension}");
                unread(one.line, what, "correct them, or keep one");
            }
            allowed.codes.insert(dimension, kept);
        }
        if !one.series.is_empty() {
            allowed.series.push(one.series);
        }
    }
    faults.extend(of_constraints);
    if faults.is_empty() { Ok(allowed) } else { Err(faults) }
}
