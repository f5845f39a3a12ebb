//! The box of sealed messages.

use super::{Answers, Server};
use crate::error::ServerError;
use crate::identity::Caller;
use crate::store::{Letter, StoreError};
use intertally_core::event::Scope;
use intertally_core::fold::Refusal;
use intertally_core::party::Party;
use intertally_core::sign::VerifyingKey;
use intertally_proto::convert::{FieldError, decode};
use intertally_proto::limits;
use intertally_proto::pb::{self, opening_server::Opening};
use tonic::{Request, Response, Status};

impl Server {
    /// The key of a party's place in a scope.
    async fn place(&self, scope: Scope, party: Party) -> Result<VerifyingKey, ServerError> {
        let state = self.sequencer.read().await?;
        let key = match scope {
            Scope::Round(id) => {
                let round = state.fold.round(&id).ok_or(Refusal::UnknownScope)?;
                round.key_of(party)
            }
            Scope::Ceremony(id) => {
                let manifest = state.fold.ceremony(&id).ok_or(Refusal::UnknownScope)?.manifest();
                match party {
                    Party::Trustee(trustee) => manifest.trustee(trustee).map(|entry| entry.signing),
                    Party::Coordinator => Some(manifest.coordinator),
                    _ => None,
                }
            }
        };
        key.ok_or_else(|| ServerError::rule("IDENTITY", format!("there is no {party} in this scope")))
    }

    async fn sits(&self, caller: &Caller, scope: Scope, party: Party) -> Result<(), ServerError> {
        if caller.role.fits(party) && self.place(scope, party).await? == caller.key {
            return Ok(());
        }
        let words = format!("your certificate is not that of {party} in this scope; use your own place");
        Err(ServerError::rule("IDENTITY", words))
    }
}

#[tonic::async_trait]
impl Opening for Server {
    type FetchSealedStream = Answers<pb::Sealed>;

    async fn put_sealed(
        &self,
        request: Request<pb::PutSealedRequest>,
    ) -> Result<Response<pb::PutSealedReply>, Status> {
        let caller = Self::caller(&request)?;
        let request = request.into_inner();
        let scope: Scope = decode("scope", &request.scope, 64)?;
        let from: Party = decode("from", &request.from, 16)?;
        let to: Party = decode("to", &request.to, 16)?;
        self.sits(&caller, scope, from).await?;
        self.place(scope, to).await?;
        if request.topic.is_empty() || request.topic.len() > limits::TOPIC {
            return Err(FieldError::Shape { field: "topic", what: "1 to 64 bytes" }.into());
        }
        if request.sealed.len() > limits::SEALED {
            return Err(ServerError::rule("TOO-LONG", "the sealed message is too long").into());
        }
        let letter =
            Letter { from: request.from.into(), topic: request.topic, sealed: request.sealed.into() };
        match self.sequencer.store().put_letter(&request.scope, &request.to, &letter).await {
            Ok(()) => Ok(Response::new(pb::PutSealedReply {})),
            Err(StoreError::Other) => {
                let words = "another message stands in this place; it cannot be replaced";
                Err(ServerError::rule("MAIL-OTHER", words).into())
            }
            Err(error) => Err(ServerError::from(error).into()),
        }
    }

    async fn fetch_sealed(
        &self,
        request: Request<pb::FetchSealedRequest>,
    ) -> Result<Response<Self::FetchSealedStream>, Status> {
        let caller = Self::caller(&request)?;
        let request = request.into_inner();
        let scope: Scope = decode("scope", &request.scope, 64)?;
        let to: Party = decode("to", &request.to, 16)?;
        self.sits(&caller, scope, to).await?;
        let store = self.sequencer.store();
        let letters = store.letters(&request.scope, &request.to, &request.topic_prefix).await;
        let letters = letters.map_err(ServerError::from)?.into_iter().map(|letter| {
            Ok(pb::Sealed { from: letter.from.into(), topic: letter.topic, sealed: letter.sealed.into() })
        });
        Ok(Response::new(Box::pin(tokio_stream::iter(letters))))
    }
}
