//! Step A: counts are openings, too, of one bit per member.

use super::Parts;
use super::component::Component;
use super::find::{Judge, Verdict};
use super::rows::{Countries, Row, Rows, Source, minimum};
use crate::table::{Table, TableFault};
use std::collections::{BTreeMap, BTreeSet};

/// Which cells may be counted: those of enough reporters, of whose set no combination with the sets of earlier counts of the
/// same leaves holds few. Counts in the table are not looked at, but for which earlier rows have one.
pub fn countable(table: &Table) -> Result<Vec<bool>, TableFault> {
    table.check()?;
    let countries = Countries::new(table);
    let mut before: BTreeMap<&Vec<u32>, Vec<usize>> = BTreeMap::new();
    for (at, row) in table.earlier.iter().enumerate().filter(|(_, row)| row.count.is_some()) {
        if let Some(leaves) = row.leaves.first() {
            before.entry(leaves).or_default().push(at);
        }
    }
    let rows = |cell: usize| -> Option<Vec<Row<'_>>> {
        let cell = table.cells.get(cell)?;
        let earlier = before.get(cell.leaves.first()?).into_iter().flatten();
        let row = |source, leaves, members: &BTreeSet<u32>, least| {
            let members = members.iter().copied().collect();
            Row { source, leaves, members, counted: None, minimum: minimum(least) }
        };
        let own = row(Source::Cell, &cell.leaves[..], &cell.reporters, cell.minimum);
        let earlier = earlier.filter_map(|at| table.earlier.get(*at));
        let source = Source::Earlier { opened: true };
        let earlier = earlier.map(|old| row(source, &cell.leaves[..], &old.reporters, old.minimum));
        Some(std::iter::once(own).chain(earlier).collect())
    };
    let admits = |cell: usize| {
        let Some(all) = rows(cell) else { return false };
        let few = all.iter().map(|row| row.minimum).max().unwrap_or(0);
        let reporters = all.first().map_or(0, |own| countries.number(&own.members));
        if reporters < few || all.len() == 1 {
            return reporters >= few;
        }
        let part: Vec<usize> = (0..all.len()).collect();
        let rows = Rows { all, countries: countries.clone(), ..Rows::default() };
        let mut judge = Judge::new(Component::new(&rows, &part, 0), &Parts::ALL);
        judge.find(0, false, &Parts::ALL) == Verdict::Open
    };
    Ok((0..table.cells.len()).map(admits).collect())
}
