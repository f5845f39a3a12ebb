//! What readers see of each cell, made again: from exact totals and earlier compositions in the restricted edition, from
//! what the public sheet tells in the public one (spec section 9.3).

use super::sheets;
use crate::audit::Audit;
use crate::record::{Edition, Place, Sheet};
use crate::report::{Cause, Found, Judged};
use intertally_core::disclosure::{Band, Shown, shown, shown_again};
use intertally_core::fold::RoundState;
use intertally_core::publication::PublicTotal;

const WHO: &str = "the coordinator, who signed the publication";

/// One entry per cell of the round.
pub(super) fn of(audit: &Audit<'_>, round: &RoundState) -> Result<Vec<Shown>, Judged> {
    let approved = round.plan().map(|plan| plan.approved.as_slice()).unwrap_or_default();
    let (manifest, returned) = (round.manifest(), round.returned());
    let restricted = audit.record.manifest().edition == Edition::Restricted;
    // Without the earlier compositions one knows as much as readers of the public edition; check 10 says that they are missing.
    let earlier = match sheets::earlier(audit, round) {
        Ok(earlier) => Some(earlier),
        Err(Judged::NotReached { .. }) => None,
        Err(outcome) => return Err(of_other_check(outcome)),
    };
    let (made, place) = if let Some(earlier) = earlier.filter(|_| restricted) {
        let openings = sheets::openings(audit, round).map_err(of_other_check)?;
        let totals = openings.cells.iter().map(|opened| (opened.cell, opened.total)).collect();
        let made = shown(manifest, &returned, approved, earlier.remembered(), &totals);
        (made, Place::Sheet(Sheet::Openings))
    } else {
        let sheet = audit.public.as_ref().map_err(|outcome| of_other_check(outcome.clone()))?;
        let shown = |total: PublicTotal| match total {
            PublicTotal::Exact(total) => Shown::Value(Band { value: total, low: total, high: total }),
            PublicTotal::Band { value, low, high } => Shown::Value(Band { value, low, high }),
            PublicTotal::NearlyAll { low, high } => Shown::NearlyAll { low, high },
        };
        let told = sheet.cells.iter().map(|told| (told.cell, shown(told.total))).collect();
        (shown_again(manifest, &returned, approved, &told), Place::Sheet(Sheet::Public))
    };
    made.map_err(|why| Judged::Fail { findings: vec![Found::new(why.to_string(), place, WHO)] })
}

/// A sheet that cannot be read, or is not the one named, fails another check.
fn of_other_check(outcome: Judged) -> Judged {
    match outcome {
        Judged::Fail { .. } => Judged::not_reached(Cause::Fault, "a sheet is not the one that the log names"),
        other => other,
    }
}
