//! Who lied: judged from the seed and sealing randomness that the leader reveals (spec section 3, step 4).

use super::{
    manifest::CeremonyManifest,
    message::ComplaintAnswer,
    part::{derive_part, seal_seed, sealed_digest},
};
use crate::{hash::Digest, party::TrusteeIndex, seal::SealingRandomness};

/// The judgement on a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The seed does not give the part committed to, or the logged message does not carry it: the leader lied.
    Leader,
    /// The logged message carries the seed of the revealed part: the holder's complaint was false.
    Holder,
}

/// Derive part and rows from the seed and compare with the commitment; seal the seed again and compare with the
/// logged digest. Both equal: the holder was wrong to complain.
#[must_use]
pub fn judge(
    manifest: &CeremonyManifest,
    (leader, holder): (TrusteeIndex, TrusteeIndex),
    commitment: Digest,
    logged: Digest,
    answer: &ComplaintAnswer,
) -> Verdict {
    let (ceremony, sub_key) = (manifest.id(), answer.sub_key);
    let derived = derive_part(ceremony, sub_key, &answer.seed);
    if !derived.is_ok_and(|derived| derived.commitment(ceremony, sub_key, leader) == commitment) {
        return Verdict::Leader;
    }
    let mut bytes = [0; 64];
    bytes.iter_mut().zip(answer.randomness.iter().flatten()).for_each(|(to, from)| *to = *from);
    let randomness = SealingRandomness::from_bytes(&bytes);
    match seal_seed(manifest, ceremony, sub_key, (leader, holder), &answer.seed, &randomness) {
        Ok(sealed) if sealed_digest(&sealed) == logged => Verdict::Holder,
        _ => Verdict::Leader,
    }
}
