//! The gRPC services: thin, one file each. They read the caller's certificate, decode, call the room that does the
//! work, and encode.

mod ceremonies;
mod flow;
mod opening;
mod record;
mod rounds;
mod submissions;

use crate::config::PublishedTo;
use crate::door::{Meter, Peer};
use crate::error::ServerError;
use crate::identity::{Caller, Role};
use crate::intake::Intake;
use crate::sequencer::{Appended, Sequencer};
use crate::unnamed::Unnamed;
use intertally_core::canonical::decode as canonical;
use intertally_core::ceremony::CeremonyTerms;
use intertally_core::rule::Rule;
use intertally_core::sign::VerifyingKey;
use intertally_proto::convert::encode;
use intertally_proto::limits::TERMS;
use intertally_proto::pb;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_stream::Stream;
use tonic::{Request, Status};

/// A stream of answers.
pub type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// What all services share.
#[derive(Clone)]
pub struct Server {
    pub(crate) sequencer: Sequencer,
    pub(crate) intake: Arc<Intake>,
    pub(crate) origin: Arc<str>,
    pub(crate) key: [u8; 32],
    pub(crate) coordinators: Arc<[VerifyingKey]>,
    pub(crate) published_to: PublishedTo,
    /// One file after the other is put.
    pub(crate) putting: Arc<Semaphore>,
    pub(crate) unnamed: Arc<Unnamed>,
}

impl Server {
    /// The caller of a request.
    fn caller<T>(request: &Request<T>) -> Result<Caller, Status> {
        Ok(Caller::of(request)?)
    }

    /// What the caller has in hand.
    fn meter<T>(request: &Request<T>) -> Result<Arc<Meter>, Status> {
        let peer = request.extensions().get::<Peer>();
        let nobody =
            || ServerError::rule(Rule::Identity, "the call came over no connection that was checked");
        Ok(Arc::clone(&peer.ok_or_else(nobody)?.0.meter))
    }

    /// Whether the caller may read what is not public: as an auditor, a coordinator of this server, a party of some round or
    /// ceremony, or a trustee whom terms of such a coordinator name.
    async fn reads_all(&self, caller: &Caller) -> Result<bool, ServerError> {
        if caller.role == Role::Auditor || self.admits(caller).is_ok() {
            return Ok(true);
        }
        if self.sequencer.read().await?.is_party(&caller.key) {
            return Ok(true);
        }
        if caller.role != Role::Trustee {
            return Ok(false);
        }
        let rows = self.sequencer.store().all_terms().await?;
        let terms = rows.iter().filter_map(|row| canonical::<CeremonyTerms>("terms", &row.terms, TERMS).ok());
        let mut ours = terms.filter(|terms| self.coordinators.contains(&terms.coordinator));
        Ok(ours.any(|terms| terms.trustees.iter().any(|(_, key)| *key == caller.key)))
    }

    /// A caller who may read everything.
    async fn reader<T: Sync>(&self, request: &Request<T>) -> Result<Caller, Status> {
        let caller = Self::caller(request)?;
        if self.reads_all(&caller).await? {
            return Ok(caller);
        }
        let words = "your key is in no round or ceremony of this log yet: until then you read what is published; ask the \
                     coordinator";
        Err(ServerError::rule(Rule::Outside, words).into())
    }

    /// Refuses what a round has published to whoever is not meant to read it.
    fn may_read_published(&self, caller: &Caller) -> Result<(), ServerError> {
        if self.published_to == PublishedTo::Everybody || caller.role == Role::Auditor {
            return Ok(());
        }
        let words = "what rounds publish on this server is for its coordinators and auditors alone; ask the coordinator";
        self.admits(caller).map_err(|_| ServerError::rule(Rule::Outside, words))
    }

    /// A coordinator that the configuration admits.
    fn admits(&self, caller: &Caller) -> Result<(), ServerError> {
        if caller.role == Role::Coordinator && self.coordinators.contains(&caller.key) {
            return Ok(());
        }
        let words = "this server does not admit you as a coordinator; ask its operator to list your key";
        Err(ServerError::rule(Rule::Identity, words))
    }
}

fn receipt(appended: Appended) -> pb::Receipt {
    pb::Receipt { event: appended.event.into(), receipt: encode(&appended.receipt).into() }
}
