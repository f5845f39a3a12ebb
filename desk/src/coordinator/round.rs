//! One round of a coordinator: what comes next with its button, who has sent and who has not, texts to send, the trustees,
//! and what is done when it goes wrong.

use super::board::Line;
use crate::app::Asker;
use crate::page::{Here, page};
use crate::refusal::{Answer, Refusal};
use crate::standing::{badge, failed, read, spare, trustees};
use crate::texts::Words;
use crate::when::{date, from_now};
use axum::extract::Path;
use axum::response::IntoResponse;
use intertally_core::party::Instant;
use intertally_roles::Role;
use intertally_roles::coordinator::Next;
use maud::{Markup, html};

/// The word of what comes next, as texts have it.
pub(super) const fn next(step: &Next) -> &'static str {
    match step {
        Next::Failed(_) => "failed",
        Next::Rehearse => "rehearse",
        Next::Members => "members",
        Next::SealAll => "seal",
        Next::SealOrExtend => "late",
        Next::State => "state",
        Next::OpenCounts => "counts",
        Next::Count => "count",
        Next::OpenTotals => "totals",
        Next::Publish => "publish",
        Next::Record => "record",
        Next::Held => "held",
        Next::Cancelled => "cancelled",
    }
}

/// Whether members still can send.
const fn is_open(step: &Next) -> bool {
    matches!(step, Next::Rehearse | Next::Members | Next::SealAll | Next::SealOrExtend)
}

/// The page.
pub(crate) async fn show(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Coordinator.word())?;
    let now = room.look(async |session| Ok(session.now())).await?;
    let board = room.coordinator.board().ok_or(Refusal::Shut(room.role))?;
    let line = board.round(&id)?;
    let status = &line.status;
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) { a href="/coordinator" { (words.say("rounds-title")) } }
        h1 { (status.name) }
        p { (badge(words, status)) }
        (read(words, room.role, Some((now, board.read))))
        (failed(words, status))
        (spare(words, status))
        (step(words, line))
        (members(words, line))
        (facts(words, line, now))
        section {
            h2 { (words.say("trustees-title")) }
            (trustees(words, &status.trustees))
        }
        (wrong(words, line))
    };
    Ok(page(words, &board.frame(&status.name, Here::Rounds), &body).into_response())
}

/// What comes next, and its button.
fn step(words: &Words, line: &Line) -> Markup {
    let (at, word) = (line.at(), next(&line.status.step));
    let link = |to: &str, text: &str| html! { a.button.main href={ (at) "/" (to) } { (words.say(text)) } };
    let quiet = |to: &str, text: &str| html! { a.button href={ (at) "/" (to) } { (words.say(text)) } };
    let post = |to: &str, text: &str| {
        html! { form method="post" action={ (at) "/" (to) } { button.main type="submit" { (words.say(text)) } } }
    };
    html! {
        section.send {
            h2 { (words.say(&format!("next-{word}"))) }
            p { (words.say(&format!("next-{word}-text"))) }
            div.row {
                @match &line.status.step {
                    Next::SealAll => { (link("seal", "do-seal")) },
                    Next::SealOrExtend => { (link("seal", "do-seal")) (quiet("extend", "do-extend")) },
                    Next::Count => { (post("count", "do-count")) },
                    Next::Publish => { (post("preview", "do-preview")) },
                    Next::Record => { (link("record", "do-record")) (quiet("preview", "do-published")) },
                    Next::Failed(_) => { (quiet("aside/cancel", "do-cancel")) },
                    _ => {},
                }
                @if line.has_plan { (quiet("plan", "do-plan")) }
            }
        }
    }
}

/// Who has sent and who has not, with the texts for both.
fn members(words: &Words, line: &Line) -> Markup {
    let status = &line.status;
    let letter = |which: &str| {
        html! { li { a href={ (line.at()) "/letter/" (which) } { (words.say(&format!("letter-{which}"))) } } }
    };
    html! {
        section {
            h2 { (words.say("members-title")) }
            dl.facts {
                dt { (words.with("members-in", &[("n", status.submitted.len().into())])) }
                dd {
                    @if status.submitted.is_empty() { "–" }
                    @for (at, (area, revision)) in status.submitted.iter().enumerate() {
                        @if at > 0 { ", " }
                        (area)
                        @if *revision > 0 { " " span.hint { (words.with("members-revision", &[("n", (*revision).into())])) } }
                    }
                }
                dt { (words.with("members-missing", &[("n", status.missing.len().into())])) }
                dd {
                    @if status.missing.is_empty() { "–" }
                    @for (at, area) in status.missing.iter().enumerate() {
                        @if at > 0 { ", " }
                        (area)
                        @if status.withdrawn.contains(area) { " " span.hint { (words.say("members-withdrew")) } }
                    }
                }
            }
            h3 { (words.say("letters-title")) }
            ul {
                @if is_open(&status.step) {
                    (letter("invitation"))
                    @if !status.missing.is_empty() { (letter("reminder")) }
                }
                @if !status.submitted.is_empty() { (letter("receipt")) }
                @if status.step == Next::Record { (letter("results")) }
            }
        }
    }
}

fn facts(words: &Words, line: &Line, now: Instant) -> Markup {
    let status = &line.status;
    let needed = |n: usize, need: u8| words.with("needed", &[("n", n.into()), ("need", need.into())]);
    let (counts, totals, threshold) = status.shares;
    html! {
        dl.facts {
            dt { (words.say("fact-periods")) } dd { (line.periods) }
            dt { (words.say("fact-opens")) } dd { (from_now(words, now, line.opens)) }
            dt { (words.say("fact-deadline")) }
            dd {
                (from_now(words, now, line.deadline)) br; span.hint { (date(words, line.deadline)) }
                @if is_open(&status.step) { br; a href={ (line.at()) "/extend" } { (words.say("do-extend")) } }
            }
            dt { (words.say("fact-least")) } dd { (line.min_members) }
            dt { (words.say("ask-state-cells")) } dd { (status.cells) }
            dt { (words.say("trustees-rehearsed")) } dd { (needed(status.rehearsed.0, status.rehearsed.1)) }
            dt { (words.say("trustees-stated")) } dd { (needed(status.statements.0, status.statements.1)) }
            dt { (words.say("trustees-counts")) } dd { (needed(counts, threshold)) }
            dt { (words.say("trustees-totals")) } dd { (needed(totals, threshold)) }
            dt { (words.say("fact-id")) }
            dd { code { (status.round.get(..16).unwrap_or_default()) } br; span.hint { (words.say("fact-id-coordinator")) } }
        }
    }
}

/// What is done when it goes wrong.
fn wrong(words: &Words, line: &Line) -> Markup {
    let over = matches!(line.status.step, Next::Record | Next::Held | Next::Cancelled);
    let was_sealed = !is_open(&line.status.step) && !matches!(line.status.step, Next::Failed(_));
    html! {
        @if !over {
            section.note {
                h2 { (words.say("wrong-title")) }
                p { (words.say("wrong-text")) }
                p.row {
                    @if was_sealed { a.button href={ (line.at()) "/aside/hold" } { (words.say("do-hold")) } }
                    a.button href={ (line.at()) "/aside/cancel" } { (words.say("do-cancel")) }
                }
            }
        }
    }
}
