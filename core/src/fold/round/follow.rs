//! Another round, followed for what later ones must know of it (spec section 6.3): its plan, and how it ended.

use super::{Phase, RoundState};
use crate::canonical::decode;
use crate::event::{Event, Kind};
use crate::fold::{MAX_PAYLOAD, Refusal, small};
use crate::party::Party;

/// From which phases an event moves a round, and where to; none for events that move it nowhere.
pub(super) const fn moves(kind: Kind) -> Option<(&'static [Phase], Phase)> {
    use Phase::{Cancelled, Counted, Held, Open, Published, Sealed};
    match kind {
        Kind::Sealed => Some((&[Open], Sealed)),
        Kind::PlanAdopted => Some((&[Sealed], Counted)),
        Kind::Published => Some((&[Counted], Published)),
        Kind::Held => Some((&[Sealed, Counted], Held)),
        Kind::Cancelled => Some((&[Open, Sealed, Counted, Held], Cancelled)),
        _ => None,
    }
}

impl RoundState {
    /// Take an event that moves the round, if its signer may post it and its signature holds. `payload`: of a
    /// plan and of a publication; of others it is not looked at.
    pub(in crate::fold) fn follow(&mut self, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        let claim = &event.signed.claim;
        let (kind, signer) = (claim.kind, claim.signer);
        let Some((from, to)) = moves(kind) else { return Ok(()) };
        if signer != Party::Coordinator {
            return Err(Refusal::Role { signer, kind });
        }
        event.signed.verify(&self.manifest.coordinator.signing).map_err(|_| Refusal::Signature(signer))?;
        self.need(kind, from)?;
        match kind {
            Kind::PlanAdopted => self.plan = Some(decode("plan", payload, MAX_PAYLOAD)?),
            Kind::Published => {
                self.publication = Some(small("publication", payload)?);
                self.published_at = Some(event.height);
            }
            _ => {}
        }
        self.phase = to;
        Ok(())
    }
}
