//! The office of a role: the first page of all, the first day, opening and shutting it.

mod join;
mod make;

pub(crate) use join::{arrived, join};
pub(crate) use make::{found, strength};

use crate::app::{App, Asker, ROLES};
use crate::coordinator;
use crate::member;
use crate::page::{Frame, alert, page};
use crate::premises::{Premises, Standing};
use crate::refusal::{Answer, Refusal};
use crate::room::Room;
use crate::texts::Words;
use crate::trustee;
use axum::extract::{Form, Path};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use intertally_roles::person::Silent;
use intertally_roles::{Card, Result, Role, RoleError};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// Ask the premises, on a thread that may wait.
pub(crate) async fn ask<T: Send + 'static>(
    app: &App,
    question: impl FnOnce(&dyn Premises) -> Result<T> + Send + 'static,
) -> Result<T> {
    let premises = Arc::clone(&app.premises);
    let asked = tokio::task::spawn_blocking(move || question(&*premises)).await;
    asked.map_err(|_| RoleError::Dropped)?
}

fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// The first page: every role with how far its office has come.
pub(crate) async fn home(asker: &Asker) -> Answer {
    let Asker { app, words } = asker;
    app.tabs.asked();
    let mut cards = Vec::new();
    for role in ROLES.into_iter().filter(|role| *role == Role::Auditor || app.premises.has(*role)) {
        if role == Role::Auditor {
            cards.push((role, None, false));
            continue;
        }
        let standing = Some(ask(app, move |premises| premises.standing(role)).await);
        cards.push((role, standing, app.room(role.word())?.is_open()));
    }
    let state = |standing: &Option<Result<Standing>>, open: bool| match standing {
        None => words.say("home-no-office"),
        Some(Ok(Standing::Bare)) => words.say("home-bare"),
        Some(Ok(Standing::Founded(card))) => {
            words.with("home-founded", &[("name", card.name.as_str().into())])
        }
        Some(Ok(Standing::Joined(card))) if open => {
            words.with("home-open", &[("name", card.name.as_str().into())])
        }
        Some(Ok(Standing::Joined(card))) => words.with("home-joined", &[("name", card.name.as_str().into())]),
        Some(Err(why)) => why.to_string(),
    };
    let body = html! {
        h1 { (words.say("home-title")) }
        p.lead { (words.say("home-lead")) }
        ul.cards.roles {
            @for (role, standing, open) in &cards {
                li.card {
                    h2 { a href={ "/" (role.word()) } { (words.say(&format!("role-{}", role.word()))) } }
                    p { (words.say(&format!("role-{}-what", role.word()))) }
                    p.state { (state(standing, *open)) }
                }
            }
        }
        section.note {
            h2 { (words.say("home-safe-title")) }
            p { (words.say("home-safe")) }
        }
    };
    Ok(page(words, &Frame::plain(&words.say("home-title")), &body).into_response())
}

/// The page of a role whose office is not open: what is to be done first.
pub(crate) async fn front(asker: &Asker, room: &Room, wrong: Option<&str>) -> Answer {
    let Asker { app, words } = asker;
    app.tabs.asked();
    let role = room.role;
    let standing = ask(app, move |premises| premises.standing(role)).await?;
    let place = app.premises.place(role);
    let (title, name, body) = match standing {
        Standing::Bare => {
            let title = words.say("make-title");
            (title, String::new(), make::make(words, role, &place, (&make::Typed::default(), wrong)))
        }
        Standing::Founded(card) => match room.arrived() {
            None => (words.say("join-title"), card.name.clone(), join::send(words, &card, wrong)),
            Some(files) => {
                (words.say("compare-title"), card.name.clone(), join::compare(words, &card, &files, wrong))
            }
        },
        Standing::Joined(card) => {
            (words.say("unlock-title"), card.name.clone(), unlock_form(words, &card, &place, wrong))
        }
    };
    let frame = Frame { of: Some((role, &name)), ..Frame::plain(&title) };
    Ok(page(words, &frame, &body).into_response())
}

/// A passphrase as it is typed.
#[derive(Deserialize)]
pub(crate) struct Guessed {
    passphrase: String,
}

impl Drop for Guessed {
    fn drop(&mut self) {
        self.passphrase.zeroize();
    }
}

/// Where the first day stands.
fn steps(words: &Words, at: usize) -> Markup {
    let all = [words.say("steps-make"), words.say("steps-send"), words.say("steps-join")];
    html! {
        ol.steps aria-label=(words.say("steps")) {
            @for (number, text) in (0..).zip(all) {
                li.done[number < at] aria-current=[(number == at).then_some("step")] { (text) }
            }
        }
    }
}

fn unlock_form(words: &Words, card: &Card, place: &str, wrong: Option<&str>) -> Markup {
    html! {
        h1 { (words.with("unlock-of", &[("name", card.name.as_str().into())])) }
        p.lead { (words.say("unlock-lead")) }
        (alert(wrong))
        form.column method="post" action={ "/" (card.role.word()) "/unlock" } {
            label for="passphrase" { (words.say("unlock-passphrase")) }
            input id="passphrase" name="passphrase" type="password" required autocomplete="current-password" autofocus;
            p.hint { (words.with("unlock-place", &[("place", place.into())])) }
            p { button.main type="submit" { (words.say("unlock-do")) } }
        }
    }
}

/// A file that is sent to the coordinator.
pub(crate) async fn handout(asker: Asker, Path((role, name)): Path<(String, String)>) -> Answer {
    let own = asker.app.room(&role)?.role;
    let all = ask(&asker.app, move |premises| premises.handouts(own)).await?;
    let found = all
        .into_iter()
        .find(|file| file.name.rsplit('.').nth(1) == Some(name.as_str()))
        .ok_or(Refusal::Nowhere)?;
    Ok(download(&found.name, "application/octet-stream", found.bytes))
}

/// An answer that is saved under a name.
pub(crate) fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name: String = name.chars().map(plain).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}

/// Open the office, and read the log.
pub(crate) async fn unlock(asker: Asker, Path(role): Path<String>, Form(mut typed): Form<Guessed>) -> Answer {
    let Asker { app, .. } = &asker;
    let room = app.room(&role)?;
    if !room.is_open() {
        let passphrase = Zeroizing::new(std::mem::take(&mut typed.passphrase));
        let own = room.role;
        let nobody = Arc::new(Silent { yes: false });
        match ask(app, move |premises| premises.open(own, &passphrase, nobody)).await {
            Ok(session) => room.keep(session).await,
            Err(why) => return front(&asker, room, Some(&why.to_string())).await,
        }
    }
    refreshed(room)
}

/// Read the log again.
pub(crate) async fn refresh(asker: Asker, Path(role): Path<String>) -> Answer {
    refreshed(asker.app.room(&role)?)
}

fn refreshed(room: &Arc<Room>) -> Answer {
    match room.role {
        Role::Member => member::read(room)?,
        Role::Trustee => trustee::read(room)?,
        Role::Coordinator => coordinator::read(room)?,
        _ => return Err(Refusal::Nowhere),
    }
    Ok(to(&format!("/{}/work", room.role.word())))
}

/// Shut the office.
pub(crate) async fn lock(asker: Asker, Path(role): Path<String>) -> Answer {
    let room = asker.app.room(&role)?;
    if room.is_busy() {
        return Err(Refusal::Busy(room.role));
    }
    room.shut().await;
    Ok(to("/"))
}
