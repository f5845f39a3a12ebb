//! Bad records, at least one a check: the small record, changed in one way by somebody who could.

use crate::small_round::SmallRound;
use anyhow::{Context, Result};
use intertally_core::canonical::decode;
use intertally_core::ceremony::CeremonyMessage;
use intertally_core::event::Kind;
use intertally_core::event::payload::{AdoptedPlan, KeysDestroyed, Publication, SealedSet, file_digest};
use intertally_core::hash::Digest;
use intertally_core::opening::share::SharesGiven;
use intertally_core::opening::statement::Statement;
use intertally_core::round::RoundManifest;
use intertally_verify::record::{Edition, Files, MANIFEST};
use serde::{Serialize, de::DeserializeOwned};

/// A changed record.
pub struct BadRecord {
    /// The check that it is about; it fails among others where one change has several consequences.
    pub check: u8,
    /// What was changed, and by whom.
    pub about: &'static str,
    /// The record.
    pub files: Files,
}

/// One event's payload changed, signed again by its signer, all chained again.
fn resign<T: Serialize + DeserializeOwned>(
    round: &mut SmallRound,
    kind: Kind,
    change: impl FnOnce(&mut SmallRound, &mut T),
) -> Result<()> {
    let at = round.find(kind)?;
    let (_, bytes) = round.events.get(at).context("no event")?;
    let mut value: T = decode("payload", bytes, 1 << 24)?;
    change(round, &mut value);
    round.replace(at, &value)
}

type Change = fn(&mut SmallRound) -> Result<()>;

/// The changes by those who sign.
const CHANGES: [(u8, &str, Change); 13] = [
    (2, "the coordinator opens a round with exact totals where the structure file has bands", |round| {
        resign(round, Kind::Opened, |_, manifest: &mut RoundManifest| {
            manifest.cells.iter_mut().for_each(|cell| cell.rounding = 1);
        })
    }),
    (3, "a trustee confirms other reveals", |round| {
        resign(round, Kind::Confirmed, |_, message: &mut CeremonyMessage| {
            if let CeremonyMessage::Confirmation(said) = message {
                said.reveals = Digest::ZERO;
            }
        })
    }),
    (4, "the aggregator drops the first event and leaves the rest as it was", |round| {
        round.events.remove(0);
        Ok(())
    }),
    (5, "a member sends another member's ciphertext under its own signature", |round| {
        // In its first revision, which counts no more: nothing but check 5 looks at it.
        let at = round.find(Kind::Submitted)? + 1;
        let copied = round.submissions.first().and_then(|(_, parts)| parts.first()).cloned();
        let (header, mine) = round.submissions.get_mut(1).context("no second submission")?;
        let (key, part) =
            header.parts.first().map(|part| part.key).zip(mine.first_mut()).context("no part")?;
        part.ciphertexts = copied.context("no part")?.ciphertexts;
        header.parts = vec![part.header(key)];
        let header = header.clone();
        round.replace(at, &header)
    }),
    (6, "the coordinator seals without the last member", |round| {
        resign(round, Kind::Sealed, |_, set: &mut SealedSet| set.members.truncate(3))
    }),
    (7, "the coordinator seals another sum", |round| {
        resign(round, Kind::Sealed, |_, set: &mut SealedSet| set.aggregates = vec![Digest([1; 32])])
    }),
    (8, "a trustee states for another sum", |round| {
        resign(round, Kind::Stated, |_, said: &mut Statement| said.aggregate = Digest([1; 32]))
    }),
    (9, "the coordinator counts one contributor more", |round| {
        resign(round, Kind::PlanAdopted, |round, plan: &mut AdoptedPlan| {
            let counts = round.counts.keys.iter_mut().flat_map(|key| &mut key.counts);
            counts.take(1).flatten().for_each(|count| *count += 1);
            plan.counts = round.counts.digest();
        })
    }),
    (10, "the coordinator withholds what the policy approves", |round| {
        resign(round, Kind::PlanAdopted, |_, plan: &mut AdoptedPlan| plan.approved.truncate(2))
    }),
    (11, "the coordinator opens one more in the last cell", |round| {
        resign(round, Kind::Published, |round, made: &mut Publication| {
            round.openings.cells.iter_mut().skip(3).for_each(|cell| cell.total += 1);
            made.openings = round.openings.digest();
        })
    }),
    (12, "the coordinator leaves a member out of the composition", |round| {
        resign(round, Kind::PlanAdopted, |round, plan: &mut AdoptedPlan| {
            round.composition.cells.iter_mut().take(1).for_each(|cell| drop(cell.members.pop()));
            plan.composition = round.composition.digest();
        })
    }),
    (13, "the coordinator publishes another file", |round| {
        resign(round, Kind::Published, |round, made: &mut Publication| {
            for ((_, bytes), (_, digest)) in round.files.iter_mut().zip(&mut made.files) {
                bytes.push(b'\n');
                *digest = file_digest(bytes);
            }
        })
    }),
    (14, "a trustee claims to have erased a key that is not the round's", |round| {
        resign(round, Kind::KeysDestroyed, |_, claim: &mut KeysDestroyed| {
            claim.keys.iter_mut().for_each(|key| key.0 = Digest::ZERO);
        })
    }),
];

/// Changes of what protocol 2 brought, by name.
const NAMED: [(&str, u8, &str, Change); 3] = [
    ("share_proof", 8, "a trustee's proof of a share does not hold, and the aggregator took it", |round| {
        let answer = round.answers.first_mut().context("no answer")?;
        flip(answer.0.first_mut().and_then(|own| own.proofs.first_mut()).context("no proof")?);
        let proofs = answer.digest();
        resign(round, Kind::SharesGiven, |_, given: &mut SharesGiven| given.proofs = proofs)
    }),
    ("public_proof", 9, "the coordinator's proof for the public does not hold", |round| {
        let key = round.public.keys.first_mut().and_then(Option::as_mut).context("no key")?;
        flip(key.proofs.first_mut().context("no proof")?);
        resign(round, Kind::Published, |round, made: &mut Publication| made.public = round.public.digest())
    }),
    ("counted", 10, "the coordinator's seal spares a cell that is to be counted", |round| {
        resign(round, Kind::Sealed, |_, set: &mut SealedSet| {
            set.counted.contributors.pop();
        })
    }),
];

/// A bit in the middle of a proof.
fn flip(proof: &mut [u8]) {
    let middle = proof.len() / 2;
    proof.get_mut(middle).into_iter().for_each(|byte| *byte ^= 1);
}

/// Those that have a name.
pub fn named_bad_records(round: &SmallRound) -> Result<Vec<(&'static str, BadRecord)>> {
    let one = |(name, check, about, change): (&'static str, u8, &'static str, Change)| {
        let mut changed = round.clone();
        change(&mut changed)?;
        Ok((name, BadRecord { check, about, files: changed.record(Edition::Restricted)? }))
    };
    let named: Result<Vec<_>> = NAMED.into_iter().map(one).collect();
    let mut files = round.record(Edition::Restricted)?;
    let list = files.get_mut(MANIFEST).context("no list of files")?;
    let own = round.manifest.id().0.to_string();
    *list = String::from_utf8(std::mem::take(list))?.replacen(&own, &Digest([7; 32]).to_string(), 1).into();
    let about = "who copied the record names another round in record.json, which the log does not open";
    Ok(named?.into_iter().chain([("other_round", BadRecord { check: 1, about, files })]).collect())
}

/// One a check.
pub fn bad_records(round: &SmallRound) -> Result<Vec<BadRecord>> {
    let mut files = round.record(Edition::Restricted)?;
    files.insert("notes.txt".into(), b"not a file of a record".to_vec());
    let mut bad = vec![BadRecord { check: 1, about: "a file lies there that is not listed", files }];
    for (check, about, change) in CHANGES {
        let mut changed = round.clone();
        change(&mut changed)?;
        bad.push(BadRecord { check, about, files: changed.record(Edition::Restricted)? });
    }
    Ok(bad)
}
