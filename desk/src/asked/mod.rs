//! A question of the roles as the page asks it: for whom, what this machine has checked, what the person checks, and what
//! follows from a yes. Questions that have no form of their own are asked in one sentence.

mod form;
mod sentence;

use crate::texts::Words;
use form::{adopt, consent, open, state, take_part, totals};
use intertally_roles::person::Question;
use maud::Markup;
use sentence::plain;

/// What stands in the frame of a question.
pub(crate) struct Asked {
    /// Its heading.
    pub(crate) title: String,
    /// What it is about.
    pub(crate) body: Markup,
    /// On the button that agrees.
    pub(crate) yes: String,
    /// On the one that does not.
    pub(crate) no: String,
}

impl Asked {
    /// As this page asks it.
    pub(crate) fn of(words: &Words, question: &Question) -> Self {
        let (id, body) = match question {
            Question::TakePart { committee, keys, commit_by, again } => {
                ("part", take_part(words, *committee, (*keys, *commit_by), again))
            }
            Question::Consent { round, reasons } => ("consent", consent(words, round, reasons)),
            Question::State(sealed) => ("state", state(words, sealed)),
            Question::OpenTotals { round, approved, cells } => {
                ("totals", totals(words, round, (*approved, *cells)))
            }
            Question::Open(outline) => ("open", open(words, outline)),
            Question::Adopt { round, approved, withheld } => {
                ("adopt", adopt(words, round, (*approved, *withheld)))
            }
            other => return Self::plain(words, other),
        };
        Self {
            title: words.say(&format!("ask-{id}-title")),
            body,
            yes: words.say(&format!("ask-{id}-yes")),
            no: words.say("answer-not-now"),
        }
    }

    fn plain(words: &Words, question: &Question) -> Self {
        Self {
            title: words.say("asked-title"),
            body: plain(words, question),
            yes: words.say("answer-yes"),
            no: words.say("answer-no"),
        }
    }
}

#[cfg(test)]
mod tests;
