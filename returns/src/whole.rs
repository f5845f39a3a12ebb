//! Cells that go together: of a table that holds totals and their parts a member reports all or nothing. What single
//! members leave out would keep the totals of all from being opened.

use super::cells::Found;
use super::fault::Findings;
use super::read::{ReadInput, Return};
use super::rules::WHOLE_PART;
use intertally_core::round::Whole;

/// Cells that are named.
const NAMED: usize = 6;

/// A group of cells of which a return has some and not all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The first cell that is reported, and should go with the others.
    pub given: u32,
    /// Cells that are not reported, ascending.
    pub cells: Vec<u32>,
    /// What is wrong, without figures.
    pub what: String,
    /// Both ways out.
    pub hint: String,
}

/// Groups that a return reports in part.
#[must_use]
pub fn lacking(whole: &[Whole], table: &Return) -> Vec<Lacking> {
    let reports = |cell: &u32| table.statuses.get(*cell as usize).is_some_and(|status| status.reports());
    let key = |cell: &u32| table.keys.get(*cell as usize).map_or("", String::as_str);
    let of = |whole: &Whole| {
        let given = whole.own.iter().find(|cell| reports(cell)).copied()?;
        let cells: Vec<u32> = whole.all.iter().filter(|cell| !reports(cell)).copied().collect();
        if cells.is_empty() {
            return None;
        }
        let own = whole.own.iter().filter(|cell| reports(cell)).count();
        let more = cells.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let named: Vec<&str> = cells.iter().take(NAMED).map(key).collect();
        let what = format!(
            "table {}: of {} cells that add up {} have no figure: {}{more}",
            whole.table,
            whole.all.len(),
            cells.len(),
            named.join(", ")
        );
        let hint = format!(
            "give these, too (a true zero is 0); or leave out the {own} that go with them, from {} on: a coarser table of \
             the same figures may stay",
            key(&given)
        );
        Some(Lacking { given, cells, what, hint })
    };
    whole.iter().filter_map(of).collect()
}

/// Checks a return.
pub(super) fn check(input: &ReadInput<'_>, table: &Return, found: &Found, findings: &mut Findings) {
    // A figure that could not be taken has its fault already.
    let faulty = |cell: &u32| found.faulty.contains(&(*cell as usize));
    for one in lacking(input.whole, table) {
        if !one.cells.iter().all(faulty) {
            let place = found.places.get(one.given as usize).cloned().flatten().unwrap_or_default();
            let lacking = one.cells.iter().map(|cell| *cell as usize).collect();
            findings.add_about((WHOLE_PART, &place, lacking), None, one.what, one.hint);
        }
    }
}
