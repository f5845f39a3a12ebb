//! Which sealed messages there may be: from whom to whom, about what, in which phase, how long and how many. A letter that no step
//! of the protocol asks for is not kept.

use crate::error::ServerError;
use crate::state::State;
use intertally_core::ceremony::{self, CeremonyState, subsets};
use intertally_core::event::Scope;
use intertally_core::fold::{Phase, Refusal, RoundState};
use intertally_core::party::Party;
use intertally_proto::limits;

/// Letters of one kind, between two parties in one scope.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// How their topics begin.
    pub(super) stem: String,
    /// Most bytes of each.
    pub(super) bytes: usize,
    /// Letters at once.
    pub(super) most: u32,
    /// Sent again, sealed anew, one takes the place of the oldest.
    pub(super) newest_stay: bool,
}

/// A letter is sent again after a cut, under fresh randomness: so many are kept.
const AGAIN: u32 = 4;

fn no_such(words: &str) -> ServerError {
    ServerError::rule("MAIL", format!("{words}; use the tool of your role"))
}

/// A topic: what precedes the last slash, which begins with these words, and then a digest.
fn stem(topic: &str) -> Result<&str, ServerError> {
    let (stem, name) =
        topic.rsplit_once('/').ok_or_else(|| no_such("there are no letters under this topic"))?;
    let good = name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if good { Ok(stem) } else { Err(no_such("a letter's topic ends in 16 hexadecimal digits")) }
}

fn in_ceremony(state: &CeremonyState, parties: (Party, Party), stem: &str) -> Result<Kept, ServerError> {
    use ceremony::Phase;
    let ("seed", (Party::Trustee(from), Party::Trustee(to))) = (stem, parties) else {
        return Err(no_such("in a ceremony trustees send each other seeds, and nobody anything else"));
    };
    if from == to || !matches!(state.phase(), Phase::Revealing | Phase::Confirming) {
        return Err(no_such("seeds are sent to others while parts are revealed"));
    }
    let manifest = state.manifest();
    let subsets = u32::try_from(subsets(manifest.n(), manifest.threshold).len()).unwrap_or(u32::MAX);
    let most = subsets.saturating_mul(manifest.keys).saturating_mul(2);
    Ok(Kept { stem: "seed/".into(), bytes: limits::SEED, most, newest_stay: false })
}

fn in_round(round: &RoundState, parties: (Party, Party), stem: &str) -> Result<Kept, ServerError> {
    let manifest = round.manifest();
    let opening = matches!(round.phase(), Phase::Sealed | Phase::Counted);
    let words: Vec<&str> = stem.split('/').collect();
    let (bytes, most) = match (words.as_slice(), parties) {
        (["answer", part, step @ ("A" | "B")], (Party::Trustee(_), Party::Coordinator)) => {
            let number = part.parse().ok().filter(|number: &usize| number.to_string() == *part);
            let number = number.filter(|number| *number < manifest.keys.len());
            let number = number.ok_or_else(|| no_such("the round has no such key"))?;
            if *step == "B" && round.phase() != Phase::Counted {
                return Err(no_such("step B is answered once the plan is adopted"));
            }
            (limits::answer(manifest, number), AGAIN)
        }
        (["counts"], (Party::Coordinator, Party::Trustee(_))) => (limits::SEALED, AGAIN),
        (["earlier"], (Party::Coordinator, Party::Trustee(_))) => {
            let earlier = u32::try_from(manifest.earlier.len()).unwrap_or(u32::MAX);
            (limits::SEALED, earlier.saturating_mul(AGAIN))
        }
        _ => return Err(no_such("in a round trustees answer the coordinator, and it sends them counts")),
    };
    if !opening {
        return Err(no_such("the round is not being opened"));
    }
    Ok(Kept { stem: format!("{stem}/"), bytes, most, newest_stay: true })
}

/// How a letter is kept; refused if there may be none like it.
pub(super) fn kept(
    state: &State,
    scope: Scope,
    parties: (Party, Party),
    topic: &str,
) -> Result<Kept, ServerError> {
    if topic.len() > limits::TOPIC {
        return Err(no_such("a letter's topic has at most 64 bytes"));
    }
    let stem = stem(topic)?;
    match scope {
        Scope::Ceremony(id) => {
            in_ceremony(state.fold.ceremony(&id).ok_or(Refusal::UnknownScope)?, parties, stem)
        }
        Scope::Round(id) => in_round(state.fold.round(&id).ok_or(Refusal::UnknownScope)?, parties, stem),
    }
}

/// Whether nobody needs letters of a scope any more: its round is over, or its ceremony.
pub(crate) fn are_done(state: &State, scope: Scope) -> bool {
    match scope {
        Scope::Round(id) => {
            let phase = state.fold.round(&id).map(RoundState::phase);
            phase.is_none_or(|phase| matches!(phase, Phase::Published | Phase::Cancelled))
        }
        Scope::Ceremony(id) => state
            .fold
            .ceremony(&id)
            .is_none_or(|state| matches!(state.phase(), ceremony::Phase::Valid | ceremony::Phase::Ended(_))),
    }
}
