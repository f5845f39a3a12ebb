//! Blobs in a bucket of an S3-compatible object store. What it has answered for is durable there, by its own copies.

use crate::blobs::{BlobError, Blobs};
use crate::config::S3;
use crate::faults::Faults;
use futures::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::{BackoffConfig, Certificate, ClientOptions, ObjectStore, RetryConfig};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long one request may take, and all its repetitions together.
const REQUEST: Duration = Duration::from_secs(60);
const WHOLE: Duration = Duration::from_secs(120);
const CONNECT: Duration = Duration::from_secs(10);

fn is_here(endpoint: &str) -> bool {
    let rest = endpoint.strip_prefix("http://").unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|here| host.strip_prefix(here).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
}

/// Open a bucket, which must exist. Its keys come from a file of their own, or from the environment (`AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`, or what a cloud gives its machines), never from the configuration itself.
pub async fn open(settings: &S3, faults: Faults) -> Result<Blobs, BlobError> {
    let S3 { bucket, endpoint, region, authority, credentials } = settings;
    let place = match endpoint {
        Some(endpoint) => format!("the bucket {bucket} at {endpoint}"),
        None => format!("the bucket {bucket}"),
    };
    let wrong =
        |source: Box<dyn std::error::Error + Send + Sync>| BlobError::Failed { place: place.clone(), source };
    // The client's TLS takes the provider of the process; a second installation changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let open_way = endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http://"));
    if open_way && !endpoint.as_deref().is_some_and(is_here) {
        return Err(wrong(
            "`endpoint` under [s3] is plain HTTP and not on this machine: use https://".into(),
        ));
    }
    let mut client =
        ClientOptions::new().with_allow_http(open_way).with_timeout(REQUEST).with_connect_timeout(CONNECT);
    if let Some(path) = authority {
        let pem = std::fs::read(path)?;
        let all = Certificate::from_pem_bundle(&pem).map_err(|why| wrong(why.into()))?;
        client = all.into_iter().fold(client, ClientOptions::with_root_certificate);
    }
    let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: 5, retry_timeout: WHOLE };
    let mut builder =
        AmazonS3Builder::from_env().with_bucket_name(bucket).with_client_options(client).with_retry(retry);
    if let Some(region) = region {
        builder = builder.with_region(region);
    }
    if let Some(path) = credentials {
        let text = Zeroizing::new(std::fs::read_to_string(path)?);
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let (Some(id), Some(secret)) = (lines.next(), lines.next()) else {
            let what = format!(
                "{} must hold a key's id on its first line, its secret on the second",
                path.display()
            );
            return Err(wrong(what.into()));
        };
        builder = builder.with_access_key_id(id).with_secret_access_key(secret);
    }
    if let Some(endpoint) = endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    let store: Arc<dyn ObjectStore> = Arc::new(builder.build().map_err(|why| wrong(why.into()))?);
    // A bucket that is not there, or keys that do not open it, are found now and not by the first member.
    store.list(None).try_next().await.map_err(|why| wrong(why.into()))?;
    Ok(Blobs::over(store, place.into(), faults))
}
