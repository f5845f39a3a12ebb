//! The report on a record: the verdict, the numbered checks, who saw the log, what is shown and what is not.

use super::frame;
use crate::app::Asker;
use crate::page::page;
use crate::refusal::Answer;
use crate::texts::Words;
use axum::response::{IntoResponse, Redirect};
use intertally_roles::Role;
use intertally_verify::{CheckReport, Outcome, PartyKeys, Report, Verdict};
use maud::{Markup, html};

/// The page.
pub(super) async fn show(asker: Asker) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let Some(checked) = app.room(Role::Auditor.word())?.auditor.get() else {
        return Ok(Redirect::to("/auditor").into_response());
    };
    let report = &checked.report;
    let (class, verdict, meaning) = match report.verdict {
        Verdict::Pass => ("good", words.say("verdict-pass"), words.say("verdict-pass-means")),
        Verdict::Fail => ("alert", words.say("verdict-fail"), words.say("verdict-fail-means")),
        Verdict::Incomplete => ("note", words.say("verdict-open"), words.say("verdict-open-means")),
    };
    let name = if report.name.is_empty() { checked.record.name() } else { report.name.as_str() };
    let title = words.with("report-title", &[("round", name.into())]);
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) { a href="/auditor" { (words.say("audit-title")) } }
        h1 { (title) }
        section class=(class) {
            h2 { (verdict) }
            p { (meaning) }
            p.hint { (checked.record.name()) br; (report.record) }
        }
        section {
            h2 { (words.say("report-checks")) }
            ol.checks { @for check in &report.checks { (line(words, check)) } }
        }
        section {
            h2 { (words.say("report-file")) }
            p { (words.say("report-file-text")) }
            @if let Some((file, found)) = &checked.compared {
                @match found {
                    Some(own) => p.same role="status" {
                        (words.with("report-same", &[("file", file.as_str().into()), ("name", own.as_str().into())]))
                    },
                    None => p.alert role="alert" { (words.with("report-other", &[("file", file.as_str().into())])) },
                }
            }
            form.drop method="post" action="/auditor/compare" enctype="multipart/form-data" {
                label for="file" { (words.say("report-file-label")) }
                input id="file" name="file" type="file" required;
                p { button type="submit" { (words.say("report-file-do")) } }
            }
        }
        (lists(words, report))
    };
    Ok(page(words, &frame(&title), &body).into_response())
}

fn line(words: &Words, check: &CheckReport) -> Markup {
    let (class, word) = match &check.outcome {
        Outcome::Pass { .. } => ("good", words.say("check-pass")),
        Outcome::Fail { .. } => ("bad", words.say("check-fail")),
        Outcome::NotReached { .. } => ("idle", words.say("check-open")),
    };
    html! {
        li value=(check.number) {
            h3 { (words.english(check.title)) " " span class={ "badge " (class) } { (word) } }
            @match &check.outcome {
                Outcome::Pass { detail } => p.hint lang=[words.of_english()] { (detail) },
                Outcome::NotReached { why, .. } => p.hint lang=[words.of_english()] { (why) },
                Outcome::Fail { findings } => ul {
                    @for one in findings {
                        li {
                            b { (one.place) } ": " (words.english(&one.what)) br;
                            span.hint { (words.with("check-points", &[("who", one.points_to.as_str().into())])) }
                        }
                    }
                },
            }
        }
    }
}

fn lists(words: &Words, report: &Report) -> Markup {
    let list = |title: String, lines: &[String]| {
        html! {
            @if !lines.is_empty() {
                section { h2 { (title) } ul lang=[words.of_english()] { @for line in lines { li { (line) } } } }
            }
        }
    };
    let fingerprints: Vec<String> = report.fingerprints.iter().map(PartyKeys::line).collect();
    html! {
        @if !report.name.is_empty() {
            section {
                h2 { (words.say("report-seen")) }
                p lang=[words.of_english()] { (report.witnesses.summary()) }
                @if !report.witnesses.seen_by.is_empty() {
                    ul { @for one in &report.witnesses.seen_by { li { (one.party) ", " (one.at) } } }
                }
            }
        }
        (list(words.say("report-evidence"), &report.evidence))
        (list(words.say("report-fingerprints"), &fingerprints))
        (list(words.say("report-shows"), &report.closing))
    }
}
