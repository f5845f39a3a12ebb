//! How the figures of a return go together. Hierarchies warn: in real returns parts seldom add up.

use super::cells::Found;
use super::fault::{Findings, Place};
use super::read::{ReadInput, Return};
use super::rules::{CHILD_LARGER, ELSEWHERE_ALONE, PAIR_HALF, PAIR_PART, SUM_DIFFERS};
use intertally_core::submission::Status;
use std::collections::{HashMap, HashSet};

/// Checks a return.
pub(super) fn check(input: &ReadInput<'_>, table: &Return, found: &Found, findings: &mut Findings) {
    let at = table.keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
    let cells = Cells { input, table, found, at };
    cells.pairs(findings);
    cells.parents(findings);
    cells.sums(findings);
    cells.exclusive(findings);
    cells.elsewhere(findings);
}

struct Cells<'a> {
    input: &'a ReadInput<'a>,
    table: &'a Return,
    found: &'a Found,
    at: HashMap<&'a str, usize>,
}

impl Cells<'_> {
    fn value(&self, at: usize) -> Option<u32> {
        self.table.values.get(at).copied().flatten()
    }

    fn reports(&self, at: usize) -> bool {
        self.table.statuses.get(at).is_some_and(|status| status.reports())
    }

    fn place(&self, at: usize) -> Place {
        self.found.places.get(at).cloned().flatten().unwrap_or_default()
    }

    fn key(&self, at: usize) -> &str {
        self.table.keys.get(at).map_or("", String::as_str)
    }

    /// The cell that differs in one dimension.
    fn with(&self, row: &[&str], place: usize, code: &str) -> Option<usize> {
        let mut other = row.to_vec();
        *other.get_mut(place)? = code;
        self.at.get(other.join(".").as_str()).copied()
    }

    /// Numerators and their denominators, cell by cell: both or neither. A denominator serves several numerators: one of
    /// them may be left out if the member says that it does not count it, and reports another.
    fn pairs(&self, findings: &mut Findings) {
        let structure = self.input.structure;
        let Some(place) = structure.key_dimensions().position(|dimension| dimension.id == structure.measure)
        else {
            return;
        };
        let pair = |at: usize| {
            let row: Vec<&str> = self.key(at).split('.').collect();
            let of = row.get(place).and_then(|code| structure.rules(code)?.of.as_deref())?;
            Some((at, self.with(&row, place, of)?))
        };
        let pairs: Vec<(usize, usize)> = (0..self.table.keys.len()).filter_map(pair).collect();
        let whole = |(part, of): &&(usize, usize)| self.reports(*part) && self.reports(*of);
        let served: HashSet<usize> = pairs.iter().filter(whole).map(|(_, of)| *of).collect();
        for (part, of) in &pairs {
            self.numerator(place, *part, *of, findings);
        }
        for (part, of) in pairs {
            // A figure that could not be taken has its fault already.
            let faulty = [part, of].iter().any(|at| self.found.faulty.contains(at));
            if faulty || self.reports(part) == self.reports(of) {
                continue;
            }
            let (has, lacks) = if self.reports(part) { (part, of) } else { (of, part) };
            let what = format!("{} has a figure, {} has none", self.key(has), self.key(lacks));
            let why = self.table.statuses.get(lacks);
            let told = matches!(why, Some(Status::NotApplicable | Status::NotCollected));
            if lacks == part && told && served.contains(&of) {
                let hint = "leave it so if you do not count it; while one member does not, no rate of it can be shown";
                findings.add_about((PAIR_PART, &self.place(lacks), vec![has]), None, what, hint.to_owned());
            } else {
                let hint = if lacks == part && served.contains(&of) {
                    "report both or neither, or say by M or L that you do not count it"
                } else {
                    "report both or neither: a rate needs both from the same members"
                };
                findings.add_about((PAIR_HALF, &self.place(has), vec![lacks]), None, what, hint.to_owned());
            }
        }
    }

    /// A numerator larger than its denominator, where the codelist does not say that it lies within it.
    fn numerator(&self, place: usize, part: usize, of: usize, findings: &mut Findings) {
        let code = |at: usize| self.key(at).split('.').nth(place);
        let structure = self.input.structure;
        let listed = code(part).and_then(|code| structure.code(&structure.measure, code)?.parent.as_deref());
        if let (Some(value), Some(total)) = (self.value(part), self.value(of))
            && value > total
            && listed != code(of)
        {
            let what =
                format!("{} is larger than {}, which is its denominator", self.key(part), self.key(of));
            let hint = "check both; send them as they are if they are right".to_owned();
            let shown = format!("{value} > {total}");
            findings.add_about((CHILD_LARGER, &self.place(part), vec![of]), Some(&shown), what, hint);
        }
    }

    /// Measures of which nobody is counted in two, together larger than the one above all of them.
    fn exclusive(&self, findings: &mut Findings) {
        let structure = self.input.structure;
        let dimension = &structure.measure;
        let Some(place) = structure.key_dimensions().position(|one| one.id == *dimension) else { return };
        let above = |code: &String| structure.code(dimension, code).and_then(|code| code.parent.clone());
        for one in &structure.exclusive {
            let parent = one.measures.first().and_then(above);
            let Some(parent) =
                parent.filter(|parent| one.measures.iter().all(|code| above(code).as_ref() == Some(parent)))
            else {
                continue;
            };
            for at in 0..self.table.keys.len() {
                let row: Vec<&str> = self.key(at).split('.').collect();
                let Some(total) = self.value(at).filter(|_| row.get(place) == Some(&parent.as_str())) else {
                    continue;
                };
                let parts: Vec<usize> =
                    one.measures.iter().filter_map(|code| self.with(&row, place, code)).collect();
                let sum: u64 = parts.iter().filter_map(|at| self.value(*at)).map(u64::from).sum();
                // One that is larger by itself has its warning already.
                let single = parts.iter().any(|at| self.value(*at).is_some_and(|value| value > total));
                if sum > u64::from(total) && !single {
                    let what =
                        format!("{} together are more than {}", one.measures.join(" and "), self.key(at));
                    let hint = format!("check them: {}; send them as they are if they are right", one.reason);
                    let shown = format!("{sum} > {total}");
                    findings.add_about((CHILD_LARGER, &self.place(at), parts), Some(&shown), what, hint);
                }
            }
        }
    }

    /// Codes larger than the one above them.
    fn parents(&self, findings: &mut Findings) {
        let structure = self.input.structure;
        let mut parents: Vec<HashMap<&str, &str>> = Vec::new();
        for dimension in structure.key_dimensions() {
            let codes = structure.codes(&dimension.id).into_iter().flat_map(|list| &list.codes);
            parents
                .push(codes.filter_map(|code| Some((code.id.as_str(), code.parent.as_deref()?))).collect());
        }
        for at in 0..self.table.keys.len() {
            let Some(value) = self.value(at) else { continue };
            let row: Vec<&str> = self.key(at).split('.').collect();
            for (place, (code, parents)) in row.iter().zip(&parents).enumerate() {
                let above = parents.get(code).and_then(|parent| self.with(&row, place, parent));
                let Some((above, total)) = above.and_then(|above| Some((above, self.value(above)?))) else {
                    continue;
                };
                if value > total {
                    let what =
                        format!("{} is larger than {}, which is above it", self.key(at), self.key(above));
                    let hint = "check both; send them as they are if they are right".to_owned();
                    let shown = format!("{value} > {total}");
                    findings.add_about(
                        (CHILD_LARGER, &self.place(at), vec![above]),
                        Some(&shown),
                        what,
                        hint,
                    );
                }
            }
        }
    }

    /// Declared sums that do not add up.
    fn sums(&self, findings: &mut Findings) {
        for relation in self.input.structure.declared_sums(self.input.cells) {
            let parent = relation.parent as usize;
            let values: Option<Vec<u32>> =
                relation.children.iter().map(|child| self.value(*child as usize)).collect();
            let (Some(total), Some(values)) = (self.value(parent), values) else { continue };
            let sum: u64 = values.iter().map(|value| u64::from(*value)).sum();
            if sum != u64::from(total) {
                let what = format!("{} is not the sum of its {} parts", self.key(parent), values.len());
                let hint =
                    "check the total and its parts; send them as they are if they are right".to_owned();
                let shown = format!("{total}, parts {sum}");
                findings.add(SUM_DIFFERS, &self.place(parent), Some(&shown), what, hint);
            }
        }
    }

    /// K says that the figure is in another cell; that one carries W.
    fn elsewhere(&self, findings: &mut Findings) {
        let includes = self.table.statuses.contains(&Status::Includes);
        let alone = self.table.statuses.iter().position(|status| *status == Status::ElsewhereCounted);
        if let Some(at) = alone.filter(|_| !includes) {
            let what = format!(
                "{} is counted under another code, but no cell says that it includes it",
                self.key(at)
            );
            let hint = "give status W to the cell that includes it".to_owned();
            findings.add(ELSEWHERE_ALONE, &self.place(at), None, what, hint);
        }
    }
}
