//! The key ceremony as public messages and their checks (spec section 3).
//!
//! Manifest -> commitments -> reveals -> confirmations -> keys. [`CeremonyState`] is a pure fold over the
//! logged messages; nothing here is secret, except a seed that a leader reveals to settle a complaint, which
//! ends the ceremony and so serves nothing any more.

mod derive;
mod dispute;
mod error;
mod manifest;
mod message;
mod part;
mod proof;
mod restart;
mod state;
mod steps;
mod subset;
mod terms;
#[cfg(test)]
mod tests;

pub use derive::sub_key_context;
pub use dispute::{Verdict, judge};
pub use error::{CeremonyRefusal, ManifestError};
pub use manifest::{CeremonyManifest, MAX_KEYS, MAX_NAME, MAX_TRUSTEES, PARAMS, TrusteeEntry};
pub use message::{
    CeremonyMessage, Commitments, Complaint, ComplaintAnswer, Confirmation, Replacement, RevealedPart,
    Reveals, SealingKeyDestroyed,
};
pub use part::{Derived, Part, commit_part, derive_part, seal_seed, sealed_digest, sealing_context};
pub use proof::LeaderFault;
pub use restart::{last_ended, leads_again};
pub use state::{CeremonyKey, CeremonyState, EndCause, Ending, Phase};
pub use subset::{SubKeyId, Subset, SubsetIndex, subsets};
pub use terms::{CeremonyTerms, SealingOffer};
