//! Questions in one sentence, and those over figures, one a line.

use super::form::round;
use crate::page::lines;
use crate::texts::Words;
use crate::when::date;
use intertally_core::event::Kind;
use intertally_returns::{Reason, ToConfirm};
use intertally_roles::person::Question;
use intertally_roles::person::question::{Doubts, Outline};
use intertally_roles::person::words as english;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// Figures that are named one by one.
const DOUBTS: usize = 20;
/// Cells of figures in clear that are named one by one: all that a person reads.
const IN_CLEAR: usize = 100;

/// A question in a sentence.
pub(super) fn plain(words: &Words, question: &Question) -> Markup {
    let text = match question {
        Question::Figures(all) => return doubts(words, all),
        Question::InClear { cells } => return in_clear(words, cells),
        Question::Encrypt(outline) => encrypt(words, outline),
        Question::SameAgain { revision, at, round } => words.with(
            "ask-same-again",
            &[
                ("round", round.as_str().into()),
                ("revision", (*revision).into()),
                ("at", date(words, *at).into()),
            ],
        ),
        Question::RealToPractice { round } => words.with("ask-practice", &[("round", round.as_str().into())]),
        Question::Note { text } => words.with("ask-note", &[("text", text.as_str().into())]),
        Question::Withdraw { revision, round } => {
            let about = [("n", (*revision).into()), ("round", round.as_str().into())];
            format!("{}\n{}", words.say("withdraw-title"), words.with("withdraw-text", &about))
        }
        Question::Destroy { round } => {
            let text = words.with("erase-text", &[("round", round.heading.name.as_str().into())]);
            format!("{}\n{text}", words.say("erase-title"))
        }
        Question::TakeBack { trustees } => {
            words.with("ask-take-back", &[("names", trustees.join(", ").into())])
        }
        Question::Extend { round, from, to } => words.with(
            "ask-extend",
            &[
                ("round", round.heading.name.as_str().into()),
                ("from", date(words, *from).into()),
                ("to", date(words, *to).into()),
            ],
        ),
        Question::Publish { round: of, shown, withheld, files } => {
            let about = [
                ("shown", (*shown).into()),
                ("withheld", (*withheld).into()),
                ("files", files.join(", ").into()),
            ];
            return html! { dl.facts { (round(words, of)) } p { (words.with("ask-publish", &about)) } };
        }
        Question::Seal { round, have, listed } => words.with(
            "ask-seal",
            &[
                ("round", round.heading.name.as_str().into()),
                ("have", (*have).into()),
                ("listed", (*listed).into()),
            ],
        ),
        Question::Aside { kind, round, reason } => {
            let about = [("round", round.heading.name.as_str().into()), ("reason", reason.as_str().into())];
            if *kind == Kind::Held {
                words.with("ask-hold", &about)
            } else {
                words.with("ask-cancel", &about)
            }
        }
        // What only commands ask.
        other => {
            let text = english::question(other, &TimeZone::system());
            return html! { p lang=[words.of_english()] { (lines(&text)) } };
        }
    };
    html! { p { (lines(&text)) } }
}

/// Figures that may be slips, worst first, with what most of them have in common.
fn doubts(words: &Words, all: &Doubts) -> Markup {
    let Doubts { figures, cause, corrects } = all;
    let line = |doubt: &ToConfirm| {
        let (cell, now) = (("cell", doubt.key.as_str().into()), ("now", doubt.value.to_string().into()));
        match &doubt.reason {
            Reason::Previous { key, value } if *key == doubt.key => {
                words.with("ask-doubt-last", &[cell, now, ("value", value.to_string().into())])
            }
            Reason::Previous { key, value } => words.with(
                "ask-doubt-last-in",
                &[cell, now, ("value", value.to_string().into()), ("other", key.as_str().into())],
            ),
            Reason::Usual { limit } => {
                words.with("ask-doubt-usual", &[cell, now, ("limit", limit.to_string().into())])
            }
        }
    };
    let more = figures.len().saturating_sub(DOUBTS);
    html! {
        p { b { (words.with("doubts-title", &[("n", figures.len().into())])) } }
        @if let Some(revision) = corrects {
            p { (words.with("doubts-corrects", &[("revision", (*revision).into())])) }
        }
        ul { @for doubt in figures.iter().take(DOUBTS) { li { (line(doubt)) } } }
        @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
        @if let Some(cause) = cause {
            p.warning { (words.with("ask-doubt-cause", &[("n", cause.figures.into()), ("all", figures.len().into()),
                ("factor", cause.factor.to_string().into()), ("more", if cause.more { "yes" } else { "no" }.into()),
                ("correct", if corrects.is_some() { "yes" } else { "no" }.into())])) }
        }
        p { (words.with("ask-doubts-right", &[("n", figures.len().into())])) }
    }
}

fn in_clear(words: &Words, cells: &[String]) -> Markup {
    let more = cells.len().saturating_sub(IN_CLEAR);
    html! {
        p { (words.with("ask-clear", &[("n", cells.len().into())])) }
        ul { @for cell in cells.iter().take(IN_CLEAR) { li { code { (cell) } } } }
        @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
    }
}

fn encrypt(words: &Words, outline: &Outline) -> String {
    let Outline { area, round, revision, filled: (filled, cells), missing, notes, largest } = outline;
    let about = [
        ("area", area.as_str().into()),
        ("round", round.as_str().into()),
        ("revision", (*revision).into()),
        ("filled", (*filled).into()),
        ("cells", (*cells).into()),
        ("missing", (*missing).into()),
        ("notes", (*notes).into()),
    ];
    let text = words.with("ask-encrypt", &about);
    let Some((cell, value)) = largest else { return text };
    let about = [("cell", cell.as_str().into()), ("value", value.to_string().into())];
    format!("{}\n{text}", words.with("ask-encrypt-largest", &about))
}
