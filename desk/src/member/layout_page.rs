//! The two pages on which a national layout is paired: columns first, then labels. Select boxes and buttons, nothing else.

use super::pairing::{
    ADDED, HEADING, KEEP, Labels, Lacks, MORE, MOST, STATUS, VALUE, fixable, flags, labels,
};
use super::review::Draft;
use crate::page::{Frame, Here, Shown, alert, page};
use crate::texts::Words;
use crate::upload::Typed;
use intertally_returns::{Foreign, Layout, Mapping};
use intertally_roles::Role;
use maud::{Markup, html};

/// Words of a column that are shown, and the longest of them.
const SAMPLES: usize = 4;
const LONGEST: usize = 40;
/// Letters of statuses.
const STATUSES: [char; 8] = ['A', 'P', 'B', 'W', 'M', 'L', 'O', 'K'];

/// A form that is shown again: what was typed, and what is lacking.
pub(super) type Again<'a> = Option<(&'a Typed, &'a Lacks)>;

fn lacks(words: &Words, draft: &Draft, again: Again<'_>) -> Markup {
    let structure = &draft.round.structure;
    let named = |id: &str| structure.dimension(id).map_or_else(|| target(words, id), |one| one.name.clone());
    let text = again.map(|(_, lacks)| match lacks {
        Lacks::Value => words.say("layout-no-value"),
        Lacks::Several => words.say("layout-several"),
        Lacks::Twice(target) => words.with("layout-twice", &[("what", named(target).into())]),
        Lacks::Dimension(id) => words.with("layout-no-dimension", &[("what", named(id).into())]),
        Lacks::Labels(column) => words.with("layout-no-labels", &[("column", column.as_str().into())]),
        Lacks::Mapping(what) => what.clone(),
    });
    alert(text.as_deref())
}

fn frame(words: &Words, name: &str, draft: &Draft, (step, body): (usize, Markup)) -> Shown {
    let title = words.say("layout-title");
    let at = format!("/member/round/{}", draft.round.id.0);
    let steps =
        [words.say("layout-step-columns"), words.say("layout-step-labels"), words.say("layout-step-check")];
    let body = html! {
        nav.crumbs aria-label=(words.say("crumbs")) {
            a href="/member" { (words.say("rounds-title")) }
            a href=(at) { (draft.round.manifest.name) }
            a href={ (at) "/return" } { (draft.file.name) }
        }
        h1 { (title) }
        ol.steps aria-label=(words.say("layout-steps")) {
            @for (at, text) in steps.iter().enumerate() {
                li.done[at < step] aria-current=[(at == step).then_some("step")] { (text) }
            }
        }
        (body)
    };
    page(words, &Frame::open(&title, (Role::Member, name), Here::Rounds), &body)
}

fn option(value: &str, text: &str, chosen: &str) -> Markup {
    html! { option value=(value) selected[value == chosen] { (text) } }
}

/// What a column that is no dimension can be.
fn target(words: &Words, id: &str) -> String {
    match id {
        VALUE => words.say("target-figure"),
        STATUS => words.say("target-status"),
        "COMMENT_OBS" => words.say("target-note"),
        "COUNTING_UNIT" => words.say("target-unit"),
        "CONF_STATUS" => words.say("target-confidential"),
        "PUBLISHED" => words.say("target-published"),
        other => other.to_owned(),
    }
}

/// Some of what stands in a column.
fn samples<'a>(labels: impl Iterator<Item = &'a String>) -> String {
    let short = |label: &String| {
        let cut: String = label.chars().take(LONGEST).collect();
        if cut.len() < label.len() { format!("{cut}…") } else { cut }
    };
    labels.filter(|label| !label.is_empty()).take(SAMPLES).map(short).collect::<Vec<_>>().join(" · ")
}

/// What a column is by a mapping, as the page writes it.
fn chosen_for(mapping: &Mapping, column: &str) -> String {
    let added = mapping.add.iter().any(|own| own == column);
    let figures = mapping.values.contains_key(column).then_some(VALUE);
    let keep = mapping.keep.contains_key(column).then_some(KEEP).filter(|_| !added);
    let target = mapping.columns.get(column).map(String::as_str).or(figures).or(keep).unwrap_or_default();
    if added { format!("{ADDED}{target}") } else { target.to_owned() }
}

/// What a column can be over which figures are added up.
fn added(words: &Words, time: &str) -> Vec<(String, String)> {
    vec![
        (format!("{ADDED}{VALUE}"), words.say("target-figure-added")),
        (format!("{ADDED}{time}"), words.say("target-period-added")),
        (ADDED.to_string(), words.say("target-added-over")),
    ]
}

/// The first page: columns, and what is the same in all rows.
pub(super) fn columns_page(
    words: &Words,
    name: &str,
    (draft, foreign): (&Draft, &Foreign<'_>),
    mapping: &Mapping,
    again: Again<'_>,
) -> Shown {
    let structure = &draft.round.structure;
    let periods = foreign.layout() == Layout::Periods;
    let typed = |field: &str| again.and_then(|(typed, _)| typed.get(field)).map(|text| text.as_str());
    let dimensions = structure.dimensions.iter().filter(|one| !(periods && one.id == structure.time));
    let dimensions: Vec<(&str, &str)> = dimensions.map(|one| (one.id.as_str(), one.name.as_str())).collect();
    let mut others: Vec<&str> = if periods { Vec::new() } else { vec![VALUE, STATUS] };
    others.extend(MORE);
    let [column, holds, becomes] =
        [words.say("layout-column"), words.say("layout-holds"), words.say("layout-becomes")];
    let fixed: Vec<&str> = fixable(structure)
        .filter(|id| foreign.asked(id).len() > 1 && !(periods && *id == structure.time))
        .collect();
    let added = if periods { Vec::new() } else { added(words, &structure.time) };
    let action = format!("/member/round/{}/layout", draft.round.id.0);
    let body = html! {
        p.lead { (words.with("layout-lead", &[("file", draft.file.name.as_str().into())])) }
        (lacks(words, draft, again))
        form method="post" action=(action) {
            input type="hidden" name="number" value=(draft.number);
            section {
                h2 { (words.say("layout-columns")) }
                p { (words.say("layout-columns-text")) }
                @if periods { p { (words.say("layout-periods")) } }
                div.wide tabindex="0" role="region" aria-label=(words.say("layout-columns")) { table.stack {
                    caption.unseen { (words.say("layout-columns")) }
                    thead { tr { th scope="col" { (column) } th scope="col" { (holds) } th scope="col" { (becomes) } } }
                    tbody { @for (at, (own, labels)) in foreign.columns().enumerate() {
                        @let field = format!("c.{at}");
                        @let said = chosen_for(mapping, own);
                        @let chosen = typed(&field).unwrap_or(&said);
                        tr {
                            th.place scope="row" { label for={ "c-" (at) } { (own) } }
                            td.found data-label=(holds) { (samples(labels.iter())) }
                            td { div.field {
                                select id={ "c-" (at) } name=(field) autocomplete="off" {
                                    (option("", &words.say("target-none"), chosen))
                                    @for (id, name) in &dimensions { (option(id, name, chosen)) }
                                    @for id in &others { (option(id, &target(words, id), chosen)) }
                                    (option(KEEP, &words.say("target-keep"), chosen))
                                    @for (value, text) in &added { (option(value, text, chosen)) }
                                }
                            } }
                        }
                    } }
                } }
            }
            @if !fixed.is_empty() {
                section {
                    h2 { (words.say("layout-fixed")) }
                    p { (words.say("layout-fixed-text")) }
                    div.pairs { @for id in fixed {
                        @let field = format!("f.{id}");
                        @let by_heading = if mapping.values.values().any(|codes| codes.contains_key(id)) { HEADING } else { "" };
                        @let chosen = typed(&field).unwrap_or_else(|| mapping.fixed.get(id).map_or(by_heading, String::as_str));
                        div.field {
                            label for={ "f-" (id) } { (structure.dimension(id).map_or(id, |one| one.name.as_str())) }
                            select id={ "f-" (id) } name=(field) autocomplete="off" {
                                (option("", &words.say("layout-by-column"), chosen))
                                @if !periods { (option(HEADING, &words.say("layout-by-heading"), chosen)) }
                                @for code in foreign.asked(id) { (option(code, structure.label(id, code), chosen)) }
                            }
                        }
                    } }
                }
            }
            p.row {
                button.main type="submit" { (words.say("layout-next")) }
                a.button href={ "/member/round/" (draft.round.id.0) "/return" } { (words.say("layout-back")) }
            }
        }
    };
    frame(words, name, draft, (0, body))
}

/// The second page: labels, rows that count, statuses, and how figures are written.
pub(super) fn labels_page(
    words: &Words,
    name: &str,
    (draft, foreign): (&Draft, &Foreign<'_>),
    mapping: &Mapping,
    again: Again<'_>,
) -> Shown {
    let typed = |field: &str| again.and_then(|(typed, _)| typed.get(field)).map(|text| text.as_str());
    let lists = labels(draft, foreign, mapping);
    let flags = flags(foreign, mapping);
    let action = format!("/member/round/{}/layout/labels", draft.round.id.0);
    let missing = mapping.missing.join(" ");
    let zero = mapping.zero.join(" ");
    let zero = zero.trim().to_owned();
    let body = html! {
        p.lead { (words.say(if lists.is_empty() { "layout-labels-none" } else { "layout-labels-lead" })) }
        (lacks(words, draft, again))
        form method="post" action=(action) {
            input type="hidden" name="number" value=(draft.number);
            @for list in &lists { (list_of(words, draft, foreign, (list, again))) }
            (values_of(words, draft, (foreign, mapping), again))
            @for (at, (column, all)) in foreign.columns().enumerate() {
                @if let Some(kept) = mapping.keep.get(column) {
                    section {
                        h2 { (words.with("layout-keep", &[("column", column.into())])) }
                        p { (words.say("layout-keep-text")) }
                        @for (label_at, label) in all.iter().enumerate().take(MOST) {
                            @let field = format!("k.{at}.{label_at}");
                            @let ticked = if again.is_some() { typed(&field).is_some() } else { kept.contains(label) };
                            div.choice {
                                input type="checkbox" id={ "k-" (at) "-" (label_at) } name=(field) value="yes" checked[ticked] autocomplete="off";
                                label for={ "k-" (at) "-" (label_at) } { @if label.is_empty() { (words.say("layout-empty")) } @else { (label) } }
                            }
                        }
                    }
                }
            }
            @if !flags.is_empty() {
                section {
                    h2 { (words.say("layout-flags")) }
                    p { (words.say("layout-flags-text")) }
                    div.pairs { @for (at, flag) in flags.iter().enumerate() {
                        @let field = format!("s.{at}");
                        @let chosen = typed(&field).unwrap_or_else(|| mapping.flags.get(flag).map_or("", String::as_str));
                        div.field {
                            label for={ "s-" (at) } { (flag) }
                            select id={ "s-" (at) } name=(field) autocomplete="off" {
                                (option("", &words.say("layout-flag-none"), chosen))
                                @for letter in STATUSES {
                                    (option(&letter.to_string(), &words.say(&format!("status-{letter}")), chosen))
                                }
                            }
                        }
                    } }
                }
            }
            section {
                h2 { (words.say("layout-figures")) }
                p { (words.say("layout-figures-text")) }
                div.pairs {
                    (mark(words, ("thousands", words.say("layout-thousands")), &[".", ",", "'", " "], typed("thousands").or(mapping.thousands.as_deref())))
                    (mark(words, ("decimal", words.say("layout-decimal")), &[",", "."], typed("decimal").or(mapping.decimal.as_deref())))
                    div.field {
                        label for="missing" { (words.say("layout-missing")) }
                        input id="missing" name="missing" value=(typed("missing").unwrap_or(&missing)) autocomplete="off" aria-describedby="missing-hint";
                        p.hint id="missing-hint" { (words.say("layout-missing-hint")) }
                    }
                    div.field {
                        label for="zero" { (words.say("layout-zero")) }
                        input id="zero" name="zero" value=(typed("zero").unwrap_or(&zero)) autocomplete="off";
                    }
                    div.choice {
                        @let empty = if again.is_some() { typed("zero-empty").is_some() } else { mapping.zero.iter().any(String::is_empty) };
                        input type="checkbox" id="zero-empty" name="zero-empty" value="yes" checked[empty] autocomplete="off";
                        label for="zero-empty" { (words.say("layout-zero-empty")) }
                    }
                }
            }
            p.row {
                button.main type="submit" { (words.say("layout-check")) }
                a.button href={ "/member/round/" (draft.round.id.0) "/layout" } { (words.say("layout-to-columns")) }
            }
        }
    };
    frame(words, name, draft, (1, body))
}

/// Columns of figures whose headings say codes.
fn values_of(
    words: &Words,
    draft: &Draft,
    (foreign, mapping): (&Foreign<'_>, &Mapping),
    again: Again<'_>,
) -> Markup {
    let structure = &draft.round.structure;
    let typed = |field: &str| again.and_then(|(typed, _)| typed.get(field)).map(|text| text.as_str());
    html! {
        @if !mapping.values.is_empty() {
            section {
                h2 { (words.say("layout-values")) }
                p { (words.say("layout-values-text")) }
                div.pairs { @for (at, (column, _)) in foreign.columns().enumerate() {
                    @for (id, code) in mapping.values.get(column).into_iter().flatten() {
                        @let field = format!("v.{at}.{id}");
                        @let chosen = typed(&field).unwrap_or(code);
                        div.field {
                            label for={ "v-" (at) "-" (id) } { (column) " · " (structure.dimension(id).map_or(id.as_str(), |one| one.name.as_str())) }
                            select id={ "v-" (at) "-" (id) } name=(field) autocomplete="off" required {
                                @if chosen.is_empty() { (option("", &words.say("layout-choose"), chosen)) }
                                @for code in foreign.asked(id) { (option(code, structure.label(id, code), chosen)) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

fn mark(words: &Words, (name, label): (&str, String), marks: &[&str], chosen: Option<&str>) -> Markup {
    let chosen = chosen.unwrap_or_default();
    html! {
        div.field {
            label for=(name) { (label) }
            select id=(name) name=(name) autocomplete="off" {
                (option("", &words.say("mark-none"), chosen))
                @for mark in marks {
                    (option(mark, &match *mark {
                        "." => words.say("mark-point"),
                        "," => words.say("mark-comma"),
                        "'" => words.say("mark-apostrophe"),
                        _ => words.say("mark-blank"),
                    }, chosen))
                }
            }
        }
    }
}

/// The labels of one column, each with the codes that the round asks for.
fn list_of(
    words: &Words,
    draft: &Draft,
    foreign: &Foreign<'_>,
    (list, again): (&Labels<'_>, Again<'_>),
) -> Markup {
    let structure = &draft.round.structure;
    let typed = |field: &str| again.and_then(|(typed, _)| typed.get(field)).map(|text| text.as_str());
    let Labels { id, column, all } = list;
    let is_area = *id == structure.area;
    let title = [
        ("column", (*column).into()),
        ("what", structure.dimension(id).map_or(id.as_str(), |one| one.name.as_str()).into()),
    ];
    let codes: Vec<&str> = match is_area {
        true => vec![draft.round.area()],
        false => foreign.asked(id).into_iter().collect(),
    };
    html! {
        section {
            h2 { (words.with("layout-labels", &title)) }
            p { (words.say(if is_area { "layout-area-text" } else { "layout-labels-text" })) }
            @if all.len() > MOST { p.warning { (words.with("layout-many", &[("n", MOST.into())])) } }
            div.pairs { @for (at, (label, code, near)) in all.iter().enumerate().take(MOST) {
                @let field = format!("l.{id}.{at}");
                // What the round does not ask for is left out.
                @let known = code.as_deref().map(|code| if codes.contains(&code) { code } else { "-" });
                @let chosen = typed(&field).or(known).unwrap_or(if is_area { "-" } else { "" });
                @let near = near.filter(|near| chosen.is_empty() && codes.contains(near));
                div.field {
                    label for={ "l-" (id) "-" (at) } { (label) }
                    select id={ "l-" (id) "-" (at) } name=(field) autocomplete="off" required[!is_area] {
                        @if chosen.is_empty() { (option("", &words.say("layout-choose"), chosen)) }
                        (option("-", &words.say("layout-leave-out"), chosen))
                        @for code in &codes { (option(code, &format!("{}: {}", code, structure.label(id, code)), chosen)) }
                    }
                    @if let Some(near) = near { p.hint { (words.with("layout-perhaps", &[("code", near.into())])) } }
                }
            } }
        }
    }
}
