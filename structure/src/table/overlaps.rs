//! Codes that may be about the same cases: nobody declared that those below a parent are its parts, so that each lies in it,
//! and that is all that is sure. In one chain of codes, each right within the next, what a code leaves of the next is told
//! apart.

use super::book::{Book, Codes, Row};
use super::order::Order;
use super::reading::Reading;
use crate::fault::StructureFault;
use std::collections::{BTreeMap, BTreeSet};

/// Most chains of one dimension, and most choices of one of each group, times the ways of measures.
const MAX_CHAINS: usize = 1_024;
const MAX_CHOICES: usize = 1_024;

/// Leaves of codes by declaration, and what each is the sum of where a chain is told apart.
pub(super) type Told = BTreeMap<u32, Vec<u32>>;

/// Codes of a family's asked cells that may be about the same cases.
pub(super) struct Overlaps {
    /// Per dimension what lies right within what.
    orders: Vec<Order>,
    /// Per dimension the summed codes, each with its leaves by declaration.
    totals: Vec<Vec<BTreeSet<u32>>>,
    pub(super) choices: Vec<Choice>,
}

/// Chains that are told apart at once.
pub(super) struct Choice {
    /// What codes are the sum of there.
    pub(super) reading: Reading,
    /// Leaves by declaration of all codes that it is about, per dimension that it says something of.
    about: Vec<(usize, BTreeSet<u32>)>,
}

impl Choice {
    /// The chains are about the codes of their own leaves, and of what shares leaves with these, directly or through others.
    fn of(book: &Book<'_>, used: &[Vec<u32>], chosen: &[(usize, &Told)]) -> Self {
        let mut about: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
        for (dimension, told) in chosen {
            about.entry(*dimension).or_default().extend(told.keys());
        }
        for (dimension, leaves) in &mut about {
            let codes = used.get(*dimension).into_iter().flatten();
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
        Self { reading: Reading::told(book, chosen), about: about.into_iter().collect() }
    }

    /// Whether they are about one of these codes.
    pub(super) fn is_about(&self, book: &Book<'_>, codes: &Codes) -> bool {
        self.about.iter().any(|(dimension, leaves)| {
            let code = codes.get(*dimension).copied().unwrap_or(u32::MAX);
            book.hard(*dimension, code).iter().any(|leaf| leaves.contains(leaf))
        })
    }
}

impl Overlaps {
    /// Of the rows of a family whose measures are taken apart in so many ways.
    ///
    /// # Errors
    /// Where codes lie within each other in too many ways.
    pub(super) fn of(book: &mut Book<'_>, rows: &[&Row], ways: usize) -> Result<Self, StructureFault> {
        let totals = (0..book.dimensions.len()).map(|dimension| totals(book, dimension)).collect();
        let mut made = Self { orders: Vec::new(), totals, choices: Vec::new() };
        let mut codes = Vec::new();
        let mut groups: Vec<(usize, Vec<Told>)> = Vec::new();
        for dimension in 0..book.dimensions.len() {
            let used = used(book, rows, dimension);
            let order = Order::of(book, dimension, &used, &|code| above(book, dimension, code));
            let loose = |inner: u32, outer: u32| made.is_loose(book, dimension, inner, outer);
            let Some(chains) = order.chains(MAX_CHAINS, &loose) else {
                let (what, limit) = ("ways in which codes lie within each other", MAX_CHAINS as u64);
                return Err(StructureFault::TooMany { what, cells: limit + 1, limit });
            };
            let mut all: Vec<Told> = Vec::new();
            for chain in &chains {
                let told = made.told(book, dimension, chain);
                if !told.is_empty() && !all.contains(&told) {
                    all.push(told);
                }
            }
            groups.extend(grouped(all).into_iter().map(|group| (dimension, group)));
            made.orders.push(order);
            codes.push(used);
        }
        let most = MAX_CHOICES / ways.max(1);
        made.choices = choices(&groups, most).iter().map(|one| Choice::of(book, &codes, one)).collect();
        Ok(made)
    }

    /// Whether only that a code lies in another one is sure: nothing declares what of either is in both.
    pub(super) fn is_loose(&self, book: &Book<'_>, dimension: usize, inner: u32, outer: u32) -> bool {
        let (own, whole) = (book.hard(dimension, inner), book.hard(dimension, outer));
        let within = |one: &[u32], other: &[u32]| one.iter().all(|leaf| other.contains(leaf));
        !within(own, whole) && !within(whole, own) && !self.are_apart(book, dimension, inner, outer)
    }

    /// Whether a declared sum says that two codes are apart, whatever the codelist says.
    fn are_apart(&self, book: &Book<'_>, dimension: usize, one: u32, other: u32) -> bool {
        let set = |code: u32| book.hard(dimension, code).iter().copied().collect::<BTreeSet<u32>>();
        let (one, other) = (set(one), set(other));
        let (one, other) = (&one - &other, &other - &one);
        let mut totals = self.totals.get(dimension).into_iter().flatten();
        totals.any(|total| !total.is_disjoint(&one) && !total.is_disjoint(&other))
    }

    /// What leaves are the sum of where each code of a chain lies in the next. Empty if all of it is declared.
    fn told(&self, book: &mut Book<'_>, dimension: usize, chain: &[u32]) -> Told {
        let mut told = Told::new();
        for (inner, outer) in chain.iter().zip(chain.iter().skip(1)) {
            if self.are_apart(book, dimension, *inner, *outer) {
                continue;
            }
            tell(&mut told, book, dimension, (*inner, *outer));
        }
        told
    }

    /// The codes that a code lies right within.
    pub(super) fn right_above(&self, dimension: usize, code: u32) -> &[u32] {
        self.orders.get(dimension).map_or(&[], |order| order.right_above(code))
    }
}

/// Codes of the rows, all that sums name below them, and the totals of which all parts are there: whoever adds these up has
/// them, asked or not. In the order of the codelist.
fn used(book: &mut Book<'_>, rows: &[&Row], dimension: usize) -> Vec<u32> {
    if !book.summed().any(|summed| summed == dimension) {
        return Vec::new();
    }
    let Some(id) = book.dimensions.get(dimension).copied() else { return Vec::new() };
    let mut open: Vec<u32> = rows.iter().map(|row| row.code(dimension)).collect();
    let mut found = BTreeSet::new();
    while let Some(code) = open.pop() {
        if found.insert(code) {
            let name = book.name(dimension, code).to_owned();
            let children = book.structure.sums_of(id, &name).flat_map(|sum| &sum.children);
            open.extend(children.map(|child| book.number(dimension, child)));
        }
        if open.is_empty() {
            let sums = book.structure.sums.iter().filter(|sum| sum.dimension == id);
            let is_there =
                |child: &String| book.known(dimension, child).is_some_and(|number| found.contains(&number));
            let whole: Vec<&str> = sums
                .filter(|sum| sum.children.iter().all(is_there) && !is_there(&sum.parent))
                .map(|sum| sum.parent.as_str())
                .collect();
            open.extend(whole.into_iter().map(|parent| book.number(dimension, parent)));
        }
    }
    let listed = book.structure.codes(id).into_iter().flat_map(|list| &list.codes);
    listed.filter_map(|code| book.known(dimension, &code.id)).filter(|code| found.contains(code)).collect()
}

/// Chains, those together that tell apart a common leaf, directly or through others.
fn grouped(all: Vec<Told>) -> Vec<Vec<Told>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, told) in all.iter().enumerate() {
        let shares = |other: &usize| {
            all.get(*other).is_some_and(|other| other.keys().any(|leaf| told.contains_key(leaf)))
        };
        let (mut joined, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(shares));
        joined.push(vec![at]);
        let mut joined = joined.concat();
        joined.sort_unstable();
        groups = apart;
        groups.push(joined);
    }
    groups.sort_unstable();
    let mut all: Vec<Option<Told>> = all.into_iter().map(Some).collect();
    let mut taken = |group: Vec<usize>| group.iter().filter_map(|at| all.get_mut(*at)?.take()).collect();
    groups.into_iter().map(&mut taken).collect()
}

/// One chain of each group in every way; where these are more than `most`, the first of each, the second of each that has one,
/// and so on.
fn choices(groups: &[(usize, Vec<Told>)], most: usize) -> Vec<Vec<(usize, &Told)>> {
    let all = groups.iter().map(|(_, group)| group.len()).fold(1, usize::saturating_mul);
    let longest = groups.iter().map(|(_, group)| group.len()).max().unwrap_or(0);
    if all > most {
        let nth = |n: usize| groups.iter().filter_map(|(at, group)| Some((*at, group.get(n)?))).collect();
        return (0..longest).map(nth).collect();
    }
    let mut choices = vec![Vec::new(); usize::from(longest > 0)];
    for (at, group) in groups {
        let mut longer = Vec::new();
        for choice in &choices {
            longer.extend(group.iter().map(|one| [choice.as_slice(), &[(*at, one)]].concat()));
        }
        choices = longer;
    }
    choices
}

/// What the structure puts right above a code: its parent in the codelist, then each sum that names it.
fn above<'b>(book: &Book<'b>, dimension: usize, code: &str) -> Vec<&'b str> {
    let structure = book.structure;
    let Some(id) = book.dimensions.get(dimension).copied() else { return Vec::new() };
    let parent = structure.code(id, code).and_then(|code| code.parent.as_deref());
    let sums = structure.sums.iter().filter(|sum| sum.dimension == id);
    let sums = sums.filter(|sum| sum.children.iter().any(|child| child == code));
    let mut seen = BTreeSet::from([code.to_owned()]);
    let all = parent.into_iter().chain(sums.map(|sum| sum.parent.as_str()));
    all.filter(|parent| seen.insert((*parent).to_owned())).collect()
}

/// Leaves of both as well, where one code lies in another one.
fn tell(told: &mut Told, book: &mut Book<'_>, dimension: usize, (inner, outer): (u32, u32)) {
    let (own, whole) = (spread(told, book.hard(dimension, inner)), spread(told, book.hard(dimension, outer)));
    let (inside, outside): (BTreeSet<u32>, BTreeSet<u32>) = (&own - &whole, &whole - &own);
    if inside.is_empty() || outside.is_empty() {
        return;
    }
    let mut change = Told::new();
    let name = |book: &Book<'_>, code: u32| book.name(dimension, code).to_owned();
    for leaf in &outside {
        let code = format!("{}~rest", name(book, *leaf));
        change.insert(*leaf, vec![book.number(dimension, &code)]);
    }
    for leaf in &inside {
        for part in &outside {
            let both = if outside.len() == 1 {
                *leaf
            } else {
                let code = format!("{}~in~{}", name(book, *leaf), name(book, *part));
                book.number(dimension, &code)
            };
            change.entry(*part).or_default().push(both);
            if outside.len() > 1 {
                change.entry(*leaf).or_default().push(both);
            }
        }
    }
    for leaf in book.hard(dimension, inner).iter().chain(book.hard(dimension, outer)) {
        told.entry(*leaf).or_insert_with(|| vec![*leaf]);
    }
    for leaves in told.values_mut() {
        let old = std::mem::take(leaves);
        *leaves = spread(&change, &old).into_iter().collect();
    }
}

/// Summed codes, each with its leaves by declaration.
fn totals(book: &mut Book<'_>, dimension: usize) -> Vec<BTreeSet<u32>> {
    let structure = book.structure;
    let Some(id) = book.dimensions.get(dimension).copied() else { return Vec::new() };
    let sums = structure.sums.iter().filter(|sum| sum.dimension == id);
    let number = |sum: &crate::model::Sum| {
        let total = book.number(dimension, &sum.parent);
        book.hard(dimension, total).iter().copied().collect()
    };
    sums.map(number).collect()
}

/// What leaves are the sum of, ascending.
fn spread(told: &Told, leaves: &[u32]) -> BTreeSet<u32> {
    let of = |leaf: &u32| told.get(leaf).cloned().unwrap_or_else(|| vec![*leaf]);
    leaves.iter().flat_map(of).collect()
}
