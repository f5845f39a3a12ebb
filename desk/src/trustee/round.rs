//! One round of a trustee: what is asked of it, for whom, what happens at the button, and what the others have done.

use super::board::word;
use crate::app::Asker;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::standing::{badge, failed, read, spare, trustees};
use crate::texts::Words;
use crate::when::date;
use axum::extract::Path;
use axum::response::IntoResponse;
use intertally_roles::Role;
use intertally_roles::trustee::{Due, TrusteeRound};
use maud::{Markup, html};

/// The page.
pub(crate) async fn show(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Trustee.word())?;
    let now = room.look(async |session| Ok(session.now())).await?;
    let board = room.trustee.get().ok_or(Refusal::Shut(room.role))?;
    let round = board.round(&id)?;
    let status = &round.status;
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) { a href="/trustee" { (words.say("due-title")) } }
        h1 { (status.name) }
        p { (badge(words, status)) }
        (read(words, room.role, Some((now, board.read))))
        (failed(words, status))
        (spare(words, status))
        (step(words, round))
        (facts(words, round))
        section {
            h2 { (words.say("trustees-title")) }
            (trustees(words, &status.trustees))
        }
    };
    let frame = Frame::open(&status.name, (Role::Trustee, &board.status.name), Here::Rounds);
    Ok(page(words, &frame, &body).into_response())
}

/// The step that is due, with what its button does.
fn step(words: &Words, round: &TrusteeRound) -> Markup {
    let (id, due) = (&round.status.round, word(round.due));
    let title = words.say(&format!("due-{due}"));
    let text = words.say(&format!("due-{due}-text"));
    match round.due {
        Due::Nothing if round.has_erased => html! {
            section.good { h2 { (words.say("due-erased")) } p { (words.say("due-erased-text")) } }
        },
        Due::Nothing => html! { section.note { h2 { (title) } p { (text) } } },
        Due::Lost | Due::Older => html! { section.alert { h2 { (title) } p { (text) } } },
        Due::Erase => html! {
            section {
                h2 { (title) }
                p { (text) }
                p { a.button href={ "/trustee/round/" (id) "/erase" } { (words.say("do-erase")) } }
            }
        },
        Due::Rehearse | Due::State | Due::Counts | Due::Totals => html! {
            section.send {
                h2 { (title) }
                p { (text) }
                form method="post" action={ "/trustee/round/" (id) "/step" } {
                    input type="hidden" name="step" value=(due);
                    button.main type="submit" { (words.say(&format!("do-{due}"))) }
                }
            }
        },
    }
}

fn facts(words: &Words, round: &TrusteeRound) -> Markup {
    let status = &round.status;
    let in_and_missing = status.submitted.len().saturating_add(status.missing.len());
    let of = |n: usize, all: usize| words.with("ask-of", &[("n", n.into()), ("all", all.into())]);
    let needed = |n: usize, need: u8| words.with("needed", &[("n", n.into()), ("need", need.into())]);
    let (counts, totals, threshold) = status.shares;
    html! {
        dl.facts {
            dt { (words.say("fact-members-in")) } dd { (of(status.submitted.len(), in_and_missing)) }
            dt { (words.say("fact-deadline")) } dd { (date(words, status.deadline_at)) }
            dt { (words.say("trustees-rehearsed")) } dd { (needed(status.rehearsed.0, status.rehearsed.1)) }
            dt { (words.say("trustees-stated")) } dd { (needed(status.statements.0, status.statements.1)) }
            dt { (words.say("trustees-counts")) } dd { (needed(counts, threshold)) }
            dt { (words.say("trustees-totals")) } dd { (needed(totals, threshold)) }
            dt { (words.say("trustees-erased")) } dd { (of(round.erased, status.trustees.len())) }
            dt { (words.say("fact-id")) }
            dd { code { (status.round.get(..16).unwrap_or_default()) } br; span.hint { (words.say("fact-id-trustee")) } }
        }
    }
}
