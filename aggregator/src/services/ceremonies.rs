//! Terms and offers before a ceremony.

use super::Server;
use crate::error::ServerError;
use crate::identity::Role;
use crate::store::StoreError;
use intertally_core::canonical::decode as canonical;
use intertally_core::ceremony::{CeremonyTerms, SealingOffer};
use intertally_core::rule::Rule;
use intertally_proto::convert::{decode, digest};
use intertally_proto::limits::{OFFER, TERMS};
use intertally_proto::pb::{self, ceremonies_server::Ceremonies};
use tonic::{Request, Response, Status};

/// Terms of ceremonies at once.
const MOST_TERMS: usize = 64;

#[tonic::async_trait]
impl Ceremonies for Server {
    async fn put_terms(
        &self,
        request: Request<pb::PutTermsRequest>,
    ) -> Result<Response<pb::PutTermsReply>, Status> {
        let (caller, meter) = (Self::caller(&request)?, Self::meter(&request)?);
        self.admits(&caller)?;
        let bytes = request.into_inner().terms;
        let terms: CeremonyTerms = decode("terms", &bytes, TERMS)?;
        if terms.coordinator != caller.key {
            let words = "the terms name another coordinator; put your own up";
            return Err(ServerError::rule(Rule::Identity, words).into());
        }
        let id = terms.id();
        let _own = meter.writing.acquire().await;
        let _one_at_a_time = self.putting.acquire().await;
        let rows = self.sequencer.store().all_terms().await.map_err(ServerError::from)?;
        let others = rows.iter().filter(|row| row.terms != bytes).count();
        if others >= MOST_TERMS {
            let words =
                "terms of too many ceremonies are there; they are taken away a week after their first date";
            return Err(ServerError::rule(Rule::TermsFull, words).into());
        }
        self.sequencer.store().put_terms(id, &bytes).await.map_err(ServerError::from)?;
        self.sequencer.in_place()?;
        Ok(Response::new(pb::PutTermsReply { id: id.0.to_vec().into() }))
    }

    async fn list_terms(
        &self,
        request: Request<pb::ListTermsRequest>,
    ) -> Result<Response<pb::ListTermsReply>, Status> {
        self.reader(&request).await?;
        let rows = self.sequencer.store().all_terms().await.map_err(ServerError::from)?;
        let terms = rows.into_iter().map(|row| pb::TermsWithOffers {
            terms: row.terms.into(),
            offers: row.offers.into_iter().map(Into::into).collect(),
        });
        Ok(Response::new(pb::ListTermsReply { terms: terms.collect() }))
    }

    async fn remove_terms(
        &self,
        request: Request<pb::RemoveTermsRequest>,
    ) -> Result<Response<pb::RemoveTermsReply>, Status> {
        let (caller, meter) = (Self::caller(&request)?, Self::meter(&request)?);
        self.admits(&caller)?;
        let id = digest("terms_id", &request.into_inner().terms_id)?;
        let _own = meter.writing.acquire().await;
        let _one_at_a_time = self.putting.acquire().await;
        // Gone is gone: the same again, after a cut, is no fault.
        if let Some(bytes) = self.sequencer.store().terms(id).await.map_err(ServerError::from)? {
            let terms: CeremonyTerms = decode("terms", &bytes, TERMS)?;
            if terms.coordinator != caller.key {
                let words = "the terms are another coordinator's; take your own back";
                return Err(ServerError::rule(Rule::Identity, words).into());
            }
            self.sequencer.store().remove_terms(id).await.map_err(ServerError::from)?;
        }
        Ok(Response::new(pb::RemoveTermsReply {}))
    }

    async fn offer(&self, request: Request<pb::OfferRequest>) -> Result<Response<pb::OfferReply>, Status> {
        let (caller, meter) = (Self::caller(&request)?, Self::meter(&request)?);
        let request = request.into_inner();
        let id = digest("terms_id", &request.terms_id)?;
        let offer: SealingOffer = decode("offer", &request.offer, OFFER)?;
        let bytes = self.sequencer.store().terms(id).await.map_err(ServerError::from)?;
        let unknown =
            || ServerError::rule(Rule::TermsUnknown, "there are no such terms; ask the coordinator");
        let bytes = bytes.ok_or_else(unknown)?;
        let terms: CeremonyTerms = canonical("terms", &bytes, TERMS).map_err(|_| unknown())?;
        let listed = terms.trustees.get(usize::from(offer.trustee.0)).map(|(_, key)| *key);
        let signed = terms.verify(&caller.key, &offer.sealing, &offer.signature);
        if caller.role != Role::Trustee || listed != Some(caller.key) || !signed {
            let words = "the offer is not by the trustee whose certificate you use, for exactly these terms";
            return Err(ServerError::rule(Rule::Identity, words).into());
        }
        let _one_at_a_time = meter.writing.acquire().await;
        match self.sequencer.store().put_offer(id, offer.trustee.0, &request.offer).await {
            Ok(()) => {
                self.sequencer.in_place()?;
                Ok(Response::new(pb::OfferReply {}))
            }
            Err(StoreError::Other) => {
                let words = "you offered another sealing key for these terms before; that one stands";
                Err(ServerError::rule(Rule::OfferOther, words).into())
            }
            Err(error) => Err(ServerError::from(error).into()),
        }
    }
}
