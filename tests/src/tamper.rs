//! Every way to change one thing in the small record, and the checks that may answer for it.

use crate::fields::{Changed, changes};
use crate::small_round::SmallRound;
use anyhow::{Context, Result};
use intertally_core::canonical::{decode, encode};
use intertally_core::ceremony::{CeremonyManifest, CeremonyMessage};
use intertally_core::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, PayloadDeleted, Publication, Reason, Rehearsed, SealedSet,
    Withdrawal,
};
use intertally_core::event::{Kind, SignedClaim};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::share::SharesGiven;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::statement::Statement;
use intertally_core::party::{CeremonyId, MemberIndex, Party, TrusteeIndex};
use intertally_core::proof::PartCommitments;
use intertally_core::publication::PublicSheet;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{PartProofs, SubmissionHeader};
use intertally_verify::record::{Edition, Files, MANIFEST, Place, RecordManifest, Sheet};
use sha2::{Digest as _, Sha256};

/// A changed record, what was done to it, and the checks of which at least one must fail. None: nobody but the changed
/// object's own maker can tell, see `why`.
pub struct Mutant {
    /// For people.
    pub what: String,
    /// The record.
    pub files: Files,
    /// Checks that may answer.
    pub checks: &'static [u8],
    /// Why it may survive, if it may.
    pub why: Option<&'static str>,
}

/// Where bytes of a file are flipped: both ends, the middle, and `more` places between.
fn places(len: usize, more: usize) -> Vec<usize> {
    let mut at: Vec<usize> = (0..more + 2).map(|i| i * len.saturating_sub(1) / (more + 1)).collect();
    at.dedup();
    at
}

/// Write a changed file into `record.json`, as whoever copies a record can.
pub fn relist(files: &mut Files, path: &str) -> Result<()> {
    let mut manifest = RecordManifest::parse(files.get(MANIFEST).context("no list")?)?;
    let bytes = files.get(path);
    manifest.files.retain(|file| file.path != path || bytes.is_some());
    for file in manifest.files.iter_mut().filter(|file| file.path == path) {
        let bytes = bytes.context("no file")?;
        (file.bytes, file.sha256) = (bytes.len() as u64, hex::encode(Sha256::digest(bytes)));
    }
    files.insert(MANIFEST.to_owned(), manifest.to_bytes()?);
    Ok(())
}

fn checks_of_file(place: Option<&Place>) -> &'static [u8] {
    match place {
        None | Some(Place::Structure) => &[1],
        Some(Place::Checkpoint) => &[4],
        Some(Place::Event(_) | Place::Payload(_)) => &[1, 2, 4],
        Some(Place::Blob(_)) => &[5],
        Some(Place::Sheet(Sheet::Counts)) => &[9],
        Some(Place::Sheet(Sheet::Openings)) => &[11],
        Some(Place::Sheet(Sheet::Composition | Sheet::Public) | Place::Published(_)) => &[12],
        Some(Place::Earlier(_)) => &[10],
    }
}

/// Whoever holds a copy and no key: a byte of a file flipped, the file left out; the list made to fit.
pub fn of_copies(record: &Files, more: usize) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for (path, bytes) in record {
        let place = Place::parse(path).filter(|_| path != MANIFEST);
        for at in places(bytes.len(), more) {
            let mut files = record.clone();
            if let Some(byte) = files.get_mut(path).and_then(|bytes| bytes.get_mut(at)) {
                *byte ^= 1;
            }
            if place.is_some() {
                relist(&mut files, path)?;
            }
            let (what, checks) = (format!("{path}, byte {at} flipped"), checks_of_file(place.as_ref()));
            mutants.push(Mutant { what, files, checks, why: None });
        }
        if let Some(place) = place {
            let mut files = record.clone();
            files.remove(path);
            relist(&mut files, path)?;
            let checks: &[u8] = if matches!(place, Place::Sheet(_) | Place::Published(_) | Place::Blob(_)) {
                checks_of_file(Some(&place))
            } else {
                &[1, 4]
            };
            mutants.push(Mutant { what: format!("{path} left out"), files, checks, why: None });
        }
    }
    Ok(mutants)
}

const fn checks_of_kind(kind: Kind) -> &'static [u8] {
    match kind {
        Kind::Convened
        | Kind::Committed
        | Kind::Revealed
        | Kind::Confirmed
        | Kind::Complained
        | Kind::SealingKeyDestroyed
        | Kind::Rehearsed => &[1, 3],
        Kind::Opened => &[1, 2, 3],
        Kind::Submitted | Kind::Withdrawn => &[1, 5, 6],
        Kind::Extended | Kind::Sealed => &[1, 6, 7, 8],
        Kind::Stated | Kind::SharesGiven => &[1, 4, 8],
        Kind::PlanAdopted => &[1, 9, 10, 12],
        Kind::Published | Kind::Held | Kind::Cancelled | Kind::Erratum => &[1, 11, 12],
        Kind::KeysDestroyed | Kind::PayloadDeleted => &[1, 14],
    }
}

/// The signer of an event together with the aggregator: a byte of the payload flipped, signed again, every event chained
/// again, a fresh checkpoint.
pub fn of_signers(round: &SmallRound, more: usize) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for (height, (event, payload)) in round.events.iter().enumerate() {
        let claim = &event.signed.claim;
        for at in places(payload.len(), more) {
            let mut changed = round.clone();
            let (event, bytes) = changed.events.get_mut(height).context("no event")?;
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1;
            }
            let key = crate::world::key_of(claim.signer);
            event.signed = SignedClaim::sign(&key, claim.signer, claim.scope, claim.kind, bytes, "test");
            changed.chain();
            let why = word_of(claim.kind);
            mutants.push(Mutant {
                what: format!(
                    "{:?} at {height}, payload byte {at} of {} flipped, signed again",
                    claim.kind,
                    payload.len()
                ),
                files: changed.record(Edition::Restricted)?,
                checks: checks_of_kind(claim.kind),
                why,
            });
        }
    }
    Ok(mutants)
}

/// Digest of the sealed answer and the reply key lie behind the signed head: only the receiver can tell.
const WORD: &str = "digest of a sealed answer or reply key: the trustee's word to the coordinator";

/// Only another holder of the sub-key can compare a rehearsal's value.
const REHEARSED: &str = "a rehearsal's value: other holders of the sub-key compare it";

/// What of a payload is its signer's word to somebody else, beyond what a record can show.
const fn word_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::SharesGiven => Some(WORD),
        Kind::Rehearsed => Some(REHEARSED),
        _ => None,
    }
}

/// Changes of every field of a payload of the round.
fn fields_of(kind: Kind, payload: &[u8]) -> Result<Vec<Changed>> {
    match kind {
        Kind::Convened => changes::<CeremonyManifest>(payload),
        Kind::Committed | Kind::Revealed | Kind::Confirmed | Kind::Complained => {
            changes::<CeremonyMessage>(payload)
        }
        Kind::SealingKeyDestroyed => changes::<CeremonyId>(payload),
        Kind::Opened => changes::<RoundManifest>(payload),
        Kind::Submitted => changes::<SubmissionHeader>(payload),
        Kind::Withdrawn => changes::<Withdrawal>(payload),
        Kind::Extended => changes::<Extension>(payload),
        Kind::Sealed => changes::<SealedSet>(payload),
        Kind::Stated => changes::<Statement>(payload),
        Kind::SharesGiven => changes::<SharesGiven>(payload),
        Kind::PlanAdopted => changes::<AdoptedPlan>(payload),
        Kind::Published => changes::<Publication>(payload),
        Kind::Held | Kind::Cancelled | Kind::Erratum => changes::<Reason>(payload),
        Kind::KeysDestroyed => changes::<KeysDestroyed>(payload),
        Kind::PayloadDeleted => changes::<PayloadDeleted>(payload),
        Kind::Rehearsed => changes::<Rehearsed>(payload),
    }
}

/// The signer of an event together with the aggregator: every field of every payload changed, signed again, chained again, a
/// fresh checkpoint.
pub fn of_fields(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for (height, (event, payload)) in round.events.iter().enumerate() {
        let claim = &event.signed.claim;
        for change in fields_of(claim.kind, payload)? {
            let mut changed = round.clone();
            let (event, bytes) = changed.events.get_mut(height).context("no event")?;
            *bytes = change.bytes;
            let key = crate::world::key_of(claim.signer);
            event.signed = SignedClaim::sign(&key, claim.signer, claim.scope, claim.kind, bytes, "test");
            changed.chain();
            mutants.push(Mutant {
                what: format!("{:?} at {height}, {}", claim.kind, change.what),
                files: changed.record(Edition::Restricted)?,
                checks: checks_of_kind(claim.kind),
                why: word_of(claim.kind),
            });
        }
    }
    Ok(mutants)
}

/// The coordinator together with the aggregator: every field of every sheet changed, and the event that names it made to fit.
pub fn of_sheets(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let mut add = |what: String, checks: &'static [u8], changed: &SmallRound| -> Result<()> {
        mutants.push(Mutant { what, files: changed.record(Edition::Restricted)?, checks, why: None });
        Ok(())
    };
    let named = |changed: &mut SmallRound, to: &dyn Fn(&SmallRound, &mut Publication)| -> Result<()> {
        let at = changed.find(Kind::Published)?;
        let (_, bytes) = changed.events.get(at).context("no event")?;
        let mut made: Publication = decode("publication", bytes, 1 << 20)?;
        to(changed, &mut made);
        changed.replace(at, &made)
    };
    let adopted = |changed: &mut SmallRound, to: &dyn Fn(&SmallRound, &mut AdoptedPlan)| -> Result<()> {
        let at = changed.find(Kind::PlanAdopted)?;
        let (_, bytes) = changed.events.get(at).context("no event")?;
        let mut plan: AdoptedPlan = decode("plan", bytes, 1 << 20)?;
        to(changed, &mut plan);
        changed.replace(at, &plan)
    };
    for change in changes::<CountsSheet>(&encode(&round.counts))? {
        let mut changed = round.clone();
        changed.counts = decode("sheet", &change.bytes, 1 << 20)?;
        adopted(&mut changed, &|changed, plan| plan.counts = changed.counts.digest())?;
        add(format!("counts sheet, {}", change.what), &[1, 9, 10, 12], &changed)?;
    }
    for change in changes::<OpeningsSheet>(&encode(&round.openings))? {
        let mut changed = round.clone();
        changed.openings = decode("sheet", &change.bytes, 1 << 20)?;
        named(&mut changed, &|changed, made| made.openings = changed.openings.digest())?;
        add(format!("openings sheet, {}", change.what), &[11, 12], &changed)?;
    }
    for change in changes::<Composition>(&encode(&round.composition))? {
        let mut changed = round.clone();
        changed.composition = decode("sheet", &change.bytes, 1 << 20)?;
        adopted(&mut changed, &|changed, plan| plan.composition = changed.composition.digest())?;
        add(format!("composition, {}", change.what), &[12], &changed)?;
    }
    for change in changes::<PublicSheet>(&encode(&round.public))? {
        let mut changed = round.clone();
        changed.public = decode("sheet", &change.bytes, 1 << 20)?;
        named(&mut changed, &|changed, made| made.public = changed.public.digest())?;
        add(format!("public sheet, {}", change.what), &[9, 11, 12], &changed)?;
    }
    Ok(mutants)
}

/// A member together with the aggregator: every field of commitments and proofs changed, and the header that names them made to
/// fit, in a revision that counts no more: nothing but check 5 looks at it.
pub fn of_bodies(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let at = round.find(Kind::Submitted)? + 1;
    let (header, parts) = round.submissions.get(1).context("no second submission")?;
    let (named, part) = header.parts.first().zip(parts.first()).context("no part")?;
    let commitments = changes::<PartCommitments>(&encode(&part.commitments))?;
    let proofs = changes::<PartProofs>(&encode(&part.proofs))?;
    let of = |what, all: Vec<Changed>| all.into_iter().map(move |change| (what, change));
    for (what, change) in of("commitments", commitments).chain(of("proofs", proofs)) {
        let mut body = part.clone();
        match what {
            "commitments" => body.commitments = decode("commitments", &change.bytes, 1 << 26)?,
            _ => body.proofs = decode("proofs", &change.bytes, 1 << 26)?,
        }
        let header = SubmissionHeader { parts: vec![body.header(named.key)], ..header.clone() };
        let mut changed = round.clone();
        changed.submissions[1] = (header.clone(), vec![body]);
        changed.replace(at, &header)?;
        mutants.push(Mutant {
            what: format!("{what} of a member, {}", change.what),
            files: changed.record(Edition::Restricted)?,
            checks: &[5],
            why: None,
        });
    }
    Ok(mutants)
}

/// The aggregator's own word in every event, and the signer's beside its payload.
pub fn of_events(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let all = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14];
    for (height, (event, payload)) in round.events.iter().enumerate() {
        let claim = &event.signed.claim;
        let mut add = |what: &str, changed: &SmallRound, why| -> Result<()> {
            let what = format!("{:?} at {height}, {what}", claim.kind);
            mutants.push(Mutant { what, files: changed.record(Edition::Restricted)?, checks: all, why });
            Ok(())
        };
        for by in [-1, 1] {
            let mut changed = round.clone();
            changed.events[height].0.at.0 += by;
            changed.chain();
            add(
                &format!("time {by:+}"),
                &changed,
                Some("the aggregator's clock within the order of the log"),
            )?;
        }
        let mut changed = round.clone();
        let key = crate::world::key_of(claim.signer);
        changed.events[height].0.signed =
            SignedClaim::sign(&key, claim.signer, claim.scope, claim.kind, payload, "other");
        changed.chain();
        add("another tool", &changed, Some("the tool's name in a claim"))?;
        for signer in [
            Party::Coordinator,
            Party::Aggregator,
            Party::Member(MemberIndex(2)),
            Party::Trustee(TrusteeIndex(1)),
        ] {
            if signer == claim.signer {
                continue;
            }
            let mut changed = round.clone();
            let key = crate::world::key_of(signer);
            changed.events[height].0.signed =
                SignedClaim::sign(&key, signer, claim.scope, claim.kind, payload, "test");
            changed.chain();
            let erasure =
                matches!(claim.kind, Kind::KeysDestroyed | Kind::SealingKeyDestroyed | Kind::Rehearsed);
            let why = (erasure && matches!(signer, Party::Trustee(_))).then_some(
                "one trustee's claim replaced by another's own, said twice: a claim that was never logged",
            );
            add(&format!("signed by {signer:?}"), &changed, why)?;
        }
    }
    Ok(mutants)
}

/// The aggregator alone: an event dropped, or swapped with the next; chained again, a fresh checkpoint.
pub fn of_aggregator(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let all = &[2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14];
    for height in 0..round.events.len() {
        let mut dropped = round.clone();
        let (event, _) = dropped.events.remove(height);
        dropped.chain();
        let kind = event.signed.claim.kind;
        let why = match kind {
            // Without one claim of erasure, one of three claims to have erased a sealing key, or a rehearsal, a round is whole.
            Kind::KeysDestroyed | Kind::SealingKeyDestroyed | Kind::Rehearsed => {
                Some("a claim that was never logged cannot be missed without a receipt")
            }
            Kind::Submitted => {
                Some("a submission that was replaced later, dropped before any receipt is shown")
            }
            _ => None,
        };
        let files = dropped.record(Edition::Restricted)?;
        mutants.push(Mutant { what: format!("{kind:?} at {height} dropped"), files, checks: all, why });
    }
    Ok(mutants)
}
