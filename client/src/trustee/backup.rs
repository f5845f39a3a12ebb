//! Backup and restore of a trustee. After a restore nobody knows what was stated since the backup was made: the trustee
//! states for no key that is older than the restore, and the next `sit` completes its ledger from the log first.

use super::ledger::LedgerFile;
use crate::error::{ClientError, Result};
use crate::home::{Office, Vault, files};
use crate::session::now;
use age::secrecy::SecretString;
use intertally_core::canonical::{decode, encode};
use intertally_custody::ceremony::Stored;
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

/// Whether a secret of a backup is kept out of the restored vault: it belongs to a ceremony that was not confirmed when
/// the backup was made. Its keys may have been confirmed and stated for since; confirmed once more they would pass for
/// keys younger than the restore.
fn is_unfinished((name, secret): &(String, Vec<u8>)) -> bool {
    name.starts_with("sealing-")
        || name.starts_with("reveals-")
        || (name.starts_with("ceremony-") && Stored::is_unconfirmed(secret).unwrap_or(true))
}

/// Make a folder from a backup. The log is read from the start at the next `sit`, and the ledger completed from it.
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
    for (name, secret) in secrets.iter().filter(|secret| !is_unfinished(secret)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::office::Settings;
    use crate::home::{Card, Role};
    use rand_core::OsRng;

    fn secret(text: &str) -> SecretString {
        text.to_owned().into()
    }

    /// Stored bytes of a ceremony without sub-keys; kinds 0 to 4 are committed, revealed, checked, confirmed, held.
    fn stored(kind: u8) -> Vec<u8> {
        let sealing = if kind < 4 { vec![7; 32] } else { vec![] };
        [&[1, kind][..], &[9; 32], &[2], &sealing, &0u32.to_le_bytes()].concat()
    }

    #[test]
    fn a_ceremony_that_was_not_confirmed_is_left_out_and_no_key_counts_as_confirmed() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let settings =
            Settings { role: Role::Trustee, name: "t".into(), server: "https://localhost:1".into() };
        let (office, _): (Office, Card) =
            Office::init(old.path(), settings, &secret("first"), 2, &mut OsRng).unwrap();
        let vault = office.vault(&secret("first")).unwrap();
        for kind in 0..5 {
            vault.put(&format!("ceremony-{kind}"), &stored(kind)).unwrap();
        }
        vault.put("sealing-1", &[1; 32]).unwrap();
        vault.put("reveals-1", &[1; 32]).unwrap();
        let key = intertally_core::party::KeyId(intertally_core::hash::Digest([3; 32]));
        LedgerFile::open(&office).unwrap().record(&LedgerEntry::KeyConfirmed { key }).unwrap();
        let file = new.path().join("backup");
        backup(&office, &vault, &secret("kept apart"), &file).unwrap();

        let folder = new.path().join("office");
        let wrong = restore(&folder, &file, (&secret("other"), &secret("own")), 2);
        assert!(wrong.err().unwrap().to_string().contains("check the passphrase"));
        let office = restore(&folder, &file, (&secret("kept apart"), &secret("own")), 2).unwrap();
        let vault = office.vault(&secret("own")).unwrap();
        assert_eq!(vault.names().unwrap(), ["ceremony-3", "ceremony-4", "signing", "tls"]);
        let ledger = LedgerFile::open(&office).unwrap().ledger;
        assert!(!ledger.confirmed(key) && ledger.restored().is_some());
        assert!(
            restore(&folder, &file, (&secret("kept apart"), &secret("own")), 2).is_err(),
            "never over another"
        );
    }
}
