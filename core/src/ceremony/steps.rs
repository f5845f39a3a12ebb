//! The steps of the fold: what each message must fulfil and what it changes (spec section 3, steps 2 to 4).

use super::{
    derive::N,
    dispute::{Verdict, judge},
    error::CeremonyRefusal,
    message::{Commitments, Complaint, ComplaintAnswer, Confirmation, Reveals},
    part::{commit_part, sealed_digest},
    proof::{points, wrong_proof},
    state::{CeremonyState, EndCause, Ending, Phase},
    subset::SubKeyId,
};
use crate::party::{Instant, TrusteeIndex};

impl CeremonyState {
    /// Leaders that still owe a commitment or, once all are there, a reveal; ascending.
    pub(super) fn owing(&self) -> Vec<TrusteeIndex> {
        let committing = self.phase == Phase::Committing;
        let owed = self.progress.iter().filter(|(_, p)| match committing {
            true => p.commitment.is_none(),
            false => p.sealed.is_none(),
        });
        let mut leaders: Vec<_> = owed.filter_map(|(s, _)| self.leader(*s)).collect();
        leaders.sort_unstable();
        leaders.dedup();
        leaders
    }

    /// The sub-keys that a leader has not committed to, ascending.
    pub fn uncommitted(&self, leader: TrusteeIndex) -> Vec<SubKeyId> {
        self.led_by(leader).filter(|s| self.commitment(*s).is_none()).collect()
    }

    pub(super) fn commit(&mut self, signer: TrusteeIndex, m: &Commitments) -> Result<(), CeremonyRefusal> {
        let owed = self.uncommitted(signer);
        if owed.is_empty() || !m.parts.iter().map(|(s, _)| *s).eq(owed) {
            return Err(CeremonyRefusal::NotItsParts { signer });
        }
        for (sub_key, commitment) in &m.parts {
            if let Some(progress) = self.progress.get_mut(sub_key) {
                progress.commitment = Some(*commitment);
            }
        }
        if self.progress.values().all(|p| p.commitment.is_some()) {
            self.phase = Phase::Revealing;
        }
        Ok(())
    }

    /// A leader that is late loses all that it leads, commitments included; whoever leads in its place gets
    /// an n-th of the time between the deadlines before it can be replaced in turn.
    pub(super) fn replace(&mut self, absent: TrusteeIndex, at: Instant) -> Result<(), CeremonyRefusal> {
        let refusal = CeremonyRefusal::NotReplaceable { leader: absent };
        let due = *self.commit_due.get(usize::from(absent.0)).ok_or(refusal.clone())?;
        let mut not_leading = self.not_leading.clone();
        not_leading.push(absent);
        not_leading.sort_unstable();
        let n = self.manifest.n();
        let someone_leads = self.subsets.iter().all(|s| s.leader(n, &not_leading).is_some());
        if at <= due || self.uncommitted(absent).is_empty() || !someone_leads {
            return Err(refusal);
        }
        let moved: Vec<_> = self.led_by(absent).collect();
        self.not_leading = not_leading;
        let span = self.manifest.reveal_by.0.saturating_sub(self.manifest.commit_by.0);
        let due = Instant(at.0.saturating_add(span / i64::from(n)));
        for sub_key in moved {
            if let Some(progress) = self.progress.get_mut(&sub_key) {
                progress.commitment = None;
            }
            let heir = self.leader(sub_key).map(|heir| usize::from(heir.0));
            if let Some(slot) = heir.and_then(|heir| self.commit_due.get_mut(heir)) {
                *slot = due;
            }
        }
        Ok(())
    }

    pub(super) fn reveal(&mut self, signer: TrusteeIndex, m: &Reveals) -> Result<(), CeremonyRefusal> {
        let owed = self.led_by(signer).filter(|s| s.key == m.key && !self.is_revealed(*s));
        let owed: Vec<_> = owed.collect();
        if owed.is_empty() || !m.parts.iter().map(|p| p.sub_key).eq(owed) {
            return Err(CeremonyRefusal::NotItsParts { signer });
        }
        for revealed in &m.parts {
            let sub_key = revealed.sub_key;
            let commitment = commit_part(self.id, sub_key, signer, &revealed.part, &revealed.rows);
            if revealed.part.0.len() != N || self.commitment(sub_key) != Some(commitment) {
                return Err(CeremonyRefusal::CommitmentMismatch { leader: signer, sub_key });
            }
            if !revealed.sealed.iter().map(|(to, _)| *to).eq(self.receivers(sub_key, signer)) {
                return Err(CeremonyRefusal::SealedMissing { sub_key });
            }
        }
        if let Some(sub_key) = wrong_proof(signer, m) {
            return Err(CeremonyRefusal::LeaderProof { leader: signer, sub_key });
        }
        for revealed in &m.parts {
            if let Some(progress) = self.progress.get_mut(&revealed.sub_key) {
                progress.sealed = Some(revealed.sealed.clone());
                progress.rows = points(&revealed.rows).unwrap_or_default();
            }
            if let Some(sum) = self.sums.get_mut(m.key as usize) {
                sum.resize(N, 0);
                sum.iter_mut().zip(&revealed.part.0).for_each(|(to, from)| *to = to.wrapping_add(*from));
            }
        }
        if self.progress.values().all(|p| p.sealed.is_some()) {
            self.phase = Phase::Confirming;
        }
        Ok(())
    }

    fn is_revealed(&self, sub_key: SubKeyId) -> bool {
        self.progress.get(&sub_key).is_some_and(|p| p.sealed.is_some())
    }

    /// The holders to whom a leader seals the seed, ascending.
    pub fn receivers(&self, sub_key: SubKeyId, leader: TrusteeIndex) -> impl Iterator<Item = TrusteeIndex> {
        let subset = self.subset(sub_key);
        let n = self.manifest.n();
        subset.into_iter().flat_map(move |s| s.holders(n)).filter(move |holder| *holder != leader)
    }

    /// Whom a trustee must wait for: another holder of what it leads that has not confirmed.
    ///
    /// A leader so never has both confirmed and to answer a complaint. Otherwise a log shown in two versions
    /// could have it reveal the seed of a key that is valid in the other version.
    #[must_use]
    pub fn waits_for(&self, trustee: TrusteeIndex) -> Option<TrusteeIndex> {
        self.led_by(trustee)
            .flat_map(|s| self.receivers(s, trustee))
            .find(|holder| !self.confirmed.contains(holder))
    }

    /// Has not confirmed, and waits for nobody: silent by its own choice.
    pub(super) fn may_confirm(&self, trustee: TrusteeIndex) -> bool {
        !self.confirmed.contains(&trustee) && self.waits_for(trustee).is_none()
    }

    pub(super) fn confirm(&mut self, signer: TrusteeIndex, m: &Confirmation) -> Result<(), CeremonyRefusal> {
        if self.confirmed.contains(&signer) {
            return Err(CeremonyRefusal::AlreadyConfirmed { signer });
        }
        if m.reveals != self.reveals_digest() {
            return Err(CeremonyRefusal::OtherReveals);
        }
        if let Some(holder) = self.waits_for(signer) {
            return Err(CeremonyRefusal::TooEarly { signer, holder });
        }
        self.confirmed.insert(signer);
        if self.confirmed.len() == self.manifest.trustees.len() {
            self.phase = Phase::Valid;
        }
        Ok(())
    }

    pub(super) fn complain(
        &mut self,
        holder: TrusteeIndex,
        m: &Complaint,
        at: Instant,
    ) -> Result<(), CeremonyRefusal> {
        if self.confirmed.contains(&holder) {
            return Err(CeremonyRefusal::AlreadyConfirmed { signer: holder });
        }
        let sub_key = m.sub_key;
        let logged = self.sealed(sub_key, holder).zip(self.leader(sub_key));
        let Some((logged, leader)) = logged else {
            return Err(CeremonyRefusal::NothingReceived { signer: holder, sub_key });
        };
        if sealed_digest(&m.sealed) != logged {
            return Err(CeremonyRefusal::NotTheLoggedMessage { sub_key });
        }
        let span = self.manifest.confirm_by.0.saturating_sub(self.manifest.reveal_by.0);
        let due = Instant(at.0.saturating_add(span));
        self.phase = Phase::Disputed { holder, leader, sub_key, due };
        Ok(())
    }

    pub(super) fn answer(
        &mut self,
        signer: TrusteeIndex,
        m: &ComplaintAnswer,
    ) -> Result<(), CeremonyRefusal> {
        let Phase::Disputed { holder, leader, sub_key, .. } = self.phase else {
            return Err(CeremonyRefusal::WrongPhase { phase: self.phase.clone() });
        };
        let known = self.commitment(sub_key).zip(self.sealed(sub_key, holder));
        let Some((commitment, logged)) = known.filter(|_| signer == leader && m.sub_key == sub_key) else {
            return Err(CeremonyRefusal::NotTheAnswer { leader, sub_key });
        };
        let (cause, guilty) = match judge(&self.manifest, (leader, holder), commitment, logged, m) {
            Verdict::Leader => (EndCause::WrongSeed(sub_key), leader),
            Verdict::Holder => (EndCause::FalseComplaint(sub_key), holder),
        };
        self.phase = Phase::Ended(Ending { cause, guilty: vec![guilty] });
        Ok(())
    }
}
