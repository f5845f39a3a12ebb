//! What members, trustees and leaders can change of their proofs, together with the aggregator.

use super::{Mutant, places};
use crate::small_round::SmallRound;
use anyhow::{Context, Result};
use intertally_core::canonical::decode;
use intertally_core::ceremony::{CeremonyMessage, RevealedPart};
use intertally_core::event::Kind;
use intertally_core::opening::share::{ShareProofs, SharesGiven, SubKeyProofs};
use intertally_core::submission::{PartBody, SubmissionHeader};
use intertally_verify::record::Edition;

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
