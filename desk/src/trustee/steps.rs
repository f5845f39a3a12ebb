//! The steps of a trustee: each begins a piece of work that checks first and then asks; nothing is done beside it.

use super::board::{Board, word};
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::room::Room;
use crate::work::{End, Task};
use axum::extract::{Form, Path};
use axum::response::{IntoResponse, Redirect, Response};
use intertally_roles::person::Question;
use intertally_roles::trustee::{Due, Only, destroy, sit_for};
use intertally_roles::{Role, Session};
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

fn on() -> Response {
    Redirect::to("/trustee/work").into_response()
}

/// One pass over what the person has chosen. `id`: of the round, if it is one.
async fn pass(session: &mut Session, place: &Room, id: Option<&str>) -> intertally_roles::Result<End> {
    let mut session = session.sync().await?;
    let only = match id {
        Some(id) => Only::Round(session.round(Some(id))?.id()),
        None => Only::Ceremonies,
    };
    let pending = sit_for(&mut session, only).await;
    // What was done before it stopped is shown, too.
    place.trustee.put(Some(Board::of(&session).await?));
    Ok(End::Waits(pending?.waits))
}

/// Proposals and ceremonies.
pub(crate) async fn ceremonies(asker: Asker) -> Answer {
    let room = asker.app.room(Role::Trustee.word())?;
    let place = Arc::clone(room);
    room.begin((Task::Ceremony, "/trustee".to_owned(), Agreed::default()), async move |session| {
        pass(session, &place, None).await
    })?;
    Ok(on())
}

/// The step that the page showed.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    step: String,
}

/// The step of a round that is due. A page that shows another one has grown old.
pub(crate) async fn step(asker: Asker, Path(id): Path<String>, Form(chosen): Form<Chosen>) -> Answer {
    let room = asker.app.room(Role::Trustee.word())?;
    let board = room.trustee.get().ok_or(Refusal::Shut(room.role))?;
    let due = board.round(&id)?.due;
    let task = match due {
        Due::Rehearse => Task::Rehearsing,
        Due::State => Task::Stating,
        Due::Counts => Task::Counts,
        Due::Totals => Task::Totals,
        Due::Nothing | Due::Erase | Due::Lost | Due::Older => return Err(Refusal::Stale),
    };
    if chosen.step != word(due) {
        return Err(Refusal::Stale);
    }
    let place = Arc::clone(room);
    room.begin((task, format!("/trustee/round/{id}"), Agreed::default()), async move |session| {
        pass(session, &place, Some(&id)).await
    })?;
    Ok(on())
}

/// Ask before sub-keys are erased.
pub(crate) async fn ask_erase(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Trustee.word())?;
    let board = room.trustee.get().ok_or(Refusal::Shut(room.role))?;
    let round = board.round(&id)?;
    let at = format!("/trustee/round/{id}");
    if round.due != Due::Erase {
        return Ok(Redirect::to(&at).into_response());
    }
    let title = words.say("erase-title");
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) {
            a href="/trustee" { (words.say("due-title")) }
            a href=(at) { (round.status.name) }
        }
        h1 { (title) }
        p.lead { (words.with("erase-text", &[("round", round.status.name.as_str().into())])) }
        p.warning { (words.say("erase-backups")) }
        form method="post" action={ (at) "/erase" } {
            p.check {
                input type="checkbox" id="sure" name="sure" value="yes" required;
                label for="sure" { (words.say("erase-sure")) }
            }
            p.row {
                button.danger type="submit" { (words.say("do-erase")) }
                a.button href=(at) { (words.say("erase-not")) }
            }
        }
    };
    let frame = Frame::open(&title, (Role::Trustee, &board.status.name), Here::Rounds);
    Ok(page(words, &frame, &body).into_response())
}

/// What the form under the question says.
#[derive(Deserialize)]
pub(crate) struct Sure {
    sure: Option<String>,
}

/// Erase the sub-keys of a round, and say so in the log.
pub(crate) async fn erase(asker: Asker, Path(id): Path<String>, Form(form): Form<Sure>) -> Answer {
    let room = asker.app.room(Role::Trustee.word())?;
    let board = room.trustee.get().ok_or(Refusal::Shut(room.role))?;
    let round = board.round(&id)?;
    let at = format!("/trustee/round/{id}");
    if form.sure.is_none() {
        return Ok(Redirect::to(&format!("{at}/erase")).into_response());
    }
    let agreed = Agreed::to(Question::Destroy { round: round.status.at_hand() });
    let place = Arc::clone(room);
    room.begin((Task::Erasing, at, agreed), async move |session| {
        let mut session = session.sync().await?;
        let event = destroy(&mut session, &id).await?;
        session.witness().await;
        place.trustee.put(Some(Board::of(&session).await?));
        Ok(End::Taken { height: event.height, at: event.at })
    })?;
    Ok(on())
}
