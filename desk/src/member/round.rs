//! One round: what it asks, until when, and the way from the workbook to the receipt.

use super::board::Line;
use super::receipts::{Kept, kept, list};
use super::rounds::{phase, read, sent};
use crate::app::Asker;
use crate::office::download;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::when::{date, from_now};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use intertally_core::fold::Phase;
use intertally_core::party::Instant;
use intertally_roles::Role;
use intertally_roles::member::{MemberRound, template_csv, template_xlsx};
use maud::{Markup, html};

/// What a round asks for.
struct Asked {
    now: Instant,
    /// Sheets with their cells.
    sheets: Vec<(String, String)>,
    cells: usize,
    areas: Vec<String>,
    receipts: Vec<Kept>,
}

/// The page.
pub(crate) async fn show(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Member.word())?;
    let wanted = id.clone();
    let asked = room
        .look(async move |session| {
            let round = MemberRound::of(session, Some(&wanted)).await?;
            let sheets = round.structure.tables.iter().map(|table| (table.id.clone(), table.title.clone()));
            Ok(Asked {
                now: session.now(),
                sheets: sheets.collect(),
                cells: round.manifest.cells.iter().filter(|cell| cell.is_typed()).count(),
                areas: round.manifest.members.iter().map(|member| member.area.clone()).collect(),
                receipts: kept(session, Some(round.id))?,
            })
        })
        .await?;
    let board = room.member.board().ok_or(Refusal::Busy(room.role))?;
    let line = board.round(&id)?;
    let draft = room.member.draft().filter(|draft| draft.round.id.0.to_string() == id);
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) { a href="/member" { (words.say("rounds-title")) } }
        h1 { (line.status.name) }
        p { (phase(words, line, asked.now)) }
        (read(words, &board, asked.now))
        (strange(words, line))
        @if let Some(why) = &line.status.failed { p.alert role="alert" { (words.with("failed", &[("why", why.as_str().into())])) } }
        (facts(words, line, &asked))
        @if !asked.receipts.is_empty() {
            section {
                h2 { (words.say("receipts-title")) }
                (list(words, &asked.receipts))
            }
        }
        @if line.takes(asked.now) {
            @if let Some(draft) = &draft {
                section.note {
                    h2 { (words.say("draft-title")) }
                    p { (words.with("draft-text", &[("file", draft.file.name.as_str().into())])) }
                    p { a.button.main href={ "/member/round/" (id) "/return" } { (words.say("draft-go")) } }
                }
            }
            (way(words, line))
        }
        @if line.phase == Phase::Published { (published(words, &id)) }
        @if line.takes(asked.now) && line.status.revision.is_some() {
            section {
                h2 { (words.say("withdraw-title")) }
                p { (words.say("withdraw-hint")) }
                p { a.button href={ "/member/round/" (id) "/withdraw" } { (words.say("withdraw-go")) } }
            }
        }
    };
    let frame = Frame::open(&line.status.name, (Role::Member, &board.name), Here::Rounds);
    Ok(page(words, &frame, &body).into_response())
}

/// Submissions in this office's name that it did not make.
fn strange(words: &Words, line: &Line) -> Markup {
    let heights: Vec<String> = line.status.strange.iter().map(u64::to_string).collect();
    html! {
        @if !heights.is_empty() {
            p.alert role="alert" { (words.with("strange", &[("events", heights.join(", ").into())])) }
        }
    }
}

fn facts(words: &Words, line: &Line, asked: &Asked) -> Markup {
    let (have, need) = line.status.trustees;
    let few = have < usize::from(need) && line.phase == Phase::Open;
    html! {
        dl.facts {
            dt { (words.say("fact-return")) } dd { b { (sent(words, line)) } }
            dt { (words.say("fact-deadline")) }
            dd { (from_now(words, asked.now, line.deadline)) br; span.hint { (date(words, line.deadline)) } }
            dt { (words.say("fact-periods")) } dd { (line.periods) }
            dt { (words.say("fact-members")) }
            dd { (line.members) details { summary { (words.say("fact-who")) } p { (asked.areas.join(", ")) } } }
            dt { (words.say("fact-asks")) }
            dd {
                (words.with("fact-cells", &[("n", asked.cells.into()), ("sheets", asked.sheets.len().into())]))
                details {
                    summary { (words.say("fact-sheets")) }
                    ul { @for (id, title) in &asked.sheets { li { b { (id) } ": " (title) } } }
                }
            }
            dt { (words.say("fact-id")) }
            dd { code { (line.status.round.get(..16).unwrap_or_default()) } br; span.hint { (words.say("fact-id-hint")) } }
        }
        @if few {
            p.warning { (words.with("few", &[("have", have.into()), ("need", need.into())])) }
        }
    }
}

/// The way of a return: workbook, figures, check, send.
fn way(words: &Words, line: &Line) -> Markup {
    let at = format!("/member/round/{}", line.status.round);
    html! {
        section {
            h2 { @if line.status.revision.is_some() { (words.say("way-correct")) } @else { (words.say("way-title")) } }
            @if line.status.revision.is_some() { p { (words.say("way-correct-text")) } }
            ol.way {
                li {
                    h3 { (words.say("way-book")) }
                    p { (words.say("way-book-text")) }
                    p.row {
                        a.button href={ (at) "/workbook" } download { (words.say("way-book-do")) }
                        a href={ (at) "/csv" } download { (words.say("way-csv")) }
                    }
                }
                li {
                    h3 { (words.say("way-drop")) }
                    p { (words.say("way-drop-text")) }
                    (drop_form(words, &line.status.round, &words.say("drop-label"), true))
                }
            }
            @if line.status.practice {
                form.inline method="post" action={ (at) "/practise" } {
                    p { (words.say("practise-text")) }
                    p { button type="submit" { (words.say("practise-do")) } }
                }
            }
        }
    }
}

/// Where a return is dropped. `label`: what it is called; `main`: whether that is the next step.
pub(super) fn drop_form(words: &Words, id: &str, label: &str, main: bool) -> Markup {
    html! {
        form.drop method="post" action={ "/member/round/" (id) "/check" } enctype="multipart/form-data" {
            label for="return" { (label) }
            input id="return" name="return" type="file" required
                accept=".xlsx,.xls,.ods,.csv,.txt,.tsv,.xml,.json" aria-describedby="drop-hint";
            p.hint id="drop-hint" { (words.say("drop-hint")) }
            p { button.main[main] type="submit" { (words.say("drop-do")) } }
        }
    }
}

fn published(words: &Words, id: &str) -> Markup {
    html! {
        section.good {
            h2 { (words.say("results-title")) }
            p { (words.say("results-there")) }
            p { a.button.main href={ "/member/round/" (id) "/results" } { (words.say("results-go")) } }
        }
    }
}

/// A name for a file of a round: of letters, digits and signs that every system has.
fn called(round: &MemberRound, ending: &str) -> String {
    let name = round.manifest.name.to_lowercase();
    let word: Vec<&str> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    format!("{}-{}.{ending}", word.join("-"), round.area())
}

/// The empty workbook of a round.
pub(crate) async fn workbook(asker: Asker, Path(id): Path<String>) -> Answer {
    file(&asker, id, async |session, round| Ok((called(round, "xlsx"), template_xlsx(session, round)?))).await
}

/// The empty return of a round as CSV.
pub(crate) async fn csv(asker: Asker, Path(id): Path<String>) -> Answer {
    file(&asker, id, async |_, round| Ok((called(round, "csv"), template_csv(round).into_bytes()))).await
}

async fn file(
    asker: &Asker,
    id: String,
    make: impl AsyncFnOnce(
        &intertally_roles::Session,
        &MemberRound,
    ) -> intertally_roles::Result<(String, Vec<u8>)>
    + Send
    + 'static,
) -> Result<Response, Refusal> {
    let room = asker.app.room(Role::Member.word())?;
    let look = async move |session: &mut intertally_roles::Session| {
        let round = MemberRound::of(session, Some(&id)).await?;
        make(session, &round).await
    };
    let (name, bytes) = room.look(look).await?;
    Ok(download(&name, "application/octet-stream", bytes))
}
