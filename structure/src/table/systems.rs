//! Soft systems: what a reader of one table may assume to add up. In the system of a table a parent of a codelist is the
//! sum of those below it that the table asks of the same measure, and of a rest; in that of a numerator the denominator
//! is besides the sum of the numerator and of what is left.

use super::book::{Book, Row};
use crate::fault::StructureFault;
use crate::model::{Structure, Table};
use intertally_core::hash::digest;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What one table gives to assume.
pub(super) struct Assumed<'a> {
    /// Id of the table.
    pub(super) table: &'a str,
    /// Measures that it asks; of numerators also the denominators, which may be asked elsewhere, and what they leave.
    pub(super) measures: BTreeSet<u32>,
    /// Per dimension: each parent with the parts that are asked, and with the code of its rest.
    pub(super) parents: Vec<BTreeMap<u32, Parts>>,
    /// Per dimension: what each code is the sum of in the end, where it is no leaf.
    soft: Vec<HashMap<u32, Vec<u32>>>,
}

/// Parts of a parent.
#[derive(Clone)]
pub(super) struct Parts {
    /// Codes that the table asks, none of which shares a leaf with another.
    pub(super) asked: Vec<u32>,
    /// Stands for what is none of them.
    pub(super) rest: u32,
    /// Stands for what is left where several dimensions are broken down only together.
    pub(super) apart: u32,
}

/// A denominator and its parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) denominator: u32,
    pub(super) numerator: u32,
    pub(super) left: u32,
}

/// One soft system.
pub(super) struct System {
    /// The table, and the numerator if it is one's.
    pub(super) name: String,
    /// Place of the table among the assumed.
    pub(super) table: usize,
    pub(super) split: Option<Split>,
}

impl<'a> Assumed<'a> {
    /// # Errors
    /// Where parts of a declared sum hold the same code by the codelist.
    pub(super) fn of(book: &mut Book<'_>, table: &'a Table) -> Result<Self, StructureFault> {
        let mut parents = Vec::new();
        let mut soft = Vec::new();
        for (dimension, values) in table.values.iter().enumerate() {
            let mut search =
                Search { dimension, parents: BTreeMap::new(), soft: HashMap::new(), overlap: None };
            if book.summed().any(|summed| summed == dimension) {
                let asked: BTreeSet<&str> = values.codes.iter().map(String::as_str).collect();
                search.fill(book, &below(book, dimension, &asked));
            }
            if let Some(parent) = search.overlap {
                let what = format!(
                    "in table {} its parts hold the same code by the codelist; correct a parent there, or name it in \
                     not_sums",
                    table.id
                );
                return Err(StructureFault::Sum { dimension: values.dimension.clone(), parent, what });
            }
            parents.push(search.parents);
            soft.push(search.soft);
        }
        let at = book.measure;
        let asked = table.values.get(at).into_iter().flat_map(|values| &values.codes);
        let mut measures: BTreeSet<u32> = asked.map(|code| book.number(at, code)).collect();
        let pairs: Vec<(String, u32)> = measures
            .iter()
            .filter_map(|measure| Some((left(book.name(at, *measure)), book.denominator(*measure)?)))
            .collect();
        for (left, denominator) in pairs {
            measures.extend([denominator, book.number(at, &left)]);
        }
        Ok(Self { table: &table.id, measures, parents, soft })
    }

    /// Whether a code of some cell is broken down.
    fn breaks(&self, book: &Book<'_>, rows: &[Row]) -> bool {
        let own = rows.iter().filter(|row| self.measures.contains(&row.code(book.measure)));
        let broken = |row: &Row, at: usize| self.soft(book, at, row.code(at)) != book.hard(at, row.code(at));
        own.into_iter().any(|row| book.summed().any(|at| broken(row, at)))
    }

    /// What a code is the sum of in this table's reading.
    pub(super) fn soft<'s>(&'s self, book: &'s Book<'_>, dimension: usize, code: u32) -> &'s [u32] {
        let own = self.soft.get(dimension).and_then(|soft| soft.get(&code));
        own.map_or_else(|| book.hard(dimension, code), Vec::as_slice)
    }
}

/// The systems of a round's tables. A numerator that no table breaks down has a system of its own.
pub(super) fn systems(book: &mut Book<'_>, assumed: &[Assumed<'_>], rows: &[Row]) -> Vec<System> {
    let at = book.measure;
    let (mut systems, mut plain, mut within) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
    for (table, own) in assumed.iter().enumerate() {
        let pairs: Vec<(u32, u32)> =
            own.measures.iter().filter_map(|part| Some((*part, book.denominator(*part)?))).collect();
        let breaks = own.breaks(book, rows);
        for (numerator, denominator) in &pairs {
            let code = book.name(at, *numerator).to_owned();
            let left = book.number(at, &left(&code));
            let split = Split { denominator: *denominator, numerator: *numerator, left };
            if breaks {
                within.insert(code.clone());
                systems.push(System { name: format!("{}/{code}", own.table), table, split: Some(split) });
            } else {
                plain.entry(code.clone()).or_insert(System {
                    name: format!("/{code}"),
                    table,
                    split: Some(split),
                });
            }
        }
        if pairs.is_empty() && breaks {
            systems.push(System { name: own.table.to_owned(), table, split: None });
        }
    }
    systems.extend(plain.into_iter().filter(|(code, _)| !within.contains(code)).map(|(_, system)| system));
    systems.sort_by(|a, b| a.name.cmp(&b.name));
    systems
}

impl Structure {
    /// Whether no reader is to take a code for the sum of those below it: it is a sum by declaration, or said to be none.
    pub(super) fn is_no_soft_sum(&self, dimension: &str, code: &str) -> bool {
        self.not_sums.iter().any(|one| one.dimension == dimension && one.parent == code)
            || self.sums_of(dimension, code).next().is_some()
    }
}

/// The code of what a numerator leaves of its denominator.
pub(super) fn left(numerator: &str) -> String {
    format!("{numerator}~not")
}

/// The nearest asked codes below each parent of a dimension, in the order of the codelist: those that the structure says
/// to be no sum, or that are sums by declaration, are left out.
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
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for parent in children.keys().filter(|parent| !off(parent)) {
        let mut nearest = Vec::new();
        let mut open: Vec<&str> = children.get(parent).into_iter().flatten().rev().copied().collect();
        while let Some(code) = open.pop() {
            if asked.contains(code) {
                nearest.push(code);
            } else if !off(code) {
                open.extend(children.get(code).into_iter().flatten().rev());
            }
        }
        if !nearest.is_empty() {
            found.insert(parent, nearest);
        }
    }
    found
}

/// Looks for what codes of one dimension are sums of.
struct Search {
    dimension: usize,
    parents: BTreeMap<u32, Parts>,
    soft: HashMap<u32, Vec<u32>>,
    /// A code whose declared parts share leaves here.
    overlap: Option<String>,
}

impl Search {
    fn fill(&mut self, book: &mut Book<'_>, below: &BTreeMap<&str, Vec<&str>>) {
        if below.is_empty() {
            return;
        }
        below.keys().for_each(|parent| {
            self.atoms(book, below, parent);
        });
        // Totals by declaration hold what their parts are broken into.
        let (structure, id) = (book.structure, book.dimensions.get(self.dimension).copied());
        for sum in structure.sums.iter().filter(|sum| Some(sum.dimension.as_str()) == id) {
            self.atoms(book, below, &sum.parent);
        }
    }

    /// Leaves of a code, ascending.
    fn atoms(&mut self, book: &mut Book<'_>, below: &BTreeMap<&str, Vec<&str>>, code: &str) -> Vec<u32> {
        let number = book.number(self.dimension, code);
        if let Some(known) = self.soft.get(&number) {
            return known.clone();
        }
        let structure = book.structure;
        let Some(id) = book.dimensions.get(self.dimension).copied() else { return vec![number] };
        let sum = structure.sums_of(id, code).next();
        let parts: Vec<&str> = match (sum, below.get(code)) {
            (Some(sum), _) => sum.children.iter().map(String::as_str).collect(),
            (None, Some(nearest)) => nearest.clone(),
            (None, None) => return vec![number],
        };
        // Met again below itself it is a leaf.
        self.soft.insert(number, vec![number]);
        let mut broken: Vec<(&str, Vec<u32>)> =
            parts.iter().map(|part| (*part, self.atoms(book, below, part))).collect();
        let mut taken = BTreeSet::new();
        if sum.is_some() {
            let shared =
                broken.into_iter().flat_map(|(_, leaves)| leaves).filter(|leaf| !taken.insert(*leaf));
            if shared.count() > 0 {
                self.overlap = Some(code.to_owned());
            }
        } else {
            broken.sort_by_key(|(_, leaves)| std::cmp::Reverse(leaves.len()));
            let mut asked = Vec::new();
            for (part, leaves) in broken {
                if leaves.iter().all(|leaf| *leaf != number && !taken.contains(leaf)) {
                    taken.extend(leaves);
                    asked.push(part);
                }
            }
            if asked.is_empty() {
                self.soft.remove(&number);
                return vec![number];
            }
            asked.sort_unstable();
            let named: Vec<&[u8]> = asked.iter().map(|part| part.as_bytes()).collect();
            let mut mark = digest("rest", &named).to_string();
            mark.truncate(16);
            let rest = book.number(self.dimension, &format!("{code}~rest~{mark}"));
            let apart = book.number(self.dimension, &format!("{code}~apart~{mark}"));
            let asked = asked.iter().map(|part| book.number(self.dimension, part)).collect();
            taken.insert(rest);
            self.parents.insert(number, Parts { asked, rest, apart });
        }
        let leaves: Vec<u32> = taken.into_iter().collect();
        self.soft.insert(number, leaves.clone());
        leaves
    }
}
