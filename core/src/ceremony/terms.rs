//! Before a ceremony: terms, and each trustee's offer of a fresh sealing key (spec section 3.4).

use super::{
    error::ManifestError,
    manifest::{CeremonyManifest, TrusteeEntry},
};
use crate::{
    canonical,
    hash::{Digest, digest},
    party::{Instant, TrusteeIndex},
    seal::SealingKey,
    sign::{Purpose, SecretKey, Signature, VerifyingKey},
};
use serde::{Deserialize, Serialize};

/// Everything in a ceremony's manifest but the sealing keys. Fields as in [`CeremonyManifest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CeremonyTerms {
    /// Version of the specification.
    pub spec_version: u16,
    /// Random bytes.
    pub nonce: Digest,
    /// Who convenes.
    pub coordinator: VerifyingKey,
    /// Name and signing key of each trustee.
    pub trustees: Vec<(String, VerifyingKey)>,
    /// t.
    pub threshold: u8,
    /// How many keys.
    pub keys: u32,
    /// Parameter set.
    pub params: String,
    /// Commitments are due.
    pub commit_by: Instant,
    /// Reveals are due.
    pub reveal_by: Instant,
    /// Confirmations are due.
    pub confirm_by: Instant,
    /// Trustees that hold but do not lead.
    pub not_leading: Vec<TrusteeIndex>,
}

/// A trustee's fresh sealing key for these terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealingOffer {
    /// Who offers.
    pub trustee: TrusteeIndex,
    /// Its sealing key, fresh for this ceremony.
    pub sealing: SealingKey,
    /// By its signing key over [`CeremonyTerms::statement`].
    pub signature: Signature,
}

impl CeremonyTerms {
    /// Digest of the canonical bytes: names the terms until there is a ceremony.
    #[must_use]
    pub fn id(&self) -> Digest {
        digest("ceremony-terms", &[&canonical::encode(self)])
    }

    /// What a trustee signs with its sealing key: all terms, and the key.
    #[must_use]
    pub fn statement(&self, sealing: &SealingKey) -> Digest {
        digest("sealing-key", &[&canonical::encode(self), &sealing.0])
    }

    /// Offer a sealing key.
    #[must_use]
    pub fn offer(&self, trustee: TrusteeIndex, sealing: SealingKey, signing: &SecretKey) -> SealingOffer {
        let signature = signing.sign(Purpose::SealingKey, &self.statement(&sealing));
        SealingOffer { trustee, sealing, signature }
    }

    /// Does the trustee's signature hold for this sealing key?
    #[must_use]
    pub fn verify(&self, signing: &VerifyingKey, sealing: &SealingKey, signature: &Signature) -> bool {
        signing.verify(Purpose::SealingKey, &self.statement(sealing), signature).is_ok()
    }

    /// The manifest, from one valid offer of each trustee, in any order.
    pub fn assemble(&self, offers: &[SealingOffer]) -> Result<CeremonyManifest, ManifestError> {
        let entry = |(index, (name, signing)): (usize, &(String, VerifyingKey))| {
            let offer = offers.iter().find(|offer| usize::from(offer.trustee.0) == index);
            let offer = offer.ok_or(ManifestError::SealingKey { index });
            offer.map(|offer| TrusteeEntry {
                name: name.clone(),
                signing: *signing,
                sealing: offer.sealing.clone(),
                sealing_signature: offer.signature,
            })
        };
        let manifest = CeremonyManifest {
            spec_version: self.spec_version,
            nonce: self.nonce,
            coordinator: self.coordinator,
            trustees: self.trustees.iter().enumerate().map(entry).collect::<Result<_, _>>()?,
            threshold: self.threshold,
            keys: self.keys,
            params: self.params.clone(),
            commit_by: self.commit_by,
            reveal_by: self.reveal_by,
            confirm_by: self.confirm_by,
            not_leading: self.not_leading.clone(),
        };
        manifest.validate()?;
        Ok(manifest)
    }
}
