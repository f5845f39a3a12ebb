//! Receipts: what the log promised, compared with what it shows.

use crate::error::{At, Result};
use crate::session::Session;
use crate::wire::ReceiptFile;
use intertally_core::event::Event;
use std::path::PathBuf;

/// One receipt.
pub struct Received {
    /// Its file.
    pub path: PathBuf,
    /// The event that it is for.
    pub event: Event,
    /// Whether the receipt's proof, signature and hashes hold.
    pub holds: bool,
    /// Whether the log shows that event at that place.
    pub in_log: bool,
}

/// Files of all receipts, oldest first.
pub fn files(session: &Session) -> Result<Vec<PathBuf>> {
    let folder = session.office.path("receipts");
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for entry in std::fs::read_dir(&folder).at(&folder)? {
        let path = entry.at(&folder)?.path();
        if path.extension().is_some_and(|ending| ending == "receipt") {
            all.push(path);
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// Check all receipts against the copy of the log.
pub fn verify_receipts(session: &Session) -> Result<Vec<Received>> {
    let check = |path: PathBuf| {
        let kept = ReceiptFile::read(&path)?;
        let holds = kept.verify(session.link.verifier()).is_ok() && kept.receipt.index == kept.event.height;
        let event = kept.event;
        let at = usize::try_from(event.height).unwrap_or(usize::MAX);
        let in_log = session.mirror.events.get(at).is_some_and(|(shown, _)| *shown == event);
        Ok(Received { path, event, holds, in_log })
    };
    files(session)?.into_iter().map(check).collect()
}
