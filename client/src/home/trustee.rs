//! Backup and restore of a trustee's folder: one encrypted file.

use super::{Folder, Office, Vault, files};
use crate::error::{ClientError, Result};
use crate::session::Machine;
use age::secrecy::SecretString;
use intertally_roles::{Clock, Shelf, trustee};
use std::path::Path;
use std::sync::Arc;

/// Files of the folder that a backup holds beside secrets and ledger.
const FILES: [&str; 6] =
    ["office.toml", "card.toml", "request.pem", "directory.toml", "authority.pem", "certificate.pem"];

/// Everything that this trustee needs to go on elsewhere, under a passphrase of its own.
pub fn sealed(shelf: &Arc<dyn Shelf>, vault: &dyn Shelf, passphrase: &SecretString) -> Result<Vec<u8>> {
    let bytes = trustee::backup(shelf, vault, &FILES)?;
    Vault::seal_for(&bytes, passphrase)
}

/// Refuse the office's own passphrase for a backup: whoever learned the one would open both.
pub fn apart(office: &Office, passphrase: &SecretString) -> Result<()> {
    if office.vault(passphrase).is_err() {
        return Ok(());
    }
    let what =
        "this is the passphrase of the office itself, and whoever learns it would open the backup, too";
    Err(ClientError::stop(what, "take another one for the backup, and keep it somewhere else"))
}

/// The same as a new file.
pub fn backup(office: &Office, vault: &Vault, passphrase: &SecretString, to: &Path) -> Result<()> {
    let shelf: Arc<dyn Shelf> = Arc::new(office.shelf());
    files::create(to, &sealed(&shelf, vault, passphrase)?)?;
    trustee::note_backup(&shelf, vault, Machine.now())
}

/// Make a folder from a backup. `place`: how people find it, for errors.
pub fn restore(
    folder: &Path,
    (place, sealed): (&Path, &[u8]),
    (backup, passphrase): (&SecretString, &SecretString),
    work: u8,
) -> Result<Office> {
    if folder.join("office.toml").exists() {
        return Err(ClientError::content(
            folder,
            "there is an office here already; restore into a new folder",
        ));
    }
    let bytes = Vault::open_backup(place, sealed, backup)?;
    files::folder(folder)?;
    let vault = Vault::create(folder, passphrase, work, &mut rand_core::OsRng)?;
    let shelf: Arc<dyn Shelf> = Arc::new(Folder::new(folder));
    trustee::restore(&bytes, (&shelf, &vault), &FILES, Machine.now())?;
    Office::open(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::{Role, Settings};
    use rand_core::OsRng;

    #[test]
    fn a_backup_opens_with_its_own_passphrase_and_never_over_another_office() {
        let secret = |text: &str| -> SecretString { text.to_owned().into() };
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let settings =
            Settings { role: Role::Trustee, name: "t".into(), server: "https://localhost:1".into() };
        let (office, _) = Office::init(old.path(), settings, &secret("first"), 2, &mut OsRng).unwrap();
        let vault = office.vault(&secret("first")).unwrap();
        let own = apart(&office, &secret("first")).err().unwrap().to_string();
        assert!(own.contains("of the office itself") && own.contains("take another one"), "{own}");
        apart(&office, &secret("kept apart")).unwrap();
        let file = new.path().join("backup");
        backup(&office, &vault, &secret("kept apart"), &file).unwrap();
        let folder = new.path().join("office");
        let bytes = std::fs::read(&file).unwrap();
        let from = (file.as_path(), bytes.as_slice());
        let wrong = restore(&folder, from, (&secret("other"), &secret("own")), 2);
        assert!(wrong.err().unwrap().to_string().contains("check the passphrase"));
        let office = restore(&folder, from, (&secret("kept apart"), &secret("own")), 2).unwrap();
        let vault = office.vault(&secret("own")).unwrap();
        assert_eq!(vault.names("").unwrap(), ["signing", "tls"]);
        let again = restore(&folder, from, (&secret("kept apart"), &secret("own")), 2);
        assert!(again.is_err(), "never over another");
    }
}
