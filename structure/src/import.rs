//! A structure from an SDMX-ML 2.1 structure file, with defaults for what SDMX cannot say. docs/structures.md lists them.

use super::areas::areas_within;
use super::artefacts::{Artefacts, Definition, artefacts};
use super::components::{Components, components, one_measure};
use super::constraint::{Allowed, Constraint, together};
use super::defaults::{aliases, default_measure, publication};
use super::fault::StructureFault;
use super::find::nearest;
use super::lies_within::{elsewhere, lies_within};
use super::model::{Code, Codelist, Dimension, Structure, Table, Values};
use super::period::is_frequency;
use super::reference::{Artefact, Reference};
use super::remark::Imported;
use std::collections::{BTreeMap, BTreeSet};

/// Dimensions that are the reporting area, by custom.
const AREAS: [&str; 5] = ["REF_AREA", "GEO", "COUNTRY", "AREA", "REPORTING_AREA"];
/// Dimensions that are the measure, by custom.
const MEASURES: [&str; 5] = ["MEASURE", "INDICATOR", "INDIC", "VARIABLE", "SUBJECT"];
/// Codes of an area that are a total, by custom.
const TOTALS: [&str; 6] = ["_ICOP", "_ALL", "_T", "TOTAL", "W0", "_X"];
/// What names a dimension whose name says nothing; elsewhere --area is the code of an office.
const NAME_AREA: &str = "name it with `coordinator structure import --area`";
const NAME_MEASURE: &str = "name it with `coordinator structure import --measure`";
/// What SDMX does not say, and somebody has to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Which data structure, where a file holds several: `ID`, `AGENCY:ID` or `AGENCY:ID(VERSION)`.
    pub data_structure: Option<String>,
    /// Names and bytes of further SDMX-ML files, with codelists, concepts, dataflows and constraints that the first one names.
    pub beside: Vec<(String, Vec<u8>)>,
    /// The dimension that is the reporting area; by custom otherwise.
    pub area: Option<String>,
    /// The dimension that is the measure; by custom otherwise.
    pub measure: Option<String>,
    /// Code and name of the one measure of a structure that has no measure dimension: it gets a dimension MEASURE with it.
    pub one_measure: Option<(String, String)>,
}

/// Reads the file, and those beside it, whose texts are `beside`; the structure is not checked yet.
pub(super) fn import(
    file: &str,
    text: &str,
    beside: &[(&str, String)],
    options: &ImportOptions,
) -> Result<Imported, Vec<StructureFault>> {
    other_version(file, text)?;
    let mut found = artefacts(file, text, Artefacts::default())?;
    let structures = std::mem::take(&mut found.structures);
    for (name, text) in beside {
        if let Err(faults) = other_version(name, text) {
            // Hierarchies have a file of their own in version 3.0, and say the same as before.
            let alone = artefacts(name, text, Artefacts::default()).is_ok_and(|found| found.is_hierarchies());
            if !alone {
                return Err(faults);
            }
        }
        found = artefacts(name, text, found)?;
    }
    let structure = the_one(file, structures, options)?;
    let (artefact, name) = (structure.artefact.clone(), structure.name.best());
    let Components { mut dimensions, mut codelists, time, measure } = components(&found, &structure)?;
    if let Some((code, name)) = &options.one_measure {
        let is = |one: &&Dimension| {
            measure.as_ref() == Some(&one.id) || MEASURES.iter().any(|id| one.id.eq_ignore_ascii_case(id))
        };
        if let Some(known) = dimensions.iter().find(is) {
            let (file, dimension) = (file.to_owned(), known.id.clone());
            return Err(vec![StructureFault::HasMeasure { file, dimension }]);
        }
        one_measure(&mut dimensions, &mut codelists, (code, name));
    }
    let (area, measure) = roles(file, &dimensions, options, measure.as_ref())?;
    let flows = flows(&found, &artefact);
    let attributes = structure.attributes.iter().map(String::as_str);
    let known = dimensions.iter().map(|dimension| dimension.id.as_str()).chain(attributes).collect();
    let allowed = together(constraints(std::mem::take(&mut found.constraints), &artefact, &flows), &known)?;
    let list_of = |id: &str| {
        let dimension = dimensions.iter().find(|dimension| dimension.id == id);
        dimension.and_then(|dimension| dimension.codelist.clone())
    };
    let asked: Vec<Codelist> = codelists.iter().map(|(_, list)| list.clone()).collect();
    let mut remarks: Vec<_> = elsewhere(&found).collect();
    for (of, list) in &mut codelists {
        let is_area = list_of(&area).as_ref() == Some(&list.id);
        remarks.extend(lies_within(&found, of, list, |code| is_area && TOTALS.contains(&code)));
    }
    let mut codelists: Vec<Codelist> = codelists.into_iter().map(|(_, list)| list).collect();
    let total_area = total(&mut codelists, list_of(&area).as_deref());
    let of = |lists: &[Codelist], dimension: &str| {
        lists.iter().find(|list| Some(&list.id) == list_of(dimension).as_ref()).cloned().unwrap_or_default()
    };
    let codes = |dimension: &str| of(&codelists, dimension).codes;
    // What a list of a part of the codes lacked is asked by nobody.
    let table = table(&allowed, &dimensions, &[&area, &time], &name, |dimension| of(&asked, dimension).codes);
    let (areas_within, of_areas) = areas_within(&of(&codelists, &area), &total_area);
    remarks.extend(of_areas);
    let measures = codes(&measure).into_iter().map(|code| default_measure(code.id)).collect();
    let aliases = aliases(&codes(&area));
    let Artefact { agency, id, version } = artefact;
    let national_flow = flows.first().map_or_else(|| format!("{id}_NAT"), |flow| flow.id.clone());
    let total_flow = flows.get(1).map_or_else(|| national_flow.clone(), |flow| flow.id.clone());
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
        exclusive: Vec::new(),
        areas_within,
        evaluations: Vec::new(),
        interventions: Vec::new(),
        profiles: Vec::new(),
        codelists,
    };
    let structure =
        allowed.series.iter().try_fold(structure, |structure, series| of_series(file, structure, series))?;
    Ok(Imported { structure, remarks })
}

/// The data structure that is meant: the only one with dimensions, or the one that is named.
fn the_one(
    file: &str,
    all: Vec<Definition>,
    options: &ImportOptions,
) -> Result<Definition, Vec<StructureFault>> {
    let format = |what: String| vec![StructureFault::Format { file: file.to_owned(), what }];
    let names = |of: &mut dyn Iterator<Item = &Definition>| {
        of.map(|one| one.artefact.to_string()).collect::<Vec<_>>().join(", ")
    };
    if all.is_empty() {
        return Err(format("no DataStructure in it".to_owned()));
    }
    let wanted = options.data_structure.as_deref().map(Reference::of_name);
    let is = |one: &&Definition| wanted.as_ref().is_none_or(|wanted| wanted.names(&one.artefact));
    let (named, whole) = (all.iter().filter(is).count(), |one: &Definition| !one.dimensions.is_empty());
    if let Some(wanted) = wanted.as_ref().filter(|_| named == 0) {
        let next = "name one of them";
        let what = format!("no DataStructure {wanted} in it, only {}", names(&mut all.iter()));
        return Err(vec![StructureFault::Unread { file: file.to_owned(), line: 1, what, next }]);
    }
    let kept: Vec<&Definition> = all.iter().filter(is).filter(|one| whole(one)).collect();
    let fault = |(first, other): (&Definition, &Definition)| {
        let (what, of) = (&other.artefact, &first.artefact);
        StructureFault::Unread {
            file: file.to_owned(),
            line: other.line,
            what: format!("DataStructure {what} stands there beside {of} of line {}", first.line),
            next: "name one with --data-structure AGENCY:ID(VERSION), or keep one",
        }
    };
    match kept.as_slice() {
        [] => {
            let stubs = names(&mut all.iter().filter(is));
            Err(format(format!("the DataStructure {stubs} has no dimensions in it, so it is a stub")))
        }
        [first, others @ ..] if !others.is_empty() => {
            Err(others.iter().map(|other| fault((first, other))).collect())
        }
        [one, ..] => {
            let line = one.line;
            let found = all.into_iter().find(|one| one.line == line && whole(one));
            found.ok_or_else(|| format("no DataStructure in it".to_owned()))
        }
    }
}

/// The dimensions that are the area and the measure: those that were named, else by custom, in any case of letters: Eurostat
/// writes geo.
fn roles(
    file: &str,
    dimensions: &[Dimension],
    options: &ImportOptions,
    of_concepts: Option<&String>,
) -> Result<(String, String), Vec<StructureFault>> {
    let is = |wanted: &str| dimensions.iter().find(|one| one.id.eq_ignore_ascii_case(wanted));
    let find = |given: Option<&String>, custom: &[&str]| {
        let found = given.map_or_else(|| custom.iter().find_map(|id| is(id)), |given| is(given));
        found.filter(|dimension| dimension.codelist.is_some()).map(|dimension| dimension.id.clone())
    };
    let ids: Vec<&str> = dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
    let fault = |role: &'static str, given: Option<&String>, next: &str| match given {
        Some(id) => StructureFault::Role { role, id: id.clone(), dimensions: ids.join(", ") },
        None => {
            let next = next.to_owned();
            StructureFault::NoRole { file: file.to_owned(), role, dimensions: ids.join(", "), next }
        }
    };
    let area = find(options.area.as_ref(), &AREAS);
    let measure = find(options.measure.as_ref().or(of_concepts), &MEASURES);
    match (area, measure) {
        (Some(area), Some(measure)) => Ok((area, measure)),
        (area, measure) => {
            let next = match perhaps_areas(dimensions).as_slice() {
                [] => format!("{NAME_AREA}; without one no return can say whose it is"),
                some => format!("{NAME_AREA}; its words fit {}", some.join(" and ")),
            };
            let no_area = area.is_none().then(|| fault("reporting area", options.area.as_ref(), &next));
            let next = format!("{NAME_MEASURE}, or give the one measure with --one-measure CODE=NAME");
            let no_measure = measure.is_none().then(|| fault("measure", options.measure.as_ref(), &next));
            Err(no_area.into_iter().chain(no_measure).collect())
        }
    }
}

/// Dimensions that speak of places in their id or name; which of them reports nobody can tell from that.
fn perhaps_areas(dimensions: &[Dimension]) -> Vec<&str> {
    const WORDS: [&str; 7] = ["area", "country", "geo", "cty", "territor", "region", "state"];
    let speaks = |one: &&Dimension| {
        let text = format!("{} {}", one.id, one.name).to_lowercase();
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        one.codelist.is_some()
            && words.into_iter().any(|word| WORDS.iter().any(|start| word.starts_with(start)))
    };
    dimensions.iter().filter(speaks).map(|one| one.id.as_str()).collect()
}

/// One fault for a file of another version of SDMX-ML, whose elements have the same names.
fn other_version(file: &str, text: &str) -> Result<(), Vec<StructureFault>> {
    // The names of 2.0 are in capital letters.
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text).to_lowercase();
    let line = u32::try_from(head.lines().take_while(|line| !line.contains("/schemas/v")).count());
    for version in ["3_0", "3_1", "2_0", "1_0"] {
        if head.contains(&format!("sdmxml/schemas/v{version}/")) {
            let what = format!("SDMX-ML {}, which is not read", version.replace('_', "."));
            let next =
                "ask for the structure as SDMX-ML 2.1: registries give it where the version is asked for";
            let line = line.unwrap_or_default().saturating_add(1);
            return Err(vec![StructureFault::Unread { file: file.to_owned(), line, what, next }]);
        }
    }
    Ok(())
}

/// Where the namespaces of a file stand.
const HEAD: usize = 4_000;

/// The dataflows of this data structure; those that name none where no other does.
fn flows(found: &Artefacts, structure: &Artefact) -> Vec<Artefact> {
    let of = |wanted: &dyn Fn(Option<&Reference>) -> bool| -> Vec<Artefact> {
        found.flows.iter().filter(|(_, of)| wanted(of.as_ref())).map(|(flow, _)| flow.clone()).collect()
    };
    let own = of(&|of| of.is_some_and(|of| of.names(structure)));
    if own.is_empty() { of(&|of| of.is_none()) } else { own }
}

/// The constraints for this data structure or one of its dataflows, and those that say of nothing.
fn constraints(all: Vec<Constraint>, structure: &Artefact, flows: &[Artefact]) -> Vec<Constraint> {
    let ours = |to: &Reference| match to.class.as_str() {
        "DataStructure" => to.names(structure),
        "Dataflow" => flows.iter().any(|flow| to.names(flow)),
        _ => false,
    };
    let is = |one: &Constraint| one.attached.is_empty() || one.attached.iter().any(ours);
    all.into_iter().filter(is).collect()
}

/// The structure with the cells that a constraint names one by one: as few tables as products need. A dimension that a
/// series does not name may have any code.
fn of_series(
    file: &str,
    structure: Structure,
    all: &[(u32, BTreeMap<String, String>)],
) -> Result<Structure, Vec<StructureFault>> {
    let mut keys = BTreeSet::new();
    let mut faults = BTreeMap::new();
    for (line, series) in all {
        let mut rows: Vec<Vec<&str>> = vec![Vec::new()];
        for dimension in structure.key_dimensions() {
            let codes: Vec<&str> = match series.get(&dimension.id) {
                Some(code) => vec![code.as_str()],
                // A key has a period; which, plays no part here.
                None if dimension.id == structure.time => vec!["0"],
                None => asked(&structure, &dimension.id),
            };
            if let (Some(list), Some(code)) = (structure.codes(&dimension.id), series.get(&dimension.id))
                && !list.codes.iter().any(|known| known.id == *code)
            {
                let near = nearest(code, list.codes.iter().map(|known| known.id.as_str())).map(str::to_owned);
                let (place, codelist) = (format!("{file}, line {line}"), list.id.clone());
                let fault = || StructureFault::Code { place, codelist, code: code.clone(), near };
                faults.entry((dimension.id.clone(), code.clone())).or_insert_with(fault);
            }
            let cells = (rows.len() as u64).saturating_mul(codes.len() as u64);
            if cells > MAX_SERIES {
                let what = "series that the content constraint names";
                return Err(vec![StructureFault::TooMany { what, cells, limit: MAX_SERIES }]);
            }
            rows = rows
                .into_iter()
                .flat_map(|row| {
                    codes.iter().map(move |code| [row.as_slice(), &[*code]].concat()).collect::<Vec<_>>()
                })
                .collect();
        }
        keys.extend(rows.iter().map(|row| row.join(".")));
    }
    if !faults.is_empty() {
        return Err(faults.into_values().collect());
    }
    Ok(if keys.is_empty() { structure } else { structure.restricted_to(&keys) })
}

/// The codes of a dimension that the tables ask for.
fn asked<'a>(structure: &'a Structure, dimension: &str) -> Vec<&'a str> {
    let values = structure.tables.iter().flat_map(|table| &table.values);
    let codes = values.filter(|values| values.dimension == dimension).flat_map(|values| &values.codes);
    codes.map(String::as_str).collect::<BTreeSet<&str>>().into_iter().collect()
}

/// Most series of a constraint.
const MAX_SERIES: u64 = 1_000_000;

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
    allowed: &Allowed,
    dimensions: &[Dimension],
    without: &[&String],
    name: &str,
    codes: impl Fn(&str) -> Vec<Code>,
) -> Table {
    let of = |dimension: &Dimension| Values {
        dimension: dimension.id.clone(),
        codes: match allowed.codes.get(&dimension.id) {
            Some(allowed) => allowed.clone(),
            None => {
                let all: Vec<String> = codes(&dimension.id).into_iter().map(|code| code.id).collect();
                // A round has years, halves, quarters and months; days and weeks would be asked for beside each of them.
                let asked = |code: &&String| matches!(code.as_str(), "A" | "S" | "Q" | "M");
                let kept: Vec<String> = all.iter().filter(asked).cloned().collect();
                if is_frequency(&dimension.id) && !kept.is_empty() { kept } else { all }
            }
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
