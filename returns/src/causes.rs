//! What is the cause of many other faults comes first, and those that follow from it are one.

use super::fault::{Finding, Findings};
use super::rules::{CELL_OUTSIDE, PERIOD_OUTSIDE, WORKBOOK_ROUND};

/// What is said of a row of another period.
pub(super) const OUTSIDE: &str = "a period that the round does not ask for";
/// So many rows of another period are one fault, if there are no others.
const MANY: usize = 4;

/// Folds what follows from a workbook of another round, and rows of which all are of another period than the round's. `rows`: those
/// of the member with right codes, `outside`: those of other periods among them.
pub(super) fn fold(rows: usize, outside: usize, findings: &mut Findings) {
    let follows = |one: &Finding| [PERIOD_OUTSIDE.id, CELL_OUTSIDE.id].contains(&one.fault.rule);
    let wrong = findings.faults.iter().any(|one| one.fault.rule == WORKBOOK_ROUND.id);
    if wrong {
        let before = findings.faults.len();
        findings.faults.retain(|one| !follows(one));
        let folded = before - findings.faults.len();
        let cause = findings.faults.iter_mut().find(|one| one.fault.rule == WORKBOOK_ROUND.id);
        if let Some(cause) = cause.filter(|_| folded > 0) {
            cause.fault.what.push_str(&format!(", and {folded} rows of it are none of this round"));
        }
    } else if outside >= MANY && outside == rows {
        let is = |one: &Finding| one.fault.rule == PERIOD_OUTSIDE.id && one.fault.what == OUTSIDE;
        let Some(at) = findings.faults.iter().position(is) else { return };
        let mut first = findings.faults.remove(at);
        findings.faults.retain(|one| !is(one));
        first.fault.what = format!("all {outside} rows are of periods that the round does not ask for");
        first.fault.hint =
            first.fault.hint.replacen("leave the row out", "give the file of the round's own period", 1);
        first.fault.row = None;
        first.spot = None;
        findings.faults.push(first);
    }
}
