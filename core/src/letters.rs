//! Which sealed messages there may be: from whom to whom, about what, in which phase, how long and how many. A letter that no step
//! of the protocol asks for is not kept.

use crate::ceremony::{self, CeremonyState, subsets};
use crate::event::Scope;
use crate::fold::{Fold, Phase, RoundState};
use crate::limits;
use crate::opening::positions::Step;
use crate::party::Party;
use std::fmt;

/// What a letter is about: the beginning of its topic. After it come a slash and 16 hexadecimal digits, which tell letters apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// In a ceremony: the seed of a part, from its leader to a holder.
    Seed,
    /// A trustee's answer to a step of a key.
    Answer {
        /// Number of the key in the round.
        part: usize,
        /// The step.
        step: Step,
    },
    /// The coordinator's sheet of counts.
    Counts,
    /// The composition of an earlier round.
    Earlier,
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed => f.write_str("seed"),
            Self::Answer { part, step } => write!(f, "answer/{part}/{step:?}"),
            Self::Counts => f.write_str("counts"),
            Self::Earlier => f.write_str("earlier"),
        }
    }
}

impl Topic {
    /// From what [`fmt::Display`] writes, and from nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split('/').collect();
        let topic = match words.as_slice() {
            ["seed"] => Self::Seed,
            ["counts"] => Self::Counts,
            ["earlier"] => Self::Earlier,
            ["answer", part, step] => {
                let step = [Step::A, Step::B].into_iter().find(|own| format!("{own:?}") == *step)?;
                Self::Answer { part: part.parse().ok()?, step }
            }
            _ => return None,
        };
        (topic.to_string() == text).then_some(topic)
    }

    /// How topics of this kind begin, whatever tells them apart.
    #[must_use]
    pub fn stem(&self) -> String {
        format!("{self}/")
    }
}

/// Letters of one kind, between two parties in one scope.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// How their topics begin.
    pub stem: String,
    /// Most bytes of each.
    pub bytes: usize,
    /// Letters at once.
    pub most: u32,
    /// Sent again, sealed anew, one takes the place of the oldest.
    pub newest_stay: bool,
}

/// A letter is sent again after a cut, under fresh randomness: so many are kept.
const AGAIN: u32 = 4;

/// Why there may be no such letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLetter {
    /// The log shows no such round or ceremony.
    #[error("the log shows no such round or ceremony; use the tool of your role")]
    Scope,
    /// Nobody needs it, or not now.
    #[error("{0}; use the tool of your role")]
    Kind(&'static str),
}

/// What a topic is about, without what tells letters apart.
fn topic(text: &str) -> Result<Topic, NoLetter> {
    let none = NoLetter::Kind("there are no letters under this topic");
    let (stem, name) = text.rsplit_once('/').ok_or(none)?;
    if name.len() != 16 || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(NoLetter::Kind("a letter's topic ends in 16 hexadecimal digits"));
    }
    Topic::parse(stem).ok_or(none)
}

fn in_ceremony(state: &CeremonyState, parties: (Party, Party), topic: Topic) -> Result<Kept, NoLetter> {
    use ceremony::Phase;
    let (Topic::Seed, (Party::Trustee(from), Party::Trustee(to))) = (topic, parties) else {
        return Err(NoLetter::Kind("in a ceremony trustees send each other seeds, and nobody anything else"));
    };
    if from == to || !matches!(state.phase(), Phase::Revealing | Phase::Confirming) {
        return Err(NoLetter::Kind("seeds are sent to others while parts are revealed"));
    }
    let manifest = state.manifest();
    let subsets = u32::try_from(subsets(manifest.n(), manifest.threshold).len()).unwrap_or(u32::MAX);
    let most = subsets.saturating_mul(manifest.keys).saturating_mul(2);
    Ok(Kept { stem: topic.stem(), bytes: limits::SEED, most, newest_stay: false })
}

fn in_round(round: &RoundState, parties: (Party, Party), topic: Topic) -> Result<Kept, NoLetter> {
    let manifest = round.manifest();
    let opening = matches!(round.phase(), Phase::Sealed | Phase::Counted);
    let (bytes, most) = match (topic, parties) {
        (Topic::Answer { part, step }, (Party::Trustee(_), Party::Coordinator)) => {
            if part >= manifest.keys.len() {
                return Err(NoLetter::Kind("the round has no such key"));
            }
            if step == Step::B && round.phase() != Phase::Counted {
                return Err(NoLetter::Kind("totals are answered once the plan is adopted"));
            }
            (limits::answer(manifest, part), AGAIN)
        }
        (Topic::Counts, (Party::Coordinator, Party::Trustee(_))) => (limits::SEALED, AGAIN),
        (Topic::Earlier, (Party::Coordinator, Party::Trustee(_))) => {
            let earlier = u32::try_from(manifest.earlier.len()).unwrap_or(u32::MAX);
            (limits::SEALED, earlier.saturating_mul(AGAIN))
        }
        _ => {
            return Err(NoLetter::Kind(
                "in a round trustees answer the coordinator, and it sends them counts",
            ));
        }
    };
    if !opening {
        return Err(NoLetter::Kind("the round is not being opened"));
    }
    Ok(Kept { stem: topic.stem(), bytes, most, newest_stay: true })
}

/// How a letter is kept; refused if there may be none like it.
///
/// # Errors
/// Why there may be none.
pub fn kept(fold: &Fold, scope: Scope, parties: (Party, Party), text: &str) -> Result<Kept, NoLetter> {
    if text.len() > limits::TOPIC {
        return Err(NoLetter::Kind("a letter's topic has at most 64 bytes"));
    }
    let topic = topic(text)?;
    match scope {
        Scope::Ceremony(id) => in_ceremony(fold.ceremony(&id).ok_or(NoLetter::Scope)?, parties, topic),
        Scope::Round(id) => in_round(fold.round(&id).ok_or(NoLetter::Scope)?, parties, topic),
    }
}

/// Whether nobody needs letters of a scope any more: its round is over, or its ceremony.
#[must_use]
pub fn are_done(fold: &Fold, scope: Scope) -> bool {
    match scope {
        Scope::Round(id) => {
            let phase = fold.round(&id).map(RoundState::phase);
            phase.is_none_or(|phase| matches!(phase, Phase::Published | Phase::Cancelled))
        }
        Scope::Ceremony(id) => fold
            .ceremony(&id)
            .is_none_or(|state| matches!(state.phase(), ceremony::Phase::Valid | ceremony::Phase::Ended(_))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_come_back_and_nothing_else_is_one() {
        let answer = |part, step| Topic::Answer { part, step };
        for one in [Topic::Seed, Topic::Counts, Topic::Earlier, answer(0, Step::A), answer(12, Step::B)] {
            assert_eq!(Topic::parse(&one.to_string()), Some(one));
        }
        for other in [
            "",
            "Seed",
            "seed/",
            "answer",
            "answer/0",
            "answer/00/A",
            "answer/+1/A",
            "answer/0/C",
            "answer/0/A/",
        ] {
            assert_eq!(Topic::parse(other), None, "{other}");
        }
        assert_eq!(topic("counts/0123456789abcdef"), Ok(Topic::Counts));
        for bad in ["counts", "counts/0123", "counts/0123456789abcdeg", "other/0123456789abcdef"] {
            assert!(topic(bad).is_err(), "{bad}");
        }
    }
}
