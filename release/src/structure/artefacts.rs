//! SDMX-ML 2.1 structure files: the artefacts as they stand there.

use super::model::{Code, Codelist};
use crate::xml::{Attributes, Step, Walk, attribute};
use std::collections::BTreeMap;

/// What a structure file holds.
#[derive(Default)]
pub(super) struct Artefacts {
    /// Agency, id, version and name of the first data structure.
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
    /// Series that a content constraint allows, one by one: code by dimension.
    pub(super) series: Vec<BTreeMap<String, String>>,
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

/// Reads a file.
///
/// # Errors
/// The line, and the parser's words.
pub(super) fn artefacts(text: &str) -> Result<Artefacts, (u32, String)> {
    let mut walk = Walk::new(text);
    let mut reader = Reading::default();
    loop {
        let step = walk.step();
        let line = walk.line();
        match step.map_err(|error| (line, error))? {
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
    found: Artefacts,
    /// Elements that are open.
    path: Vec<String>,
    /// Text since the last element began.
    text: String,
    /// Language of the name that is open.
    language: String,
    /// Concept that is open.
    concept: String,
    /// Dimension of the constraint that is open.
    key: String,
    /// Whether the region of the constraint says what is left out, which is not read.
    excludes: bool,
}

impl Reading {
    fn parent(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn within(&self, element: &str) -> bool {
        self.path.iter().any(|open| open == element)
    }

    fn start(&mut self, name: &str, attributes: &Attributes) {
        self.text.clear();
        let given = |wanted: &str| attribute(attributes, wanted).unwrap_or_default().to_owned();
        let found = &mut self.found;
        match name {
            "Name" => self.language = given("lang"),
            "DataStructure" if found.structure.is_none() => {
                found.structure = Some([given("agencyID"), given("id"), given("version"), String::new()]);
            }
            "Dataflow" => found.flows.push(given("id")),
            "Codelist" => {
                found.codelists.push(Codelist { id: given("id"), name: String::new(), codes: Vec::new() })
            }
            "Code" => {
                let code = Code { id: given("id"), name: String::new(), parent: None };
                found.codelists.last_mut().into_iter().for_each(|list| list.codes.push(code.clone()));
            }
            "Concept" => self.concept = given("id"),
            "Dimension" | "TimeDimension" if self.path.last().is_some_and(|open| open == "DimensionList") => {
                found.dimensions.push(Component {
                    id: given("id"),
                    is_time: name == "TimeDimension",
                    position: given("position").parse().ok(),
                    ..Component::default()
                });
            }
            "CubeRegion" => self.excludes = given("include") == "false",
            "DataKeySet" => self.excludes = given("isIncluded") == "false",
            "Key" if self.path.last().is_some_and(|open| open == "DataKeySet") && !self.excludes => {
                found.series.push(BTreeMap::new());
            }
            "KeyValue" => self.key = given("id"),
            "Ref" => self.reference(&given("id")),
            _ => {}
        }
    }

    /// What the element that is open refers to.
    fn reference(&mut self, id: &str) {
        let in_dimension = self.within("DimensionList");
        let parent = self.parent().to_owned();
        let found = &mut self.found;
        match (parent.as_str(), found.dimensions.last_mut()) {
            ("ConceptIdentity", Some(dimension)) if in_dimension => id.clone_into(&mut dimension.concept),
            ("Enumeration", Some(dimension)) if in_dimension => dimension.codelist = Some(id.to_owned()),
            ("Parent", _) => {
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
            "Value" if self.within("DataKeySet") && !self.excludes => {
                let key = std::mem::take(&mut self.key);
                let series = self.found.series.last_mut();
                series.into_iter().for_each(|series| drop(series.insert(key.clone(), text.to_owned())));
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
            "Value" if self.within("CubeRegion") && !self.excludes => {
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
