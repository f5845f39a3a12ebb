//! Sheets of the restricted edition, as checks 9 to 13 need them.

use crate::audit::Audit;
use crate::record::{Edition, Place, Sheet};
use crate::report::{Cause, Finding, Outcome};
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use serde::{Serialize, de::DeserializeOwned};

/// A sheet that is not the one that the log names points to its maker.
const MAKER: &str = "the coordinator, or whoever made this copy of the record";

fn read<T: Serialize + DeserializeOwned>(
    audit: &Audit<'_>,
    sheet: Sheet,
    named: Option<Digest>,
    digest: impl Fn(&T) -> Digest,
) -> Result<T, Outcome> {
    if audit.record.manifest().edition == Edition::Public {
        return Err(Outcome::not_reached(Cause::Edition, "the public edition holds no sheets"));
    }
    let Some(named) = named else {
        return Err(Outcome::not_reached(Cause::Phase, "the log has no event that names the sheet"));
    };
    let place = Place::Sheet(sheet);
    let fail = |what: String| Outcome::Fail { findings: vec![Finding::new(what, &place, MAKER)] };
    let read: T = audit.record.decode("sheet", &place, 64 << 20).map_err(|why| fail(why.to_string()))?;
    if digest(&read) == named { Ok(read) } else { Err(fail("not the sheet that the log names".into())) }
}

pub(super) fn counts(audit: &Audit<'_>, round: &RoundState) -> Result<CountsSheet, Outcome> {
    read(audit, Sheet::Counts, round.plan().map(|plan| plan.counts), CountsSheet::digest)
}

pub(super) fn openings(audit: &Audit<'_>, round: &RoundState) -> Result<OpeningsSheet, Outcome> {
    read(audit, Sheet::Openings, round.publication().map(|made| made.openings), OpeningsSheet::digest)
}

pub(super) fn composition(audit: &Audit<'_>, round: &RoundState) -> Result<Composition, Outcome> {
    read(audit, Sheet::Composition, round.publication().map(|made| made.composition), Composition::digest)
}

/// The tally is not there: why checks that need it are not reached.
pub(super) fn no_tally(audit: &Audit<'_>, round: &RoundState) -> Outcome {
    if round.sealed().is_none() {
        Outcome::not_reached(Cause::Phase, "the round is not sealed")
    } else if !audit.sums.deleted.is_empty() && audit.sums.findings.is_empty() {
        Outcome::not_reached(Cause::Deleted, "parts of submissions were deleted under the retention schedule")
    } else {
        Outcome::not_reached(Cause::Fault, "not every submission of the sealed set is here and good")
    }
}
