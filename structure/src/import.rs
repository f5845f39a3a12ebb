//! A structure from an SDMX-ML 2.1 structure file, with defaults for what SDMX cannot say. docs/structures.md lists them.

use super::artefacts::{Artefacts, artefacts};
use super::fault::StructureFault;
use super::find::nearest;
use super::model::{Alias, Code, Codelist, Dimension, FIRST, Measure, Publication, Structure, Table, Values};
use std::collections::{BTreeMap, BTreeSet};

/// Dimensions that are the reporting area, by custom.
const AREAS: [&str; 5] = ["REF_AREA", "GEO", "COUNTRY", "AREA", "REPORTING_AREA"];
/// Dimensions that are the measure, by custom.
const MEASURES: [&str; 5] = ["MEASURE", "INDICATOR", "INDIC", "VARIABLE", "SUBJECT"];
/// Codes of an area that are a total, by custom.
const TOTALS: [&str; 6] = ["_ICOP", "_ALL", "_T", "TOTAL", "W0", "_X"];
/// Fewest contributors, where nothing else is said.
const MIN_CONTRIBUTORS: u16 = 5;
/// Rounding, where nothing else is said: measures may count persons.
const ROUNDING: u8 = 5;

/// Reads the file; the structure is not checked yet.
pub(super) fn import(file: &str, text: &str) -> Result<Structure, Vec<StructureFault>> {
    let found = artefacts(file, text)?;
    let Some([agency, id, version, name]) = found.structure.clone() else {
        let what = "no DataStructure in it".to_owned();
        return Err(vec![StructureFault::Format { file: file.to_owned(), what }]);
    };
    let dimensions = dimensions(&found);
    let role = |custom: &[&str]| {
        let given = |wanted: &&&str| dimensions.iter().any(|dimension| dimension.id == **wanted);
        // The first by custom stands in the fault where none is there.
        custom.iter().find(given).or(custom.first()).map_or(String::new(), |id| (*id).to_owned())
    };
    let (area, measure) = (role(&AREAS), role(&MEASURES));
    let time = found
        .dimensions
        .iter()
        .find(|one| one.is_time)
        .map_or("TIME_PERIOD".to_owned(), |one| one.id.clone());
    let used =
        |list: &Codelist| dimensions.iter().any(|dimension| dimension.codelist.as_ref() == Some(&list.id));
    let mut codelists: Vec<Codelist> = found.codelists.iter().filter(|list| used(list)).cloned().collect();
    let list_of = |id: &str| {
        let dimension = dimensions.iter().find(|dimension| dimension.id == id);
        dimension.and_then(|dimension| dimension.codelist.clone())
    };
    let total_area = total(&mut codelists, list_of(&area).as_deref());
    let codes = |dimension: &str| -> Vec<Code> {
        let list = codelists.iter().find(|list| Some(&list.id) == list_of(dimension).as_ref());
        list.map(|list| list.codes.clone()).unwrap_or_default()
    };
    let table = table(&found, &dimensions, &[&area, &time], &name, codes);
    let measures = codes(&measure).into_iter().map(|code| default_measure(code.id)).collect();
    let aliases = aliases(&codes(&area));
    let national_flow = found.flows.first().cloned().unwrap_or_else(|| format!("{id}_NAT"));
    let total_flow = found.flows.get(1).cloned().unwrap_or_else(|| national_flow.clone());
    let structure = Structure {
        publication: publication(&name, &agency),
        agency,
        id,
        version,
        name,
        national_flow,
        total_flow,
        dimensions,
        area,
        measure,
        time,
        total_area,
        aliases,
        measures,
        tables: vec![table],
        sums: Vec::new(),
        not_sums: Vec::new(),
        areas_within: Vec::new(),
        codelists,
    };
    of_series(file, structure, &found)
}

/// The structure with the cells that a constraint names one by one, if it names any: as few tables as products need.
/// Series without a code of some dimension are not read.
fn of_series(file: &str, structure: Structure, found: &Artefacts) -> Result<Structure, Vec<StructureFault>> {
    let mut keys = BTreeSet::new();
    let mut faults = BTreeMap::new();
    for (line, series) in &found.series {
        let code = |dimension: &Dimension| match series.get(&dimension.id) {
            Some(code) => Some(code.as_str()),
            // A key has a period; which, plays no part here.
            None => (dimension.id == structure.time).then_some("0"),
        };
        let Some(codes) = structure.key_dimensions().map(code).collect::<Option<Vec<&str>>>() else {
            continue;
        };
        for (dimension, code) in structure.key_dimensions().zip(&codes) {
            let Some(list) = structure.codes(&dimension.id) else { continue };
            if !list.codes.iter().any(|known| known.id == *code) {
                let near = nearest(code, list.codes.iter().map(|known| known.id.as_str())).map(str::to_owned);
                let (place, codelist) = (format!("{file}, line {line}"), list.id.clone());
                let fault = || StructureFault::Code { place, codelist, code: (*code).to_owned(), near };
                faults.entry((dimension.id.clone(), (*code).to_owned())).or_insert_with(fault);
            }
        }
        keys.insert(codes.join("."));
    }
    if !faults.is_empty() {
        return Err(faults.into_values().collect());
    }
    Ok(if keys.is_empty() { structure } else { structure.restricted_to(&keys) })
}

fn dimensions(found: &Artefacts) -> Vec<Dimension> {
    let mut components: Vec<_> = found.dimensions.iter().collect();
    components.sort_by_key(|component| component.position.unwrap_or(u32::MAX));
    let name = |concept: &str, id: &str| {
        let names = [concept, id].into_iter().filter_map(|key| found.concepts.get(key));
        names.into_iter().find(|name| !name.is_empty()).map_or(id.to_owned(), Clone::clone)
    };
    let of = |component: &super::artefacts::Component| Dimension {
        id: component.id.clone(),
        name: name(&component.concept, &component.id),
        codelist: component.codelist.clone().filter(|_| !component.is_time),
    };
    components.into_iter().map(of).collect()
}

/// The code of the total of all members; put into the codelist where it has none.
fn total(codelists: &mut [Codelist], list: Option<&str>) -> String {
    let list = codelists.iter_mut().find(|one| Some(one.id.as_str()) == list);
    let Some(list) = list else { return "_T".to_owned() };
    let known = |wanted: &&&str| list.codes.iter().any(|code| code.id == **wanted);
    if let Some(total) = TOTALS.iter().find(known) {
        return (*total).to_owned();
    }
    let name = "All reporting members".to_owned();
    list.codes.push(Code { id: "_T".to_owned(), name, parent: None, quiet: false });
    "_T".to_owned()
}

/// One table of all codes, or of those that a content constraint allows.
fn table(
    found: &Artefacts,
    dimensions: &[Dimension],
    without: &[&String],
    name: &str,
    codes: impl Fn(&str) -> Vec<Code>,
) -> Table {
    let of = |dimension: &Dimension| Values {
        dimension: dimension.id.clone(),
        codes: match found.allowed.get(&dimension.id) {
            Some(allowed) => allowed.clone(),
            None => codes(&dimension.id).into_iter().map(|code| code.id).collect(),
        },
    };
    let kept = dimensions.iter().filter(|dimension| !without.contains(&&dimension.id));
    Table {
        id: "ALL".to_owned(),
        title: name.to_owned(),
        values: kept.map(of).collect(),
        ladder: None,
        ragged: false,
    }
}

fn default_measure(code: String) -> Measure {
    Measure {
        code,
        unit: "count".to_owned(),
        max: u32::MAX,
        usual: None,
        min_contributors: MIN_CONTRIBUTORS,
        rounding: ROUNDING,
        first: FIRST,
        of: None,
        funnel: None,
    }
}

/// The aliases of the structure that ships, as far as the codes they stand for are there.
fn aliases(areas: &[Code]) -> Vec<Alias> {
    let known = |id: &str| areas.iter().any(|code| code.id == id);
    let shipped = toml::from_str::<Structure>(super::DEFAULT).map(|structure| structure.aliases);
    let kept = |alias: &Alias| known(&alias.to) && !known(&alias.from);
    shipped.unwrap_or_default().into_iter().filter(kept).collect()
}

fn publication(name: &str, agency: &str) -> Publication {
    Publication {
        title: name.to_owned(),
        publisher: agency.to_owned(),
        contact: "The coordinator of the round".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        release: 1,
        provisional: true,
        next_release: None,
        method: Vec::new(),
    }
}
