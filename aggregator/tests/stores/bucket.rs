//! A bucket under the contract of blobs, on a server of the test's own.

use super::blobs::{Shelf, conform};
use super::private::BucketServer;
use intertally_aggregator::blobs::{BlobError, Blobs, Kind};
use intertally_aggregator::bucket;
use intertally_aggregator::config::S3;
use intertally_aggregator::faults::Faults;
use intertally_core::hash::Digest;
use object_store::aws::AmazonS3Builder;
use object_store::{ObjectStoreExt as _, PutPayload};

struct Bucket(BucketServer, S3);

#[tonic::async_trait(?Send)]
impl Shelf for Bucket {
    async fn open(&self) -> Blobs {
        bucket::open(&self.1, Faults::default()).await.unwrap()
    }

    async fn spoil(&self, kind: Kind, digest: Digest) {
        let other = AmazonS3Builder::new()
            .with_bucket_name(&self.1.bucket)
            .with_endpoint(self.0.endpoint())
            .with_allow_http(true)
            .with_access_key_id("an id")
            .with_secret_access_key("a secret")
            .build()
            .unwrap();
        let name = format!("{}/{digest}", kind.label()).into();
        other.put(&name, PutPayload::from_static(b"other")).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_conforms() {
    let Some(server) = BucketServer::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let credentials = folder.path().join("s3");
    std::fs::write(&credentials, "an id\na secret\n").unwrap();
    let settings = S3 {
        bucket: "tally".into(),
        endpoint: Some(server.endpoint()),
        region: Some("eu-west-1".into()),
        authority: None,
        credentials: Some(credentials.clone()),
    };
    let other = S3 { bucket: "another".into(), ..settings.clone() };
    let refused = bucket::open(&other, Faults::default()).await.err().unwrap();
    assert!(matches!(&refused, BlobError::Failed { place, .. } if place.contains("another")), "{refused}");
    let open = S3 { endpoint: Some("http://192.0.2.1:9000".into()), ..settings.clone() };
    let refused = bucket::open(&open, Faults::default()).await.err().unwrap().to_string();
    assert!(refused.contains("use https://"), "{refused}");
    conform(&Bucket(server, settings.clone())).await;
    std::fs::write(&credentials, "a secret alone\n").unwrap();
    let refused = bucket::open(&settings, Faults::default()).await.err().unwrap().to_string();
    assert!(refused.contains("its secret on the second") && !refused.contains("a secret alone"), "{refused}");
}
