//! Byte strings by digest: ciphertexts, proofs of members and trustees, published files. Over any object store; a local
//! folder by default.
//!
//! **Durability**: when [`Blobs::put`] returns without an error, the blob is whole under its name and survives a power cut. In a
//! folder it is written beside, synced, and renamed (`object_store` does so). It is there before an event names it.

use crate::config::Config;
use crate::faults::{Faults, Op};
use crate::leftovers;
use futures::TryStreamExt as _;
pub use intertally_core::blob::BlobKind as Kind;
use intertally_core::hash::{Digest, digest as hash};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// Why a blob could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The folder or the bucket.
    #[error("the blobs in {place} failed: {source}; see that it can be reached and written, and has room")]
    Failed {
        /// Which.
        place: String,
        /// What its library says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The folder could not be made or synced.
    #[error("the blob folder failed: {0}; free the disk or check its rights")]
    Folder(#[from] std::io::Error),
    /// The configuration wants a bucket, and this program was built without them.
    #[error(
        "this server was built without s3: build it with its default features, or take its section out of the configuration"
    )]
    NotBuilt,
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

fn failed(place: &str, error: object_store::Error) -> BlobError {
    BlobError::Failed { place: place.to_owned(), source: error.into() }
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
    store: Arc<dyn ObjectStore>,
    /// Where that is, in words.
    place: Arc<str>,
    /// Where that is, if it is a folder.
    folder: Option<Arc<Path>>,
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
        let place: Arc<str> = folder.display().to_string().into();
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|why| failed(&place, why))?;
        let over = Self::over(Arc::new(store.with_fsync(true)), place, faults);
        Ok(Self { folder: Some(folder.into()), ..over })
    }

    /// Where the configuration says, all of which must be there.
    pub async fn of(config: &Config, faults: Faults) -> Result<Self, BlobError> {
        match &config.s3 {
            None => Self::open(&config.blobs(), faults),
            #[cfg(feature = "s3")]
            Some(settings) => crate::bucket::open(settings, faults).await,
            #[cfg(not(feature = "s3"))]
            Some(_) => Err(BlobError::NotBuilt),
        }
    }

    /// The same, and a folder is made if it is not there.
    pub async fn made_for(config: &Config) -> Result<Self, BlobError> {
        match &config.s3 {
            None => Self::create(&config.blobs()),
            Some(_) => Self::of(config, Faults::default()).await,
        }
    }

    /// Over an object store that fulfils the promise of durability above. `place`: which it is, for people.
    #[must_use]
    pub fn over(store: Arc<dyn ObjectStore>, place: Arc<str>, faults: Faults) -> Self {
        Self { store, place, folder: None, lost: Arc::default(), faults }
    }

    /// Where they are, in words.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    fn failed(&self, error: object_store::Error) -> BlobError {
        failed(&self.place, error)
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
        let put = async {
            self.store.put(&name, PutPayload::from(bytes)).await.map(drop).map_err(|why| self.failed(why))
        };
        self.faults.keeping(Op::PutBlob, put).await?;
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
                Err(error) => Err(self.failed(error)),
            }
        };
        self.faults.around(Op::LenBlob, head).await
    }

    /// The whole, if it is there. Its bytes are those that its name tells.
    pub async fn get(&self, kind: Kind, digest: Digest) -> Result<Option<Vec<u8>>, BlobError> {
        let name = Self::name(kind, digest);
        let get = async {
            match self.store.get(&name).await {
                Ok(found) => Ok(Some(found.bytes().await.map_err(|why| self.failed(why))?)),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(self.failed(error)),
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
        let name = Self::name(kind, digest);
        let read = async {
            let bytes = async { self.store.get_opts(&name, options).await?.bytes().await };
            Ok(bytes.await.map_err(|why| self.failed(why))?.to_vec())
        };
        self.faults.around(Op::ReadBlob, read).await
    }

    /// All of a kind; files of other names are none.
    pub async fn list(&self, kind: Kind) -> Result<Vec<Listed>, BlobError> {
        let folder = Name::from(kind.label());
        let found = async {
            let found = self.store.list(Some(&folder)).try_collect::<Vec<_>>().await;
            found.map_err(|why| self.failed(why))
        };
        let found = self.faults.around(Op::ListBlobs, found).await?;
        let one = |meta: object_store::ObjectMeta| {
            let mut digest = [0; 32];
            hex::decode_to_slice(meta.location.filename()?, &mut digest).ok()?;
            let written = SystemTime::from(meta.last_modified);
            Some(Listed { digest: Digest(digest), bytes: meta.size, written })
        };
        Ok(found.into_iter().filter_map(one).collect())
    }

    /// Remove what a killed server left half written in this folder, if nobody has written to it for so long. An object store
    /// elsewhere clears its own.
    pub async fn clear(&self, now: SystemTime, untouched: Duration) -> Result<u64, BlobError> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        let clear = move || {
            let of = |kind: &Kind| leftovers::remove(&folder.join(kind.label()), now, untouched);
            Kind::ALL.iter().map(of).sum::<std::io::Result<u64>>()
        };
        Ok(tokio::task::spawn_blocking(clear).await.map_err(std::io::Error::other)??)
    }

    /// Forget a blob under the retention schedule.
    pub async fn delete(&self, kind: Kind, digest: Digest) -> Result<(), BlobError> {
        let name = Self::name(kind, digest);
        let delete = async {
            match self.store.delete(&name).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(self.failed(error)),
            }
        };
        self.faults.around(Op::DeleteBlob, delete).await
    }
}
