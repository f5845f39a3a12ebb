//! The ceremony manifest: who, t of n, how many keys, until when (spec section 3, step 1).

use super::{
    error::ManifestError,
    subset::{Subset, subsets},
    terms::CeremonyTerms,
};
use crate::committee::Committee;
use crate::{
    SPEC_VERSION, canonical,
    hash::{Digest, digest},
    party::{CeremonyId, Instant, TrusteeIndex},
    seal::{SealingKey, SealingRandomness},
    sign::{Signature, VerifyingKey},
};
use serde::{Deserialize, Serialize};

/// Name of the one parameter set of this version (spec section 2).
pub const PARAMS: &str = "glwe1-n8192-q128-tuniform3";
/// Largest number of trustees.
pub const MAX_TRUSTEES: u8 = Committee::MOST;
/// Largest number of keys in one ceremony.
pub const MAX_KEYS: u32 = 64;
/// Largest length of a trustee's name, in bytes.
pub const MAX_NAME: usize = 128;

/// One trustee of a ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrusteeEntry {
    /// Name of the office, 1 to 128 bytes of UTF-8.
    pub name: String,
    /// Long-lived signing key, pinned by the other parties.
    pub signing: VerifyingKey,
    /// Sealing key, fresh for this ceremony.
    pub sealing: SealingKey,
    /// Signature by `signing` over [`CeremonyTerms::statement`].
    pub sealing_signature: Signature,
}

/// The ceremony manifest. Its digest names the ceremony.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CeremonyManifest {
    /// [`SPEC_VERSION`].
    pub spec_version: u16,
    /// Random bytes, so that no sealing key signed for another ceremony fits this one.
    pub nonce: Digest,
    /// Signing key of the coordinator that convenes it. The keys serve rounds of this coordinator alone.
    pub coordinator: VerifyingKey,
    /// The trustees; their position is their index.
    pub trustees: Vec<TrusteeEntry>,
    /// t: how many trustees open together.
    pub threshold: u8,
    /// How many keys are made, 1 to 64.
    pub keys: u32,
    /// [`PARAMS`].
    pub params: String,
    /// Commitments are due; a leader that is late may be replaced.
    pub commit_by: Instant,
    /// Reveals are due; a leader that is late ends the ceremony.
    pub reveal_by: Instant,
    /// Confirmations are due.
    pub confirm_by: Instant,
    /// Trustees that hold but do not lead, ascending: those at fault in the ceremony that this one restarts.
    pub not_leading: Vec<TrusteeIndex>,
}

impl CeremonyManifest {
    /// The ceremony's name: the digest of the canonical bytes.
    #[must_use]
    pub fn id(&self) -> CeremonyId {
        CeremonyId(digest("ceremony", &[&canonical::encode(self)]))
    }

    /// The terms that the trustees signed with their sealing keys.
    #[must_use]
    pub fn terms(&self) -> CeremonyTerms {
        CeremonyTerms {
            spec_version: self.spec_version,
            nonce: self.nonce,
            coordinator: self.coordinator,
            trustees: self.trustees.iter().map(|t| (t.name.clone(), t.signing)).collect(),
            threshold: self.threshold,
            keys: self.keys,
            params: self.params.clone(),
            commit_by: self.commit_by,
            reveal_by: self.reveal_by,
            confirm_by: self.confirm_by,
            not_leading: self.not_leading.clone(),
        }
    }

    /// Number of trustees; 255 stands for every number that is not valid anyway.
    #[must_use]
    pub fn n(&self) -> u8 {
        u8::try_from(self.trustees.len()).unwrap_or(u8::MAX)
    }

    /// The subsets in their fixed order, L = C(n, t-1) of them.
    #[must_use]
    pub fn subsets(&self) -> Vec<Subset> {
        subsets(self.n(), self.threshold)
    }

    /// The entry of a trustee.
    #[must_use]
    pub fn trustee(&self, index: TrusteeIndex) -> Option<&TrusteeEntry> {
        self.trustees.get(usize::from(index.0))
    }

    /// Check everything that the manifest alone can show: versions, 2 <= t, n >= 2t-1, n <= 9, distinct
    /// names and keys, sealing keys well formed and signed, deadlines in order, a leader for every subset.
    pub fn validate(&self) -> Result<(), ManifestError> {
        if self.spec_version != SPEC_VERSION || self.params != PARAMS {
            return Err(ManifestError::Version { version: self.spec_version });
        }
        Committee::of(self.trustees.len(), self.threshold)?;
        if self.keys == 0 || self.keys > MAX_KEYS {
            return Err(ManifestError::Keys { keys: self.keys });
        }
        if self.commit_by >= self.reveal_by || self.reveal_by >= self.confirm_by {
            return Err(ManifestError::Deadlines);
        }
        let terms = self.terms();
        self.trustees.iter().enumerate().try_for_each(|(i, entry)| self.check_trustee(&terms, i, entry))?;
        self.check_leaders()
    }

    fn check_trustee(
        &self,
        terms: &CeremonyTerms,
        index: usize,
        entry: &TrusteeEntry,
    ) -> Result<(), ManifestError> {
        if entry.name.is_empty() || entry.name.len() > MAX_NAME {
            return Err(ManifestError::Name { index });
        }
        let twin = self.trustees.iter().take(index).position(|other| {
            other.signing == entry.signing || other.sealing == entry.sealing || other.name == entry.name
        });
        if let Some(other) = twin {
            return Err(ManifestError::Twins { index, other });
        }
        let probe = SealingRandomness::from_bytes(&[0; 64]);
        let well_formed = entry.sealing.seal(b"", b"", &probe).is_ok();
        if well_formed && terms.verify(&entry.signing, &entry.sealing, &entry.sealing_signature) {
            Ok(())
        } else {
            Err(ManifestError::SealingKey { index })
        }
    }

    fn check_leaders(&self) -> Result<(), ManifestError> {
        let known = self.not_leading.iter().all(|trustee| trustee.0 < self.n());
        let ascending = self.not_leading.is_sorted_by(|a, b| a < b);
        let led = self.subsets().iter().all(|s| s.leader(self.n(), &self.not_leading).is_some());
        if known && ascending && led { Ok(()) } else { Err(ManifestError::Leaders) }
    }
}
