//! What became of every cell: with reasons for the coordinator, without for everybody else.

use super::super::{Material, PublishError};
use super::after_opening;
use intertally_core::disclosure::{Decision, Plan, Reason};
use std::collections::BTreeSet;
use std::fmt;

/// What became of a cell. The three classes of docs/publications.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Never opened by anybody.
    NeverOpened(Reason),
    /// Opened to the coordinator only: published, it would pin down a cell that was never opened.
    Interval,
    /// Opened to the coordinator only: a coarser step of its ladder is published.
    Ladder,
    /// Published.
    Published,
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NeverOpened(Reason::TooFewContributors) => "never opened: too few contributors",
            Self::NeverOpened(Reason::NestedReporters) => "never opened: too few members between two sums",
            Self::NeverOpened(Reason::Revision) => "never opened: too few members changed it",
            Self::NeverOpened(Reason::RankTest) => "never opened: with other sums it would isolate too few",
            Self::NeverOpened(Reason::WorkLimit) => "never opened: the search met its limit",
            Self::NeverOpened(Reason::Secondary) => "never opened: a withheld cell would follow from it",
            Self::Interval => "opened, not published: a withheld cell would be known too closely",
            Self::Ladder => "opened, not published: the ladder shows a coarser step",
            Self::Published => "published",
        })
    }
}

/// A cell and what became of it. Internal to the coordinator: the reason of a withheld cell is itself information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// Key of the cell.
    pub key: String,
    /// Members of the sealed set that report it.
    pub reporters: usize,
    /// What became of it.
    pub fate: Fate,
}

/// One row per cell, in round order. `plan` is the plan that was adopted.
pub fn plan_rows(material: &Material<'_>, plan: &Plan) -> Result<Vec<PlanRow>, PublishError> {
    let cells = material.manifest.cells.len();
    let (intervals, ladder) = after_opening(material)?;
    let opened: BTreeSet<u32> = material.openings.cells.iter().map(|opened| opened.cell).collect();
    if plan.decisions.len() != cells || plan.approved() != opened {
        return Err(PublishError::Plan { given: plan.approved().len(), opened: opened.len() });
    }
    let row = |(index, (cell, decision)): (u32, (&intertally_core::round::CellSpec, &Decision))| PlanRow {
        key: cell.key.clone(),
        reporters: super::figures::reporters(material, index as usize).len(),
        fate: match decision {
            Decision::Withheld(reason) => Fate::NeverOpened(*reason),
            Decision::Approved if intervals.contains(&index) => Fate::Interval,
            Decision::Approved if ladder.contains(&index) => Fate::Ladder,
            Decision::Approved => Fate::Published,
        },
    };
    Ok((0u32..).zip(material.manifest.cells.iter().zip(&plan.decisions)).map(row).collect())
}

/// The rows as text, tab-separated: for the coordinator alone.
#[must_use]
pub fn plan_text(rows: &[PlanRow]) -> String {
    let row = |row: &PlanRow| format!("{}\t{}\t{}\n", row.key, row.reporters, row.fate);
    format!("CELL\tREPORTING\tFATE\n{}", rows.iter().map(row).collect::<String>())
}

/// The same for everybody: published or withheld, no reason.
#[must_use]
pub fn public_text(rows: &[PlanRow]) -> String {
    let state = |row: &PlanRow| if row.fate == Fate::Published { "published" } else { "withheld" };
    let row = |row: &PlanRow| format!("{}\t{}\t{}\n", row.key, row.reporters, state(row));
    format!("CELL\tREPORTING\tSTATE\n{}", rows.iter().map(row).collect::<String>())
}
