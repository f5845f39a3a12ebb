//! A thin hand on quick-xml: elements with attributes, everything escaped by the library.

use super::super::{Material, PublishError};
use super::prepared;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Namespaces of SDMX-ML 2.1 messages.
pub(super) const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:mes", "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"),
    ("xmlns:str", "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"),
    ("xmlns:com", "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"),
];

/// Attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document being written.
pub(super) struct Xml {
    file: &'static str,
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// Begin a document.
    pub(super) fn new(file: &'static str) -> Result<Self, PublishError> {
        let mut xml = Self { file, writer: Writer::new_with_indent(Vec::new(), b' ', 1) };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    fn event(&mut self, event: Event<'_>) -> Result<(), PublishError> {
        let refused = |why: std::io::Error| PublishError::Write { file: self.file, why: why.to_string() };
        self.writer.write_event(event).map_err(refused)
    }

    /// An element with content, which `inside` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self) -> Result<(), PublishError>,
    ) -> Result<(), PublishError> {
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))?;
        inside(self)?;
        self.event(Event::End(BytesEnd::new(name)))
    }

    /// An element that holds text.
    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        text: &str,
    ) -> Result<(), PublishError> {
        self.element(name, attributes, |xml| xml.event(Event::Text(BytesText::new(text))))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> Result<(), PublishError> {
        self.event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())))
    }

    /// The message header up to the sender. The messages of a practice round are tests.
    pub(super) fn header(
        &mut self,
        id: &str,
        material: &Material<'_>,
        sender: &str,
        more: impl FnOnce(&mut Self) -> Result<(), PublishError>,
    ) -> Result<(), PublishError> {
        let prepared = prepared(material)?;
        self.element("mes:Header", &[], |xml| {
            xml.text("mes:ID", &[], id)?;
            xml.text("mes:Test", &[], if material.manifest.practice { "true" } else { "false" })?;
            xml.text("mes:Prepared", &[], &prepared)?;
            xml.empty("mes:Sender", &[("id", sender)])?;
            more(xml)
        })
    }

    /// The bytes, ending in a newline.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }
}
