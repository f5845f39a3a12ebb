//! What lies within what in an SDMX-ML file: parents of codes and of concepts, hierarchies, and parents that a list of a part
//! of the codes lacks, brought together as one parent for each code.

use super::artefacts::{Artefacts, List};
use super::model::{Code, Codelist};
use super::reference::{Artefact, Names};
use super::remark::{ImportRemark, some};
use std::collections::{BTreeMap, BTreeSet};

/// Longest way upwards that is followed; a longer one is taken for a circle.
const MAX_DEPTH: usize = 64;

/// Brings together what the files say of the codes of a list; what is left out is told. `total`: a code above which nothing
/// plays a part.
pub(super) fn lies_within(
    found: &Artefacts,
    of: &List,
    list: &mut Codelist,
    total: impl Fn(&str) -> bool,
) -> Vec<ImportRemark> {
    let asked: Vec<String> = list.codes.iter().map(|code| code.id.clone()).collect();
    let ends = if of.partial { complete(found, &of.artefact, list) } else { Vec::new() };
    let mut remarks = settle(found, &of.artefact, list);
    let parents = parents(list);
    for end in ends.iter().filter(|end| !parents.contains_key(*end) && !total(end)) {
        let is_below = |code: &&str| chain(&parents, code).any(|above| above == end);
        let (below, others): (Vec<&str>, Vec<&str>) = asked.iter().map(String::as_str).partition(is_below);
        // Where all codes lie within it, none can lie around it.
        if !others.is_empty() {
            remarks.push(ImportRemark {
                left_out: true,
                what: format!(
                    "{} is a list of a part of the codes and lacks {end}, which {} lie within, and nobody says what {end} \
                     lies within",
                    of.artefact,
                    some(&below)
                ),
                next: format!(
                    "give the list in full with --with, or write the parent of {end} where it lies within a code that a \
                     table asks"
                ),
            });
        }
    }
    remarks
}

/// Adds what a list of a part of the codes lacks above its codes, as far as the files say it: codes that no table asks.
/// Returns those of which no file says more.
fn complete(found: &Artefacts, of: &Artefact, list: &mut Codelist) -> Vec<String> {
    let relatives = relatives(found, of);
    let mut known: BTreeSet<String> = list.codes.iter().map(|code| code.id.clone()).collect();
    let (mut at, mut ends) = (0, Vec::new());
    while let Some(code) = list.codes.get(at) {
        at += 1;
        let Some(id) = code.parent.clone().filter(|parent| known.insert(parent.clone())) else { continue };
        let others = || relatives.iter().filter(|(code, _)| code.id == id);
        let name = others().map(|(_, names)| names.best()).find(|name| !name.is_empty());
        let parent = others().find_map(|(code, _)| code.parent.clone());
        if others().next().is_none() {
            ends.push(id.clone());
        }
        list.codes.push(Code { name: name.unwrap_or_else(|| id.clone()), id, parent, quiet: false });
    }
    ends
}

/// Codes of other lists, or concepts of other schemes, of this agency and id: other parts of it, and other versions.
fn relatives(found: &Artefacts, of: &Artefact) -> Vec<(Code, Names)> {
    let is = |other: &Artefact| other.agency == of.agency && other.id == of.id;
    let lists = found.codelists.iter().filter(|list| is(&list.artefact)).flat_map(|list| list.codes.clone());
    let concepts = found.concepts.iter().filter(|concept| is(&concept.scheme));
    lists.chain(concepts.map(|concept| concept.code())).collect()
}

/// What is said of hierarchies that no file has.
pub(super) fn elsewhere(found: &Artefacts) -> impl Iterator<Item = ImportRemark> {
    found.hierarchies.elsewhere().map(|(name, place)| ImportRemark {
        left_out: true,
        what: format!("the hierarchy {name} ({place}) is a stub, and what it says of codes is elsewhere"),
        next: "give the file that has it with --with, or write the parents of its codes".to_owned(),
    })
}

/// Takes what hierarchies say of the codes of a list that its parents do not; what has no place is told.
fn settle(found: &Artefacts, of: &Artefact, list: &mut Codelist) -> Vec<ImportRemark> {
    let mut parents = parents(list);
    let ring = |code: &Code| chain(&parents, &code.id).count() > MAX_DEPTH;
    if list.codes.iter().any(ring) {
        // A fault of the list, which is told as such.
        return Vec::new();
    }
    let ids: BTreeSet<&str> = list.codes.iter().map(|code| code.id.as_str()).collect();
    let mut claims = found.hierarchies.claims(of, |code| ids.contains(code));
    claims.retain(|(node, above)| node.code != *above);
    loop {
        let before = claims.len();
        claims.retain(|(node, above)| !take(&mut parents, &node.code, above));
        if claims.len() == before {
            break;
        }
    }
    let mut left: BTreeMap<(bool, &str, &str), (&str, Vec<&str>)> = BTreeMap::new();
    for (node, above) in claims {
        let against = chain(&parents, above).any(|code| code == node.code);
        let one = left.entry((against, node.hierarchy.as_str(), above));
        one.or_insert((node.place.as_str(), Vec::new())).1.push(&node.code);
    }
    let remarks = left.into_iter().map(|((against, hierarchy, above), (place, codes))| {
        remark(
            against,
            &format!("the hierarchy {hierarchy} ({place}) puts {} of {of} under {above}", some(&codes)),
            above,
        )
    });
    let remarks = remarks.collect();
    for code in &mut list.codes {
        code.parent = parents.remove(&code.id);
    }
    remarks
}

/// What is told of codes that have no place under one.
fn remark(against: bool, what: &str, above: &str) -> ImportRemark {
    if against {
        return ImportRemark {
            left_out: true,
            what: format!("{what}, and the file puts {above} under them elsewhere"),
            next: "write the parents as they are, and take the hierarchy out that is wrong".to_owned(),
        };
    }
    ImportRemark {
        left_out: true,
        what: format!(
            "{what}, and they have a parent that lies neither within {above} nor around it, so that what they leave of \
             {above} is not looked at"
        ),
        next: format!(
            "declare {above} as the sum of its codes under [[sums]] if they add up by definition; else ask {above} in \
             no table, or in none that has these codes or what lies around them"
        ),
    }
}

/// Puts a code under another one, if nothing that was known before is lost: it had no parent, or one that lies around this
/// one. Whether it is known now.
fn take(parents: &mut BTreeMap<String, String>, code: &str, above: &str) -> bool {
    if chain(parents, code).any(|one| one == above) {
        return true;
    }
    let around = |one: &str| chain(parents, above).any(|other| other == one);
    let fits = !around(code) && parents.get(code).is_none_or(|parent| around(parent));
    if fits {
        parents.insert(code.to_owned(), above.to_owned());
    }
    fits
}

/// Parents by code.
fn parents(list: &Codelist) -> BTreeMap<String, String> {
    let of = |code: &Code| Some((code.id.clone(), code.parent.clone()?));
    list.codes.iter().filter_map(of).collect()
}

/// What a code lies within, the next first.
fn chain<'a>(parents: &'a BTreeMap<String, String>, code: &'a str) -> impl Iterator<Item = &'a str> {
    let up = |code: &&str| parents.get(*code).map(String::as_str);
    std::iter::successors(Some(code), up).skip(1).take(MAX_DEPTH + 1)
}
