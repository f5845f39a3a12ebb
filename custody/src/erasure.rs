//! Erasure as payloads of signed events (spec section 3, step 6).
//!
//! A claim, not a proof. One honest claim by all n-t+1 holders of any one sub-key suffices to make the key gone.

use crate::subkey::HeldKeys;
use intertally_core::party::{CeremonyId, KeyId, TrusteeIndex};
use serde::{Deserialize, Serialize};

/// A trustee says that it has erased its sealing key of a ceremony, after the keys were confirmed or the
/// ceremony had ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealingKeyDestroyed {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// Who says so; the event's signer.
    pub trustee: TrusteeIndex,
}

/// A trustee says that it has erased seeds, sub-keys and PRF keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysDestroyed {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// Who says so; the event's signer.
    pub trustee: TrusteeIndex,
    /// Which keys, in the order of their numbers.
    pub keys: Vec<KeyId>,
}

impl HeldKeys {
    /// Erase all sub-keys. The memory is zeroized here; files are the caller's, to be erased before the
    /// payload is signed.
    #[must_use]
    pub fn destroy(self) -> KeysDestroyed {
        let keys = self.keys().map(|(_, id)| id).collect();
        KeysDestroyed { ceremony: self.ceremony, trustee: self.trustee, keys }
    }

    /// Erase the sub-keys of key number `index` alone, and keep the others for their rounds. `None` in the
    /// place of the payload if no sub-key of it was held.
    #[must_use]
    pub fn destroy_key(mut self, index: u32) -> (Self, Option<KeysDestroyed>) {
        let before = self.sub_keys.len();
        self.sub_keys.retain(|s| s.id().key != index);
        let gone = self.sub_keys.len() < before;
        let keys = vec![KeyId::of(self.ceremony, index)];
        let payload = KeysDestroyed { ceremony: self.ceremony, trustee: self.trustee, keys };
        (self, gone.then_some(payload))
    }
}
