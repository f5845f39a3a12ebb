//! Rounds of rounds, followed: which members' returns are the totals of other records, whether these are the records at hand,
//! and, for an office's own auditors, whether the figures that were sent are those totals.

use crate::error::{Result, RoleError};
use crate::member::ShownReturn;
use intertally_core::fold::Fold;
use intertally_verify::chain::{Link, fold_of, links, totals};
use intertally_verify::record::Source;
use intertally_verify::{Outcome, Report};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A record that may be named: how people find it, where it is, and what its own verification said.
pub struct Named<'a> {
    /// How people find it.
    pub path: String,
    /// The record.
    pub source: &'a dyn Source,
    /// Its report.
    pub report: &'a Report,
}

/// What became of one link, or of one record that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Followed {
    /// Area of the member; empty for a record that no return names.
    pub area: String,
    /// What the return names, or where the record is.
    pub record: String,
    /// How it ended.
    pub state: State,
    /// In words.
    pub words: String,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It leads to a record that holds; what was sent was not shown.
    Followed,
    /// And the figures that were sent are its totals.
    Same,
    /// The record was not given.
    NotGiven,
    /// Something is wrong.
    Wrong,
}

/// Whether a report holds as far as totals go: everything but files of another release and keys that are not erased yet.
///
/// # Errors
/// The checks that do not.
pub fn totals_hold(report: &Report) -> Result<()> {
    let of_totals = report.checks.iter().filter(|check| check.number <= 12);
    let open: Vec<String> = of_totals
        .filter(|check| !matches!(check.outcome, Outcome::Pass { .. }))
        .map(|check| check.number.to_string())
        .collect();
    if report.failed().is_empty() && open.is_empty() {
        return Ok(());
    }
    let failed: Vec<String> = report.failed().iter().map(u8::to_string).collect();
    let what = match failed.as_slice() {
        [] => format!("checks {} of the record were not reached", open.join(", ")),
        failed => format!("checks {} of the record failed", failed.join(", ")),
    };
    Err(RoleError::stop(what, "see `auditor verify`; take the restricted record of a published round"))
}

/// Follow every link of a record, which must have been verified. `shown`: returns of its members, as `member prove` wrote them.
///
/// # Errors
/// A record cannot be read, or a return that was shown is of another round.
pub fn follow(outer: &dyn Source, named: &[Named<'_>], shown: &[ShownReturn]) -> Result<Vec<Followed>> {
    let unreadable = |why: &dyn std::fmt::Display| RoleError::stop(why.to_string(), "fetch the record again");
    let fold = fold_of(outer).map_err(|why| unreadable(&why))?;
    let (mut all, mut used) = (Vec::new(), BTreeSet::new());
    for link in links(outer).map_err(|why| unreadable(&why))? {
        let mut found = None;
        for (at, one) in named.iter().enumerate() {
            if link.leads_to(one.source).map_err(|why| unreadable(&why))? {
                used.insert(at);
                found = Some(one);
                break;
            }
        }
        let (state, words) = match (&link.record, found) {
            (Err(why), _) => (State::Wrong, why.to_string()),
            (Ok(_), None) => (State::NotGiven, "none of the records that were given is this one".to_owned()),
            (Ok(_), Some(one)) => of_record(&fold, &link, one, shown)?,
        };
        let record = link.record.as_ref().map_or_else(|_| "?".to_owned(), ToString::to_string);
        all.push(Followed { area: link.area, record, state, words });
    }
    for (_, one) in named.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        let words = "no return of the round names this record".to_owned();
        all.push(Followed { area: String::new(), record: one.path.clone(), state: State::Wrong, words });
    }
    Ok(all)
}

fn of_record(fold: &Fold, link: &Link, one: &Named<'_>, shown: &[ShownReturn]) -> Result<(State, String)> {
    if !one.report.failed().is_empty() {
        let failed: Vec<String> = one.report.failed().iter().map(u8::to_string).collect();
        return Ok((State::Wrong, format!("{}: checks {} fail", one.path, failed.join(", "))));
    }
    let Some(shown) = shown.iter().find(|shown| shown.member == link.member) else {
        return Ok((State::Followed, format!("it is {}, whose checks do not fail", one.path)));
    };
    if let wrong @ [_, ..] = shown.differences(fold)?.as_slice() {
        return Ok((State::Wrong, format!("the return that was shown does not give {}", wrong.join(", "))));
    }
    let stop = |why: intertally_verify::chain::TotalsError| RoleError::content(&one.path, why.to_string());
    let totals = totals(one.source).map_err(stop)?;
    let known: BTreeMap<&str, Option<u64>> =
        totals.cells.iter().map(|cell| (cell.key.as_str(), cell.total)).collect();
    let (mut same, mut elsewhere, mut differ) = (0usize, Vec::new(), Vec::new());
    // Bits that nobody types follow from the figures.
    let cells = fold.round(&shown.round).into_iter().flat_map(|round| &round.manifest().cells);
    let typed: BTreeSet<&str> = cells.filter(|cell| cell.is_typed()).map(|cell| cell.key.as_str()).collect();
    for cell in shown.cells(fold)?.into_iter().filter(|cell| typed.contains(cell.cell.as_str())) {
        match known.get(cell.cell.as_str()) {
            Some(Some(total)) if *total == u64::from(cell.value) => same += 1,
            Some(Some(_)) => differ.push(cell.cell),
            _ => elsewhere.push(cell.cell),
        }
    }
    if !differ.is_empty() {
        let words =
            format!("{} figures that were sent are not its totals: {}", differ.len(), differ.join(", "));
        return Ok((State::Wrong, words));
    }
    let rest = match elsewhere.as_slice() {
        [] => String::new(),
        cells => format!("; {} are from elsewhere: {}", cells.len(), cells.join(", ")),
    };
    Ok((State::Same, format!("it is {}, and {same} figures that were sent are its totals{rest}", one.path)))
}

impl Followed {
    /// One line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let word = match self.state {
            State::Followed | State::Same => "good",
            State::NotGiven => "open",
            State::Wrong => "WRONG",
        };
        let area = if self.area.is_empty() { String::new() } else { format!("{}: ", self.area) };
        format!("{word}  {area}{}: {}", self.record, self.words)
    }
}

/// Exit code of a command: 0 every link leads to a record that holds, 1 something is wrong, 2 a record was not given.
#[must_use]
pub fn exit_code(all: &[Followed]) -> u8 {
    let any = |state| all.iter().any(|one| one.state == state);
    match (any(State::Wrong), any(State::NotGiven)) {
        (true, _) => 1,
        (false, true) => 2,
        (false, false) => 0,
    }
}
