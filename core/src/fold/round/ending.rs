//! How a round ends, and what may follow (spec section 6.3).

use super::follow::moves;
use super::{Phase, RoundState};
use crate::event::payload::{KeysDestroyed, PayloadDeleted, Publication, Reason, Step};
use crate::event::{Event, Kind};
use crate::fold::{Refusal, small};
use crate::hash::digest;
use crate::party::{Party, TrusteeIndex};

impl RoundState {
    /// The openings' digest is checked by whoever may see the sheet.
    pub(super) fn published(&mut self, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Published, &[Phase::Counted])?;
        let publication: Publication = small("publication", payload)?;
        self.need_shares(Step::B)?;
        if !publication.files.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(Refusal::List("published files"));
        }
        self.publication = Some(publication);
        self.published_at = Some(event.height);
        self.phase = Phase::Published;
        Ok(())
    }

    pub(super) fn aside(&mut self, kind: Kind, payload: &[u8]) -> Result<(), Refusal> {
        let (from, to) = moves(kind).unwrap_or((&[Phase::Published], self.phase));
        self.need(kind, from)?;
        let reason: Reason = small("reason", payload)?;
        if reason.text.is_empty() || reason.text.len() > 500 {
            return Err(Refusal::Mismatch("length of the reason, 1 to 500 bytes,"));
        }
        if kind == Kind::Erratum && !self.errata.insert(digest("erratum", &[reason.text.as_bytes()])) {
            return Err(Refusal::Repeated { signer: Party::Coordinator });
        }
        self.phase = to;
        Ok(())
    }

    pub(super) fn keys_destroyed(&mut self, trustee: TrusteeIndex, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::KeysDestroyed, &[Phase::Published, Phase::Held, Phase::Cancelled])?;
        let claim: KeysDestroyed = small("erasure", payload)?;
        if claim.keys.is_empty() || !claim.keys.is_sorted_by(|a, b| a < b) {
            return Err(Refusal::List("keys destroyed"));
        }
        for key in &claim.keys {
            self.position(*key)?;
        }
        let claimed = self.destroyed.entry(trustee).or_default();
        let before = claimed.len();
        claimed.extend(claim.keys);
        if claimed.len() == before {
            return Err(Refusal::Repeated { signer: Party::Trustee(trustee) });
        }
        Ok(())
    }

    pub(super) fn payload_deleted(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::PayloadDeleted, &[Phase::Published, Phase::Cancelled])?;
        let deleted: PayloadDeleted = small("deletion", payload)?;
        if !self.deleted.insert(deleted.digest) {
            return Err(Refusal::Repeated { signer: Party::Aggregator });
        }
        Ok(())
    }
}
