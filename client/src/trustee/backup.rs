//! Backup and restore of a trustee. After a restore nobody knows what was stated since the backup was made, so the
//! ledger is rebuilt from it and the trustee states for no key that is older than the restore.

use super::ledger::LedgerFile;
use crate::error::{ClientError, Result};
use crate::home::{Office, Vault, files};
use crate::session::now;
use age::secrecy::SecretString;
use intertally_core::canonical::{decode, encode};
use intertally_custody::ledger::LedgerEntry;
use std::path::Path;
use zeroize::Zeroizing;

/// Files of the folder that a backup holds beside the secrets.
const FILES: [&str; 6] =
    ["office.toml", "card.toml", "request.pem", "directory.toml", "authority.pem", "certificate.pem"];

type Pairs = Vec<(String, Vec<u8>)>;

/// Write everything that this trustee needs to go on elsewhere into one file under a passphrase of its own.
pub fn backup(office: &Office, vault: &Vault, passphrase: &SecretString, to: &Path) -> Result<()> {
    let mut secrets: Pairs = Vec::new();
    for name in vault.names()? {
        secrets.push((name.clone(), vault.need(&name)?.to_vec()));
    }
    let mut public: Pairs = Vec::new();
    for name in FILES {
        if let Some(bytes) = files::read(&office.path(name))? {
            public.push((name.to_owned(), bytes));
        }
    }
    let entries: Vec<LedgerEntry> = LedgerFile::open(office)?.entries().to_vec();
    let bytes = Zeroizing::new(encode(&(&secrets, &public, &entries)));
    use zeroize::Zeroize;
    secrets.iter_mut().for_each(|(_, secret)| secret.zeroize());
    files::create(to, &Vault::seal_for(&bytes, passphrase)?)
}

/// Make a folder from a backup. The log is read from the start at the next `sit`.
pub fn restore(
    folder: &Path,
    from: &Path,
    (backup, passphrase): (&SecretString, &SecretString),
    work: u8,
) -> Result<Office> {
    if folder.join("office.toml").exists() {
        return Err(ClientError::content(
            folder,
            "there is an office here already; restore into a new folder",
        ));
    }
    let bytes = Vault::open_backup(from, backup)?;
    let (mut secrets, public, entries): (Pairs, Pairs, Vec<LedgerEntry>) = decode("backup", &bytes, 1 << 30)?;
    files::folder(folder)?;
    let vault = Vault::create(folder, passphrase, work, &mut rand_core::OsRng)?;
    for (name, secret) in &secrets {
        vault.put(name, secret)?;
    }
    use zeroize::Zeroize;
    secrets.iter_mut().for_each(|(_, secret)| secret.zeroize());
    for (name, bytes) in public.iter().filter(|(name, _)| FILES.contains(&name.as_str())) {
        files::write(&folder.join(name), bytes)?;
    }
    let office = Office::open(folder)?;
    let mut ledger = LedgerFile::open(&office)?;
    for entry in &entries {
        ledger.record(entry)?;
    }
    ledger.record(&LedgerEntry::Restored { at: now() })?;
    Ok(office)
}
