//! The state of a ceremony, folded from its logged messages: phases, deadlines, and the keys at the end.

use super::{
    error::CeremonyRefusal,
    manifest::CeremonyManifest,
    message::CeremonyMessage,
    part::Part,
    subset::{SubKeyId, Subset, SubsetIndex},
};
use crate::{
    canonical,
    hash::{Digest, digest},
    party::{CeremonyId, Instant, KeyId, TrusteeIndex},
};
use curve25519_dalek::ristretto::CompressedRistretto;
use std::collections::{BTreeMap, BTreeSet};

/// Why a ceremony ended without keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndCause {
    /// Commitments or reveals missing at the deadline for reveals.
    SilentLeader,
    /// A leader sent a wrong seed, or answered a complaint with other values than it used.
    WrongSeed(SubKeyId),
    /// A holder complained about a message that carries the right seed.
    FalseComplaint(SubKeyId),
    /// A leader did not answer a complaint in time.
    Unanswered(SubKeyId),
    /// Neither confirmation nor complaint by the deadline for confirmations.
    Unconfirmed,
}

/// How a ceremony ended without keys: all its keys are dead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Why.
    pub cause: EndCause,
    /// Who is at fault, ascending.
    pub guilty: Vec<TrusteeIndex>,
}

/// Where a ceremony stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Commitments are collected.
    Committing,
    /// All commitments are there; parts are revealed and seeds sent.
    Revealing,
    /// All parts are revealed; holders confirm or complain.
    Confirming,
    /// A complaint ended all keys; the leader answers so that the guilty is named.
    Disputed {
        /// Who complained.
        holder: TrusteeIndex,
        /// Who must answer.
        leader: TrusteeIndex,
        /// On which sub-key.
        sub_key: SubKeyId,
        /// Until when.
        due: Instant,
    },
    /// All have confirmed: the keys are valid.
    Valid,
    /// The ceremony ended without keys.
    Ended(Ending),
}

/// One valid key of a ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CeremonyKey {
    /// Its id.
    pub key_id: KeyId,
    /// Its number in the ceremony.
    pub index: u32,
    /// b = sum of all b_A, 8192 coefficients mod 2^128.
    pub b: Part,
    /// `digest("key-b", [canonical b])`.
    pub digest: Digest,
}

/// What is known of one sub-key.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    pub(super) commitment: Option<Digest>,
    /// Digest of the sealed message per other holder; present once revealed.
    pub(super) sealed: Option<Vec<(TrusteeIndex, Digest)>>,
    /// Commitments to the rows of s_A; present once revealed.
    pub(super) rows: Vec<CompressedRistretto>,
}

/// The fold. Holds one sum of 128 KiB per key, never a part on its own.
#[derive(Clone)]
pub struct CeremonyState {
    pub(super) manifest: CeremonyManifest,
    pub(super) id: CeremonyId,
    pub(super) subsets: Vec<Subset>,
    pub(super) not_leading: Vec<TrusteeIndex>,
    pub(super) commit_due: Vec<Instant>,
    pub(super) progress: BTreeMap<SubKeyId, Progress>,
    pub(super) sums: Vec<Vec<u128>>,
    pub(super) confirmed: BTreeSet<TrusteeIndex>,
    pub(super) phase: Phase,
    latest: Instant,
}

impl CeremonyState {
    /// The state after the manifest alone.
    pub fn new(manifest: CeremonyManifest) -> Result<Self, CeremonyRefusal> {
        manifest.validate()?;
        let subsets = manifest.subsets();
        let progress = (0..manifest.keys)
            .flat_map(|key| (0..subsets.len()).map(move |s| (key, s)))
            .filter_map(|(key, s)| Some(SubKeyId { key, subset: SubsetIndex(u8::try_from(s).ok()?) }))
            .map(|sub_key| (sub_key, Progress::default()))
            .collect();
        Ok(Self {
            id: manifest.id(),
            not_leading: manifest.not_leading.clone(),
            commit_due: vec![manifest.commit_by; manifest.trustees.len()],
            sums: (0..manifest.keys).map(|_| Vec::new()).collect(),
            confirmed: BTreeSet::new(),
            phase: Phase::Committing,
            latest: Instant(i64::MIN),
            subsets,
            progress,
            manifest,
        })
    }

    /// Take in one logged message whose signature the caller has verified under the signer's key in the
    /// manifest. `at` is the log's time of the event. A refused message leaves the phase as it was, but for
    /// deadlines that have passed.
    pub fn apply(
        &mut self,
        signer: TrusteeIndex,
        message: &CeremonyMessage,
        at: Instant,
    ) -> Result<(), CeremonyRefusal> {
        if message.ceremony() != self.id {
            return Err(CeremonyRefusal::OtherCeremony);
        }
        if signer.0 >= self.manifest.n() {
            return Err(CeremonyRefusal::Stranger { signer });
        }
        self.pass_time(at)?;
        match (message, &self.phase) {
            (CeremonyMessage::Commitments(m), Phase::Committing) => self.commit(signer, m),
            (CeremonyMessage::Replacement(m), Phase::Committing) => self.replace(m.absent, at),
            (CeremonyMessage::Replacement(m), _) => Err(CeremonyRefusal::NotReplaceable { leader: m.absent }),
            (CeremonyMessage::Reveals(m), Phase::Revealing) => self.reveal(signer, m),
            (CeremonyMessage::Confirmation(m), Phase::Confirming) => self.confirm(signer, m),
            (CeremonyMessage::Complaint(m), Phase::Confirming) => self.complain(signer, m, at),
            (CeremonyMessage::Answer(m), Phase::Disputed { .. }) => self.answer(signer, m),
            (_, phase) => Err(CeremonyRefusal::WrongPhase { phase: phase.clone() }),
        }
    }

    /// Let deadlines pass up to `at`, as the fold does before every message.
    pub fn pass_time(&mut self, at: Instant) -> Result<(), CeremonyRefusal> {
        if at < self.latest {
            return Err(CeremonyRefusal::TimeRunsBack { latest: self.latest });
        }
        self.latest = at;
        let ended = match &self.phase {
            Phase::Committing | Phase::Revealing if at > self.manifest.reveal_by => {
                Some((EndCause::SilentLeader, self.owing()))
            }
            Phase::Confirming if at > self.manifest.confirm_by => {
                let silent = (0..self.manifest.n()).map(TrusteeIndex);
                Some((EndCause::Unconfirmed, silent.filter(|t| self.may_confirm(*t)).collect()))
            }
            Phase::Disputed { leader, sub_key, due, .. } if at > *due => {
                Some((EndCause::Unanswered(*sub_key), vec![*leader]))
            }
            _ => None,
        };
        if let Some((cause, guilty)) = ended {
            self.phase = Phase::Ended(Ending { cause, guilty });
        }
        Ok(())
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &CeremonyManifest {
        &self.manifest
    }

    /// The ceremony's name.
    #[must_use]
    pub fn id(&self) -> CeremonyId {
        self.id
    }

    /// Where the ceremony stands.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// The subset of a sub-key of this ceremony.
    #[must_use]
    pub fn subset(&self, sub_key: SubKeyId) -> Option<Subset> {
        let known = sub_key.key < self.manifest.keys;
        self.subsets.get(usize::from(sub_key.subset.0)).copied().filter(|_| known)
    }

    /// Who leads a sub-key now.
    #[must_use]
    pub fn leader(&self, sub_key: SubKeyId) -> Option<TrusteeIndex> {
        self.subset(sub_key)?.leader(self.manifest.n(), &self.not_leading)
    }

    /// The sub-keys that a trustee leads now, ascending.
    pub fn led_by(&self, trustee: TrusteeIndex) -> impl Iterator<Item = SubKeyId> {
        self.progress.keys().copied().filter(move |s| self.leader(*s) == Some(trustee))
    }

    /// The sub-keys that a trustee holds, ascending.
    pub fn held_by(&self, trustee: TrusteeIndex) -> impl Iterator<Item = SubKeyId> {
        let inside = trustee.0 < self.manifest.n();
        let holds = move |s: &SubKeyId| inside && self.subset(*s).is_some_and(|a| !a.contains(trustee));
        self.progress.keys().copied().filter(holds)
    }

    /// The logged commitment to a part.
    #[must_use]
    pub fn commitment(&self, sub_key: SubKeyId) -> Option<Digest> {
        self.progress.get(&sub_key)?.commitment
    }

    /// The logged digest of the sealed message by which a holder got a seed.
    #[must_use]
    pub fn sealed(&self, sub_key: SubKeyId, holder: TrusteeIndex) -> Option<Digest> {
        let sealed = self.progress.get(&sub_key)?.sealed.as_ref()?;
        sealed.iter().find(|(to, _)| *to == holder).map(|(_, logged)| *logged)
    }

    /// The commitments to the rows of a revealed s_A, which proofs of its shares name; none before it is revealed.
    #[must_use]
    pub fn rows(&self, sub_key: SubKeyId) -> Option<&[CompressedRistretto]> {
        Some(self.progress.get(&sub_key)?.rows.as_slice()).filter(|rows| !rows.is_empty())
    }

    /// What a confirmation confirms: ceremony, and per sub-key its commitment and digests of sealed messages.
    #[must_use]
    pub fn reveals_digest(&self) -> Digest {
        let all: Vec<_> = self.progress.iter().map(|(s, p)| (s, p.commitment, &p.sealed)).collect();
        digest("reveals", &[self.id.0.as_bytes(), &canonical::encode(&all)])
    }

    /// Who has confirmed, ascending.
    pub fn confirmed(&self) -> impl Iterator<Item = TrusteeIndex> {
        self.confirmed.iter().copied()
    }

    /// The keys, in order; none before all trustees have confirmed.
    #[must_use]
    pub fn keys(&self) -> Vec<CeremonyKey> {
        if self.phase != Phase::Valid {
            return Vec::new();
        }
        let key = |(index, b): (u32, &Vec<u128>)| {
            let b = Part(b.clone());
            let digest = digest("key-b", &[&canonical::encode(&b)]);
            CeremonyKey { key_id: KeyId::of(self.id, index), index, b, digest }
        };
        (0..).zip(&self.sums).map(key).collect()
    }
}
