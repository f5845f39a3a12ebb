//! Cells that nobody types: the member's tool makes them of the figures typed. Of those that nobody reads either it makes a
//! bit, step A counts it, and the count bounds what others would give away; others are terms of evaluations.

use super::derived::Made;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How one of them follows from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountOnly {
    /// The cell.
    pub cell: u32,
    pub(crate) how: How,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Whether something is left of some cells after others.
    Left { of: Vec<u32>, after: Vec<u32> },
    /// Whether all that a member has may lie in quiet parts.
    Quiet(Box<Alone>),
    /// A term of an evaluation, which is no bit.
    Term(Made),
}

/// A margin of a slice, for who has quiet figures in it alone. A class is what stands in the same cells of the slice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alone {
    /// Cells without a common class that hold as much of the margin as cells can.
    pub(super) whole: Vec<u32>,
    /// Cells within the margin that hold a quiet class.
    pub(super) some: Vec<u32>,
    /// Those that hold nothing else, with their classes: those of most classes first, then by place.
    pub(super) quiet: Vec<(u32, BTreeSet<usize>)>,
    /// Whether every quiet class of the margin is in one of these.
    pub(super) is_bounded: bool,
    /// Cells within the margin that hold no quiet class.
    pub(super) plain: Vec<u32>,
    /// Quiet classes of the margin.
    pub(super) hushed: BTreeSet<usize>,
    /// Per class of the slice its cells, and whether it is quiet.
    pub(super) classes: Arc<Vec<(BTreeSet<u32>, bool)>>,
}

impl CountOnly {
    /// Cells of whose figures it is made.
    pub fn needs(&self) -> impl Iterator<Item = u32> + '_ {
        let lists: [&[u32]; 3] = match &self.how {
            How::Term(made) => [&made.of, &[], &[]],
            How::Left { of, after } => [of, after, &[]],
            How::Quiet(alone) => [&alone.whole, &alone.some, &alone.plain],
        };
        lists.into_iter().flatten().copied()
    }

    /// Its bit, or its term, for figures in round order; none where a figure that it needs is not reported, or where four
    /// counts are no table that fits an evaluation. Parts that exceed their total leave nothing.
    #[must_use]
    pub fn bit(&self, figures: &[Option<u32>]) -> Option<u32> {
        let figure = |cell: &u32| figures.get(*cell as usize).copied().flatten().map(u64::from);
        let sum = |cells: &[u32]| cells.iter().map(figure).sum::<Option<u64>>();
        Some(match &self.how {
            How::Term(made) => made.figure(figures)?,
            How::Left { of, after } => u32::from(sum(of)? > sum(after)?),
            How::Quiet(alone) => u32::from(alone.may_be_all(sum(&alone.whole)?, &figure)),
        })
    }
}

impl Alone {
    /// Whether all that a member has may be quiet, if these are its figures and `all` of them are the margin's.
    fn may_be_all(&self, all: u64, figure: &impl Fn(&u32) -> Option<u64>) -> bool {
        let mut plain = self.plain.iter().filter_map(figure).peekable();
        // Without a cell of quiet ones alone it takes another cell to tell anything apart.
        let unbounded = !self.is_bounded && plain.peek().is_some();
        let some: u64 = self.some.iter().filter_map(figure).sum();
        let may = || unbounded || self.is_untold(figure) || all <= self.most(figure);
        some > 0 && plain.all(|figure| figure == 0) && may()
    }

    /// At least what the member's own cells say of its quiet figures. Of two cells that overlap what they share is taken
    /// once; of more it is left as it is, which tells too often that nothing else is there, and never too seldom.
    fn most(&self, figure: &impl Fn(&u32) -> Option<u64>) -> u64 {
        let mut taken: Vec<(u64, &BTreeSet<usize>)> = Vec::new();
        for (cell, classes) in &self.quiet {
            if let Some(figure) = figure(cell)
                && !taken.iter().any(|(_, other)| classes.is_subset(other))
            {
                taken.push((figure, classes));
            }
        }
        let twice = match taken.as_slice() {
            [(_, one), (_, other)] => {
                let shared: BTreeSet<usize> = one.intersection(other).copied().collect();
                let same = self.quiet.iter().filter(|(_, classes)| *classes == shared);
                same.min_by_key(|(cell, _)| *cell).and_then(|(cell, _)| figure(cell))
            }
            _ => None,
        };
        taken.iter().map(|(figure, _)| figure).sum::<u64>().saturating_sub(twice.unwrap_or(0))
    }

    /// Whether the member's cells tell a quiet class from all others, and none says how much it is: in a table that may be
    /// returned in part.
    fn is_untold(&self, figure: &impl Fn(&u32) -> Option<u64>) -> bool {
        let reported = |cells: &BTreeSet<u32>| -> Vec<u32> {
            cells.iter().copied().filter(|cell| figure(cell).is_some()).collect()
        };
        let others: BTreeSet<Vec<u32>> =
            self.classes.iter().filter(|(_, quiet)| !quiet).map(|(cells, _)| reported(cells)).collect();
        let told = |class: usize| {
            self.quiet.iter().any(|(cell, classes)| classes.contains(&class) && figure(cell).is_some())
        };
        let mut hushed = self.hushed.iter().filter_map(|class| Some((*class, self.classes.get(*class)?)));
        hushed.any(|(class, (cells, _))| !told(class) && !others.contains(&reported(cells)))
    }
}
