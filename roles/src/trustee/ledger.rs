//! The trustee's ledger on disk: a list of canonical entries, each synced before anything leaves.

use crate::error::{Result, RoleError};
use crate::shelf::Shelf;
use intertally_core::canonical::{decode, encode};
use intertally_custody::ledger::{Ledger, LedgerEntry, LedgerStore};
use std::sync::Arc;

const NAME: &str = "ledger.bin";

/// The file, and what it says.
pub struct LedgerFile {
    /// Replayed.
    pub ledger: Ledger,
    /// Where entries are written.
    pub disk: Disk,
}

/// Where entries are written.
pub struct Disk {
    shelf: Arc<dyn Shelf>,
    entries: Vec<LedgerEntry>,
}

impl LedgerFile {
    /// Read it; empty if there is none yet.
    pub fn open(shelf: &Arc<dyn Shelf>) -> Result<Self> {
        let bytes = shelf.read(NAME)?.unwrap_or_default();
        let damaged = || {
            RoleError::content(
                shelf.place(NAME),
                "is damaged; restore the trustee from its backup with `restore`, and state for no older key",
            )
        };
        let (mut rest, mut entries) = (bytes.as_slice(), Vec::new());
        while !rest.is_empty() {
            let (len, after) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
            let len = usize::try_from(u32::from_le_bytes(*len)).map_err(|_| damaged())?;
            let (entry, after) = after.split_at_checked(len).ok_or_else(damaged)?;
            entries.push(decode("ledger entry", entry, 1 << 20)?);
            rest = after;
        }
        let ledger = Ledger::replay(&entries).map_err(|_| damaged())?;
        Ok(Self { ledger, disk: Disk { shelf: Arc::clone(shelf), entries } })
    }

    /// All entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.disk.entries
    }

    /// Check, write, take in.
    pub fn record(&mut self, entry: &LedgerEntry) -> Result<()> {
        self.ledger
            .record(entry, &mut self.disk)
            .map_err(|why| RoleError::stop(why.to_string(), "nothing has left this machine"))
    }
}

impl LedgerStore for Disk {
    type Error = RoleError;

    fn append(&mut self, entry: &LedgerEntry) -> Result<()> {
        if self.entries.contains(entry)
            && !matches!(entry, LedgerEntry::Restored { .. } | LedgerEntry::KeyConfirmed { .. })
        {
            return Ok(());
        }
        let bytes = encode(entry);
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.shelf.append(NAME, &[len.to_le_bytes().as_slice(), &bytes].concat())?;
        self.entries.push(entry.clone());
        Ok(())
    }
}
