//! What is typed beside the faults of a return: taken from the form, and shown until the return is sent. The file that was
//! dropped stays as it is.

use super::review::Draft;
use crate::texts::Words;
use crate::upload::Typed;
use intertally_core::submission::Status;
use intertally_returns::{Fault, Mended, Mends, Offer, Part, Reading, Spot};
use intertally_roles::cell;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Most lines of one table: nobody reads more, and with the first thousand mended the rest shows.
pub(super) const SHOWN: usize = 1000;
/// Id of the form to which the fields of a page belong.
pub(super) const MEND: &str = "mend";

/// The name of a field.
pub(super) fn name(spot: Spot) -> String {
    format!("m.{spot}")
}

/// Faults of a return as its page lists them.
pub(super) struct Lists<'a> {
    /// Those of the file as a whole: there is no field for them.
    pub(super) of_file: Vec<&'a Fault>,
    /// Those that can be mended on the page.
    pub(super) faults: Vec<&'a Fault>,
    /// What should be looked at.
    pub(super) warnings: Vec<&'a Fault>,
}

impl<'a> Lists<'a> {
    pub(super) fn of(reading: &'a Reading) -> Self {
        let (faults, of_file) = reading.faults.iter().partition(|fault: &&Fault| !fault.offers.is_empty());
        Self { of_file, faults, warnings: reading.warnings.iter().collect() }
    }

    /// Fields in the order of the page, each once: a later line that offers a field again does not show it.
    fn fields(&self) -> Vec<&'a Offer> {
        let mut seen = BTreeSet::new();
        let lines = self.faults.iter().take(SHOWN).chain(self.warnings.iter().take(SHOWN));
        lines.flat_map(|fault| &fault.offers).filter(|offer| seen.insert(offer.spot)).collect()
    }
}

/// Takes in what differs from what the page showed. Answers with whether anything does.
pub(super) fn take(reading: &Reading, typed: &Typed, mends: &mut Mends) -> bool {
    let mut any = false;
    let text = |offer: &Offer| typed.get(&name(offer.spot)).map(|text| text.trim());
    let fields = Lists::of(reading).fields();
    for (at, offer) in fields.iter().enumerate() {
        let Some(own) = text(offer).filter(|own| offer.part == Part::Row || *own != offer.shows) else {
            continue;
        };
        mends.set(offer.spot, own);
        any = true;
        // Who says why there is no figure, and types none, takes away what stands there.
        let figure = at.checked_sub(1).and_then(|at| fields.get(at)).filter(|other| {
            offer.part == Part::Status && other.part == Part::Figure && text(other) == Some("")
        });
        let letter = own.chars().next().and_then(Status::from_code);
        if let (Some(figure), Some(false)) = (figure, letter.map(Status::reports)) {
            mends.set(figure.spot, "");
        }
    }
    any
}

/// How many cells were typed, and how many rows were left out.
fn counts(all: &[Mended]) -> (usize, usize) {
    let rows = all.iter().filter(|one| one.column.is_none()).count();
    (all.len().saturating_sub(rows), rows)
}

/// Every change, with what the file has, and a button that takes it back.
pub(super) fn changes(words: &Words, draft: &Draft, action: &str) -> Markup {
    let all = &draft.reading.mended;
    if all.is_empty() {
        return html! {};
    }
    let (cells, rows) = counts(all);
    let counted = [("cells", cells.into()), ("rows", rows.into())];
    let title = match (cells, rows) {
        (_, 0) => words.with("changed-cells", &counted),
        (0, _) => words.with("changed-rows", &counted),
        _ => words.with("changed-both", &counted),
    };
    let [place, file, here] =
        [words.say("changed-place"), words.say("changed-file"), words.say("changed-here")];
    html! {
        section id="changed" {
            h2 { (title) }
            p { (words.say("changed-text")) }
            form id="undo" method="post" action=(action) { input type="hidden" name="number" value=(draft.number); }
            div.wide tabindex="0" role="region" aria-label=(words.say("changed-name")) { table.stack {
                caption.unseen { (words.say("changed-name")) }
                thead { tr {
                    th scope="col" { (place) }
                    th scope="col" { (file) }
                    th scope="col" { (here) }
                    th.undo scope="col" { span.unseen { (words.say("changed-undo")) } }
                } }
                tbody { @for one in all { (line(words, draft, one)) } }
            } }
            @if all.len() > 1 {
                p { button type="submit" form="undo" name="undo" value="all" { (words.say("changed-undo-all")) } }
            }
        }
    }
}

fn line(words: &Words, draft: &Draft, one: &Mended) -> Markup {
    let row = one.row.map(|row| words.with("grid-row-of", &[("row", row.into())]));
    let sheet = one.sheet.as_ref().map(|sheet| words.with("grid-sheet", &[("sheet", sheet.as_str().into())]));
    let parts: Vec<String> = sheet.into_iter().chain(row).chain(one.column.clone()).collect();
    let place = parts.join(" · ");
    let shown = |text: &str| if text.is_empty() { words.say("changed-nothing") } else { text.to_owned() };
    html! {
        tr {
            th.place scope="row" {
                @if let Some(key) = &one.cell { (cell::name(&draft.round.structure, key)) br; span.hint { (place) } }
                @else { (place) }
            }
            @if one.column.is_some() {
                td.found data-label=(words.say("changed-file")) { (shown(&one.was)) }
                td.found data-label=(words.say("changed-here")) { b { (shown(&one.now)) } }
            } @else {
                td data-label=(words.say("changed-file")) { (words.say("changed-row")) }
                td data-label=(words.say("changed-here")) { b { (words.say("changed-left-out")) } }
            }
            td.undo { button.quiet type="submit" form="undo" name="undo" value=(one.spot) {
                (words.say("changed-undo")) span.unseen { ", " (place) }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_returns::Summary;
    use zeroize::Zeroizing;

    fn spot(column: Option<usize>) -> Spot {
        Spot { grid: 0, row: 4, column }
    }

    fn reading() -> Reading {
        let offer =
            |column, part, shows: &str| Offer { spot: spot(column), part, cell: None, shows: shows.into() };
        let fault = Fault {
            file: "nl.csv".into(),
            row: Some(6),
            column: None,
            value: None,
            rule: "value-text",
            what: String::new(),
            hint: String::new(),
            cell: None,
            offers: vec![
                offer(Some(7), Part::Figure, ""),
                offer(Some(8), Part::Status, "A"),
                offer(None, Part::Row, ""),
            ],
        };
        Reading {
            table: None,
            faults: vec![fault],
            warnings: vec![],
            summary: Summary::default(),
            mended: vec![],
        }
    }

    fn taken(fields: &[(&str, &str)]) -> (bool, Vec<String>) {
        let typed: Typed = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Zeroizing::new((*text).to_owned())))
            .collect();
        let mut mends = Mends::default();
        let any = take(&reading(), &typed, &mut mends);
        let all = [spot(Some(7)), spot(Some(8)), spot(None)];
        let mut said = Vec::new();
        for one in all {
            let mut rest = mends.clone();
            rest.undo(one);
            if rest.len() < mends.len() {
                said.push(one.to_string());
            }
        }
        (any, said)
    }

    #[test]
    fn only_what_differs_from_the_page_is_taken() {
        assert_eq!(taken(&[("m.0.4.7", ""), ("m.0.4.8", "A")]), (false, vec![]));
        assert_eq!(taken(&[("m.0.4.7", " 37 "), ("m.0.4.8", "A")]), (true, vec!["0.4.7".into()]));
        // A reason takes away the word that stood for a figure.
        assert_eq!(taken(&[("m.0.4.7", ""), ("m.0.4.8", "L")]), (true, vec!["0.4.7".into(), "0.4.8".into()]));
        assert_eq!(taken(&[("m.0.4.7", ""), ("m.0.4.8", "P")]), (true, vec!["0.4.8".into()]));
        assert_eq!(taken(&[("m.0.4", "yes")]), (true, vec!["0.4".into()]));
        assert_eq!(taken(&[("m.0.5.7", "9"), ("m.9.9", "yes")]), (false, vec![]), "not offered");
    }
}
