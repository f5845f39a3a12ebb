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

/// That a round is without this trustee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Without {
    /// In whole sentences.
    pub words: String,
    /// The others are too few for a round that had not failed before: it can never be opened.
    pub ends_it: bool,
}

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

/// Whether a sealed round is on a key that is older than the restore, so that this trustee states nothing in it; what follows, in
/// words.
pub(super) fn older(session: &Session, ledger: &LedgerFile, id: RoundId) -> Option<Without> {
    ledger.ledger.restored()?;
    let round: &RoundState = session.mirror.fold.round(&id)?;
    let parts = 0..round.manifest().keys.len();
    let refused = |statement| ledger.ledger.admits(&LedgerEntry::Stated(statement));
    let is_older = |part| {
        let statement = round.expected_statement(part)?;
        matches!(refused(statement), Err(LedgerError::OlderKey { .. })).then_some(())
    };
    parts.filter_map(is_older).next()?;
    Some(without(session, round))
}

/// That a round is without this trustee, and whether the others suffice. Statements of this trustee that the log already has count
/// towards the quorum; it gives no share.
pub(super) fn without(session: &Session, round: &RoundState) -> Without {
    let manifest = round.manifest();
    let all = manifest.trustees.len();
    let others = all.saturating_sub(1);
    let stated = place(session, round).is_some_and(|me| {
        let standing = |part: usize, key| {
            let said = round.statements(&key)?;
            Some(said.standing(&round.expected_statement(part)?).contains(&me))
        };
        manifest.keys.iter().enumerate().all(|(part, key)| standing(part, key.key).unwrap_or(false))
    });
    let (able, need, what) = if stated {
        (others, usize::from(manifest.threshold), "must open")
    } else {
        (others, usize::from(round.quorum()), "of the round's trustees must state")
    };
    let head = format!(
        "you take NO part in round '{}' (id {:.16}) any more: its key is older than this restore, and nobody knows what was \
         stated since the backup. Nothing of it is rehearsed, stated or opened on this machine.",
        manifest.name,
        round.id().0.to_string()
    );
    let words = if able < need {
        format!(
            "{head} {need} {what}, and {able} are left: the round can NEVER be opened. Tell the coordinator at once: it must \
             cancel it, hold a new ceremony and open a new round, and members send again"
        )
    } else {
        let spare = able.saturating_sub(need);
        format!(
            "{head} {need} {what}, and {able} are left: {}. Tell the coordinator at once, whom the log does not show this",
            if spare == 0 { "the loss of one more ends it".to_owned() } else { format!("{spare} to spare") }
        )
    };
    Without { words, ends_it: able < need && round.failure(session.now()).is_none() }
}
