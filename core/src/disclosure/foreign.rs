//! Cells that stay shut since a part or a whole of them was opened by another structure file, and is no cell of this round:
//! what is left beside it is in no table of this round, so that no count bounds it (spec section 7.9).

use super::reading::{Read, Reading, Span, figures, months};
use crate::opening::remembered::Remembered;
use crate::round::CodeParent;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An earlier cell that was opened, or may have been.
struct Opening<'a> {
    /// Each with whether no cell of this round says what it is.
    figures: Vec<(&'a str, bool)>,
    span: Span,
}

impl<'a> Opening<'a> {
    fn all(reading: &Reading<'_>, earlier: &'a [Remembered]) -> Vec<Self> {
        let cells = earlier.iter().flat_map(|record| &record.composition.cells).filter(|cell| cell.opened);
        cells
            .map(|cell| Opening {
                figures: match reading.read(cell) {
                    Read::Cells(_) => figures(cell).into_iter().map(|figure| (figure, false)).collect(),
                    Read::Figures(each) => {
                        each.into_iter().map(|(figure, cell)| (figure, cell.is_none())).collect()
                    }
                },
                span: months(cell.leaves.iter()),
            })
            .collect()
    }
}

/// Codes of which one lies within the other, by the place of their dimension.
struct Codes<'a> {
    numbers: HashMap<&'a str, u32>,
    /// Place, part, whole.
    within: HashSet<(u32, u32, u32)>,
}

impl<'a> Codes<'a> {
    fn of(parents: &'a [CodeParent]) -> Self {
        let mut made = Self { numbers: HashMap::new(), within: HashSet::new() };
        let mut above: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for one in parents {
            let (code, parent) = (made.number(&one.code), made.number(&one.parent));
            above.entry((one.dimension, code)).or_default().push(parent);
        }
        for (place, code) in above.keys() {
            let mut open = vec![*code];
            while let Some(at) = open.pop() {
                for parent in above.get(&(*place, at)).into_iter().flatten() {
                    if made.within.insert((*place, *code, *parent)) {
                        open.push(*parent);
                    }
                }
            }
        }
        made
    }

    fn number(&mut self, code: &'a str) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(code).or_insert(next)
    }

    fn meet(&self, place: u32, one: u32, other: u32) -> bool {
        one == other
            || self.within.contains(&(place, one, other))
            || self.within.contains(&(place, other, one))
    }
}

/// Figures of openings, as a tree with a step for each code.
struct Tree<'a> {
    codes: Codes<'a>,
    steps: Vec<BTreeMap<u32, usize>>,
    /// Per end of a figure its openings, each with whether the figure is foreign there.
    ends: HashMap<usize, Vec<(usize, bool)>>,
}

/// An opening that has months in common with something, and a figure that is equal to one of its or lies above or below it.
struct Meeting {
    opening: usize,
    equal: bool,
    foreign: bool,
}

impl<'a> Tree<'a> {
    fn of(parents: &'a [CodeParent], openings: &[Opening<'a>]) -> Self {
        let codes = Codes::of(parents);
        let mut made = Self { codes, steps: vec![BTreeMap::new()], ends: HashMap::new() };
        for (at, opening) in openings.iter().enumerate() {
            for (figure, foreign) in &opening.figures {
                let mut node = 0;
                for code in figure.split('.') {
                    let (code, next) = (made.codes.number(code), made.steps.len());
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

    fn meetings(&mut self, openings: &[Opening<'_>], figure: &'a str, span: Span) -> Vec<Meeting> {
        let codes: Vec<u32> = figure.split('.').map(|code| self.codes.number(code)).collect();
        let mut nodes = vec![(0, true)];
        for (place, code) in (0u32..).zip(&codes) {
            let mut next = Vec::new();
            for (node, equal) in nodes {
                let steps = self.steps.get(node).into_iter().flatten();
                let steps = steps.filter(|(other, _)| self.codes.meet(place, *code, **other));
                next.extend(steps.map(|(other, node)| (*node, equal && other == code)));
            }
            nodes = next;
        }
        let ends = nodes.iter().flat_map(|(node, equal)| {
            let those = self.ends.get(node).into_iter().flatten();
            those.map(|(opening, foreign)| Meeting { opening: *opening, equal: *equal, foreign: *foreign })
        });
        let overlaps = |other: Span| span.0 < other.1 && other.0 < span.1;
        let near = |at: usize| openings.get(at).is_some_and(|opening| overlaps(opening.span));
        ends.filter(|meeting| near(meeting.opening)).collect()
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
pub(super) fn foreign(reading: &Reading<'_>, earlier: &[Remembered]) -> BTreeSet<u32> {
    let openings = Opening::all(reading, earlier);
    if !openings.iter().any(|opening| opening.figures.iter().any(|(_, foreign)| *foreign)) {
        return BTreeSet::new();
    }
    let broken: HashSet<&str> = reading.broken().into_iter().collect();
    let loose = |figure: &str, foreign: bool, meeting: &Meeting| {
        (foreign || meeting.foreign) && (!meeting.equal || broken.contains(figure))
    };
    let mut tree = Tree::of(&reading.manifest.rules.parents, &openings);
    let mut groups = Groups((0..openings.len()).collect());
    let mut untied = Vec::new();
    for (at, opening) in openings.iter().enumerate() {
        for (figure, foreign) in &opening.figures {
            for meeting in tree.meetings(&openings, figure, opening.span) {
                groups.join(at, meeting.opening);
                if loose(figure, *foreign, &meeting) {
                    untied.push(at);
                }
            }
        }
    }
    let untied: BTreeSet<usize> = untied.into_iter().map(|at| groups.first(at)).collect();
    let cells = (0u32..).zip(&reading.manifest.cells).filter(|(_, spec)| !spec.count_only);
    let mut found = BTreeSet::new();
    for (cell, spec) in cells {
        let of = |leaf: &u32| reading.manifest.leaves.get(*leaf as usize);
        let span = months(spec.leaves.iter().filter_map(of));
        let shut = reading.figures(spec).into_iter().any(|figure| {
            let meetings = tree.meetings(&openings, figure, span);
            meetings.iter().any(|meeting| {
                untied.contains(&groups.first(meeting.opening)) || loose(figure, false, meeting)
            })
        });
        if shut {
            found.insert(cell);
        }
    }
    found
}
