//! What of all that may be told apart is told apart at once: one chain of each group of codes, or what tables break codes down
//! into.

use super::book::{Book, Codes};
use super::reading::Reading;
use super::told::{Told, spread};
use super::touching::touching;
use std::collections::{BTreeMap, BTreeSet};

/// Something that may be said of the codes of one dimension.
pub(super) struct Piece {
    pub(super) dimension: usize,
    /// What leaves by declaration are the sum of there.
    pub(super) told: Told,
    /// What they are the sum of before chains are told apart.
    pub(super) base: Told,
    /// The bundle by which it reads codes, by its number; none if by declaration alone.
    pub(super) reading: Option<usize>,
    /// Whether a chain is told apart. Else codes are broken down and nothing more.
    pub(super) is_chain: bool,
}

impl Piece {
    fn shares(&self, other: &Self) -> bool {
        self.dimension == other.dimension && other.told.keys().any(|leaf| self.told.contains_key(leaf))
    }
}

/// What is told apart at once.
pub(super) struct Choice {
    /// What codes are the sum of there.
    pub(super) reading: Reading,
    /// Leaves by declaration of all codes that its chains are about, per dimension that they say something of.
    about: Vec<(usize, BTreeSet<u32>)>,
    /// What leaves by declaration are the sum of before its chains are told apart, per dimension that it says something of.
    bases: BTreeMap<usize, Told>,
}

impl Choice {
    /// The chains are about the codes of their own leaves, and of what shares leaves with these, directly or through others.
    pub(super) fn of(book: &Book<'_>, used: &[&[u32]], chosen: &[&Piece]) -> Self {
        let mut about: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
        for piece in chosen.iter().filter(|piece| piece.is_chain) {
            about.entry(piece.dimension).or_default().extend(piece.told.keys());
        }
        for (dimension, leaves) in &mut about {
            let codes = used.get(*dimension).copied().into_iter().flatten();
            let mut others: Vec<&[u32]> = codes.map(|code| book.hard(*dimension, *code)).collect();
            let mut before = usize::MAX;
            while others.len() != before {
                before = others.len();
                others.retain(|hard| {
                    let apart = hard.iter().all(|leaf| !leaves.contains(leaf));
                    if !apart {
                        leaves.extend(hard.iter());
                    }
                    apart
                });
            }
        }
        let told: Vec<(usize, &Told)> = chosen.iter().map(|piece| (piece.dimension, &piece.told)).collect();
        let mut bases: BTreeMap<usize, Told> = BTreeMap::new();
        for piece in chosen {
            bases.entry(piece.dimension).or_default().extend(piece.base.clone());
        }
        Self { reading: Reading::told(book, &told), about: about.into_iter().collect(), bases }
    }

    /// Whether one code is said to lie in another one before chains are told apart.
    pub(super) fn is_said(&self, book: &Book<'_>, dimension: usize, inner: u32, outer: u32) -> bool {
        let of = |code: u32| match self.bases.get(&dimension) {
            Some(base) => spread(base, book.hard(dimension, code)),
            None => book.hard(dimension, code).iter().copied().collect(),
        };
        of(inner).is_subset(&of(outer))
    }

    /// Whether they are about one of these codes.
    pub(super) fn is_about(&self, book: &Book<'_>, codes: &Codes) -> bool {
        self.about.iter().any(|(dimension, leaves)| {
            let code = codes.get(*dimension).copied().unwrap_or(u32::MAX);
            book.hard(*dimension, code).iter().any(|leaf| leaves.contains(leaf))
        })
    }
}

/// All that is told apart at once, each time no leaf twice. First what is told by declaration alone: one chain of each group in
/// every way; where these are more than `most`, the first of each, the second of each that has one, and so on. Then for each
/// of the bundles all ways in which some chain is told and something is broken down; where these are more than `most`, each
/// chain by itself, all that has no leaf in common with it being broken down.
pub(super) fn chosen(pieces: &[Piece], bundles: usize, most: usize) -> Vec<Vec<&Piece>> {
    let chains = grouped(pieces.iter().filter(|piece| piece.reading.is_none()));
    let mut all = ways(&chains, most).unwrap_or_else(|| {
        let longest = chains.iter().map(Vec::len).max().unwrap_or(0);
        let nth = |n: usize| chains.iter().filter_map(|group| group.get(n).cloned()).flatten().collect();
        (0..longest).map(nth).collect()
    });
    for bundle in 0..bundles {
        let own = pieces.iter().filter(|piece| piece.reading.is_none_or(|reading| reading == bundle));
        let groups = grouped(own);
        let mixed = |one: &Vec<&Piece>| {
            one.iter().any(|piece| piece.is_chain) && one.iter().any(|piece| piece.reading.is_some())
        };
        let more = ways(&groups, most).unwrap_or_else(|| single(&groups));
        all.extend(more.into_iter().filter(mixed));
    }
    all
}

/// Alternatives of each group: a chain, or all that is broken down.
type Group<'p> = Vec<Vec<&'p Piece>>;

/// Pieces that share a leaf, directly or through others, are of one group, of which one chain is told, or codes are broken down.
fn grouped<'p>(all: impl Iterator<Item = &'p Piece>) -> Vec<Group<'p>> {
    let all: Vec<&Piece> = all.collect();
    let groups = touching(&all, |one, other| one.shares(other));
    let alternatives = |group: Vec<usize>| {
        let own = group.iter().filter_map(|at| all.get(*at).copied());
        let (chains, broken): (Vec<&Piece>, Vec<&Piece>) = own.partition(|piece| piece.is_chain);
        let broken = Some(broken).filter(|broken| !broken.is_empty());
        chains.into_iter().map(|chain| vec![chain]).chain(broken).collect()
    };
    groups.into_iter().map(alternatives).collect()
}

/// One alternative of each group in every way, the last group running fastest. None if these are more than `most`.
fn ways<'p>(groups: &[Group<'p>], most: usize) -> Option<Vec<Vec<&'p Piece>>> {
    if groups.iter().map(Vec::len).fold(1, usize::saturating_mul) > most {
        return None;
    }
    let mut all = vec![Vec::new(); usize::from(!groups.is_empty())];
    for group in groups {
        let longer = |one: &Vec<&'p Piece>| {
            let one = one.clone();
            group.iter().map(move |more| [one.as_slice(), more].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    Some(all)
}

/// Each chain by itself, beside what is broken down in the other groups.
fn single<'p>(groups: &[Group<'p>]) -> Vec<Vec<&'p Piece>> {
    let is_chain = |one: &Vec<&Piece>| one.iter().any(|piece| piece.is_chain);
    let mut all = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        for chain in group.iter().filter(|one| is_chain(one)) {
            let others = groups.iter().enumerate().filter(|(other, _)| *other != at);
            let broken = others.filter_map(|(_, group)| group.iter().find(|one| !is_chain(one)));
            all.push(chain.iter().chain(broken.flatten()).copied().collect());
        }
    }
    all
}
