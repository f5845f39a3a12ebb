//! What came of reading a return: all faults in a grid at their places, warnings as one list, the summary with what the
//! person confirms, and the button that sends.

use super::review::Draft;
use super::round::drop_form;
use crate::app::Asker;
use crate::cell;
use crate::page::{Frame, Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use intertally_returns::{Fault, Reason, Summary, ToConfirm};
use intertally_roles::Role;
use maud::{Markup, html};

/// Most lines of one table: nobody reads more, and with the first thousand mended the rest shows.
const SHOWN: usize = 1000;

/// The page.
pub(crate) async fn show(asker: Asker, Path(id): Path<String>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Member.word())?;
    if !room.is_open() {
        return Err(Refusal::Shut(room.role));
    }
    let draft = room.member.draft().filter(|draft| draft.round.id.0.to_string() == id);
    let Some(draft) = draft else { return Ok(Redirect::to(&format!("/member/round/{id}")).into_response()) };
    let (faults, warnings) = (&draft.reading.faults, &draft.reading.warnings);
    let about = |n: usize| [("file", draft.file.name.as_str().into()), ("n", n.into())];
    let title = if faults.is_empty() {
        words.with("review-good", &about(0))
    } else {
        words.with("review-faults", &about(faults.len()))
    };
    let name = room.name();
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) {
            a href="/member" { (words.say("rounds-title")) }
            a href={ "/member/round/" (id) } { (draft.round.manifest.name) }
        }
        h1 { (title) }
        @if !faults.is_empty() {
            p.lead { (words.say("review-mend")) }
            (grid(words, faults, (&words.say("faults-title"), "faults")))
            (drop_form(words, &id))
        }
        @if !warnings.is_empty() {
            section {
                h2 { (words.with("warnings-title", &[("n", warnings.len().into())])) }
                p { (words.say("warnings-text")) }
                (grid(words, warnings, (&words.say("warnings-name"), "warnings")))
            }
        }
        (summary(words, &draft))
        @if faults.is_empty() { (send_form(words, &id, &draft)) }
        form.inline method="post" action={ "/member/round/" (id) "/away" } {
            button.quiet type="submit" { (words.say("put-away")) }
        }
    };
    Ok(page(words, &Frame::open(&title, (Role::Member, &name), Here::Rounds), &body).into_response())
}

/// The sheet of a fault: `return.xlsx [OFFENCES]` has one, a text file none.
fn sheet(fault: &Fault) -> &str {
    fault.file.rsplit_once('[').map_or("", |(_, rest)| rest.trim_end_matches(']'))
}

/// Faults or warnings, those of a sheet together, by row.
fn grid(words: &Words, all: &[Fault], (name, kind): (&str, &str)) -> Markup {
    let more = all.len().saturating_sub(SHOWN);
    let [row, column, found] = [words.say("grid-row"), words.say("grid-column"), words.say("grid-found")];
    let [what, hint] = [words.say("grid-what"), words.say("grid-hint")];
    html! {
        div.wide tabindex="0" role="region" aria-label=(name) { table class={ "grid stack " (kind) } {
            caption.unseen { (name) }
            thead { tr {
                @for head in [&row, &column, &found, &what, &hint] { th scope="col" { (head) } }
            } }
            tbody { @for (at, fault) in all.iter().take(SHOWN).enumerate() {
                @let own = sheet(fault);
                @let first = at.checked_sub(1).and_then(|at| all.get(at)).is_none_or(|before| sheet(before) != own);
                @if first && !own.is_empty() {
                    tr.sheet { th colspan="5" scope="colgroup" { (words.with("grid-sheet", &[("sheet", own.into())])) } }
                }
                tr {
                    th scope="row" data-label=(row) { @if let Some(row) = fault.row { (row) } @else { "–" } }
                    td data-label=(column) { (fault.column.as_deref().unwrap_or("–")) }
                    td.found[fault.value.is_some()] data-label=(found) { (fault.value.as_deref().unwrap_or("–")) }
                    td data-label=(what) { (fault.what) }
                    td data-label=(hint) { (fault.hint) br; span.hint.rule { (fault.rule) } }
                }
            } }
        } }
        @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
    }
}

/// The name of a cell, with its key for whoever looks for it.
fn named(draft: &Draft, key: &str) -> Markup {
    html! { (cell::name(&draft.round.structure, key)) br; code.hint { (key) } }
}

fn summary(words: &Words, draft: &Draft) -> Markup {
    let Summary { cells, filled, missing, largest, public, confidential, .. } = &draft.reading.summary;
    let reason = |(code, n): (&char, &usize)| words.with(&format!("without-{code}"), &[("n", (*n).into())]);
    let reasons: Vec<String> = missing.iter().map(reason).collect();
    let without: usize = missing.values().sum();
    html! {
        section {
            h2 { (words.say("summary-title")) }
            p { (words.say("summary-text")) }
            dl.facts {
                dt { (words.say("summary-filled")) }
                dd { (words.with("summary-of", &[("filled", (*filled).into()), ("cells", (*cells).into())])) }
                dt { (words.say("summary-missing")) }
                dd { (without) @if !reasons.is_empty() { br; span.hint { (reasons.join(", ")) } } }
                @if let Some((key, value)) = largest {
                    dt { (words.say("summary-largest")) } dd { b { (value) } br; (named(draft, key)) }
                }
                @if !confidential.is_empty() {
                    dt { (words.say("summary-confidential")) } dd { (keys(draft, confidential)) }
                }
                @if !public.is_empty() { dt { (words.say("summary-public")) } dd { (keys(draft, public)) } }
            }
        }
    }
}

fn keys(draft: &Draft, keys: &[String]) -> Markup {
    html! {
        details open[keys.len() < 6] {
            summary { (keys.len()) }
            ul { @for key in keys { li { (named(draft, key)) } } }
        }
    }
}

/// Figures that may be slips, beside what they are compared with.
fn doubts(words: &Words, draft: &Draft, all: &[ToConfirm]) -> Markup {
    let (now, before) = (words.say("doubts-now"), words.say("doubts-before"));
    html! {
        div.wide tabindex="0" role="region" aria-label=(words.say("doubts-name")) { table.stack {
            caption.unseen { (words.say("doubts-name")) }
            thead { tr {
                th scope="col" { (words.say("doubts-cell")) }
                th.figure scope="col" { (now) }
                th.figure scope="col" { (before) }
            } }
            tbody { @for one in all.iter().take(SHOWN) {
                tr {
                    th scope="row" { (named(draft, &one.key)) }
                    td.figure data-label=(now) { (one.value) }
                    td.figure data-label=(before) { @match &one.reason {
                        Reason::Previous { value, .. } => (value),
                        Reason::Usual { limit } => (words.with("doubts-usual", &[("limit", limit.to_string().into())])),
                    } }
                }
            } }
        } }
    }
}

fn tick(name: &str, text: &str) -> Markup {
    html! {
        p.check {
            input type="checkbox" id=(name) name=(name) value="yes" required;
            label for=(name) { (text) }
        }
    }
}

/// What is confirmed, and the button.
fn send_form(words: &Words, id: &str, draft: &Draft) -> Markup {
    let Summary { to_confirm, public, notes, .. } = &draft.reading.summary;
    let practice = draft.round.manifest.practice;
    html! {
        section.send {
            h2 { (words.say("send-title")) }
            form method="post" action={ "/member/round/" (id) "/send" } {
                input type="hidden" name="number" value=(draft.number);
                @if !to_confirm.is_empty() {
                    h3 { (words.with("doubts-title", &[("n", to_confirm.len().into())])) }
                    (doubts(words, draft, to_confirm))
                    (tick("figures", &words.say("doubts-yes")))
                }
                @if !notes.is_empty() {
                    h3 { (words.say("notes-title")) }
                    p.warning { (words.say("notes-text")) }
                    ul { @for note in notes { li { (note.to_string()) } } }
                    @if notes.iter().any(|note| note.digits) { (tick("notes", &words.say("notes-yes"))) }
                }
                @if !public.is_empty() {
                    h3 { (words.say("clear-title")) }
                    p.warning { (words.with("clear-text", &[("n", public.len().into())])) }
                    (tick("clear", &words.say("clear-yes")))
                }
                @if practice {
                    p.warning { (words.say("practice-warning")) }
                    (tick("practice", &words.say("practice-yes")))
                }
                p { (words.with("send-text", &[("round", draft.round.manifest.name.as_str().into()),
                    ("area", draft.round.area().into()), ("revision", draft.round.revision.into())])) }
                p { button.main type="submit" { (words.say("send-do")) } }
            }
        }
    }
}
