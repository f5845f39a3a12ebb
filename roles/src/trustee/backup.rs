//! Backup and restore of a trustee. After a restore nobody knows what was stated since the backup was made: the trustee
//! states for no key that is older than the restore, and the next `sit` completes its ledger from the log first.

use super::ledger::LedgerFile;
use crate::error::Result;
use crate::session::Session;
use crate::shelf::Shelf;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::file_digest;
use intertally_core::hash::Digest;
use intertally_core::party::Instant;
use intertally_custody::ceremony::Stored;
use intertally_custody::ledger::LedgerEntry;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

type Pairs = Vec<(String, Vec<u8>)>;

/// Of the note on the last backup, in the vault; it is in no backup itself.
const NOTE: &str = "backed-up";

/// What is known of the last backup of this office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackedUp {
    /// There was none.
    Never,
    /// There was one then, and keys or ledger have changed since.
    Before(Instant),
    /// There was one then, and it has everything.
    Whole(Instant),
}

/// Note that a backup was made of what is here now: until something changes, it is whole.
pub fn note_backup(shelf: &Arc<dyn Shelf>, vault: &dyn Shelf, now: Instant) -> Result<()> {
    let contents = file_digest(&backup(shelf, vault, &[])?);
    vault.replace(NOTE, &encode(&(now, contents)))
}

/// What is known of the last backup.
pub(super) fn backed_up(session: &Session) -> Result<BackedUp> {
    let Some(note) = session.vault.read(NOTE)? else { return Ok(BackedUp::Never) };
    let (at, contents): (Instant, Digest) = decode("note of a backup", &note, 1 << 10)?;
    let now = file_digest(&backup(&session.shelf, &*session.vault, &[])?);
    Ok(if now == contents { BackedUp::Whole(at) } else { BackedUp::Before(at) })
}

/// Everything that this trustee needs to go on elsewhere, in the clear: secrets, these public things of its shelf, the
/// ledger. The shell encrypts it under a passphrase of its own.
pub fn backup(shelf: &Arc<dyn Shelf>, vault: &dyn Shelf, public: &[&str]) -> Result<Zeroizing<Vec<u8>>> {
    let mut secrets: Pairs = Vec::new();
    for name in vault.names("")?.into_iter().filter(|name| name != NOTE) {
        secrets.push((name.clone(), vault.need(&name)?.to_vec()));
    }
    let mut open: Pairs = Vec::new();
    for name in public {
        if let Some(bytes) = shelf.read(name)? {
            open.push(((*name).to_owned(), bytes.to_vec()));
        }
    }
    let entries: Vec<LedgerEntry> = LedgerFile::open(shelf)?.entries().to_vec();
    let bytes = Zeroizing::new(encode(&(&secrets, &open, &entries)));
    secrets.iter_mut().for_each(|(_, secret)| secret.zeroize());
    Ok(bytes)
}

/// Whether a secret of a backup is kept out of the restored vault: it belongs to a ceremony that was not confirmed when
/// the backup was made. Its keys may have been confirmed and stated for since; confirmed once more they would pass for
/// keys younger than the restore.
fn is_unfinished((name, secret): &(String, Vec<u8>)) -> bool {
    name.starts_with("sealing-")
        || name.starts_with("reveals-")
        || (name.starts_with("ceremony-") && Stored::is_unconfirmed(secret).unwrap_or(true))
}

/// Fill an empty shelf and an empty vault from what [`backup`] made; of the public things these alone. The log is read from
/// the start at the next `sit`, and the ledger completed from it. `now`: until when keys are older than the restore.
pub fn restore(
    bytes: &[u8],
    (shelf, vault): (&Arc<dyn Shelf>, &dyn Shelf),
    public: &[&str],
    now: Instant,
) -> Result<()> {
    let (mut secrets, open, entries): (Pairs, Pairs, Vec<LedgerEntry>) = decode("backup", bytes, 1 << 30)?;
    // First of all: whatever is cut off here, the ledger says that it was restored.
    let mut ledger = LedgerFile::open(shelf)?;
    for entry in &entries {
        ledger.record(entry)?;
    }
    ledger.record(&LedgerEntry::Restored { at: now })?;
    for (name, secret) in secrets.iter().filter(|secret| !is_unfinished(secret)) {
        vault.create(name, secret)?;
    }
    secrets.iter_mut().for_each(|(_, secret)| secret.zeroize());
    let wanted = open.iter().filter(|(name, _)| public.contains(&name.as_str()));
    wanted.into_iter().try_for_each(|(name, bytes)| shelf.create(name, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Memory;

    /// Stored bytes of a ceremony without sub-keys; kinds 0 to 4 are committed, revealed, checked, confirmed, held.
    fn stored(kind: u8) -> Vec<u8> {
        let sealing = if kind < 4 { vec![7; 32] } else { vec![] };
        [&[1, kind][..], &[9; 32], &[2], &sealing, &0u32.to_le_bytes()].concat()
    }

    #[test]
    fn a_ceremony_that_was_not_confirmed_is_left_out_and_no_key_counts_as_confirmed() {
        let fresh = || -> (Arc<dyn Shelf>, Memory) { (Arc::new(Memory::default()), Memory::default()) };
        let (shelf, vault) = fresh();
        vault.create("signing", &[1; 32]).unwrap();
        for kind in 0..5 {
            vault.create(&format!("ceremony-{kind}"), &stored(kind)).unwrap();
        }
        vault.create("sealing-1", &[1; 32]).unwrap();
        vault.create("reveals-1", &[1; 32]).unwrap();
        shelf.create("card.toml", b"card").unwrap();
        shelf.create("log.bin", b"log").unwrap();
        let key = intertally_core::party::KeyId(intertally_core::hash::Digest([3; 32]));
        LedgerFile::open(&shelf).unwrap().record(&LedgerEntry::KeyConfirmed { key }).unwrap();
        let before = backup(&shelf, &vault, &["card.toml", "office.toml"]).unwrap();
        note_backup(&shelf, &vault, Instant(8)).unwrap();
        let bytes = backup(&shelf, &vault, &["card.toml", "office.toml"]).unwrap();
        assert_eq!(bytes, before, "the note is in no backup");

        let (shelf, vault) = fresh();
        restore(&bytes, (&shelf, &vault), &["card.toml"], Instant(9)).unwrap();
        assert_eq!(vault.names("").unwrap(), ["ceremony-3", "ceremony-4", "signing"]);
        assert_eq!(shelf.names("").unwrap(), ["card.toml", "ledger.bin"]);
        let ledger = LedgerFile::open(&shelf).unwrap().ledger;
        assert!(!ledger.confirmed(key) && ledger.restored() == Some(Instant(9)));
        let again = restore(&bytes, (&shelf, &vault), &["card.toml"], Instant(9));
        assert!(again.is_err(), "never over another");
    }
}
