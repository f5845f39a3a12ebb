//! The results of a round beside this office's own figures, kept in this machine's memory alone.

use super::held;
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::office::download;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::totals::{REPORT, SANDBOX, figure};
use crate::work::{End, Task};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use intertally_roles::Role;
use intertally_roles::member::{Beside, OwnLine, Results, range, results};
use maud::{Markup, html};
use std::sync::Arc;

/// Fetch the results; their page comes by itself.
pub(crate) async fn fetch(asker: Asker, Path(id): Path<String>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let place = Arc::clone(room);
    let next = format!("/member/round/{id}/results");
    room.begin((Task::Fetching, next, Agreed::default()), async move |session| {
        let Some(results) = results(&session.sync().await?, Some(&id)).await? else {
            return Ok(End::Said("results-early"));
        };
        held(&place.member.results).insert(id, Arc::new(results));
        Ok(End::Go)
    })?;
    Ok(Redirect::to("/member/work").into_response())
}

/// The results, if they were fetched; the button that fetches them otherwise.
pub(crate) async fn show(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Member.word())?;
    let board = room.member.board().ok_or(Refusal::Shut(room.role))?;
    let line = board.round(&id)?;
    let results = held(&room.member.results).get(&id).cloned();
    let title = words.with("results-of", &[("round", line.status.name.as_str().into())]);
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) {
            a href="/member" { (words.say("rounds-title")) }
            a href={ "/member/round/" (id) } { (line.status.name) }
        }
        h1 { (title) }
        @match &results {
            Some(results) => (shown(words, &id, results)),
            None => {
                p.lead { (words.say("results-fetch-text")) }
                form method="post" action={ "/member/round/" (id) "/results" } {
                    button.main type="submit" { (words.say("results-fetch")) }
                }
            },
        }
    };
    Ok(page(words, &Frame::open(&title, (Role::Member, &board.name), Here::Rounds), &body).into_response())
}

fn shown(words: &Words, id: &str, results: &Results) -> Markup {
    let (open, cells) = (results.open(), results.cells.len());
    let at = |name: &str| format!("/member/round/{id}/results/{name}");
    html! {
        p.lead { (words.with("results-open", &[("open", open.into()), ("cells", cells.into()), ("shut", cells.saturating_sub(open).into())])) }
        section {
            h2 { (words.say("results-files")) }
            ul {
                @for name in results.files.keys() {
                    li {
                        @if name == REPORT {
                            a href=(at(name)) target="_blank" rel="noopener" { (words.say("results-report")) }
                        } @else {
                            a href=(at(name)) download { (name) }
                        }
                    }
                }
            }
        }
        section {
            h2 { (words.say("results-beside")) }
            p { (words.say(if results.has_own { "results-own" } else { "results-no-own" })) }
            div.wide tabindex="0" role="region" aria-label=(words.say("results-beside")) { table.stack {
                caption.unseen { (words.with("results-of", &[("round", results.round.as_str().into())])) }
                thead { tr {
                    th scope="col" { (words.say("results-cell")) }
                    th.figure scope="col" { (words.say("results-total")) }
                    th.figure scope="col" { (words.say("results-mine")) }
                    th.figure scope="col" { (words.say("results-others")) }
                    th.figure scope="col" { (words.say("results-reporting")) }
                } }
                tbody { @for line in &results.cells { (row(words, line)) } }
            } }
        }
        @if !results.effects.is_empty() { (effects(words, &results.effects)) }
    }
}

/// The own line of each evaluation: what a forest plot would show of this country, for this office alone.
fn effects(words: &Words, all: &[OwnLine]) -> Markup {
    let (mine, rest, total) =
        (words.say("results-mine"), words.say("results-others"), words.say("results-total"));
    html! {
        section {
            h2 { (words.say("results-effects")) }
            p { (words.say("results-effects-text")) }
            @for line in all {
                h3 { (line.title) }
                p.hint { (words.with("results-effects-others", &[("others", line.others.into())])) " · " (line.cell) }
                div.wide tabindex="0" role="region" aria-label=(line.title) { table.stack {
                    caption.unseen { (line.title) }
                    thead { tr {
                        th scope="col" { (words.say("results-effect")) }
                        th.figure scope="col" { (mine) }
                        th.figure scope="col" { (rest) }
                        th.figure scope="col" { (total) }
                    } }
                    tbody { @for row in &line.rows {
                        tr {
                            th scope="row" { (row.what) }
                            @for (label, text) in [(&mine, &row.mine), (&rest, &row.others), (&total, &row.all)] {
                                td.figure data-label=(label) { (text.as_deref().unwrap_or("–")) }
                            }
                        }
                    } }
                } }
            }
        }
    }
}

fn row(words: &Words, line: &Beside) -> Markup {
    let (all, mine, rest) =
        (words.say("results-total"), words.say("results-mine"), words.say("results-others"));
    html! {
        tr {
            th scope="row" { (line.published.name) }
            td.figure data-label=(all) {
                (figure(words, &line.published))
            }
            td.figure data-label=(mine) { @if let Some(own) = line.own { (own) } @else { "–" } }
            td.figure data-label=(rest) { (line.others.map_or_else(|| "–".to_owned(), range)) }
            td.figure data-label=(words.say("results-reporting")) { (line.published.reporting) }
        }
    }
}

/// A published file.
pub(crate) async fn save(asker: Asker, Path((id, name)): Path<(String, String)>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let results = held(&room.member.results).get(&id).cloned().ok_or(Refusal::Nowhere)?;
    let bytes = results.files.get(&name).cloned().ok_or(Refusal::Nowhere)?;
    if name == REPORT {
        let as_page =
            [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, SANDBOX)];
        return Ok((as_page, bytes).into_response());
    }
    Ok(download(&name, "application/octet-stream", bytes))
}
