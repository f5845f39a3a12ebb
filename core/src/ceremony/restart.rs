//! A ceremony that follows one that ended without keys (spec section 3.9).

use super::{
    state::{CeremonyState, Phase},
    terms::CeremonyTerms,
};
use crate::party::{Instant, TrusteeIndex};
use crate::sign::VerifyingKey;

/// The ceremony that the next one of this coordinator restarts: of its latest ones the one that had ended by `now`, unless a
/// later one is valid. Given with the deadlines passed that it met.
pub fn last_ended<'a>(
    ceremonies: impl IntoIterator<Item = &'a CeremonyState>,
    coordinator: &VerifyingKey,
    now: Instant,
) -> Option<CeremonyState> {
    let own = ceremonies.into_iter().filter(|state| state.manifest().coordinator == *coordinator);
    let settled = own.filter_map(|state| {
        let mut state = state.clone();
        // A clock behind the log's changes nothing.
        let _ = state.pass_time(now);
        matches!(state.phase(), Phase::Valid | Phase::Ended(_)).then_some(state)
    });
    let latest = settled.max_by_key(|state| (state.manifest().commit_by, state.id()));
    latest.filter(|state| matches!(state.phase(), Phase::Ended(_)))
}

/// Who of these terms was at fault in that ceremony, and leads again. Ascending; known by signing keys.
pub fn leads_again(earlier: &CeremonyState, terms: &CeremonyTerms) -> Vec<TrusteeIndex> {
    let Phase::Ended(ending) = earlier.phase() else { return Vec::new() };
    let guilty: Vec<VerifyingKey> = ending
        .guilty
        .iter()
        .filter_map(|at| earlier.manifest().trustee(*at))
        .map(|entry| entry.signing)
        .collect();
    let listed = (0..).map(TrusteeIndex).zip(&terms.trustees);
    let again = listed.filter(|(at, (_, key))| guilty.contains(key) && !terms.not_leading.contains(at));
    again.map(|(at, _)| at).collect()
}
