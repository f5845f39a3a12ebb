//! Hierarchies while they are read (HierarchicalCodelist of SDMX-ML 2.1, Hierarchy of 3.0): which code stands under which.

use super::reference::{Artefact, Reference};
use crate::xml::Attributes;
use std::collections::BTreeMap;

/// All hierarchies of the files.
#[derive(Default)]
pub(super) struct Hierarchies {
    /// Their codes, each after the one that it stands under.
    pub(super) nodes: Vec<Node>,
    /// Hierarchies that are elsewhere, each with its file and line.
    stubs: Vec<(String, String)>,
    /// Those that are here.
    whole: Vec<String>,
    /// What the codelists are called in the one that is open.
    aliases: BTreeMap<String, Reference>,
    /// The alias that is open.
    alias: String,
    /// The HierarchicalCodelist that is open, and the Hierarchy.
    around: String,
    name: String,
    /// Places of the codes that are open.
    open: Vec<usize>,
}

/// A code in a hierarchy.
#[derive(Default)]
pub(super) struct Node {
    /// The list that it is of; none where nobody says, so that it may be of each that has it.
    list: Option<Reference>,
    pub(super) code: String,
    /// What it stands right under.
    above: Option<usize>,
    /// Name of the hierarchy.
    pub(super) hierarchy: String,
    /// File and line.
    pub(super) place: String,
}

impl Hierarchies {
    /// An element begins: the innermost of those that are open is `parent`.
    pub(super) fn start(
        &mut self,
        (parent, name): (&str, &str),
        attributes: &Attributes,
        given: &impl Fn(&str) -> String,
        place: impl Fn() -> String,
    ) {
        let elsewhere = matches!(given("isExternalReference").trim(), "true" | "1");
        match (parent, name) {
            ("HierarchicalCodelists", "HierarchicalCodelist") | ("Hierarchies", "Hierarchy") => {
                self.around = Artefact::of(attributes).to_string();
                self.name.clone_from(&self.around);
                self.aliases.clear();
                if elsewhere {
                    self.stubs.push((self.around.clone(), place()));
                } else {
                    self.whole.push(self.around.clone());
                }
            }
            ("HierarchicalCodelist", "Hierarchy") => self.name = format!("{}.{}", self.around, given("id")),
            ("HierarchicalCodelist", "IncludedCodelist") => self.alias = given("alias"),
            ("Hierarchy" | "HierarchicalCode", "HierarchicalCode") => {
                let (above, hierarchy, place) = (self.open.last().copied(), self.name.clone(), place());
                self.open.push(self.nodes.len());
                self.nodes.push(Node { above, hierarchy, place, ..Node::default() });
            }
            _ => {}
        }
    }

    /// A reference inside the elements that are open, the innermost last.
    pub(super) fn reference(&mut self, path: &[String], to: &Reference) {
        let innermost = |wanted: [&str; 2]| path.ends_with(&wanted.map(str::to_owned));
        if innermost(["HierarchicalCodelist", "IncludedCodelist"]) {
            self.aliases.insert(self.alias.clone(), to.clone());
        } else if innermost(["HierarchicalCode", "Code"]) || innermost(["HierarchicalCode", "CodeID"]) {
            let Some(node) = self.open.last().and_then(|at| self.nodes.get_mut(*at)) else { return };
            match &to.item {
                Some(item) => {
                    node.code.clone_from(item);
                    node.list = Some(Reference { item: None, ..to.clone() });
                }
                None => node.code.clone_from(&to.id),
            }
        }
    }

    /// An element ends, with its text.
    pub(super) fn end(&mut self, path: &[String], name: &str, text: &str) {
        match name {
            "HierarchicalCode" => {
                self.open.pop();
            }
            "CodelistAliasRef" => {
                let list = self.aliases.get(text).cloned();
                let node = self.open.last().and_then(|at| self.nodes.get_mut(*at)).into_iter();
                node.for_each(|node| node.list.clone_from(&list));
            }
            // Version 3.0 has the URN right there.
            "Code" if text.starts_with("urn:") => {
                let of_code = [path, &["Code".to_owned()]].concat();
                self.reference(&of_code, &Reference::of_urn(text));
            }
            _ => {}
        }
    }

    /// Hierarchies that no file has, each with file and line of its stub.
    pub(super) fn elsewhere(&self) -> impl Iterator<Item = &(String, String)> {
        self.stubs.iter().filter(|(name, _)| !self.whole.contains(name))
    }

    /// Of each code of a list the nearest one of the same list that it stands under, in the order of the files. `has`:
    /// whether the list has a code. Other versions of the list are about the same codes.
    pub(super) fn claims(&self, list: &Artefact, has: impl Fn(&str) -> bool) -> Vec<(&Node, &str)> {
        let of = |node: &&Node| {
            let is = |to: &Reference| {
                to.id == list.id && to.agency.as_ref().is_none_or(|agency| *agency == list.agency)
            };
            node.list.as_ref().is_none_or(is) && has(&node.code)
        };
        let up = |node: &Node| node.above.and_then(|at| self.nodes.get(at));
        let nearest = |node: &Node| {
            std::iter::successors(up(node), |above| up(above)).find(of).map(|above| above.code.as_str())
        };
        self.nodes.iter().filter(of).filter_map(|node| Some((node, nearest(node)?))).collect()
    }
}
