//! Check 7: the sum of the sealed set's ciphertexts, recomputed to the bit.

use super::no_round;
use crate::audit::Audit;
use crate::names::key_number;
use crate::report::{Found, Judged};
use intertally_structure::text::many;

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let Some(round) = audit.round() else { return no_round() };
    let (Some(tally), Some(sealed)) = (&audit.sums.tally, round.sealed()) else {
        return audit.sums.no_tally(round);
    };
    let own = tally.aggregates();
    let differ = (0..).zip(own.iter().zip(&sealed.aggregates)).filter(|(_, (own, named))| own != named);
    let mut findings: Vec<Found> = differ
        .map(|(part, _): (usize, _)| {
            let what = "the sum recomputed here is not the one that was sealed";
            Found::new(what, key_number(part), "the coordinator, who signed it, and the aggregator")
        })
        .collect();
    if own.len() != sealed.aggregates.len() {
        findings.push(Found::new("not one sum per key", "Sealed", "the coordinator"));
    }
    Judged::of(findings, format!("{}, {}", many(own.len(), "key"), many(tally.submissions().len(), "member")))
}
