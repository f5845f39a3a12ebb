//! Files that parties have put and that no event names yet: each party has room of its own for them, so that nobody takes that
//! of others. Kept in memory: after a start what lies there already counts for nobody, and is swept in a day.

use crate::blobs::Named;
use crate::config::Limits;
use crate::error::ServerError;
use crate::identity::{Caller, Role};
use crate::sequencer::Sequencer;
use intertally_core::sign::VerifyingKey;
use intertally_proto::limits::FILE;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes that even the shortest file counts as: it takes a place in a folder, and here.
const LEAST: u64 = 64 << 10;
/// Room of a trustee: the longest proofs of an answer twice.
const OF_TRUSTEE: u64 = 2 * FILE as u64;

/// Bytes of each such file, by who put it.
#[derive(Default)]
pub(crate) struct Unnamed(Mutex<BTreeMap<VerifyingKey, BTreeMap<Named, u64>>>);

impl Unnamed {
    fn all(&self) -> MutexGuard<'_, BTreeMap<VerifyingKey, BTreeMap<Named, u64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes(&self, key: &VerifyingKey) -> u64 {
        self.all().get(key).map_or(0, |own| own.values().fold(0, |sum, bytes| sum.saturating_add(*bytes)))
    }

    /// Forget what an event names by now, and what was swept.
    async fn look_again(&self, sequencer: &Sequencer, key: VerifyingKey) -> Result<(), ServerError> {
        let own: Vec<Named> = self.all().get(&key).into_iter().flat_map(|own| own.keys().copied()).collect();
        for named in own {
            let waits = !sequencer.read().await?.names(named)
                && sequencer.blobs().len(named.0, named.1).await?.is_some();
            if !waits && let Some(own) = self.all().get_mut(&key) {
                own.remove(&named);
            }
        }
        Ok(())
    }

    /// Whether the caller has room for a file of so many bytes beside those of its own that wait for an event.
    pub(crate) async fn has_room(
        &self,
        sequencer: &Sequencer,
        (caller, limits): (&Caller, &Limits),
        bytes: u64,
    ) -> Result<bool, ServerError> {
        let most = limits.unnamed_mib.saturating_mul(1 << 20);
        let most = if caller.role == Role::Trustee { most.min(OF_TRUSTEE) } else { most };
        let fits = || self.bytes(&caller.key).saturating_add(bytes.max(LEAST)) <= most;
        if fits() {
            return Ok(true);
        }
        self.look_again(sequencer, caller.key).await?;
        Ok(fits())
    }

    /// The caller has put a file that no event names.
    pub(crate) fn put(&self, caller: &Caller, named: Named, bytes: u64) {
        self.all().entry(caller.key).or_default().insert(named, bytes.max(LEAST));
    }
}
