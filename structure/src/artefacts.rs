//! SDMX-ML 2.1 structure files: the artefacts as they stand there. Names of elements mean different things in different
//! places, so the elements around them count; what would be lost and changes the structure is a fault.

use super::fault::StructureFault;
use super::model::{Code, Codelist};
use crate::xml::{Attributes, Step, Walk, attribute};
use std::collections::{BTreeMap, BTreeSet};

/// What a structure file holds.
#[derive(Default)]
pub(super) struct Artefacts {
    /// Agency, id, version and name of the data structure.
    pub(super) structure: Option<[String; 4]>,
    /// Its dimensions, the period included.
    pub(super) dimensions: Vec<Component>,
    /// Ids of the dataflows, in the order of the file.
    pub(super) flows: Vec<String>,
    /// All codelists.
    pub(super) codelists: Vec<Codelist>,
    /// Names of concepts.
    pub(super) concepts: BTreeMap<String, String>,
    /// Codes by dimension that a content constraint allows.
    pub(super) allowed: BTreeMap<String, Vec<String>>,
    /// Series that a content constraint allows, one by one: line, and code by dimension.
    pub(super) series: Vec<(u32, BTreeMap<String, String>)>,
}

/// A dimension.
#[derive(Default)]
pub(super) struct Component {
    pub(super) id: String,
    pub(super) concept: String,
    pub(super) codelist: Option<String>,
    pub(super) is_time: bool,
    pub(super) position: Option<u32>,
}

/// Reads a file; `file` is for messages.
///
/// # Errors
/// Where the text is not well formed, and what stands there but is not read.
pub(super) fn artefacts(file: &str, text: &str) -> Result<Artefacts, Vec<StructureFault>> {
    let mut walk = Walk::new(text);
    let mut reader = Reading { file: file.to_owned(), ..Reading::default() };
    loop {
        let step = walk.step();
        reader.line = walk.line();
        let line = reader.line;
        match step.map_err(|what| vec![StructureFault::Syntax { file: file.to_owned(), line, what }])? {
            Step::Start(name, attributes, ends) => {
                reader.start(&name, &attributes);
                if ends {
                    reader.end(&name);
                } else {
                    reader.path.push(name);
                }
            }
            Step::End(name) => {
                reader.path.pop();
                reader.end(&name);
            }
            Step::Text(text) => reader.text.push_str(&text),
            Step::Eof => return reader.whole(),
        }
    }
}

#[derive(Default)]
struct Reading {
    /// For messages.
    file: String,
    found: Artefacts,
    faults: Vec<StructureFault>,
    /// Where the walk is.
    line: u32,
    /// Elements that are open.
    path: Vec<String>,
    /// Text since the last element began.
    text: String,
    /// Language of the name that is open.
    language: String,
    /// Concept that is open.
    concept: String,
    /// Line of the data structure.
    structure_line: u32,
    /// Dimension of the constraint that is open.
    key: String,
    /// Dimensions that constraints speak of, and the line where they do first.
    keys: BTreeMap<String, u32>,
    /// Whether there was a region that says what is allowed.
    region: bool,
}

/// An xs:boolean that was given and is false.
fn says_no(given: &str) -> bool {
    matches!(given.trim(), "false" | "0")
}

impl Reading {
    fn parent(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn within(&self, element: &str) -> bool {
        self.path.iter().any(|open| open == element)
    }

    /// Whether these are the innermost open elements.
    fn inside(&self, elements: &[&str]) -> bool {
        self.path.len() >= elements.len()
            && self.path.iter().rev().zip(elements.iter().rev()).all(|(open, element)| open == element)
    }

    fn in_constraint(&self, elements: &[&str]) -> bool {
        self.within("ContentConstraint") && self.inside(elements)
    }

    fn unread(&mut self, what: String, next: &'static str) {
        let (file, line) = (self.file.clone(), self.line);
        self.faults.push(StructureFault::Unread { file, line, what, next });
    }

    /// What was found, if nothing was lost.
    fn whole(mut self) -> Result<Artefacts, Vec<StructureFault>> {
        let known: BTreeSet<String> = self.found.dimensions.iter().map(|one| one.id.clone()).collect();
        // Without a data structure nothing is a dimension, and that is said instead.
        let keys =
            if self.found.structure.is_some() { std::mem::take(&mut self.keys) } else { BTreeMap::new() };
        for (id, line) in keys.into_iter().filter(|(id, _)| !known.contains(id)) {
            self.line = line;
            let what = format!("the content constraint speaks of {id}, which is no dimension");
            self.unread(what, "name a dimension of the DataStructure, or remove the KeyValue");
        }
        if self.faults.is_empty() { Ok(self.found) } else { Err(self.faults) }
    }

    fn start(&mut self, name: &str, attributes: &Attributes) {
        self.text.clear();
        let given = |wanted: &str| attribute(attributes, wanted).unwrap_or_default().to_owned();
        match name {
            "Name" => self.language = given("lang"),
            "DataStructure" if self.inside(&["Structures", "DataStructures"]) => {
                self.structure([given("agencyID"), given("id"), given("version"), String::new()]);
            }
            "Dataflow" if self.inside(&["Structures", "Dataflows"]) => self.found.flows.push(given("id")),
            "Codelist" if self.inside(&["Codelists"]) => {
                let list = Codelist { id: given("id"), name: String::new(), codes: Vec::new() };
                self.found.codelists.push(list);
            }
            "Code" if self.inside(&["Codelist"]) => {
                let code = Code { id: given("id"), name: String::new(), parent: None, quiet: false };
                self.found.codelists.last_mut().into_iter().for_each(|list| list.codes.push(code.clone()));
            }
            "Concept" if self.inside(&["ConceptScheme"]) => self.concept = given("id"),
            "Dimension" | "TimeDimension" if self.inside(&["DimensionList"]) => {
                self.found.dimensions.push(Component {
                    id: given("id"),
                    is_time: name == "TimeDimension",
                    position: given("position").parse().ok(),
                    ..Component::default()
                });
            }
            "MeasureDimension" if self.inside(&["DimensionList"]) => {
                let what = format!("MeasureDimension {}, whose codes are concepts, is not read", given("id"));
                self.unread(what, "write it as a Dimension with a codelist");
            }
            "Ref" => self.reference(&given("id")),
            _ if name == "ContentConstraint" || self.within("ContentConstraint") => {
                self.constraint(name, &given);
            }
            _ => {}
        }
    }

    /// A data structure begins; there is one.
    fn structure(&mut self, structure: [String; 4]) {
        if let Some([_, first, ..]) = &self.found.structure {
            let (first_line, [_, second, ..]) = (self.structure_line, &structure);
            let what = format!("DataStructure {second} stands there beside {first} of line {first_line}");
            self.unread(what, "keep one of them, with its dataflows and its content constraint");
        } else {
            self.structure_line = self.line;
            self.found.structure = Some(structure);
        }
    }

    /// An element of a content constraint begins.
    fn constraint(&mut self, name: &str, given: &impl Fn(&str) -> String) {
        const ALLOWED: &str = "write what is allowed in its place, or remove it";
        let leaves_out =
            |what: &str| format!("a {what} that says what the constraint leaves out is not read");
        match name {
            "ContentConstraint" if given("type") == "Actual" => {
                let what = format!("ContentConstraint {} says which data there are (Actual)", given("id"));
                self.unread(
                    what,
                    "make its type Allowed if a return may hold this and nothing else, or remove it",
                );
            }
            "CubeRegion" if says_no(&given("include")) => self.unread(leaves_out("CubeRegion"), ALLOWED),
            "CubeRegion" if std::mem::replace(&mut self.region, true) => {
                let what = "a second CubeRegion is not read".to_owned();
                self.unread(what, "write what is allowed as one region, or as a DataKeySet");
            }
            "DataKeySet" if says_no(&given("isIncluded")) => self.unread(leaves_out("DataKeySet"), ALLOWED),
            "Key" if self.inside(&["DataKeySet"]) => self.found.series.push((self.line, BTreeMap::new())),
            "KeyValue" if self.inside(&["CubeRegion"]) || self.inside(&["DataKeySet", "Key"]) => {
                self.key = given("id");
                self.keys.entry(self.key.clone()).or_insert(self.line);
                if says_no(&given("include")) {
                    self.unread(leaves_out("KeyValue"), ALLOWED);
                }
            }
            "Value" if self.inside(&["KeyValue"]) => {
                let cascade = given("cascadeValues");
                if !cascade.is_empty() && !says_no(&cascade) {
                    let what = "a code with all codes below it (cascadeValues) is not read".to_owned();
                    self.unread(what, "write the codes one by one");
                }
            }
            _ => {}
        }
    }

    /// What the element that is open refers to.
    fn reference(&mut self, id: &str) {
        let in_dimension = self.within("DimensionList");
        let of_code = self.inside(&["Codelist", "Code", "Parent"]);
        let parent = self.parent().to_owned();
        let found = &mut self.found;
        match (parent.as_str(), found.dimensions.last_mut()) {
            ("ConceptIdentity", Some(dimension)) if in_dimension => id.clone_into(&mut dimension.concept),
            ("Enumeration", Some(dimension)) if in_dimension => dimension.codelist = Some(id.to_owned()),
            ("Parent", _) if of_code => {
                let code = found.codelists.last_mut().and_then(|list| list.codes.last_mut());
                code.into_iter().for_each(|code| code.parent = Some(id.to_owned()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        match name {
            "Name" => self.name(text),
            "Value" if self.in_constraint(&["DataKeySet", "Key", "KeyValue"]) => {
                let key = self.key.clone();
                let series = self.found.series.last_mut();
                if series.and_then(|(_, series)| series.insert(key, text.to_owned())).is_some() {
                    let what = format!("a Key with two codes of {}, so of two series", self.key);
                    self.unread(what, "write a Key for each series");
                }
            }
            // urn:sdmx:org.sdmx.infomodel.codelist.Codelist=AGENCY:ID(1.0), ..Concept=AGENCY:SCHEME(1.0).ID
            "URN" => {
                let tail = text.rsplit_once('=').map_or(text, |(_, tail)| tail);
                let id = match tail.rsplit_once(").") {
                    Some((_, id)) => id,
                    None => tail.split(['(', ':']).nth(1).unwrap_or(tail),
                };
                self.reference(id);
            }
            "Value" if self.in_constraint(&["CubeRegion", "KeyValue"]) => {
                self.found.allowed.entry(self.key.clone()).or_default().push(text.to_owned());
            }
            _ => {}
        }
    }

    /// A name belongs to the element around it; an English one is preferred, else the first is taken.
    fn name(&mut self, text: &str) {
        let english = self.language == "en";
        let parent = self.parent().to_owned();
        let found = &mut self.found;
        let slot = match parent.as_str() {
            "DataStructure" => found.structure.as_mut().map(|[.., name]| name),
            "Codelist" => found.codelists.last_mut().map(|list| &mut list.name),
            "Code" => {
                found.codelists.last_mut().and_then(|list| list.codes.last_mut()).map(|code| &mut code.name)
            }
            "Concept" => Some(found.concepts.entry(self.concept.clone()).or_default()),
            _ => None,
        };
        if let Some(slot) = slot.filter(|slot| slot.is_empty() || english) {
            text.clone_into(slot);
        }
    }
}
