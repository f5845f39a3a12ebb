//! Sheets of the restricted edition, as checks 9 to 13 need them.

use super::no_round;
use crate::audit::Audit;
use crate::record::{Place, Sheet};
use crate::report::{Cause, Found, Judged};
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::{Named, RoundState};
use intertally_core::hash::{Digest, digest};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::party::RoundId;
use intertally_core::publication::{self, PublicFault, PublicSheet};
use intertally_core::round::RoundManifest;
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
) -> Result<T, Judged> {
    let place = Place::Sheet(sheet);
    if !place.fits(audit.record.manifest().edition) {
        let why = format!("the public edition holds no {}", sheet.name());
        return Err(Judged::not_reached(Cause::Edition, why));
    }
    let Some(named) = named else {
        return Err(Judged::not_reached(Cause::Phase, "the log has no event that names the sheet"));
    };
    decoded(audit, &place, named, "sheet", "not the sheet that the log names", digest)
}

/// A file of the record as what it should be, if it has the digest that is named; `other` says that it has not.
fn decoded<T: Serialize + DeserializeOwned>(
    audit: &Audit<'_>,
    place: &Place,
    named: Digest,
    what: &'static str,
    other: &str,
    digest: impl Fn(&T) -> Digest,
) -> Result<T, Judged> {
    let fail = |what: String| Judged::Fail { findings: vec![Found::new(what, place, MAKER)] };
    let read: T = audit.record.decode(what, place, 64 << 20).map_err(|why| fail(why.to_string()))?;
    if digest(&read) == named { Ok(read) } else { Err(fail(other.into())) }
}

pub(super) fn counts(audit: &Audit<'_>, round: &RoundState) -> Result<CountsSheet, Judged> {
    read(audit, Sheet::Counts, round.plan().map(|plan| plan.counts), CountsSheet::digest)
}

pub(super) fn openings(audit: &Audit<'_>, round: &RoundState) -> Result<OpeningsSheet, Judged> {
    read(audit, Sheet::Openings, round.publication().map(|made| made.openings), OpeningsSheet::digest)
}

pub(super) fn composition(audit: &Audit<'_>, round: &RoundState) -> Result<Composition, Judged> {
    read(audit, Sheet::Composition, round.plan().map(|plan| plan.composition), Composition::digest)
}

/// What the round remembers of those that it names: from the record, else from what the verifier was given.
pub(super) fn earlier(audit: &Audit<'_>, round: &RoundState) -> Result<Named, Judged> {
    let given = &audit.options.earlier;
    let (mut compositions, mut sheets) = (Vec::new(), Vec::new());
    for record in &round.manifest().earlier {
        compositions.extend(of_record(audit, Some(record.composition), "composition", Composition::digest)?);
        sheets.extend(of_record(audit, record.public, "public sheet", PublicSheet::digest)?);
    }
    let compositions = given.iter().map(|one| &one.composition).chain(&compositions);
    let sheets = given.iter().filter_map(|one| one.public.as_ref()).chain(&sheets);
    let named = audit.replay.fold.named(round.manifest(), compositions, sheets);
    named.map_err(|why| {
        let missing = round.manifest().earlier.get(why.at).map(|record| record.round);
        let of = missing.map_or_else(String::new, |id| {
            let name = called(audit, id).map_or_else(String::new, |name| format!(" '{name}'"));
            format!("; it is that of round{name}, id {}: give its restricted record with --previous", id.0)
        });
        Judged::not_reached(Cause::Input, format!("{why}{of}"))
    })
}

/// A sheet of an earlier round, if the record holds it.
fn of_record<T: Serialize + DeserializeOwned>(
    audit: &Audit<'_>,
    named: Option<Digest>,
    what: &'static str,
    digest: impl Fn(&T) -> Digest,
) -> Result<Option<T>, Judged> {
    let Some(named) = named.filter(|digest| audit.record.holds(&Place::Earlier(*digest))) else {
        return Ok(None);
    };
    let other = format!("not the {what} of this digest");
    decoded(audit, &Place::Earlier(named), named, what, &other, digest).map(Some)
}

/// The name of another round of the log, from the event that opened it.
fn called(audit: &Audit<'_>, id: RoundId) -> Option<String> {
    (0..audit.replay.fold.height()).find_map(|height| {
        let event: Event = audit.record.decode("event", &Place::Event(height), 1 << 16).ok()?;
        let claim = &event.signed.claim;
        if claim.kind != Kind::Opened || claim.scope != Scope::Round(id) {
            return None;
        }
        let opened =
            audit.record.decode::<RoundManifest>("round manifest", &Place::Payload(claim.payload), 64 << 20);
        Some(opened.ok()?.name)
    })
}

/// The public sheet, if it is the one that the publication names.
pub(crate) fn public(audit: &Audit<'_>) -> Result<PublicSheet, Judged> {
    let round = audit.round().ok_or_else(no_round)?;
    let not_yet = || Judged::not_reached(Cause::Phase, "the round is not published");
    let made = round.publication().ok_or_else(not_yet)?;
    read(audit, Sheet::Public, Some(made.public), PublicSheet::digest)
}

/// Everything that is wrong with the public sheet; or why that cannot be said. Its proofs need the members' ciphertexts and
/// the trustees' proofs.
pub(crate) fn public_faults(audit: &Audit<'_>) -> Result<Vec<PublicFault>, Judged> {
    let round = audit.round().ok_or_else(no_round)?;
    let sheet = audit.public.as_ref().map_err(Clone::clone)?;
    let approved = round.plan().map(|plan| plan.approved.as_slice()).unwrap_or_default();
    let tally = tally(audit, round)?;
    let seed = digest("public-sheet-weights", &[&audit.options.seed]);
    let mut rng = ChaCha20Rng::from_seed(seed.0);
    Ok(publication::verify((round.manifest(), tally), &audit.answers.steps, approved, sheet, &mut rng))
}

/// What is wrong with the public sheet's proofs.
pub(super) fn public_findings(audit: &Audit<'_>) -> Result<Vec<Found>, Judged> {
    let faults = audit.public_faults.as_ref().map_err(Clone::clone)?;
    Ok(faults
        .iter()
        .map(|fault| Found::new(fault.to_string(), Place::Sheet(Sheet::Public), SIGNER))
        .collect())
}

/// The sealed set added up, if the answers to what it asks were checked, too; or why not.
pub(super) fn tally<'a>(audit: &Audit<'a>, round: &RoundState) -> Result<&'a Tally, Judged> {
    match (&audit.sums.tally, &audit.answers.open) {
        (Some(tally), None) => Ok(tally),
        (Some(_), Some(open)) => Err(open.clone()),
        (None, _) => Err(audit.sums.no_tally(round)),
    }
}
