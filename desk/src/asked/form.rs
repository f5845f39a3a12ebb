//! Questions of their own form: the facts, what this machine has checked, what the person checks, and what follows from a yes.

use crate::texts::Words;
use crate::when::date;
use intertally_core::party::Instant;
use intertally_roles::person::question::{Heading, RoundOutline, SealedRound};
use maud::{Markup, html};

/// Cells that are named one by one in a question.
const NAMED: usize = 3;

/// What this machine has checked, as a list under a heading of its own.
fn checked(words: &Words, all: &[String]) -> Markup {
    html! {
        h3 { (words.say("ask-checked")) }
        ul.checked { @for one in all { li { (one) } } }
    }
}

/// A round in the facts of a question.
pub(super) fn round(words: &Words, of: &Heading) -> Markup {
    html! {
        dt { (words.say("ask-round")) }
        dd { b { (of.name) } @if of.practice { " " span.badge.practice { (words.say("practice")) } }
            br; code { (of.id.get(..16).unwrap_or_default()) } }
    }
}

pub(super) fn take_part(
    words: &Words,
    (t, n): (u8, usize),
    (keys, by): (u32, Instant),
    again: &str,
) -> Markup {
    html! {
        p { (words.say("ask-part-text")) }
        dl.facts {
            dt { (words.say("ask-committee")) }
            dd { (words.with("ask-committee-of", &[("t", t.into()), ("n", n.into())])) }
            dt { (words.say("ask-keys")) } dd { (keys) }
            dt { (words.say("ask-commit-by")) } dd { (date(words, by)) }
        }
        @if !again.is_empty() { p.warning { (words.with("ask-part-again", &[("names", again.into())])) } }
        (checked(words, &[words.say("ask-part-checked")]))
        p { (words.say("ask-part-you")) }
    }
}

pub(super) fn consent(words: &Words, of: &str, reasons: &[String]) -> Markup {
    html! {
        p { (words.with("ask-consent-text", &[("round", of.into())])) }
        ul { @for why in reasons { li { (why) } } }
        p { (words.say("ask-consent-you")) }
    }
}

pub(super) fn state(words: &Words, sealed: &SealedRound) -> Markup {
    let SealedRound { areas, listed, cells, contributors: (least, most), earlier, keys, .. } = sealed;
    let range = if least == most { least.to_string() } else { format!("{least} – {most}") };
    html! {
        dl.facts {
            (round(words, &sealed.round))
            dt { (words.say("ask-state-members")) }
            dd { b { (words.with("ask-of", &[("n", areas.len().into()), ("all", (*listed).into())])) } br; (areas.join(", ")) }
            @if let Some(at) = sealed.at { dt { (words.say("ask-state-at")) } dd { (date(words, at)) } }
            dt { (words.say("ask-state-cells")) }
            dd { (cells) br; span.hint { (words.with("ask-state-minimum", &[("range", range.into())])) } }
            dt { (words.say("ask-keys")) } dd { (keys) }
            dt { (words.say("ask-state-earlier")) } dd { (earlier) }
        }
        (checked(words, &[
            words.say("ask-state-log"),
            words.say("ask-state-proofs"),
            words.say("ask-state-set"),
            words.say("ask-state-sum"),
            words.say("ask-state-counted"),
            words.say("ask-state-pins"),
        ]))
        p { (words.say("ask-state-you")) }
        p.warning { (words.say("ask-state-means")) }
    }
}

pub(super) fn totals(words: &Words, of: &Heading, (approved, cells): (usize, usize)) -> Markup {
    let shut = cells.saturating_sub(approved);
    html! {
        dl.facts {
            (round(words, of))
            dt { (words.say("ask-totals-open")) }
            dd { b { (words.with("ask-of", &[("n", approved.into()), ("all", cells.into())])) } }
            dt { (words.say("ask-totals-shut")) } dd { (shut) }
        }
        (checked(words, &[words.say("ask-totals-counts"), words.say("ask-totals-plan")]))
        p { (words.say("ask-totals-you")) }
        p.warning { (words.say("ask-totals-means")) }
    }
}

pub(super) fn open(words: &Words, new: &RoundOutline) -> Markup {
    let (asked, counted) = new.cells;
    let (least, most) = new.contributors;
    let range = if least == most { least.to_string() } else { format!("{least} – {most}") };
    let (t, n) = new.committee;
    let id = format!("{:.8}", new.ceremony.0);
    let earlier = if new.earlier.is_empty() { words.say("ask-open-none") } else { new.earlier.join(", ") };
    let compared = match new.compared.as_slice() {
        [] => words.say("ask-open-nothing-before"),
        names => names.join(", "),
    };
    html! {
        dl.facts {
            dt { (words.say("ask-round")) }
            dd { b { (new.name) } @if new.practice { " " span.badge.practice { (words.say("practice")) } } }
            dt { (words.say("new-structure")) } dd { (new.structure.0) br; span.hint { (new.structure.1) } }
            dt { (words.say("fact-periods")) } dd { (new.periods.join(", ")) }
            dt { (words.say("fact-members")) } dd { (new.areas.len()) br; span.hint { (new.areas.join(", ")) } }
            dt { (words.say("fact-least")) } dd { (new.min_members) }
            dt { (words.say("fact-asks")) }
            dd {
                (words.with("new-cells", &[("n", asked.into()), ("counted", counted.into())]))
                br; span.hint { (words.with("ask-state-minimum", &[("range", range.into())])) }
            }
            dt { (words.say("fact-opens")) } dd { (date(words, new.dates.0)) }
            dt { (words.say("fact-deadline")) } dd { (date(words, new.dates.1)) }
            dt { (words.say("ask-committee")) }
            dd { (words.with("ask-committee-of", &[("t", t.into()), ("n", n.into())])) }
            dt { (words.say("ask-open-keys")) }
            dd {
                (new.keys)
                br; span.hint { (words.with("ask-open-ceremony", &[("id", id.into())])) " " (date(words, new.ceremony.1)) }
            }
            dt { (words.say("ask-state-earlier")) } dd { (earlier) }
            dt { (words.say("ask-open-compared")) } dd { (compared) }
        }
        @if new.needs_all() { p.alert role="alert" { (words.say("ask-open-all")) } }
        @if let Some(minutes) = new.closes_soon() {
            p.alert role="alert" { (words.with("ask-open-soon", &[("minutes", minutes.into())])) }
        }
        @for (round, periods) in &new.same_periods {
            p.alert role="alert" { (words.with("ask-open-same", &[("round", round.as_str().into()),
                ("periods", periods.join(", ").into())])) }
        }
        @if !new.not_over.is_empty() {
            p.alert role="alert" {
                (words.with("ask-open-not-over", &[("periods", new.not_over.join(", ").into())]))
            }
        }
        @for (round, keys) in &new.not_again {
            @let some = keys.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
            p.alert role="alert" { (words.with("ask-open-not-again", &[("round", round.as_str().into()),
                ("n", keys.len().into()), ("some", some.into())])) }
        }
        @if new.revision { p.warning { (words.say("ask-open-revision")) } }
        p.warning { (words.say("ask-open-means")) }
    }
}

pub(super) fn adopt(words: &Words, of: &Heading, (approved, withheld): (usize, usize)) -> Markup {
    html! {
        dl.facts {
            (round(words, of))
            dt { (words.say("ask-adopt-approved")) } dd { b { (approved) } }
            dt { (words.say("ask-totals-shut")) } dd { (withheld) }
        }
        @if approved == 0 { p.alert { (words.say("ask-adopt-nothing")) } }
        p.warning { (words.say("ask-adopt-means")) }
    }
}
