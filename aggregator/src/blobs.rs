//! Byte strings by digest: ciphertexts, proofs of members and trustees, published files. A local folder by default.
//!
//! A blob is written under a name of its own, synced, and renamed when whole (`object_store` does so), before an event
//! names it.

use crate::faults::{Faults, Op};
use futures::TryStreamExt as _;
pub use intertally_core::blob::BlobKind as Kind;
use intertally_core::hash::{Digest, digest as hash};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Why a blob could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The folder or the bucket.
    #[error("the blob store failed: {0}; free the disk or check its rights")]
    Store(#[from] object_store::Error),
    /// The folder could not be made or synced.
    #[error("the blob folder failed: {0}; free the disk or check its rights")]
    Folder(#[from] std::io::Error),
    /// No folder where one should be.
    #[error(
        "there is no folder {0}: is its volume mounted? `restore` brings a backup back, `recover` what other parties hold"
    )]
    Missing(PathBuf),
    /// Other bytes than those that its name tells.
    #[error("{} {digest} on this server's disk is damaged; it is needed again from whoever sent it", .kind.label())]
    Damaged {
        /// What it is.
        kind: Kind,
        /// Its name.
        digest: Digest,
    },
}

/// A blob's name.
pub type Named = (Kind, Digest);

/// A blob in the store.
pub struct Listed {
    /// Its name.
    pub digest: Digest,
    /// Its length.
    pub bytes: u64,
    /// When it was written last.
    pub written: SystemTime,
}

/// The blobs.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<LocalFileSystem>,
    /// Those that were found to be lost or damaged, until they are written again.
    lost: Arc<Mutex<BTreeSet<Named>>>,
    faults: Faults,
}

impl Blobs {
    /// Make the folder, if it is not there.
    pub fn create(folder: &Path) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder)?;
        crate::head::sync_folder_of(folder)?;
        Self::open(folder, Faults::default())
    }

    /// Open a folder.
    pub fn open(folder: &Path, faults: Faults) -> Result<Self, BlobError> {
        if !folder.is_dir() {
            return Err(BlobError::Missing(folder.to_path_buf()));
        }
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true));
        Ok(Self { store, lost: Arc::default(), faults })
    }

    fn name(kind: Kind, digest: Digest) -> Name {
        Name::from(format!("{}/{digest}", kind.label()))
    }

    /// Blobs that were found to be lost or damaged.
    #[must_use]
    pub fn lost(&self) -> BTreeSet<Named> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether one of these is known to be lost or damaged.
    #[must_use]
    pub fn lacks(&self, mut any: impl Iterator<Item = Named>) -> bool {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        !lost.is_empty() && any.any(|named| lost.contains(&named))
    }

    fn note(&self, named: Named, lost: bool) {
        let mut all = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        if lost {
            all.insert(named)
        } else {
            all.remove(&named)
        };
    }

    /// Write a blob that its caller has checked against the digest. The same again changes nothing.
    pub async fn put(&self, kind: Kind, digest: Digest, bytes: Vec<u8>) -> Result<(), BlobError> {
        let name = Self::name(kind, digest);
        let put = async { Ok(self.store.put(&name, PutPayload::from(bytes)).await?) };
        self.faults.around::<_, BlobError>(Op::PutBlob, put).await?;
        self.note((kind, digest), false);
        Ok(())
    }

    /// Length, if it is there.
    pub async fn len(&self, kind: Kind, digest: Digest) -> Result<Option<u64>, BlobError> {
        let name = Self::name(kind, digest);
        let head = async {
            match self.store.head(&name).await {
                Ok(meta) => Ok(Some(meta.size)),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(BlobError::from(error)),
            }
        };
        self.faults.around(Op::HeadBlob, head).await
    }

    /// The whole, if it is there. Its bytes are those that its name tells.
    pub async fn get(&self, kind: Kind, digest: Digest) -> Result<Option<Vec<u8>>, BlobError> {
        let name = Self::name(kind, digest);
        let get = async {
            match self.store.get(&name).await {
                Ok(found) => Ok(Some(found.bytes().await?)),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(BlobError::from(error)),
            }
        };
        let Some(bytes) = self.faults.around(Op::GetBlob, get).await? else {
            return Ok(None);
        };
        let (got, bytes) = tokio::task::spawn_blocking(move || (hash(kind.label(), &[&bytes]), bytes))
            .await
            .map_err(std::io::Error::other)?;
        if got != digest {
            self.note((kind, digest), true);
            return Err(BlobError::Damaged { kind, digest });
        }
        Ok(Some(bytes.to_vec()))
    }

    /// Whether it is there, and with `whole` also what it should be; what is not is noted as lost.
    pub async fn holds(&self, (kind, digest): Named, whole: bool) -> Result<bool, BlobError> {
        let there = if whole {
            match self.get(kind, digest).await {
                Ok(found) => found.is_some(),
                Err(BlobError::Damaged { .. }) => false,
                Err(error) => return Err(error),
            }
        } else {
            self.len(kind, digest).await?.is_some()
        };
        if !there {
            self.note((kind, digest), true);
        }
        Ok(there)
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

    /// All of a kind; files of other names are none.
    pub async fn list(&self, kind: Kind) -> Result<Vec<Listed>, BlobError> {
        let folder = Name::from(kind.label());
        let found: Vec<_> = self.store.list(Some(&folder)).try_collect().await?;
        let one = |meta: object_store::ObjectMeta| {
            let mut digest = [0; 32];
            hex::decode_to_slice(meta.location.filename()?, &mut digest).ok()?;
            let written = SystemTime::from(meta.last_modified);
            Some(Listed { digest: Digest(digest), bytes: meta.size, written })
        };
        Ok(found.into_iter().filter_map(one).collect())
    }

    /// Forget a blob under the retention schedule.
    pub async fn delete(&self, kind: Kind, digest: Digest) -> Result<(), BlobError> {
        match self.store.delete(&Self::name(kind, digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
