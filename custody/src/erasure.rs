//! Erasure as payloads of signed events (spec section 3, step 6).
//!
//! A claim, not a proof. One honest claim by all n-t+1 holders of any one sub-key suffices to make the key gone.

use crate::subkey::HeldKeys;
use intertally_core::event::payload::KeysDestroyed;
use intertally_core::party::KeyId;

impl HeldKeys {
    /// Erase all sub-keys. The memory is zeroized here; files are the caller's, to be erased before the
    /// payload is signed.
    #[must_use]
    pub fn destroy(self) -> KeysDestroyed {
        let mut keys: Vec<KeyId> = self.keys().map(|(_, id)| id).collect();
        keys.sort_unstable();
        KeysDestroyed { keys }
    }

    /// Erase the sub-keys of key number `index` alone, and keep the others for their rounds. `None` in the
    /// place of the payload if no sub-key of it was held.
    #[must_use]
    pub fn destroy_key(mut self, index: u32) -> (Self, Option<KeysDestroyed>) {
        let before = self.sub_keys.len();
        self.sub_keys.retain(|s| s.id().key != index);
        let gone = self.sub_keys.len() < before;
        let payload = KeysDestroyed { keys: vec![KeyId::of(self.ceremony, index)] };
        (self, gone.then_some(payload))
    }
}
