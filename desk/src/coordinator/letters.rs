//! Texts that the coordinator sends to members by its own means: the page sends nothing.

use crate::app::Asker;
use crate::page::{Here, page};
use crate::refusal::{Answer, Refusal};
use axum::extract::Path;
use axum::response::IntoResponse;
use intertally_roles::Role;
use intertally_roles::coordinator::{Letter, mail};
use intertally_roles::person::letters::Reader;
use maud::html;

/// The page of one text.
pub(crate) async fn show(asker: Asker, Path((id, which)): Path<(String, String)>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Coordinator.word())?;
    let letter = match which.as_str() {
        "invitation" => Letter::Invitation,
        "reminder" => Letter::Reminder,
        "receipt" => Letter::Receipt,
        "results" => Letter::Results,
        _ => return Err(Refusal::Nowhere),
    };
    let wanted = id.clone();
    let made = room.look(async move |session| {
        let session = session.sync().await?;
        mail(&session, Some(&wanted), letter, Reader::Page)
    });
    let mail = made.await?;
    let board = room.coordinator.board().ok_or(Refusal::Shut(room.role))?;
    let line = board.round(&id)?;
    let title = words.say(&format!("letter-{which}"));
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.lead { (words.say("letter-lead")) }
        dl.facts { dt { (words.say("letter-to")) } dd { (mail.to.join(", ")) } }
        div.column {
            label for="subject" { (words.say("letter-subject")) }
            input id="subject" readonly value=(mail.subject);
            label for="text" { (words.say("letter-text")) }
            textarea id="text" readonly rows="14" { (mail.text) }
        }
        p { a.button href=(line.at()) { (words.say("taken-go")) } }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}
