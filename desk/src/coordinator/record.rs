//! Handing out the record of a round: for everybody, or with counts and exact totals for accredited auditors.

use super::board::Board;
use super::{on, placed};
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::page::{Here, page};
use crate::refusal::{Answer, Refusal};
use crate::work::{End, Task};
use axum::extract::{Form, Path};
use axum::response::IntoResponse;
use intertally_verify::record::Edition;
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

/// A record that was written at this desk.
#[derive(Clone)]
pub(crate) struct Handed {
    edition: &'static str,
    place: String,
    files: usize,
}

/// The page.
pub(crate) async fn show(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let (room, board) = placed(app)?;
    let line = board.round(&id)?;
    let made = room.coordinator.things().records.get(&id).cloned().unwrap_or_default();
    let title = words.with("record-title", &[("round", line.status.name.as_str().into())]);
    let edition = |word: &str| {
        html! {
            section {
                h2 { (words.say(&format!("record-{word}"))) }
                p { (words.say(&format!("record-{word}-text"))) }
                form method="post" action={ (line.at()) "/record" } {
                    button.main type="submit" name="edition" value=(word) { (words.say(&format!("do-{word}"))) }
                }
            }
        }
    };
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.lead { (words.say("record-lead")) }
        @if !made.is_empty() {
            section.good {
                h2 { (words.say("record-made")) }
                ul { @for one in &made {
                    li {
                        (words.say(&format!("record-{}", one.edition))) ": "
                        (words.with("record-files", &[("n", one.files.into())])) br; code { (one.place) }
                    }
                } }
                p { (words.say("record-give")) }
            }
        }
        (edition("public"))
        (edition("restricted"))
        p.hint { (words.say("record-witnesses")) }
        p { a.button href=(line.at()) { (words.say("taken-go")) } }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// Which edition.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    edition: String,
}

/// Write it on this machine.
pub(crate) async fn write(asker: Asker, Path(id): Path<String>, Form(form): Form<Wanted>) -> Answer {
    let (edition, word) = match form.edition.as_str() {
        "public" => (Edition::Public, "public"),
        "restricted" => (Edition::Restricted, "restricted"),
        _ => return Err(Refusal::Form),
    };
    let (room, board) = placed(&asker.app)?;
    let next = format!("{}/record", board.round(&id)?.at());
    let (place, premises) = (Arc::clone(room), Arc::clone(&asker.app.premises));
    room.begin((Task::Exporting, next, Agreed::default()), async move |session| {
        let session = session.sync().await?;
        let made = premises.export(&session, &id, edition).await?;
        place.coordinator.put_up(Board::of(&session).await?);
        let handed = Handed { edition: word, place: made.place, files: made.files };
        let mut things = place.coordinator.things();
        let all = things.records.entry(id).or_default();
        all.retain(|one| one.place != handed.place);
        all.push(handed);
        Ok(End::Go)
    })?;
    Ok(on())
}
