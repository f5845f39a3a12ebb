//! Cells of earlier rounds as this round's tables read them: a structure file says what a reader may assume to add up, and
//! earlier rounds may have been made from another one (spec section 7.9).

use crate::opening::composition::ComposedCell;
use crate::opening::remembered::Remembered;
use crate::round::{CellSpec, Leaf, RoundManifest};
use std::collections::HashMap;

/// First month, and the one after the last.
pub(super) type Span = (u32, u32);

/// The figures of this round's cells.
pub(super) struct Reading<'a> {
    pub(super) manifest: &'a RoundManifest,
    /// Figures of the round, ascending: places in this list are their numbers.
    figures: Vec<&'a str>,
    /// Per leaf of the round the number of its figure.
    of_leaf: Vec<u32>,
    /// Cells by their hard figures, of several with the same ones the first.
    cells: HashMap<Vec<u32>, u32>,
}

/// What an earlier cell is in this round.
pub(super) enum Read<'a> {
    /// The figures of these cells.
    Cells(Vec<u32>),
    /// For each of its figures those of a cell, or itself where the round has no cell of it alone.
    Figures(Vec<(&'a str, Option<u32>)>),
}

impl<'a> Reading<'a> {
    /// Without earlier rounds nothing is made.
    pub(super) fn new(manifest: &'a RoundManifest, earlier: &[Remembered]) -> Self {
        let mut made = Self { manifest, figures: Vec::new(), of_leaf: Vec::new(), cells: HashMap::new() };
        if earlier.is_empty() {
            return made;
        }
        for leaf in &manifest.leaves {
            if made.figures.last() != Some(&leaf.figure.as_str()) {
                made.figures.push(&leaf.figure);
            }
            made.of_leaf.push(u32::try_from(made.figures.len()).unwrap_or(u32::MAX).saturating_sub(1));
        }
        for (cell, spec) in (0u32..).zip(&manifest.cells) {
            let own = made.hard(spec);
            made.cells.entry(own).or_insert(cell);
        }
        made
    }

    /// Numbers of figures, ascending.
    fn numbers(&self, leaves: &[u32]) -> Vec<u32> {
        let mut all: Vec<u32> =
            leaves.iter().filter_map(|leaf| self.of_leaf.get(*leaf as usize)).copied().collect();
        all.dedup();
        all
    }

    /// Of a cell by declaration.
    fn hard(&self, cell: &CellSpec) -> Vec<u32> {
        self.numbers(&cell.leaves)
    }

    fn names(&self, leaves: &[u32]) -> Vec<&'a str> {
        let all = self.numbers(leaves).into_iter();
        all.filter_map(|number| self.figures.get(number as usize)).copied().collect()
    }

    fn number(&self, figure: &str) -> Option<u32> {
        self.figures.binary_search(&figure).ok().and_then(|at| u32::try_from(at).ok())
    }

    /// Figures of a cell by declaration.
    pub(super) fn figures(&self, cell: &CellSpec) -> Vec<&'a str> {
        self.names(&cell.leaves)
    }

    /// Figures of a cell in a soft system.
    fn soft(&self, cell: u32, system: usize) -> Vec<&'a str> {
        let of_system = self.manifest.rules.systems.get(system).and_then(|system| {
            let at = system.cells.binary_search_by_key(&cell, |(cell, _)| *cell).ok()?;
            system.cells.get(at).map(|(_, leaves)| leaves)
        });
        let hard = || self.manifest.cells.get(cell as usize).map(|spec| &spec.leaves);
        of_system.or_else(hard).map_or_else(Vec::new, |leaves| self.names(leaves))
    }

    /// How this round reads an earlier cell.
    pub(super) fn read<'e>(&self, cell: &'e ComposedCell) -> Read<'e> {
        let figures = figures(cell);
        let numbers: Option<Vec<u32>> = figures.iter().map(|figure| self.number(figure)).collect();
        if let Some(cell) = numbers.and_then(|numbers| self.cells.get(&numbers)) {
            return Read::Cells(vec![*cell]);
        }
        let alone = |figure: &str| self.cells.get(&vec![self.number(figure)?]).copied();
        let each: Vec<(&str, Option<u32>)> =
            figures.into_iter().map(|figure| (figure, alone(figure))).collect();
        match each.iter().map(|(_, cell)| *cell).collect() {
            Some(cells) => Read::Cells(cells),
            None => Read::Figures(each),
        }
    }

    /// Figures of an earlier cell in a soft system.
    pub(super) fn in_system<'e>(&self, read: &Read<'e>, system: usize) -> Vec<&'e str>
    where
        'a: 'e,
    {
        match read {
            Read::Cells(cells) => cells.iter().flat_map(|cell| self.soft(*cell, system)).collect(),
            Read::Figures(each) => {
                let of = |(figure, cell): &(&'e str, Option<u32>)| -> Vec<&'e str> {
                    cell.map_or_else(|| vec![*figure], |cell| self.soft(cell, system))
                };
                each.iter().flat_map(of).collect()
            }
        }
    }

    /// Figures of cells that are broken down in a soft system.
    pub(super) fn broken(&self) -> Vec<&'a str> {
        let mut all = Vec::new();
        for (cell, leaves) in self.manifest.rules.systems.iter().flat_map(|system| &system.cells) {
            let soft = self.numbers(leaves);
            let hard = self.manifest.cells.get(*cell as usize).map_or_else(Vec::new, |spec| self.hard(spec));
            all.extend(hard.into_iter().filter(|figure| soft.binary_search(figure).is_err()));
        }
        all.sort_unstable();
        all.dedup();
        all.into_iter().filter_map(|number| self.figures.get(number as usize)).copied().collect()
    }
}

/// Figures that an earlier cell is the sum of by declaration, ascending.
pub(super) fn figures(cell: &ComposedCell) -> Vec<&str> {
    let mut all: Vec<&str> = cell.leaves.iter().map(|leaf| leaf.figure.as_str()).collect();
    all.dedup();
    all
}

/// Months that leaves are over, from their first to their last end.
pub(super) fn months<'l>(leaves: impl Iterator<Item = &'l Leaf> + Clone) -> Span {
    let start = leaves.clone().map(|leaf| leaf.start).min();
    let end = leaves.map(Leaf::end).max();
    (start.unwrap_or_default(), end.unwrap_or_default())
}
