//! Count-only cells of sums: what is left of a parent after the parts that are asked, and of a measure after one that lies
//! within it. Without their counts nobody would see that what is left is of few.

mod overlapping;

use super::book::{Book, Codes, Row};
use super::bundles::Bundle;
use super::count_only::How;
use super::found::Found;
use super::measures::left;
use super::reading::{Below, Reading};
use super::systems::Assumed;
use intertally_core::hash::digest;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// A whole, and what is taken off it: where these lie within it, what is left holds the whole's other figures.
#[derive(Clone)]
pub(super) struct Less {
    pub(super) whole: Figure,
    pub(super) parts: Vec<Figure>,
    /// Codes of parts that nobody declared to be any of the whole's: what is left of it is looked at only where no reading says
    /// that they are.
    pub(super) loose: Vec<Part>,
}

/// A code that lies in another one, of which nobody declared it to be a part.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) dimension: usize,
    pub(super) own: u32,
    pub(super) whole: u32,
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
        let Some(overlaps) = assumed.overlaps_of(row.code(book.measure)) else { continue };
        for dimension in 0..row.codes.len() {
            rests.of_code(book, overlaps, row, dimension);
        }
    }
    for row in rows {
        let measure = row.code(book.measure);
        let (Some(family), Some(overlaps)) = (assumed.measures.family(measure), assumed.overlaps_of(measure))
        else {
            continue;
        };
        let asking: Vec<Asking<'_>> = assumed.asking(family).collect();
        rests.of_codes(book, overlaps, &asking, row);
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
        let mut single: Vec<(usize, Asking<'_>)> = Vec::new();
        let mut joined = Vec::new();
        for Bundle { tables, below, reading } in self.bundles.get(family).into_iter().flatten() {
            let of = |table: &usize| Some((*table, Asking { below: self.below.get(*table)?, reading }));
            single.extend(tables.iter().filter_map(of));
            joined.extend((tables.len() > 1).then_some(Asking { below, reading }));
        }
        single.sort_by_key(|(table, _)| *table);
        single.into_iter().map(|(_, asking)| asking).chain(joined)
    }
}

impl Asking<'_> {
    /// Whether codes leave nothing of their parent: all parts of a declared sum.
    fn is_whole(&self, book: &Book<'_>, dimension: usize, parent: u32, codes: &[u32]) -> bool {
        let held: BTreeSet<u32> =
            codes.iter().flat_map(|code| self.reading.soft(book, dimension, *code)).copied().collect();
        self.reading.soft(book, dimension, parent).iter().all(|leaf| held.contains(leaf))
    }

    /// Of codes asked below a parent those that share no leaf and are found, those of most leaves first; in place of one that
    /// cannot be taken what it is made of.
    fn kept(&self, book: &Book<'_>, dimension: usize, parent: u32, found: &dyn Fn(u32) -> bool) -> Vec<u32> {
        let mut search = Taking {
            book,
            asking: *self,
            dimension,
            parent,
            found,
            kept: Vec::new(),
            taken: BTreeSet::new(),
        };
        search.take(self.below.below(dimension, parent), &mut BTreeSet::new());
        search.kept
    }
}

/// A search for parts of a parent that share nothing.
struct Taking<'s> {
    book: &'s Book<'s>,
    asking: Asking<'s>,
    dimension: usize,
    parent: u32,
    found: &'s dyn Fn(u32) -> bool,
    kept: Vec<u32>,
    taken: BTreeSet<u32>,
}

impl Taking<'_> {
    fn take(&mut self, codes: &[u32], seen: &mut BTreeSet<u32>) {
        let (asking, book) = (self.asking, self.book);
        let mut all: Vec<(u32, &[u32])> =
            codes.iter().map(|code| (*code, asking.reading.soft(book, self.dimension, *code))).collect();
        all.retain(|(_, leaves)| !leaves.contains(&self.parent));
        all.sort_by_key(|(_, leaves)| Reverse(leaves.len()));
        for (code, leaves) in all {
            if !seen.insert(code) {
                continue;
            }
            let asked = asking.below.asks(self.dimension, code);
            if asked && leaves.iter().all(|leaf| !self.taken.contains(leaf)) && (self.found)(code) {
                self.taken.extend(leaves);
                self.kept.push(code);
            } else {
                let parts = self.parts(code);
                self.take(&parts, seen);
            }
        }
    }

    /// What a code is made of: its declared parts, or what is asked below it.
    fn parts(&self, code: u32) -> Vec<u32> {
        let name = self.book.name(self.dimension, code);
        let id = self.book.dimensions.get(self.dimension).copied().unwrap_or_default();
        match self.book.structure.sums_of(id, name).next() {
            Some(sum) => {
                sum.children.iter().filter_map(|child| self.book.known(self.dimension, child)).collect()
            }
            None => self.asking.below.below(self.dimension, code).to_vec(),
        }
    }
}

impl Rests<'_> {
    /// What is left of a cell after its parts in one dimension, and in several at once.
    fn of_parent(&mut self, book: &mut Book<'_>, asking: Asking<'_>, row: &Row) {
        let mut kept: Vec<Vec<u32>> = vec![Vec::new(); row.codes.len()];
        let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
        for dimension in 0..row.codes.len() {
            let Some(own) = self.taken_off(book, asking, row, dimension) else { continue };
            if let Some(slot) = kept.get_mut(dimension) {
                *slot = own;
            }
            let longer: Vec<Vec<usize>> =
                sets.iter().map(|set| set.iter().copied().chain([dimension]).collect()).collect();
            sets.extend(longer);
        }
        sets.sort_by_key(Vec::len);
        let mut known: Vec<Vec<usize>> = Vec::new();
        for set in sets.into_iter().filter(|set| !set.is_empty()) {
            let own: Vec<(usize, Vec<u32>)> =
                set.iter().filter_map(|at| Some((*at, kept.get(*at)?.clone()))).collect();
            let inside = known.iter().any(|other| other.iter().all(|dimension| set.contains(dimension)));
            let made = if own.iter().all(|(_, codes)| !codes.is_empty()) {
                self.product(book, row, &own)
            } else if set.len() > 1 && !inside {
                self.apart(book, asking, row, &set)
            } else {
                None
            };
            if let Some(counted) = made {
                known.push(set);
                self.push(counted);
            }
        }
    }

    /// The parts that are taken off a row's code in one dimension; none where it is not broken down, or they leave nothing.
    fn taken_off(
        &self,
        book: &Book<'_>,
        asking: Asking<'_>,
        row: &Row,
        dimension: usize,
    ) -> Option<Vec<u32>> {
        let own = row.code(dimension);
        if asking.below.below(dimension, own).is_empty() {
            return None;
        }
        let found = |code: u32| self.cells.of(book, &row.with(dimension, code)).is_some();
        let kept = asking.kept(book, dimension, own, &found);
        Some(kept).filter(|kept| !asking.is_whole(book, dimension, own, kept))
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

    /// What is left of a cell after parts that are found only where it is broken down in all these dimensions: it is no
    /// product of codes.
    fn apart(&self, book: &mut Book<'_>, asking: Asking<'_>, row: &Row, set: &[usize]) -> Option<Counted> {
        let all =
            set.iter().map(|at| (*at, asking.below.below(*at, row.code(*at)).to_vec())).collect::<Vec<_>>();
        let rows: Vec<Row> =
            grid(row, &all).into_iter().filter(|part| self.cells.of(book, part).is_some()).collect();
        let kept: Vec<(usize, Vec<u32>)> = set
            .iter()
            .map(|at| {
                let found: BTreeSet<u32> = rows.iter().map(|part| part.code(*at)).collect();
                (*at, asking.kept(book, *at, row.code(*at), &|code| found.contains(&code)))
            })
            .collect();
        let taken = |part: &&Row| kept.iter().all(|(at, codes)| codes.contains(&part.code(*at)));
        let (mut after, mut parts) = (Vec::new(), Vec::new());
        for part in rows.iter().filter(taken) {
            after.extend(self.cells.of(book, part)?);
            parts.push(Figure::Codes(part.codes.clone()));
        }
        if parts.is_empty() {
            return None;
        }
        let of = self.cells.of(book, row)?;
        Some(counted(book, row, &kept, "apart", How::Left { of, after }, parts))
    }

    /// What is left of a measure after an asked one that lies within it.
    fn of_measure(&mut self, book: &mut Book<'_>, row: &Row, whole: u32) {
        let at = book.measure;
        let whole = row.with(at, whole);
        let (Some(of), Some(after)) = (self.cells.of(book, &whole), self.cells.asked(row)) else { return };
        let left = row.with(at, left(book, row.code(at), whole.code(at)));
        let parts = vec![Figure::Codes(row.codes.clone())];
        let less = Less { whole: Figure::Codes(whole.codes), parts, loose: Vec::new() };
        self.push(Counted { row: left, how: How::Left { of, after: vec![after] }, less: Some(less) });
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
        let row = own.row.with(at, left(book, own.row.code(at), outer.code(at)));
        let less = Less { whole: Figure::Left(whole), parts: vec![Figure::Left(part)], loose: Vec::new() };
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
pub(super) fn counted(
    book: &mut Book<'_>,
    row: &Row,
    kept: &[(usize, Vec<u32>)],
    what: &str,
    how: How,
    parts: Vec<Figure>,
) -> Counted {
    let less = Less { whole: Figure::Codes(row.codes.clone()), parts, loose: Vec::new() };
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
