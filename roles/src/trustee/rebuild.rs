//! What a restored trustee learns from the log before it says anything: its own openings since the backup was made.

use super::ledger::LedgerFile;
use super::sit::place;
use crate::error::Result;
use crate::person::Notice;
use crate::session::{Session, Synced};
use intertally_core::fold::RoundState;
use intertally_core::party::RoundId;
use intertally_custody::ledger::{LedgerEntry, LedgerError};
use intertally_custody::rebuild::missing;

/// Note every opening that the log shows of this trustee and its ledger lacks. The log has been read up to its end.
pub(super) fn rebuild(session: &Synced<'_>, ledger: &mut LedgerFile) -> Result<()> {
    for (_, round) in session.mirror.fold.rounds() {
        let Some(me) = place(session, round) else { continue };
        let entries = missing(&ledger.ledger, round, me);
        for entry in &entries {
            ledger.record(entry)?;
        }
        if !entries.is_empty() {
            session.tell(&Notice::LedgerLacked { round: round.manifest().name.clone() });
        }
    }
    Ok(())
}

/// Of a sealed round on a key that is older than the restore: that it goes on without this trustee, in words.
pub(super) fn older(session: &Session, ledger: &LedgerFile, id: RoundId) -> Option<String> {
    ledger.ledger.restored()?;
    let round: &RoundState = session.mirror.fold.round(&id)?;
    let parts = 0..round.manifest().keys.len();
    let refused = |statement| ledger.ledger.admits(&LedgerEntry::Stated(statement));
    let is_older = |part| {
        let statement = round.expected_statement(part)?;
        matches!(refused(statement), Err(LedgerError::OlderKey { .. })).then_some(())
    };
    parts.filter_map(is_older).next()?;
    Some(format!(
        "the other trustees in round '{}': its key is older than this trustee's restore, so nothing is stated here; what \
         was stated since the backup is forgotten",
        round.manifest().name
    ))
}
