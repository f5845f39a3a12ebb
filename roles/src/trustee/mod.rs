//! What a trustee does: offer a sealing key, take part in ceremonies, state, answer, keep a ledger, destroy.

mod answer;
mod backup;
mod ceremony;
mod destroy;
mod ledger;
mod offer;
mod prepared;
mod rebuild;
mod rehearse;
mod show;
mod sit;
mod state;
mod status;

pub use backup::{BackedUp, backup, note_backup, restore};
pub use destroy::destroy;
pub use ledger::LedgerFile;
pub use rebuild::Without;
pub use sit::{Only, Pending, sit, sit_for};
pub use status::{Due, TrusteeCeremony, TrusteeRound, TrusteeStatus, status};
