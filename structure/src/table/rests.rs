//! Count-only cells of soft sums: what is left of a parent after the parts that are asked, and of a denominator after a
//! numerator. Without them the parent would stay shut: what is left may be one member's.

use super::book::{Book, Codes, Row};
use super::count_only::How;
use super::systems::{Assumed, left};
use std::collections::{BTreeSet, HashMap};

/// What is left where several dimensions are broken down only together: it is no product of codes.
#[derive(Clone)]
pub(super) struct Apart {
    /// Place of the table in whose systems this is known.
    pub(super) table: usize,
    pub(super) whole: Codes,
    pub(super) parts: Vec<Codes>,
}

/// A count-only row.
pub(super) struct Counted {
    pub(super) row: Row,
    pub(super) how: How,
    pub(super) apart: Option<Apart>,
}

/// Asked rows by their codes, and the count-only rows found.
pub(super) struct Rests<'r> {
    asked: &'r HashMap<Row, u32>,
    found: Vec<Counted>,
    at: HashMap<Row, usize>,
}

/// All of them, those of parents first.
pub(super) fn rests(
    book: &mut Book<'_>,
    assumed: &[Assumed<'_>],
    rows: &[Row],
    asked: &HashMap<Row, u32>,
) -> Vec<Counted> {
    let mut rests = Rests { asked, found: Vec::new(), at: HashMap::new() };
    for (table, own) in assumed.iter().enumerate() {
        let measures = &own.measures;
        for row in rows.iter().filter(|row| measures.contains(&row.code(book.measure))) {
            rests.of_parent(book, (table, own), row);
        }
    }
    for row in rows {
        rests.of_denominator(book, row);
    }
    for at in 0..rests.found.len() {
        rests.of_rest(book, at);
    }
    rests.found
}

impl Rests<'_> {
    /// Cells that are a figure together; none if the round does not ask for them.
    fn cells(&self, book: &Book<'_>, row: &Row) -> Option<Vec<u32>> {
        if let Some(cell) = self.asked.get(row) {
            return Some(vec![*cell]);
        }
        for dimension in book.summed() {
            let (Some(id), name) =
                (book.dimensions.get(dimension), book.name(dimension, row.code(dimension)))
            else {
                continue;
            };
            for sum in book.structure.sums_of(id, name) {
                let part =
                    |child: &String| self.cells(book, &row.with(dimension, book.known(dimension, child)?));
                if let Some(parts) = sum.children.iter().map(part).collect::<Option<Vec<_>>>() {
                    return Some(parts.into_iter().flatten().collect());
                }
            }
        }
        None
    }

    /// What is left of a cell after its parts in one table, in each dimension and in several at once.
    fn of_parent(&mut self, book: &Book<'_>, (table, own): (usize, &Assumed<'_>), row: &Row) {
        let broken: Vec<usize> = (0..own.parents.len())
            .filter(|at| own.parents.get(*at).is_some_and(|parents| parents.contains_key(&row.code(*at))))
            .collect();
        let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
        for dimension in broken {
            let longer: Vec<Vec<usize>> =
                sets.iter().map(|set| set.iter().copied().chain([dimension]).collect()).collect();
            sets.extend(longer);
        }
        sets.sort_by_key(Vec::len);
        let mut known: Vec<Vec<usize>> = Vec::new();
        for set in sets.into_iter().filter(|set| !set.is_empty()) {
            let made = self.product(book, own, row, &set);
            let inside = known.iter().any(|other| other.iter().all(|dimension| set.contains(dimension)));
            let made = match made {
                None if set.len() > 1 && !inside => self.apart(book, (table, own), row, &set),
                made => made,
            };
            if let Some(counted) = made {
                known.push(set);
                self.push(counted);
            }
        }
    }

    /// The rest in every dimension of a set: what no part in any of them holds.
    fn product(&self, book: &Book<'_>, own: &Assumed<'_>, row: &Row, set: &[usize]) -> Option<Counted> {
        let (mut of, mut after) = (Vec::new(), Vec::new());
        let mut rest = row.clone();
        let mut terms = vec![(row.clone(), true)];
        for dimension in set {
            let parts = own.parents.get(*dimension)?.get(&row.code(*dimension))?;
            let less: Vec<(Row, bool)> = terms
                .iter()
                .flat_map(|(term, plus)| {
                    parts.asked.iter().map(move |part| (term.with(*dimension, *part), !plus))
                })
                .collect();
            // The last one is the likeliest to be missing.
            self.cells(book, &less.last()?.0)?;
            terms.extend(less);
            rest = rest.with(*dimension, parts.rest);
        }
        for (term, plus) in &terms {
            if *plus { &mut of } else { &mut after }.extend(self.cells(book, term)?);
        }
        Some(Counted { row: rest, how: How::Left { of, after }, apart: None })
    }

    /// What is left of a cell after parts that are broken down in all these dimensions.
    fn apart(
        &self,
        book: &Book<'_>,
        (table, own): (usize, &Assumed<'_>),
        row: &Row,
        set: &[usize],
    ) -> Option<Counted> {
        let (mut parts, mut key) = (vec![row.clone()], row.clone());
        for dimension in set {
            let own = own.parents.get(*dimension)?.get(&row.code(*dimension))?;
            parts = parts
                .iter()
                .flat_map(|part| own.asked.iter().map(|code| part.with(*dimension, *code)))
                .collect();
            key = key.with(*dimension, own.apart);
        }
        let cells: Vec<Vec<u32>> =
            parts.iter().map(|part| self.cells(book, part)).collect::<Option<Vec<_>>>()?;
        let how = How::Left { of: self.cells(book, row)?, after: cells.into_iter().flatten().collect() };
        let parts = parts.into_iter().map(|part| part.codes).collect();
        Some(Counted { row: key, how, apart: Some(Apart { table, whole: row.codes.clone(), parts }) })
    }

    /// What is left of an asked denominator after an asked numerator.
    fn of_denominator(&mut self, book: &mut Book<'_>, row: &Row) {
        let at = book.measure;
        let Some(denominator) = book.denominator(row.code(at)) else { return };
        let (Some(of), Some(after)) =
            (self.cells(book, &row.with(at, denominator)), self.asked.get(row).copied())
        else {
            return;
        };
        let code = left(book.name(at, row.code(at)));
        let row = row.with(at, book.number(at, &code));
        self.push(Counted { row, how: How::Left { of, after: vec![after] }, apart: None });
    }

    /// The same of rests: denominator less numerator, where both have this rest.
    fn of_rest(&mut self, book: &mut Book<'_>, at: usize) {
        let measure = book.measure;
        let Some(own) = self.found.get(at) else { return };
        let Some(denominator) = book.denominator(own.row.code(measure)) else { return };
        let whole = self.at.get(&own.row.with(measure, denominator)).and_then(|at| self.found.get(*at));
        let (Some(Counted { how: How::Left { of: first, after: second }, .. }), How::Left { of, after }) =
            (whole, &own.how)
        else {
            return;
        };
        let how = How::Left {
            of: first.iter().chain(after).copied().collect(),
            after: second.iter().chain(of).copied().collect(),
        };
        let (row, apart) = (own.row.clone(), own.apart.clone());
        let code = left(book.name(measure, row.code(measure)));
        let number = book.number(measure, &code);
        let other = |codes: &Codes| {
            let mut codes = codes.clone();
            codes.get_mut(measure).into_iter().for_each(|slot| *slot = number);
            codes
        };
        let apart = apart.map(|apart| Apart {
            table: apart.table,
            whole: other(&apart.whole),
            parts: apart.parts.iter().map(other).collect(),
        });
        self.push(Counted { row: row.with(measure, number), how, apart });
    }

    fn push(&mut self, counted: Counted) {
        if !self.at.contains_key(&counted.row) && !self.asked.contains_key(&counted.row) {
            self.at.insert(counted.row.clone(), self.found.len());
            self.found.push(counted);
        }
    }
}

/// Whether two lists of leaves are about the same figures.
pub(super) fn disjoint<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    one.intersection(other).next().is_none()
}
