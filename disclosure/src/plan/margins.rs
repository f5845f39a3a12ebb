//! What is left of rows when quiet leaves are dropped: who has figures in these alone contributes to nothing of it. The
//! guards of margins count them; where no guard does, the counts of cells bound them.

use super::rows::{Row, Source};
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Lessens the counts of rows by those who may have figures in dropped leaves alone.
pub(super) fn lessen(table: &Table, dropped: &BTreeSet<u32>, rows: &mut [Row<'_>], lessened: &mut [u32]) {
    if dropped.is_empty() {
        return;
    }
    let margins = Margins::new(table, dropped, rows);
    let nothing: Vec<usize> = (0..rows.len()).filter(|at| margins.leaves_nothing(*at)).collect();
    let alone: Vec<Option<u32>> = (0..rows.len()).map(|at| margins.alone(at)).collect();
    for (at, alone) in alone.into_iter().enumerate().filter_map(|(at, alone)| Some((at, alone?))) {
        if let Some(counted) = rows.get_mut(at).and_then(|row| row.counted.as_mut()) {
            counted.least = counted.least.saturating_sub(alone);
            counted.members.0 = counted.members.0.saturating_sub(alone);
        }
        if let Some(lessened) = lessened.get_mut(at) {
            *lessened += alone;
        }
    }
    // Of a row of which nothing is left by declaration the count says nothing of what is left in a soft system.
    for at in nothing {
        if let Some(counted) = rows.get_mut(at).and_then(|row| row.counted.as_mut()) {
            counted.least = 0;
            counted.members.0 = 0;
        }
    }
}

struct Margins<'r, 'a> {
    table: &'r Table,
    rows: &'r [Row<'a>],
    /// Per row its hard leaves, and those of them that are dropped.
    leaves: Vec<[BTreeSet<u32>; 2]>,
    /// Per dropped leaf the groups that have it.
    groups: BTreeMap<u32, BTreeSet<usize>>,
    /// Per dropped leaf the counted rows that hold it, but for guards and public figures.
    holders: BTreeMap<u32, Vec<usize>>,
}

impl<'r, 'a> Margins<'r, 'a> {
    fn new(table: &'r Table, dropped: &BTreeSet<u32>, rows: &'r [Row<'a>]) -> Self {
        let guards: BTreeSet<usize> = table.quiet.iter().map(|group| group.guard as usize).collect();
        let (mut groups, mut holders) =
            (BTreeMap::<u32, BTreeSet<usize>>::new(), BTreeMap::<u32, Vec<usize>>::new());
        for (at, group) in table.quiet.iter().enumerate() {
            for leaf in group.leaves.iter().filter(|leaf| dropped.contains(leaf)) {
                groups.entry(*leaf).or_default().insert(at);
            }
        }
        let mut leaves = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let hard: BTreeSet<u32> = row.leaves.first().into_iter().flatten().copied().collect();
            let gone: BTreeSet<u32> = hard.intersection(dropped).copied().collect();
            if row.counted.is_some() && !matches!(row.source, Source::Public { .. }) && !guards.contains(&at)
            {
                gone.iter().for_each(|leaf| holders.entry(*leaf).or_default().push(at));
            }
            leaves.push([hard, gone]);
        }
        Self { table, rows, leaves, groups, holders }
    }

    fn leaves_nothing(&self, at: usize) -> bool {
        let is_sum = self.rows.get(at).is_some_and(|row| !matches!(row.source, Source::Public { .. }));
        is_sum && self.leaves.get(at).is_some_and(|[hard, gone]| !hard.is_empty() && hard == gone)
    }

    /// At most how many members of a row have figures in those of its leaves that are dropped and in none of its others;
    /// none where nothing of it is dropped, or all.
    fn alone(&self, at: usize) -> Option<u32> {
        let row = self.rows.get(at).filter(|row| !matches!(row.source, Source::Public { .. }))?;
        let [hard, gone] = self.leaves.get(at)?;
        if gone.is_empty() || gone == hard {
            return None;
        }
        // Who has nothing in what is left of the row has nothing in what is known of such a margin.
        let near: BTreeSet<usize> =
            gone.iter().filter_map(|leaf| self.groups.get(leaf)).flatten().copied().collect();
        let near = near.into_iter().filter_map(|group| self.table.quiet.get(group));
        let margins = near.filter(|group| group.known.is_subset(hard)).filter_map(|group| {
            let part: BTreeSet<u32> = group.leaves.intersection(gone).copied().collect();
            Some((part, self.most(row, group.guard as usize)?))
        });
        let (mut single, mut reached, mut together) = (None::<u32>, BTreeSet::new(), 0u32);
        for (part, most) in margins {
            if part == *gone {
                single = Some(single.map_or(most, |least| least.min(most)));
            }
            if !part.is_subset(&reached) {
                reached.extend(part);
                together = together.saturating_add(most);
            }
        }
        let sum = Some(together).filter(|_| reached == *gone);
        single.into_iter().chain(sum).min().or_else(|| self.by_counts(at, row, gone))
    }

    /// The least count of a row that holds all that is dropped of this one. Earlier counts say nothing of this round's
    /// figures, if these are others.
    fn by_counts(&self, at: usize, row: &Row<'_>, gone: &BTreeSet<u32>) -> Option<u32> {
        let holders = gone.first().and_then(|leaf| self.holders.get(leaf));
        let holders = holders.into_iter().flatten().copied().filter(|other| {
            let now = self.rows.get(*other).is_some_and(|own| own.source == Source::Cell);
            let all = self.leaves.get(*other).is_some_and(|[_, own]| gone.is_subset(own));
            all && (now || row.source != Source::Cell || *other == at)
        });
        holders.filter_map(|other| self.most(row, other)).min()
    }

    /// At most how many contribute to a counted row that has all reporters of this one.
    fn most(&self, row: &Row<'_>, other: usize) -> Option<u32> {
        let own = self.rows.get(other)?;
        let all = row.members.iter().all(|member| own.members.contains(member));
        own.counted.filter(|_| all).map(|counted| counted.most)
    }
}
