//! Joining: two files go to the coordinator, three come back, and fingerprints are compared before they are taken in.

use super::{ask, front, steps, to};
use crate::app::Asker;
use crate::page::alert;
use crate::premises::Joining;
use crate::qr::code;
use crate::refusal::Answer;
use crate::texts::Words;
use crate::upload::files;
use axum::extract::{Form, Multipart, Path};
use intertally_roles::{Card, Directory};
use maud::{Markup, html};
use serde::Deserialize;

/// The fingerprint of a card in its groups; if its keys are none, what is wrong with it.
fn fingerprint(card: &Card) -> Markup {
    let text = match card.fingerprint() {
        Ok(text) => text,
        Err(why) => return html! { (why) },
    };
    html! {
        span.fingerprint { @for group in text.split(' ') { span { (group) } " " } }
    }
}

/// What is sent, and where what comes back is given.
pub(super) fn send(words: &Words, card: &Card, wrong: Option<&str>) -> Markup {
    let role = card.role.word();
    let file = |name: &'static str, label: String, accept: &'static str| {
        html! {
            label for=(name) { (label) }
            input id=(name) name=(name) type="file" accept=(accept) required;
        }
    };
    html! {
        h1 { (words.say("join-title")) }
        (steps(words, 1))
        section {
            h2 { (words.say("join-send")) }
            p { (words.say("join-send-text")) }
            p.row {
                a.button href={ "/" (role) "/handout/card" } download { (words.say("join-card")) }
                a.button href={ "/" (role) "/handout/request" } download { (words.say("join-request")) }
            }
            p { (words.say("join-read")) }
            div.aloud {
                p { (fingerprint(card)) }
                @if let Ok(text) = card.fingerprint() {
                    figure {
                        (code(&format!("{role} {}: {text}", card.name), &words.with("join-code", &[("text", text.as_str().into())])))
                        figcaption.hint { (words.say("join-code-text")) }
                    }
                }
            }
        }
        section {
            h2 { (words.say("join-back")) }
            p { (words.say("join-back-text")) }
            (alert(wrong))
            form.column method="post" action={ "/" (role) "/arrived" } enctype="multipart/form-data" {
                (file("directory", words.say("join-directory"), ".toml"))
                (file("authority", words.say("join-authority"), ".pem,.crt"))
                (file("certificate", words.say("join-certificate"), ".pem,.crt"))
                p { button.main type="submit" { (words.say("join-next")) } }
            }
        }
    }
}

/// The fingerprints of what came back.
pub(super) fn compare(words: &Words, card: &Card, files: &Joining, wrong: Option<&str>) -> Markup {
    let role = card.role.word();
    let parties =
        Directory::parse("directory.toml", &files.directory).map(|all| all.party).unwrap_or_default();
    html! {
        h1 { (words.say("compare-title")) }
        (steps(words, 2))
        p.lead { (words.say("compare-lead")) }
        (alert(wrong))
        div.wide tabindex="0" role="region" aria-label=(words.say("compare-title")) { table.stack {
            caption.unseen { (words.say("compare-title")) }
            thead { tr {
                th scope="col" { (words.say("compare-role")) }
                th scope="col" { (words.say("compare-name")) }
                th scope="col" { (words.say("compare-fingerprint")) }
            } }
            tbody {
                @for party in &parties {
                    tr.own[party == card] {
                        td { (words.say(&format!("role-{}", party.role.word()))) }
                        th scope="row" { (party.name) @if party == card { " " span.badge { (words.say("compare-own")) } } }
                        td { (fingerprint(party)) }
                    }
                }
            }
        } }
        form method="post" action={ "/" (role) "/join" } {
            p.check {
                input type="checkbox" id="compared" name="compared" value="yes" required;
                label for="compared" { (words.say("compare-yes")) }
            }
            p.row {
                button.main type="submit" { (words.say("compare-do")) }
                button type="submit" name="back" value="yes" formnovalidate { (words.say("compare-back")) }
            }
        }
    }
}

/// The files that came back: kept until their fingerprints are compared.
pub(crate) async fn arrived(asker: Asker, Path(role): Path<String>, form: Multipart) -> Answer {
    let room = asker.app.room(&role)?;
    let mut all = files(form).await?;
    let mut take = |name: &str| all.remove(name).map(|file| file.bytes.to_vec());
    let taken = (take("directory"), take("authority"), take("certificate"));
    let (Some(directory), Some(authority), Some(certificate)) = taken else {
        return front(&asker, room, Some(&asker.words.say("join-lacks"))).await;
    };
    if let Err(why) = Directory::parse("directory.toml", &directory) {
        return front(&asker, room, Some(&why.to_string())).await;
    }
    room.set_arrived(Some(Joining { directory, authority, certificate }));
    Ok(to(&format!("/{role}")))
}

/// What the form under the fingerprints says.
#[derive(Deserialize)]
pub(crate) struct Compared {
    compared: Option<String>,
    back: Option<String>,
}

/// Take the files in, once the fingerprints are compared.
pub(crate) async fn join(asker: Asker, Path(role): Path<String>, Form(said): Form<Compared>) -> Answer {
    let room = asker.app.room(&role)?;
    let Some(files) = room.arrived().filter(|_| said.back.is_none()) else {
        room.set_arrived(None);
        return Ok(to(&format!("/{role}")));
    };
    if said.compared.is_none() {
        return Ok(to(&format!("/{role}")));
    }
    let own = room.role;
    let joined = ask(&asker.app, move |premises| premises.join(own, &files)).await;
    room.set_arrived(None);
    match joined {
        Ok(()) => Ok(to(&format!("/{role}"))),
        Err(why) => front(&asker, room, Some(&why.to_string())).await,
    }
}
