//! What the readers of XML share: names without prefix, attributes, lines.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// An element's attributes that are no namespaces: prefix (or empty), local name and value.
pub type Attributes = Vec<(String, String, String)>;

/// Steps through a text, counting lines.
pub struct Walk<'t> {
    reader: Reader<&'t [u8]>,
    text: &'t str,
    seen: usize,
    line: u32,
    open: u32,
}

/// What a walk meets.
pub enum Step {
    /// An element begins: local name, attributes, whether it ends at once.
    Start(String, Attributes, bool),
    /// An element ends: local name.
    End(String),
    /// Text inside, that of CDATA sections included; may come in pieces.
    Text(String),
    /// The end of the file.
    Eof,
}

impl<'t> Walk<'t> {
    /// From the beginning of a text.
    pub fn new(text: &'t str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        Self { reader: Reader::from_str(text), text, seen: 0, line: 1, open: 0 }
    }

    /// The line of what was met last, from 1.
    pub fn line(&mut self) -> u32 {
        let position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let passed = self.text.as_bytes().get(self.seen..position.min(self.text.len())).unwrap_or_default();
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.seen = position.max(self.seen);
        self.line
    }

    /// The next step; comments and the like are passed over.
    ///
    /// # Errors
    /// The parser's words where the text is not well formed, or ends before its elements do.
    pub fn step(&mut self) -> Result<Step, String> {
        loop {
            let event = self.reader.read_event().map_err(|error| error.to_string())?;
            return Ok(match event {
                Event::Start(element) => {
                    self.open = self.open.saturating_add(1);
                    Step::Start(name(&element), attributes(&element)?, false)
                }
                Event::Empty(element) => Step::Start(name(&element), attributes(&element)?, true),
                Event::End(element) => {
                    self.open = self.open.saturating_sub(1);
                    Step::End(element.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Step::Text(text.as_ref().to_owned()),
                Event::CData(text) => Step::Text(text.as_ref().to_owned()),
                Event::GeneralRef(entity) => Step::Text(resolve(entity.as_ref())),
                // The parser itself takes a file that was cut for a whole one.
                Event::Eof if self.open > 0 => {
                    return Err("the file ends inside an element, so its rest is missing".to_owned());
                }
                Event::Eof => Step::Eof,
                _ => continue,
            });
        }
    }
}

/// The value of an attribute, whatever its prefix.
pub fn attribute<'a>(attributes: &'a Attributes, wanted: &str) -> Option<&'a str> {
    attributes.iter().find(|(_, name, _)| name == wanted).map(|(_, _, value)| value.as_str())
}

fn name(element: &BytesStart<'_>) -> String {
    element.local_name().as_ref().to_owned()
}

fn attributes(element: &BytesStart<'_>) -> Result<Attributes, String> {
    let mut found = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key: &str = attribute.key.as_ref();
        if key == "xmlns" || key.starts_with("xmlns:") {
            continue;
        }
        let (prefix, local) = key.split_once(':').unwrap_or(("", key));
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        found.push((prefix.to_owned(), local.to_owned(), value.into_owned()));
    }
    Ok(found)
}

/// The five entities that XML has by itself, and numbers of characters; others stay as they are.
fn resolve(entity: &str) -> String {
    let number = entity.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    match (entity, number.and_then(char::from_u32)) {
        (_, Some(character)) => character.to_string(),
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        _ => format!("&{entity};"),
    }
}
