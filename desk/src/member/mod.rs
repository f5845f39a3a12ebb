//! The member's pages, in the order a statistician needs them: rounds, the workbook, the return with its faults, sending,
//! the receipt, corrections, the results.

mod board;
mod grid;
mod layout;
mod layout_page;
mod mending;
mod pairing;
mod receipts;
mod results;
mod review;
mod review_page;
mod round;
mod rounds;
mod send;

use crate::agreed::Agreed;
use crate::app::App;
use crate::refusal::Refusal;
use crate::room::Room;
use crate::work::{End, Task};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use board::Board;
use intertally_roles::member::{Results, bring_back};
use layout::Pairing;
use review::Draft;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most bytes of a return, as `intertally_returns` reads it, and what a form has around it.
const RETURN: usize = (32 << 20) + (64 << 10);

/// What lies on a member's table: read, not yet sent, never written anywhere.
#[derive(Default)]
pub(crate) struct Desktop {
    board: Mutex<Option<Arc<Board>>>,
    draft: Mutex<Option<Arc<Draft>>>,
    pairing: Mutex<Option<Arc<Pairing>>>,
    results: Mutex<BTreeMap<String, Arc<Results>>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desktop {
    /// Everything is put away.
    pub(crate) fn clear(&self) {
        *held(&self.board) = None;
        *held(&self.draft) = None;
        *held(&self.pairing) = None;
        held(&self.results).clear();
    }

    /// The name of the office.
    pub(crate) fn name(&self) -> String {
        self.board().map(|board| board.name.clone()).unwrap_or_default()
    }

    fn board(&self) -> Option<Arc<Board>> {
        held(&self.board).clone()
    }

    fn draft(&self) -> Option<Arc<Draft>> {
        held(&self.draft).clone()
    }

    fn pairing(&self) -> Option<Arc<Pairing>> {
        held(&self.pairing).clone()
    }

    fn set_pairing(&self, pairing: Option<Pairing>) {
        *held(&self.pairing) = pairing.map(Arc::new);
    }

    fn set_draft(&self, draft: Option<Draft>) {
        *held(&self.draft) = draft.map(Arc::new);
    }
}

/// Addresses of the member's pages.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/member", get(rounds::show))
        .route("/member/receipts", get(receipts::show))
        .route("/member/receipts/{height}", get(receipts::save))
        .route("/member/round/{id}", get(round::show))
        .route("/member/round/{id}/workbook", get(round::workbook))
        .route("/member/round/{id}/csv", get(round::csv))
        .route("/member/round/{id}/check", post(review::check).layer(DefaultBodyLimit::max(RETURN)))
        .route("/member/round/{id}/return", get(review_page::show))
        .route("/member/round/{id}/mend", post(review::mend))
        .route("/member/round/{id}/layout", get(layout::show_columns).post(layout::pair_columns))
        .route("/member/round/{id}/layout/labels", get(layout::show_labels).post(layout::pair_labels))
        .route("/member/round/{id}/layout/plain", post(layout::plain))
        .route("/member/round/{id}/layout/keep", post(layout::keep))
        .route("/member/round/{id}/layout/mapping.toml", get(layout::save))
        .route("/member/round/{id}/away", post(review::away))
        .route("/member/round/{id}/send", post(send::send))
        .route("/member/round/{id}/practise", post(send::practise))
        .route("/member/round/{id}/withdraw", get(send::ask_withdraw).post(send::withdraw))
        .route("/member/round/{id}/results", get(results::show).post(results::fetch))
        .route("/member/round/{id}/results/{name}", get(results::save))
}

/// Read the log, look for what the server lost, and put the rounds on the board.
pub(crate) fn read(room: &Arc<Room>) -> Result<(), Refusal> {
    let place = Arc::clone(room);
    room.begin((Task::Reading, "/member".to_owned(), Agreed::default()), async move |session| {
        let read = async {
            let session = session.sync().await?;
            session.witness().await;
            bring_back(&session).await?;
            Board::of(&session)
        };
        let board = match read.await {
            Err(why) if why.is_outside() => Board::outside(session),
            read => read?,
        };
        place.member.put_up(board);
        Ok(End::Go)
    })
}

impl Desktop {
    /// Put the rounds on the board.
    fn put_up(&self, board: Board) {
        *held(&self.board) = Some(Arc::new(board));
    }
}
