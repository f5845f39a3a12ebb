//! Receipts: what the log promised this office, and whether it shows it.

use crate::app::Asker;
use crate::office::download;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::told;
use crate::when::date;
use axum::extract::Path;
use axum::response::IntoResponse;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::party::{Instant, RoundId};
use intertally_roles::member::received;
use intertally_roles::{Result, Role, Session};
use maud::{Markup, html};

/// One receipt.
pub(super) struct Kept {
    height: u64,
    what: Kind,
    at: Instant,
    round: String,
    holds: bool,
    in_log: bool,
}

/// Receipts of a round, or all of them, as the copy of the log here has their events.
pub(super) fn kept(session: &Session, round: Option<RoundId>) -> Result<Vec<Kept>> {
    let shown = |event: &Event| {
        let at = usize::try_from(event.height).unwrap_or(usize::MAX);
        Ok(session.mirror.events.get(at).is_some_and(|(own, _)| own == event))
    };
    let all = received(session, shown)?.into_iter();
    let wanted = all.filter(|one| round.is_none_or(|id| one.event.signed.claim.scope == Scope::Round(id)));
    let name = |event: &Event| match event.signed.claim.scope {
        Scope::Round(id) => session.mirror.fold.round(&id).map(|round| round.manifest().name.clone()),
        Scope::Ceremony(_) => None,
    };
    let line = |one: intertally_roles::member::Received| Kept {
        height: one.event.height,
        what: one.event.signed.claim.kind,
        at: one.event.at,
        round: name(&one.event).unwrap_or_default(),
        holds: one.holds,
        in_log: one.in_log,
    };
    Ok(wanted.map(line).collect())
}

/// Receipts as a table.
pub(super) fn list(words: &Words, all: &[Kept]) -> Markup {
    let word = |one: &Kept| match (one.holds, one.in_log) {
        (true, true) => html! { span.badge.good { (words.say("receipt-good")) } },
        (false, _) => html! { span.badge.bad { (words.say("receipt-worthless")) } },
        (true, false) => html! { span.badge.bad { (words.say("receipt-broken")) } },
    };
    let [event, what, at] = [words.say("receipt-event"), words.say("receipt-what"), words.say("receipt-at")];
    let (state, file) = (words.say("receipt-state"), words.say("receipt-file"));
    html! {
        div.wide tabindex="0" role="region" aria-label=(words.say("receipts-title")) { table.stack {
            caption.unseen { (words.say("receipts-title")) }
            thead { tr {
                @for head in [&event, &what, &at, &state, &file] { th scope="col" { (head) } }
            } }
            tbody { @for one in all {
                tr {
                    th scope="row" data-label=(event) { (one.height) }
                    td data-label=(what) { (told::event(words, one.what)) @if !one.round.is_empty() { br; span.hint { (one.round) } } }
                    td data-label=(at) { (date(words, one.at)) }
                    td data-label=(state) { (word(one)) }
                    td data-label=(file) { a href={ "/member/receipts/" (one.height) } download { (words.say("receipt-save")) } }
                }
            } }
        } }
    }
}

/// All receipts of the office.
pub(crate) async fn show(asker: Asker) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Member.word())?;
    let all = room.look(async |session| kept(session, None)).await?;
    let title = words.say("receipts-title");
    let body = html! {
        h1 { (title) }
        p.lead { (words.say("receipts-lead")) }
        @if all.is_empty() { section.note { p { (words.say("receipts-none")) } } } @else { (list(words, &all)) }
    };
    let name = room.name();
    let frame = Frame::open(&title, (Role::Member, &name), Here::Receipts);
    Ok(page(words, &frame, &body).into_response())
}

/// One receipt, as a file.
pub(crate) async fn save(asker: Asker, Path(height): Path<u64>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let found = room.look(async move |session| {
        let all = received(session, |_| Ok(true))?;
        let Some(one) = all.into_iter().find(|one| one.event.height == height) else { return Ok(None) };
        let bytes = session.shelf.need(&one.name)?.to_vec();
        Ok(Some((one.name, bytes)))
    });
    let (name, bytes) = found.await?.ok_or(Refusal::Nowhere)?;
    let name = name.rsplit('/').next().unwrap_or(&name).to_owned();
    Ok(download(&name, "application/octet-stream", bytes))
}
