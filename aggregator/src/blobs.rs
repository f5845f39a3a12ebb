//! Byte strings by digest: ciphertexts, commitments, proofs, published files. A local folder by default.
//!
//! A blob is written under a name of its own, synced, and renamed when whole (`object_store` does so), before an event
//! names it.

use intertally_core::hash::Digest;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload};
use std::path::Path;
use std::sync::Arc;

/// Kinds of blobs: the label of the digest that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A member's ciphertext.
    Ciphertext,
    /// Commitments of a part.
    Commitments,
    /// Proofs of a part.
    Proofs,
    /// A published file.
    File,
    /// What the public may know of counts and openings, with the proofs.
    PublicSheet,
}

impl Kind {
    /// The word on the wire and in the folder: the digest's label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ciphertext => "ciphertext",
            Self::Commitments => "commitments",
            Self::Proofs => "proofs",
            Self::File => "file",
            Self::PublicSheet => "public-sheet",
        }
    }

    /// From the word.
    #[must_use]
    pub fn of(label: &str) -> Option<Self> {
        let all = [Self::Ciphertext, Self::Commitments, Self::Proofs, Self::File, Self::PublicSheet];
        all.into_iter().find(|kind| kind.label() == label)
    }
}

/// Why a blob could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The folder or the bucket.
    #[error("the blob store failed: {0}; free the disk or check its rights")]
    Store(#[from] object_store::Error),
    /// The folder could not be made or synced.
    #[error("the blob folder failed: {0}; free the disk or check its rights")]
    Folder(#[from] std::io::Error),
}

/// The blobs.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<LocalFileSystem>,
}

impl Blobs {
    /// Open a folder, made if absent.
    pub fn open(folder: &Path) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder)?;
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true));
        Ok(Self { store })
    }

    fn name(kind: Kind, digest: Digest) -> Name {
        Name::from(format!("{}/{digest}", kind.label()))
    }

    /// Write a blob that its caller has checked against the digest. The same again changes nothing.
    pub async fn put(&self, kind: Kind, digest: Digest, bytes: Vec<u8>) -> Result<(), BlobError> {
        self.store.put(&Self::name(kind, digest), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// Length, if it is there.
    pub async fn len(&self, kind: Kind, digest: Digest) -> Result<Option<u64>, BlobError> {
        match self.store.head(&Self::name(kind, digest)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The whole, if it is there.
    pub async fn get(&self, kind: Kind, digest: Digest) -> Result<Option<Vec<u8>>, BlobError> {
        match self.store.get(&Self::name(kind, digest)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Bytes from `from` on, at most `count`; empty at the end.
    pub async fn read(
        &self,
        kind: Kind,
        digest: Digest,
        (from, count): (u64, u64),
    ) -> Result<Vec<u8>, BlobError> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(from..from.saturating_add(count))),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&Self::name(kind, digest), options).await?;
        Ok(found.bytes().await?.to_vec())
    }

    /// Forget a blob under the retention schedule.
    pub async fn delete(&self, kind: Kind, digest: Digest) -> Result<(), BlobError> {
        match self.store.delete(&Self::name(kind, digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
