//! The box of sealed messages.

use super::flow::Flow;
use super::{Answers, Server};
use crate::error::ServerError;
use crate::identity::Caller;
use crate::store::{Letter, Pigeonhole, Store, StoreError};
use intertally_core::event::Scope;
use intertally_core::fold::Refusal;
use intertally_core::letters;
use intertally_core::party::Party;
use intertally_core::rule::Rule;
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
        key.ok_or_else(|| ServerError::rule(Rule::Identity, format!("there is no {party} in this scope")))
    }

    async fn sits(&self, caller: &Caller, scope: Scope, party: Party) -> Result<(), ServerError> {
        if caller.role.fits(party) && self.place(scope, party).await? == caller.key {
            return Ok(());
        }
        let words = format!("your certificate is not that of {party} in this scope; use your own place");
        Err(ServerError::rule(Rule::Identity, words))
    }
}

/// Letters one after the other, as their addressee takes them.
async fn send(store: Store, letters: Vec<(i64, u64)>, flow: Flow<pb::Sealed>) {
    for (at, bytes) in letters {
        let Some(charge) = flow.charge(bytes).await else { return };
        let letter = match flow.in_turn(store.letter(at)).await {
            Ok(Some(letter)) => letter,
            // A newer one took its place.
            Ok(None) => continue,
            Err(error) => {
                flow.send(Err(ServerError::from(error).into()), None).await;
                return;
            }
        };
        let Letter { from, topic, sealed } = letter;
        let sealed = pb::Sealed { from: from.into(), topic, sealed: sealed.into() };
        if !flow.send(Ok(sealed), Some(&charge)).await {
            return;
        }
    }
}

#[tonic::async_trait]
impl Opening for Server {
    type FetchSealedStream = Answers<pb::Sealed>;

    async fn put_sealed(
        &self,
        request: Request<pb::PutSealedRequest>,
    ) -> Result<Response<pb::PutSealedReply>, Status> {
        let (caller, meter) = (Self::caller(&request)?, Self::meter(&request)?);
        let request = request.into_inner();
        let scope: Scope = decode("scope", &request.scope, 64)?;
        let from: Party = decode("from", &request.from, 16)?;
        let to: Party = decode("to", &request.to, 16)?;
        self.sits(&caller, scope, from).await?;
        self.place(scope, to).await?;
        let kept = {
            let state = self.sequencer.read().await?;
            letters::kept(&state.fold, scope, (from, to), &request.topic).map_err(ServerError::from)?
        };
        if request.sealed.len() > kept.bytes {
            let words = format!("a letter of this kind has at most {} bytes", kept.bytes);
            return Err(ServerError::rule(Rule::TooLong, words).into());
        }
        let place = Pigeonhole {
            scope: &request.scope,
            to: &request.to,
            stem: &kept.stem,
            most: kept.most,
            newest_stay: kept.newest_stay,
        };
        let letter =
            Letter { from: request.from.into(), topic: request.topic, sealed: request.sealed.into() };
        let _one_at_a_time = meter.writing.acquire().await;
        match self.sequencer.store().put_letter(place, &letter).await {
            Ok(()) => {
                self.sequencer.in_place()?;
                Ok(Response::new(pb::PutSealedReply {}))
            }
            Err(StoreError::Other) => {
                let words = "another message stands in this place; it cannot be replaced";
                Err(ServerError::rule(Rule::MailOther, words).into())
            }
            Err(StoreError::Full) => {
                let words = format!("{} letters of this kind are there, and no more are kept", kept.most);
                Err(ServerError::rule(Rule::MailFull, words).into())
            }
            Err(error) => Err(ServerError::from(error).into()),
        }
    }

    async fn fetch_sealed(
        &self,
        request: Request<pb::FetchSealedRequest>,
    ) -> Result<Response<Self::FetchSealedStream>, Status> {
        let caller = Self::caller(&request)?;
        let meter = Self::meter(&request)?;
        let request = request.into_inner();
        let scope: Scope = decode("scope", &request.scope, 64)?;
        let to: Party = decode("to", &request.to, 16)?;
        if request.topic_prefix.len() > limits::TOPIC {
            return Err(FieldError::Shape { field: "topic_prefix", what: "at most 64 bytes" }.into());
        }
        self.sits(&caller, scope, to).await?;
        let store = self.sequencer.store().clone();
        let (flow, answers) = Flow::new(meter);
        let letters = flow.in_turn(store.letters(&request.scope, &request.to, &request.topic_prefix)).await;
        tokio::spawn(send(store, letters.map_err(ServerError::from)?, flow));
        Ok(Response::new(answers))
    }
}
