//! Counting and publishing: each begins a piece of work, and the person agrees to what it came to.

use super::board::Board;
use super::plan::Plan;
use super::preview::Preview;
use super::{on, placed};
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::refusal::{Answer, Refusal};
use crate::work::{End, Task};
use axum::extract::{Form, Path};
use intertally_roles::coordinator::{count, publish};
use intertally_roles::person::Question;
use serde::Deserialize;
use std::sync::Arc;

/// Combine the shares of the counts, show how many totals the plan approves, adopt it.
pub(crate) async fn count_now(asker: Asker, Path(id): Path<String>) -> Answer {
    let (room, board) = placed(&asker.app)?;
    let next = format!("{}/plan", board.round(&id)?.at());
    let place = Arc::clone(room);
    room.begin((Task::Counting, next, Agreed::default()), async move |session| {
        let mut session = session.sync().await?;
        count(&mut session, Some(&id)).await?;
        place.coordinator.put_up(Board::of(&session).await?);
        let plan = Plan::of(&session, &id).await?;
        place.coordinator.things().plans.insert(id, Arc::new(plan));
        Ok(End::Go)
    })?;
    Ok(on())
}

/// The preview that the page showed.
#[derive(Deserialize)]
pub(crate) struct Seen {
    number: u64,
}

/// Publish what the page showed; if it came out otherwise now, the person is asked again.
pub(crate) async fn publish_now(asker: Asker, Path(id): Path<String>, Form(form): Form<Seen>) -> Answer {
    let (room, board) = placed(&asker.app)?;
    let line = board.round(&id)?;
    let preview = room.coordinator.things().previews.get(&id).cloned();
    let preview = preview.filter(|preview| preview.number == form.number).ok_or(Refusal::Stale)?;
    let agreed = Agreed::to(Question::Publish {
        round: line.heading.clone(),
        shown: preview.totals.shown(),
        withheld: preview.totals.withheld,
        files: preview.files.keys().cloned().collect(),
    });
    let place = Arc::clone(room);
    room.begin((Task::Publishing, line.at(), agreed), async move |session| {
        let mut session = session.sync().await?;
        let made = publish(&mut session, Some(&id)).await?;
        place.coordinator.put_up(Board::of(&session).await?);
        let preview = Preview::of(&session, &id, made).await?;
        place.coordinator.things().previews.insert(id, Arc::new(preview));
        Ok(End::Go)
    })?;
    Ok(on())
}
