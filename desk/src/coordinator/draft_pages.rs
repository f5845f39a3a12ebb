//! The three pages of a new round: what is asked, who takes part and until when, what could be published of it.

use super::board::Board;
use super::draft::{Draft, Who};
use crate::app::Asker;
use crate::page::{Here, alert, lines, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use crate::when::{date, to_field, zone_hint};
use axum::response::{IntoResponse, Redirect};
use intertally_core::party::Instant;
use intertally_roles::Role;
use maud::{Markup, html};

/// Fewest members for sealing, unless somebody says otherwise.
const MIN_MEMBERS: usize = 5;
/// Days until the deadline that the form begins with.
const DAYS: i64 = 28;
/// Minutes of grace that it begins with.
const GRACE: u64 = 15;
/// Shares of figures that are not zero, among which a forecast chooses.
const NONZERO: [u8; 5] = [20, 40, 60, 80, 100];

fn steps(words: &Words, at: usize) -> Markup {
    let all = [words.say("new-step-what"), words.say("new-step-who"), words.say("new-step-look")];
    html! {
        ol.steps aria-label=(words.say("new-steps")) {
            @for (number, text) in (0..).zip(all) {
                li.done[number < at] aria-current=[(number == at).then_some("step")] { (text) }
            }
        }
    }
}

/// Faults above a form, as they are broken.
fn faults(wrong: Option<&str>) -> Markup {
    html! { @if let Some(text) = wrong { p.alert role="alert" { (lines(text)) } } }
}

fn board(asker: &Asker) -> Result<std::sync::Arc<Board>, Refusal> {
    let room = asker.app.room(Role::Coordinator.word())?;
    asker.app.tabs.asked();
    if !room.is_open() {
        return Err(Refusal::Shut(room.role));
    }
    room.coordinator.board().ok_or(Refusal::Shut(room.role))
}

fn draft(asker: &Asker) -> Result<Option<std::sync::Arc<Draft>>, Refusal> {
    Ok(asker.app.room(Role::Coordinator.word())?.coordinator.draft())
}

/// What is asked.
pub(crate) async fn what(asker: Asker) -> Answer {
    let kept = draft(&asker)?;
    what_page(&asker, kept.as_deref(), None)
}

/// The same with what was typed, and what is wrong with it.
pub(super) fn what_again(asker: &Asker, typed: &Draft, wrong: &str) -> Answer {
    what_page(asker, Some(typed), Some(wrong))
}

fn what_page(asker: &Asker, typed: Option<&Draft>, wrong: Option<&str>) -> Answer {
    let words = asker.words;
    let board = board(asker)?;
    let title = words.say("new-title");
    let (name, periods) =
        typed.map(|draft| (draft.name.clone(), draft.periods.join(", "))).unwrap_or_default();
    let source = |value: &'static str, checked: bool, label: String| {
        html! {
            p.choice {
                input type="radio" id={ "source-" (value) } name="source" value=(value) checked[checked];
                label for={ "source-" (value) } { (label) }
            }
        }
    };
    let body = html! {
        h1 { (title) }
        (steps(words, 0))
        (faults(wrong))
        form.column method="post" action="/coordinator/new/what" enctype="multipart/form-data" {
            label for="name" { (words.say("new-name")) }
            p.hint id="name-hint" { (words.say("new-name-hint")) }
            input id="name" name="name" required maxlength="64" aria-describedby="name-hint" value=(name);
            label for="periods" { (words.say("new-periods")) }
            p.hint id="periods-hint" { (words.say("new-periods-hint")) }
            input id="periods" name="periods" required aria-describedby="periods-hint" value=(periods) spellcheck="false";
            fieldset {
                legend { (words.say("new-structure")) }
                (source("default", true, words.say("new-structure-default")))
                @if !board.rounds.is_empty() {
                    (source("again", false, words.say("new-structure-again")))
                    select name="again" aria-label=(words.say("new-structure-which")) {
                        @for line in &board.rounds {
                            option value=(line.status.round) { (line.status.name) " · " (line.periods) }
                        }
                    }
                }
                (source("file", false, words.say("new-structure-file")))
                input name="structure" type="file" accept=".toml,.xml" aria-label=(words.say("new-structure-choose"));
            }
            p.check {
                input type="checkbox" id="practice" name="practice" value="yes" checked[typed.is_some_and(|draft| draft.practice)];
                label for="practice" { (words.say("new-practice")) }
            }
            p { button.main type="submit" { (words.say("new-next")) } }
        }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// Who takes part, and until when.
pub(crate) async fn who(asker: Asker) -> Answer {
    who_page(&asker, None).await
}

pub(super) async fn who_page(asker: &Asker, wrong: Option<&str>) -> Answer {
    let words = asker.words;
    let board = board(asker)?;
    let room = asker.app.room(Role::Coordinator.word())?;
    let Some(draft) = draft(asker)? else { return Ok(Redirect::to("/coordinator/new").into_response()) };
    let now = room.look(async |session| Ok(session.now())).await?;
    let title = words.say("new-title");
    let takes_part = |area: &String| match (&draft.who, &draft.earlier) {
        (Some(who), _) => who.members.contains(area),
        (None, Some(earlier)) => earlier.members.contains(area),
        (None, None) => true,
    };
    let begins = begins(&draft, &board, now);
    let (least, most) = draft.contributors;
    let range = if least == most { least.to_string() } else { format!("{least} – {most}") };
    let body = html! {
        h1 { (title) }
        (steps(words, 1))
        (summary(words, &draft))
        (alert(wrong))
        form.column method="post" action="/coordinator/new/who" {
            fieldset {
                legend { (words.say("new-members")) }
                div.areas { @for area in &board.members {
                    p.choice {
                        input type="checkbox" id={ "member-" (area) } name={ "member:" (area) } value="yes" checked[takes_part(area)];
                        label for={ "member-" (area) } { (area) }
                    }
                } }
            }
            label for="least" { (words.say("new-least")) }
            p.hint id="least-hint" { (words.say("new-least-hint")) }
            input id="least" name="least" type="number" required min="1" max=(board.members.len()) value=(begins.min_members)
                aria-describedby="least-hint";
            label for="contributors" { (words.say("new-contributors")) }
            p.hint id="contributors-hint" {
                (words.with("new-contributors-hint", &[("range", range.into())]))
            }
            input id="contributors" name="contributors" type="number" min=(most) aria-describedby="contributors-hint"
                value=(begins.min_contributors.map(|number| number.to_string()).unwrap_or_default());
            label for="opens" { (words.say("new-opens")) }
            p.hint id="opens-hint" { (zone_hint(words)) " " (words.say("new-opens-hint")) }
            input id="opens" name="opens" type="datetime-local" aria-describedby="opens-hint"
                value=(begins.opens.map(to_field).unwrap_or_default());
            label for="deadline" { (words.say("fact-deadline")) }
            p.hint id="deadline-hint" { (zone_hint(words)) " " (words.say("new-deadline-hint")) }
            input id="deadline" name="deadline" type="datetime-local" required aria-describedby="deadline-hint"
                value=(to_field(begins.deadline));
            label for="grace" { (words.say("new-grace")) }
            p.hint id="grace-hint" { (words.say("new-grace-hint")) }
            input id="grace" name="grace" type="number" required min="0" max="10080" value=(begins.grace) aria-describedby="grace-hint";
            p.row {
                button.main type="submit" { (words.say("new-next")) }
                a.button href="/coordinator/new" { (words.say("go-back")) }
            }
        }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// What the form begins with.
fn begins(draft: &Draft, board: &Board, now: Instant) -> Who {
    if let Some(who) = &draft.who {
        return who.clone();
    }
    let least = u16::try_from(board.members.len().min(MIN_MEMBERS)).unwrap_or(u16::MAX);
    let earlier = draft.earlier.as_ref();
    let day = 86_400_000i64;
    // Whole hours are easier to tell others.
    let deadline = now.0.saturating_add(DAYS * day) / 3_600_000 * 3_600_000;
    Who {
        members: Vec::new(),
        min_members: earlier.map_or(least, |earlier| earlier.min_members),
        min_contributors: earlier.and_then(|earlier| earlier.min_contributors),
        opens: None,
        deadline: Instant(deadline),
        grace: GRACE,
    }
}

/// What was decided on the first page.
fn summary(words: &Words, draft: &Draft) -> Markup {
    let (asked, counted) = draft.cells;
    html! {
        dl.facts {
            dt { (words.say("new-name")) }
            dd { b { (draft.name) } @if draft.practice { " " span.badge.practice { (words.say("practice")) } } }
            dt { (words.say("new-structure")) } dd { (draft.about) br; span.hint { (draft.structure_name) } }
            dt { (words.say("fact-periods")) } dd { (draft.periods.join(", ")) }
            dt { (words.say("fact-asks")) }
            dd { (words.with("new-cells", &[("n", asked.into()), ("counted", counted.into())])) }
        }
    }
}

/// What could be published, and the button that opens the round.
pub(crate) async fn look(asker: Asker) -> Answer {
    let words = asker.words;
    let board = board(&asker)?;
    let Some(draft) = draft(&asker)? else { return Ok(Redirect::to("/coordinator/new").into_response()) };
    let Some(who) = &draft.who else { return Ok(Redirect::to("/coordinator/new/who").into_response()) };
    let title = words.say("new-title");
    let chosen = draft.forecast.as_ref().map_or(60, |(nonzero, _)| *nonzero);
    let body = html! {
        h1 { (title) }
        (steps(words, 2))
        (summary(words, &draft))
        dl.facts {
            dt { (words.say("fact-members")) } dd { (who.members.len()) br; span.hint { (who.members.join(", ")) } }
            dt { (words.say("fact-least")) } dd { (who.min_members) }
            dt { (words.say("fact-deadline")) } dd { (date(words, who.deadline)) }
        }
        section {
            h2 { (words.say("forecast-title")) }
            p { (words.say("forecast-text")) }
            form.column method="post" action="/coordinator/new/forecast" enctype="multipart/form-data" {
                label for="nonzero" { (words.say("forecast-nonzero")) }
                select id="nonzero" name="nonzero" {
                    @for share in NONZERO { option value=(share) selected[share == chosen] { (words.with("percent", &[("n", share.into())])) } }
                }
                details {
                    summary { (words.say("forecast-file")) }
                    p.hint id="expected-hint" { (words.say("forecast-file-hint")) }
                    input name="expected" type="file" accept=".csv,.txt" aria-label=(words.say("forecast-file")) aria-describedby="expected-hint";
                }
                p { button type="submit" { (words.say("do-forecast")) } }
            }
            @if let Some((_, text)) = &draft.forecast {
                pre.wide tabindex="0" role="region" aria-label=(words.say("forecast-title")) { (words.english(text)) }
                @if who.min_contributors.is_some() { p.hint { (words.say("forecast-stricter")) } }
            }
        }
        section.send {
            h2 { (words.say("new-open-title")) }
            p { (words.say("new-open-text")) }
            form method="post" action="/coordinator/new/open" { button.main type="submit" { (words.say("do-open")) } }
        }
        div.row {
            a.button href="/coordinator/new/who" { (words.say("go-back")) }
            form method="post" action="/coordinator/new/away" { button.quiet type="submit" { (words.say("new-away")) } }
        }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}
