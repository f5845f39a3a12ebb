//! The page of a piece of work: how far it is, what it asks, how it ended. Followed by events where there are scripts,
//! and by loading it again where there are none.

use crate::app::Asker;
use crate::asked::Asked;
use crate::page::{Frame, Here, lines, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::told;
use crate::when::date;
use crate::work::{End, Far, Seen, Task, Work};
use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Redirect};
use futures::stream;
use intertally_roles::Role;
use maud::{Markup, html};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// Least time between two looks of a page at one piece of work.
const PACE: Duration = Duration::from_millis(150);
/// Longest silence on a line.
const SILENCE: Duration = Duration::from_secs(10);

fn title(words: &Words, task: Task) -> String {
    words.say(&format!("task-{}", task.word()))
}

/// Show the work under way, or how the last one ended.
pub(crate) async fn show(asker: Asker, Path(role): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(&role)?;
    let Some(work) = room.work() else { return Ok(Redirect::to(&format!("/{role}")).into_response()) };
    let seen = work.seen();
    if seen.end == Some(End::Go) {
        return Ok(Redirect::to(&work.next).into_response());
    }
    let over = seen.end.is_some();
    let title = if matches!(seen.end, Some(End::Taken { .. })) {
        words.say("taken-title")
    } else {
        title(words, work.task)
    };
    let body = html! {
        h1 { (title) }
        @if over {
            (panel(words, room.role, &work, &seen))
        } @else {
            div sse-connect={ "/" (role) "/work/events" } sse-close="over" {
                // What is said is read out as it comes; how far it is, is not.
                div id="work" sse-swap="work" aria-live="polite" { (panel(words, room.role, &work, &seen)) }
                div sse-swap="far" { (far(words, &seen)) }
            }
        }
    };
    // A page with a question waits for the person.
    let again = (!over && seen.asked.is_none()).then_some(2);
    let name = room.name();
    let frame = Frame {
        again,
        open: room.role != Role::Auditor,
        ..Frame::open(&title, (room.role, &name), Here::Elsewhere)
    };
    Ok(page(words, &frame, &body).into_response())
}

/// What is seen of a piece of work.
fn panel(words: &Words, role: Role, work: &Work, seen: &Seen) -> Markup {
    html! {
        @if !seen.notices.is_empty() {
            ul.notices { @for notice in &seen.notices { li { (told::notice(words, notice)) } } }
        }
        @if let Some((number, question)) = &seen.asked {
            @let asked = Asked::of(words, question);
            section.question aria-labelledby="asked" {
                h2 id="asked" { (asked.title) }
                (asked.body)
                form.row method="post" action={ "/" (role.word()) "/work/answer" } {
                    input type="hidden" name="number" value=(number);
                    button.main type="submit" name="answer" value="yes" { (asked.yes) }
                    button type="submit" name="answer" value="no" { (asked.no) }
                }
            }
        } @else if let Some(end) = &seen.end {
            (ended(words, work, end))
        }
    }
}

/// How far it is, while it goes on.
fn far(words: &Words, seen: &Seen) -> Markup {
    if seen.end.is_some() || seen.asked.is_some() {
        // An event without data would leave what stands there.
        return html! { span hidden {} };
    }
    let label = seen.far.map_or_else(|| words.say("working"), |far| told::bar(words, far.kind));
    html! {
        p { label for="far" { (label) } }
        @match seen.far {
            // One piece has no middle.
            Some(Far { done, of, .. }) if of > 1 => progress id="far" max=(of) value=(done) { (done) " / " (of) },
            _ => progress id="far" {},
        }
    }
}

fn ended(words: &Words, work: &Work, end: &End) -> Markup {
    let go = |label: String| html! { p { a.button.main href=(work.next) { (label) } } };
    let stopped = |why: &Markup| {
        html! {
            section.alert role="alert" {
                h2 { (words.say("stopped-title")) }
                (why)
            }
            (go(words.say("go-back")))
        }
    };
    match end {
        // The page behind it comes by itself.
        End::Go => html! {
            p hx-get={ (work.next.split('/').take(2).collect::<Vec<_>>().join("/")) "/work/next" } hx-trigger="load" {
                a href=(work.next) { (words.say("go-on")) }
            }
        },
        End::Taken { height, at } => html! {
            section.good {
                h2 { (words.say("taken-kept")) }
                p { (words.with("taken-text", &[("height", height.to_string().into()), ("at", date(words, *at).into())])) }
                p { (words.say("taken-receipt")) }
            }
            (go(words.say("taken-go")))
        },
        End::Waits(waits) => html! {
            section.good {
                h2 { (words.say("waits-title")) }
                @if waits.is_empty() {
                    p { (words.say("waits-none")) }
                } @else {
                    p { (words.say("waits-text")) }
                    ul { @for wait in waits { li { (words.english(wait)) } } }
                }
            }
            (go(words.say("go-on")))
        },
        End::Stopped(why) => stopped(&html! { p lang=[words.of_english()] { (lines(why)) } }),
        End::Said(id) => stopped(&html! { p { (words.say(id)) } }),
        End::Refused => html! {
            section.note {
                h2 { (words.say("not-done-title")) }
                p { (words.say("not-done-text")) }
            }
            (go(words.say("go-back")))
        },
    }
}

/// What a page follows of it.
struct Following {
    work: Arc<Work>,
    role: Role,
    words: &'static Words,
    /// The panel as it was sent last.
    said: Option<String>,
    step: Step,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Something may have changed.
    Look,
    /// The panel was sent; how far it is comes next.
    Far,
    /// Wait for a change.
    Wait,
    /// It is over.
    Over,
    /// That was said.
    End,
}

fn event(name: &str, made: &Markup) -> Event {
    Event::default().event(name).data(made.0.replace('\r', ""))
}

/// The work as events: the panel when it says something else, how far it is after each change, and the end.
pub(crate) async fn events(asker: Asker, Path(role): Path<String>) -> Answer {
    let Asker { app, words } = asker;
    let room = app.room(&role)?;
    let Some(work) = room.work() else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let (changes, closing) = (work.watch(), app.closing.subscribe());
    let begun = Following { work, role: room.role, words, said: None, step: Step::Look };
    let events =
        stream::unfold((begun, changes, closing), |(mut following, mut changes, mut closing)| async move {
            let event = match following.step {
                Step::End => return None,
                Step::Over => {
                    following.step = Step::End;
                    Event::default().event("over").data("over")
                }
                Step::Wait => {
                    let changed = async {
                        tokio::select! {
                            _ = changes.changed() => {}
                            _ = closing.wait_for(|closing| *closing) => {}
                        }
                    };
                    if tokio::time::timeout(SILENCE, changed).await.is_ok() {
                        tokio::time::sleep(PACE).await;
                        following.step = Step::Look;
                    }
                    // Also tells the line that it is still wanted.
                    Event::default().comment("here")
                }
                Step::Look => {
                    let made =
                        panel(following.words, following.role, &following.work, &following.work.seen());
                    following.step = Step::Far;
                    if following.said.as_ref() == Some(&made.0) {
                        Event::default().comment("here")
                    } else {
                        following.said = Some(made.0.clone());
                        event("work", &made)
                    }
                }
                Step::Far => {
                    let seen = following.work.seen();
                    // What ended in between is looked at once more.
                    let over = seen.end.is_some() || *closing.borrow();
                    let said = panel(following.words, following.role, &following.work, &seen).0;
                    following.step = match (over, following.said.as_ref() == Some(&said)) {
                        (_, false) => Step::Look,
                        (true, true) => Step::Over,
                        (false, true) => Step::Wait,
                    };
                    event("far", &far(following.words, &seen))
                }
            };
            Some((Ok::<_, Infallible>(event), (following, changes, closing)))
        });
    Ok(Sse::new(events).into_response())
}

/// Where a followed page goes when the work is over.
pub(crate) async fn next(asker: Asker, Path(role): Path<String>) -> Answer {
    let next = asker.app.room(&role)?.work().map_or_else(|| format!("/{role}"), |work| work.next.clone());
    Ok((StatusCode::NO_CONTENT, [("hx-redirect", next)]).into_response())
}

/// An answer to a question.
#[derive(Deserialize)]
pub(crate) struct Answered {
    number: u64,
    answer: String,
}

/// Answer the question that waits.
pub(crate) async fn answer(asker: Asker, Path(role): Path<String>, Form(said): Form<Answered>) -> Answer {
    let work = asker.app.room(&role)?.work().ok_or(Refusal::Nowhere)?;
    work.answer(said.number, said.answer == "yes");
    Ok(Redirect::to(&format!("/{role}/work")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::words;

    #[test]
    fn every_work_has_a_heading() {
        for task in Task::ALL {
            let title = title(words(None), task);
            assert!(!title.starts_with('['), "{title}");
        }
    }
}
