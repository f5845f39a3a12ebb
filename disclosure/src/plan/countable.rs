//! Step A: counts are openings, too, of one bit per member: whether it is above zero, and whether its figure changed.

use super::Parts;
use super::component::Component;
use super::find::{Judge, Verdict};
use super::rows::{Countries, Row, Rows, Source, minimum};
use crate::table::{Cell, Earlier, Table, TableFault};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeBounds;

/// What may be counted, per cell of the round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Countable {
    /// The members above zero.
    pub contributors: Vec<bool>,
    /// The members whose figure is another than in earlier openings of the very sum.
    pub changes: Vec<bool>,
}

/// Members whose bits are added up, and the least that may be.
type Bits = (BTreeSet<u32>, u32);

/// Earlier cells by their hard leaves.
type Before<'a> = BTreeMap<&'a [u32], Vec<&'a Earlier>>;

/// Which cells may be counted: those of enough members, of whose set no combination with the sets of earlier counts of the
/// same leaves holds few. Contributors are among the reporters, changes among those of them that were in an opening; a number
/// of changes is of other bits once its round opened the sum, since figures are compared with that one from then on. Numbers
/// in the table are not looked at, but for which earlier rows have one.
pub fn countable(table: &Table) -> Result<Countable, TableFault> {
    table.check()?;
    let countries = Countries::new(table);
    let mut before = Before::new();
    for row in &table.earlier {
        before.entry(hard(&row.leaves)).or_default().push(row);
    }
    let before = |cell: &Cell| before.get(hard(&cell.leaves)).map_or(&[][..], Vec::as_slice);
    let contributors = |cell: &Cell| {
        let counted = before(cell).iter().filter(|row| row.count.is_some());
        let earlier = counted.map(|row| (row.reporters.clone(), row.minimum)).collect();
        admits(&countries, (cell.reporters.clone(), cell.minimum), earlier)
    };
    let changes = |cell: &Cell| {
        let rows = before(cell);
        let rounds: BTreeSet<u32> = rows.iter().filter(|row| row.opened).map(|row| row.round).collect();
        let counted = rows.iter().filter(|row| row.changed.is_some() && !rounds.contains(&row.round));
        let earlier = counted.map(|row| (&row.reporters & &opened(rows, ..row.round), row.minimum));
        let own = &cell.reporters & &opened(rows, ..);
        // Who was in a later opening than others and changed nothing since leaves the others' bits.
        let others = rounds.iter().map(|round| &own - &opened(rows, *round..));
        let strictest = rows.iter().filter(|row| row.opened).map(|row| row.minimum).max().unwrap_or(0);
        let least = minimum(cell.minimum.max(strictest));
        let few = |others: BTreeSet<u32>| !others.is_empty() && countries.number(&others) < least;
        !cell.count_only
            && !others.into_iter().any(few)
            && admits(&countries, (own, cell.minimum), earlier.collect())
    };
    let all = |admits: &dyn Fn(&Cell) -> bool| table.cells.iter().map(admits).collect();
    Ok(Countable { contributors: all(&contributors), changes: all(&changes) })
}

fn hard(leaves: &[Vec<u32>]) -> &[u32] {
    leaves.first().map_or(&[], Vec::as_slice)
}

/// Who was in an opening of these rounds: all others changed nothing.
fn opened(rows: &[&Earlier], rounds: impl RangeBounds<u32>) -> BTreeSet<u32> {
    let openings = rows.iter().filter(|row| row.opened && rounds.contains(&row.round));
    openings.flat_map(|row| &row.reporters).copied().collect()
}

/// Whether no combination of the sum of these bits and earlier ones is of few members.
fn admits(countries: &Countries, own: Bits, earlier: Vec<Bits>) -> bool {
    // One leaf for all: the members' bits of one figure.
    let leaves = [vec![0]];
    let row = |source, (members, least): Bits| {
        let members = members.into_iter().collect();
        Row { source, leaves: &leaves[..], members, counted: None, flagged: None, minimum: minimum(least) }
    };
    let earlier = earlier.into_iter().filter(|(members, _)| !members.is_empty());
    let earlier = earlier.map(|bits| row(Source::Earlier { opened: true }, bits));
    let all: Vec<Row<'_>> = std::iter::once(row(Source::Cell, own)).chain(earlier).collect();
    let few = all.iter().map(|row| row.minimum).max().unwrap_or(0);
    let members = all.first().map_or(0, |own| countries.number(&own.members));
    if members < few || all.len() == 1 {
        return members >= few;
    }
    let part: Vec<usize> = (0..all.len()).collect();
    let rows = Rows { all, countries: countries.clone(), ..Rows::default() };
    // Nobody counts bits, so nothing would prove that enough are in a sum of them: what is of few for sure is refused.
    let parts = Parts { possible: false, ..Parts::ALL };
    let mut judge = Judge::new(Component::new(&rows, &part, 0), &parts);
    judge.find(0, &parts) == Verdict::Open
}
