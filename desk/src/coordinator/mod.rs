//! The coordinator's pages: rounds with what comes next in each, ceremonies, a new round in three steps, and for every step
//! of a round a page that shows what will happen before it does.

mod board;
mod ceremony;
mod draft;
mod draft_open;
mod draft_pages;
mod letters;
mod opening;
mod plan;
mod preview;
mod record;
mod round;
mod rounds;
mod steps;

use crate::agreed::Agreed;
use crate::app::App;
use crate::refusal::Refusal;
use crate::room::Room;
use crate::work::{End, Task};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use board::Board;
use draft::Draft;
use intertally_roles::Role;
use plan::Plan;
use preview::Preview;
use record::Handed;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most bytes of a structure file or of a list of expected reporters.
const FILE: usize = 32 << 20;

/// What lies on a coordinator's table: never written anywhere by the desk.
#[derive(Default)]
pub(crate) struct Desktop(Mutex<Things>);

#[derive(Default)]
struct Things {
    board: Option<Arc<Board>>,
    draft: Option<Arc<Draft>>,
    plans: BTreeMap<String, Arc<Plan>>,
    previews: BTreeMap<String, Arc<Preview>>,
    records: BTreeMap<String, Vec<Handed>>,
}

impl Desktop {
    fn things(&self) -> MutexGuard<'_, Things> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything is put away.
    pub(crate) fn clear(&self) {
        *self.things() = Things::default();
    }

    /// The name of the office.
    pub(crate) fn name(&self) -> String {
        self.board().map(|board| board.name.clone()).unwrap_or_default()
    }

    fn put_up(&self, board: Board) {
        self.things().board = Some(Arc::new(board));
    }

    fn board(&self) -> Option<Arc<Board>> {
        self.things().board.clone()
    }

    fn draft(&self) -> Option<Arc<Draft>> {
        self.things().draft.clone()
    }

    fn set_draft(&self, draft: Option<Draft>) {
        self.things().draft = draft.map(Arc::new);
    }
}

/// Addresses of the coordinator's pages.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/coordinator", get(rounds::show))
        .route("/coordinator/ceremony", get(ceremony::show))
        .route("/coordinator/ceremony/propose", post(ceremony::propose))
        .route("/coordinator/ceremony/begin", post(ceremony::begin))
        .route("/coordinator/ceremony/take-back", post(ceremony::back))
        .route("/coordinator/new", get(draft_pages::what))
        .route("/coordinator/new/what", post(draft::take).layer(DefaultBodyLimit::max(FILE)))
        .route("/coordinator/new/who", get(draft_pages::who).post(draft_open::take))
        .route("/coordinator/new/look", get(draft_pages::look))
        .route("/coordinator/new/forecast", post(draft_open::forecast).layer(DefaultBodyLimit::max(FILE)))
        .route("/coordinator/new/open", post(draft_open::open))
        .route("/coordinator/new/away", post(draft_open::away))
        .route("/coordinator/round/{id}", get(round::show))
        .route("/coordinator/round/{id}/letter/{which}", get(letters::show))
        .route("/coordinator/round/{id}/letter/{which}/{language}", get(letters::show_in))
        .route("/coordinator/round/{id}/extend", get(steps::ask_extend).post(steps::extend_to))
        .route("/coordinator/round/{id}/seal", get(steps::ask_seal).post(steps::seal_now))
        .route("/coordinator/round/{id}/aside/{how}", get(steps::ask_aside).post(steps::set_aside))
        .route("/coordinator/round/{id}/count", post(opening::count_now))
        .route("/coordinator/round/{id}/plan", get(plan::show).post(plan::make))
        .route("/coordinator/round/{id}/preview", get(preview::show).post(preview::make))
        .route("/coordinator/round/{id}/preview/{name}", get(preview::save))
        .route("/coordinator/round/{id}/publish", post(opening::publish_now))
        .route("/coordinator/round/{id}/record", get(record::show).post(record::write))
}

/// To the page of the work that was begun.
fn on() -> Response {
    Redirect::to("/coordinator/work").into_response()
}

/// The coordinator's room, and what hangs on its board.
fn placed(app: &App) -> Result<(&Arc<Room>, Arc<Board>), Refusal> {
    let room = app.room(Role::Coordinator.word())?;
    Ok((room, room.coordinator.board().ok_or(Refusal::Shut(room.role))?))
}

/// Read the log, and put the rounds on the board.
pub(crate) fn read(room: &Arc<Room>) -> Result<(), Refusal> {
    let place = Arc::clone(room);
    room.begin((Task::Reading, "/coordinator".to_owned(), Agreed::default()), async move |session| {
        let session = session.sync().await?;
        place.coordinator.put_up(Board::of(&session).await?);
        Ok(End::Go)
    })
}
