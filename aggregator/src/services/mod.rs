//! The gRPC services: thin, one file each. They read the caller's certificate, decode, call the room that does the
//! work, and encode.

mod ceremonies;
mod opening;
mod record;
mod rounds;
mod submissions;

use crate::error::ServerError;
use crate::identity::{Caller, Role};
use crate::intake::Intake;
use crate::sequencer::{Appended, Sequencer};
use intertally_core::sign::VerifyingKey;
use intertally_proto::convert::encode;
use intertally_proto::pb;
use std::pin::Pin;
use std::sync::Arc;
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
}

impl Server {
    /// The caller of a request.
    fn caller<T>(request: &Request<T>) -> Result<Caller, Status> {
        Ok(Caller::of(request)?)
    }

    /// A coordinator that the configuration admits.
    fn admits(&self, caller: &Caller) -> Result<(), ServerError> {
        if caller.role == Role::Coordinator && self.coordinators.contains(&caller.key) {
            return Ok(());
        }
        let words = "this server does not admit you as a coordinator; ask its operator to list your key";
        Err(ServerError::rule("IDENTITY", words))
    }
}

fn receipt(appended: Appended) -> pb::Receipt {
    pb::Receipt { event: appended.event.into(), receipt: encode(&appended.receipt).into() }
}
