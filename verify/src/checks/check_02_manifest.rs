//! Check 2: the round manifest, its committee, bounds and budget; the policy is older than every submission.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Finding, Outcome};
use intertally_core::lattice::Params;
use intertally_core::lattice::noise::Committee;
use intertally_core::packing::Layout;

const WHO: &str = "the coordinator, who signed it";

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let mut findings = audit.found(2);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Outcome::Fail { findings } };
    };
    let manifest = round.manifest();
    findings.extend(manifest.faults().iter().map(|fault| Finding::new(fault, "round manifest", WHO)));
    let (n, members) =
        (u8::try_from(manifest.trustees.len()).unwrap_or(u8::MAX), manifest.members.len() as u64);
    match Committee::new(n, manifest.threshold) {
        Ok(committee) => {
            for part in 0..manifest.keys.len() {
                let slots = Layout::of_part(manifest, part).slots() as u64;
                let fits = committee.check_budget(&Params::STANDARD, members, slots);
                findings.extend(fits.err().map(|why| Finding::new(why, format!("key {part}"), WHO)));
            }
        }
        Err(why) => findings.push(Finding::new(why, "round manifest", WHO)),
    }
    let detail = format!(
        "{} members, {} cells, {} of {n} trustees, {} keys within their budget; policy {}",
        manifest.members.len(),
        manifest.cells.len(),
        manifest.threshold,
        manifest.keys.len(),
        manifest.policy_digest(),
    );
    Outcome::of(findings, detail)
}
