//! The server's certificate, the authority of the parties', and what it has revoked: read again while the server runs.

use super::meter::lock;
use crate::config::Tls;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer, UnixTime};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{NoServerSessionStorage, VerifierBuilderError, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Why certificates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file.
    #[error("{path}: {source}; check the path, its rights, and that it is PEM")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: rustls::pki_types::pem::Error,
    },
    /// The list of what is revoked.
    #[error(
        "{path}, the list of revoked certificates: {source}; `intertally pki server` writes an empty one, and `pki revoke` \
         each later one"
    )]
    Revoked {
        /// Which.
        path: PathBuf,
        /// Why.
        source: rustls::pki_types::pem::Error,
    },
    /// Nothing in it.
    #[error("{0} holds nothing of what it should; see docs/operations.md")]
    Empty(PathBuf),
    /// The authority's.
    #[error("the parties' authority, or its list of revoked certificates: {0}")]
    Authority(#[from] VerifierBuilderError),
    /// The server's own.
    #[error("the server's certificate and key: {0}; they must belong together")]
    Own(#[from] rustls::Error),
}

/// A party's certificate, and those between it and the authority.
#[derive(Clone)]
pub(super) struct Chain(pub(super) Vec<CertificateDer<'static>>);

type Stamp = Vec<Option<(u64, i64, i64, u64)>>;

struct Loaded {
    config: Arc<ServerConfig>,
    parties: Arc<dyn ClientCertVerifier>,
    stamp: Stamp,
}

/// Those in force.
pub struct Certificates {
    files: Mutex<Tls>,
    loaded: Mutex<Loaded>,
}

fn all<T: PemObject>(path: &Path) -> Result<Vec<T>, CertificateError> {
    let failed = |source| CertificateError::File { path: path.to_path_buf(), source };
    let found: Result<Vec<T>, _> = T::pem_file_iter(path).map_err(failed)?.collect();
    let found = found.map_err(failed)?;
    if found.is_empty() { Err(CertificateError::Empty(path.to_path_buf())) } else { Ok(found) }
}

fn stamp(files: &Tls) -> Stamp {
    let paths =
        [Some(&files.certificate), Some(&files.key), Some(&files.client_authority), files.revoked.as_ref()];
    let of = |path: &PathBuf| {
        let meta = std::fs::metadata(path).ok()?;
        Some((meta.ino(), meta.mtime(), meta.mtime_nsec(), meta.len()))
    };
    paths.into_iter().map(|path| of(path?)).collect()
}

fn load(files: &Tls) -> Result<Loaded, CertificateError> {
    // Taken before the files are read: what changes meanwhile is read again.
    let stamp = stamp(files);
    let mut roots = RootCertStore::empty();
    for root in all(&files.client_authority)? {
        roots.add(root)?;
    }
    let mut parties = WebPkiClientVerifier::builder(Arc::new(roots));
    if let Some(revoked) = &files.revoked {
        let lists: Vec<CertificateRevocationListDer<'static>> = all(revoked).map_err(|why| match why {
            CertificateError::File { path, source } => CertificateError::Revoked { path, source },
            other => other,
        })?;
        parties = parties.with_crls(lists);
    }
    let parties = parties.build()?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|source| CertificateError::File { path: files.key.clone(), source })?;
    let mut config = ServerConfig::builder()
        .with_client_cert_verifier(Arc::clone(&parties))
        .with_single_cert(all(&files.certificate)?, key)?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    // A session that is taken up again would not have its certificate checked again.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Loaded { config: Arc::new(config), parties, stamp })
}

impl Certificates {
    /// Read the files.
    pub fn read(files: &Tls) -> Result<Self, CertificateError> {
        Ok(Self { files: Mutex::new(files.clone()), loaded: Mutex::new(load(files)?) })
    }

    /// For the next handshake.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&lock(&self.loaded).config)
    }

    /// Whether a party's certificate holds now: issued by the authority, not at its end, not revoked.
    pub(super) fn hold(&self, chain: &Chain) -> bool {
        let Some((leaf, between)) = chain.0.split_first() else { return false };
        let parties = Arc::clone(&lock(&self.loaded).parties);
        parties.verify_client_cert(leaf, between, UnixTime::now()).is_ok()
    }

    /// The same of a single certificate, DER.
    #[must_use]
    pub fn holds(&self, leaf: &[u8]) -> bool {
        self.hold(&Chain(vec![CertificateDer::from(leaf.to_vec())]))
    }

    /// Whether a file is another one than was read.
    pub(super) fn changed(&self) -> bool {
        lock(&self.loaded).stamp != stamp(&lock(&self.files))
    }

    /// Go by these files from now on: the settings name others than before, or a list of revoked certificates for the first
    /// time. Refused, and those before stay, if they are no good.
    pub(super) fn follow(&self, files: &Tls) -> Result<(), CertificateError> {
        let loaded = load(files)?;
        *lock(&self.files) = files.clone();
        *lock(&self.loaded) = loaded;
        match &files.revoked {
            Some(list) => {
                tracing::info!(list = %list.display(), "certificates that this list revokes are refused")
            }
            None => tracing::warn!(
                "the settings name no list of revoked certificates: none is refused as revoked"
            ),
        }
        Ok(())
    }

    /// Read the files again. What was in force stays so if they are no good.
    pub(super) fn reload(&self) {
        let files = lock(&self.files).clone();
        match load(&files) {
            Ok(loaded) => {
                *lock(&self.loaded) = loaded;
                tracing::info!("the certificates were read again");
            }
            Err(why) => {
                // Not tried again before the files change once more.
                lock(&self.loaded).stamp = stamp(&files);
                tracing::error!(%why, "the certificates could not be read again: those read before stay in force");
            }
        }
    }
}
