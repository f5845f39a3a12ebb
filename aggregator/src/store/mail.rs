//! The contract of what parties leave for each other: terms with offers before a ceremony, and the box of sealed messages.

use super::StoreError;
use intertally_core::hash::Digest;

/// Terms with the offers made for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsRow {
    /// Canonical terms.
    pub terms: Vec<u8>,
    /// Canonical offers, by trustee.
    pub offers: Vec<Vec<u8>>,
}

/// Where a letter stands, and how many may stand there.
#[derive(Clone, Copy)]
pub struct Pigeonhole<'a> {
    /// Canonical scope.
    pub scope: &'a [u8],
    /// Canonical party: the addressee.
    pub to: &'a [u8],
    /// How topics begin that share the place.
    pub stem: &'a str,
    /// Letters at once.
    pub most: u32,
    /// Whether one more takes the place of the oldest; else it is refused.
    pub newest_stay: bool,
}

/// A sealed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Canonical party.
    pub from: Vec<u8>,
    /// What it is.
    pub topic: String,
    /// The bytes.
    pub sealed: Vec<u8>,
}

/// Where terms, offers and letters are kept. What is put survives a power cut when the call returns without an error.
#[tonic::async_trait]
pub trait Letterbox: Send + Sync {
    /// Keep terms; the same again changes nothing.
    async fn put_terms(&self, id: Digest, terms: &[u8]) -> Result<(), StoreError>;

    /// Terms by id.
    async fn terms(&self, id: Digest) -> Result<Option<Vec<u8>>, StoreError>;

    /// All terms with their offers, in the order in which they came.
    async fn all_terms(&self) -> Result<Vec<TermsRow>, StoreError>;

    /// Keep an offer; the same again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Other`] if the trustee made another one for these terms before: the first stands.
    async fn put_offer(&self, terms: Digest, trustee: u8, offer: &[u8]) -> Result<(), StoreError>;

    /// Keep a sealed message; the same again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Other`] if another stands under its topic; [`StoreError::Full`] if there is no room and the newest do not
    /// stay.
    async fn put_letter(&self, place: Pigeonhole<'_>, letter: &Letter) -> Result<(), StoreError>;

    /// Sealed messages to one party in a scope whose topics begin so, by sender and topic: where each lies, and how many bytes
    /// it has.
    async fn letters(&self, scope: &[u8], to: &[u8], prefix: &str) -> Result<Vec<(i64, u64)>, StoreError>;

    /// The letter that lies there; none if it was taken away meanwhile.
    async fn letter(&self, at: i64) -> Result<Option<Letter>, StoreError>;

    /// Scopes that letters lie in.
    async fn mail_scopes(&self) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Take away all letters of a scope; answers with how many there were.
    async fn remove_mail(&self, scope: &[u8]) -> Result<u64, StoreError>;

    /// Take terms away, with their offers.
    async fn remove_terms(&self, id: Digest) -> Result<(), StoreError>;
}
