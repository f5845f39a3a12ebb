//! What a reader of some tables may assume to add up: a parent of a codelist is the sum of what these tables ask below it,
//! and of a rest.

use super::book::Book;
use super::told::Told;
use crate::fault::StructureFault;
use crate::model::{Structure, Table};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What some tables ask, per dimension.
pub(super) struct Below(Vec<Asked>);

struct Asked {
    codes: BTreeSet<u32>,
    /// Of each parent what is asked below it, in the order of the codelist: a code that is asked, or one that no reader takes for
    /// the sum of those below it and of which something is asked.
    below: HashMap<u32, Vec<u32>>,
}

/// Per dimension what each code is the sum of in the end, where it is no leaf.
pub(super) struct Reading(Vec<HashMap<u32, Vec<u32>>>);

impl Below {
    /// Of the tables at these places, together.
    pub(super) fn of(book: &mut Book<'_>, tables: &[&Table], places: &[usize]) -> Self {
        let mut all = Vec::new();
        for dimension in 0..book.dimensions.len() {
            let codes = asked(book, tables, places, dimension);
            let named = below(book, dimension, &codes).into_iter();
            let mut number = |code: &str| book.number(dimension, code);
            let own = codes.into_iter().map(&mut number).collect();
            let named =
                named.map(|(parent, parts)| (number(parent), parts.into_iter().map(&mut number).collect()));
            all.push(Asked { codes: own, below: named.collect() });
        }
        Self(all)
    }

    /// Codes asked below one.
    pub(super) fn below(&self, dimension: usize, code: u32) -> &[u32] {
        self.0.get(dimension).and_then(|asked| asked.below.get(&code)).map_or(&[], Vec::as_slice)
    }

    /// Whether a code is asked.
    pub(super) fn asks(&self, dimension: usize, code: u32) -> bool {
        self.0.get(dimension).is_some_and(|asked| asked.codes.contains(&code))
    }
}

impl Reading {
    /// Of the tables at these places, together.
    ///
    /// # Errors
    /// Where parts of a declared sum hold the same code by the codelist.
    pub(super) fn of(
        book: &mut Book<'_>,
        tables: &[&Table],
        places: &[usize],
    ) -> Result<Self, StructureFault> {
        let mut all = Vec::new();
        for dimension in 0..book.dimensions.len() {
            let below = below(book, dimension, &asked(book, tables, places, dimension));
            let mut search = Search { dimension, below, soft: HashMap::new(), overlap: None };
            search.fill(book);
            if let Some(parent) = search.overlap {
                let named = places.iter().filter_map(|place| tables.get(*place));
                let named: Vec<&str> = named.map(|table| table.id.as_str()).collect();
                let what = format!(
                    "in table {} its parts hold the same code by the codelist; correct a parent there, or name it in \
                     not_sums",
                    named.join(" with ")
                );
                let dimension = book.dimensions.get(dimension).copied().unwrap_or_default().to_owned();
                return Err(StructureFault::Sum { dimension, parent, what });
            }
            all.push(search.soft);
        }
        Ok(Self(all))
    }

    /// What leaves by declaration of these codes are the sum of in one dimension, of those that are broken down there; then
    /// the same where one of the codes that are no sum by declaration is not, for each in turn.
    pub(super) fn each(
        book: &mut Book<'_>,
        tables: &[&Table],
        places: &[usize],
        (dimension, used): (usize, &[u32]),
    ) -> Vec<Told> {
        let all = below(book, dimension, &asked(book, tables, places, dimension));
        let name = |book: &Book<'_>, code: u32| book.name(dimension, code).to_owned();
        let broken = used.iter().map(|code| name(book, *code)).filter(|code| {
            let id = book.dimensions.get(dimension).copied().unwrap_or_default();
            all.contains_key(code.as_str()) && book.structure.sums_of(id, code).next().is_none()
        });
        let left_out: Vec<Option<String>> = std::iter::once(None).chain(broken.map(Some)).collect();
        let mut each = Vec::new();
        for left_out in left_out {
            let mut below = all.clone();
            below.retain(|parent, _| left_out.as_deref() != Some(*parent));
            let mut search = Search { dimension, below, soft: HashMap::new(), overlap: None };
            search.fill(book);
            let leaves: BTreeSet<u32> =
                used.iter().flat_map(|code| book.hard(dimension, *code)).copied().collect();
            let broken =
                |leaf: u32| Some((leaf, search.soft.get(&leaf).filter(|own| **own != [leaf])?.clone()));
            each.push(leaves.into_iter().filter_map(broken).collect());
        }
        each
    }

    /// Where leaves by declaration are sums of others: what each is the sum of, with its dimension. No leaf stands twice.
    pub(super) fn told(book: &Book<'_>, choice: &[(usize, &Told)]) -> Self {
        let of = |dimension: usize| {
            let own: Vec<&Told> =
                choice.iter().filter(|(at, _)| *at == dimension).map(|(_, told)| *told).collect();
            let parts = |leaf: &u32| own.iter().find_map(|told| told.get(leaf));
            let soft = |code: u32| {
                let hard = book.hard(dimension, code).iter();
                let all = hard.flat_map(|leaf| parts(leaf).cloned().unwrap_or_else(|| vec![*leaf]));
                let all: BTreeSet<u32> = all.collect();
                (code, all.into_iter().collect())
            };
            let touched = |code: &u32| book.hard(dimension, *code).iter().any(|leaf| parts(leaf).is_some());
            book.numbered(dimension).filter(touched).map(soft).collect()
        };
        Self((0..book.dimensions.len()).map(of).collect())
    }

    /// What a code is the sum of.
    pub(super) fn soft<'s>(&'s self, book: &'s Book<'_>, dimension: usize, code: u32) -> &'s [u32] {
        let own = self.0.get(dimension).and_then(|soft| soft.get(&code));
        own.map_or_else(|| book.hard(dimension, code), Vec::as_slice)
    }
}

impl Structure {
    /// Whether no reader is to take a code for the sum of those below it: it is a sum by declaration, or said to be none.
    pub(super) fn is_no_soft_sum(&self, dimension: &str, code: &str) -> bool {
        self.not_sums.iter().any(|one| one.dimension == dimension && one.parent == code)
            || self.sums_of(dimension, code).next().is_some()
    }
}

/// Codes that tables ask in a dimension that codes are broken down in.
fn asked<'a>(book: &Book<'_>, tables: &[&'a Table], places: &[usize], dimension: usize) -> BTreeSet<&'a str> {
    let places = places.iter().filter(|_| book.summed().any(|summed| summed == dimension));
    let chosen = places.filter_map(|place| tables.get(*place)?.values.get(dimension));
    chosen.flat_map(|values| &values.codes).map(String::as_str).collect()
}

/// The nearest asked codes below each parent of a dimension, in the order of the codelist, or of the sum that it is by
/// declaration. Those that the structure says to be no sum are left out.
fn below<'a>(book: &Book<'a>, dimension: usize, asked: &BTreeSet<&str>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let structure = book.structure;
    let Some(id) = book.dimensions.get(dimension).copied() else { return BTreeMap::new() };
    let codes: Vec<_> = structure.codes(id).into_iter().flat_map(|list| &list.codes).collect();
    let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for code in &codes {
        if let Some(parent) = &code.parent {
            children.entry(parent).or_default().push(&code.id);
        }
    }
    let off = |code: &str| structure.is_no_soft_sum(id, code);
    let tree = Tree { structure, id, children: &children, asked };
    let nearest = |of: Vec<&'a str>| {
        let mut nearest = Vec::new();
        let mut open = of;
        while let Some(code) = open.pop() {
            if asked.contains(code) || (off(code) && tree.touches(code, &mut BTreeSet::new())) {
                nearest.push(code);
            } else {
                open.extend(children.get(code).into_iter().flatten().rev());
            }
        }
        // What lies in it alone says no more than that it lies in it.
        let is_alone = |code: &&str| !asked.contains(*code) && structure.sums_of(id, code).next().is_none();
        if nearest.len() == 1 {
            nearest.retain(|code| !is_alone(code));
        }
        nearest
    };
    let below = children
        .keys()
        .filter(|parent| !off(parent))
        .map(|parent| (*parent, children.get(parent).into_iter().flatten().rev().copied().collect()));
    // Of several sums of one code the first.
    let sums = structure.sums.iter().rev().filter(|sum| sum.dimension == id);
    let sums = sums.map(|sum| (sum.parent.as_str(), sum.children.iter().rev().map(String::as_str).collect()));
    let all = below.chain(sums).map(|(parent, of)| (parent, nearest(of)));
    all.filter(|(_, nearest)| !nearest.is_empty()).collect()
}

/// The codes of one dimension, and which of them are asked.
struct Tree<'t, 'a> {
    structure: &'a Structure,
    id: &'a str,
    children: &'t BTreeMap<&'a str, Vec<&'a str>>,
    asked: &'t BTreeSet<&'t str>,
}

impl<'a> Tree<'_, 'a> {
    /// Whether something is asked of a code: itself, or what lies below it by declaration or by the codelist, be it a part of
    /// what is declared or not.
    fn touches(&self, code: &'a str, seen: &mut BTreeSet<&'a str>) -> bool {
        if self.asked.contains(code) {
            return true;
        }
        if !seen.insert(code) {
            return false;
        }
        let below = || self.children.get(code).into_iter().flatten().copied();
        let sum = self.structure.sums_of(self.id, code).next();
        let parts = sum.into_iter().flat_map(|sum| &sum.children).map(String::as_str);
        parts.chain(below()).any(|child| self.touches(child, seen))
    }
}

/// Leaves of the codes of one dimension.
struct Search<'a> {
    dimension: usize,
    below: BTreeMap<&'a str, Vec<&'a str>>,
    soft: HashMap<u32, Vec<u32>>,
    /// A code whose declared parts share leaves here.
    overlap: Option<String>,
}

impl Search<'_> {
    fn fill(&mut self, book: &mut Book<'_>) {
        if self.below.is_empty() {
            return;
        }
        let parents: Vec<&str> = self.below.keys().copied().collect();
        for parent in parents {
            self.atoms(book, parent);
        }
        // Totals by declaration hold what their parts are broken into.
        let (structure, id) = (book.structure, book.dimensions.get(self.dimension).copied());
        for sum in structure.sums.iter().filter(|sum| Some(sum.dimension.as_str()) == id) {
            self.atoms(book, &sum.parent);
        }
    }

    /// Leaves of a code, ascending.
    fn atoms(&mut self, book: &mut Book<'_>, code: &str) -> Vec<u32> {
        let number = book.number(self.dimension, code);
        if let Some(known) = self.soft.get(&number) {
            return known.clone();
        }
        let structure = book.structure;
        let Some(id) = book.dimensions.get(self.dimension).copied() else { return vec![number] };
        let sum = structure.sums_of(id, code).next();
        let parts: Vec<&str> = match (sum, self.below.get(code)) {
            (Some(sum), _) => sum.children.iter().map(String::as_str).collect(),
            (None, Some(nearest)) => nearest.clone(),
            (None, None) => return vec![number],
        };
        // Met again below itself it is a leaf.
        self.soft.insert(number, vec![number]);
        let mut parts: Vec<Vec<u32>> = parts.iter().map(|part| self.atoms(book, part)).collect();
        let mut leaves = BTreeSet::new();
        if sum.is_some() {
            let held = parts.into_iter().flatten();
            if held.filter(|leaf| !leaves.insert(*leaf)).count() > 0 {
                self.overlap = Some(code.to_owned());
            }
        } else {
            parts.retain(|leaves| !leaves.contains(&number));
            if parts.is_empty() {
                self.soft.remove(&number);
                return vec![number];
            }
            leaves.extend(parts.into_iter().flatten());
            leaves.insert(book.number(self.dimension, &format!("{code}~rest")));
        }
        let leaves: Vec<u32> = leaves.into_iter().collect();
        self.soft.insert(number, leaves.clone());
        leaves
    }
}
