//! What became of every cell, with reasons: for the coordinator alone, since the reason of a shut cell is itself
//! information.

use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_disclosure::{Decision, Plan, Reason, Shown};
use std::collections::BTreeMap;

/// How many members report a cell.
#[must_use]
pub fn reporters(reported: &BTreeMap<MemberIndex, Vec<bool>>, cell: usize) -> usize {
    reported.values().filter(|cells| cells.get(cell) == Some(&true)).count()
}

/// The reason in words, of a cell that so many members report.
#[must_use]
pub const fn fate(decision: Decision, shown: Shown, reporters: usize) -> &'static str {
    match (decision, shown) {
        // No rule protects what nobody sent.
        (Decision::Shut(_), _) if reporters == 0 => "nobody reported it",
        (Decision::Shut(Reason::NotCounted), _) => "shut: not counted, too few members report it",
        (Decision::Shut(Reason::CountOnly), _) => "counted only, never opened",
        (Decision::Shut(Reason::TooFewContributors), _) => "shut: too few contributors",
        (Decision::Shut(Reason::Confidential), _) => "shut: confidential with too few members",
        (Decision::Shut(Reason::Foreign), _) => {
            "shut: a part or a whole of it, or another sum of its counts, was open, published or confidential before; ask \
             that again beside it"
        }
        (Decision::Shut(Reason::Areas), _) => {
            "shut: other areas of a country report it than what is open beside it: whole and parts would be told apart"
        }
        (Decision::Shut(Reason::Revision), _) => {
            "shut: somebody changed what an earlier round opened of it or beside it; all that stays as published"
        }
        (Decision::Shut(Reason::Unasked), _) => {
            "shut: an earlier round opened a part or a whole of it; ask again all that it opened beside that"
        }
        (Decision::Shut(Reason::Isolates), _) => "shut: with other totals it would isolate too few",
        (Decision::Shut(Reason::NoRoom), _) => "shut: an earlier total was shown too low to have room for it",
        (Decision::Shut(Reason::WorkLimit), _) => "shut: the search met its limit",
        (Decision::Shut(Reason::Ladder), _) => "shut: the ladder shows a coarser step",
        (Decision::Shut(Reason::Counts), _) => "shut: one of the counts that it is made of stays shut",
        (Decision::Open, Shown::Value(_)) => "open: a value",
        (Decision::Open, Shown::Interval { .. }) => "open: an interval, since it follows from others",
        (Decision::Open, Shown::NearlyAll { .. }) => "open: nearly all of another",
        (Decision::Open, Shown::Withheld) => "open",
    }
}

/// One line per cell, tab-separated: key, members that report it, fate.
#[must_use]
pub fn plan_text(
    manifest: &RoundManifest,
    reported: &BTreeMap<MemberIndex, Vec<bool>>,
    plan: &Plan,
    shown: &[Shown],
) -> String {
    let cells = manifest.cells.iter().zip(plan.decisions.iter().zip(shown)).enumerate();
    let line = |(at, (cell, (decision, shown))): (usize, (&intertally_core::round::CellSpec, _))| {
        let (decision, shown): (&Decision, &Shown) = (decision, shown);
        let reporters = reporters(reported, at);
        format!("{}\t{reporters}\t{}\n", cell.key, fate(*decision, *shown, reporters))
    };
    format!("CELL\tREPORTING\tFATE\n{}", cells.map(line).collect::<String>())
}
