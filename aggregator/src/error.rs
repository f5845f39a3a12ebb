//! Why a call is refused or fails, each with the rule whose id goes to the client.

use crate::blobs::BlobError;
use crate::clock::ClockFault;
use crate::quiet::Quiet;
use crate::store::StoreError;
use crate::work::Dropped;
use intertally_core::fold::Refusal;
use intertally_core::letters::NoLetter;
use intertally_core::rule::Rule;
use intertally_core::submission::SubmissionRefusal;
use intertally_proto::convert::FieldError;
use intertally_proto::status;
use tonic::Status;

static CLOCK: Quiet = Quiet::new();
static INSIDE: Quiet = Quiet::new();

/// A refusal of one call.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The fold.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A submission's checks.
    #[error(transparent)]
    Submission(#[from] SubmissionRefusal),
    /// A field of the message.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A rule of the server's own.
    #[error("{words}")]
    Rule {
        /// Which.
        rule: Rule,
        /// What, where, what to do next.
        words: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The blobs.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A file of the server.
    #[error("a file of the server could not be written or read: {0}")]
    File(#[from] std::io::Error),
    /// The clock cannot be believed.
    #[error(transparent)]
    Clock(#[from] ClockFault),
    /// Memory and disk may differ.
    #[error("the log must be read again before anything is answered: {0}")]
    Doubt(String),
    /// The server has stopped itself.
    #[error("{0}")]
    Stopped(String),
    /// A worker.
    #[error(transparent)]
    Dropped(#[from] Dropped),
}

impl ServerError {
    /// A rule of the server's own.
    pub fn rule(rule: Rule, words: impl Into<String>) -> Self {
        Self::Rule { rule, words: words.into() }
    }
}

impl ServerError {
    /// A part of a member's submission is lost or damaged on this server's disk.
    #[must_use]
    pub fn body_lost(area: &str) -> Self {
        let words = format!(
            "the server's disk has lost a part of {area}'s submission; {area} sends the same file again (`intertally member \
             status` does it), then run this again"
        );
        Self::rule(Rule::BodyLost, words)
    }
}

impl From<NoLetter> for ServerError {
    fn from(why: NoLetter) -> Self {
        match why {
            NoLetter::Scope => Refusal::UnknownScope.into(),
            NoLetter::Kind(_) => Self::rule(Rule::Mail, why.to_string()),
        }
    }
}

impl From<ServerError> for Status {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Refused(refusal) => status::of_refusal(&refusal),
            ServerError::Submission(refusal) => status::of_submission(&refusal),
            ServerError::Field(error) => status::of_field(&error),
            ServerError::Rule { rule, words } => status::refuse(rule, words),
            ServerError::Clock(fault) => {
                if let Some(left_out) = CLOCK.line() {
                    tracing::error!(error = %fault, left_out, "nothing is appended");
                }
                let words = "the server's clock is wrong, and nothing is taken until its operator has set it right; \
                             nothing is lost, send the same again later";
                status::refuse(Rule::Clock, words)
            }
            ServerError::Stopped(_) => {
                let words = "the server has stopped itself because its log is not whole or not the only one; keep all you \
                             have, and ask its operator";
                status::refuse(Rule::Stopped, words)
            }
            ServerError::Store(held @ StoreError::Held { .. }) => {
                tracing::warn!(error = %held, "nothing was written");
                let words = "another program on the server's machine holds its database; nothing is lost, send the same again \
                             later";
                status::refuse(Rule::Store, words)
            }
            internal => {
                // What failed inside is for the operator; the peer learns only that it may send again.
                if let Some(left_out) = INSIDE.line() {
                    tracing::error!(error = %internal, left_out, "the server failed");
                }
                status::refuse(
                    Rule::Store,
                    "the server could not write; nothing is lost, send the same again later",
                )
            }
        }
    }
}
