//! SDMX-ML 2.1 structure files: the artefacts as they stand there, in one file or in several that belong together. Names of
//! elements mean different things in different places, so the elements around them count; what would be lost and changes the
//! structure is a fault.

use super::constraint::Constraint;
use super::fault::StructureFault;
use super::hierarchy::Hierarchies;
use super::model::Code;
use super::reference::{Artefact, Names, Reference};
use crate::xml::{Attributes, Step, Walk, attribute};
use std::collections::BTreeMap;

/// What structure files hold.
#[derive(Default)]
pub(super) struct Artefacts {
    /// The data structures of the first file; those of the others lend nothing.
    pub(super) structures: Vec<Definition>,
    /// Dataflows, in the order of the file, with the structure that each is of.
    pub(super) flows: Vec<(Artefact, Option<Reference>)>,
    /// All codelists.
    pub(super) codelists: Vec<List>,
    /// All concepts.
    pub(super) concepts: Vec<Concept>,
    /// The schemes that they stand in.
    pub(super) schemes: Vec<Scheme>,
    /// All content constraints.
    pub(super) constraints: Vec<Constraint>,
    /// All hierarchies of codes.
    pub(super) hierarchies: Hierarchies,
}

impl Artefacts {
    /// Whether there are hierarchies, and nothing else.
    pub(super) fn is_hierarchies(&self) -> bool {
        !self.hierarchies.nodes.is_empty()
            && self.structures.is_empty()
            && self.flows.is_empty()
            && self.codelists.is_empty()
            && self.concepts.is_empty()
            && self.schemes.is_empty()
            && self.constraints.is_empty()
    }
}

/// A data structure.
#[derive(Default)]
pub(super) struct Definition {
    pub(super) artefact: Artefact,
    pub(super) name: Names,
    /// Where it begins.
    pub(super) line: u32,
    /// Its dimensions, the period included.
    pub(super) dimensions: Vec<Component>,
    /// Ids of its attributes, of which constraints may speak, too.
    pub(super) attributes: Vec<String>,
}

/// A codelist of the file.
#[derive(Clone, Default)]
pub(super) struct List {
    pub(super) artefact: Artefact,
    pub(super) name: Names,
    /// Codes with their names; those of the codes themselves are empty.
    pub(super) codes: Vec<(Code, Names)>,
    /// Whether it holds a part of the codes alone.
    pub(super) partial: bool,
}

/// A concept scheme of the file.
#[derive(Default)]
pub(super) struct Scheme {
    pub(super) artefact: Artefact,
    pub(super) name: Names,
    /// Whether it holds a part of the concepts alone.
    pub(super) partial: bool,
}

/// A concept of the file.
#[derive(Default)]
pub(super) struct Concept {
    pub(super) scheme: Artefact,
    pub(super) id: String,
    pub(super) name: Names,
    /// The concept above it.
    pub(super) parent: Option<String>,
    /// The codelist of dimensions that name none themselves.
    pub(super) codelist: Option<Reference>,
}

impl Concept {
    /// The concept as a code, where concepts are the codes of a dimension.
    pub(super) fn code(&self) -> (Code, Names) {
        let (id, parent) = (self.id.clone(), self.parent.clone());
        (Code { id, name: String::new(), parent, quiet: false }, self.name.clone())
    }
}

/// A dimension.
#[derive(Clone, Default)]
pub(super) struct Component {
    /// Empty where it is that of the concept.
    pub(super) id: String,
    pub(super) concept: Reference,
    pub(super) codelist: Option<Reference>,
    /// Whether its own representation is text, whatever its concept has.
    pub(super) is_text: bool,
    pub(super) is_time: bool,
    /// Whether its codes are concepts (MeasureDimension).
    pub(super) is_measure: bool,
    pub(super) position: Option<u32>,
}

/// Reads a file, and adds what it holds; `file` is for messages.
///
/// # Errors
/// Where the text is not well formed.
pub(super) fn artefacts(file: &str, text: &str, found: Artefacts) -> Result<Artefacts, Vec<StructureFault>> {
    let mut walk = Walk::new(text);
    let mut reader = Reading { file: file.to_owned(), found, ..Reading::default() };
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
            Step::Eof => return Ok(reader.found),
        }
    }
}

#[derive(Default)]
struct Reading {
    /// For messages.
    file: String,
    found: Artefacts,
    /// Where the walk is.
    line: u32,
    /// Elements that are open.
    path: Vec<String>,
    /// Text since the last element began.
    text: String,
    /// Language of the name that is open.
    language: String,
    /// Whether the data structure that is open is a stub of one that is elsewhere.
    stub: bool,
    /// Dimension of the constraint that is open.
    key: String,
}

/// An xs:boolean that was given and is false.
fn says_no(given: &str) -> bool {
    matches!(given.trim(), "false" | "0")
}

/// An xs:boolean that was given and is true.
fn says_yes(given: &str) -> bool {
    matches!(given.trim(), "true" | "1")
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

    /// The data structure that is open.
    fn structure(&mut self) -> Option<&mut Definition> {
        if self.stub { None } else { self.found.structures.last_mut() }
    }

    fn start(&mut self, name: &str, attributes: &Attributes) {
        self.text.clear();
        let given = |wanted: &str| attribute(attributes, wanted).unwrap_or_default().to_owned();
        let place = || format!("{}, line {}", self.file, self.line);
        let parent = self.path.last().map_or("", String::as_str);
        self.found.hierarchies.start((parent, name), attributes, &given, place);
        match name {
            "Name" => self.language = given("lang"),
            "DataStructure" if self.inside(&["Structures", "DataStructures"]) => {
                self.stub = says_yes(&given("isExternalReference"));
                if !self.stub {
                    let (artefact, line) = (Artefact::of(attributes), self.line);
                    self.found.structures.push(Definition { artefact, line, ..Definition::default() });
                }
            }
            "Dataflow" if self.inside(&["Structures", "Dataflows"]) => {
                self.found.flows.push((Artefact::of(attributes), None));
            }
            "Codelist" if self.inside(&["Codelists"]) => {
                let (artefact, partial) = (Artefact::of(attributes), says_yes(&given("isPartial")));
                self.found.codelists.push(List { artefact, partial, ..List::default() });
            }
            "Code" if self.inside(&["Codelist"]) => {
                let code = Code { id: given("id"), name: String::new(), parent: None, quiet: false };
                let list = self.found.codelists.last_mut().into_iter();
                list.for_each(|list| list.codes.push((code.clone(), Names::default())));
            }
            "ConceptScheme" => {
                let (artefact, partial) = (Artefact::of(attributes), says_yes(&given("isPartial")));
                self.found.schemes.push(Scheme { artefact, partial, ..Scheme::default() });
            }
            "Concept" if self.inside(&["ConceptScheme"]) => {
                let scheme = self.found.schemes.last().map(|one| one.artefact.clone()).unwrap_or_default();
                self.found.concepts.push(Concept { scheme, id: given("id"), ..Concept::default() });
            }
            "Dimension" | "TimeDimension" | "MeasureDimension" if self.inside(&["DimensionList"]) => {
                let dimension = Component {
                    id: given("id"),
                    is_time: name == "TimeDimension",
                    is_measure: name == "MeasureDimension",
                    position: given("position").parse().ok(),
                    ..Component::default()
                };
                self.structure().into_iter().for_each(|one| one.dimensions.push(dimension.clone()));
            }
            "TextFormat" if self.within("DimensionList") && self.inside(&["LocalRepresentation"]) => {
                let dimension = self.structure().and_then(|one| one.dimensions.last_mut());
                dimension.into_iter().for_each(|dimension| dimension.is_text = true);
            }
            "Attribute" if self.inside(&["AttributeList"]) => {
                self.structure().into_iter().for_each(|one| one.attributes.push(given("id")));
            }
            "Ref" => self.reference(Reference::of(attributes)),
            _ if name == "ContentConstraint" || self.within("ContentConstraint") => {
                self.constraint(name, &given);
            }
            _ => {}
        }
    }

    /// An element of a content constraint begins. Whether the constraint counts is known when all is read.
    fn constraint(&mut self, name: &str, given: &impl Fn(&str) -> String) {
        const ALLOWED: &str = "write what is allowed in its place, or remove it";
        let leaves_out =
            |what: &str| format!("a {what} that says what the constraint leaves out is not read");
        if name == "ContentConstraint" {
            let allowed_type = given("type").trim().eq_ignore_ascii_case("Allowed");
            let (id, file, line) = (given("id"), self.file.clone(), self.line);
            self.found.constraints.push(Constraint { id, file, line, allowed_type, ..Constraint::default() });
            return;
        }
        let in_set = self.inside(&["DataKeySet"]);
        let of_key = self.inside(&["CubeRegion"]) || self.inside(&["DataKeySet", "Key"]);
        let in_key = self.inside(&["KeyValue"]);
        let (file, line) = (self.file.clone(), self.line);
        let Some(constraint) = self.found.constraints.last_mut() else { return };
        let mut unread = |what: String, next: &'static str| {
            constraint.faults.push(StructureFault::Unread { file: file.clone(), line, what, next });
        };
        match name {
            "CubeRegion" if says_no(&given("include")) => unread(leaves_out("CubeRegion"), ALLOWED),
            "CubeRegion" if std::mem::replace(&mut constraint.region, true) => {
                let what = "a second CubeRegion is not read".to_owned();
                unread(what, "write what is allowed as one region, or as a DataKeySet");
            }
            "DataKeySet" if says_no(&given("isIncluded")) => unread(leaves_out("DataKeySet"), ALLOWED),
            "Key" if in_set => constraint.series.push((line, BTreeMap::new())),
            "KeyValue" if of_key => {
                self.key = given("id");
                if says_no(&given("include")) {
                    unread(leaves_out("KeyValue"), ALLOWED);
                }
                constraint.keys.entry(self.key.clone()).or_insert(line);
            }
            "Value" if in_key => {
                let cascade = given("cascadeValues");
                if !cascade.is_empty() && !says_no(&cascade) {
                    let what = "a code with all codes below it (cascadeValues) is not read".to_owned();
                    unread(what, "write the codes one by one");
                }
            }
            _ => {}
        }
    }

    /// What the element that is open refers to.
    fn reference(&mut self, to: Reference) {
        let in_dimension = self.within("DimensionList");
        let of_code = self.inside(&["Codelist", "Code", "Parent"]);
        let of_flow = self.inside(&["Dataflows", "Dataflow", "Structure"]);
        let of_concept = self.inside(&["Concept", "CoreRepresentation", "Enumeration"]);
        let above_concept = self.inside(&["ConceptScheme", "Concept", "Parent"]);
        let of_attribute = self.inside(&["AttributeList", "Attribute", "ConceptIdentity"]);
        let attached = self.within("ContentConstraint") && self.within("ConstraintAttachment");
        let parent = self.parent().to_owned();
        if in_dimension || of_attribute {
            let Some(structure) = self.structure() else { return };
            match (parent.as_str(), structure.dimensions.last_mut()) {
                ("ConceptIdentity", _) if of_attribute => structure.attributes.push(to.item.unwrap_or(to.id)),
                ("ConceptIdentity", Some(dimension)) => dimension.concept = to,
                ("Enumeration", Some(dimension)) => dimension.codelist = Some(to),
                _ => {}
            }
            return;
        }
        let found = &mut self.found;
        found.hierarchies.reference(&self.path, &to);
        match parent.as_str() {
            class if attached => {
                let class = if to.class.is_empty() { class.to_owned() } else { to.class.clone() };
                let one = found.constraints.last_mut().into_iter();
                one.for_each(|one| one.attached.push(Reference { class: class.clone(), ..to.clone() }));
            }
            "Enumeration" if of_concept => {
                found.concepts.last_mut().into_iter().for_each(|one| one.codelist = Some(to.clone()));
            }
            "Structure" if of_flow => {
                found.flows.last_mut().into_iter().for_each(|(_, of)| *of = Some(to.clone()));
            }
            "Parent" if above_concept => {
                let id = to.item.unwrap_or(to.id);
                found.concepts.last_mut().into_iter().for_each(|one| one.parent = Some(id.clone()));
            }
            "Parent" if of_code => {
                let code = found.codelists.last_mut().and_then(|list| list.codes.last_mut());
                let id = to.item.unwrap_or(to.id);
                code.into_iter().for_each(|(code, _)| code.parent = Some(id.clone()));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        self.found.hierarchies.end(&self.path, name, text);
        match name {
            "Name" => self.name(text),
            "Value" if self.in_constraint(&["DataKeySet", "Key", "KeyValue"]) => self.value(text),
            "URN" => self.reference(Reference::of_urn(text)),
            "Value" if self.in_constraint(&["CubeRegion", "KeyValue"]) => {
                let key = self.key.clone();
                let one = self.found.constraints.last_mut().into_iter();
                one.for_each(|one| one.allowed.entry(key.clone()).or_default().push(text.to_owned()));
            }
            _ => {}
        }
    }

    /// The code of a series in the dimension that is open.
    fn value(&mut self, text: &str) {
        let (key, file, line) = (self.key.clone(), self.file.clone(), self.line);
        let Some(constraint) = self.found.constraints.last_mut() else { return };
        let series = constraint.series.last_mut();
        if series.and_then(|(_, series)| series.insert(key.clone(), text.to_owned())).is_some() {
            let what = format!("a Key with two codes of {key}, so of two series");
            let next = "write a Key for each series";
            constraint.faults.push(StructureFault::Unread { file, line, what, next });
        }
    }

    /// A name belongs to the element around it.
    fn name(&mut self, text: &str) {
        let parent = self.parent().to_owned();
        let found = &mut self.found;
        let slot = match parent.as_str() {
            "DataStructure" if !self.stub => found.structures.last_mut().map(|one| &mut one.name),
            "Codelist" => found.codelists.last_mut().map(|list| &mut list.name),
            "Code" => found.codelists.last_mut().and_then(|list| list.codes.last_mut()).map(|(_, name)| name),
            "ConceptScheme" => found.schemes.last_mut().map(|scheme| &mut scheme.name),
            "Concept" => found.concepts.last_mut().map(|concept| &mut concept.name),
            _ => None,
        };
        slot.into_iter().for_each(|slot| slot.add(&self.language, text));
    }
}
