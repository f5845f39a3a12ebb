//! Speaking to the log's server: what is called ([`Wire`]), and what is made of it: this party's own copy of the log,
//! posting, receipts, blobs, letters, cosigning.

pub mod blobs;
pub mod mail;
pub mod mirror;
pub mod post;
pub mod witness;

pub use mirror::Mirror;

use crate::error::Result;
use async_trait::async_trait;
use intertally_core::blob::BlobKind;
use intertally_core::ceremony::{CeremonyTerms, SealingOffer};
use intertally_core::event::{Scope, SignedClaim};
use intertally_core::hash::Digest;
use intertally_core::party::{MemberIndex, Party, RoundId};
use intertally_core::rule::Rule;
use intertally_core::submission::SubmissionHeader;
use std::sync::Arc;

/// Why the server did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", .rule.map_or_else(String::new, |rule| format!(" [{rule}]")))]
pub struct Problem {
    /// By which rule the server refused, if it did.
    pub rule: Option<Rule>,
    /// Words for people.
    pub message: String,
    /// Whether sending the same again may help.
    pub transient: bool,
    /// Whether the server may have done it nevertheless: the answer never came.
    pub open: bool,
}

impl Problem {
    /// Whether the server refused by this rule.
    #[must_use]
    pub fn is(&self, rule: Rule) -> bool {
        self.rule == Some(rule)
    }
}

/// An event that the server took: canonical bytes of the event and of its receipt. Nothing in them is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The event.
    pub event: Vec<u8>,
    /// The receipt.
    pub receipt: Vec<u8>,
}

/// Terms of a ceremony with the offers made for them, as canonical bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The terms.
    pub terms: Vec<u8>,
    /// Offers, by trustee.
    pub offers: Vec<Vec<u8>>,
}

/// A submission as it goes out.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// The claim of its event.
    pub claim: &'a SignedClaim,
    /// Its header: the event's payload.
    pub header: &'a SubmissionHeader,
    /// Canonical list of its parts.
    pub body: &'a Arc<[u8]>,
}

/// Takes an event and its payload, and says whether to go on.
pub type EachEvent<'a> = dyn FnMut(&[u8], &[u8]) -> Result<bool> + Send + 'a;
/// Takes the next bytes of a blob that has so many in all.
pub type EachChunk<'a> = dyn FnMut(u64, &[u8]) -> Result<()> + Send + 'a;

/// The log's server, as one party reaches it. It is not trusted: whoever asks compares what comes.
#[async_trait]
pub trait Wire: Send + Sync {
    /// The latest checkpoint with its cosignatures. `seen`: the one that was checked last, which tells a server that has
    /// lost events so.
    async fn checkpoint(&self, seen: &[u8]) -> Result<Vec<u8>>;
    /// Events from a height on, until `each` has enough or there are no more.
    async fn events(&self, from: u64, each: &mut EachEvent<'_>) -> Result<()>;
    /// The receipt of the event at a height.
    async fn inclusion(&self, height: u64) -> Result<Taken>;
    /// Post an event.
    async fn append(&self, claim: &SignedClaim, payload: &[u8]) -> Result<Taken>;
    /// Send a submission; goes on where it was cut. `sent` is told how many bytes are out.
    async fn upload(&self, out: Outgoing<'_>, sent: &(dyn Fn(u64) + Sync)) -> Result<Taken>;
    /// A blob's bytes from an offset on.
    async fn blob(&self, kind: BlobKind, name: Digest, from: u64, each: &mut EachChunk<'_>) -> Result<()>;
    /// Keep a blob; answers with the name that the server gave it.
    async fn put_blob(&self, kind: BlobKind, bytes: &[u8]) -> Result<Digest>;
    /// Sealed messages to a party whose topics begin so, with their senders.
    async fn letters(&self, scope: Scope, to: Party, beginning: &str) -> Result<Vec<(Party, Vec<u8>)>>;
    /// Send a sealed message.
    async fn put_letter(&self, scope: Scope, way: (Party, Party), topic: &str, sealed: &[u8]) -> Result<()>;
    /// Terms of ceremonies, oldest first.
    async fn terms(&self) -> Result<Vec<Proposed>>;
    /// Put terms up.
    async fn put_terms(&self, terms: &CeremonyTerms) -> Result<()>;
    /// Take terms away that this coordinator put up, by their id.
    async fn remove_terms(&self, terms: Digest) -> Result<()>;
    /// Offer a sealing key for terms, by their id.
    async fn offer(&self, terms: Digest, offer: &SealingOffer) -> Result<()>;
    /// Keep a note with this party's cosignature.
    async fn cosign(&self, note: &[u8]) -> Result<()>;
    /// Members of whose latest submission the server has lost a part.
    async fn lost(&self) -> Result<Vec<(RoundId, MemberIndex)>>;
}
