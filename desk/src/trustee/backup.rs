//! The backup of a trustee as a file, and an office made from one.

use crate::app::Asker;
use crate::office::{ask, download};
use crate::page::{Frame, Here, alert, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::upload::fields;
use crate::when::from_now;
use axum::extract::{Form, Multipart};
use axum::response::{IntoResponse, Redirect};
use intertally_core::party::Instant;
use intertally_roles::Role;
use intertally_roles::trustee::{BackedUp, TrusteeStatus, note_backup, status};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

/// The page.
pub(crate) async fn show(asker: Asker) -> Answer {
    shown(&asker, None).await
}

async fn shown(asker: &Asker, wrong: Option<&str>) -> Answer {
    let Asker { app, words } = asker;
    app.tabs.asked();
    let room = app.room(Role::Trustee.word())?;
    let board = room.trustee.get().ok_or(Refusal::Shut(room.role))?;
    let now = room.look(async |session| Ok(session.now())).await?;
    let title = words.say("backup-title");
    let body = html! {
        h1 { (title) }
        p.lead { (words.say("backup-lead")) }
        (state(words, &board.status, now))
        (alert(wrong))
        section {
            h2 { (words.say("backup-make")) }
            form.column method="post" action="/trustee/backup" autocomplete="off" {
                label for="passphrase" { (words.say("backup-passphrase")) }
                p.hint id="passphrase-hint" { (words.say("backup-passphrase-hint")) }
                (new_passphrase(words))
                p { button.main type="submit" { (words.say("backup-do")) } }
            }
        }
        section.note {
            h2 { (words.say("backup-when")) }
            p { (words.say("backup-when-text")) }
            p { (words.say("backup-after")) }
        }
    };
    let frame = Frame::open(&title, (Role::Trustee, &board.status.name), Here::Backup);
    Ok(page(words, &frame, &body).into_response())
}

/// Two fields of a passphrase that is made now, with its strength.
fn new_passphrase(words: &Words) -> Markup {
    html! {
        input id="passphrase" name="passphrase" type="password" required minlength="12"
            autocomplete="new-password" aria-describedby="passphrase-hint strength"
            hx-post="/strength" hx-params="passphrase" hx-trigger="input changed delay:250ms" hx-target="#strength";
        p.strength id="strength" role="status" {}
        label for="again" { (words.say("make-again")) }
        input id="again" name="again" type="password" required autocomplete="new-password";
    }
}

fn state(words: &Words, status: &TrusteeStatus, now: Instant) -> Markup {
    let told = |at: Instant| [("when", from_now(words, now, at).into())];
    match status.backup {
        BackedUp::Never => html! { p.warning { (words.say("backup-never")) } },
        BackedUp::Before(at) => html! { p.warning { (words.with("backup-before", &told(at))) } },
        BackedUp::Whole(at) => html! { p.same { (words.with("backup-whole", &told(at))) } },
    }
}

/// A passphrase that is typed twice. Wiped when it is dropped.
#[derive(Deserialize)]
pub(crate) struct Twice {
    passphrase: String,
    again: String,
}

impl Drop for Twice {
    fn drop(&mut self) {
        self.passphrase.zeroize();
        self.again.zeroize();
    }
}

/// Make the backup, and give it to be saved. That it was made is noted in the vault.
pub(crate) async fn save(asker: Asker, Form(mut typed): Form<Twice>) -> Answer {
    if typed.passphrase != typed.again {
        return shown(&asker, Some(&asker.words.say("make-differ"))).await;
    }
    let passphrase = Zeroizing::new(std::mem::take(&mut typed.passphrase));
    let (app, room) = (Arc::clone(&asker.app), Arc::clone(asker.app.room(Role::Trustee.word())?));
    let premises = Arc::clone(&app.premises);
    let made = room.look(async move |session| {
        let made = premises.backup(session, passphrase)?;
        note_backup(&session.shelf, &*session.vault, session.now())?;
        Ok(made)
    });
    match made.await {
        Ok(file) => {
            // The reminder goes by the log as it was read last; nothing else has changed.
            let place = Arc::clone(&room);
            let looked = room.look(async move |session| {
                let synced = session.sync().await?;
                status(&synced).await.map(|status| (synced.now(), status))
            });
            if let Ok((read, status)) = looked.await {
                place.trustee.put(Some(super::Board { read, status }));
            }
            Ok(download(&file.name, "application/octet-stream", file.bytes))
        }
        Err(Refusal::Role(why)) => shown(&asker, Some(&why.to_string())).await,
        Err(other) => Err(other),
    }
}

/// The form that makes an office from a backup.
pub(crate) async fn restore_form(asker: Asker) -> Answer {
    Ok(restoring(&asker, None))
}

fn restoring(asker: &Asker, wrong: Option<&str>) -> axum::response::Response {
    let Asker { app, words } = asker;
    app.tabs.asked();
    let title = words.say("restore-title");
    let place = app.premises.place(Role::Trustee);
    let body = html! {
        h1 { (title) }
        p.lead { (words.say("restore-lead")) }
        (alert(wrong))
        form.column method="post" action="/trustee/restore" enctype="multipart/form-data" autocomplete="off" {
            label for="backup" { (words.say("restore-file")) }
            input id="backup" name="backup" type="file" required;
            label for="of-backup" { (words.say("restore-of-backup")) }
            input id="of-backup" name="of-backup" type="password" required autocomplete="off";
            label for="passphrase" { (words.say("restore-own")) }
            p.hint id="passphrase-hint" { (words.say("make-passphrase-hint")) }
            (new_passphrase(words))
            p.warning { (words.say("restore-means")) }
            p.hint { (words.with("make-place", &[("place", place.into())])) }
            p { button.main type="submit" { (words.say("restore-do")) } }
        }
    };
    let frame = Frame { of: Some((Role::Trustee, "")), ..Frame::plain(&title) };
    page(words, &frame, &body).into_response()
}

/// Make an office from a backup.
pub(crate) async fn restore(asker: Asker, form: Multipart) -> Answer {
    let (mut files, mut typed) = fields(form).await?;
    let file = files.remove("backup").ok_or(Refusal::Form)?;
    let mut take = |name: &str| typed.remove(name).unwrap_or_default();
    let (backup, own, again) = (take("of-backup"), take("passphrase"), take("again"));
    if *own != *again {
        return Ok(restoring(&asker, Some(&asker.words.say("make-differ"))));
    }
    let made = ask(&asker.app, move |premises| premises.restore(&file.bytes, (&backup, &own))).await;
    match made {
        Ok(()) => Ok(Redirect::to("/trustee").into_response()),
        Err(why) => Ok(restoring(&asker, Some(&why.to_string()))),
    }
}
