//! Secrets at rest. One random key under the passphrase (age, scrypt) in `vault.age`; every other secret is an age file
//! under that key. All of it is symmetric, so that what is copied today does not open to a quantum computer later.

use super::files;
use super::lock::Lock;
use crate::error::{At, ClientError, Result};
use age::secrecy::{ExposeSecret, SecretString};
use intertally_roles::Shelf;
use intertally_roles::shelf::Hold;
use rand_core::{CryptoRng, RngCore};
use std::io::Read;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// scrypt work factor of the passphrase, log2: about half a second.
pub const WORK: u8 = 16;
/// Most work that a file may ask for before it is refused.
const MOST: u8 = WORK + 4;
/// Of the inner files, whose key is random: the least that age takes.
const INNER: u8 = 1;

/// The open vault of one party. No `Debug`.
pub struct Vault {
    folder: PathBuf,
    key: SecretString,
}

fn seal(bytes: &[u8], passphrase: &SecretString, work: u8) -> Result<Vec<u8>> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(work);
    age::encrypt(&recipient, bytes)
        .map_err(|_| ClientError::stop("a secret could not be encrypted", "run the command again"))
}

/// The first bytes of every file that age wrote.
const BEGINNING: &[u8] = b"age-encryption.org/";

/// What is said of a file that does not open: what may be wrong, and what to do where the file itself is no good.
#[derive(Clone, Copy)]
struct Hints<'a> {
    /// Its key is not this one, or the file is damaged: nobody can tell which.
    shut: &'a str,
    /// Where a whole file may be.
    other: &'a str,
}

fn open(path: &Path, passphrase: &SecretString, hints: Hints<'_>) -> Result<Option<Zeroizing<Vec<u8>>>> {
    files::read(path)?.map(|sealed| opened(path, &sealed, passphrase, hints)).transpose()
}

/// What is no such file, or is damaged for sure, is told apart from what only does not open.
fn opened(
    path: &Path,
    sealed: &[u8],
    passphrase: &SecretString,
    hints: Hints<'_>,
) -> Result<Zeroizing<Vec<u8>>> {
    let mut identity = age::scrypt::Identity::new(passphrase.clone());
    // Otherwise age takes the limit from a measurement, which on a busy machine comes out below our own work.
    identity.set_max_work_factor(MOST);
    let bad = |what: &str| ClientError::content(path, format!("{what}; {}", hints.other));
    let damaged = "the passphrase opens its beginning, and the rest is damaged or cut off";
    let file = age::Decryptor::new_buffered(sealed).map_err(|_| {
        bad(match sealed {
            [] => "is empty",
            sealed if sealed.starts_with(BEGINNING) => "is cut off or damaged, whatever the passphrase",
            _ => "is no file that Intertally encrypted, whatever the passphrase",
        })
    })?;
    let mut stream =
        file.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|why| match why {
            age::DecryptError::InvalidHeader => bad("is damaged, whatever the passphrase"),
            age::DecryptError::InvalidMac | age::DecryptError::Io(_) => bad(damaged),
            _ => ClientError::content(path, hints.shut),
        })?;
    let mut opened = Zeroizing::new(Vec::with_capacity(sealed.len()));
    stream.read_to_end(&mut opened).map_err(|_| bad(damaged))?;
    Ok(opened)
}

impl Vault {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.age"))
    }

    /// A new vault. Refuses to replace one. `work`: scrypt work factor, log2.
    pub fn create(
        folder: &Path,
        passphrase: &SecretString,
        work: u8,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Self> {
        let mut key = Zeroizing::new([0u8; 32]);
        rng.fill_bytes(key.as_mut());
        let key = Zeroizing::new(hex::encode(key.as_slice()));
        files::folder(&folder.join("vault"))?;
        files::create(&folder.join("vault.age"), &seal(key.as_bytes(), passphrase, work)?)?;
        Ok(Self { folder: folder.join("vault"), key: SecretString::from(key.as_str().to_owned()) })
    }

    /// Open it.
    pub fn open(folder: &Path, passphrase: &SecretString) -> Result<Self> {
        let path = folder.join("vault.age");
        let hints = Hints {
            shut: "does not open: the passphrase of this office is wrong, or the file is damaged; check the passphrase first",
            other: "put the office's own vault.age back, or restore the office from its backup",
        };
        let key = open(&path, passphrase, hints)?;
        let key = key.ok_or_else(|| ClientError::content(&path, "is not there; run `init` first"))?;
        let key = std::str::from_utf8(&key).map_err(|_| ClientError::content(&path, "is damaged"))?;
        Ok(Self { folder: folder.join("vault"), key: SecretString::from(key.to_owned()) })
    }

    /// Encrypt bytes under another passphrase: for a backup that leaves this machine.
    pub fn seal_for(bytes: &[u8], passphrase: &SecretString) -> Result<Vec<u8>> {
        seal(bytes, passphrase, WORK)
    }

    /// Open such bytes, which lie at that path.
    pub fn open_backup(path: &Path, sealed: &[u8], passphrase: &SecretString) -> Result<Zeroizing<Vec<u8>>> {
        let hints = Hints {
            shut: "does not open: the passphrase of the backup is wrong, or the file is damaged; check the passphrase first, then \
                   take another copy",
            other: "take another copy of the backup",
        };
        opened(path, sealed, passphrase, hints)
    }
}

impl Shelf for Vault {
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let hints = Hints {
            shut: "does not open under this vault, or is damaged; restore it from the backup",
            other: "restore it from the backup",
        };
        open(&self.path(name), &self.key, hints)
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<()> {
        files::create(&self.path(name), &seal(bytes, &self.key, INNER)?)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Result<()> {
        files::write(&self.path(name), &seal(bytes, &self.key, INNER)?)
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut whole = self.read(name)?.unwrap_or_default();
        whole.extend_from_slice(bytes);
        self.replace(name, &whole)
    }

    fn names(&self, beginning: &str) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder).at(&self.folder)? {
            let entry = entry.at(&self.folder)?;
            if let Some(name) = entry.file_name().to_str().and_then(|name| name.strip_suffix(".age"))
                && name.starts_with(beginning)
            {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// What is left on the disk is encrypted under the vault's key.
    fn remove(&self, name: &str) -> Result<()> {
        files::remove(&self.path(name))
    }

    fn place(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn lock(&self) -> Result<Box<dyn Hold>> {
        Ok(Box::new(Lock::take(&self.folder, "another command", 0)?))
    }
}

/// The first line of a passphrase file.
pub fn passphrase_file(path: &Path) -> Result<SecretString> {
    let text = Zeroizing::new(files::need(path)?);
    let text =
        words(&text).ok_or_else(|| ClientError::content(path, "is not UTF-8 text; save it as UTF-8"))?;
    let first = text.lines().next().unwrap_or_default();
    if first.is_empty() {
        return Err(ClientError::content(path, "its first line is empty; it must hold the passphrase"));
    }
    Ok(SecretString::from(first.to_owned()))
}

/// The text of a file. Notepad puts a mark before UTF-8, and PowerShell writes UTF-16 with one; the mark is no part of what was
/// typed.
fn words(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let units = Zeroizing::new(pairs.iter().map(|pair| unit(*pair)).collect::<Vec<u16>>());
        String::from_utf16(&units).ok().filter(|_| odd.is_empty())
    };
    let text = if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        utf16(rest, u16::from_le_bytes)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        utf16(rest, u16::from_be_bytes)?
    } else {
        std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()?.to_owned()
    };
    Some(Zeroizing::new(text))
}

/// Whether two passphrases are the same: asked twice when one is made.
#[must_use]
pub fn same(first: &SecretString, second: &SecretString) -> bool {
    first.expose_secret() == second.expose_secret()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::OsRng;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_mark_of_a_file_is_no_part_of_the_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        for written in ["horse", "horse\n", "horse\r\nmore\n", "\u{feff}horse\r\n", "\u{feff}horse"] {
            std::fs::write(&path, written).unwrap();
            assert!(same(&passphrase_file(&path).unwrap(), &"horse".to_owned().into()), "{written:?}");
        }
        for little in [true, false] {
            let units = "\u{feff}horse\r\n".encode_utf16();
            let bytes = units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
            std::fs::write(&path, bytes.collect::<Vec<u8>>()).unwrap();
            assert!(same(&passphrase_file(&path).unwrap(), &"horse".to_owned().into()), "UTF-16");
        }
        for broken in [b"\xFF\xFEh".as_slice(), b"caf\xE9\n", b"\xFF\xFE\x00\xD8"] {
            std::fs::write(&path, broken).unwrap();
            assert!(passphrase_file(&path).is_err(), "{broken:?}");
        }
        for empty in ["", "\n", "\u{feff}", "\u{feff}\r\nhorse"] {
            std::fs::write(&path, empty).unwrap();
            assert!(passphrase_file(&path).is_err(), "{empty:?}");
        }
    }

    #[test]
    fn a_damaged_or_foreign_file_is_not_blamed_on_the_passphrase() {
        let right: SecretString = "correct".to_owned().into();
        let whole = seal(&[7; 300], &right, 2).unwrap();
        let says = |bytes: &[u8], passphrase: &SecretString| {
            Vault::open_backup(Path::new("t.backup"), bytes, passphrase).err().map(|why| why.to_string())
        };
        assert_eq!(says(&whole, &right), None);
        for foreign in [&b"hello"[..], b"", b"\0\0\0\0", b"-----BEGIN CERTIFICATE-----\n"] {
            let why = says(foreign, &right).unwrap();
            assert!(!why.contains("wrong") && why.contains("take another copy"), "{why}");
        }
        // Cut in the header, in the middle, by one byte; one byte changed at the end.
        let mut flipped = whole.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for cut in [&whole[..40], &whole[..whole.len() - 200], &whole[..whole.len() - 1], &flipped] {
            let why = says(cut, &right).unwrap();
            assert!(why.contains("damaged") && !why.contains("wrong"), "{why}");
        }
        // A wrong passphrase, or a byte of the salt: nobody can tell.
        let wrong = says(&whole, &"other".to_owned().into()).unwrap();
        let mut salt = whole.clone();
        let at = whole.windows(7).position(|window| window == b"scrypt ").unwrap() + 8;
        salt[at] = if salt[at] == b'A' { b'B' } else { b'A' };
        for why in [wrong, says(&salt, &right).unwrap()] {
            assert!(why.contains("the passphrase of the backup is wrong, or the file is damaged"), "{why}");
        }
    }

    #[test]
    fn secrets_come_back_under_the_passphrase_alone_and_files_are_the_owners() {
        let folder = tempfile::tempdir().unwrap();
        let (right, wrong) = ("correct".to_owned().into(), "wrong".to_owned().into());
        let vault = Vault::create(folder.path(), &right, 4, &mut OsRng).unwrap();
        vault.replace("signing", b"secret").unwrap();
        vault.replace("signing", b"later").unwrap();
        let again = Vault::open(folder.path(), &right).unwrap();
        assert_eq!(again.need("signing").unwrap().as_slice(), b"later");
        assert!(Vault::open(folder.path(), &wrong).is_err());
        assert!(Vault::create(folder.path(), &right, 4, &mut OsRng).is_err(), "never replaced");
        let path = folder.path().join("vault/signing.age");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let raw = std::fs::read(&path).unwrap();
        assert!(!raw.windows(5).any(|window| window == b"later"));
        vault.remove("signing").unwrap();
        assert!(vault.read("signing").unwrap().is_none() && vault.need("signing").is_err());
        assert_eq!(vault.names("").unwrap(), Vec::<String>::new());
    }
}
