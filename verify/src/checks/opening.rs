//! Checks 8 to 14: statements, counts, plan, totals, files, erasure.

use crate::Options;
use crate::record::Source;
use crate::replay::Replayed;
use crate::report::Report;
use intertally_core::canonical::decode;
use intertally_core::ceremony::subsets;
use intertally_core::disclosure::{PlanInput, plan};
use intertally_core::event::payload::file_digest;
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::party::TrusteeIndex;
use serde::{Serialize, de::DeserializeOwned};

/// Most bytes of a sheet.
const SHEET: usize = 64 << 20;
const COORDINATOR: &str = "coordinator";

fn read<T: Serialize + DeserializeOwned>(source: &dyn Source, path: &str) -> Option<T> {
    decode("sheet", &source.read(path)?, SHEET).ok()
}

/// What the round has come to.
pub(super) fn check(
    source: &dyn Source,
    options: &Options<'_>,
    replayed: &Replayed,
    state: &RoundState,
    tally: Option<&Tally>,
    report: &mut Report,
) {
    statements(state, report);
    erasure(state, report);
    let Some(tally) = tally else { return };
    let counts = counts(source, state, tally, report);
    if let Some(counts) = &counts {
        planned(source, state, tally, counts, report);
    }
    if state.phase() == Phase::Published {
        published(source, options, state, tally, counts.as_ref(), report);
    } else if replayed.whole {
        let why = format!("the round is {}, nothing is published", state.phase().name());
        [11, 12, 13].into_iter().for_each(|number| report.skip(number, why.clone()));
    }
}

fn statements(state: &RoundState, report: &mut Report) {
    let manifest = state.manifest();
    let mut agreed = 0;
    for (position, key) in manifest.keys.iter().enumerate() {
        for (trustee, _, _) in state.statements(&key.key).into_iter().flat_map(|said| said.contradictions()) {
            let whom = format!("trustee {}", trustee.0);
            report.fail(8, "two different statements for one key", format!("key {position}"), whom);
        }
        agreed += usize::from(state.agreed(&key.key).is_some());
    }
    for evidence in state.two_answers() {
        let whom = format!("trustee {}", evidence.accused.head.trustee.0);
        report.fail(8, "two different answers to one question", "event SharesGiven", whom);
    }
    if agreed == manifest.keys.len() {
        report.pass(8, format!("a quorum stands by one statement for each of {agreed} keys"));
    } else {
        report.skip(8, "no quorum of matching statements yet");
    }
}

fn counts(
    source: &dyn Source,
    state: &RoundState,
    tally: &Tally,
    report: &mut Report,
) -> Option<CountsSheet> {
    let Some(adopted) = state.plan() else {
        [9, 10].into_iter().for_each(|number| report.skip(number, "no plan is adopted"));
        return None;
    };
    let place = "sheets/counts";
    let sheet: Option<CountsSheet> = read(source, place);
    let Some(sheet) = sheet.filter(|s| s.digest() == adopted.counts && s.round == state.id()) else {
        report.fail(9, "not the sheet that the plan names", place, COORDINATOR);
        return None;
    };
    let parts = state.manifest().keys.len();
    let holds = sheet.keys.len() == parts
        && sheet.keys.iter().enumerate().all(|(part, counts)| tally.counts_hold(part, counts));
    if !holds {
        report.fail(9, "the counts do not open the members' commitments", place, COORDINATOR);
        return None;
    }
    report.pass(9, format!("the counts of {parts} keys open the sums of the members' commitments"));
    Some(sheet)
}

fn planned(
    source: &dyn Source,
    state: &RoundState,
    tally: &Tally,
    counts: &CountsSheet,
    report: &mut Report,
) {
    let manifest = state.manifest();
    let mut earlier: Vec<Composition> = Vec::new();
    for (at, named) in manifest.earlier.iter().enumerate() {
        let place = format!("earlier/{at:04}");
        let found: Option<Composition> = read(source, &place);
        match found.filter(|found| found.round == named.round && found.digest() == named.openings) {
            Some(composition) => earlier.push(composition),
            None => {
                return report.fail(
                    10,
                    "not the earlier composition that the round names",
                    place,
                    COORDINATOR,
                );
            }
        }
    }
    let changed = counts.changed();
    let input =
        PlanInput::of_round(manifest, tally.reported(), &counts.counts(), changed.as_deref(), &earlier);
    let adopted = state.plan().map(|plan| plan.approved.as_slice()).unwrap_or_default();
    match plan(&input) {
        Ok(plan) if plan.approved().iter().eq(adopted) => {
            let all = manifest.cells.len();
            report.pass(10, format!("recomputed: {} of {all} cells approved", adopted.len()));
        }
        Ok(_) => report.fail(10, "another plan was adopted than follows", "event PlanAdopted", COORDINATOR),
        Err(error) => report.fail(10, error.to_string(), "round manifest", COORDINATOR),
    }
}

fn published(
    source: &dyn Source,
    options: &Options<'_>,
    state: &RoundState,
    tally: &Tally,
    counts: Option<&CountsSheet>,
    report: &mut Report,
) {
    let (Some(publication), Some(adopted)) = (state.publication(), state.plan()) else { return };
    let place = "sheets/openings";
    let sheet: Option<OpeningsSheet> = read(source, place);
    let Some(sheet) = sheet.filter(|s| s.digest() == publication.openings && s.round == state.id()) else {
        return report.fail(11, "not the sheet that the publication names", place, COORDINATOR);
    };
    for opened in sheet.cells.iter().filter(|opened| !tally.total_holds(opened)) {
        let what = format!("the total of cell {} does not open the members' commitments", opened.cell);
        report.fail(11, what, place, COORDINATOR);
    }
    report.pass(11, format!("{} totals open the sums of the members' commitments", sheet.cells.len()));
    if !sheet.cells.iter().map(|opened| opened.cell).eq(adopted.approved.iter().copied()) {
        report.fail(12, "the cells opened are not those approved", place, COORDINATOR);
    }
    let changed = counts.and_then(CountsSheet::changed);
    let approved = adopted.approved.iter().copied();
    let own = Composition::of(state.manifest(), tally.reported(), approved, changed.as_deref(), false);
    let found: Option<Composition> = read(source, "sheets/composition");
    if own.digest() != publication.composition || found.as_ref() != Some(&own) {
        report.fail(
            12,
            "the composition is not that of the approved cells",
            "sheets/composition",
            COORDINATOR,
        );
    }
    report.pass(12, "exactly the approved cells; no withheld cell follows from them (7.9)");
    for (name, digest) in &publication.files {
        let path = format!("published/{name}");
        match source.read(&path) {
            Some(bytes) if file_digest(&bytes) == *digest => {}
            _ => report.fail(13, "not the file that was published", path, COORDINATOR),
        }
    }
    let Some(regenerate) = options.regenerate else {
        return report.skip(13, "the files are those published; they were not made anew");
    };
    let made = regenerate(state.manifest(), adopted, &sheet);
    for (name, bytes) in made.iter().filter(|(name, _)| publication.files.iter().any(|(n, _)| n == *name)) {
        let path = format!("published/{name}");
        if source.read(&path).as_ref() != Some(bytes) {
            report.fail(13, "does not come out again from the record", path, COORDINATOR);
        }
    }
    match publication.files.iter().find(|(name, _)| !made.contains_key(name)) {
        Some((name, _)) => report.skip(13, format!("this verifier does not know how {name} is made")),
        None => report.pass(13, format!("{} files come out again byte for byte", publication.files.len())),
    }
}

/// A key is gone if all holders of one of its sub-keys have kept their claim.
fn erasure(state: &RoundState, report: &mut Report) {
    let manifest = state.manifest();
    let n = u8::try_from(manifest.trustees.len()).unwrap_or(u8::MAX);
    let claimed =
        |trustee: TrusteeIndex, key| state.destroyed(trustee).is_some_and(|keys| keys.contains(key));
    let gone = manifest.keys.iter().all(|key| {
        subsets(n, manifest.threshold).iter().any(|subset| subset.holders(n).all(|t| claimed(t, &key.key)))
    });
    if gone {
        report.pass(14, "for each key, all holders of some sub-key say that they have erased it");
    } else {
        report.skip(14, "not all holders of any sub-key have said yet that they erased it");
    }
}
