//! Everything with secret-key shares: ceremony, sub-keys, partial opening, consent.
//!
//! # Example
//!
//! ```
//! use intertally_core::hash::Digest;
//! use intertally_core::opening::statement::Statement;
//! use intertally_core::party::{CeremonyId, KeyId, RoundId};
//! use intertally_custody::ledger::{Ledger, LedgerEntry, LedgerStore};
//!
//! /// The disk of a shell.
//! #[derive(Default)]
//! struct Disk(Vec<LedgerEntry>);
//!
//! impl LedgerStore for Disk {
//!     type Error = std::convert::Infallible;
//!     fn append(&mut self, entry: &LedgerEntry) -> Result<(), Self::Error> {
//!         self.0.push(entry.clone());
//!         Ok(())
//!     }
//! }
//!
//! let key = KeyId::of(CeremonyId(Digest::ZERO), 0);
//! let about = |set| Statement {
//!     key,
//!     round: RoundId(Digest::ZERO),
//!     sealed_set: Digest([set; 32]),
//!     aggregate: Digest::ZERO,
//!     policy: Digest::ZERO,
//!     earlier: Digest::ZERO,
//! };
//! let (mut ledger, mut disk) = (Ledger::default(), Disk::default());
//! ledger.record(&LedgerEntry::KeyConfirmed { key }, &mut disk)?;
//! ledger.record(&LedgerEntry::Stated(about(1)), &mut disk)?;
//!
//! // Once per key, for ever: for another set this trustee says nothing, and nothing is written. Nor after a start anew.
//! assert!(ledger.record(&LedgerEntry::Stated(about(2)), &mut disk).is_err());
//! assert_eq!((disk.0.len(), Ledger::replay(&disk.0)?.stated(key)), (2, Some(about(1))));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod ceremony;
pub mod consent;
pub mod erasure;
pub mod ledger;
pub mod opening;
pub mod rebuild;
pub mod rehearsal;
pub mod subkey;
