//! The auditor's pages: a record is named or dropped, its numbered checks run on this machine, and the report says what was
//! shown and what was not. No office and no server is needed.

mod report;

use crate::agreed::Agreed;
use crate::app::{App, Asker};
use crate::page::{Frame, Here, alert, page};
use crate::refusal::{Answer, Refusal};
use crate::room::Room;
use crate::upload::files;
use crate::work::{End, Sitter, Task};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Multipart};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use intertally_roles::auditor::{Wanted, audit};
use intertally_roles::{Result, Role, RoleError};
use intertally_verify::Report;
use intertally_verify::record::archive::Archive;
use intertally_verify::record::{Place, Source};
use maud::html;
use rand_core::OsRng;
use serde::Deserialize;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// Most bytes of an archive that is dropped: it is held in memory. Larger records are named.
const ARCHIVE: usize = 512 << 20;
/// Most bytes of a single file that is compared.
const FILE: usize = 256 << 20;

/// Where a record is.
#[derive(Clone)]
enum Record {
    /// A folder or an archive on this machine.
    Named(String),
    /// An archive that was dropped, and how it is called.
    Dropped(String, Arc<[u8]>),
}

/// A record that was checked.
struct Checked {
    record: Record,
    report: Report,
    /// A file that was compared with it: its name, and the name under which the record publishes it.
    compared: Option<(String, Option<String>)>,
}

/// What lies on an auditor's table.
#[derive(Default)]
pub(crate) struct Desktop(Mutex<Option<Arc<Checked>>>);

impl Desktop {
    /// Everything is put away.
    pub(crate) fn clear(&self) {
        self.put(None);
    }

    fn put(&self, checked: Option<Checked>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = checked.map(Arc::new);
    }

    fn get(&self) -> Option<Arc<Checked>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Record {
    fn name(&self) -> &str {
        match self {
            Self::Named(path) => path,
            Self::Dropped(name, _) => name,
        }
    }

    fn open(&self, app: &App) -> Result<Box<dyn Source + Send>> {
        match self {
            Self::Named(path) => app.premises.record(path),
            Self::Dropped(name, bytes) => {
                let bytes = Arc::clone(bytes);
                let archive = Archive::index(move || Ok(Cursor::new(Arc::clone(&bytes))));
                Ok(Box::new(archive.map_err(|why| RoleError::content(name, why.to_string()))?))
            }
        }
    }
}

/// Addresses of the auditor's pages.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/auditor", get(show))
        .route("/auditor/named", post(named))
        .route("/auditor/dropped", post(dropped).layer(DefaultBodyLimit::max(ARCHIVE)))
        .route("/auditor/report", get(report::show))
        .route("/auditor/compare", post(compare).layer(DefaultBodyLimit::max(FILE)))
}

/// The page on which a record is named or dropped.
async fn show(asker: Asker) -> Answer {
    first(&asker, None)
}

fn first(asker: &Asker, wrong: Option<&str>) -> Answer {
    let Asker { app, words } = asker;
    app.tabs.asked();
    let title = words.say("audit-title");
    let body = html! {
        h1 { (title) }
        p.lead { (words.say("audit-lead")) }
        (alert(wrong))
        @if app.room(Role::Auditor.word())?.auditor.get().is_some() {
            p { a href="/auditor/report" { (words.say("audit-last")) } }
        }
        section {
            h2 { (words.say("audit-drop")) }
            form.drop method="post" action="/auditor/dropped" enctype="multipart/form-data" {
                label for="record" { (words.say("audit-drop-label")) }
                input id="record" name="record" type="file" required accept=".tar,.gz,.tgz" aria-describedby="drop-hint";
                p.hint id="drop-hint" { (words.say("audit-drop-hint")) }
                p { button.main type="submit" { (words.say("audit-do")) } }
            }
        }
        section {
            h2 { (words.say("audit-name")) }
            form.column method="post" action="/auditor/named" {
                label for="path" { (words.say("audit-path")) }
                p.hint id="path-hint" { (words.say("audit-path-hint")) }
                input id="path" name="path" required spellcheck="false" autocomplete="off" aria-describedby="path-hint";
                p { button.main type="submit" { (words.say("audit-do")) } }
            }
        }
    };
    let frame = Frame { of: Some((Role::Auditor, "")), ..Frame::plain(&title) };
    Ok(page(words, &frame, &body).into_response())
}

/// What the form with a path says.
#[derive(Deserialize)]
struct Named {
    path: String,
}

async fn named(asker: Asker, Form(form): Form<Named>) -> Answer {
    let path = form.path.trim().trim_matches('"').to_owned();
    begin(&asker, Record::Named(path))
}

async fn dropped(asker: Asker, form: Multipart) -> Answer {
    let file = files(form).await?.remove("record").ok_or(Refusal::Form)?;
    begin(&asker, Record::Dropped(file.name, file.bytes.to_vec().into()))
}

fn begin(asker: &Asker, record: Record) -> Answer {
    let app = Arc::clone(&asker.app);
    let room: Arc<Room> = Arc::clone(app.room(Role::Auditor.word())?);
    let place = Arc::clone(&room);
    room.begin_alone((Task::Checking, "/auditor/report".to_owned(), Agreed::default()), async move |work| {
        let source = record.open(&app)?;
        let report = audit(source, Wanted::default(), Arc::new(Sitter(work)), &mut OsRng).await?;
        place.auditor.put(Some(Checked { record, report, compared: None }));
        Ok(End::Go)
    })?;
    Ok(Redirect::to("/auditor/work").into_response())
}

/// The name under which a record publishes these bytes; none if it does not.
fn published(source: &dyn Source, bytes: &[u8]) -> Result<Option<String>> {
    let beginning = Place::Published(String::new()).to_string();
    let wrong = |path: &str, why: String| RoleError::content(path, why);
    for path in source.paths().map_err(|why| wrong("the record", why.to_string()))? {
        let Some(name) = path.strip_prefix(&beginning) else { continue };
        let file = source.open(&path).map_err(|why| wrong(&path, why.to_string()))?;
        let mut own = Vec::new();
        file.take(FILE as u64).read_to_end(&mut own).map_err(|why| wrong(&path, why.to_string()))?;
        if own == bytes {
            return Ok(Some(name.to_owned()));
        }
    }
    Ok(None)
}

/// Is a file that somebody was given one of this record?
async fn compare(asker: Asker, form: Multipart) -> Answer {
    let app = Arc::clone(&asker.app);
    let room = Arc::clone(app.room(Role::Auditor.word())?);
    let last = room.auditor.get().ok_or(Refusal::Nowhere)?;
    let file = files(form).await?.remove("file").ok_or(Refusal::Form)?;
    let compared = tokio::task::spawn_blocking(move || {
        let found = published(&*last.record.open(&app)?, &file.bytes)?;
        let compared = Some((file.name, found));
        Ok::<_, RoleError>(Checked { record: last.record.clone(), report: last.report.clone(), compared })
    });
    let checked = compared.await.map_err(|_| Refusal::Role(RoleError::Dropped))??;
    room.auditor.put(Some(checked));
    Ok(Redirect::to("/auditor/report").into_response())
}

/// A page of the auditor.
fn frame(title: &str) -> Frame<'_> {
    Frame { of: Some((Role::Auditor, "")), here: Here::Elsewhere, ..Frame::plain(title) }
}
