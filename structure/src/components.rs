//! Dimensions of a structure file with their codelists: what references name, resolved.

use super::artefacts::{Artefacts, Component, Concept, List};
use super::fault::StructureFault;
use super::model::{Code, Codelist, Dimension};
use super::reference::{Reference, numbers};
use std::collections::BTreeSet;

/// The dimensions in their order, the codelists that they use, and which is the period.
pub(super) struct Components {
    pub(super) dimensions: Vec<Dimension>,
    pub(super) codelists: Vec<Codelist>,
    pub(super) time: String,
}

/// Resolves the dimensions of a file.
///
/// # Errors
/// Dimensions without codelist, and codelists that the file does not have.
pub(super) fn components(found: &Artefacts) -> Result<Components, Vec<StructureFault>> {
    let mut all: Vec<&Component> = found.dimensions.iter().collect();
    // Without a position the order of the file is that of the key.
    if all.iter().all(|component| component.position.is_some()) {
        all.sort_by_key(|component| component.position);
    }
    let (mut dimensions, mut codelists, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    let mut time = "TIME_PERIOD".to_owned();
    // Place in the file and id of the codelists that are used.
    let mut used: Vec<(usize, String)> = Vec::new();
    for component in all {
        let concept = concept(found, &component.concept);
        let id = id_of(component);
        let name = concept.map(|concept| concept.name.best()).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| id.clone());
        let mut codelist = None;
        if component.is_time {
            id.clone_into(&mut time);
        } else {
            // What stands on the dimension counts before what stands on its concept.
            let to = component.codelist.as_ref().or(concept.and_then(|concept| concept.codelist.as_ref()));
            match list(found, to) {
                Ok(at) => {
                    let known = used.iter().find(|(other, _)| *other == at).map(|(_, id)| id.clone());
                    codelist = Some(known.unwrap_or_else(|| {
                        let list = found.codelists.get(at);
                        let taken: BTreeSet<&str> = used.iter().map(|(_, id)| id.as_str()).collect();
                        let id = list.map_or(String::new(), |list| free(list, &taken));
                        used.push((at, id.clone()));
                        codelists.extend(list.map(|list| (at, codes(list, id.clone()))));
                        id
                    }));
                }
                Err(what) => faults.push(StructureFault::Codelist { dimension: id.clone(), what }),
            }
        }
        dimensions.push(Dimension { id, name, codelist });
    }
    codelists.sort_by_key(|(at, _)| *at);
    let codelists = codelists.into_iter().map(|(_, list)| list).collect();
    if faults.is_empty() { Ok(Components { dimensions, codelists, time }) } else { Err(faults) }
}

/// A dimension without id has that of its concept.
fn id_of(component: &Component) -> String {
    let of = &component.concept;
    let concept = || of.item.clone().unwrap_or_else(|| of.id.clone());
    if component.id.is_empty() { concept() } else { component.id.clone() }
}

/// The concept that is named: by scheme, or by its id alone where no scheme is.
fn concept<'a>(found: &'a Artefacts, to: &Reference) -> Option<&'a Concept> {
    let is = |concept: &&Concept| match &to.item {
        Some(item) => concept.id == *item && to.names(&concept.scheme),
        None => concept.id == to.id,
    };
    found.concepts.iter().find(is)
}

/// The place of the codelist that is named; of one in full and in part the full one.
fn list(found: &Artefacts, to: Option<&Reference>) -> Result<usize, String> {
    let to = to.ok_or("no codelist named, by it or by its concept")?;
    let named = || found.codelists.iter().enumerate().filter(|(_, list)| to.names(&list.artefact));
    let is_full = |(_, list): &(usize, &List)| !list.partial && !list.codes.is_empty();
    let full = if to.is_open() {
        named().filter(is_full).max_by_key(|(_, list)| numbers(&list.artefact.version))
    } else {
        named().find(is_full)
    };
    let twin = |(at, first): &(usize, &List)| {
        let other = |(other, list): &(usize, &List)| {
            other > at && list.artefact == first.artefact && list.codes != first.codes
        };
        named().filter(is_full).any(|list| other(&list))
    };
    if let Some((_, list)) = full.filter(twin) {
        return Err(format!(
            "the codelist {} stands there twice with other codes; remove one",
            list.artefact
        ));
    }
    if let Some((at, _)) = full.or_else(|| named().max_by_key(|(_, list)| list.codes.len())) {
        return Ok(at);
    }
    let alike = found.codelists.iter().filter(|list| list.artefact.id == to.id);
    let alike: Vec<String> = alike.map(|list| list.artefact.to_string()).collect();
    let hint = if alike.is_empty() {
        "ask the registry with references=descendants".to_owned()
    } else {
        format!("the file has {}", alike.join(", "))
    };
    Err(format!("no codelist {to} in the file; {hint}"))
}

/// An id that no other codelist of the structure has: two agencies, or two versions, may use one.
fn free(list: &List, taken: &BTreeSet<&str>) -> String {
    let id = &list.artefact.id;
    let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-', "_");
    let more = [
        id.clone(),
        format!("{id}_{}", plain(&list.artefact.agency)),
        format!("{id}_{}_{}", plain(&list.artefact.agency), plain(&list.artefact.version)),
    ];
    let free = more.iter().find(|id| !taken.contains(id.as_str()));
    free.cloned().unwrap_or_else(|| format!("{id}_{}", taken.len()))
}

fn codes(list: &List, id: String) -> Codelist {
    let ids: BTreeSet<&str> = list.codes.iter().map(|(code, _)| code.id.as_str()).collect();
    let code = |(code, names): &(Code, super::reference::Names)| {
        let name = names.best();
        // In a list of a part of the codes what is above may not be there; it is for display alone.
        let parent = code.parent.clone().filter(|parent| !list.partial || ids.contains(parent.as_str()));
        let name = if name.is_empty() { code.id.clone() } else { name };
        Code { id: code.id.clone(), name, parent, quiet: false }
    };
    Codelist { id, name: list.name.best(), codes: list.codes.iter().map(code).collect() }
}

/// Adds a measure dimension with one code to a structure that has none.
pub(super) fn one_measure(
    dimensions: &mut Vec<Dimension>,
    codelists: &mut Vec<Codelist>,
    (code, name): (&str, &str),
) {
    let id = ["MEASURE", "MEASURE_"].into_iter().find(|id| dimensions.iter().all(|one| one.id != *id));
    let id = id.unwrap_or("MEASURE");
    // The file may have a list of that id for something else.
    let taken = |list: &str| codelists.iter().any(|other| other.id == list);
    let free =
        (1_u32..).map(|number| if number == 1 { format!("CL_{id}") } else { format!("CL_{id}_{number}") });
    let list = free.take(codelists.len() + 1).find(|list| !taken(list)).unwrap_or_else(|| format!("CL_{id}"));
    let codes = vec![Code { id: code.to_owned(), name: name.to_owned(), parent: None, quiet: false }];
    let at = dimensions.iter().position(|one| one.codelist.is_none()).unwrap_or(dimensions.len());
    let name = "Measure".to_owned();
    dimensions.insert(at, Dimension { id: id.to_owned(), name: name.clone(), codelist: Some(list.clone()) });
    codelists.push(Codelist { id: list, name, codes });
}
