//! What an SDMX-ML message says around its data: the dataflow, what to do with the figures, whether it is a test, and what the
//! sender's system has to say of it in the footer.

use super::about::{declared, dismissed, is_taken};
use super::fault::{Findings, Place};
use super::rules::{SENDER_ERROR, SENDER_SAYS};
use intertally_structure::Structure;
use intertally_structure::xml::{Attributes, attribute};

/// Elements of the header that say which artefact the data are of.
const ABOUT: [&str; 4] = ["Structure", "StructureUsage", "ProvisionAgreement", "ProvisionAgrement"];

/// Whether a text is a URN, whose scheme has letters of any case (RFC 8141, 2).
fn is_urn(text: &str) -> bool {
    text.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"))
}

/// Header and footer of a message while they are read.
pub(super) struct Message<'a> {
    structure: &'a Structure,
    /// Elements that are open.
    path: Vec<String>,
    /// Code and severity of the footer's message that is open.
    footer: (String, String),
    /// Whether this message of the footer had a text.
    told: bool,
    /// What the element that is open refers to.
    reference: Option<String>,
    /// What the namespace of a data set's elements says that it is of.
    space: Option<String>,
    /// Whether a reference beside that namespace is a fault already.
    other: bool,
}

impl<'a> Message<'a> {
    pub(super) const fn new(structure: &'a Structure) -> Self {
        Self {
            structure,
            path: Vec::new(),
            footer: (String::new(), String::new()),
            told: false,
            reference: None,
            space: None,
            other: false,
        }
    }

    fn within(&self, element: &str) -> bool {
        self.path.iter().any(|open| open == element)
    }

    pub(super) fn start(&mut self, name: &str, attributes: &Attributes) {
        let part = |wanted: &str| attribute(attributes, wanted).unwrap_or_default();
        match name {
            "Ref" => {
                let provision = self.path.last().is_some_and(|open| open.starts_with("ProvisionAgre"));
                let urn =
                    if provision { "urn:sdmx:org.sdmx.infomodel.registry.ProvisionAgreement=" } else { "" };
                self.reference =
                    Some(format!("{urn}{}:{}({})", part("agencyID"), part("id"), part("version")));
            }
            // What holds a data set may be named by the namespace of its elements alone.
            "Structure" if self.path.last().is_some_and(|open| open == "Header") => {
                let space = part("namespace");
                self.space = space.contains("infomodel.").then(|| space.to_owned());
                self.other = false;
            }
            "Message" if self.within("Footer") => {
                self.footer = (part("code").to_owned(), part("severity").to_owned());
                self.told = false;
            }
            _ => {}
        }
        self.path.push(name.to_owned());
    }

    pub(super) fn end(&mut self, name: &str, text: &str, line: u32, findings: &mut Findings) {
        self.path.pop();
        let place = Place { row: Some(line), ..Place::default() };
        let header = self.within("Header");
        match name {
            "Ref" => {
                if let Some(reference) = self.reference.take() {
                    self.declared(&reference, &place, findings);
                }
            }
            // 2.1 has the URN in an element of its own, 3.0 as text.
            _ if header && is_urn(text) && (name == "URN" || ABOUT.contains(&name)) => {
                self.declared(text, &place, findings);
            }
            "Structure" if self.path.last().is_some_and(|open| open == "Header") => {
                if let Some(space) = self.space.take().filter(|_| !self.other) {
                    self.declared(&space, &place, findings);
                }
            }
            "DataSetAction" if header && !is_taken(text) => {
                let hint = "export a message that appends or replaces: a return is all that counts";
                dismissed(text, &place, hint, findings);
            }
            "Test" if header && matches!(text.to_ascii_lowercase().as_str(), "true" | "1") => {
                let what = "the message says of itself that it is a test".to_owned();
                let hint = "see that these are the figures to be sent".to_owned();
                findings.add(SENDER_SAYS, &place, None, what, hint);
            }
            "Text" if self.within("Footer") => {
                self.told = true;
                self.footer(text, &place, findings);
            }
            // It may say by its code alone that it failed.
            "Message" if self.within("Footer") && !self.told => self.footer("", &place, findings),
            _ => {}
        }
    }

    fn declared(&mut self, artefact: &str, place: &Place, findings: &mut Findings) {
        let before = findings.faults.len();
        declared(self.structure, artefact, place, findings);
        self.other |= findings.faults.len() > before;
    }

    fn footer(&self, text: &str, place: &Place, findings: &mut Findings) {
        let (code, severity) = &self.footer;
        // Success, partial content, and what is no fault by its severity.
        let mild = matches!(severity.to_ascii_lowercase().as_str(), "information" | "warning");
        let rule = if mild { SENDER_SAYS } else { SENDER_ERROR };
        let code = if code.is_empty() { String::new() } else { format!(", code {code}") };
        let severity = if severity.is_empty() { String::new() } else { format!(", {severity}") };
        let what = format!("a message of the sender's system in the footer{severity}{code}");
        let hint = "export the file again, or ask for it in parts; send it when it is whole".to_owned();
        let text = Some(text).filter(|text| !text.is_empty());
        findings.add(rule, place, text, what, hint);
    }
}
