//! The beginning of a log: key, folders, an empty database, the head file. Done once; nothing that exists is replaced.

use crate::blobs::Blobs;
use crate::config::Config;
use crate::head::{Head, HeadError};
use crate::keyfile;
use crate::serve::StartError;
use crate::state::ReplayError;
use crate::store::{self, StoreError};
use intertally_core::sign::SecretKey;
use intertally_log::{LogSigner, Tree};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

/// A folder that others on this machine cannot look into, made if it is not there.
pub(crate) fn private_folder(path: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Begin a log under this key, which must be new: a second log of one key is what a fork looks like to everybody else.
pub async fn found(config: &Config, key: &SecretKey) -> Result<(), StartError> {
    let signer = LogSigner::new(&config.origin, &key.to_seed())?;
    // Everything is looked at first, so that a mistake leaves nothing behind.
    if config.head.exists() {
        return Err(HeadError::Exists(config.head.clone()).into());
    }
    if config.postgres.is_none() && config.database().exists() {
        return Err(StoreError::Exists(config.database().display().to_string()).into());
    }
    for path in [&config.head, &config.key] {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(StartError::Folder(path.display().to_string()));
        }
    }
    let passphrase = keyfile::passphrase(&config.passphrase_file)?;
    config.check_places()?;
    // Another program's database and bucket are asked before anything is written here; what is made there is empty.
    let elsewhere = match &config.postgres {
        Some(_) => Some(store::create(config).await?),
        None => None,
    };
    if config.s3.is_some() {
        Blobs::made_for(config).await?;
    }
    keyfile::create(&config.key, &key.to_seed(), passphrase)?;
    let file = |source| StartError::File { path: config.data.display().to_string(), source };
    private_folder(&config.data).map_err(file)?;
    Blobs::made_for(config).await?;
    let end = signer.checkpoint(&Tree::default().root()).map_err(ReplayError::from);
    let end = end.map_err(crate::sequencer::TakeUpError::from)?;
    let store = match elsewhere {
        Some(store) => store,
        None => store::create(config).await?,
    };
    store.begin(end.note()).await?;
    store.close().await;
    Head::create(&config.head, &end)?;
    Ok(())
}
