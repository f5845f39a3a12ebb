//! Check 14: who claims to have erased its sub-keys, and whether that suffices for each key.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Cause, Judged};
use intertally_core::ceremony::subsets;
use intertally_core::party::{KeyId, TrusteeIndex};

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let findings = audit.found(14);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    if !findings.is_empty() {
        return Judged::Fail { findings };
    }
    let manifest = round.manifest();
    let n = u8::try_from(manifest.trustees.len()).unwrap_or(u8::MAX);
    let claims =
        |key: &KeyId, trustee: TrusteeIndex| round.destroyed(trustee).is_some_and(|keys| keys.contains(key));
    let dead = |key: &KeyId| {
        let all = subsets(n, manifest.threshold);
        all.iter().any(|subset| subset.holders(n).all(|holder| claims(key, holder)))
    };
    let done = manifest.keys.iter().filter(|key| dead(&key.key)).count();
    let said = (0..n).filter(|trustee| round.destroyed(TrusteeIndex(*trustee)).is_some()).count();
    let words = format!(
        "{done} of {} keys have claims of all holders of a sub-key; {said} of {n} trustees have claimed",
        manifest.keys.len()
    );
    if done == manifest.keys.len() {
        Judged::Pass { detail: words.into() }
    } else {
        Judged::not_reached(Cause::Phase, words)
    }
}
