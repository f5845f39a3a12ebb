//! A trustee that states for a sealed set, with its ledger in memory.

use super::Round;
use crate::world::DEADLINE;
use intertally_core::event::Kind;
use intertally_core::party::{Instant, Party, TrusteeIndex};
use intertally_custody::consent::consent;
use intertally_custody::ledger::{Ledger, LedgerEntry, LedgerStore, Stated};

/// A ledger's disk in memory.
#[derive(Default)]
pub struct Memory(Vec<LedgerEntry>);

impl LedgerStore for Memory {
    type Error = std::convert::Infallible;
    fn append(&mut self, entry: &LedgerEntry) -> Result<(), Self::Error> {
        self.0.push(entry.clone());
        Ok(())
    }
}

/// A trustee that has stated.
pub struct Seat {
    /// Its ledger.
    pub ledger: Ledger,
    /// Where the ledger is written.
    pub disk: Memory,
    /// The token.
    pub stated: Stated,
}

/// State for the sealed set.
pub fn state(round: &mut Round, trustee: u8) -> Seat {
    let view = round.view(TrusteeIndex(trustee));
    let mut ledger = Ledger::replay(&[LedgerEntry::KeyConfirmed { key: round.key }]).unwrap();
    let mut disk = Memory::default();
    let now = Instant(DEADLINE.0 + 300);
    let clock = Instant(now.0 + round.begin);
    let intent = consent(&ledger, &view, TrusteeIndex(trustee), clock).unwrap();
    let stated = intent.persist(&mut ledger, &mut disk).unwrap();
    let who = Party::Trustee(TrusteeIndex(trustee));
    round.post(now, who, Kind::Stated, stated.statement()).unwrap();
    Seat { ledger, disk, stated }
}
