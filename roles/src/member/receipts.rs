//! Receipts: what the log promised, compared with what it shows.

use crate::error::Result;
use crate::session::{Session, Synced};
use crate::wire::post::{RECEIPTS, read};
use intertally_core::event::Event;

/// One receipt.
pub struct Received {
    /// Its name on the shelf.
    pub name: String,
    /// The event that it is for.
    pub event: Event,
    /// Whether the receipt's proof, signature and hashes hold.
    pub holds: bool,
    /// Whether the log shows that event at that place.
    pub in_log: bool,
}

/// Names of all receipts on the shelf, oldest first.
pub fn files(session: &Session) -> Result<Vec<String>> {
    let names = session.shelf.names(RECEIPTS)?;
    Ok(names.into_iter().filter(|name| name.ends_with(".receipt")).collect())
}

/// Every receipt of this office, and whether `shown` has its event at its place.
pub fn received(session: &Session, mut shown: impl FnMut(&Event) -> Result<bool>) -> Result<Vec<Received>> {
    let check = |name: String| {
        let kept = read(&*session.shelf, &name)?;
        let holds = kept.verify(session.log()).is_ok() && kept.receipt.index == kept.event.height;
        let in_log = shown(&kept.event)?;
        Ok(Received { name, event: kept.event, holds, in_log })
    };
    files(session)?.into_iter().map(check).collect()
}

/// Check all receipts against the log.
pub fn verify_receipts(session: &Synced<'_>) -> Result<Vec<Received>> {
    received(session, |event| {
        let at = usize::try_from(event.height).unwrap_or(usize::MAX);
        Ok(session.mirror.events.get(at).is_some_and(|(shown, _)| shown == event))
    })
}
