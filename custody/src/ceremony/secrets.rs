//! What a trustee keeps secret during a ceremony.

use super::error::CustodyError;
use crate::subkey::SubKey;
use intertally_core::{
    ceremony::{CeremonyState, SubKeyId, sealed_digest},
    party::{CeremonyId, TrusteeIndex},
    seal::{Sealed, SealingRandomness, SecretSealingKey},
};
use serde::{Deserialize, Serialize};

/// A sealed seed on its way to a holder. Delivered by the log's service, no part of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedSeed {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// Which sub-key.
    pub sub_key: SubKeyId,
    /// To whom.
    pub holder: TrusteeIndex,
    /// The message: 1120 + 32 + 16 bytes.
    pub sealed: Sealed,
}

impl SealedSeed {
    /// Is this the message whose digest the reveal logged? The service takes no reveal without all of them.
    #[must_use]
    pub fn is_logged(&self, state: &CeremonyState) -> bool {
        self.ceremony == state.id()
            && state.sealed(self.sub_key, self.holder) == Some(sealed_digest(&self.sealed))
    }
}

/// A sub-key that this trustee leads, with what it sealed its seed with, per other holder.
pub(super) struct Led {
    pub(super) sub_key: SubKey,
    pub(super) seals: Vec<(TrusteeIndex, SealingRandomness)>,
}

/// All secrets of one trustee in one ceremony. Every field zeroizes itself on drop; no `Debug`.
pub(super) struct Secrets {
    pub(super) ceremony: CeremonyId,
    pub(super) me: TrusteeIndex,
    pub(super) sealing: SecretSealingKey,
    pub(super) led: Vec<Led>,
    pub(super) received: Vec<SubKey>,
}

impl Secrets {
    pub(super) fn belongs(&self, state: &CeremonyState) -> Result<(), CustodyError> {
        if state.id() == self.ceremony { Ok(()) } else { Err(CustodyError::OtherCeremony) }
    }

    /// All sub-keys, led and received, ascending.
    pub(super) fn into_sub_keys(self) -> Vec<SubKey> {
        let led = self.led.into_iter().map(|l| l.sub_key);
        let mut all: Vec<_> = led.chain(self.received).collect();
        all.sort_by_key(SubKey::id);
        all
    }
}
