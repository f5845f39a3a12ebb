//! Sheets of the restricted edition, as checks 9 to 13 need them.

use super::no_round;
use crate::audit::{Audit, PublicSheetFaults};
use crate::record::{Place, Sheet};
use crate::report::{Cause, Finding, Outcome};
use intertally_core::fold::{Named, RoundState};
use intertally_core::hash::{Digest, digest};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::publication::{self, PublicSheet};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::{Serialize, de::DeserializeOwned};

/// A wrong sheet that is the one named points to whoever signed it.
const SIGNER: &str = "the coordinator, who signed its digest";

/// A sheet that is not the one that the log names points to its maker.
const MAKER: &str = "the coordinator, or whoever made this copy of the record";

fn read<T: Serialize + DeserializeOwned>(
    audit: &Audit<'_>,
    sheet: Sheet,
    named: Option<Digest>,
    digest: impl Fn(&T) -> Digest,
) -> Result<T, Outcome> {
    let place = Place::Sheet(sheet);
    if !place.fits(audit.record.manifest().edition) {
        let why = format!("the public edition holds no {}", sheet.name());
        return Err(Outcome::not_reached(Cause::Edition, why));
    }
    let Some(named) = named else {
        return Err(Outcome::not_reached(Cause::Phase, "the log has no event that names the sheet"));
    };
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
    read(audit, Sheet::Composition, round.plan().map(|plan| plan.composition), Composition::digest)
}

/// The compositions that the round names: from the record, else from what the verifier was given.
pub(super) fn earlier(audit: &Audit<'_>, round: &RoundState) -> Result<Named, Outcome> {
    let mut all = audit.options.earlier.clone();
    for record in &round.manifest().earlier {
        let place = Place::Earlier(record.composition);
        if audit.record.holds(&place) {
            let fail = |what: String| Outcome::Fail { findings: vec![Finding::new(what, &place, MAKER)] };
            let read = audit.record.decode("composition", &place, 64 << 20);
            all.push(read.map_err(|why| fail(why.to_string()))?);
        }
    }
    let named = audit.replay.fold.named(round.manifest(), &all);
    named.map_err(|why| Outcome::not_reached(Cause::Input, why.to_string()))
}

/// The public sheet with all that is wrong with it. Its proofs need the members' commitments.
pub(crate) fn public(audit: &Audit<'_>) -> Result<PublicSheetFaults, Outcome> {
    let round = audit.round().ok_or_else(no_round)?;
    let (made, plan) = round
        .publication()
        .zip(round.plan())
        .ok_or_else(|| Outcome::not_reached(Cause::Phase, "the round is not published"))?;
    let sheet = read(audit, Sheet::Public, Some(made.public), PublicSheet::digest)?;
    let Some(tally) = &audit.sums.tally else { return Err(no_tally(audit, round)) };
    let seed = digest("public-sheet-weights", &[&audit.options.seed]);
    let mut rng = ChaCha20Rng::from_seed(seed.0);
    let faults = publication::verify(round.manifest(), tally, &plan.approved, &sheet, &mut rng);
    Ok((sheet, faults))
}

/// What the public sheet gives for the check of counts or for that of totals; or why it gives nothing.
pub(super) fn public_findings(audit: &Audit<'_>, of_counts: bool) -> Result<Vec<Finding>, Outcome> {
    let (_, faults) = audit.public.as_ref().map_err(Clone::clone)?;
    let mine = faults.iter().filter(|fault| fault.is_of_counts() == of_counts);
    Ok(mine.map(|fault| Finding::new(fault, Place::Sheet(Sheet::Public), SIGNER)).collect())
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
