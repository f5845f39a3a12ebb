//! When a new manifest may restart an ended ceremony (spec section 3, step 4).

use super::{
    error::ManifestError,
    manifest::CeremonyManifest,
    state::{CeremonyState, Phase},
};
use crate::party::TrusteeIndex;

/// The manifest is valid, the earlier ceremony has ended, nonce and sealing keys are fresh (so no seed of the
/// earlier one fits), and whoever was at fault in it is gone or at least does not lead.
pub fn check_restart(earlier: &CeremonyState, manifest: &CeremonyManifest) -> Result<(), ManifestError> {
    manifest.validate()?;
    let Phase::Ended(ending) = earlier.phase() else { return Err(ManifestError::Restart) };
    let old = earlier.manifest();
    let at_fault = |index: usize| {
        let entry = manifest.trustees.get(index).map(|t| t.signing);
        ending.guilty.iter().any(|g| old.trustee(*g).map(|t| t.signing) == entry)
    };
    let guilty_lead = (0..manifest.n())
        .any(|i| at_fault(usize::from(i)) && !manifest.not_leading.contains(&TrusteeIndex(i)));
    let stale = manifest.trustees.iter().any(|t| old.trustees.iter().any(|o| o.sealing == t.sealing));
    if guilty_lead || stale || old.nonce == manifest.nonce { Err(ManifestError::Restart) } else { Ok(()) }
}
