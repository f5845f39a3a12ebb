//! Figures of cells, in every system, and their leaves: spans of months are cut where a cell with the same figure begins
//! or ends.

use super::book::{Book, Codes, Row};
use super::rests::{Figure, Less};
use super::systems::Assumed;
use intertally_core::round::Leaf;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// A soft system by its number; none for what is declared.
pub(super) type System<'s> = Option<(&'s Assumed, usize)>;

/// A row, and what it is left of if it is counted alone.
pub(super) type Line<'r> = (&'r Row, Option<&'r Less>);

/// Figures by number, with their codes as a tree: one step per dimension.
#[derive(Default)]
pub(super) struct Figures {
    /// Step from a beginning by a code.
    steps: FxHashMap<(u32, u32), u32>,
    /// Beginning and code of each.
    nodes: Vec<(u32, u32)>,
}

const ROOT: u32 = u32::MAX;

impl Figures {
    fn step(&mut self, beginning: u32, code: u32) -> u32 {
        let next = u32::try_from(self.nodes.len()).unwrap_or(ROOT);
        let Self { steps, nodes } = self;
        *steps.entry((beginning, code)).or_insert_with(|| {
            nodes.push((beginning, code));
            next
        })
    }

    /// Figures that codes are the sum of: hard ones, or those of a system. Ascending.
    pub(super) fn of(&mut self, book: &Book<'_>, codes: &Codes, system: System<'_>) -> Vec<u32> {
        let measure = codes.get(book.measure).copied().unwrap_or_default();
        let view = system.and_then(|(assumed, system)| assumed.view(book, system, codes));
        let alone = [measure];
        let (measures, reading) = view.map_or((&alone[..], None), |view| (view.measures, view.reading));
        let mut figures = vec![ROOT];
        for dimension in book.naming() {
            let code = codes.get(dimension).copied().unwrap_or_default();
            let parts = match reading {
                _ if dimension == book.measure => measures,
                Some(reading) => reading.soft(book, dimension, code),
                None => book.hard(dimension, code),
            };
            let mut next = Vec::with_capacity(figures.len().saturating_mul(parts.len()));
            for figure in figures {
                next.extend(parts.iter().map(|part| self.step(figure, *part)));
            }
            figures = next;
        }
        figures.sort_unstable();
        figures.dedup();
        figures
    }

    /// The same of a row that is counted alone: of the whole what is left after the parts, where they lie within it; else a
    /// figure by itself.
    pub(super) fn of_row(
        &mut self,
        book: &Book<'_>,
        (row, less): Line<'_>,
        lines: &[Line<'_>],
        system: System<'_>,
    ) -> Vec<u32> {
        let Some(less) = less else { return self.of(book, &row.codes, system) };
        if system.is_some_and(|system| is_said(book, row, less, system)) {
            return self.of(book, &row.codes, None);
        }
        let whole = self.of_figure(book, &less.whole, lines, system);
        let mut parts = FxHashSet::default();
        for part in &less.parts {
            parts.extend(self.of_figure(book, part, lines, system));
        }
        let left: Vec<u32> = whole.iter().copied().filter(|figure| !parts.contains(figure)).collect();
        if left.len() + parts.len() == whole.len() && !left.is_empty() {
            return left;
        }
        self.of(book, &row.codes, None)
    }

    /// Whether a row is what it is by declaration in a system, as far as can be said without its figures.
    pub(super) fn is_hard(
        book: &Book<'_>,
        (row, less): Line<'_>,
        lines: &[Line<'_>],
        (assumed, system): (&Assumed, usize),
    ) -> bool {
        if less.is_some_and(|less| is_said(book, row, less, (assumed, system))) {
            return true;
        }
        match less.map(|less| &less.whole) {
            None => assumed.view(book, system, &row.codes).is_none(),
            // What its parts hold is in what the whole holds, or it is a figure by itself.
            Some(Figure::Codes(codes)) => assumed.view(book, system, codes).is_none(),
            Some(Figure::Left(place)) => {
                lines.get(*place).is_none_or(|line| Self::is_hard(book, *line, lines, (assumed, system)))
            }
        }
    }

    fn of_figure(
        &mut self,
        book: &Book<'_>,
        figure: &Figure,
        lines: &[Line<'_>],
        system: System<'_>,
    ) -> Vec<u32> {
        match figure {
            Figure::Codes(codes) => self.of(book, codes, system),
            Figure::Left(place) => {
                let line = lines.get(*place).copied();
                line.map_or_else(Vec::new, |line| self.of_row(book, line, lines, system))
            }
        }
    }

    /// How many figures codes are the sum of, without making them.
    pub(super) fn count(book: &Book<'_>, codes: &Codes, system: System<'_>) -> u64 {
        let view = system.and_then(|(assumed, system)| assumed.view(book, system, codes));
        let (measures, reading) = view.map_or((1, None), |view| (view.measures.len() as u64, view.reading));
        let parts = |dimension: usize| {
            let code = codes.get(dimension).copied().unwrap_or_default();
            let hard = || book.hard(dimension, code).len();
            reading.map_or_else(hard, |reading| reading.soft(book, dimension, code).len()) as u64
        };
        book.summed().map(parts).fold(measures, u64::saturating_mul)
    }

    fn name(&self, book: &Book<'_>, figure: u32) -> String {
        let (mut codes, mut at) = (Vec::new(), figure);
        while let Some((beginning, code)) = self.nodes.get(at as usize).copied() {
            codes.push(code);
            at = beginning;
        }
        let names: Vec<&str> = book
            .naming()
            .zip(codes.iter().rev())
            .map(|(dimension, code)| book.name(dimension, *code))
            .collect();
        names.join(".")
    }
}

/// Whether a system says of some code of a row's parts that it is a part of the whole's, though nobody declared it.
fn is_said(book: &Book<'_>, row: &Row, less: &Less, (assumed, system): (&Assumed, usize)) -> bool {
    less.loose.iter().any(|part| assumed.is_said(book, (system, row.code(book.measure)), part))
}

/// Figures over months, cut.
pub(super) struct Cut {
    /// Ascending.
    pub(super) leaves: Vec<Leaf>,
    /// First months of what each figure is cut into, with the place in the list.
    places: FxHashMap<u32, BTreeMap<u32, u32>>,
}

impl Cut {
    /// Of all figures over their spans of first month and number of months.
    pub(super) fn of<'f>(
        book: &Book<'_>,
        figures: &Figures,
        all: impl Iterator<Item = (&'f Vec<u32>, (u32, u32))>,
    ) -> Self {
        let mut spans: FxHashMap<u32, BTreeSet<(u32, u32)>> = FxHashMap::default();
        for (list, span) in all {
            list.iter().for_each(|figure| {
                spans.entry(*figure).or_default().insert(span);
            });
        }
        let mut named = Vec::new();
        for (figure, spans) in &spans {
            let borders: BTreeSet<u32> =
                spans.iter().flat_map(|(start, months)| [*start, start.saturating_add(*months)]).collect();
            let name = figures.name(book, *figure);
            for (start, end) in borders.iter().zip(borders.iter().skip(1)) {
                let held = spans.iter().any(|(first, months)| first <= start && *end <= first + months);
                if held {
                    let leaf = Leaf { figure: name.clone(), start: *start, months: end - start };
                    named.push((leaf, *figure));
                }
            }
        }
        named.sort_unstable();
        let mut places: FxHashMap<u32, BTreeMap<u32, u32>> = FxHashMap::default();
        for ((leaf, figure), place) in named.iter().zip(0u32..) {
            places.entry(*figure).or_default().insert(leaf.start, place);
        }
        Self { leaves: named.into_iter().map(|(leaf, _)| leaf).collect(), places }
    }

    /// Places of the leaves of figures over a span, ascending.
    pub(super) fn places(&self, figures: &[u32], (start, months): (u32, u32)) -> Vec<u32> {
        let of = |figure: &u32| {
            let cut = self.places.get(figure).into_iter();
            cut.flat_map(move |cut| cut.range(start..start.saturating_add(months))).map(|(_, place)| *place)
        };
        let mut places: Vec<u32> = figures.iter().flat_map(of).collect();
        places.sort_unstable();
        places
    }
}
