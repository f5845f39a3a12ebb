//! Faults and warnings in a grid: where, what was found, what is wrong and what to do, and beside it a field in which it can
//! be mended. The fields belong to the one form of the page, wherever they stand.

use super::mending::{MEND, SHOWN, name};
use super::review::Draft;
use crate::texts::Words;
use intertally_returns::{Fault, Offer, Part, Spot};
use intertally_roles::cell;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Letters of statuses, those with a figure first.
const STATUSES: [char; 8] = ['A', 'P', 'B', 'W', 'M', 'L', 'O', 'K'];

/// The sheet of a fault: `return.xlsx [OFFENCES]` has one, a text file none.
fn sheet(fault: &Fault) -> &str {
    fault.file.rsplit_once('[').map_or("", |(_, rest)| rest.trim_end_matches(']'))
}

/// Row and column of a fault.
fn place(words: &Words, fault: &Fault) -> Option<String> {
    let row = fault.row.map(|row| words.with("grid-row-of", &[("row", row.into())]));
    let parts: Vec<String> = row.into_iter().chain(fault.column.clone()).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Tables of one page: a field is in the first line that offers it, and not again.
pub(super) struct Grids<'a> {
    words: &'a Words,
    draft: &'a Draft,
    seen: BTreeSet<Spot>,
}

impl<'a> Grids<'a> {
    pub(super) const fn of(words: &'a Words, draft: &'a Draft) -> Self {
        Self { words, draft, seen: BTreeSet::new() }
    }

    /// Faults or warnings, those of a sheet together, by row. `kind`: `faults` or `warnings`.
    pub(super) fn table(&mut self, all: &[&Fault], (name, kind): (&str, &str)) -> Markup {
        let words = self.words;
        let more = all.len().saturating_sub(SHOWN);
        let [place, found] = [words.say("grid-place"), words.say("grid-found")];
        let [what, mend] = [words.say("grid-what"), words.say("grid-mend")];
        let fields = all.iter().any(|fault| !fault.offers.is_empty());
        let columns = if fields { "4" } else { "3" };
        html! {
            div.wide tabindex="0" role="region" aria-label=(name) { table class={ "grid stack " (kind) } {
                caption.unseen { (name) }
                thead { tr {
                    th scope="col" { (place) }
                    th scope="col" { (found) }
                    th scope="col" { (what) }
                    @if fields { th.mend scope="col" { (mend) } }
                } }
                tbody { @for (at, fault) in all.iter().take(SHOWN).enumerate() {
                    @let own = sheet(fault);
                    @let first = at.checked_sub(1).and_then(|at| all.get(at)).is_none_or(|before| sheet(before) != own);
                    @if first && !own.is_empty() {
                        tr.sheet { th colspan=(columns) scope="colgroup" { (words.with("grid-sheet", &[("sheet", own.into())])) } }
                    }
                    (self.line(fault, fields))
                } }
            } }
            @if more > 0 { p.hint { (words.with("grid-more", &[("n", more.into())])) } }
        }
    }

    fn line(&mut self, fault: &Fault, fields: bool) -> Markup {
        let words = self.words;
        let place = place(words, fault);
        html! {
            tr {
                th.place scope="row" {
                    @if let Some(key) = &fault.cell {
                        (cell::name(&self.draft.round.structure, key)) br;
                        span.hint { (place.unwrap_or_default()) }
                    } @else { (place.unwrap_or_else(|| words.say("grid-file"))) }
                }
                td.found[fault.value.is_some()].none[fault.value.is_none()] data-label=(words.say("grid-found")) { (fault.value.as_deref().unwrap_or("–")) }
                td.what lang=[words.of_english()] { (fault.what) span.hint.todo { (fault.hint) } span.hint.rule { (fault.rule) } }
                @if fields { td.mend { (self.fields(fault)) } }
            }
        }
    }

    /// The fields beside a fault: those of its own cell, then those of others that it is about.
    fn fields(&mut self, fault: &Fault) -> Markup {
        let fresh: Vec<&Offer> = fault.offers.iter().filter(|offer| self.seen.insert(offer.spot)).collect();
        let apart = |at: usize| {
            let own = fresh.get(at).map(|offer| &offer.cell);
            let before = at
                .checked_sub(1)
                .and_then(|at| fresh.get(at))
                .map_or(Some(&fault.cell), |one| Some(&one.cell));
            own.filter(|cell| Some(*cell) != before).and_then(Option::as_ref)
        };
        html! {
            @if fresh.is_empty() && !fault.offers.is_empty() { span.hint { (self.words.say("mend-above")) } }
            @for (at, offer) in fresh.iter().enumerate() {
                @if let Some(key) = apart(at).filter(|_| offer.part != Part::Row) {
                    p.hint.of { (cell::name(&self.draft.round.structure, key)) }
                }
                (self.field(fault, offer))
            }
        }
    }

    fn field(&self, fault: &Fault, offer: &Offer) -> Markup {
        let words = self.words;
        let (name, id) = (name(offer.spot), format!("m-{}", offer.spot).replace('.', "-"));
        let label = match &offer.part {
            Part::Figure => words.say("mend-figure"),
            Part::Status => words.say("mend-status"),
            Part::Row => words.say("mend-row"),
            Part::Code(id) => self.dimension(id),
            Part::Text(column) => column.clone(),
        };
        // Read out alone, a field says which cell it is of.
        let of = match (&offer.cell, place(words, fault)) {
            (Some(key), _) => cell::name(&self.draft.round.structure, key),
            (None, place) => place.unwrap_or_default(),
        };
        let label = html! { (label) span.unseen { ", " (of) } };
        html! {
            @match offer.part {
                Part::Row => div.leave {
                    input type="checkbox" id=(id) name=(name) value="yes" form=(MEND);
                    label for=(id) { (label) }
                },
                Part::Status => div.field {
                    label for=(id) { (label) }
                    select id=(id) name=(name) form=(MEND) { (self.statuses(&offer.shows)) }
                },
                Part::Figure => div.field.narrow {
                    label for=(id) { (label) }
                    input id=(id) name=(name) form=(MEND) value=(offer.shows) inputmode="numeric" autocomplete="off";
                },
                Part::Code(_) | Part::Text(_) => div.field {
                    label for=(id) { (label) }
                    input id=(id) name=(name) form=(MEND) value=(offer.shows) autocomplete="off";
                },
            }
        }
    }

    fn statuses(&self, shown: &str) -> Markup {
        let is = |letter: char| shown.starts_with(letter);
        html! {
            option value="" selected[shown.is_empty()] { (self.words.say("status-none")) }
            @for letter in STATUSES {
                option value=(letter) selected[is(letter)] { (self.words.say(&format!("status-{letter}"))) }
            }
        }
    }

    fn dimension(&self, id: &str) -> String {
        let named = self.draft.round.structure.dimension(id).map(|one| one.name.clone());
        named.unwrap_or_else(|| id.to_owned())
    }
}
