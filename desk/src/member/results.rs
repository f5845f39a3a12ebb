//! The results of a round beside this office's own figures, which stay on this machine: what was published is fetched,
//! compared with its digests in the log, and kept in memory.

use super::held;
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::office::download;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::totals::{self, REPORT, SANDBOX, TOTALS, Total, figure};
use crate::work::{End, Task};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use intertally_core::blob::BlobKind;
use intertally_roles::member::{Kept, MemberRound, OwnLine, own_lines};
use intertally_roles::wire::blobs;
use intertally_roles::{Result, Role, Session};
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One published cell beside the own figure.
struct Line {
    published: Total,
    /// The own figure; none where none was sent.
    own: Option<u32>,
}

/// What was published of a round. Holds own figures: no `Debug`.
pub(crate) struct Results {
    name: String,
    files: BTreeMap<String, Vec<u8>>,
    lines: Vec<Line>,
    /// Effects in the own table beside those of all others.
    effects: Vec<OwnLine>,
    /// Whether the own return is kept here.
    has_own: bool,
}

/// Fetch what was published; none before that.
async fn read(session: &mut Session, id: &str) -> Result<Option<Results>> {
    let session = session.sync().await?;
    let round = MemberRound::of(&session, Some(id)).await?;
    let state = session.round(Some(id))?;
    let Some(made) = state.publication() else { return Ok(None) };
    let mut files = BTreeMap::new();
    for (name, digest) in &made.files {
        files.insert(name.clone(), blobs::fetch(&*session.wire, BlobKind::File, *digest).await?);
    }
    // What counts is the last one that the log took before the seal.
    let own = Kept::sent(&session)?.into_iter().rfind(|kept| kept.round == round.id);
    let figures: BTreeMap<&str, u32> = own.as_ref().map_or_else(BTreeMap::new, |kept| {
        let pairs = kept.keys.iter().zip(&kept.values);
        pairs.filter_map(|(key, value)| Some((key.as_str(), (*value)?))).collect()
    });
    let effects = match &own {
        Some(own) => own_lines(&session, &round, own).await?,
        None => Vec::new(),
    };
    let totals = files.get(TOTALS).map(Vec::as_slice).unwrap_or_default();
    let beside = |published: Total| Line { own: figures.get(published.key.as_str()).copied(), published };
    let lines = totals::read(&round.structure, totals)?.into_iter().map(beside).collect();
    Ok(Some(Results { name: round.manifest.name.clone(), lines, effects, has_own: own.is_some(), files }))
}

/// What all others have together, as far as it follows from what is shown: the total less the own figure.
fn others(line: &Line) -> Option<String> {
    let own = u64::from(line.own?);
    match (line.published.between, &line.published.total) {
        (Some((low, high)), _) => Some(format!("{} – {}", low.saturating_sub(own), high.checked_sub(own)?)),
        (None, Some(total)) => Some(total.parse::<u64>().ok()?.checked_sub(own)?.to_string()),
        (None, None) => None,
    }
}

/// Fetch the results; their page comes by itself.
pub(crate) async fn fetch(asker: Asker, Path(id): Path<String>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let place = Arc::clone(room);
    let next = format!("/member/round/{id}/results");
    room.begin((Task::Fetching, next, Agreed::default()), async move |session| {
        let Some(results) = read(session, &id).await? else { return Ok(End::Said("results-early")) };
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
    let open = results.lines.iter().filter(|line| line.published.total.is_some()).count();
    let at = |name: &str| format!("/member/round/{id}/results/{name}");
    html! {
        p.lead { (words.with("results-open", &[("open", open.into()), ("cells", results.lines.len().into()), ("shut", results.lines.len().saturating_sub(open).into())])) }
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
                caption.unseen { (words.with("results-of", &[("round", results.name.as_str().into())])) }
                thead { tr {
                    th scope="col" { (words.say("results-cell")) }
                    th.figure scope="col" { (words.say("results-total")) }
                    th.figure scope="col" { (words.say("results-mine")) }
                    th.figure scope="col" { (words.say("results-others")) }
                    th.figure scope="col" { (words.say("results-reporting")) }
                } }
                tbody { @for line in &results.lines { (row(words, line)) } }
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

fn row(words: &Words, line: &Line) -> Markup {
    let (all, mine, rest) =
        (words.say("results-total"), words.say("results-mine"), words.say("results-others"));
    html! {
        tr {
            th scope="row" { (line.published.name) }
            td.figure data-label=(all) {
                (figure(words, &line.published))
            }
            td.figure data-label=(mine) { @if let Some(own) = line.own { (own) } @else { "–" } }
            td.figure data-label=(rest) { (others(line).unwrap_or_else(|| "–".to_owned())) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(total: Option<&str>, between: Option<(u64, u64)>, own: Option<u32>) -> Line {
        let published = Total {
            key: "x".into(),
            name: "x".into(),
            total: total.map(str::to_owned),
            between,
            reporting: "4".into(),
        };
        Line { published, own }
    }

    #[test]
    fn the_others_are_the_total_without_us_as_far_as_it_is_shown() {
        assert_eq!(others(&line(Some("100"), None, Some(37))).as_deref(), Some("63"));
        assert_eq!(others(&line(Some("60"), Some((58, 62)), Some(8))).as_deref(), Some("50 – 54"));
        assert_eq!(others(&line(Some("12"), Some((3, 12)), Some(5))).as_deref(), Some("0 – 7"));
        assert_eq!(others(&line(None, None, Some(5))), None, "withheld");
        assert_eq!(others(&line(Some("100"), None, None)), None, "nothing of ours");
        assert_eq!(others(&line(Some("4"), None, Some(5))), None, "not our figure");
    }
}
