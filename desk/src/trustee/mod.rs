//! The trustee's pages: what is asked of it and for whom, one button for each step, its backup, the erasure.

mod backup;
mod board;
mod due;
mod round;
mod steps;

use crate::agreed::Agreed;
use crate::app::App;
use crate::refusal::Refusal;
use crate::room::Room;
use crate::work::{End, Task};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
pub(crate) use backup::{restore, restore_form};
use board::Board;
use std::sync::{Arc, Mutex, PoisonError};

/// Most bytes of a backup.
const BACKUP: usize = 1 << 30;

/// What lies on a trustee's table: what the log showed when it was read last.
#[derive(Default)]
pub(crate) struct Desktop(Mutex<Option<Arc<Board>>>);

impl Desktop {
    /// Everything is put away.
    pub(crate) fn clear(&self) {
        self.put(None);
    }

    /// The name of the office.
    pub(crate) fn name(&self) -> String {
        self.get().map(|board| board.status.name.clone()).unwrap_or_default()
    }

    fn put(&self, board: Option<Board>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = board.map(Arc::new);
    }

    fn get(&self) -> Option<Arc<Board>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Addresses of the trustee's pages.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/trustee", get(due::show))
        .route("/trustee/ceremonies", post(steps::ceremonies))
        .route("/trustee/round/{id}", get(round::show))
        .route("/trustee/round/{id}/step", post(steps::step))
        .route("/trustee/round/{id}/erase", get(steps::ask_erase).post(steps::erase))
        .route("/trustee/backup", get(backup::show).post(backup::save))
        .route("/trustee/restore", get(restore_form).post(restore).layer(DefaultBodyLimit::max(BACKUP)))
}

/// Read the log, and put on the board what is due.
pub(crate) fn read(room: &Arc<Room>) -> Result<(), Refusal> {
    let place = Arc::clone(room);
    room.begin((Task::Reading, "/trustee".to_owned(), Agreed::default()), async move |session| {
        let read = async { Board::of(&session.sync().await?).await }.await;
        let board = match read {
            Err(why) if why.is_outside() => Board::outside(session)?,
            read => read?,
        };
        place.trustee.put(Some(board));
        Ok(End::Go)
    })
}
