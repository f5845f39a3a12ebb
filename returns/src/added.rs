//! Figures of one cell that a mapping adds up, because it says so: rows that differ in columns that it names, and columns of
//! figures. Whatever makes the sum another than the whole is a fault.

use super::claims::Claim;
use super::draft_columns::says_total;
use super::fault::{Findings, Place};
use super::mapping::Mapping;
use super::rules::{ADDED_PART, MAPPING_ADDED, VALUE_MAX};
use intertally_core::submission::Status;
use std::collections::{BTreeMap, BTreeSet};

/// Status and figure of a cell.
pub(super) type Filled = (Status, Option<u32>);

/// The parts of one cell.
struct Sum {
    parts: BTreeSet<Vec<String>>,
    first: Place,
    claim: Option<Claim>,
    figures: usize,
    lacking: Vec<Place>,
}

/// All cells that are made of parts.
#[derive(Default)]
pub(super) struct Sums(BTreeMap<usize, Sum>);

impl Sums {
    /// The first part of a cell.
    pub(super) fn begin(&mut self, cell: usize, part: &[String], place: &Place) {
        let parts = BTreeSet::from([part.to_vec()]);
        let sum = Sum { parts, first: place.clone(), claim: None, figures: 0, lacking: Vec::new() };
        self.0.insert(cell, sum);
    }

    /// Whether a further figure of a cell is another part of it, and not the same one again.
    pub(super) fn takes(&mut self, cell: usize, part: &[String]) -> bool {
        self.0.get_mut(&cell).is_some_and(|sum| sum.parts.insert(part.to_vec()))
    }

    /// Adds a part to what is there; `before`: none for the first one.
    pub(super) fn add(
        &mut self,
        (cell, max): (usize, u32),
        (before, own): (Option<Filled>, Filled),
        claim: Option<Claim>,
        place: &Place,
        findings: &mut Findings,
    ) -> Filled {
        let Some(sum) = self.0.get_mut(&cell) else { return own };
        if own.1.is_some() {
            sum.figures += 1;
        } else {
            sum.lacking.push(place.clone());
        }
        let mut fault = |what: &str, hint: &str| {
            findings.add(ADDED_PART, place, None, what.to_owned(), hint.to_owned());
        };
        let Some(before) = before else {
            sum.claim = claim;
            return own;
        };
        if own.1.is_some() && sum.figures > 1 && sum.claim != claim {
            fault(
                "figures with different claims are added up",
                "claim the same of all of them, or take the columns of the claims out of the mapping",
            );
        }
        if before.1.is_none() {
            sum.claim = claim;
        }
        let status = match (before.0, own.0) {
            (one, other) if one == other => one,
            (one, other) if one.reports() != other.reports() => {
                if one.reports() {
                    one
                } else {
                    other
                }
            }
            (Status::Normal, other) | (other, Status::Normal) => other,
            (one, _) if !one.reports() => Status::Missing,
            (one, other) => {
                let what =
                    format!("figures with the statuses {} and {} are added up", one.code(), other.code());
                fault(&what, "give both one status under [flags] of the mapping");
                one
            }
        };
        let value = match (before.1, own.1) {
            (Some(one), Some(other)) => match one.checked_add(other).filter(|total| *total <= max) {
                Some(total) => Some(total),
                None => {
                    let what = "figures that are added up to more than the structure allows".to_owned();
                    let hint = "check the unit, and that no total is among them; if it is right, ask the coordinator";
                    findings.add(VALUE_MAX, place, None, what, hint.to_owned());
                    Some(max)
                }
            },
            (one, other) => one.or(other),
        };
        (status, value)
    }

    /// What is wrong with the sums, and how many there are.
    pub(super) fn finish(self, mapping: Option<&Mapping>, findings: &mut Findings) {
        let (mut cells, mut figures) = (0, 0);
        for sum in self.0.into_values().filter(|sum| sum.parts.len() > 1) {
            cells += 1;
            figures += sum.figures;
            if sum.figures > 0 {
                for place in &sum.lacking {
                    let what = "one of the figures that are added up is not there".to_owned();
                    let hint = "type it (a true zero is 0); where nothing stands for 0 in the whole file, the mapping says \
                                so: zero = [\"\"]";
                    findings.add(ADDED_PART, place, None, what, hint.to_owned());
                }
            }
            if let Some((total, part)) = total(&sum.parts) {
                let what = format!("a total, '{total}', is added to what it is made of, '{part}'");
                let hint = "leave the total out of what the mapping names, or take it alone".to_owned();
                findings.add(ADDED_PART, &sum.first, None, what, hint);
            }
        }
        if let Some(mapping) = mapping.filter(|_| cells > 0) {
            let what = format!("{figures} figures were added up to {cells}, over {}", mapping.add.join(", "));
            let hint = "compare some of the sums with your own".to_owned();
            findings.add(MAPPING_ADDED, &mapping.origin.at("add"), None, what, hint);
        }
    }
}

/// A total among the parts of one cell, and one of the others: by the words of a column, or of the headings.
fn total(parts: &BTreeSet<Vec<String>>) -> Option<(&str, &str)> {
    let columns = parts.iter().map(Vec::len).max()?;
    (0..columns).find_map(|at| {
        let texts: BTreeSet<&str> =
            parts.iter().filter_map(|part| part.get(at)).map(String::as_str).collect();
        let (totals, others): (Vec<&str>, Vec<&str>) = texts.into_iter().partition(|text| says_total(text));
        Some((*totals.first()?, *others.first()?))
    })
}
