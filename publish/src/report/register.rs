//! What an intervention is, for whom, how it works and where to read more: beside its steps and beside its effect, so that
//! method and evidence stand together.

use super::page::Page;
use super::view::View;
use intertally_structure::{Reading, Structure};
use std::collections::BTreeSet;

/// The register in one section of the report: each entry is said once, and referred to afterwards.
pub(super) struct Register<'a> {
    structure: &'a Structure,
    /// Beginning of the entries' ids in the page, one for each section.
    prefix: &'static str,
    said: BTreeSet<usize>,
}

impl<'a> Register<'a> {
    pub(super) fn new(view: &View<'a>, prefix: &'static str) -> Self {
        Self { structure: view.material.structure, prefix, said: BTreeSet::new() }
    }

    /// What the register says of a code; nothing where it has no entry.
    pub(super) fn about(&mut self, page: &mut Page, dimension: &str, code: &str) {
        let Some((at, one)) = self.structure.intervention(dimension, code) else { return };
        let id = format!("{}-{at}", self.prefix);
        if !self.said.insert(at) {
            page.wrap(
                "<p class=\"note\"><a href=\"#",
                &id,
                "\">What it is, for whom, how it works</a></p>\n",
            );
            return;
        }
        page.wrap("<dl class=\"about\" id=\"", &id, "\">\n");
        for (name, text) in [
            ("<dt>What it is</dt><dd>", &one.what),
            ("<dt>For whom</dt><dd>", &one.whom),
            ("<dt>How it works</dt><dd>", &one.method),
        ] {
            page.wrap(name, text, "</dd>\n");
        }
        if !one.read.is_empty() {
            page.raw("<dt>Read more</dt><dd>");
            one.read.iter().for_each(|reading| link(page, reading));
            page.raw("</dd>\n");
        }
        page.raw("</dl>\n");
    }

    /// Whether a code has an entry that was not said yet.
    pub(super) fn is_open(&self, dimension: &str, code: &str) -> bool {
        self.structure.intervention(dimension, code).is_some_and(|(at, _)| !self.said.contains(&at))
    }
}

fn link(page: &mut Page, reading: &Reading) {
    match &reading.address {
        Some(address) => {
            page.wrap("<p><a rel=\"noreferrer\" href=\"", address, "\">");
            page.wrap("", &reading.title, "</a></p>");
        }
        None => page.wrap("<p>", &reading.title, "</p>"),
    }
}
