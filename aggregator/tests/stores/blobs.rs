//! What blobs owe over every object store.

use intertally_aggregator::blobs::{BlobError, Blobs, Kind};
use intertally_core::hash::{Digest, digest as hash};

/// A place for blobs, of some object store.
#[tonic::async_trait(?Send)]
pub trait Shelf {
    /// Opened: each time anew.
    async fn open(&self) -> Blobs;

    /// Past the contract: other bytes under a blob's name.
    async fn spoil(&self, kind: Kind, digest: Digest);
}

fn blob(kind: Kind, length: usize) -> (Digest, Vec<u8>) {
    let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 241).unwrap()).collect();
    (hash(kind.label(), &[&bytes]), bytes)
}

async fn names(blobs: &Blobs, kind: Kind) -> Vec<(Digest, u64)> {
    let mut all: Vec<_> =
        blobs.list(kind).await.unwrap().into_iter().map(|one| (one.digest, one.bytes)).collect();
    all.sort();
    all
}

pub async fn conform(shelf: &dyn Shelf) {
    let blobs = shelf.open().await;
    let (kind, other) = (Kind::Ciphertext, Kind::Proofs);
    assert!(names(&blobs, kind).await.is_empty());
    let mut put = Vec::new();
    // Also one beyond a single request of an object store.
    for length in [0, 1, 300_000, 9 << 20] {
        let (digest, bytes) = blob(kind, length);
        assert_eq!(blobs.get(kind, digest).await.unwrap(), None);
        assert_eq!(blobs.len(kind, digest).await.unwrap(), None);
        for _ in 0..2 {
            blobs.put(kind, digest, bytes.clone()).await.unwrap();
        }
        put.push((digest, length as u64));
    }
    put.sort();
    let again = shelf.open().await;
    assert_eq!(names(&again, kind).await, put);
    assert!(names(&again, other).await.is_empty(), "kinds are apart");
    for (digest, length) in &put {
        let bytes = again.get(kind, *digest).await.unwrap().unwrap();
        assert_eq!((bytes.len() as u64, hash(kind.label(), &[&bytes])), (*length, *digest));
        assert_eq!(again.len(kind, *digest).await.unwrap(), Some(*length));
        assert_eq!(again.len(other, *digest).await.unwrap(), None);
        assert!(again.holds((kind, *digest), true).await.unwrap());
    }
    // Pieces, up to the end and no further.
    let (digest, bytes) = blob(kind, 300_000);
    for (from, count) in [(0u64, 1_000u64), (1, 299_000), (299_990, 1_000)] {
        let end = usize::try_from(from + count).unwrap().min(bytes.len());
        let read = again.read(kind, digest, (from, count)).await.unwrap();
        assert_eq!(read, bytes[usize::try_from(from).unwrap()..end]);
    }
    // Spoilt bytes are nobody's; the blob put again is whole.
    shelf.spoil(kind, digest).await;
    assert!(matches!(again.get(kind, digest).await, Err(BlobError::Damaged { .. })));
    assert!(again.lacks(std::iter::once((kind, digest))));
    again.put(kind, digest, bytes.clone()).await.unwrap();
    assert_eq!(again.get(kind, digest).await.unwrap(), Some(bytes));
    assert!(!again.lacks(std::iter::once((kind, digest))));
    again.delete(kind, digest).await.unwrap();
    again.delete(kind, digest).await.unwrap();
    assert!(!again.holds((kind, digest), false).await.unwrap() && again.lost().contains(&(kind, digest)));
}
