//! Count-only cells of soft sums: what is left of a parent after the parts that are asked, and of a measure after one that
//! lies within it. Without their counts nobody would see that what is left is of few.

use super::book::{Book, Codes, Row};
use super::count_only::How;
use super::found::Found;
use super::measures::left;
use super::reading::{Below, Reading};
use super::systems::Assumed;
use intertally_core::hash::digest;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// A whole, and what is taken off it: in a soft system where these lie within it, what is left holds the whole's other
/// figures.
#[derive(Clone)]
pub(super) struct Less {
    pub(super) whole: Figure,
    pub(super) parts: Vec<Figure>,
}

/// A figure that may be no cell.
#[derive(Clone)]
pub(super) enum Figure {
    Codes(Codes),
    /// What is left, by its place among the count-only rows.
    Left(usize),
}

/// A count-only row.
pub(super) struct Counted {
    pub(super) row: Row,
    pub(super) how: How,
    /// None for the guard of quiet figures.
    pub(super) less: Option<Less>,
}

struct Rests<'r> {
    cells: Found<'r>,
    found: Vec<Counted>,
    at: HashMap<Row, usize>,
}

/// What some tables ask, for the rests that it leaves.
#[derive(Clone, Copy)]
struct Asking<'r> {
    below: &'r Below,
    /// Of the bundle of these tables.
    reading: &'r Reading,
}

/// All of them, those of parents first.
pub(super) fn rests(book: &mut Book<'_>, assumed: &Assumed, rows: &[Row], cells: Found<'_>) -> Vec<Counted> {
    let mut rests = Rests { cells, found: Vec::new(), at: HashMap::new() };
    for row in rows {
        let Some(family) = assumed.measures.family(row.code(book.measure)) else { continue };
        for asking in assumed.asking(family) {
            rests.of_parent(book, asking, row);
        }
    }
    for row in rows {
        for whole in assumed.measures.above(row.code(book.measure)) {
            rests.of_measure(book, row, whole);
        }
    }
    for at in 0..rests.found.len() {
        let measure = rests.found.get(at).map_or(u32::MAX, |own| own.row.code(book.measure));
        for whole in assumed.measures.above(measure) {
            rests.of_rest(book, at, whole);
        }
    }
    rests.found
}

impl Assumed {
    /// Whose parts are taken off cells of a family: those of each table, and those of each bundle of several.
    fn asking(&self, family: usize) -> impl Iterator<Item = Asking<'_>> {
        let bundles = self.bundles.get(family).into_iter();
        let bundles =
            bundles.flat_map(|bundles| bundles.tables.iter().zip(&bundles.below).zip(&bundles.readings));
        let mut single: Vec<(usize, Asking<'_>)> = Vec::new();
        let mut joined = Vec::new();
        for ((tables, below), reading) in bundles {
            single.extend(
                tables
                    .iter()
                    .filter_map(|table| Some((*table, Asking { below: self.below.get(*table)?, reading }))),
            );
            joined.extend((tables.len() > 1).then_some(Asking { below, reading }));
        }
        single.sort_by_key(|(table, _)| *table);
        single.into_iter().map(|(_, asking)| asking).chain(joined)
    }
}

impl Asking<'_> {
    /// Of these codes below one those that share no leaf: those of most leaves first, then in the order of the codelist.
    fn kept(&self, book: &Book<'_>, dimension: usize, parent: u32, found: &BTreeSet<u32>) -> Vec<u32> {
        let below = self.below.below(dimension, parent).iter().copied().filter(|code| found.contains(code));
        let mut all: Vec<(u32, &[u32])> =
            below.map(|code| (code, self.reading.soft(book, dimension, code))).collect();
        all.retain(|(_, leaves)| !leaves.contains(&parent));
        all.sort_by_key(|(_, leaves)| Reverse(leaves.len()));
        let (mut kept, mut taken): (Vec<u32>, BTreeSet<u32>) = (Vec::new(), BTreeSet::new());
        for (code, leaves) in all {
            if leaves.iter().all(|leaf| !taken.contains(leaf)) {
                taken.extend(leaves);
                kept.push(code);
            }
        }
        kept
    }
}

impl Rests<'_> {
    /// What is left of a cell after its parts in one dimension, and in several at once.
    fn of_parent(&mut self, book: &mut Book<'_>, asking: Asking<'_>, row: &Row) {
        let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
        for dimension in (0..row.codes.len()).filter(|at| !asking.below.below(*at, row.code(*at)).is_empty())
        {
            let longer: Vec<Vec<usize>> =
                sets.iter().map(|set| set.iter().copied().chain([dimension]).collect()).collect();
            sets.extend(longer);
        }
        sets.sort_by_key(Vec::len);
        let mut known: Vec<Vec<usize>> = Vec::new();
        for set in sets.into_iter().filter(|set| !set.is_empty()) {
            let Some(kept) = self.kept(book, asking, row, &set) else { continue };
            let made = self.product(book, row, &kept);
            let inside = known.iter().any(|other| other.iter().all(|dimension| set.contains(dimension)));
            let made = match made {
                None if set.len() > 1 && !inside => Some(self.apart(book, row, &kept)),
                made => made,
            };
            if let Some(counted) = made {
                known.push(set);
                self.push(counted);
            }
        }
    }

    /// The codes that are taken off in each dimension of a set: those of which some part is found in all of them.
    fn kept(
        &self,
        book: &Book<'_>,
        asking: Asking<'_>,
        row: &Row,
        set: &[usize],
    ) -> Option<Vec<(usize, Vec<u32>)>> {
        let all =
            set.iter().map(|at| (*at, asking.below.below(*at, row.code(*at)).to_vec())).collect::<Vec<_>>();
        let parts: Vec<Row> =
            grid(row, &all).into_iter().filter(|part| self.cells.of(book, part).is_some()).collect();
        let kept = |at: &usize| {
            let found: BTreeSet<u32> = parts.iter().map(|part| part.code(*at)).collect();
            Some((*at, asking.kept(book, *at, row.code(*at), &found))).filter(|(_, kept)| !kept.is_empty())
        };
        set.iter().map(kept).collect()
    }

    /// The rest in every dimension: what no part in any of them holds.
    fn product(&self, book: &mut Book<'_>, row: &Row, kept: &[(usize, Vec<u32>)]) -> Option<Counted> {
        let (mut of, mut after) = (Vec::new(), Vec::new());
        let mut terms = vec![(row.clone(), true)];
        for (dimension, codes) in kept {
            let less: Vec<(Row, bool)> = terms
                .iter()
                .flat_map(|(term, plus)| codes.iter().map(move |code| (term.with(*dimension, *code), !plus)))
                .collect();
            // The last one is the likeliest to be missing.
            self.cells.of(book, &less.last()?.0)?;
            terms.extend(less);
        }
        for (term, plus) in &terms {
            if *plus { &mut of } else { &mut after }.extend(self.cells.of(book, term)?);
        }
        let single = kept.iter().flat_map(|(at, codes)| codes.iter().map(|code| row.with(*at, *code)));
        let parts = single.map(|part| Figure::Codes(part.codes)).collect();
        Some(counted(book, row, kept, "rest", How::Left { of, after }, parts))
    }

    /// What is left of a cell after parts that are broken down in all these dimensions: it is no product of codes.
    fn apart(&self, book: &mut Book<'_>, row: &Row, kept: &[(usize, Vec<u32>)]) -> Counted {
        let (mut after, mut parts) = (Vec::new(), Vec::new());
        for part in grid(row, kept) {
            if let Some(cells) = self.cells.of(book, &part) {
                after.extend(cells);
                parts.push(Figure::Codes(part.codes));
            }
        }
        let of = self.cells.of(book, row).unwrap_or_default();
        counted(book, row, kept, "apart", How::Left { of, after }, parts)
    }

    /// What is left of a measure after an asked one that lies within it.
    fn of_measure(&mut self, book: &mut Book<'_>, row: &Row, whole: u32) {
        let at = book.measure;
        let whole = row.with(at, whole);
        let (Some(of), Some(after)) = (self.cells.of(book, &whole), self.cells.asked(row)) else { return };
        let code = left(book.name(at, row.code(at)), book.name(at, whole.code(at)));
        let less = Less { whole: Figure::Codes(whole.codes), parts: vec![Figure::Codes(row.codes.clone())] };
        let row = row.with(at, book.number(at, &code));
        self.push(Counted { row, how: How::Left { of, after: vec![after] }, less: Some(less) });
    }

    /// The same of rests, where both have this one.
    fn of_rest(&mut self, book: &mut Book<'_>, part: usize, whole: u32) {
        let at = book.measure;
        let Some(own) = self.found.get(part) else { return };
        let Some(whole) = self.at.get(&own.row.with(at, whole)).copied() else { return };
        let (
            How::Left { of, after },
            Some(Counted { row: outer, how: How::Left { of: first, after: second }, .. }),
        ) = (&own.how, self.found.get(whole))
        else {
            return;
        };
        let how = How::Left {
            of: first.iter().chain(after).copied().collect(),
            after: second.iter().chain(of).copied().collect(),
        };
        let code = left(book.name(at, own.row.code(at)), book.name(at, outer.code(at)));
        let row = own.row.with(at, book.number(at, &code));
        let less = Less { whole: Figure::Left(whole), parts: vec![Figure::Left(part)] };
        self.push(Counted { row, how, less: Some(less) });
    }

    fn push(&mut self, counted: Counted) {
        if !self.at.contains_key(&counted.row) && self.cells.asked(&counted.row).is_none() {
            self.at.insert(counted.row.clone(), self.found.len());
            self.found.push(counted);
        }
    }
}

/// All rows with one of the codes in every dimension.
fn grid(row: &Row, codes: &[(usize, Vec<u32>)]) -> Vec<Row> {
    codes.iter().fold(vec![row.clone()], |rows, (at, codes)| {
        rows.iter().flat_map(|row| codes.iter().map(move |code| row.with(*at, *code))).collect()
    })
}

/// Named after its cell and the codes that are taken off.
fn counted(
    book: &mut Book<'_>,
    row: &Row,
    kept: &[(usize, Vec<u32>)],
    what: &str,
    how: How,
    parts: Vec<Figure>,
) -> Counted {
    let less = Less { whole: Figure::Codes(row.codes.clone()), parts };
    let mut row = row.clone();
    for (at, codes) in kept {
        let mut names: Vec<&[u8]> = codes.iter().map(|code| book.name(*at, *code).as_bytes()).collect();
        names.sort_unstable();
        let mut mark = digest("rest", &names).to_string();
        mark.truncate(16);
        let code = format!("{}~{what}~{mark}", book.name(*at, row.code(*at)));
        row = row.with(*at, book.number(*at, &code));
    }
    Counted { row, how, less: Some(less) }
}

/// Whether two lists of leaves are about the same figures.
pub(super) fn disjoint<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    one.intersection(other).next().is_none()
}
