//! Every way to change one thing in the small record, and the checks that may answer for it.

use crate::fields::{Changed, changes};
use crate::small_round::SmallRound;
use anyhow::{Context, Result};
use intertally_core::canonical::{decode, encode};
use intertally_core::ceremony::{CeremonyManifest, CeremonyMessage, RevealedPart};
use intertally_core::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, PayloadDeleted, Publication, Reason, Rehearsed, SealedSet,
    Withdrawal,
};
use intertally_core::event::{Kind, SignedClaim};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::share::{ShareProofs, SharesGiven, SubKeyProofs};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet, StepOpening};
use intertally_core::opening::statement::Statement;
use intertally_core::party::{CeremonyId, MemberIndex, Party, TrusteeIndex};
use intertally_core::publication::PublicSheet;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{PartBody, SubmissionHeader};
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
        Some(Place::Blob(_)) => &[5, 8],
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
            let why = word_of(claim.kind, None);
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

/// Digest of the sealed answer and the reply key: only the receiver can tell.
const WORD: &str = "digest of a sealed answer or reply key: the trustee's word to the coordinator";

/// Only another holder of the sub-key can compare a rehearsal's value.
const REHEARSED: &str = "a rehearsal's value: other holders of the sub-key compare it";

/// What of a payload is its signer's word to somebody else, beyond what a record can show. `field`: the one that is changed, if
/// that is known.
fn word_of(kind: Kind, field: Option<&str>) -> Option<&'static str> {
    let word = |field: &str| field.starts_with("/sealed") || field.starts_with("/reply");
    match kind {
        Kind::SharesGiven if field.is_none_or(word) => Some(WORD),
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
                why: word_of(claim.kind, Some(&change.what)),
            });
        }
    }
    Ok(mutants)
}

type Sums = Vec<(u128, i16)>;

/// The sums of shares, which have 128 bits, taken out.
fn without_sums(opening: &mut StepOpening) -> Vec<Sums> {
    opening.parts.iter_mut().map(|part| std::mem::take(&mut part.sums)).collect()
}

/// And put back where there is a place for them.
fn with_sums(opening: &mut StepOpening, sums: &[Sums]) {
    opening.parts.iter_mut().zip(sums).for_each(|(part, sums)| part.sums.clone_from(sums));
}

/// Every way to change one sum, or their number.
fn changed_sums(opening: &StepOpening) -> Vec<(String, StepOpening)> {
    let mut all = Vec::new();
    for (at, part) in opening.parts.iter().enumerate() {
        let mut add = |what: &str, change: &dyn Fn(&mut Sums)| {
            let mut changed = opening.clone();
            if let Some(part) = changed.parts.get_mut(at) {
                change(&mut part.sums);
            }
            all.push((format!("sums of ciphertext {at}, {what}"), changed));
        };
        add("shorter", &|sums| sums.truncate(sums.len().saturating_sub(1)));
        add("longer", &|sums| sums.push((0, 0)));
        for place in 0..part.sums.len() {
            let one =
                |by: &dyn Fn(&mut (u128, i16)), sums: &mut Sums| sums.get_mut(place).into_iter().for_each(by);
            add(&format!("{place} one more"), &|sums| one(&|sum| sum.0 = sum.0.wrapping_add(1), sums));
            add(&format!("{place} a Delta more"), &|sums| {
                one(&|sum| sum.0 = sum.0.wrapping_add(1 << 119), sums);
            });
            add(&format!("{place} 2^128 more"), &|sums| one(&|sum| sum.1 = sum.1.wrapping_add(1), sums));
        }
    }
    all
}

/// Every field of a counts sheet, changed.
fn changed_counts(sheet: &CountsSheet) -> Result<Vec<(String, CountsSheet)>> {
    let mut bare = sheet.clone();
    let mut sums = Vec::new();
    for key in &mut bare.keys {
        sums.push(key.opening.as_mut().map(without_sums).unwrap_or_default());
    }
    let mut all = Vec::new();
    for change in changes::<CountsSheet>(&encode(&bare))? {
        let mut changed: CountsSheet = decode("sheet", &change.bytes, 1 << 20)?;
        for (key, sums) in changed.keys.iter_mut().zip(&sums) {
            key.opening.iter_mut().for_each(|opening| with_sums(opening, sums));
        }
        all.push((change.what, changed));
    }
    for (at, key) in sheet.keys.iter().enumerate() {
        for (what, other) in key.opening.iter().flat_map(changed_sums) {
            let mut changed = sheet.clone();
            changed.keys.get_mut(at).context("no key")?.opening = Some(other);
            all.push((format!("key {at}, {what}"), changed));
        }
    }
    Ok(all)
}

/// Every field of an openings sheet, changed.
fn changed_openings(sheet: &OpeningsSheet) -> Result<Vec<(String, OpeningsSheet)>> {
    let mut bare = sheet.clone();
    let mut sums = Vec::new();
    for opening in &mut bare.keys {
        sums.push(opening.as_mut().map(without_sums).unwrap_or_default());
    }
    let mut all = Vec::new();
    for change in changes::<OpeningsSheet>(&encode(&bare))? {
        let mut changed: OpeningsSheet = decode("sheet", &change.bytes, 1 << 20)?;
        for (opening, sums) in changed.keys.iter_mut().zip(&sums) {
            opening.iter_mut().for_each(|opening| with_sums(opening, sums));
        }
        all.push((change.what, changed));
    }
    for (at, opening) in sheet.keys.iter().enumerate() {
        for (what, other) in opening.iter().flat_map(changed_sums) {
            let mut changed = sheet.clone();
            *changed.keys.get_mut(at).context("no key")? = Some(other);
            all.push((format!("key {at}, {what}"), changed));
        }
    }
    Ok(all)
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
    for (what, counts) in changed_counts(&round.counts)? {
        let mut changed = round.clone();
        changed.counts = counts;
        adopted(&mut changed, &|changed, plan| plan.counts = changed.counts.digest())?;
        // The salt is the coordinator's own: nothing but the composition's salt depends on it.
        add(format!("counts sheet, {what}"), &[1, 9, 10, 12], &changed)?;
    }
    for (what, openings) in changed_openings(&round.openings)? {
        let mut changed = round.clone();
        changed.openings = openings;
        named(&mut changed, &|changed, made| made.openings = changed.openings.digest())?;
        add(format!("openings sheet, {what}"), &[11, 12], &changed)?;
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

/// Every way to change one proof: a byte at both ends, in the middle and at `more` places flipped, one byte less, one more.
fn changed_proof(proof: &[u8], more: usize) -> Vec<(String, Vec<u8>)> {
    let flipped = places(proof.len(), more).into_iter().map(|at| {
        let mut changed = proof.to_vec();
        changed.get_mut(at).into_iter().for_each(|byte| *byte ^= 1);
        (format!("byte {at} of {} flipped", proof.len()), changed)
    });
    let shorter = proof.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default();
    let longer = [proof, &[0]].concat();
    flipped.chain([("shorter".to_owned(), shorter), ("longer".to_owned(), longer)]).collect()
}

/// A member together with the aggregator: its proofs changed, and the header that names them made to fit, in a revision that counts no
/// more: nothing but check 5 looks at it.
pub fn of_bodies(round: &SmallRound, more: usize) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let at = round.find(Kind::Submitted)? + 1;
    let (header, parts) = round.submissions.get(1).context("no second submission")?;
    let (named, part) = header.parts.first().zip(parts.first()).context("no part")?;
    let mut bodies: Vec<(String, PartBody)> = Vec::new();
    for (place, proof) in part.proofs.iter().enumerate() {
        for (what, changed) in changed_proof(proof.as_deref().unwrap_or_default(), more) {
            let mut body = part.clone();
            *body.proofs.get_mut(place).context("no proof")? = Some(changed);
            bodies.push((format!("proof {place}, {what}"), body));
        }
        let mut body = part.clone();
        *body.proofs.get_mut(place).context("no proof")? = None;
        bodies.push((format!("proof {place} left out"), body));
    }
    for (what, body) in bodies {
        let header = SubmissionHeader { parts: vec![body.header(named.key)], ..header.clone() };
        let mut changed = round.clone();
        changed.submissions[1] = (header.clone(), vec![body]);
        changed.replace(at, &header)?;
        mutants.push(Mutant {
            what: format!("a member's {what}"),
            files: changed.record(Edition::Restricted)?,
            checks: &[5],
            why: None,
        });
    }
    Ok(mutants)
}

/// Every way to change the proofs of one answer.
fn changed_answer(proofs: &ShareProofs, more: usize) -> Result<Vec<(String, ShareProofs)>> {
    let mut all = Vec::new();
    for (own, SubKeyProofs { proofs: of_key, .. }) in proofs.0.iter().enumerate() {
        for (at, proof) in of_key.iter().enumerate() {
            for (what, other) in changed_proof(proof, more) {
                let mut changed = proofs.clone();
                let place = changed.0.get_mut(own).and_then(|own| own.proofs.get_mut(at));
                *place.context("no proof")? = other;
                all.push((format!("sub-key {own}, proof {at}, {what}"), changed));
            }
        }
        let mut changed = proofs.clone();
        changed.0.remove(own);
        all.push((format!("sub-key {own} left out"), changed));
    }
    let mut moved = proofs.clone();
    let mut first = moved.0.iter_mut();
    if let (Some(one), Some(other)) = (first.next(), first.next()) {
        std::mem::swap(&mut one.proofs, &mut other.proofs);
    }
    all.push(("proofs of two sub-keys exchanged".to_owned(), moved));
    Ok(all)
}

/// A trustee together with the aggregator: the proofs of its answer changed, or another's in their place, and the event that names
/// them made to fit.
pub fn of_answers(round: &SmallRound, more: usize) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let events =
        (0..).zip(&round.events).filter(|(_, (event, _))| event.signed.claim.kind == Kind::SharesGiven);
    for ((at, (_, payload)), (number, proofs)) in events.zip(round.answers.iter().enumerate()) {
        let given: SharesGiven = decode("shares given", payload, 1 << 20)?;
        let others = round.answers.iter().enumerate().filter(|(other, _)| *other != number);
        let others = others.map(|(other, proofs)| (format!("those of answer {other}"), proofs.clone()));
        for (what, other) in changed_answer(proofs, more)?.into_iter().chain(others) {
            let mut changed = round.clone();
            let given = SharesGiven { proofs: other.digest(), ..given.clone() };
            *changed.answers.get_mut(number).context("no answer")? = other;
            changed.replace(at, &given)?;
            mutants.push(Mutant {
                what: format!("proofs of answer {number}: {what}"),
                files: changed.record(Edition::Restricted)?,
                checks: &[8],
                why: None,
            });
        }
    }
    Ok(mutants)
}

/// Every way to change what a leader reveals of one part: its proof, the rows of its secret, the part itself.
fn changed_reveal(part: &RevealedPart, more: usize) -> Vec<(String, RevealedPart)> {
    let proofs = changed_proof(&part.proof, more).into_iter();
    let mut all: Vec<(String, RevealedPart)> = proofs
        .map(|(what, proof)| (format!("proof, {what}"), RevealedPart { proof, ..part.clone() }))
        .collect();
    for at in 0..part.rows.len() {
        let mut changed = part.clone();
        changed.rows.get_mut(at).into_iter().for_each(|row| row[0] ^= 2);
        all.push((format!("row {at}"), changed));
    }
    let mut short = part.clone();
    short.rows.pop();
    all.push(("a row less".to_owned(), short));
    for at in places(part.part.0.len(), more) {
        let mut changed = part.clone();
        changed.part.0.get_mut(at).into_iter().for_each(|word| *word ^= 1 << 100);
        all.push((format!("coefficient {at}"), changed));
    }
    all
}

/// A leader together with the aggregator: what it reveals, changed.
pub fn of_leaders(round: &SmallRound, more: usize) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let events = (0..).zip(&round.events).filter(|(_, (event, _))| event.signed.claim.kind == Kind::Revealed);
    for (at, (_, payload)) in events {
        let message: CeremonyMessage = decode("message", payload, 1 << 26)?;
        let CeremonyMessage::Reveals(reveals) = message else { continue };
        for (place, part) in reveals.parts.iter().enumerate() {
            for (what, other) in changed_reveal(part, more) {
                let (mut changed, mut reveals) = (round.clone(), reveals.clone());
                *reveals.parts.get_mut(place).context("no part")? = other;
                changed.replace(at, &CeremonyMessage::Reveals(reveals))?;
                mutants.push(Mutant {
                    what: format!("{:?} at {at}, part {place}: {what}", Kind::Revealed),
                    files: changed.record(Edition::Restricted)?,
                    checks: &[3],
                    why: None,
                });
            }
        }
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
