//! Bundles: tables whose figures a reader may hold together, since cells of the one lie below cells of the other.

use super::above::Above;
use super::book::Book;
use super::measures::Measures;
use super::reading::{Below, Reading};
use super::touching::touching;
use crate::fault::StructureFault;
use crate::model::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Tables that ask measures of one family.
pub(super) struct Bundle {
    /// Their places among those that ask cells, ascending.
    pub(super) tables: Vec<usize>,
    /// What they ask below each parent.
    pub(super) below: Below,
    /// How they break codes down.
    pub(super) reading: Reading,
}

/// Codes of a table per dimension; of the measures only those of the family.
type Codes = Vec<BTreeSet<u32>>;

/// In one dimension: for a code the codes that hold it, by the codelist or in the reading of all tables, itself among them, and
/// whether more is assumed or unsaid than declared. Nothing of FREQ.
type Holding = BTreeMap<u32, BTreeMap<u32, bool>>;
type Holders = Vec<Holding>;

impl Bundle {
    /// All bundles of the tables that ask cells of a family, ordered by their first tables.
    ///
    /// # Errors
    /// Where parts of a declared sum hold the same code by the codelist.
    pub(super) fn of(
        book: &mut Book<'_>,
        tables: &[&Table],
        measures: &Measures,
        family: &[u32],
    ) -> Result<Vec<Self>, StructureFault> {
        let at = book.measure;
        let codes: Vec<Codes> = tables
            .iter()
            .map(|table| {
                let mut codes: Codes = Vec::new();
                for (dimension, values) in table.values.iter().enumerate() {
                    codes.push(made(book, dimension, &values.codes));
                }
                codes.get_mut(at).into_iter().for_each(|own| own.retain(|code| family.contains(code)));
                codes
            })
            .collect();
        let asking: Vec<usize> = (0..tables.len())
            .filter(|table| codes.get(*table).and_then(|own| own.get(at)).is_some_and(|own| !own.is_empty()))
            .collect();
        let all = Reading::of(book, tables, &asking)?;
        let holders = holders(book, measures, &all, &codes, &asking);
        let linked = |table: &usize, other: &usize| {
            let (Some(one), Some(other)) = (codes.get(*table), codes.get(*other)) else { return false };
            reaches(&holders, one, other)
                || reaches(&holders, other, one)
                || share_a_parent(&holders, at, one, other)
        };
        // The tables that ask stand in order, so places in their list do.
        let bundles = touching(&asking, linked);
        let tables_of =
            |places: Vec<usize>| places.iter().filter_map(|place| asking.get(*place).copied()).collect();
        let read = |own: Vec<usize>| {
            let reading = Reading::of(book, tables, &own)?;
            Ok(Self { below: Below::of(book, tables, &own), tables: own, reading })
        };
        bundles.into_iter().map(tables_of).map(read).collect()
    }
}

/// Codes of which a table has figures in one dimension: those that it asks; and of a declared sum, of which it has all but one,
/// the one that is left.
fn made(book: &mut Book<'_>, dimension: usize, asked: &[String]) -> BTreeSet<u32> {
    let (structure, id) = (book.structure, book.dimensions.get(dimension).copied().unwrap_or_default());
    let mut own: BTreeSet<&str> = asked.iter().map(String::as_str).collect();
    let sums = || structure.sums.iter().filter(|sum| sum.dimension == id);
    loop {
        let before = own.len();
        for sum in sums() {
            let all = std::iter::once(&sum.parent).chain(&sum.children).map(String::as_str);
            let missing: Vec<&str> = all.filter(|code| !own.contains(code)).collect();
            own.extend(Some(missing).filter(|missing| missing.len() == 1).into_iter().flatten());
        }
        if own.len() == before {
            return own.into_iter().map(|code| book.number(dimension, code)).collect();
        }
    }
}

fn holders(
    book: &Book<'_>,
    measures: &Measures,
    all: &Reading,
    codes: &[Codes],
    asking: &[usize],
) -> Holders {
    let held = |dimension: usize, code: u32, other: u32, above: &BTreeSet<&str>| -> Option<bool> {
        if dimension == book.measure {
            let within = measures.above(code).contains(&other);
            return (within || code == other).then_some(within);
        }
        if code == other {
            return Some(false);
        }
        let inside = |parts: &[u32], whole: &[u32]| parts.iter().all(|part| whole.contains(part));
        let (own, whole) = (all.soft(book, dimension, code), all.soft(book, dimension, other));
        let declared = inside(book.hard(dimension, code), book.hard(dimension, other));
        let is_below = above.contains(book.name(dimension, other));
        (declared || is_below || inside(own, whole)).then_some(!declared)
    };
    // FREQ says nothing of what lies within what: months add up.
    (0..book.dimensions.len())
        .map(|dimension| {
            let asking = asking.iter().filter(|_| Some(dimension) != book.frequency);
            let used: BTreeSet<u32> =
                asking.filter_map(|table| codes.get(*table)?.get(dimension)).flatten().copied().collect();
            let up = Above::of(book, dimension);
            let of = |code: &u32| {
                let above = up.all(book.name(dimension, *code));
                let found =
                    used.iter().filter_map(|other| Some((*other, held(dimension, *code, *other, &above)?)));
                (*code, found.collect())
            };
            used.iter().map(of).collect()
        })
        .collect()
}

/// Whether some cell of the first table lies below one of the second, and neither table has both; or some cell of both lies
/// above one of the first and below one of the second. Else the reading of a single table holds them together.
fn reaches(holders: &Holders, lower: &Codes, upper: &Codes) -> bool {
    let (mut across, mut between) = (BTreeSet::from([0_u8]), BTreeSet::from([0_u8]));
    for (at, held) in holders.iter().enumerate() {
        let (Some(lower), Some(upper)) = (lower.get(at), upper.get(at)) else { return false };
        if held.is_empty() {
            continue;
        }
        let mut pairs = BTreeSet::new();
        let mut middles = BTreeSet::new();
        for (code, above) in held.iter().filter(|(code, _)| lower.contains(code)) {
            for (other, assumed) in above.iter().filter(|(other, _)| upper.contains(other)) {
                let beside = [*assumed, !lower.contains(other), !upper.contains(code)];
                pairs.insert(bits(&beside));
            }
        }
        for code in lower.intersection(upper) {
            let below = lower.iter().any(|other| held.get(other).and_then(|up| up.get(code)) == Some(&true));
            let mut up = held.get(code).into_iter().flatten();
            let above = up.any(|(other, assumed)| *assumed && upper.contains(other));
            middles.extend([0, bits(&[below]), bits(&[false, above]), bits(&[below, above])]);
        }
        let join = |one: &BTreeSet<u8>, more: &BTreeSet<u8>| -> BTreeSet<u8> {
            one.iter().flat_map(|one| more.iter().map(move |more| one | more)).collect()
        };
        across = join(&across, &pairs);
        between = join(&between, &middles);
    }
    across.contains(&0b111) || between.contains(&0b11)
}

/// Whether both have a cell of which each has a part, in one dimension, that the other lacks. Parts of measures are never
/// added up.
fn share_a_parent(holders: &Holders, measure: usize, one: &Codes, other: &Codes) -> bool {
    let mut parted = false;
    for (at, held) in holders.iter().enumerate().filter(|(_, held)| !held.is_empty()) {
        let (Some(one), Some(other)) = (one.get(at), other.get(at)) else { return false };
        let lacks = |codes: &BTreeSet<u32>, lacking: &BTreeSet<u32>, parent: &u32| {
            codes.difference(lacking).any(|code| held.get(code).and_then(|up| up.get(parent)) == Some(&true))
        };
        let mut common = one.intersection(other).peekable();
        if common.peek().is_none() {
            return false;
        }
        let both = |parent: &u32| lacks(one, other, parent) && lacks(other, one, parent);
        parted = parted || (at != measure && common.any(both));
    }
    parted
}

fn bits(set: &[bool]) -> u8 {
    set.iter().rev().fold(0, |bits, one| bits << 1 | u8::from(*one))
}
