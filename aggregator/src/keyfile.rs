//! The server's signing key: 32 bytes, encrypted with a passphrase (age, scrypt), in a file of mode 0600.

use age::secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// scrypt work factor, log2: about a second on a small server.
const WORK: u8 = 16;

/// Fewest characters of a passphrase that a key is made under, as in the parties' offices.
const FEWEST: usize = 12;
/// Fewest that differ from each other.
const DIFFERENT: usize = 5;

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
    /// A passphrase that is soon guessed.
    #[error(
        "the passphrase is weak: it has less than {FEWEST} characters, or less than {DIFFERENT} different ones; take five or six \
         words that have nothing to do with each other"
    )]
    Weak,
    /// Wrong passphrase, or damage that cannot be told from it.
    #[error(
        "the key file does not open: the passphrase is wrong or the file is damaged; check the passphrase first, then take the \
         copy of the key that lies apart"
    )]
    Passphrase,
    /// No encrypted file at all, or one that is damaged for sure.
    #[error(
        "the key file is {0}, whatever the passphrase; take the copy of the key that lies apart (never `init` a second time)"
    )]
    NoKey(&'static str),
    /// The system refused to encrypt.
    #[error("the key could not be encrypted; run the command again")]
    Encrypt,
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

/// A passphrase that a key is made under must be long, and not one key held down: whoever has the file can try in peace.
pub fn strong(passphrase: &SecretString) -> Result<(), KeyFileError> {
    let text = passphrase.expose_secret();
    let different: BTreeSet<char> = text.chars().collect();
    let is_strong = text.chars().count() >= FEWEST && different.len() >= DIFFERENT;
    if is_strong { Ok(()) } else { Err(KeyFileError::Weak) }
}

/// Write a new key file; refuses to replace one.
pub fn create(path: &Path, seed: &[u8; 32], passphrase: SecretString) -> Result<(), KeyFileError> {
    let mut recipient = age::scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(WORK);
    let sealed = age::encrypt(&recipient, seed).map_err(|_| KeyFileError::Encrypt)?;
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
    const DAMAGED: KeyFileError = KeyFileError::NoKey("damaged or cut off");
    let file = age::Decryptor::new_buffered(sealed.as_slice()).map_err(|_| match sealed.as_slice() {
        [] => KeyFileError::NoKey("empty"),
        sealed if sealed.starts_with(b"age-encryption.org/") => DAMAGED,
        _ => KeyFileError::NoKey("no key that `init` wrote"),
    })?;
    let stream = file.decrypt(std::iter::once(&identity as &dyn age::Identity));
    let mut stream = stream.map_err(|why| match why {
        age::DecryptError::InvalidHeader | age::DecryptError::InvalidMac | age::DecryptError::Io(_) => {
            DAMAGED
        }
        _ => KeyFileError::Passphrase,
    })?;
    let mut opened = Zeroizing::new(Vec::with_capacity(sealed.len()));
    stream.read_to_end(&mut opened).map_err(|_| DAMAGED)?;
    let seed: [u8; 32] = opened.as_slice().try_into().map_err(|_| KeyFileError::Content)?;
    Ok(Zeroizing::new(seed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_weak_passphrase_is_refused_and_never_repeated() {
        for weak in ["", "horse", "correcthors", "aaaaaaaaaaaaaaaaaaaa", "abcdabcdabcdabcd"] {
            let why = strong(&weak.to_owned().into()).unwrap_err().to_string();
            assert!(why.contains("weak") && (weak.is_empty() || !why.contains(weak)), "{why}");
        }
        for good in ["correct horse", "a long enough passphrase", "żółw chodzi wolno"] {
            strong(&good.to_owned().into()).unwrap();
        }
    }

    #[test]
    fn a_key_comes_back_under_its_passphrase_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        create(&path, &[7; 32], "correct".to_owned().into()).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(*open(&path, "correct".to_owned().into()).unwrap(), [7; 32]);
        assert!(matches!(open(&path, "wrong".to_owned().into()), Err(KeyFileError::Passphrase)));
        assert!(create(&path, &[8; 32], "correct".to_owned().into()).is_err(), "never replaced");
        // What is no key, or damaged for sure, is not blamed on the passphrase.
        let whole = std::fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for bytes in [b"hello".as_slice(), b"", &whole[..30], &whole[..whole.len() - 1], &flipped] {
            std::fs::write(&path, bytes).unwrap();
            let why = open(&path, "correct".to_owned().into()).unwrap_err();
            assert!(matches!(why, KeyFileError::NoKey(_)), "{why}");
        }
    }
}
