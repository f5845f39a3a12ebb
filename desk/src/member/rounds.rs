//! All rounds of the office at one glance: what is open, until when, what counts.

use super::board::{Board, Line};
use crate::app::Asker;
use crate::office;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::when::{date, from_now};
use axum::response::IntoResponse;
use intertally_core::fold::Phase;
use intertally_core::party::Instant;
use intertally_roles::Role;
use maud::{Markup, html};

/// The page.
pub(crate) async fn show(asker: Asker) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Member.word())?;
    if !room.is_open() {
        return office::front(&asker, room, None).await;
    }
    if room.is_busy() {
        return Err(Refusal::Busy(room.role));
    }
    let Some(board) = room.member.board() else { return unread(&asker).await };
    let now = room.look(async |session| Ok(session.now())).await?;
    let title = words.say("rounds-title");
    let body = html! {
        h1 { (title) }
        (read(words, &board, now))
        @if board.rounds.is_empty() {
            section.note { p { (words.say("rounds-none")) } }
        }
        ul.cards { @for line in &board.rounds { li.card { (card(words, line, now)) } } }
    };
    let frame = Frame::open(&title, (Role::Member, &board.name), Here::Rounds);
    Ok(page(words, &frame, &body).into_response())
}

/// The log could not be read yet.
async fn unread(asker: &Asker) -> Answer {
    let Asker { words, .. } = asker;
    let title = words.say("rounds-title");
    let body = html! {
        h1 { (title) }
        p { (words.say("rounds-unread")) }
        (again(words))
    };
    Ok(page(words, &Frame::open(&title, (Role::Member, ""), Here::Rounds), &body).into_response())
}

fn again(words: &Words) -> Markup {
    html! {
        form.inline method="post" action="/member/refresh" { button type="submit" { (words.say("read-again")) } }
    }
}

/// When the log was read, and the way to read it again.
pub(super) fn read(words: &Words, board: &Board, now: Instant) -> Markup {
    html! {
        div.read {
            p { (words.with("read-at", &[("when", from_now(words, now, board.read).into())])) }
            (again(words))
        }
    }
}

/// A word and a colour for where a round stands. Never the colour alone.
pub(super) fn phase(words: &Words, line: &Line, now: Instant) -> Markup {
    let (class, text) = match line.phase {
        _ if line.status.failed.is_some() => ("bad", words.say("phase-failed")),
        Phase::Open if line.opens > now => ("idle", words.say("phase-soon")),
        Phase::Open if line.closes < now => ("idle", words.say("phase-closed")),
        Phase::Open => ("live", words.say("phase-open")),
        Phase::Sealed => ("idle", words.say("phase-sealed")),
        Phase::Counted => ("idle", words.say("phase-counted")),
        Phase::Published => ("good", words.say("phase-published")),
        Phase::Held => ("bad", words.say("phase-held")),
        Phase::Cancelled => ("bad", words.say("phase-cancelled")),
    };
    html! {
        span class={ "badge " (class) } { (text) }
        @if line.status.practice { " " span.badge.practice { (words.say("practice")) } }
    }
}

/// What counts of this office.
pub(super) fn sent(words: &Words, line: &Line) -> String {
    match line.status.revision {
        Some(0) => words.say("sent-first"),
        Some(revision) => words.with("sent-revision", &[("n", revision.into())]),
        None if line.status.withdrawn => words.say("sent-withdrawn"),
        None => words.say("sent-nothing"),
    }
}

fn card(words: &Words, line: &Line, now: Instant) -> Markup {
    let status = &line.status;
    let (when, on) = if line.opens > now && line.phase == Phase::Open {
        (words.with("opens", &[("when", from_now(words, now, line.opens).into())]), String::new())
    } else {
        let told = from_now(words, now, line.deadline);
        let id = if line.deadline < now { "closed" } else { "closes" };
        let told = if id == "closed" {
            words.with("closed", &[("when", told.into())])
        } else {
            words.with("closes", &[("when", told.into())])
        };
        (told, date(words, line.deadline))
    };
    html! {
        h2 { a href={ "/member/round/" (status.round) } { (status.name) } }
        p { (phase(words, line, now)) }
        dl.facts {
            dt { (words.say("fact-periods")) } dd { (line.periods) }
            dt { (words.say("fact-deadline")) } dd { (when) @if !on.is_empty() { br; span.hint { (on) } } }
            dt { (words.say("fact-return")) } dd { (sent(words, line)) }
        }
        @if !status.strange.is_empty() { p.alert { (words.say("strange-short")) } }
    }
}
