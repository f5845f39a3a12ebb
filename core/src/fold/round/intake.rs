//! Until the seal: submissions, withdrawals, a later deadline, the seal itself (spec section 6.3).

use super::bounds::MIN_EXTENSION_MS;
use super::{Desk, Latest, Phase, RoundState};
use crate::canonical::decode;
use crate::ceremony::{SubKeyId, SubsetIndex, subsets};
use crate::event::payload::{Extension, Rehearsed, SealedSet, Withdrawal};
use crate::event::{Event, Kind};
use crate::fold::{MAX_PAYLOAD, Refusal, small};
use crate::hash::Digest;
use crate::party::{Instant, KeyId, MemberIndex, Party, TrusteeIndex};
use crate::round::RoundManifest;
use crate::submission::{SubmissionHeader, note};
use std::sync::Arc;

/// What a member says of its own figures: of cells that it reports, not of one cell both, and no published figure above the
/// largest that the cell may have.
fn claims(header: &SubmissionHeader, manifest: &RoundManifest, reported: &[bool]) -> Result<(), Refusal> {
    let reports = |cell: &u32| reported.get(*cell as usize) == Some(&true);
    let good = |list: &[u32]| list.is_sorted_by(|a, b| a < b) && list.iter().all(reports);
    let public: Vec<u32> = header.public.iter().map(|one| one.cell).collect();
    if !good(&public) {
        return Err(Refusal::Claims("public"));
    }
    let max = |cell: u32| manifest.cells.get(cell as usize).map_or(0, |spec| spec.max);
    if let Some(large) = header.public.iter().find(|one| one.figure > max(one.cell)) {
        return Err(Refusal::ClaimTooLarge(large.cell));
    }
    let both = header.confidential.iter().any(|cell| public.binary_search(cell).is_ok());
    if !good(&header.confidential) || both {
        return Err(Refusal::Claims("confidential"));
    }
    Ok(())
}

impl RoundState {
    fn in_time(&self, at: Instant) -> Result<(), Refusal> {
        if at < self.manifest.opens {
            return Err(Refusal::Early(self.manifest.opens));
        }
        if at > self.closes() {
            return Err(Refusal::Late(self.closes()));
        }
        Ok(())
    }

    /// Whether the member's next submission may have this header at this time: everything that needs no proof.
    pub fn admits(&self, member: MemberIndex, at: Instant, header: &SubmissionHeader) -> Result<(), Refusal> {
        self.need(Kind::Submitted, &[Phase::Open])?;
        self.in_time(at)?;
        if header.round != self.id {
            return Err(Refusal::Mismatch("round"));
        }
        if header.member != member {
            return Err(Refusal::Mismatch("member"));
        }
        if header.statuses.len() != self.manifest.cells.len() {
            return Err(Refusal::Mismatch("number of cells"));
        }
        let reported = header.reported();
        let parts: Vec<KeyId> = (0..self.manifest.keys.len())
            .filter(|part| self.manifest.part_cells(*part).any(|cell| reported.get(cell) == Some(&true)))
            .filter_map(|part| self.manifest.keys.get(part).map(|key| key.key))
            .collect();
        if parts.is_empty() {
            return Err(Refusal::Empty);
        }
        if !header.parts.iter().map(|part| &part.key).eq(&parts) {
            return Err(Refusal::Mismatch("list of keys"));
        }
        let expected = self.next_revision(member);
        if header.revision != expected {
            return Err(Refusal::Revision { expected, got: header.revision });
        }
        claims(header, &self.manifest, &reported)?;
        self.whole_tables(&reported)?;
        note::check(&header.notes, self.manifest.cells.len())?;
        Ok(())
    }

    /// Tables that are returned whole or not at all.
    fn whole_tables(&self, reported: &[bool]) -> Result<(), Refusal> {
        let reports = |cell: &u32| reported.get(*cell as usize) == Some(&true);
        for whole in &self.manifest.rules.whole {
            let missing = || whole.all.iter().find(|cell| !reports(cell));
            if whole.own.iter().any(reports)
                && let Some(cell) = missing()
            {
                return Err(Refusal::Whole { table: whole.table.clone(), cell: *cell });
            }
        }
        Ok(())
    }

    pub(super) fn submitted(
        &mut self,
        member: MemberIndex,
        event: &Event,
        payload: &[u8],
    ) -> Result<(), Refusal> {
        let header: SubmissionHeader = decode("submission header", payload, MAX_PAYLOAD)?;
        self.admits(member, event.at, &header)?;
        let next_revision = header.revision.saturating_add(1);
        let latest = Some(Arc::new(Latest { digest: header.digest(), header, height: event.height }));
        self.first_submission.get_or_insert(event.height);
        self.desks.insert(member, Desk { next_revision, latest });
        Ok(())
    }

    pub(super) fn withdrawn(
        &mut self,
        member: MemberIndex,
        at: Instant,
        payload: &[u8],
    ) -> Result<(), Refusal> {
        self.need(Kind::Withdrawn, &[Phase::Open])?;
        self.in_time(at)?;
        let withdrawal: Withdrawal = small("withdrawal", payload)?;
        let desk = self.desks.get_mut(&member).ok_or(Refusal::NothingToWithdraw)?;
        if desk.latest.as_ref().is_none_or(|latest| latest.header.revision != withdrawal.revision) {
            return Err(Refusal::NothingToWithdraw);
        }
        desk.latest = None;
        Ok(())
    }

    /// Also when the deadline is over: until the seal, an hour of a wrong clock must not close a round for good.
    pub(super) fn extended(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Extended, &[Phase::Open])?;
        let extension: Extension = small("extension", payload)?;
        if extension.deadline.0 < self.deadline.0.saturating_add(MIN_EXTENSION_MS) {
            return Err(Refusal::Mismatch("new deadline, which is not a minute later,"));
        }
        self.deadline = extension.deadline;
        Ok(())
    }

    pub(super) fn seal(&mut self, at: Instant, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Sealed, &[Phase::Open])?;
        let set: SealedSet = decode("sealed set", payload, MAX_PAYLOAD)?;
        let latest: Vec<(MemberIndex, Digest)> =
            self.latest().map(|(m, latest)| (m, latest.digest)).collect();
        let missing = self.manifest.members.len() - latest.len();
        if at <= self.closes() && missing > 0 {
            return Err(Refusal::SealEarly { missing });
        }
        let min = self.manifest.policy.min_members;
        if latest.len() < usize::from(min) {
            return Err(Refusal::TooFewMembers { got: latest.len(), min });
        }
        if set.members != latest {
            let differs = set.members.iter().zip(&latest).find(|(a, b)| a != b).map(|(a, _)| a.0);
            let beyond = set.members.get(latest.len()).or_else(|| latest.get(set.members.len())).map(|e| e.0);
            return Err(Refusal::SealedSet(differs.or(beyond).unwrap_or(MemberIndex(0))));
        }
        if set.aggregates.len() != self.manifest.keys.len() {
            return Err(Refusal::Mismatch("number of aggregates"));
        }
        let cells = self.manifest.cells.len();
        if !set.counted.is_of(cells) || !self.manifest.revision && !set.counted.changes.is_empty() {
            return Err(Refusal::List("cells to be counted"));
        }
        self.sealed = Some(set);
        self.sealed_at = Some(at);
        self.phase = Phase::Sealed;
        Ok(())
    }

    pub(super) fn rehearsal(&mut self, trustee: TrusteeIndex, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Rehearsed, &[Phase::Open])?;
        let said: Rehearsed = small("rehearsal", payload)?;
        let subsets = subsets(self.committee(), self.manifest.threshold);
        let held = |key: u32| {
            (0u8..)
                .zip(&subsets)
                .filter(|(_, subset)| !subset.contains(trustee))
                .map(move |(at, _)| SubKeyId { key, subset: SubsetIndex(at) })
        };
        let mut expected: Vec<SubKeyId> = self.manifest.keys.iter().flat_map(|key| held(key.index)).collect();
        expected.sort_unstable();
        if !said.values.iter().map(|(id, _)| id).eq(&expected) {
            return Err(Refusal::List("sub-keys rehearsed"));
        }
        if self.rehearsed.get(&trustee) == Some(&said) {
            return Err(Refusal::Repeated { signer: Party::Trustee(trustee) });
        }
        self.rehearsed.insert(trustee, said);
        Ok(())
    }
}
