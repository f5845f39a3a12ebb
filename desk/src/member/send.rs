//! Sending, practising and taking back: each begins a piece of work, which asks only what the page before did not show.

use super::board::Board;
use super::mending::take;
use super::review::{Again, handed, read, to_return};
use crate::agreed::{Agreed, Ticks};
use crate::app::Asker;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::work::{End, Task};
use axum::extract::{Form, Path};
use axum::response::{IntoResponse, Redirect, Response};
use intertally_core::event::Event;
use intertally_roles::Role;
use intertally_roles::member::{Source, practise as practised, prepare, send as sent, withdraw as withdrawn};
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

const fn taken(event: &Event) -> End {
    End::Taken { height: event.height, at: event.at }
}

fn on() -> Response {
    Redirect::to("/member/work").into_response()
}

/// Encrypt, prove and send the return that the page showed, and no other. What was typed beside a warning since is checked
/// first, and shown.
pub(crate) async fn send(
    asker: Asker,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let (room, typed, draft) = handed(&asker, &id, fields)?;
    let mut mends = draft.mends.clone();
    if take(&draft.reading, &typed, &mut mends) {
        read(room, &id, Again::of(&draft, mends, true)).await?;
        return to_return(&id);
    }
    let ticked = |name: &str| typed.contains_key(name);
    let ticks = Ticks {
        figures: ticked("figures"),
        notes: ticked("notes"),
        clear: ticked("clear"),
        practice: ticked("practice"),
    };
    let round = (draft.round.manifest.name.as_str(), draft.round.revision);
    let agreed = Agreed::to_send(&draft.reading.summary, round, ticks);
    let place = Arc::clone(room);
    room.begin((Task::Sending, format!("/member/round/{id}"), agreed), async move |session| {
        let mut session = session.sync().await?;
        let source = Source::Mended(&draft.file, draft.mapping.as_deref(), &draft.mends);
        let (made, _) = prepare(&session, Some(&id), source).await?;
        let event = sent(&mut session, &made).await?;
        place.member.set_draft(None);
        place.member.put_up(Board::of(&session)?);
        Ok(taken(&event))
    })?;
    Ok(on())
}

/// Send made-up figures to a practice round.
pub(crate) async fn practise(asker: Asker, Path(id): Path<String>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let board = room.member.board().ok_or(Refusal::Shut(room.role))?;
    let line = board.round(&id)?;
    if !line.status.practice {
        return Err(Refusal::Nowhere);
    }
    let agreed = Agreed::to_practise(&line.status.name);
    let place = Arc::clone(room);
    let next = format!("/member/round/{id}");
    room.begin((Task::Practising, next, agreed), async move |session| {
        let mut session = session.sync().await?;
        // Nobody sees these figures twice: any seed will do.
        let seed = session.now().0.unsigned_abs();
        let event = practised(&mut session, Some(&id), seed).await?;
        place.member.put_up(Board::of(&session)?);
        Ok(taken(&event))
    })?;
    Ok(on())
}

/// Ask before a submission is taken back.
pub(crate) async fn ask_withdraw(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Member.word())?;
    let board = room.member.board().ok_or(Refusal::Shut(room.role))?;
    let line = board.round(&id)?;
    let at = format!("/member/round/{id}");
    let Some(revision) = line.status.revision else { return Ok(Redirect::to(&at).into_response()) };
    let title = words.say("withdraw-title");
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) {
            a href="/member" { (words.say("rounds-title")) }
            a href=(at) { (line.status.name) }
        }
        h1 { (title) }
        p.lead { (words.with("withdraw-text", &[("n", revision.into()), ("round", line.status.name.as_str().into())])) }
        form.row method="post" action={ (at) "/withdraw" } {
            input type="hidden" name="revision" value=(revision);
            button.danger type="submit" { (words.say("withdraw-do")) }
            a.button href=(at) { (words.say("withdraw-not")) }
        }
    };
    Ok(page(words, &Frame::open(&title, (Role::Member, &board.name), Here::Rounds), &body).into_response())
}

/// The revision that the page named.
#[derive(Deserialize)]
pub(crate) struct Withdrawing {
    revision: u32,
}

/// Take the submission back that counts.
pub(crate) async fn withdraw(asker: Asker, Path(id): Path<String>, Form(form): Form<Withdrawing>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let board = room.member.board().ok_or(Refusal::Shut(room.role))?;
    let agreed = Agreed::to_withdraw(form.revision, &board.round(&id)?.status.name);
    let place = Arc::clone(room);
    room.begin((Task::Withdrawing, format!("/member/round/{id}"), agreed), async move |session| {
        let mut session = session.sync().await?;
        let event = withdrawn(&mut session, Some(&id)).await?;
        session.witness().await;
        place.member.put_up(Board::of(&session)?);
        Ok(taken(&event))
    })?;
    Ok(on())
}
