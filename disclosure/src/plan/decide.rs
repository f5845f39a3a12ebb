//! Cell by cell: what its own count says, then what would come with it.

use super::Parts;
use super::areas::Areas;
use super::decision::{Decision, Reason};
use super::find::Verdict;
use super::rows::Rows;
use super::same::Seen;
use super::standing::Standing;
use super::systems::Systems;
use crate::table::{Cell, Table};

/// Decisions before ladders.
pub(super) fn decide(table: &Table, parts: &Parts) -> Vec<Decision> {
    let rows = Rows::new(table, parts);
    let mut areas = Areas::new(table, &rows.countries, parts.soft);
    let mut standing = Standing::new(table, &rows, parts.soft);
    let mut systems = Systems::new(&rows, &standing, table.systems.max(1), parts);
    // What readers know, and what is known to whoever sees the counts, too.
    let mut seen = Seen::new(table, &rows, &standing, parts);
    let mut decisions = vec![Decision::Shut(Reason::NotCounted); table.cells.len()];
    for at in table.order.iter().map(|cell| *cell as usize) {
        let Some(cell) = table.cells.get(at) else { continue };
        let shut = of_its_own(table, &rows, at, cell)
            .or_else(|| (parts.areas && areas.forbids(at)).then_some(Reason::Areas))
            .or_else(|| standing.forbids(at, systems.minimum(at)).filter(|_| parts.standing))
            .or_else(|| said(systems.find(at, parts)))
            .or_else(|| said(seen.as_mut().map_or(Verdict::Open, |seen| seen.find(at, parts))));
        if shut.is_none() {
            systems.learn(at);
            seen.iter_mut().for_each(|seen| seen.learn(at));
            areas.open(at);
            standing.open(at);
        }
        if let Some(decision) = decisions.get_mut(at) {
            *decision = shut.map_or(Decision::Open, Decision::Shut);
        }
    }
    decisions
}

const fn said(verdict: Verdict) -> Option<Reason> {
    match verdict {
        Verdict::Open => None,
        Verdict::Shut => Some(Reason::Isolates),
        Verdict::Limit => Some(Reason::WorkLimit),
    }
}

/// Why a cell stays shut whatever else is open.
fn of_its_own(table: &Table, rows: &Rows<'_>, at: usize, cell: &Cell) -> Option<Reason> {
    if cell.count_only || rows.guards.contains(&at) {
        return Some(Reason::CountOnly);
    }
    let row = rows.all.get(at)?;
    let Some(count) = cell.count else { return Some(Reason::NotCounted) };
    let less = rows.lessened.get(at).copied().unwrap_or(0);
    let tight = rows.tight.get(at).copied().unwrap_or(false);
    if tight || count.saturating_sub(less) < row.minimum {
        return Some(Reason::TooFewContributors);
    }
    if rows.is_confidential(table, at) {
        return Some(Reason::Confidential);
    }
    let is_foreign = u32::try_from(at).is_ok_and(|at| table.foreign.contains(&at));
    is_foreign.then_some(Reason::Foreign)
}
