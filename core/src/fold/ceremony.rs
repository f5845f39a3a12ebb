//! Ceremonies in the log, and what binds a round to one (spec sections 3.7 and 6.3).

use super::{Fold, MAX_PAYLOAD, Refusal, small};
use crate::canonical::decode;
use crate::ceremony::{CeremonyManifest, CeremonyMessage, CeremonyState, Phase, SealingKeyDestroyed};
use crate::event::{Event, Kind};
use crate::lattice::Params;
use crate::lattice::noise::{Committee, Demand};

use crate::party::{CeremonyId, Party, TrusteeIndex};
use crate::round::{CellSpec, RoundManifest};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A ceremony and who claims to have erased its sealing key.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) state: CeremonyState,
    pub(super) erased: BTreeSet<TrusteeIndex>,
}

impl Fold {
    pub(super) fn convene(&mut self, id: CeremonyId, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        let claim = &event.signed.claim;
        let manifest: CeremonyManifest = decode("ceremony manifest", payload, 1 << 20)?;
        if manifest.id() != id {
            return Err(Refusal::Mismatch("ceremony id"));
        }
        if self.ceremonies.contains_key(&id) {
            return Err(Refusal::CeremonyExists);
        }
        if claim.signer != Party::Coordinator {
            return Err(Refusal::Role { signer: claim.signer, kind: claim.kind });
        }
        event.signed.verify(&manifest.coordinator).map_err(|_| Refusal::Signature(claim.signer))?;
        if event.at > manifest.commit_by {
            return Err(Refusal::Late(manifest.commit_by));
        }
        let mut state = CeremonyState::new(manifest).map_err(Refusal::Ceremony)?;
        state.pass_time(event.at).map_err(Refusal::Ceremony)?;
        self.ceremonies.insert(id, Arc::new(Desk { state, erased: BTreeSet::new() }));
        Ok(())
    }

    pub(super) fn ceremony_step(
        &mut self,
        id: CeremonyId,
        event: &Event,
        payload: &[u8],
    ) -> Result<(), Refusal> {
        let desk = Arc::make_mut(self.ceremonies.get_mut(&id).ok_or(Refusal::UnknownScope)?);
        let (kind, signer) = (event.signed.claim.kind, event.signed.claim.signer);
        let role = Refusal::Role { signer, kind };
        let Party::Trustee(trustee) = signer else { return Err(role) };
        let entry = desk.state.manifest().trustee(trustee).ok_or(role)?;
        event.signed.verify(&entry.signing).map_err(|_| Refusal::Signature(signer))?;
        // A refused message must change nothing, not even by deadlines that passed: hence the copy.
        let mut next = desk.state.clone();
        if kind == Kind::SealingKeyDestroyed {
            let claim: SealingKeyDestroyed = small("erasure of a sealing key", payload)?;
            if claim.ceremony != id {
                return Err(Refusal::Mismatch("ceremony"));
            }
            next.pass_time(event.at).map_err(Refusal::Ceremony)?;
            if !matches!(next.phase(), Phase::Valid | Phase::Ended(_)) {
                return Err(Refusal::Phase { kind, phase: "under way" });
            }
            if !desk.erased.insert(trustee) {
                return Err(Refusal::Repeated { signer });
            }
        } else {
            let message: CeremonyMessage = decode("ceremony message", payload, MAX_PAYLOAD)?;
            if message.kind() != kind {
                return Err(Refusal::Mismatch("kind of message"));
            }
            next.apply(trustee, &message, event.at).map_err(Refusal::Ceremony)?;
        }
        desk.state = next;
        Ok(())
    }

    /// A round takes its committee, coordinator and keys from a valid ceremony of this log, and each key serves no
    /// more slots than its privacy budget admits.
    pub(super) fn bind(&self, manifest: &RoundManifest) -> Result<(), Refusal> {
        let desk = self.ceremonies.get(&manifest.ceremony).ok_or(Refusal::UnknownCeremony)?;
        let ceremony = desk.state.manifest();
        if *desk.state.phase() != Phase::Valid {
            return Err(Refusal::CeremonyWithoutKeys);
        }
        let trustees = ceremony.trustees.iter().map(|trustee| &trustee.signing);
        if !trustees.eq(&manifest.trustees) || ceremony.threshold != manifest.threshold {
            return Err(Refusal::Mismatch("committee"));
        }
        if ceremony.coordinator != manifest.coordinator.signing {
            return Err(Refusal::Mismatch("coordinator"));
        }
        let made = desk.state.keys();
        for key in &manifest.keys {
            let right = made.get(key.index as usize).is_some_and(|made| made.digest == key.public_part);
            if !right {
                return Err(Refusal::Mismatch("public part of a key"));
            }
        }
        check_budget(manifest)
    }
}

/// Bounds and budget of every key (spec section 2.6).
pub(super) fn check_budget(manifest: &RoundManifest) -> Result<(), Refusal> {
    let budget = |part, why| Refusal::Budget { key: part, why };
    let committee = Committee::of(manifest.trustees.len(), manifest.threshold);
    let committee = committee.map_err(|why| budget(0, why.into()))?;
    (0..manifest.keys.len()).try_for_each(|part| {
        let cells = manifest.cells.get(manifest.part_cells(part)).unwrap_or_default();
        let demand = Demand {
            members: manifest.members.len() as u64,
            width: cells.iter().map(CellSpec::width).max().unwrap_or(1),
            changed: manifest.revision,
        };
        let fits = committee.check_budget(&Params::STANDARD, demand, cells.len() as u64);
        fits.map_err(|why| budget(part, why))
    })
}
