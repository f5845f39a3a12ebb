//! What came of reading a return: all faults in a grid at their places, warnings as one list, the summary with what the
//! person confirms, and the button that sends.

use super::grid::Grids;
use super::mending::{Lists, MEND, SHOWN, changes};
use super::review::{Draft, is_foreign};
use super::round::drop_form;
use crate::app::Asker;
use crate::page::{Frame, Here, alert, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::Words;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use intertally_core::submission::note::steers;
use intertally_returns::{Compared, Evaluated, NoteSaid, Reason, Summary, ToConfirm};
use intertally_roles::Role;
use intertally_roles::cell;
use maud::{Markup, html};

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
    let faults = draft.reading.faults.len();
    let about = [("file", draft.file.name.as_str().into()), ("n", faults.into())];
    let title = words.with(if faults == 0 { "review-good" } else { "review-faults" }, &about);
    let name = room.name();
    let mend = format!("/member/round/{id}/mend");
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) {
            a href="/member" { (words.say("rounds-title")) }
            a href={ "/member/round/" (id) } { (draft.round.manifest.name) }
        }
        h1 { (title) }
        @if draft.held { (alert(Some(&words.say("review-held")))) }
        form id=(MEND) method="post" action=(mend) { input type="hidden" name="number" value=(draft.number); }
        @if faults > 0 {
            @let here = draft.reading.faults.iter().any(|fault| !fault.offers.is_empty());
            p.lead { (words.say(if here { "review-mend-here" } else { "review-mend" })) }
        }
        (read_by(words, &id, &draft))
        (findings(words, &id, &draft))
        (changes(words, &draft, &mend))
        (summary(words, &draft))
        @if faults == 0 { (send_form(words, &id, &draft)) }
        form.inline method="post" action={ "/member/round/" (id) "/away" } {
            button.quiet type="submit" { (words.say("put-away")) }
        }
    };
    Ok(page(words, &Frame::open(&title, (Role::Member, &name), Here::Rounds), &body).into_response())
}

/// By which layout it was read, and what can be done with that; or the way to pair one.
fn read_by(words: &Words, id: &str, draft: &Draft) -> Markup {
    let at = format!("/member/round/{id}/layout");
    html! {
        @if draft.mapping.is_some() {
            section.note {
                h2 { (words.say("layout-title")) }
                p { (words.say(if draft.kept { "layout-is-kept" } else { "layout-is-paired" })) }
                div.row {
                    a.button href=(at) { (words.say("layout-change")) }
                    @if !draft.kept {
                        form method="post" action={ (at) "/keep" } { button type="submit" { (words.say("layout-keep-do")) } }
                    }
                    a href={ (at) "/mapping.toml" } download { (words.say("layout-save")) }
                    form method="post" action={ (at) "/plain" } { button.quiet type="submit" { (words.say("layout-plain")) } }
                }
            }
        } @else if draft.pairable && is_foreign(&draft.reading) {
            section.note {
                h2 { (words.say("layout-offer")) }
                p { (words.say("layout-offer-text")) }
                p { a.button href=(at) { (words.say("layout-go")) } }
            }
        }
    }
}

/// Faults and warnings: those of the file first, then those that can be mended here, then what should be looked at.
fn findings(words: &Words, id: &str, draft: &Draft) -> Markup {
    let Lists { of_file, faults, warnings } = Lists::of(&draft.reading);
    let mut grids = Grids::of(words, draft);
    let again = html! { p { button.main[!faults.is_empty()] type="submit" form=(MEND) formnovalidate { (words.say("mend-do")) } } };
    let can_mend = warnings.iter().any(|fault| !fault.offers.is_empty());
    html! {
        @if !of_file.is_empty() {
            section {
                h2 { (words.say("file-title")) }
                p { (words.say("file-text")) }
                (grids.table(&of_file, (&words.say("file-title"), "faults")))
            }
        }
        @if !faults.is_empty() {
            section {
                h2 { (words.say("faults-title")) }
                p { (words.say("faults-text")) }
                (grids.table(&faults, (&words.say("faults-title"), "faults")))
                (again)
            }
        }
        @if !draft.reading.faults.is_empty() { (drop_form(words, id, &words.say("drop-again"), faults.is_empty())) }
        @if !warnings.is_empty() {
            section {
                h2 { (words.with("warnings-title", &[("n", warnings.len().into())])) }
                p { (words.say("warnings-text")) }
                (grids.table(&warnings, (&words.say("warnings-name"), "warnings")))
                @if can_mend { (again) }
            }
        }
    }
}

/// The name of a cell, with its key for whoever looks for it.
fn named(draft: &Draft, key: &str) -> Markup {
    html! { (cell::name(&draft.round.structure, key)) br; code.hint { (key) } }
}

fn summary(words: &Words, draft: &Draft) -> Markup {
    let Summary { cells, filled, missing, largest, compared, public, confidential, evaluated, .. } =
        &draft.reading.summary;
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
                @match compared {
                    Compared::Nothing => { dt { (words.say("summary-compared")) } dd { (words.say("compared-nothing")) } },
                    Compared::Earlier { figures } => {
                        dt { (words.say("summary-compared")) }
                        dd { (words.with("compared-earlier", &[("n", (*figures).into())])) }
                    },
                    Compared::Unasked => {},
                }
                @if !confidential.is_empty() {
                    dt { (words.say("summary-confidential")) } dd { (keys(draft, confidential)) }
                }
                @if !public.is_empty() { dt { (words.say("summary-public")) } dd { (keys(draft, public)) } }
                @if !evaluated.is_empty() {
                    dt { (words.say("summary-evaluated")) }
                    dd { ul { @for one in evaluated { li { (made(words, draft, one)) } } } }
                }
            }
        }
    }
}

/// The terms of an evaluation, or why there are none.
fn made(words: &Words, draft: &Draft, one: &Evaluated) -> Markup {
    let [_, persons, ..] = &one.counts;
    html! {
        code { (one.evaluation) } " · " (named(draft, persons)) br;
        @if !one.lacking.is_empty() {
            (words.say("evaluated-lacking")) " " (keys(draft, &one.lacking))
        } @else if one.terms.is_empty() {
            (words.say("evaluated-unfit"))
        } @else {
            @for (term, figure) in &one.terms { code { (term) } " " (figure) " " }
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

/// A note, and what it is on. What steers a screen is shown as a sign that steers nothing.
fn said(words: &Words, note: &NoteSaid) -> Markup {
    let more = note.cells.saturating_sub(1);
    let plain: String = note.text.chars().map(|sign| if steers(sign) { '\u{FFFD}' } else { sign }).collect();
    html! {
        @match &note.first {
            Some(key) => { code { (key) } @if more > 0 { " " (words.with("grid-more", &[("n", more.into())])) } },
            None => (words.say("notes-whole")),
        }
        " · " code { (note.attribute) } ": " (plain)
    }
}

fn tick(name: &str, text: &str) -> Markup {
    html! {
        p.check {
            input type="checkbox" id=(name) name=(name) value="yes" form=(MEND) required;
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
            @if !to_confirm.is_empty() {
                h3 { (words.with("doubts-title", &[("n", to_confirm.len().into())])) }
                @if let Some(revision) = draft.corrects {
                    p { (words.with("doubts-corrects", &[("revision", revision.into())])) }
                }
                (doubts(words, draft, to_confirm))
                (tick("figures", &words.say("doubts-yes")))
            }
            @if !notes.is_empty() {
                h3 { (words.say("notes-title")) }
                p.warning { (words.say("notes-text")) }
                ul { @for note in notes { li { (said(words, note)) } } }
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
            p { button.main type="submit" form=(MEND) formaction={ "/member/round/" (id) "/send" } { (words.say("send-do")) } }
        }
    }
}
