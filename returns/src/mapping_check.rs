//! A mapping held against the structure, before a file is looked at: names that are not there, and what is said twice.

use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{NOTES, STATUS, VALUE};
use super::fault::Findings;
use super::mapping::{Layout, Mapping};
use super::quoted::quoted;
use super::rules::MAPPING_TARGET;
use intertally_structure::{Structure, canonical, nearest};
use std::collections::BTreeMap;

impl Mapping {
    /// Names in the mapping that the structure lacks, and what it says twice.
    pub(super) fn check(&self, structure: &Structure, findings: &mut Findings) {
        self.targets(structure, findings);
        self.codes_known(structure, findings);
        self.twice(findings);
        self.several(structure, findings);
    }

    /// Adds a fault of the mapping's own, at its first line that names this.
    pub(super) fn fault(
        &self,
        named: &str,
        what: impl Into<String>,
        hint: impl Into<String>,
        findings: &mut Findings,
    ) {
        findings.add(MAPPING_TARGET, &self.origin.at(named), None, what.into(), hint.into());
    }

    /// Columns become dimensions, figures, statuses, claims or notes, and nothing else.
    fn targets(&self, structure: &Structure, findings: &mut Findings) {
        let other = || NOTES.into_iter().chain([VALUE, STATUS, CONFIDENTIALITY, PUBLISHED]);
        let ids = || structure.dimensions.iter().map(|dimension| dimension.id.as_str());
        let of_values = self.values.values().flat_map(|codes| codes.keys());
        let named = self.columns.values().chain(self.fixed.keys()).chain(self.codes.keys());
        for target in named {
            if structure.dimension(target).is_none() && !other().any(|name| name == target) {
                let hint = nearest(target, ids().chain(other()))
                    .map_or("take an id of the structure, or a note".to_owned(), |near| {
                        format!("did you mean {near}?")
                    });
                let what = format!("the mapping names '{target}', which is no dimension");
                self.fault(target, what, hint, findings);
            }
        }
        for target in
            of_values.filter(|target| **target == structure.area || structure.dimension(target).is_none())
        {
            let what =
                format!("[values] of the mapping names '{target}', which no column of figures can say");
            let hint = nearest(target, ids())
                .map_or("take a dimension of the structure".to_owned(), |near| {
                    format!("did you mean {near}?")
                });
            self.fault(target, what, hint, findings);
        }
        // A code of the file that becomes another figure would change it.
        for target in self.codes.keys().filter(|target| structure.dimension(target).is_none()) {
            let what = format!("[codes.{target}] of the mapping: {target} is no dimension, and has no codes");
            self.fault(target, what, "take it out", findings);
        }
        if self.fixed.contains_key(VALUE) {
            let what = format!("[fixed] of the mapping gives one {VALUE} to all rows");
            self.fault(VALUE, what, "name the column of the figures under [columns]", findings);
        }
    }

    /// Codes that the structure has.
    fn codes_known(&self, structure: &Structure, findings: &mut Findings) {
        let codes = self.codes.iter().flat_map(|(id, codes)| codes.values().map(move |code| (id, code)));
        let all = self.fixed.iter().chain(codes).chain(self.values.values().flatten());
        for (dimension, code) in all {
            let list = structure.codes(dimension).filter(|_| *dimension != structure.area);
            let known: Vec<&str> =
                list.into_iter().flat_map(|list| &list.codes).map(|code| code.id.as_str()).collect();
            let no_period = *dimension == structure.time && canonical(code).is_none();
            if list.is_some() && !known.contains(&code.as_str()) || no_period {
                let hint = nearest(code, known.into_iter())
                    .map_or("take a code of the structure".to_owned(), |near| {
                        format!("did you mean {near}?")
                    });
                let hint =
                    if no_period { "write 2024, 2024-S1, 2024-Q1 or 2024-03".to_owned() } else { hint };
                let what = format!("the mapping names '{code}', which is no code of {dimension}");
                self.fault(code, what, hint, findings);
            }
        }
    }

    /// One thing that two lines say.
    fn twice(&self, findings: &mut Findings) {
        let targets: Vec<&String> = self.columns.values().filter(|target| *target != VALUE).collect();
        for (at, target) in targets.iter().enumerate() {
            if targets.iter().take(at).any(|other| other == target) {
                let what = format!("two columns of the mapping become {target}");
                self.fault(target, what, "keep the one that is right", findings);
            }
        }
        for target in self.fixed.keys().filter(|target| targets.contains(target)) {
            let what = format!("{target} is a column of the mapping, and fixed as well");
            self.fault(target, what, "keep the one that is right", findings);
        }
        for (column, codes) in &self.values {
            if let Some(target) = self.columns.get(column) {
                let what =
                    format!("[columns] and [values] both say what the column '{column}' is ({target})");
                self.fault(column, what, "keep the one that is right", findings);
            }
            for target in codes.keys().filter(|own| self.fixed.contains_key(*own) || targets.contains(own)) {
                let what = format!("{target} of '{column}' is said under [values], and elsewhere as well");
                self.fault(target, what, "say it under [values] alone, for each column of figures", findings);
            }
        }
    }

    /// Several columns of figures: each says other codes, or they are added up.
    fn several(&self, structure: &Structure, findings: &mut Findings) {
        if self.layout == Layout::Periods && !self.values.is_empty() {
            let what =
                "[values] of the mapping names columns of figures, and the layout has one for each period";
            self.fault("values", what, "take it out, or write layout = \"rows\"", findings);
        }
        for names in self.alike() {
            let named: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            let what = format!(
                "{} columns of the mapping become {VALUE} of the same cells: {}",
                names.len(),
                named.join(", ")
            );
            let (first, measure) = (named.first().map_or("", String::as_str), &structure.measure);
            let hint = format!(
                "where they are parts of one figure, name them all: add = [{}], and they are added up; where each counts another \
                 thing, say it of each: [values.{first}] with {measure} = \"..\"; else take one",
                named.join(", ")
            );
            self.fault(names.first().unwrap_or(&VALUE), what, hint, findings);
        }
    }

    /// Columns of figures that become the same cells, and are not all added up.
    pub(super) fn alike(&self) -> Vec<Vec<&str>> {
        let mut groups: BTreeMap<BTreeMap<&str, &str>, Vec<&str>> = BTreeMap::new();
        for (name, codes) in self.figures() {
            groups.entry(codes).or_default().push(name);
        }
        let open = |names: &Vec<&str>| names.len() > 1 && !names.iter().all(|name| self.adds(name));
        groups.into_values().filter(open).collect()
    }
}
