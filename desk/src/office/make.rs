//! Making an office: its name, the server, a passphrase with its strength.

use super::{Guessed, ask, steps, to};
use crate::app::Asker;
use crate::page::{Frame, alert, page};
use crate::premises::NewOffice;
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use axum::extract::{Form, Path};
use axum::response::{Html, IntoResponse};
use intertally_roles::{Role, RoleError};
use maud::{Markup, html};
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

/// Characters of a passphrase that are looked at when its strength is told.
const LOOKED_AT: usize = 100;

/// What was typed into the form of a new office. The passphrase is wiped when this is dropped.
#[derive(Default, Deserialize)]
pub(crate) struct Typed {
    name: String,
    server: String,
    passphrase: String,
    again: String,
}

impl Drop for Typed {
    fn drop(&mut self) {
        self.passphrase.zeroize();
        self.again.zeroize();
    }
}

/// The form.
pub(super) fn make(words: &Words, role: Role, place: &str, (typed, wrong): (&Typed, Option<&str>)) -> Markup {
    let (label, hint) = if role == Role::Member {
        (words.say("make-area"), words.say("make-area-hint"))
    } else {
        (words.say("make-name"), words.say("make-name-hint"))
    };
    html! {
        h1 { (words.say("make-title")) }
        (steps(words, 0))
        p.lead { (words.say("make-lead")) }
        (alert(wrong))
        form.column method="post" action={ "/" (role.word()) "/found" } autocomplete="off" {
            label for="name" { (label) }
            p.hint id="name-hint" { (hint) }
            input id="name" name="name" required maxlength="64" aria-describedby="name-hint" value=(typed.name)
                autocapitalize="characters" spellcheck="false";
            label for="server" { (words.say("make-server")) }
            p.hint id="server-hint" { (words.say("make-server-hint")) }
            input id="server" name="server" type="url" required aria-describedby="server-hint" value=(typed.server)
                placeholder="https://tally.example.org:7443" spellcheck="false";
            label for="passphrase" { (words.say("make-passphrase")) }
            p.hint id="passphrase-hint" { (words.say("make-passphrase-hint")) }
            input id="passphrase" name="passphrase" type="password" required minlength="12"
                autocomplete="new-password" aria-describedby="passphrase-hint strength"
                hx-post="/strength" hx-params="passphrase" hx-trigger="input changed delay:250ms" hx-target="#strength";
            p.strength id="strength" role="status" {}
            label for="again" { (words.say("make-again")) }
            input id="again" name="again" type="password" required autocomplete="new-password";
            p.warning { (words.say("make-lost")) }
            p.hint { (words.with("make-place", &[("place", place.into())])) }
            p { button.main type="submit" { (words.say("make-do")) } }
        }
        @if role == Role::Trustee { p { a href="/trustee/restore" { (words.say("restore-go")) } } }
    }
}

/// How hard a passphrase is to guess, while it is typed.
pub(crate) async fn strength(asker: Asker, Form(mut typed): Form<Guessed>) -> Answer {
    let passphrase = Zeroizing::new(std::mem::take(&mut typed.passphrase));
    let looked = tokio::task::spawn_blocking(move || {
        let start: Zeroizing<String> = Zeroizing::new(passphrase.chars().take(LOOKED_AT).collect());
        (!start.is_empty()).then(|| u8::from(zxcvbn::zxcvbn(&start, &["intertally"]).score()))
    });
    let score = looked.await.map_err(|_| Refusal::Role(RoleError::Dropped))?;
    let Some(score) = score else { return Ok(Html(String::new()).into_response()) };
    let text = asker.words.say(&format!("strength-{score}"));
    let made =
        html! { meter min="0" max="4" low="2" high="3" optimum="4" value=(score) { (score) } " " (text) };
    Ok(Html(made.into_string()).into_response())
}

/// Make an office.
pub(crate) async fn found(asker: Asker, Path(role): Path<String>, Form(mut typed): Form<Typed>) -> Answer {
    let Asker { app, words } = &asker;
    let room = app.room(&role)?;
    let passphrase = Zeroizing::new(std::mem::take(&mut typed.passphrase));
    let made = if *passphrase == typed.again {
        let new = NewOffice {
            role: room.role,
            name: typed.name.trim().to_owned(),
            server: typed.server.trim().to_owned(),
            passphrase,
        };
        ask(app, move |premises| premises.found(&new)).await.map_err(|why| why.to_string())
    } else {
        Err(words.say("make-differ"))
    };
    let Err(wrong) = made else { return Ok(to(&format!("/{role}"))) };
    let (title, place) = (words.say("make-title"), app.premises.place(room.role));
    let body = make(words, room.role, &place, (&typed, Some(&wrong)));
    Ok(page(words, &Frame { of: Some((room.role, "")), ..Frame::plain(&title) }, &body).into_response())
}
