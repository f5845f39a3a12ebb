//! The plan of a round with its reasons: for the coordinator alone, since a reason is information itself.

use super::{on, placed};
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::page::{Here, page};
use crate::refusal::Answer;
use crate::texts::Words;
use crate::work::{End, Task};
use axum::extract::Path;
use axum::response::IntoResponse;
use intertally_roles::cell;
use intertally_roles::coordinator::plan_report;
use intertally_roles::totals::structure_of;
use intertally_roles::{Result, Synced};
use maud::{Markup, html};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most cells that are shown one by one.
const SHOWN: usize = 2000;

/// What became of one cell.
struct Fate {
    name: String,
    reporting: String,
    fate: String,
}

/// The plan.
pub(crate) struct Plan {
    cells: Vec<Fate>,
}

impl Plan {
    /// From what is kept of the round.
    pub(super) async fn of(session: &Synced<'_>, id: &str) -> Result<Self> {
        let report = plan_report(session, Some(id)).await?;
        let structure = structure_of(session, id).await?;
        let cell = |line: &str| {
            let mut fields = line.split('\t');
            let key = fields.next()?;
            Some(Fate {
                name: cell::name(&structure, key),
                reporting: fields.next()?.to_owned(),
                fate: fields.next()?.to_owned(),
            })
        };
        Ok(Self { cells: report.lines().skip(1).filter_map(cell).collect() })
    }
}

/// Read the plan from what is kept.
pub(crate) async fn make(asker: Asker, Path(id): Path<String>) -> Answer {
    let (room, board) = placed(&asker.app)?;
    let next = format!("{}/plan", board.round(&id)?.at());
    let place = Arc::clone(room);
    room.begin((Task::Planning, next, Agreed::default()), async move |session| {
        let session = session.sync().await?;
        let plan = Plan::of(&session, &id).await?;
        place.coordinator.things().plans.insert(id, Arc::new(plan));
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
    let plan = room.coordinator.things().plans.get(&id).cloned();
    let title = words.with("plan-title", &[("round", line.status.name.as_str().into())]);
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.warning { (words.say("plan-internal")) }
        @match &plan {
            Some(plan) => (shown(words, plan)),
            None => form method="post" action={ (line.at()) "/plan" } {
                button.main type="submit" { (words.say("do-plan")) }
            },
        }
        p { a.button href=(line.at()) { (words.say("taken-go")) } }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

fn shown(words: &Words, plan: &Plan) -> Markup {
    let mut fates: BTreeMap<&str, usize> = BTreeMap::new();
    plan.cells.iter().for_each(|cell| *fates.entry(&cell.fate).or_default() += 1);
    let (reporting, fate) = (words.say("results-reporting"), words.say("plan-fate"));
    let more = plan.cells.len().saturating_sub(SHOWN);
    html! {
        section {
            h2 { (words.say("plan-short")) }
            dl.facts.wide-terms { @for (fate, count) in &fates { dt lang=[words.of_english()] { (fate) } dd.figure { (count) } } }
        }
        div.wide tabindex="0" role="region" aria-label=(words.say("plan-cells")) { table.stack {
            caption.unseen { (words.say("plan-cells")) }
            thead { tr {
                th scope="col" { (words.say("plan-cell")) }
                th.figure scope="col" { (reporting) }
                th scope="col" { (fate) }
            } }
            tbody { @for cell in plan.cells.iter().take(SHOWN) {
                tr {
                    th scope="row" { (cell.name) }
                    td.figure data-label=(reporting) { (cell.reporting) }
                    td data-label=(fate) { (words.english(&cell.fate)) }
                }
            } }
        } }
        @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
    }
}
