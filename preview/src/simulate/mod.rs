//! A round on plain returns, without keys, network or cryptography: the plan and the publication that it would have. The
//! code that decides is that of a real round: the structure's table, the rules, the publication. People try policies on
//! last year's public figures with it, and tests use it.

mod adding_up;
mod fault;
mod returns;
mod round;
#[cfg(test)]
mod tests;

pub use adding_up::AddsUp;
pub use fault::SimulateError;
pub use returns::Files;

use self::round::Decided;
use intertally_core::hash::Digest;
use intertally_disclosure::{Decision, Reason, Shown};
use intertally_publish::{Anchor, Material};
use intertally_structure::Structure;
use serde::Serialize;

/// What comes of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// The file that everybody would see.
    pub totals_csv: Vec<u8>,
    /// All cells in round order. For the coordinator: counts and reasons are information themselves.
    pub plan: Vec<Planned>,
    /// What earlier rounds opened and this one does not ask again, so that nothing connected with it opens: name and keys of
    /// each round where there are some.
    pub not_again: Vec<(String, Vec<String>)>,
    /// Sums that hold in every return of this round and that the structure does not declare.
    pub adding_up: Vec<AddsUp>,
    /// How many of the asked cells would open if it declared all of these; none where there are none, or where the returns do
    /// not fit a structure that does.
    pub opened_if_declared: Option<usize>,
}

/// One cell of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// Its key.
    pub key: String,
    /// Why it stays shut; none if it is opened.
    pub shut: Option<Reason>,
    /// How it is shown.
    pub shown: How,
    /// Lowest and highest total that readers may think of.
    pub range: Option<(u64, u64)>,
    /// Members that report it.
    pub reporters: usize,
    /// Members above zero; none if they may not be counted.
    pub contributors: Option<u32>,
    /// Members with another figure than in each earlier opening of its sum; none if these may not be counted.
    pub changed: Option<u32>,
    /// Nobody types it: only its count plays a part.
    pub count_only: bool,
}

/// How a cell is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Not at all.
    Withheld,
    /// A value with its band.
    Value,
    /// What other cells leave.
    Interval,
    /// Hardly anything of a total is left beside it.
    NearlyAll,
}

impl Simulation {
    /// The plan with its reasons, as JSON.
    ///
    /// # Errors
    /// If it cannot be written, which no plan is known to cause.
    pub fn plan_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut out = serde_json::to_vec_pretty(&self.plan)?;
        out.push(b'\n');
        Ok(out)
    }
}

/// Decides and publishes a round of these returns, after earlier rounds, oldest first.
///
/// # Errors
/// All that a real round would refuse: returns, structure, counts.
pub fn simulate(structure: &Structure, now: &Files, earlier: &[Files]) -> Result<Simulation, SimulateError> {
    let (round, before) = decide(structure, now, earlier)?;
    let nothing = Digest([0; 32]);
    let totals_csv = intertally_publish::totals_csv(&Material {
        structure: &round.asked.structure,
        manifest: &round.manifest,
        statuses: &round.statuses(),
        notes: &round.notes(),
        shown: &round.shown,
        before: &[],
        anchor: Anchor { height: 0, event: nothing, root: nothing },
    })?;
    let cells = round.manifest.cells.iter().zip(&round.table.cells);
    let planned = |(((spec, cell), decision), shown): (((_, _), &Decision), &Shown)| {
        planned(spec, cell, *decision, *shown)
    };
    let plan = cells.zip(&round.plan.decisions).zip(&round.shown).map(planned).collect();
    let adding_up = adding_up::adding_up(structure, &round);
    let opened_if_declared = if_declared(structure, &adding_up, now, earlier);
    Ok(Simulation { totals_csv, plan, not_again: not_again(&round, &before), adding_up, opened_if_declared })
}

/// A round after others.
fn decide(
    structure: &Structure,
    now: &Files,
    earlier: &[Files],
) -> Result<(Decided, Vec<Decided>), SimulateError> {
    let mut before: Vec<Decided> = Vec::new();
    for files in earlier {
        let decided = Decided::of(structure, files, &before)?;
        before.push(decided);
    }
    Ok((Decided::of(structure, now, &before)?, before))
}

/// Asked cells that would open with these sums declared.
fn if_declared(structure: &Structure, more: &[AddsUp], now: &Files, earlier: &[Files]) -> Option<usize> {
    if more.is_empty() {
        return None;
    }
    let mut declared = structure.clone();
    declared.sums.extend(more.iter().map(|one| one.sum.clone()));
    if !declared.faults().is_empty() {
        return None;
    }
    let (round, _) = decide(&declared, now, earlier).ok()?;
    let cells = round.manifest.cells.iter().zip(&round.plan.decisions);
    Some(cells.filter(|(cell, decision)| !cell.count_only && **decision == Decision::Open).count())
}

fn not_again(round: &Decided, before: &[Decided]) -> Vec<(String, Vec<String>)> {
    let opened: Vec<Vec<u32>> = before.iter().map(|old| old.plan.opened().into_iter().collect()).collect();
    let earlier = before.iter().zip(&opened);
    let earlier = earlier.map(|(old, opened)| (old.name.as_str(), &old.manifest, opened.as_slice()));
    intertally_core::round::not_again(&round.manifest, &earlier.collect::<Vec<_>>())
}

fn planned(
    spec: &intertally_core::round::CellSpec,
    cell: &intertally_disclosure::Cell,
    decision: Decision,
    shown: Shown,
) -> Planned {
    Planned {
        key: spec.key.clone(),
        shut: match decision {
            Decision::Open => None,
            Decision::Shut(reason) => Some(reason),
        },
        shown: match shown {
            Shown::Withheld => How::Withheld,
            Shown::Value(_) => How::Value,
            Shown::Interval { .. } => How::Interval,
            Shown::NearlyAll { .. } => How::NearlyAll,
        },
        range: shown.ends(),
        reporters: cell.reporters.len(),
        contributors: cell.count,
        changed: cell.changed,
        count_only: cell.count_only,
    }
}
