//! Dimensions of a structure file with their codelists: what references name, resolved.

use super::artefacts::{Artefacts, Component, Concept, Definition, List, Scheme};
use super::fault::StructureFault;
use super::model::{Code, Codelist, Dimension};
use super::reference::{Names, Reference};
use std::collections::BTreeSet;

/// The dimensions in their order, the codelists that they use, and which is the period.
pub(super) struct Components {
    pub(super) dimensions: Vec<Dimension>,
    /// Each with the list of the file that it is from.
    pub(super) codelists: Vec<(List, Codelist)>,
    pub(super) time: String,
    /// The dimension whose codes are concepts, if there is one: it is the measure.
    pub(super) measure: Option<String>,
}

/// Resolves the dimensions of a data structure.
///
/// # Errors
/// Dimensions without codelist, and codelists that no file has.
pub(super) fn components(
    found: &Artefacts,
    structure: &Definition,
) -> Result<Components, Vec<StructureFault>> {
    let mut all: Vec<&Component> = structure.dimensions.iter().collect();
    // Without positions, or with two that are the same, the order of the file is that of the key.
    let positions: BTreeSet<u32> = all.iter().filter_map(|component| component.position).collect();
    if positions.len() == all.len() {
        all.sort_by_key(|component| component.position);
    }
    let (mut dimensions, mut lists, mut faults) = (Vec::new(), Lists::default(), Vec::new());
    let (mut time, mut measure) = ("TIME_PERIOD".to_owned(), None);
    for component in all {
        let concept = concept(found, &component.concept);
        let id = id_of(component);
        let name = concept.map(|concept| concept.name.best()).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| id.clone());
        // What stands on the dimension counts before what stands on its concept.
        let of_concept = concept.filter(|_| !component.is_text).and_then(|one| one.codelist.as_ref());
        let to = component.codelist.as_ref().or(of_concept);
        let mut codelist = None;
        if component.is_time {
            id.clone_into(&mut time);
        } else if let Some((place, scheme)) = of_concepts(found, component, to) {
            codelist = Some(lists.add(found.codelists.len() + place, scheme));
        } else {
            // A concept that nobody gave may have been to name it.
            let lost = concept.is_none() && to.is_none() && !component.concept.id.is_empty();
            let concept =
                || format!("no codelist named, and no concept {} in the file; {ASK}", component.concept);
            let text = component.is_text && to.is_none();
            match if text {
                Err(TEXT.to_owned())
            } else if lost {
                Err(concept())
            } else {
                list(found, to)
            } {
                Ok((at, list)) => codelist = Some(lists.add(at, list.clone())),
                Err(what) => faults.push(StructureFault::Codelist { dimension: id.clone(), what }),
            }
        }
        if component.is_measure {
            measure = Some(id.clone());
        }
        dimensions.push(Dimension { id, name, codelist });
    }
    let codelists = lists.in_order();
    if faults.is_empty() { Ok(Components { dimensions, codelists, time, measure }) } else { Err(faults) }
}

/// The codelists that are used, each once, with its place in the files.
#[derive(Default)]
struct Lists(Vec<(usize, List, Codelist)>);

impl Lists {
    /// The id that a list has in the structure.
    fn add(&mut self, at: usize, list: List) -> String {
        if let Some((_, _, known)) = self.0.iter().find(|(other, ..)| *other == at) {
            return known.id.clone();
        }
        let taken: BTreeSet<&str> = self.0.iter().map(|(_, _, list)| list.id.as_str()).collect();
        let id = free(&list, &taken);
        let codes = codes(&list, id.clone());
        self.0.push((at, list, codes));
        id
    }

    fn in_order(mut self) -> Vec<(List, Codelist)> {
        self.0.sort_by_key(|(at, ..)| *at);
        self.0.into_iter().map(|(_, of, list)| (of, list)).collect()
    }
}

/// The concepts of the scheme that a measure dimension names, as a codelist, and the place of the scheme; none where it names a codelist, or a scheme that
/// is not there.
fn of_concepts(found: &Artefacts, component: &Component, to: Option<&Reference>) -> Option<(usize, List)> {
    let to = to.filter(|to| component.is_measure && to.class != "Codelist")?;
    let named = found.schemes.iter().enumerate().filter(|(_, scheme)| to.names(&scheme.artefact));
    let (place, scheme) = named.rev().max_by_key(|(_, scheme)| to.rank(&scheme.artefact))?;
    let Scheme { artefact, name, partial } = scheme;
    let concepts = found.concepts.iter().filter(|concept| concept.scheme == *artefact);
    let codes: Vec<(Code, Names)> = concepts.map(Concept::code).collect();
    let list = List { artefact: artefact.clone(), name: name.clone(), codes, partial: *partial };
    Some((place, list)).filter(|(_, list)| !list.codes.is_empty())
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
    found.concepts.iter().filter(is).rev().max_by_key(|concept| to.rank(&concept.scheme))
}

/// The codelist that is named, and its place; of one in full and in part the full one.
fn list<'a>(found: &'a Artefacts, to: Option<&Reference>) -> Result<(usize, &'a List), String> {
    let to = to.ok_or("no codelist named, by it or by its concept")?;
    let named = || found.codelists.iter().enumerate().filter(|(_, list)| to.names(&list.artefact));
    let is_full = |(_, list): &(usize, &List)| !list.partial && !list.codes.is_empty();
    let full = named().filter(is_full).rev().max_by_key(|(_, list)| to.rank(&list.artefact));
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
    if let Some(list) = full.or_else(|| named().max_by_key(|(_, list)| list.codes.len())) {
        let stub = || format!("the codelist {} is a stub, without codes; {ASK}", list.1.artefact);
        return if list.1.codes.is_empty() { Err(stub()) } else { Ok(list) };
    }
    if to.class == "ConceptScheme" {
        return Err(format!("no concept scheme {to} with its concepts in the file; {ASK}"));
    }
    let alike = found.codelists.iter().filter(|list| list.artefact.id == to.id);
    let alike: Vec<String> = alike.map(|list| list.artefact.to_string()).collect();
    let hint = if alike.is_empty() { ASK.to_owned() } else { format!("the file has {}", alike.join(", ")) };
    Err(format!("no codelist {to} in the file; {hint}"))
}

const TEXT: &str = "it takes text (TextFormat), which counts before the codelist of its concept; name a codelist in its \
                    LocalRepresentation";
const ASK: &str = "ask the registry with references=descendants, or give the file that has it with --with";

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
    let code = |(code, names): &(Code, Names)| {
        let name = Some(names.best()).filter(|name| !name.is_empty());
        Code { name: name.unwrap_or_else(|| code.id.clone()), ..code.clone() }
    };
    Codelist { id, name: list.name.best(), codes: list.codes.iter().map(code).collect() }
}

/// Adds a measure dimension with one code to a structure that has none.
pub(super) fn one_measure(
    dimensions: &mut Vec<Dimension>,
    codelists: &mut Vec<(List, Codelist)>,
    (code, name): (&str, &str),
) {
    let id = ["MEASURE", "MEASURE_"].into_iter().find(|id| dimensions.iter().all(|one| one.id != *id));
    let id = id.unwrap_or("MEASURE");
    // The file may have a list of that id for something else.
    let taken = |list: &str| codelists.iter().any(|(_, other)| other.id == list);
    let free =
        (1_u32..).map(|number| if number == 1 { format!("CL_{id}") } else { format!("CL_{id}_{number}") });
    let list = free.take(codelists.len() + 1).find(|list| !taken(list)).unwrap_or_else(|| format!("CL_{id}"));
    let codes = vec![Code { id: code.to_owned(), name: name.to_owned(), parent: None, quiet: false }];
    let at = dimensions.iter().position(|one| one.codelist.is_none()).unwrap_or(dimensions.len());
    let name = "Measure".to_owned();
    dimensions.insert(at, Dimension { id: id.to_owned(), name: name.clone(), codelist: Some(list.clone()) });
    codelists.push((List::default(), Codelist { id: list, name, codes }));
}
