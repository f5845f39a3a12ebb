//! Check 2: the round manifest, its committee, bounds and budget; its table is the one that the structure file gives; it
//! names the earlier rounds that the log gives; the policy is older than every submission.

use super::{check_01_format, no_round};
use crate::audit::Audit;
use crate::names::key_number;
use crate::record::Place;
use crate::report::{Cause, Found, Judged};
use intertally_core::fold::RoundState;
use intertally_core::lattice::Params;
use intertally_core::lattice::noise::{Committee, Demand};
use intertally_core::round::CellSpec;
use intertally_structure::Structure;
use intertally_structure::text::many;

const WHO: &str = "the coordinator, who signed it";

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(2);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    let manifest = round.manifest();
    findings
        .extend(manifest.faults().iter().map(|fault| Found::new(fault.to_string(), "round manifest", WHO)));
    let members = manifest.members.len() as u64;
    match Committee::of(manifest.trustees.len(), manifest.threshold) {
        Ok(committee) => {
            for part in 0..manifest.keys.len() {
                let cells = manifest.part_cells(part);
                let own = manifest.cells.get(cells.clone()).unwrap_or_default();
                let width = own.iter().map(CellSpec::width).max().unwrap_or(1);
                let demand = Demand { members, width, changed: manifest.revision };
                let fits = committee.check_budget(&Params::STANDARD, demand, cells.len() as u64);
                findings.extend(fits.err().map(|why| Found::new(why.to_string(), key_number(part), WHO)));
            }
        }
        Err(why) => findings.push(Found::new(why.to_string(), "round manifest", WHO)),
    }
    match table(audit, round) {
        Ok(more) => findings.extend(more),
        Err(outcome) if findings.is_empty() => return outcome,
        Err(_) => {}
    }
    let detail = format!(
        "{}, {} as the structure file gives them, {} as the log gives them, {} of {} trustees, {} within budget; policy {}",
        many(manifest.members.len(), "member"),
        many(manifest.cells.len(), "cell"),
        many(manifest.earlier.len(), "earlier record"),
        manifest.threshold,
        manifest.trustees.len(),
        many(manifest.keys.len(), "key"),
        manifest.policy_digest(),
    );
    Judged::of(findings, detail)
}

/// Where the round's table is not the one of its structure file. A file that is not the one named fails check 1.
fn table(audit: &Audit<'_>, round: &RoundState) -> Result<Vec<Found>, Judged> {
    let Ok(bytes) = check_01_format::structure(audit, round) else {
        let why = "the structure file is not the one named, so that the table cannot be made again";
        return Err(Judged::not_reached(Cause::Fault, why));
    };
    Ok(match Structure::parse("structure", &bytes) {
        Err(faults) => {
            faults.iter().map(|fault| Found::new(fault.to_string(), Place::Structure, WHO)).collect()
        }
        Ok(structure) => {
            let differences = structure.check_table(round.manifest()).err().unwrap_or_default();
            differences
                .iter()
                .map(|difference| Found::new(difference.to_string(), "round manifest", WHO))
                .collect()
        }
    })
}
