//! The ledger rebuilt from the log: openings of this trustee that the log shows and the ledger lacks, as after a restore
//! from a backup (docs/spec.md section 7.6).

use crate::ledger::{Ledger, LedgerEntry};
use intertally_core::fold::RoundState;
use intertally_core::opening::positions::Step;
use intertally_core::party::TrusteeIndex;

/// What to record of one round. An answer to step B in the log counts always. Of a key that was not confirmed since the
/// ledger was restored, a statement in the log is enough once the round is over and its totals were opened or may have
/// been: shares could have left this machine although the log does not show them.
#[must_use]
pub fn missing(ledger: &Ledger, round: &RoundState, me: TrusteeIndex) -> Vec<LedgerEntry> {
    if round.manifest().practice || ledger.openings().contains(&round.id()) {
        return Vec::new();
    }
    let over = round.opened_totals() == Some(true);
    let keys = round.manifest().keys.iter().enumerate();
    let opened = keys.filter(|(part, key)| {
        let answered = round.shares(key.key, Step::B).is_some_and(|given| given.contains_key(&me));
        let stated = round.statements(&key.key).is_some_and(|said| !said.by(me).is_empty());
        answered || (over && stated && round.asks(*part, Step::B) && !ledger.confirmed(key.key))
    });
    opened.map(|(_, key)| LedgerEntry::OpenedBefore { key: key.key, round: round.id() }).collect()
}
