//! The publication as it would be, before anything of it leaves: every total and every file. Afterwards the same page shows
//! what was published.

use super::{on, placed};
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::office::download;
use crate::page::{Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::totals::{REPORT, SANDBOX, figure};
use crate::work::{End, Task};
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use intertally_roles::coordinator::{Figures, InFiles, Next, preview as previewed};
use intertally_roles::totals::{TOTALS, Total, read, structure_of};
use intertally_roles::{Result, Role, Synced};
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers of previews: a page names the one that it shows.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// Most totals that are shown one by one; the files have all.
const SHOWN: usize = 2000;

/// A publication as it would be, or as it is.
pub(crate) struct Preview {
    /// Which one.
    pub(crate) number: u64,
    /// Files by name.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// What is in them.
    pub(crate) totals: InFiles,
    lines: Vec<Total>,
}

impl Preview {
    /// Of files that were made.
    pub(super) async fn of(session: &Synced<'_>, id: &str, made: Figures) -> Result<Self> {
        let structure = structure_of(session, id).await?;
        let totals = made.files.get(TOTALS).map(Vec::as_slice).unwrap_or_default();
        Ok(Self {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            lines: read(&structure, totals)?,
            totals: InFiles::of(&made.files)?,
            files: made.files,
        })
    }
}

/// Make the files as they would be published; nothing is posted.
pub(crate) async fn make(asker: Asker, Path(id): Path<String>) -> Answer {
    let (room, board) = placed(&asker.app)?;
    let next = format!("{}/preview", board.round(&id)?.at());
    let place = Arc::clone(room);
    room.begin((Task::Previewing, next, Agreed::default()), async move |session| {
        let mut session = session.sync().await?;
        let made = previewed(&mut session, Some(&id)).await?;
        let preview = Preview::of(&session, &id, made).await?;
        place.coordinator.things().previews.insert(id, Arc::new(preview));
        Ok(End::Go)
    })?;
    Ok(on())
}

/// The page.
pub(crate) async fn show(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let (room, board) = placed(app)?;
    let line = board.round(&id)?;
    let is_out = line.status.step == Next::Record;
    let about = [("round", line.status.name.as_str().into())];
    let title = words.with(if is_out { "published-title" } else { "preview-title" }, &about);
    let preview = room.coordinator.things().previews.get(&id).cloned();
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        @match &preview {
            Some(preview) => {
                @if !is_out { p.lead { (words.say("preview-lead")) } }
                (shown(words, &line.at(), preview))
                @if line.status.step == Next::Publish {
                    section.send {
                        h2 { (words.say("publish-title")) }
                        p { (words.say("publish-text")) }
                        form method="post" action={ (line.at()) "/publish" } {
                            input type="hidden" name="number" value=(preview.number);
                            button.main type="submit" { (words.say("do-publish")) }
                        }
                    }
                }
            },
            None => {
                p.lead { (words.say("preview-none")) }
                form method="post" action={ (line.at()) "/preview" } {
                    button.main type="submit" { (words.say("do-preview")) }
                }
            },
        }
        p { a.button href=(line.at()) { (words.say("taken-go")) } }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

fn shown(words: &Words, at: &str, preview: &Preview) -> Markup {
    let InFiles { values, intervals, withheld, unreported } = preview.totals;
    let (total, reporting) = (words.say("results-total"), words.say("results-reporting"));
    let more = preview.lines.len().saturating_sub(SHOWN);
    html! {
        dl.facts {
            dt { (words.say("preview-values")) } dd { b { (values) } }
            dt { (words.say("preview-intervals")) } dd { (intervals) }
            dt { (words.say("preview-withheld")) }
            dd {
                (withheld)
                @if unreported > 0 { br; span.hint { (words.with("preview-unreported", &[("n", unreported.into())])) } }
            }
        }
        @if preview.totals.shown() == 0 { p.alert { (words.say("preview-nothing")) } }
        section {
            h2 { (words.say("preview-files")) }
            ul { @for name in preview.files.keys() {
                li {
                    @if name == REPORT {
                        a href={ (at) "/preview/" (name) } target="_blank" rel="noopener" { (words.say("results-report")) }
                    } @else {
                        a href={ (at) "/preview/" (name) } download { (name) }
                    }
                }
            } }
        }
        div.wide tabindex="0" role="region" aria-label=(words.say("preview-totals")) { table.stack {
            caption.unseen { (words.say("preview-totals")) }
            thead { tr {
                th scope="col" { (words.say("results-cell")) }
                th.figure scope="col" { (total) }
                th.figure scope="col" { (reporting) }
            } }
            tbody { @for line in preview.lines.iter().take(SHOWN) {
                tr {
                    th scope="row" { (line.name) }
                    td.figure data-label=(total) { (figure(words, line)) }
                    td.figure data-label=(reporting) { (line.reporting) }
                }
            } }
        } }
        @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
    }
}

/// A file of the publication.
pub(crate) async fn save(asker: Asker, Path((id, name)): Path<(String, String)>) -> Answer {
    let room = asker.app.room(Role::Coordinator.word())?;
    let preview = room.coordinator.things().previews.get(&id).cloned().ok_or(Refusal::Nowhere)?;
    let bytes = preview.files.get(&name).cloned().ok_or(Refusal::Nowhere)?;
    if name == REPORT {
        let as_page =
            [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, SANDBOX)];
        return Ok((as_page, bytes).into_response());
    }
    Ok(download(&name, "application/octet-stream", bytes))
}
