//! What trustee and coordinator see of a round alike: where it stands, who has shown that it can be opened, and the warning
//! when nobody may fail any more.

use crate::page::lines;
use crate::texts::Words;
use crate::when::from_now;
use intertally_core::party::Instant;
use intertally_roles::Role;
use intertally_roles::coordinator::{Next, RoundStatus, TrusteeAt};
use maud::{Markup, html};

/// When the log was read, and the way to read it again.
pub(crate) fn read(words: &Words, role: Role, at: Option<(Instant, Instant)>) -> Markup {
    html! {
        div.read {
            @if let Some((now, read)) = at { p { (words.with("read-at", &[("when", from_now(words, now, read).into())])) } }
            form.inline method="post" action={ "/" (role.word()) "/refresh" } {
                button type="submit" { (words.say("read-again")) }
            }
        }
    }
}

/// A word and a colour for where a round stands. Never the colour alone.
pub(crate) fn badge(words: &Words, status: &RoundStatus) -> Markup {
    let (class, word) = match &status.step {
        Next::Failed(_) => ("bad", "failed"),
        Next::Rehearse | Next::Members | Next::SealAll => ("live", "open"),
        Next::SealOrExtend => ("idle", "closed"),
        Next::State | Next::OpenCounts | Next::Count => ("idle", "sealed"),
        Next::OpenTotals | Next::Publish => ("idle", "counted"),
        Next::Record => ("good", "published"),
        Next::Held => ("bad", "held"),
        Next::Cancelled => ("bad", "cancelled"),
    };
    html! {
        span class={ "badge " (class) } { (words.say(&format!("phase-{word}"))) }
        @if status.practice { " " span.badge.practice { (words.say("practice")) } }
    }
}

/// Whether a round still is to be opened: afterwards nobody needs its keys.
fn is_ahead(status: &RoundStatus) -> bool {
    !matches!(status.step, Next::Failed(_) | Next::Record | Next::Held | Next::Cancelled)
}

/// What is to be said while fewer than one more than a quorum have shown that they hold the keys; nothing else.
pub(crate) fn spare(words: &Words, status: &RoundStatus) -> Markup {
    let (have, need) = status.rehearsed;
    let about = || [("have", have.into()), ("need", need.into()), ("all", status.trustees.len().into())];
    let need = usize::from(need);
    if !is_ahead(status) || have > need {
        return html! {};
    }
    html! {
        @if have < need {
            p.alert role="alert" { (words.with("spare-short", &about())) }
        } @else if status.trustees.len() == need {
            p.warning { (words.with("spare-never", &about())) }
        } @else {
            p.warning { (words.with("spare-none", &about())) }
        }
    }
}

/// The trustees with what each has done.
pub(crate) fn trustees(words: &Words, all: &[TrusteeAt]) -> Markup {
    let heads = ["rehearsed", "stated", "counts", "totals", "erased"];
    let heads = heads.map(|head| words.say(&format!("trustees-{head}")));
    let done = |one: &TrusteeAt| [one.rehearsed, one.stated, one.gave.0, one.gave.1, one.erased];
    let title = words.say("trustees-title");
    html! {
        div.wide tabindex="0" role="region" aria-label=(title) { table.stack {
            caption.unseen { (title) }
            thead { tr {
                th scope="col" { (words.say("trustees-name")) }
                @for head in &heads { th scope="col" { (head) } }
            } }
            tbody { @for one in all {
                tr {
                    th scope="row" { (one.name) }
                    @for (head, did) in heads.iter().zip(done(one)) {
                        td data-label=(head) { @if did { span.yes { (words.say("trustees-yes")) } } @else { span.hint { "–" } } }
                    }
                }
            } }
        } }
    }
}

/// Why a round has failed, if it has.
pub(crate) fn failed(words: &Words, status: &RoundStatus) -> Markup {
    html! {
        @if let Next::Failed(why) = &status.step {
            p.alert role="alert" { (lines(&words.with("failed", &[("why", why.as_str().into())]))) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::words;

    fn status(have: usize, need: u8, step: Next) -> RoundStatus {
        let one = |at: usize| TrusteeAt {
            name: format!("t{at}"),
            rehearsed: at < have,
            stated: false,
            gave: (false, false),
            erased: false,
        };
        RoundStatus {
            name: "Spring".into(),
            round: "ab".into(),
            phase: "open",
            practice: false,
            cells: 1,
            deadline: String::new(),
            submitted: vec![],
            missing: vec![],
            withdrawn: vec![],
            rehearsed: (have, need),
            statements: (0, need),
            shares: (0, 0, 2),
            next: String::new(),
            step,
            trustees: (0..5).map(one).collect(),
            deadline_at: Instant(0),
        }
    }

    #[test]
    fn it_is_said_when_nobody_may_fail_any_more() {
        let said = |have, need, step| spare(words(None), &status(have, need, step)).0;
        assert!(said(3, 4, Next::Rehearse).contains("role=\"alert\""));
        assert!(said(4, 4, Next::Members).contains("class=\"warning\""), "the quorum, and nobody to spare");
        assert!(said(4, 4, Next::State).contains("class=\"warning\""));
        assert_eq!(said(5, 4, Next::Members), "");
        assert!(said(5, 5, Next::Members).contains("every one of them"), "more there are not");
        assert_eq!(said(4, 4, Next::Record), "", "it is opened");
    }
}
