//! Ceremonies: the keys that there are, a proposal, who has offered, beginning it and taking it back.

use super::board::Board;
use super::{on, placed};
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::page::{Here, alert, page};
use crate::refusal::{Answer, Refusal};
use crate::standing::read;
use crate::texts::Words;
use crate::told;
use crate::when::date;
use crate::work::{End, Task};
use axum::extract::Form;
use axum::response::IntoResponse;
use intertally_core::opening::statement::quorum;
use intertally_roles::Role;
use intertally_roles::coordinator::{Convened, Terms, convene, propose as proposed, take_back};
use intertally_roles::person::Question;
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY: i64 = 86_400_000;

/// The page.
pub(crate) async fn show(asker: Asker) -> Answer {
    shown(&asker, None).await
}

async fn shown(asker: &Asker, wrong: Option<&str>) -> Answer {
    let Asker { app, words } = asker;
    app.tabs.asked();
    let room = app.room(Role::Coordinator.word())?;
    let now = room.look(async |session| Ok(session.now())).await?;
    let board = room.coordinator.board().ok_or(Refusal::Shut(room.role))?;
    let title = words.say("ceremonies-title");
    let body = html! {
        h1 { (title) }
        p.lead { (words.say("ceremony-lead")) }
        (read(words, room.role, Some((now, board.read))))
        (proposal(words, &board))
        @if !board.ceremonies.is_empty() {
            section {
                h2 { (words.say("ceremonies-held")) }
                ul.plain { @for one in board.ceremonies.iter().rev() {
                    @let (t, n) = one.committee;
                    li {
                        b { (words.with("ceremony-line", &[("t", t.into()), ("n", n.into())])) } ": " (told::ceremony(words, &one.standing))
                        @if one.keys > 0 {
                            br; span.hint { (words.with("ceremony-keys", &[("n", one.keys.into()), ("unused", one.unused.into())])) }
                        }
                    }
                } }
            }
        }
        @if board.proposals.is_empty() { (form(words, &board, wrong)) } @else { (alert(wrong)) }
    };
    Ok(page(words, &board.frame(&title, Here::Ceremonies), &body).into_response())
}

/// The proposal that waits: who has offered, and what can be done with it.
fn proposal(words: &Words, board: &Board) -> Markup {
    let Some(proposal) = board.proposals.last() else { return html! {} };
    let (t, n) = proposal.committee;
    let names = |offered: bool| {
        let all = proposal.trustees.iter().filter(|(_, own)| *own == offered).map(|(name, _)| name.as_str());
        all.collect::<Vec<_>>().join(", ")
    };
    let (there, missing) = (names(true), names(false));
    html! {
        section.send {
            h2 { (words.say("proposal-title")) }
            p { (words.with("proposal-text", &[("t", t.into()), ("n", n.into()), ("keys", proposal.keys.into()),
                ("by", date(words, proposal.commit_by).into())])) }
            dl.facts {
                dt { (words.say("proposal-offered")) } dd { @if there.is_empty() { "–" } @else { (there) } }
                dt { (words.say("proposal-missing")) } dd { @if missing.is_empty() { "–" } @else { (missing) } }
            }
            @if missing.is_empty() {
                form method="post" action="/coordinator/ceremony/begin" {
                    button.main type="submit" { (words.say("do-begin")) }
                }
            } @else {
                p { (words.say("proposal-wait")) }
            }
            form.inline method="post" action="/coordinator/ceremony/take-back" {
                button.quiet type="submit" { (words.say("do-take-back")) }
            }
        }
    }
}

/// The form of a new proposal.
fn form(words: &Words, board: &Board, wrong: Option<&str>) -> Markup {
    let n = u8::try_from(board.trustees.len()).unwrap_or(u8::MAX);
    let threshold = n / 2 + 1;
    let there = || {
        let need = quorum(n, threshold);
        words.with("propose-hint", &[("n", n.into()), ("t", threshold.into()), ("q", need.into())])
    };
    html! {
        section {
            h2 { (words.say("propose-title")) }
            (alert(wrong))
            form.column method="post" action="/coordinator/ceremony/propose" {
                label for="threshold" { (words.say("propose-threshold")) }
                p.hint id="threshold-hint" { (there()) }
                input id="threshold" name="threshold" type="number" required min="1" max=(n) value=(threshold)
                    aria-describedby="threshold-hint";
                label for="keys" { (words.say("propose-keys")) }
                p.hint id="keys-hint" { (words.say("propose-keys-hint")) }
                input id="keys" name="keys" type="number" required min="1" max="64" value="4" aria-describedby="keys-hint";
                label for="days" { (words.say("propose-days")) }
                p.hint id="days-hint" { (words.say("propose-days-hint")) }
                input id="days" name="days" type="number" required min="1" max="60" value="2" aria-describedby="days-hint";
                details {
                    summary { (words.say("propose-not-leading")) }
                    p.hint { (words.say("propose-not-leading-hint")) }
                    @for (at, name) in board.trustees.iter().enumerate() {
                        p.check {
                            input type="checkbox" id={ "not-leading-" (at) } name={ "not-leading:" (name) } value="yes";
                            label for={ "not-leading-" (at) } { (name) }
                        }
                    }
                }
                p { button.main type="submit" { (words.say("do-propose")) } }
            }
        }
    }
}

/// Put a proposal up.
pub(crate) async fn propose(asker: Asker, Form(typed): Form<BTreeMap<String, String>>) -> Answer {
    let room = asker.app.room(Role::Coordinator.word())?;
    let number = |name: &str| typed.get(name).and_then(|text| text.trim().parse::<u32>().ok());
    let (threshold, keys, days) = (number("threshold"), number("keys"), number("days"));
    let threshold = threshold.and_then(|number| u8::try_from(number).ok());
    let (Some(threshold), Some(keys), Some(days)) = (threshold, keys, days) else {
        return shown(&asker, Some(&asker.words.say("propose-numbers"))).await;
    };
    let named = typed.keys().filter_map(|name| name.strip_prefix("not-leading:")).map(str::to_owned);
    let terms = Terms {
        threshold,
        keys,
        steps_ms: i64::from(days).saturating_mul(DAY),
        not_leading: named.collect(),
    };
    let place = Arc::clone(room);
    room.begin(
        (Task::Proposing, "/coordinator/ceremony".to_owned(), Agreed::default()),
        async move |session| {
            let mut session = session.sync().await?;
            proposed(&mut session, &terms).await?;
            place.coordinator.put_up(Board::of(&session).await?);
            Ok(End::Go)
        },
    )?;
    Ok(on())
}

/// Begin the ceremony, once all have offered.
pub(crate) async fn begin(asker: Asker) -> Answer {
    let room = asker.app.room(Role::Coordinator.word())?;
    let place = Arc::clone(room);
    room.begin(
        (Task::Beginning, "/coordinator/ceremony".to_owned(), Agreed::default()),
        async move |session| {
            let mut session = session.sync().await?;
            let begun = convene(&mut session).await?;
            place.coordinator.put_up(Board::of(&session).await?);
            Ok(match begun {
                Convened::Begun(_) => End::Go,
                Convened::Waits { missing } => End::Waits(missing),
            })
        },
    )?;
    Ok(on())
}

/// Take the proposal back.
pub(crate) async fn back(asker: Asker) -> Answer {
    let (room, board) = placed(&asker.app)?;
    let proposal = board.proposals.last().ok_or(Refusal::Stale)?;
    // Nothing is lost but offers, which are made anew; the page has shown whose.
    let trustees = proposal.trustees.iter().map(|(name, _)| name.clone()).collect();
    let agreed = Agreed::to(Question::TakeBack { trustees });
    let place = Arc::clone(room);
    room.begin((Task::TakingBack, "/coordinator/ceremony".to_owned(), agreed), async move |session| {
        let mut session = session.sync().await?;
        take_back(&mut session).await?;
        place.coordinator.put_up(Board::of(&session).await?);
        Ok(End::Go)
    })?;
    Ok(on())
}
