//! A store that fails when a test says so: around the contract, so that every backend is failed in the same places.

use super::{Letter, Letterbox, LogStore, NewRow, Pigeonhole, Row, Store, StoreError, TermsRow, Witness};
use crate::faults::{Faults, Op};
use intertally_core::hash::Digest;
use std::path::PathBuf;
use tokio::sync::watch;

/// The wrapped store.
pub struct Faulty {
    inner: Store,
    faults: Faults,
}

impl Faulty {
    /// This store, with these faults.
    #[must_use]
    pub fn new(inner: Store, faults: Faults) -> Self {
        Self { inner, faults }
    }
}

#[tonic::async_trait]
impl LogStore for Faulty {
    fn place(&self) -> String {
        self.inner.place()
    }

    fn files(&self) -> Vec<PathBuf> {
        self.inner.files()
    }

    fn news(&self) -> Option<watch::Receiver<u64>> {
        self.inner.news()
    }

    async fn append(&self, expected: u64, row: NewRow<'_>) -> Result<(), StoreError> {
        self.faults.keeping(Op::Append, self.inner.append(expected, row)).await
    }

    async fn begin(&self, note: &[u8]) -> Result<(), StoreError> {
        self.inner.begin(note).await
    }

    async fn height(&self) -> Result<u64, StoreError> {
        self.faults.around(Op::Height, self.inner.height()).await
    }

    async fn events(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<Row>, StoreError> {
        self.faults.around(Op::Events, self.inner.events(from, count, payloads)).await
    }

    async fn sizes(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<u64>, StoreError> {
        self.faults.around(Op::Sizes, self.inner.sizes(from, count, payloads)).await
    }

    async fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.faults.around(Op::Checkpoint, self.inner.checkpoint()).await
    }

    async fn put_cosigned(&self, witness: Witness<'_>, line: &[u8]) -> Result<(), StoreError> {
        self.faults.around(Op::PutCosigned, self.inner.put_cosigned(witness, line)).await
    }

    async fn cosigned(&self, size: u64, most: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        self.faults.around(Op::Cosigned, self.inner.cosigned(size, most)).await
    }

    async fn takes_a_writer(&self) -> Result<(), StoreError> {
        self.faults.around(Op::TakesAWriter, self.inner.takes_a_writer()).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.inner.check().await
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}

#[tonic::async_trait]
impl Letterbox for Faulty {
    async fn put_terms(&self, id: Digest, terms: &[u8]) -> Result<(), StoreError> {
        self.faults.around(Op::PutTerms, self.inner.put_terms(id, terms)).await
    }

    async fn terms(&self, id: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.faults.around(Op::Terms, self.inner.terms(id)).await
    }

    async fn all_terms(&self) -> Result<Vec<TermsRow>, StoreError> {
        self.faults.around(Op::AllTerms, self.inner.all_terms()).await
    }

    async fn put_offer(&self, terms: Digest, trustee: u8, offer: &[u8]) -> Result<(), StoreError> {
        self.faults.around(Op::PutOffer, self.inner.put_offer(terms, trustee, offer)).await
    }

    async fn put_letter(&self, place: Pigeonhole<'_>, letter: &Letter) -> Result<(), StoreError> {
        self.faults.keeping(Op::PutLetter, self.inner.put_letter(place, letter)).await
    }

    async fn letters(&self, scope: &[u8], to: &[u8], prefix: &str) -> Result<Vec<(i64, u64)>, StoreError> {
        self.faults.around(Op::Letters, self.inner.letters(scope, to, prefix)).await
    }

    async fn letter(&self, at: i64) -> Result<Option<Letter>, StoreError> {
        self.faults.around(Op::Letter, self.inner.letter(at)).await
    }

    async fn mail_scopes(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.faults.around(Op::MailScopes, self.inner.mail_scopes()).await
    }

    async fn remove_mail(&self, scope: &[u8]) -> Result<u64, StoreError> {
        self.faults.around(Op::RemoveMail, self.inner.remove_mail(scope)).await
    }

    async fn remove_terms(&self, id: Digest) -> Result<(), StoreError> {
        self.faults.around(Op::RemoveTerms, self.inner.remove_terms(id)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Names of the methods in a file, as an operation would be named.
    fn methods(text: &str) -> BTreeSet<String> {
        let names = text.split("async fn ").skip(1).filter_map(|rest| rest.split('(').next());
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        names.map(|name| name.split('_').map(capital).collect()).collect()
    }

    /// What somebody adds to a contract is added to the fault table, or this says so.
    #[test]
    fn every_operation_of_the_contracts_can_be_made_to_fail() {
        let known: BTreeSet<String> = Op::ALL.iter().map(|op| format!("{op:?}")).collect();
        assert_eq!(known.len(), Op::ALL.len(), "one of them is there twice");
        // `init` and `doctor` alone ask for two of these, `next` is made of others, and nothing is answered after `close`.
        let without = ["Begin", "Check", "Next", "Close"];
        let (log, mail) = (methods(include_str!("log.rs")), methods(include_str!("mail.rs")));
        assert!(log.len() > 10 && mail.len() > 9, "{log:?} {mail:?}");
        for name in log.union(&mail).filter(|name| !without.contains(&name.as_str())) {
            assert!(known.contains(name), "no fault for {name}");
        }
        // `holds` asks for a length or the whole, `clear` takes away what nothing lists, and is tried again in an hour; the others
        // make or open a folder.
        let without = ["Of", "MadeFor", "Holds", "Clear"];
        for name in methods(include_str!("../blobs.rs")) {
            let one = known.contains(&format!("{name}Blob")) || known.contains(&format!("{name}Blobs"));
            assert!(one || without.contains(&name.as_str()), "no fault for blobs: {name}");
        }
    }
}
