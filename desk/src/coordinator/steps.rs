//! Steps that are asked on a page of their own: a later deadline, the seal, holding a round back, cancelling it.

use super::board::{Board, Line};
use super::{on, placed};
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::page::{Here, alert, page};
use crate::refusal::{Answer, Refusal};
use crate::room::Room;
use crate::when::{date, of_field, to_field, zone_hint};
use crate::work::{End, Task};
use axum::extract::{Form, Path};
use axum::response::{IntoResponse, Redirect};
use intertally_core::event::{Event, Kind};
use intertally_core::party::Instant;
use intertally_roles::coordinator::{Next, cancel, extend, hold, seal};
use intertally_roles::person::Question;
use intertally_roles::{Result, Synced};
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

/// Most bytes of a reason.
const REASON: usize = 500;

fn board(asker: &Asker) -> std::result::Result<(&Arc<Room>, Arc<Board>), Refusal> {
    asker.app.tabs.asked();
    placed(&asker.app)
}

/// Begin a step that ends in an event of the log.
fn begin(
    room: &Arc<Room>,
    line: &Line,
    (task, agreed): (Task, Agreed),
    step: impl AsyncFnOnce(&mut Synced<'_>, &str) -> Result<Event> + Send + 'static,
) -> std::result::Result<(), Refusal> {
    let (place, id) = (Arc::clone(room), line.status.round.clone());
    room.begin((task, line.at(), agreed), async move |session| {
        let mut session = session.sync().await?;
        let event = step(&mut session, &id).await?;
        place.coordinator.put_up(Board::of(&session).await?);
        Ok(End::Taken { height: event.height, at: event.at })
    })
}

/// Ask for the new deadline.
pub(crate) async fn ask_extend(asker: Asker, Path(id): Path<String>) -> Answer {
    extending(&asker, &id, None)
}

fn extending(asker: &Asker, id: &str, wrong: Option<&str>) -> Answer {
    let words = asker.words;
    let (_, board) = board(asker)?;
    let line = board.round(id)?;
    let title = words.say("extend-title");
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.lead { (words.with("extend-text", &[("when", date(words, line.deadline).into())])) }
        (alert(wrong))
        form.column method="post" action={ (line.at()) "/extend" } {
            label for="deadline" { (words.say("extend-to")) }
            p.hint id="deadline-hint" { (zone_hint(words)) }
            input id="deadline" name="deadline" type="datetime-local" required aria-describedby="deadline-hint"
                value=(to_field(Instant(line.deadline.0.saturating_add(7 * 86_400_000))));
            p.row {
                button.main type="submit" { (words.say("do-extend")) }
                a.button href=(line.at()) { (words.say("go-back")) }
            }
        }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// A deadline as it was typed.
#[derive(Deserialize)]
pub(crate) struct Later {
    deadline: String,
}

/// Move the deadline.
pub(crate) async fn extend_to(asker: Asker, Path(id): Path<String>, Form(form): Form<Later>) -> Answer {
    let to = match of_field(&form.deadline) {
        Ok(to) => to,
        Err(wrong) => return extending(&asker, &id, Some(&asker.words.with(wrong, &[]))),
    };
    let (room, board) = board(&asker)?;
    let line = board.round(&id)?;
    // Asked with the instant in UTC and in this machine's zone: the field shows neither.
    begin(room, line, (Task::Extending, Agreed::default()), async move |session, id| {
        extend(session, Some(id), to).await
    })?;
    Ok(on())
}

/// Ask before the seal.
pub(crate) async fn ask_seal(asker: Asker, Path(id): Path<String>) -> Answer {
    let words = asker.words;
    let (_, board) = board(&asker)?;
    let line = board.round(&id)?;
    if !matches!(line.status.step, Next::SealAll | Next::SealOrExtend) {
        return Ok(Redirect::to(&line.at()).into_response());
    }
    let (have, missing) = (line.status.submitted.len(), line.status.missing.len());
    let all = have.saturating_add(missing);
    let title = words.say("seal-title");
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.lead { (words.with("seal-text", &[("n", have.into()), ("all", all.into())])) }
        @if missing > 0 {
            p.warning { (words.with("seal-missing", &[("areas", line.status.missing.join(", ").into())])) }
        }
        p { (words.say("seal-means")) }
        form.row method="post" action={ (line.at()) "/seal" } {
            input type="hidden" name="have" value=(have);
            button.main type="submit" { (words.say("do-seal")) }
            a.button href=(line.at()) { (words.say("seal-not")) }
        }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// How many returns the page showed.
#[derive(Deserialize)]
pub(crate) struct Sealing {
    have: usize,
}

/// Seal with as many returns as the page showed; with another number the person is asked.
pub(crate) async fn seal_now(asker: Asker, Path(id): Path<String>, Form(form): Form<Sealing>) -> Answer {
    let (room, board) = board(&asker)?;
    let line = board.round(&id)?;
    let listed = line.status.submitted.len().saturating_add(line.status.missing.len());
    let question = Question::Seal { round: line.status.at_hand(), have: form.have, listed };
    begin(room, line, (Task::Sealing, Agreed::to(question)), async |session, id| {
        seal(session, Some(id)).await
    })?;
    Ok(on())
}

/// The kind of an event by the word in the address.
fn kind(how: &str) -> std::result::Result<Kind, Refusal> {
    match how {
        "hold" => Ok(Kind::Held),
        "cancel" => Ok(Kind::Cancelled),
        _ => Err(Refusal::Nowhere),
    }
}

/// Ask for the reason.
pub(crate) async fn ask_aside(asker: Asker, Path((id, how)): Path<(String, String)>) -> Answer {
    let kind = kind(&how)?;
    let words = asker.words;
    let (_, board) = board(&asker)?;
    let line = board.round(&id)?;
    if matches!(line.status.step, Next::Record | Next::Held | Next::Cancelled) {
        return Ok(Redirect::to(&line.at()).into_response());
    }
    let [title, text, button] = match kind {
        Kind::Held => [words.say("hold-title"), words.say("hold-text"), words.say("do-hold")],
        _ => [words.say("cancel-title"), words.say("cancel-text"), words.say("do-cancel")],
    };
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.lead { (text) }
        form.column method="post" action={ (line.at()) "/aside/" (how) } {
            label for="reason" { (words.say("aside-reason")) }
            p.hint id="reason-hint" { (words.say("aside-reason-hint")) }
            input id="reason" name="reason" required maxlength=(REASON) aria-describedby="reason-hint";
            p.row {
                button.danger type="submit" { (button) }
                a.button href=(line.at()) { (words.say("go-back")) }
            }
        }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// A reason as it was typed.
#[derive(Deserialize)]
pub(crate) struct Why {
    reason: String,
}

/// Hold a round back, or cancel it.
pub(crate) async fn set_aside(
    asker: Asker,
    Path((id, how)): Path<(String, String)>,
    Form(form): Form<Why>,
) -> Answer {
    let kind = kind(&how)?;
    let reason = form.reason.trim().to_owned();
    if reason.is_empty() || reason.len() > REASON {
        return Err(Refusal::Form);
    }
    let (room, board) = board(&asker)?;
    let line = board.round(&id)?;
    let question = Question::Aside { kind, round: line.status.at_hand(), reason: reason.clone() };
    let task = if kind == Kind::Held { Task::Holding } else { Task::Cancelling };
    begin(room, line, (task, Agreed::to(question)), async move |session, id| match kind {
        Kind::Held => hold(session, Some(id), &reason).await,
        _ => cancel(session, Some(id), &reason).await,
    })?;
    Ok(on())
}
