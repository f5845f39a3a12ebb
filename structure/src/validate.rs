//! Faults of a structure, all at once.

use super::evaluation::evaluation_faults;
use super::fault::StructureFault;
use super::find::nearest;
use super::model::{Codelist, FIRST, Structure, Table};
use super::profile::profile_faults;
use super::register::register_faults;
use intertally_core::round::validate::{MAX_FIRST, MIN_CONTRIBUTORS_FLOOR};
use std::collections::{BTreeMap, BTreeSet};

impl Structure {
    /// All faults; empty for a structure that a round can be made of.
    #[must_use]
    pub fn faults(&self) -> Vec<StructureFault> {
        let mut faults = self.id_faults();
        faults.extend(self.role_faults());
        faults.extend(self.codelists.iter().flat_map(circle_faults));
        faults.extend(self.measure_faults());
        faults.extend(self.tables.iter().flat_map(|table| self.table_faults(table)));
        faults.extend(self.code_faults());
        faults.extend(self.sum_faults());
        faults.extend(self.not_sum_faults());
        faults.extend(self.exclusive_faults());
        faults.extend(self.area_faults());
        faults.extend(evaluation_faults(self));
        faults.extend(register_faults(self));
        faults.extend(profile_faults(self));
        faults
    }

    /// Parents that are no sums, without a reason; quiet codes that are sums.
    fn not_sum_faults(&self) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        for one in self.not_sums.iter().filter(|one| one.reason.trim().is_empty()) {
            let (dimension, parent) = (one.dimension.clone(), one.parent.clone());
            let what = "not_sums gives no reason; say why nobody would add up its children".to_owned();
            faults.push(StructureFault::Sum { dimension, parent, what });
        }
        for dimension in &self.dimensions {
            let codes = self.codes(&dimension.id).into_iter().flat_map(|list| &list.codes);
            for code in
                codes.filter(|code| code.quiet && self.sums_of(&dimension.id, &code.id).next().is_some())
            {
                let (dimension, parent) = (dimension.id.clone(), code.id.clone());
                let what = "it is quiet, so taken as known, and a sum; mark its parts instead".to_owned();
                faults.push(StructureFault::Sum { dimension, parent, what });
            }
        }
        faults
    }

    /// Entries of measures that exclude each other without two measures, with one twice, or without a reason.
    fn exclusive_faults(&self) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        for one in &self.exclusive {
            let code = one.measures.first().cloned().unwrap_or_default();
            let mut fault = |code: &String, what: &str| {
                faults
                    .push(StructureFault::Measure { code: code.clone(), what: format!("exclusive {what}") });
            };
            if one.reason.trim().is_empty() {
                fault(&code, "gives no reason; say why nobody is counted in two of them");
            }
            if one.measures.len() < 2 {
                fault(&code, "names it alone; name two measures at least");
            }
            let mut seen = BTreeSet::new();
            for measure in one.measures.iter().filter(|measure| !seen.insert(*measure)) {
                fault(measure, "names it twice; remove one");
            }
            for measure in one.measures.iter().filter(|measure| self.rules(measure).is_none()) {
                fault(measure, "names it, and [measures] has no rules for it; correct it");
            }
        }
        faults
    }

    /// Areas listed twice, or within each other.
    fn area_faults(&self) -> Vec<StructureFault> {
        let mut seen = BTreeSet::new();
        let repeated = self.areas_within.iter().filter(|one| !seen.insert(&one.inner));
        let repeated = repeated
            .map(|one| StructureFault::Repeated { list: "areas_within".to_owned(), id: one.inner.clone() });
        let circle = |area: &&str| self.area_above(area).is_some() && self.outermost(area).is_none();
        let areas = self.areas_within.iter().map(|one| one.inner.as_str()).filter(circle);
        let circles = areas.map(|area| StructureFault::Circle {
            codelist: "areas_within".to_owned(),
            code: area.to_owned(),
        });
        repeated.chain(circles).collect()
    }

    fn id_faults(&self) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        let mut list = |list: &str, ids: &[&str]| {
            if ids.is_empty() {
                faults.push(StructureFault::Empty { list: list.to_owned() });
            }
            let mut seen = BTreeSet::new();
            for id in ids {
                if !is_id(id) {
                    faults.push(StructureFault::Id { list: list.to_owned(), id: (*id).to_owned() });
                } else if !seen.insert(id) {
                    faults.push(StructureFault::Repeated { list: list.to_owned(), id: (*id).to_owned() });
                }
            }
        };
        list("id", &[&self.id]);
        list("national_flow", &[&self.national_flow]);
        list("total_flow", &[&self.total_flow]);
        list("dimensions", &ids(&self.dimensions, |dimension| &dimension.id));
        list("codelists", &ids(&self.codelists, |codelist| &codelist.id));
        list("measures", &ids(&self.measures, |measure| &measure.code));
        list("tables", &ids(&self.tables, |table| &table.id));
        for codelist in &self.codelists {
            list(&format!("codelist {}", codelist.id), &ids(&codelist.codes, |code| &code.id));
        }
        if !self.evaluations.is_empty() {
            list("evaluations", &ids(&self.evaluations, |evaluation| &evaluation.id));
        }
        if !self.aliases.is_empty() {
            list("aliases", &ids(&self.aliases, |alias| &alias.from));
        }
        for table in &self.tables {
            for values in &table.values {
                let place = format!("table {}, {}", table.id, values.dimension);
                list(&place, &ids(&values.codes, String::as_str));
            }
        }
        for (place, id) in [("agency", &self.agency), ("version", &self.version)] {
            if id.is_empty() || !id.split('.').all(is_id) {
                faults.push(StructureFault::Id { list: place.to_owned(), id: id.clone() });
            }
        }
        // Ids of tables name sheets of a workbook, whose names do not differ by case and have 31 letters at most.
        let mut sheets = BTreeSet::new();
        for table in &self.tables {
            let list = "tables, as names of sheets".to_owned();
            if table.id.len() > 31 {
                faults.push(StructureFault::Id { list, id: table.id.clone() });
            } else if !sheets.insert(table.id.to_uppercase()) {
                faults.push(StructureFault::Repeated { list, id: table.id.clone() });
            }
        }
        faults
    }

    fn role_faults(&self) -> Vec<StructureFault> {
        let dimensions = ids(&self.dimensions, |dimension| &dimension.id).join(", ");
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for (role, id) in [("area", &self.area), ("measure", &self.measure), ("time", &self.time)] {
            if self.dimension(id).is_none() || !seen.insert(id) {
                let (id, dimensions) = (id.clone(), dimensions.clone());
                faults.push(StructureFault::Role { role, id, dimensions });
            }
        }
        for dimension in &self.dimensions {
            let what = match (&dimension.codelist, dimension.id == self.time) {
                (Some(_), true) => "the period takes no codelist".to_owned(),
                (None, false) => "no codelist named".to_owned(),
                (Some(list), false) if self.codelist(list).is_none() => format!("no codelist {list}"),
                _ => continue,
            };
            faults.push(StructureFault::Codelist { dimension: dimension.id.clone(), what });
        }
        faults
    }

    fn measure_faults(&self) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        for measure in &self.measures {
            let mut fault = |is: bool, what: &str| {
                if is {
                    faults
                        .push(StructureFault::Measure { code: measure.code.clone(), what: what.to_owned() });
                }
            };
            fault(
                measure.max < measure.first,
                "max is below first, so that a total near its greatest would tell single figures; raise it",
            );
            fault(
                measure.min_contributors < MIN_CONTRIBUTORS_FLOOR,
                "min_contributors is below 3, which protects nobody; raise it",
            );
            fault(!matches!(measure.rounding, 1 | 5), "rounding is 1 (exact) or 5");
            let begins = measure.first % 5 == 3 && (FIRST..=MAX_FIRST).contains(&measure.first);
            fault(
                !begins || measure.first <= u32::from(measure.min_contributors),
                "first is 13, 18, 23 and so on up to 253, above min_contributors; take one of these",
            );
            fault(measure.usual.is_some_and(|usual| usual > measure.max), "usual is above max; lower it");
            fault(measure.unit.is_empty(), "unit is empty; say what is counted");
            let denominator = measure.of.as_deref();
            fault(
                denominator.is_some_and(|of| of == measure.code || self.rules(of).is_none()),
                "`of` names no other measure; name the denominator's code",
            );
        }
        faults
    }

    fn table_faults(&self, table: &Table) -> Vec<StructureFault> {
        let wanted: Vec<&str> = self.table_dimensions().map(|dimension| dimension.id.as_str()).collect();
        let given = ids(&table.values, |values| &values.dimension);
        if wanted == given {
            return Vec::new();
        }
        vec![StructureFault::TableDimensions { table: table.id.clone(), wanted: wanted.join(", ") }]
    }

    /// Codes used anywhere that their codelist lacks.
    fn code_faults(&self) -> Vec<StructureFault> {
        let known: BTreeMap<&str, BTreeSet<&str>> = self
            .codelists
            .iter()
            .map(|list| (list.id.as_str(), ids(&list.codes, |code| &code.id).into_iter().collect()))
            .collect();
        let mut faults = Vec::new();
        let mut used = |place: String, dimension: &str, codes: &[&str]| {
            let Some(list) = self.codes(dimension) else {
                if self.dimension(dimension).is_none() {
                    let what = format!("{place} names it, but there is no such dimension");
                    faults.push(StructureFault::Codelist { dimension: dimension.to_owned(), what });
                }
                return;
            };
            let has = |code: &str| known.get(list.id.as_str()).is_some_and(|codes| codes.contains(code));
            for code in codes.iter().filter(|code| !has(code)) {
                let near = nearest(code, list.codes.iter().map(|code| code.id.as_str())).map(str::to_owned);
                let (place, codelist) = (place.clone(), list.id.clone());
                faults.push(StructureFault::Code { place, codelist, code: (*code).to_owned(), near });
            }
        };
        used("measures".to_owned(), &self.measure, &ids(&self.measures, |measure| &measure.code));
        used("total_area".to_owned(), &self.area, &[&self.total_area]);
        used("aliases".to_owned(), &self.area, &ids(&self.aliases, |alias| &alias.to));
        for sum in &self.sums {
            let place = format!("the sum {}.{}", sum.dimension, sum.parent);
            used(place.clone(), &sum.dimension, &[&sum.parent]);
            used(place, &sum.dimension, &ids(&sum.children, String::as_str));
        }
        for one in &self.not_sums {
            used("not_sums".to_owned(), &one.dimension, &[&one.parent]);
        }
        for one in &self.areas_within {
            used("areas_within".to_owned(), &self.area, &[&one.inner, &one.outer]);
        }
        for table in &self.tables {
            for values in &table.values {
                let place = format!("table {}", table.id);
                used(place, &values.dimension, &ids(&values.codes, String::as_str));
            }
        }
        for table in &self.tables {
            let asked = table.values.iter().filter(|values| values.dimension == self.measure);
            for code in asked.flat_map(|values| &values.codes).filter(|code| self.rules(code).is_none()) {
                let what =
                    format!("table {} asks for it, but [measures] has no rules for it; add them", table.id);
                faults.push(StructureFault::Measure { code: code.clone(), what });
            }
        }
        faults
    }
}

fn ids<T>(list: &[T], id: impl Fn(&T) -> &str) -> Vec<&str> {
    list.iter().map(id).collect()
}

/// IDType of SDMX 2.1.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}

/// Deepest codelist; a deeper one is taken for a circle.
const MAX_DEPTH: usize = 64;

/// Parents that are missing, or codes that are above themselves.
fn circle_faults(list: &Codelist) -> Vec<StructureFault> {
    let parents: BTreeMap<&str, Option<&str>> =
        list.codes.iter().map(|code| (code.id.as_str(), code.parent.as_deref())).collect();
    let mut faults = Vec::new();
    for code in &list.codes {
        let Some(parent) = code.parent.as_deref() else { continue };
        if !parents.contains_key(parent) {
            let near = nearest(parent, parents.keys().copied()).map(str::to_owned);
            let place = format!("parent of {}", code.id);
            faults.push(StructureFault::Code {
                place,
                codelist: list.id.clone(),
                code: parent.to_owned(),
                near,
            });
        }
        let mut above = Some(parent);
        for _ in 0..MAX_DEPTH {
            above = above.and_then(|code| parents.get(code).copied().flatten());
        }
        if above.is_some() {
            faults.push(StructureFault::Circle { codelist: list.id.clone(), code: code.id.clone() });
        }
    }
    faults
}
