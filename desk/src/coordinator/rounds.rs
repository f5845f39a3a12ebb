//! The first page of a coordinator: every round with what comes next in it, and the keys that are left.

use super::board::{Board, Line};
use super::round::next;
use crate::app::Asker;
use crate::office;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::standing::{badge, read};
use crate::texts::Words;
use crate::when::{date, from_now};
use axum::response::IntoResponse;
use intertally_core::party::Instant;
use intertally_roles::Role;
use maud::{Markup, html};

/// The page.
pub(crate) async fn show(asker: Asker) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Coordinator.word())?;
    if !room.is_open() {
        return office::front(&asker, room, None).await;
    }
    if room.is_busy() {
        return Err(Refusal::Busy(room.role));
    }
    let title = words.say("rounds-title");
    let Some(board) = room.coordinator.board() else {
        let body = html! { h1 { (title) } p { (words.say("rounds-unread")) } (read(words, room.role, None)) };
        let frame = Frame::open(&title, (Role::Coordinator, ""), Here::Rounds);
        return Ok(page(words, &frame, &body).into_response());
    };
    let now = room.look(async |session| Ok(session.now())).await?;
    let body = html! {
        h1 { (title) }
        (read(words, room.role, Some((now, board.read))))
        (new(words, &board, room.coordinator.draft().is_some()))
        ul.cards { @for line in &board.rounds { li.card { (card(words, line, now)) } } }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// The way to a new round, or to what it needs first.
fn new(words: &Words, board: &Board, has_draft: bool) -> Markup {
    let unused = board.unused();
    html! {
        section.note {
            @if unused > 0 {
                h2 { (words.say("new-way")) }
                p { (words.with("new-keys", &[("n", unused.into())])) }
                p { a.button.main href="/coordinator/new" {
                    @if has_draft { (words.say("new-go-on")) } @else { (words.say("new-go")) }
                } }
            } @else {
                h2 { (words.say("new-no-keys")) }
                p { (words.say("new-no-keys-text")) }
                p { a.button.main href="/coordinator/ceremony" { (words.say("new-ceremony-go")) } }
            }
        }
    }
}

fn card(words: &Words, line: &Line, now: Instant) -> Markup {
    let status = &line.status;
    let all = status.submitted.len().saturating_add(status.missing.len());
    html! {
        h2 { a href=(line.at()) { (status.name) } }
        p { (badge(words, status)) }
        dl.facts {
            dt { (words.say("fact-periods")) } dd { (line.periods) }
            dt { (words.say("fact-deadline")) }
            dd { (from_now(words, now, line.deadline)) br; span.hint { (date(words, line.deadline)) } }
            dt { (words.say("fact-members-in")) }
            dd { (words.with("ask-of", &[("n", status.submitted.len().into()), ("all", all.into())])) }
        }
        p.state { (words.say(&format!("next-{}", next(&status.step)))) }
    }
}
