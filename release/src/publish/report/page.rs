//! HTML in the making. Fixed pieces go in as they are, everything else is escaped: only a `&'static str` is raw.

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

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}
