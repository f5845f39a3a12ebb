//! Areas within others in an SDMX-ML file, by the parents of the area's codelist.

use super::model::{AreaWithin, Codelist};
use super::remark::{ImportRemark, some};
use std::collections::{BTreeMap, BTreeSet};

/// What the parents of the areas say: which lie within others, and so count as one contributor. Nothing lies within the total.
/// The first part of a code such as `GB-ENG` says the same, and counts before a parent that says otherwise.
pub(super) fn areas_within(list: &Codelist, total: &str) -> (Vec<AreaWithin>, Vec<ImportRemark>) {
    let parent = |code: &str| {
        let code = list.codes.iter().find(|one| one.id == code)?;
        code.parent.as_deref().filter(|parent| code.id != total && *parent != total)
    };
    let (mut within, mut remarks) = (Vec::new(), Vec::new());
    for code in list.codes.iter().map(|code| code.id.as_str()) {
        let Some(outer) = parent(code) else { continue };
        let around = |from: &str, wanted: &str| around(&parent, from).contains(wanted);
        match by_code(code) {
            Some(by_code) if by_code == outer || around(by_code, outer) => {}
            Some(by_code) if !around(outer, by_code) => remarks.push(ImportRemark {
                left_out: true,
                what: format!(
                    "the area {code} lies within {by_code} by its code, and within {outer} by its parent"
                ),
                next: format!("write in areas_within what lies around {code}, or around {by_code}"),
            }),
            _ => within.push(AreaWithin { inner: code.to_owned(), outer: outer.to_owned() }),
        }
    }
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in &within {
        let outermost =
            std::iter::successors(Some(one.outer.as_str()), |area| parent(area)).take(MAX_DEPTH).last();
        groups.entry(outermost.unwrap_or(&one.outer)).or_default().push(&one.inner);
    }
    remarks.extend(groups.into_iter().map(|(outer, inner)| ImportRemark {
        left_out: false,
        what: format!(
            "the areas {} lie within {outer}, and all of them count as one contributor",
            some(&inner)
        ),
        next: format!(
            "if {outer} is a group of countries and no country, take their entries out of areas_within"
        ),
    }));
    (within, remarks)
}

/// Longest way upwards that is followed.
const MAX_DEPTH: usize = 64;

/// The area that the code itself names: `GB` of `GB-ENG`.
pub(crate) fn by_code(code: &str) -> Option<&str> {
    let (outer, inner) = code.split_once('-')?;
    (!outer.is_empty() && !inner.is_empty()).then_some(outer)
}

/// All that an area lies within, by its parent and by its code.
fn around<'a>(parent: &impl Fn(&str) -> Option<&'a str>, area: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![area.to_owned()];
    while let Some(area) = open.pop() {
        let above = parent(&area).into_iter().chain(by_code(&area));
        open.extend(above.map(str::to_owned).filter(|above| found.insert(above.clone())));
    }
    found
}
