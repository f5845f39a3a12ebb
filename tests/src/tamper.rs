//! Every way to change one thing in the small record, and the checks that may answer for it.

use crate::small_round::SmallRound;
use anyhow::{Context, Result};
use intertally_core::event::{Kind, SignedClaim};
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
            // Digest of the sealed answer and the reply key lie behind the signed head: only the receiver can tell.
            let why = match claim.kind {
                Kind::SharesGiven => {
                    Some("digest of a sealed answer or reply key: the trustee's word to the coordinator")
                }
                Kind::Rehearsed => Some("a rehearsal's value: other holders of the sub-key compare it"),
                _ => None,
            };
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
