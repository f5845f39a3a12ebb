//! A folder under the contract of blobs.

use super::blobs::{Shelf, conform};
use intertally_aggregator::blobs::{BlobError, Blobs, Kind};
use intertally_aggregator::faults::Faults;
use intertally_core::hash::Digest;
use std::path::PathBuf;

struct Folder(PathBuf);

#[tonic::async_trait(?Send)]
impl Shelf for Folder {
    async fn open(&self) -> Blobs {
        if self.0.exists() { Blobs::open(&self.0, Faults::default()) } else { Blobs::create(&self.0) }
            .unwrap()
    }

    async fn spoil(&self, kind: Kind, digest: Digest) {
        std::fs::write(self.0.join(kind.label()).join(digest.to_string()), b"other").unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_conforms() {
    let folder = tempfile::tempdir().unwrap();
    conform(&Folder(folder.path().join("blobs"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_not_there_is_never_made_by_opening_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blobs");
    assert!(matches!(Blobs::open(&path, Faults::default()), Err(BlobError::Missing(_))));
    assert!(!path.exists());
}
