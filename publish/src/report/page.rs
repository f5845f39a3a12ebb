//! HTML in the making. Fixed pieces go in as they are, everything else is escaped: only a `&'static str` is raw.

use super::chart::Svg;
use quick_xml::escape::escape;

/// A page.
pub(super) struct Page(String);

impl Page {
    pub(super) const fn new() -> Self {
        Self(String::new())
    }

    /// A piece of the page's own markup.
    pub(super) fn raw(&mut self, piece: &'static str) {
        self.0.push_str(piece);
    }

    /// Text from outside, in an element or a quoted attribute.
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&escape(text));
    }

    /// Text between two pieces.
    pub(super) fn wrap(&mut self, before: &'static str, text: &str, after: &'static str) {
        self.raw(before);
        self.text(text);
        self.raw(after);
    }

    /// A chart; it has escaped its own text.
    pub(super) fn chart(&mut self, svg: &Svg) {
        self.0.push_str(svg.markup());
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}
