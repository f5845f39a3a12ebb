//! Codes that may be about the same cases: nobody declared that those below a parent are its parts, so that each lies in it,
//! and that is all that is sure. In one chain of codes, each right within the next, what a code leaves of the next is told
//! apart; beside it other codes are what they are by declaration, or what some tables break them down into.

use super::above::Above;
use super::book::Book;
use super::bundles::Bundle;
use super::choices::{Choice, Piece, chosen};
use super::order::Order;
use super::reading::Reading;
use super::told::{Said, Told, tell};
use super::webs::{Chain, Size, webs};
use crate::fault::StructureFault;
use crate::model::Table;

/// Most chains of one dimension, and most choices of one of each group, times the ways of measures.
const MAX_CHAINS: usize = 1_024;
const MAX_CHOICES: usize = 1_024;

/// Codes of a family's asked cells that may be about the same cases.
pub(super) struct Overlaps {
    /// Per dimension what lies right within what.
    orders: Vec<Order>,
    /// Per dimension what is declared.
    declared: Vec<Said>,
    pub(super) choices: Vec<Choice>,
}

impl Overlaps {
    /// Of the codes in use in each dimension by a family whose measures are taken apart in so many ways, and of its bundles that
    /// break codes down.
    ///
    /// # Errors
    /// Where codes lie within each other in too many ways.
    pub(super) fn of(
        book: &mut Book<'_>,
        used: Vec<Vec<u32>>,
        ways: usize,
        (tables, bundles): (&[&Table], &[&Bundle]),
    ) -> Result<Self, StructureFault> {
        let mut grounds = Vec::new();
        for (dimension, used) in used.into_iter().enumerate() {
            let above = Above::of(book, dimension);
            let order = Order::of(book, dimension, &used, &|code| above.right_above(code));
            let declared = Said::of(book, dimension);
            let chains = ways_up(book, &order, &declared)?;
            let mut read = |bundle: &&Bundle| {
                let each = Reading::each(book, tables, &bundle.tables, (dimension, &used));
                each.into_iter().map(|base| declared.with(base)).collect()
            };
            let bases = bundles.iter().map(&mut read).collect();
            grounds.push(Ground { dimension, used, order, declared, chains, bases });
        }
        let crossed = grounds.iter().filter(|ground| ground.overlaps(book)).count();
        let mut pieces = Vec::new();
        for ground in &grounds {
            ground.tell(book, Size::of(crossed), &mut pieces)?;
        }
        let most = MAX_CHOICES / ways.max(1);
        let codes: Vec<&[u32]> = grounds.iter().map(|ground| ground.used.as_slice()).collect();
        let chosen = chosen(&pieces, bundles.len(), most);
        let choices = chosen.iter().map(|one| Choice::of(book, &codes, one)).collect();
        let (orders, declared) = grounds.into_iter().map(|ground| (ground.order, ground.declared)).unzip();
        Ok(Self { orders, declared, choices })
    }

    /// Whether only that a code lies in another one is sure: nothing declares what of either is in both.
    pub(super) fn is_loose(&self, book: &Book<'_>, dimension: usize, inner: u32, outer: u32) -> bool {
        self.declared.get(dimension).is_some_and(|said| said.is_loose(book, inner, outer))
    }

    /// The codes that a code lies right within.
    pub(super) fn right_above(&self, dimension: usize, code: u32) -> &[u32] {
        self.orders.get(dimension).map_or(&[], |order| order.right_above(code))
    }
}

/// What leaves are the sum of before a chain is told apart, and where its codes lie in each other.
type Apart = (Told, Told);

/// Codes of one dimension, and what is said of them.
struct Ground {
    dimension: usize,
    used: Vec<u32>,
    order: Order,
    declared: Said,
    /// Ways upwards of which nothing is declared.
    chains: Vec<Chain>,
    /// Per bundle its bases, the whole one first.
    bases: Vec<Vec<Said>>,
}

impl Ground {
    /// What each bundle says of all codes.
    fn whole(&self) -> Vec<&Said> {
        self.bases.iter().filter_map(|bases| bases.first()).collect()
    }

    /// Whether two chains of codes or more are taken for parts by no reading.
    fn overlaps(&self, book: &Book<'_>) -> bool {
        let whole = self.whole();
        self.chains.iter().filter(|chain| is_open(book, &whole, chain)).count() > 1
    }

    /// All that may be told apart.
    fn tell(&self, book: &mut Book<'_>, size: Size, pieces: &mut Vec<Piece>) -> Result<(), StructureFault> {
        let dimension = self.dimension;
        let piece = |(base, told), reading, is_chain| Piece { dimension, told, base, reading, is_chain };
        let whole = self.whole();
        let chains = self.told_apart(book, &self.chains, (&self.declared, &whole), size);
        pieces.extend(chains.iter().map(|told| piece(told.clone(), None, true)));
        for (reading, (bases, whole)) in self.bases.iter().zip(&whole).enumerate() {
            let mut over: Vec<Apart> = Vec::new();
            for said in bases.iter().filter(|said| !said.base.is_empty()) {
                let own = ways_up(book, &self.order, said)?;
                for one in self.told_apart(book, &own, (said, &[*whole]), size) {
                    if over.iter().chain(&chains).all(|(_, told)| *told != one.1) {
                        over.push(one);
                    }
                }
            }
            pieces.extend(over.into_iter().map(|one| piece(one, Some(reading), true)));
            let whole = connected(&whole.base).into_iter();
            pieces.extend(whole.map(|told| piece((told.clone(), told), Some(reading), false)));
        }
        Ok(())
    }

    /// Of each web of chains that tells something apart beside what is said. Chains of codes that some reading takes for
    /// parts, whole, are each one by itself.
    fn told_apart(
        &self,
        book: &mut Book<'_>,
        chains: &[Chain],
        (said, whole): (&Said, &[&Said]),
        size: Size,
    ) -> Vec<Apart> {
        let dimension = self.dimension;
        let (open, single): (Vec<&Chain>, Vec<&Chain>) =
            chains.iter().partition(|chain| is_open(book, whole, chain));
        let parts = connected(&said.base);
        let mut apart = |web: &[&Chain]| -> Apart {
            let near = |part: &&Told| {
                let mut codes = web.iter().copied().flatten();
                codes.any(|code| book.hard(dimension, *code).iter().any(|leaf| part.contains_key(leaf)))
            };
            let base: Told = parts.iter().filter(near).flat_map(|part| part.clone()).collect();
            let mut told = base.clone();
            for (inner, outer) in web.iter().flat_map(|chain| chain.iter().zip(chain.iter().skip(1))) {
                if !said.are_apart(book, *inner, *outer) {
                    tell(&mut told, book, dimension, (*inner, *outer));
                    said.part(&mut told);
                }
            }
            (base, told)
        };
        let webs = webs(&open, size, &mut |web| apart(web).1);
        let mut all: Vec<Apart> = Vec::new();
        for web in webs.iter().map(Vec::as_slice).chain(single.iter().map(std::slice::from_ref)) {
            let (base, told) = apart(web);
            if told != base && all.iter().all(|(_, other)| *other != told) {
                all.push((base, told));
            }
        }
        all
    }
}

/// Ways upwards of which nothing is said.
fn ways_up(book: &Book<'_>, order: &Order, said: &Said) -> Result<Vec<Chain>, StructureFault> {
    let loose = |inner, outer| said.is_loose(book, inner, outer);
    order.chains(MAX_CHAINS, &loose).ok_or_else(|| {
        let (what, limit) = ("ways in which codes lie within each other", MAX_CHAINS as u64);
        StructureFault::TooMany { what, cells: limit + 1, limit }
    })
}

/// Whether no reading takes the first code of a chain for a part of its second.
fn is_open(book: &Book<'_>, whole: &[&Said], chain: &Chain) -> bool {
    let [inner, outer, ..] = chain.as_slice() else { return false };
    whole.iter().all(|said| said.is_loose(book, *inner, *outer))
}

/// What is said of leaves, in parts that have none in common, each with all leaves that it speaks of.
fn connected(base: &Told) -> Vec<Told> {
    let mut parts: Vec<Told> = Vec::new();
    for (leaf, own) in base {
        let mut joined: Told = own.iter().map(|one| (*one, vec![*one])).collect();
        joined.insert(*leaf, own.clone());
        let (near, apart): (Vec<Told>, Vec<Told>) =
            parts.into_iter().partition(|part| part.keys().any(|leaf| joined.contains_key(leaf)));
        for (leaf, own) in near.into_iter().flatten() {
            // What is broken down itself is no leaf of another.
            if own != [leaf] || !joined.contains_key(&leaf) {
                joined.insert(leaf, own);
            }
        }
        parts = apart;
        parts.push(joined);
    }
    parts
}
