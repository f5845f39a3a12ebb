//! The first page of a trustee: what is due, in ceremonies and in rounds.

use super::board::{Board, word};
use crate::app::Asker;
use crate::office;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::standing::{badge, read};
use crate::texts::Words;
use crate::told;
use crate::when::date;
use axum::response::IntoResponse;
use intertally_core::party::Instant;
use intertally_roles::Role;
use intertally_roles::trustee::{BackedUp, Due, TrusteeRound};
use maud::{Markup, html};

/// The page.
pub(crate) async fn show(asker: Asker) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Trustee.word())?;
    if !room.is_open() {
        return office::front(&asker, room, None).await;
    }
    if room.is_busy() {
        return Err(Refusal::Busy(room.role));
    }
    let title = words.say("due-title");
    let name = room.name();
    let frame = Frame::open(&title, (Role::Trustee, &name), Here::Rounds);
    let Some(board) = room.trustee.get() else {
        let body = html! { h1 { (title) } p { (words.say("rounds-unread")) } (read(words, room.role, None)) };
        return Ok(page(words, &frame, &body).into_response());
    };
    let now = room.look(async |session| Ok(session.now())).await?;
    let latest = board.status.rounds.iter().rev();
    let body = html! {
        h1 { (title) }
        (read(words, room.role, Some((now, board.read))))
        (reminder(words, &board, now))
        (ceremonies(words, &board))
        @if board.status.rounds.is_empty() { section.note { p { (words.say("due-no-round")) } } }
        ul.cards { @for round in latest { li.card { (card(words, round)) } } }
    };
    Ok(page(words, &frame, &body).into_response())
}

/// What is to be said of the backup, if anything.
fn reminder(words: &Words, board: &Board, now: Instant) -> Markup {
    let holds = board.status.ceremonies.iter().any(|one| one.status.keys > 0);
    let text = match board.status.backup {
        BackedUp::Never if holds => words.say("backup-never"),
        BackedUp::Before(at) => {
            words.with("backup-before", &[("when", crate::when::from_now(words, now, at).into())])
        }
        _ => return html! {},
    };
    html! {
        p.warning { (text) " " a href="/trustee/backup" { (words.say("backup-go")) } }
    }
}

fn ceremonies(words: &Words, board: &Board) -> Markup {
    let (proposals, all) = (&board.status.proposals, &board.status.ceremonies);
    html! {
        @if !proposals.is_empty() || !all.is_empty() {
            section {
                h2 { (words.say("ceremonies-title")) }
                @for proposal in proposals {
                    @let (t, n) = proposal.committee;
                    h3 { (words.say("proposal-title")) }
                    p { (words.with("proposal-text", &[("t", t.into()), ("n", n.into()), ("keys", proposal.keys.into()),
                        ("by", date(words, proposal.commit_by).into())])) }
                }
                @if !all.is_empty() {
                    ul.plain { @for one in all.iter().rev() {
                        @let (t, n) = one.status.committee;
                        li {
                            b { (words.with("ceremony-line", &[("t", t.into()), ("n", n.into())])) } ": " (told::ceremony(words, &one.status.standing))
                            @if one.status.keys > 0 {
                                br; span.hint { (words.with("ceremony-keys", &[("n", one.status.keys.into()), ("unused", one.status.unused.into())])) }
                            }
                        }
                    } }
                }
                @if board.ceremony_due() {
                    form method="post" action="/trustee/ceremonies" {
                        button.main type="submit" {
                            @if board.has_offer_due() { (words.say("ceremony-look")) } @else { (words.say("ceremony-do")) }
                        }
                    }
                } @else if !proposals.is_empty() {
                    p.hint { (words.say("ceremony-offered")) }
                } @else if all.iter().any(|one| one.is_open) {
                    p.hint { (words.say("ceremony-waits")) }
                }
            }
        }
    }
}

fn card(words: &Words, round: &TrusteeRound) -> Markup {
    let status = &round.status;
    html! {
        h2 { a href={ "/trustee/round/" (status.round) } { (status.name) } }
        p { (badge(words, status)) }
        p.state { (words.say(&format!("due-{}", word(round.due)))) }
        @if round.due == Due::Nothing && !round.has_erased {
            p.hint { (words.say("due-others")) }
        }
    }
}
