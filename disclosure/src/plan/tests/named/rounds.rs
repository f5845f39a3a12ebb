//! Earlier rounds, revisions, counts.

use super::{opened, shut};
use crate::plan::tests::{after, again, cell, earlier, table};
use crate::plan::{Decision, Parts, Reason, countable, plan, with};
use crate::table::{Cell, Earlier, PublicFigure, ShownBefore, Table};
use std::collections::BTreeSet;

/// Both readings of an earlier figure are safe: with the same figures, and with all others.
#[test]
fn an_earlier_total_of_other_figures_saves_nothing() {
    // Of the same figures the part follows, and nothing new is told. Of others it would be told alone.
    let first = table(vec![cell(&[&[0, 1]], 0..6, 6), cell(&[&[0]], 0..6, 6), cell(&[&[1]], 0..6, 6)]);
    let mut second = table(vec![cell(&[&[0, 1]], 0..6, 6), cell(&[&[0]], 0..6, 6), cell(&[&[1]], 0..6, 1)]);
    second.earlier = earlier(&first, &BTreeSet::from([0, 1, 2]));
    assert_eq!(opened(&second), [0]);
    let off = Parts { changed: false, ..Parts::ALL };
    assert_eq!(with(&second, &off).unwrap().opened().into_iter().collect::<Vec<_>>(), [0, 1]);
}

/// A parent that no sum declares, opened earlier with all children but one: now that one is asked, and one member changed it.
#[test]
fn a_revision_is_compared_in_soft_systems() {
    let (a, b): (&[&[u32]], &[&[u32]]) = (&[&[0], &[0]], &[&[1], &[1]]);
    let first = table(vec![cell(&[&[9], &[0, 1]], 0..8, 8), cell(b, 0..8, 8)]);
    for (changed, decision) in [(0, Decision::Open), (1, shut(Reason::Revision)), (5, shut(Reason::Revision))]
    {
        let mut second = table(vec![cell(a, 0..8, 8), again(&[&[9], &[0, 1]]), again(b)]);
        second.cells[0].changed = Some(changed);
        second.earlier = earlier(&first, &BTreeSet::from([0, 1]));
        second.earlier.extend(earlier(&table(vec![cell(a, 0..8, 8)]), &BTreeSet::from([0])));
        assert_eq!(plan(&second).unwrap().decisions[0], decision, "{changed}");
    }
}

/// A year of three that stayed shut, since one of them had published it; then its quarters, of the same three.
#[test]
fn a_figure_that_was_published_before_protects_nobody_later() {
    let year = table(vec![cell(&[&[0, 1, 2, 3]], 0..3, 3)]);
    let quarters: [&[u32]; 4] = [&[0], &[1], &[2], &[3]];
    let mut later = table(quarters.iter().map(|leaf| cell(&[leaf], 0..3, 3)).collect());
    later.earlier = earlier(&year, &BTreeSet::new());
    assert_eq!(opened(&later), [0, 1, 2, 3], "without the claim all are open");
    later.public =
        vec![PublicFigure { member: 0, leaves: vec![vec![0, 1, 2, 3]], figure: 40, before: false }];
    assert_eq!(opened(&later), [0, 1, 2], "with all four their sum less the claim would be of two");
}

/// A year of four that stayed shut, since it is confidential with one of them; then its quarters, of the same four.
#[test]
fn a_figure_that_was_confidential_before_is_not_told_later() {
    let mut year = table(vec![cell(&[&[0, 1, 2, 3]], 0..4, 4)]);
    let quarters: [&[u32]; 4] = [&[0], &[1], &[2], &[3]];
    let mut later = table(quarters.iter().map(|leaf| cell(&[leaf], 0..4, 4)).collect());
    later.earlier = earlier(&year, &BTreeSet::new());
    assert_eq!(opened(&later), [0, 1, 2, 3], "without the flag all are open");
    year.cells[0].confidential = BTreeSet::from([0]);
    later.earlier = earlier(&year, &BTreeSet::new());
    assert_eq!(opened(&later), [] as [u32; 0], "as parts of a confidential figure of the same round");
    // A total that was opened with a part left out; the part is asked later, and would tell the confidential rest.
    let mut first = table(vec![cell(&[&[0, 1]], 0..4, 4), cell(&[&[0]], 0..4, 4)]);
    first.cells[1].confidential = BTreeSet::from([0]);
    let later = after(&first, &BTreeSet::from([0]), table(vec![cell(&[&[1]], 0..4, 4)]));
    assert_eq!(plan(&later).unwrap().decisions[0], shut(Reason::Isolates));
}

/// What another structure file opened, and the round does not ask for, is no row that is held together with its cells.
#[test]
fn a_part_of_what_another_structure_file_opened_stays_shut() {
    let mut table = table(vec![cell(&[&[0]], 0..8, 8), cell(&[&[1]], 0..8, 8), cell(&[&[2]], 0..8, 2)]);
    table.foreign = BTreeSet::from([1, 2]);
    let foreign = [Decision::Open, shut(Reason::Foreign), shut(Reason::TooFewContributors)];
    assert_eq!(plan(&table).unwrap().decisions, foreign);
}

/// Counts are openings of bits: a newcomer's bits are no count.
#[test]
fn one_newcomer_is_not_counted() {
    let first = table(vec![cell(&[&[0]], 0..6, 6)]);
    for (reporters, may) in [(2, false), (6, true), (7, false), (8, false), (9, true)] {
        let mut second = table(vec![cell(&[&[0]], 0..reporters, 0)]);
        if reporters > 2 {
            second.earlier = earlier(&first, &BTreeSet::new());
        }
        assert_eq!(countable(&second).unwrap().contributors, [may], "{reporters}");
        second.earlier.iter_mut().for_each(|row| row.count = None);
        assert_eq!(countable(&second).unwrap().contributors, [reporters > 2]);
    }
}

/// A year was shown as 3 to 12. A quarter of it would make it 6 at least, of which 10 totals do not fit; of a year that was
/// shown as 38 to 42 four quarters do. A year that is asked after its quarters is no part of them.
#[test]
fn what_was_shown_has_room_for_its_parts_or_they_stay_shut() {
    let year = table(vec![cell(&[&[0, 1, 2, 3]], 0..8, 8)]);
    let shown = |table: &Table, opened: &[u32], shown: ShownBefore| -> Vec<Earlier> {
        let all = earlier(table, &opened.iter().copied().collect()).into_iter();
        all.map(|row| Earlier { shown, ..row }).collect()
    };
    let quarters: Vec<Cell> = (0..4).map(|at| cell(&[&[at]], 0..8, 8)).collect();
    let mut parts = table([quarters.clone(), vec![again(&[&[0, 1, 2, 3]])]].concat());
    let of = |table: &Table| plan(table).unwrap().decisions[..4].to_vec();
    parts.earlier = shown(&year, &[0], ShownBefore::Ends(3, 12));
    assert_eq!(of(&parts), [shut(Reason::NoRoom); 4]);
    let off = Parts { room: false, ..Parts::ALL };
    assert_eq!(with(&parts, &off).unwrap().opened().len(), 5);
    parts.earlier = shown(&year, &[0], ShownBefore::NotYet);
    assert_eq!(of(&parts), [shut(Reason::NoRoom); 4]);
    for open in [ShownBefore::Ends(38, 42), ShownBefore::Nothing] {
        parts.earlier = shown(&year, &[0], open);
        assert_eq!(opened(&parts), [0, 1, 2, 3, 4]);
    }
    // Room for two minimums and no more; a quarter that was shown before is shown again.
    parts.earlier = shown(&year, &[0], ShownBefore::Ends(13, 17));
    assert_eq!(of(&parts), [shut(Reason::NoRoom); 4]);
    parts.cells[1..4].iter_mut().for_each(|cell| cell.count_only = true);
    assert_eq!(opened(&parts), [0, 4]);
    let mut later = table([quarters, vec![again(&[&[0, 1, 2, 3]])]].concat());
    later.earlier = shown(&year, &[0], ShownBefore::Ends(13, 17));
    later.earlier.extend(
        shown(&parts, &[0], ShownBefore::Ends(3, 12)).into_iter().map(|row| Earlier { round: 1, ..row }),
    );
    let decisions = [Decision::Open, shut(Reason::NoRoom), shut(Reason::NoRoom), shut(Reason::NoRoom)];
    assert_eq!(of(&later), decisions);
    let mut whole = after(&parts, &BTreeSet::from([0, 1, 2, 3]), year);
    whole.earlier = shown(&parts, &[0], ShownBefore::Ends(3, 12));
    assert!(opened(&whole).contains(&0));
}
