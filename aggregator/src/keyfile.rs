//! The server's signing key: 32 bytes, encrypted with a passphrase (age, scrypt), in a file of mode 0600.

use age::secrecy::SecretString;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// scrypt work factor, log2: about a second on a small server.
const WORK: u8 = 16;

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Reading or writing.
    #[error("{path}: {source}; check the path and its rights")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No passphrase.
    #[error("the first line of the passphrase file is empty; it must hold the passphrase")]
    Empty,
    /// Wrong passphrase, or not such a file.
    #[error("the key file does not open; check the passphrase")]
    Passphrase,
    /// Opens, but holds no key.
    #[error("the key file opens but holds no signing key; restore it from the backup")]
    Content,
}

impl KeyFileError {
    fn of(path: &Path) -> impl Fn(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { path: path.clone(), source }
    }
}

/// The passphrase in a file: its first line.
pub fn passphrase(path: &Path) -> Result<SecretString, KeyFileError> {
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(KeyFileError::of(path))?);
    let first = text.lines().next().unwrap_or_default();
    if first.is_empty() { Err(KeyFileError::Empty) } else { Ok(SecretString::from(first.to_owned())) }
}

/// Write a new key file; refuses to replace one.
pub fn create(path: &Path, seed: &[u8; 32], passphrase: SecretString) -> Result<(), KeyFileError> {
    let mut recipient = age::scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(WORK);
    let sealed = age::encrypt(&recipient, seed).map_err(|_| KeyFileError::Passphrase)?;
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(&sealed)?;
        file.sync_all()
    };
    write().map_err(KeyFileError::of(path))
}

/// Read the key.
pub fn open(path: &Path, passphrase: SecretString) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
    let sealed = std::fs::read(path).map_err(KeyFileError::of(path))?;
    let mut identity = age::scrypt::Identity::new(passphrase);
    // Otherwise age takes the limit from a measurement, which on a busy machine comes out below our own work.
    identity.set_max_work_factor(WORK + 4);
    let opened = age::decrypt(&identity, &sealed).map(Zeroizing::new);
    let opened = opened.map_err(|_| KeyFileError::Passphrase)?;
    let seed: [u8; 32] = opened.as_slice().try_into().map_err(|_| KeyFileError::Content)?;
    Ok(Zeroizing::new(seed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_comes_back_under_its_passphrase_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        create(&path, &[7; 32], "correct".to_owned().into()).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(*open(&path, "correct".to_owned().into()).unwrap(), [7; 32]);
        assert!(matches!(open(&path, "wrong".to_owned().into()), Err(KeyFileError::Passphrase)));
        assert!(create(&path, &[8; 32], "correct".to_owned().into()).is_err(), "never replaced");
    }
}
