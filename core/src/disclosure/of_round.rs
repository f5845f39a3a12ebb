//! The plan's input from a round, its counts and the compositions of earlier records: names become numbers.

use super::input::{CellRule, Opening, PlanInput};
use crate::opening::composition::Composition;
use crate::party::MemberIndex;
use crate::round::RoundManifest;
use std::collections::{BTreeMap, BTreeSet};

impl PlanInput {
    /// Of a sealed round. `reported`: per sealed member which cells it reports; `counts` and, in a revision round,
    /// `changed`: per cell of the round; `earlier`: the compositions that the manifest names, in its order, oldest
    /// first. A leaf is the same in all rounds if its key is, a member if its area is.
    #[must_use]
    pub fn of_round(
        manifest: &RoundManifest,
        reported: &BTreeMap<MemberIndex, Vec<bool>>,
        counts: &[u32],
        changed: Option<&[u32]>,
        earlier: &[Composition],
    ) -> Self {
        let openings = || earlier.iter().flat_map(|record| &record.cells);
        let leaves = numbers(manifest.leaves.iter().chain(openings().flat_map(|cell| &cell.leaves)));
        let areas = manifest.members.iter().map(|member| &member.area);
        let members = numbers(areas.chain(openings().flat_map(|cell| &cell.members)));
        let leaf = |index: &u32| leaves.get(manifest.leaves.get(*index as usize)?.as_str()).copied();
        let member =
            |index: u16| members.get(manifest.members.get(usize::from(index))?.area.as_str()).copied();
        let rule = |cell: &crate::round::CellSpec| CellRule {
            leaves: cell.leaves.iter().filter_map(leaf).collect(),
            min_contributors: cell.min_contributors,
            public_members: cell.public_members.iter().filter_map(|index| member(*index)).collect(),
        };
        let reporters = |cell: usize| {
            let report = reported.iter().filter(|(_, cells)| cells.get(cell) == Some(&true));
            report.filter_map(|(index, _)| member(index.0)).collect()
        };
        let opening = |(round, record): (u32, &Composition)| -> Vec<Opening> {
            let named = |names: &[String], table: &BTreeMap<&str, u32>| -> BTreeSet<u32> {
                names.iter().filter_map(|name| table.get(name.as_str())).copied().collect()
            };
            let of = |cell: &crate::opening::composition::ComposedCell| Opening {
                round,
                leaves: named(&cell.leaves, &leaves).into_iter().collect(),
                members: named(&cell.members, &members),
                changed: cell.changed,
            };
            record.cells.iter().map(of).collect()
        };
        Self {
            cells: manifest.cells.iter().map(rule).collect(),
            relations: manifest.relations.clone(),
            reporters: (0..manifest.cells.len()).map(reporters).collect(),
            counts: counts.to_vec(),
            changed: changed.map(<[u32]>::to_vec),
            earlier: (0..).zip(earlier).flat_map(opening).collect(),
            work_limit: manifest.policy.work_limit,
        }
    }
}

/// Names in ascending order, numbered from 0.
fn numbers<'a>(names: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, u32> {
    let all: BTreeSet<&str> = names.map(String::as_str).collect();
    all.into_iter().zip(0..).collect()
}
