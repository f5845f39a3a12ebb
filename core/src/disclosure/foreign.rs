//! Cells that stay shut since a part or a whole of them was opened, published or called confidential in an earlier round, and
//! is no cell of this one: what is left beside it is in no table of this round, so that no count bounds it (spec section 7.9).

use super::reading::{Read, Reading, Span, figures, months};
use crate::opening::composition::ComposedCell;
use crate::opening::remembered::Remembered;
use crate::round::{CellSpec, CodeParent};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A cell of this round or of an earlier one.
struct Sum<'a> {
    /// Each with whether no cell of this round says what it is.
    figures: Vec<(&'a str, bool)>,
    read: Read<'a>,
    span: Span,
}

impl<'a> Sum<'a> {
    fn earlier(reading: &Reading<'_>, cell: &'a ComposedCell) -> Self {
        let read = reading.read(cell);
        let figures = match &read {
            Read::Cells(_) => figures(cell).into_iter().map(|figure| (figure, false)).collect(),
            Read::Figures(each) => each.iter().map(|(figure, cell)| (*figure, cell.is_none())).collect(),
        };
        Self { figures, read, span: months(cell.leaves.iter()) }
    }

    fn now(reading: &Reading<'a>, cell: u32, spec: &CellSpec) -> Self {
        let of = |leaf: &u32| reading.manifest.leaves.get(*leaf as usize);
        let span = months(spec.leaves.iter().filter_map(of));
        let figures = reading.figures(spec).into_iter().map(|figure| (figure, false)).collect();
        Self { figures, read: Read::Cells(vec![cell]), span }
    }

    fn is_foreign(&self) -> bool {
        self.figures.iter().any(|(_, foreign)| *foreign)
    }

    /// The round asks its figures one by one, and not their sum.
    const fn is_in_parts(&self) -> bool {
        matches!(&self.read, Read::Cells(cells) if cells.len() > 1)
    }

    /// Whether both have a figure in common, by declaration or in some soft system.
    fn shares(&self, other: &Self, reading: &Reading<'a>) -> bool {
        let declared = |(figure, _): &(&str, bool)| other.figures.iter().any(|(own, _)| own == figure);
        self.figures.iter().any(declared)
            || (0..reading.manifest.rules.systems.len()).any(|system| {
                let own: HashSet<&str> = reading.in_system(&self.read, system).into_iter().collect();
                reading.in_system(&other.read, system).iter().any(|figure| own.contains(figure))
            })
    }
}

/// An earlier cell of which more is known than its count: it was opened, or may have been, or a member published its figure
/// of it or called it confidential.
const fn is_opening(cell: &ComposedCell) -> bool {
    cell.opened || !cell.public.is_empty() || !cell.confidential.is_empty()
}

/// Codes, and what lies within them, by the place of their dimension.
#[derive(Default)]
struct Codes<'a> {
    numbers: HashMap<&'a str, u32>,
    /// Of place and code what lies right within it.
    below: HashMap<(u32, u32), Vec<u32>>,
    /// Of those that were looked for all that does, and the code itself.
    held: HashMap<(u32, u32), HashSet<u32>>,
}

impl<'a> Codes<'a> {
    fn of(parents: &'a [CodeParent]) -> Self {
        let mut made = Self::default();
        for one in parents {
            let (code, parent) = (made.number(&one.code), made.number(&one.parent));
            made.below.entry((one.dimension, parent)).or_default().push(code);
        }
        made
    }

    /// All that lies in a code.
    fn descend(&mut self, place: u32, code: u32) {
        if self.held.contains_key(&(place, code)) {
            return;
        }
        let (mut held, mut open) = (HashSet::from([code]), vec![code]);
        while let Some(at) = open.pop() {
            let below = self.below.get(&(place, at)).into_iter().flatten();
            open.extend(below.copied().filter(|one| held.insert(*one)));
        }
        self.held.insert((place, code), held);
    }

    fn number(&mut self, code: &'a str) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(code).or_insert(next)
    }

    /// Codes of a figure, of which is known by then what lies in them.
    fn numbers(&mut self, figure: &'a str) -> Vec<u32> {
        let codes: Vec<u32> = figure.split('.').map(|code| self.number(code)).collect();
        (0u32..).zip(&codes).for_each(|(place, code)| self.descend(place, *code));
        codes
    }

    /// Whether something lies in both, if it is one of them.
    fn meet(&self, place: u32, one: u32, other: u32) -> bool {
        let held = |code: u32| self.held.get(&(place, code));
        one == other || held(one).zip(held(other)).is_some_and(|(one, other)| !one.is_disjoint(other))
    }
}

/// Figures of openings, as a tree with a step for each code.
struct Tree<'a> {
    codes: Codes<'a>,
    steps: Vec<BTreeMap<u32, usize>>,
    /// Per end of a figure its openings, each with whether the figure is foreign there.
    ends: HashMap<usize, Vec<(usize, bool)>>,
}

/// A figure of an opening that may have something in common with another one.
struct Meeting {
    opening: usize,
    equal: bool,
    foreign: bool,
}

impl<'a> Tree<'a> {
    fn of(parents: &'a [CodeParent], openings: &[Sum<'a>]) -> Self {
        let codes = Codes::of(parents);
        let mut made = Self { codes, steps: vec![BTreeMap::new()], ends: HashMap::new() };
        for (at, opening) in openings.iter().enumerate() {
            for (figure, foreign) in &opening.figures {
                let mut node = 0;
                for code in made.codes.numbers(figure) {
                    let next = made.steps.len();
                    let step = made.steps.get_mut(node);
                    node = step.map_or(next, |step| *step.entry(code).or_insert(next));
                    if node == next {
                        made.steps.push(BTreeMap::new());
                    }
                }
                made.ends.entry(node).or_default().push((at, *foreign));
            }
        }
        made
    }

    fn meetings(&mut self, figure: &'a str) -> impl Iterator<Item = Meeting> + '_ {
        let mut nodes = vec![(0, true)];
        for (place, code) in (0u32..).zip(self.codes.numbers(figure)) {
            let mut next = Vec::new();
            for (node, equal) in nodes {
                let steps = self.steps.get(node).into_iter().flatten();
                let steps = steps.filter(|(other, _)| self.codes.meet(place, code, **other));
                next.extend(steps.map(|(other, node)| (*node, equal && *other == code)));
            }
            nodes = next;
        }
        nodes.into_iter().flat_map(|(node, equal)| {
            let those = self.ends.get(&node).into_iter().flatten();
            those.map(move |(opening, foreign)| Meeting { opening: *opening, equal, foreign: *foreign })
        })
    }
}

/// What a cell meets.
struct Meetings<'a, 'r> {
    reading: &'r Reading<'a>,
    openings: &'r [Sum<'a>],
    tree: Tree<'a>,
    /// Figures that are broken down in this round.
    broken: HashSet<&'a str>,
}

impl<'a> Meetings<'a, '_> {
    /// The openings that a cell meets, each with whether it does so loosely: something may be left between the two that is in
    /// no table of this round.
    fn of(&mut self, one: &Sum<'a>) -> BTreeMap<usize, bool> {
        let (openings, broken) = (self.openings, &self.broken);
        let mut found: BTreeMap<usize, bool> = BTreeMap::new();
        for (figure, foreign) in &one.figures {
            for meeting in self.tree.meetings(figure) {
                let other = openings.get(meeting.opening);
                if other.is_some_and(|other| one.span.0 < other.span.1 && other.span.0 < one.span.1) {
                    *found.entry(meeting.opening).or_default() |=
                        (*foreign || meeting.foreign) && (!meeting.equal || broken.contains(figure));
                }
            }
        }
        for (at, is_loose) in &mut found {
            let apart = |other: &Sum<'a>| {
                (one.is_in_parts() || other.is_in_parts()) && !one.shares(other, self.reading)
            };
            *is_loose = *is_loose || openings.get(*at).is_some_and(apart);
        }
        found
    }
}

/// Groups of openings that meet, each by its first one.
struct Groups(Vec<usize>);

impl Groups {
    fn first(&self, mut at: usize) -> usize {
        while let Some(before) = self.0.get(at).copied().filter(|before| *before != at) {
            at = before;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (first, second) = (self.first(one), self.first(other));
        // So that ways to the first stay short.
        for at in [one, other, first, second] {
            if let Some(slot) = self.0.get_mut(at) {
                *slot = first.min(second);
            }
        }
    }
}

/// The cells of this round that stay shut for that.
pub(super) fn foreign<'a>(reading: &Reading<'a>, earlier: &'a [Remembered]) -> BTreeSet<u32> {
    let cells = earlier.iter().flat_map(|record| &record.composition.cells);
    let openings: Vec<Sum<'a>> =
        cells.filter(|cell| is_opening(cell)).map(|cell| Sum::earlier(reading, cell)).collect();
    if !openings.iter().any(|opening| opening.is_foreign() || opening.is_in_parts()) {
        return BTreeSet::new();
    }
    let manifest = reading.manifest;
    let tree = Tree::of(&manifest.rules.parents, &openings);
    let broken = reading.broken().into_iter().collect();
    let mut meetings = Meetings { reading, openings: &openings, tree, broken };
    let mut groups = Groups((0..openings.len()).collect());
    let mut untied = Vec::new();
    for (at, opening) in openings.iter().enumerate() {
        for (other, is_loose) in meetings.of(opening) {
            groups.join(at, other);
            if is_loose {
                untied.push(at);
            }
        }
    }
    let untied: BTreeSet<usize> = untied.into_iter().map(|at| groups.first(at)).collect();
    let mut is_shut = |(cell, spec): (u32, &CellSpec)| {
        let mut met = meetings.of(&Sum::now(reading, cell, spec)).into_iter();
        let shut = met.any(|(opening, is_loose)| is_loose || untied.contains(&groups.first(opening)));
        shut.then_some(cell)
    };
    let asked = (0u32..).zip(&manifest.cells).filter(|(_, spec)| !spec.count_only);
    asked.filter_map(&mut is_shut).collect()
}
