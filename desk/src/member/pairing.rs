//! A national layout, paired on the page: which column of a dropped file is what, and which label is which code. What comes
//! of the two forms is the mapping that `--mapping` takes.

use super::review::Draft;
use crate::upload::Typed;
use intertally_core::submission::Status;
use intertally_returns::{Foreign, Layout, Mapping, Origin};
use intertally_structure::Structure;
use std::collections::{BTreeMap, BTreeSet};

/// The column of the figures.
pub(super) const VALUE: &str = "OBS_VALUE";
/// The column of their status.
pub(super) const STATUS: &str = "OBS_STATUS";
/// Columns that travel with the figures, or say something of them.
pub(super) const MORE: [&str; 4] = ["COMMENT_OBS", "COUNTING_UNIT", "CONF_STATUS", "PUBLISHED"];
/// What a column is of which only some rows count.
pub(super) const KEEP: &str = "keep";
/// Before what a column is whose figures are added up; alone: rows are added up that differ in it.
pub(super) const ADDED: char = '+';
/// What says a dimension, in place of a code for all rows: the headings of the figures.
pub(super) const HEADING: &str = "heading";
/// Most labels of a column that are paired on the page.
pub(super) const MOST: usize = 300;

/// Why a form is shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lacks {
    /// No column holds the figures.
    Value,
    /// Two columns become this.
    Twice(String),
    /// Several columns of figures, and nobody says what tells them apart.
    Several,
    /// Neither column nor code for this dimension.
    Dimension(String),
    /// Labels of this column are not paired yet.
    Labels(String),
    /// Marks or words that are none of a mapping, in its words.
    Mapping(String),
}

/// The file of a draft, looked at; none for what is no table of text.
pub(super) fn look(draft: &Draft) -> Option<Foreign<'_>> {
    let bytes = draft.file.bytes.as_slice();
    let starts =
        bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
    let (structure, cells) = (&draft.round.structure, &draft.round.manifest.cells);
    (starts != Some(b'<')).then(|| Foreign::look(structure, cells, &draft.file.name, bytes).ok()).flatten()
}

/// Dimensions that may have one code for all rows: all but the area, which is the office's own.
pub(super) fn fixable(structure: &Structure) -> impl Iterator<Item = &str> {
    structure.key_dimensions().map(|one| one.id.as_str())
}

/// The mapping that the form of the columns says: columns and what is the same in all rows. Of `before`, codes stay.
///
/// # Errors
/// What is lacking.
pub(super) fn columns(
    draft: &Draft,
    foreign: &Foreign<'_>,
    typed: &Typed,
    before: &Mapping,
) -> Result<Mapping, Lacks> {
    let structure = &draft.round.structure;
    let text = |name: &str| typed.get(name).map_or("", |text| text.as_str());
    let mut mapping = Mapping {
        layout: foreign.layout(),
        columns: BTreeMap::new(),
        values: BTreeMap::new(),
        add: Vec::new(),
        fixed: BTreeMap::new(),
        keep: BTreeMap::new(),
        origin: Origin::default(),
        ..before.clone()
    };
    let mut targets = BTreeSet::new();
    for (at, (name, _)) in foreign.columns().enumerate() {
        let target = text(&format!("c.{at}"));
        let added = target.strip_prefix(ADDED).filter(|of| ["", VALUE, &structure.time].contains(of));
        mapping.add.extend(added.map(|_| name.to_owned()));
        let target = added.unwrap_or(target);
        let own = structure.dimension(target).is_some()
            || [VALUE, STATUS].contains(&target)
            || MORE.contains(&target);
        if target == KEEP {
            let kept = before.keep.get(name).cloned().unwrap_or_default();
            mapping.keep.insert(name.to_owned(), kept);
        } else if own {
            if !targets.insert(target.to_owned()) && target != VALUE {
                return Err(Lacks::Twice(target.to_owned()));
            }
            mapping.columns.insert(name.to_owned(), target.to_owned());
        }
    }
    let periods = mapping.layout == Layout::Periods;
    if !periods && !targets.contains(VALUE) {
        return Err(Lacks::Value);
    }
    if !targets.contains(&structure.area) {
        mapping.fixed.insert(structure.area.clone(), draft.round.area().to_owned());
    }
    if periods && before.add.contains(&structure.time) {
        mapping.add.push(structure.time.clone());
    }
    let headings: Vec<&str> = fixable(structure)
        .filter(|id| !targets.contains(*id) && text(&format!("f.{id}")) == HEADING)
        .collect();
    said_by_headings(&mut mapping, foreign, before, &headings)?;
    let said = |id: &str| targets.contains(id) || headings.contains(&id) || periods && id == structure.time;
    for id in fixable(structure).filter(|id| !said(id)) {
        let asked = foreign.asked(id);
        let only = asked.first().copied().filter(|_| asked.len() == 1);
        let code = asked.get(text(&format!("f.{id}"))).copied().or(only);
        let code = code.ok_or_else(|| Lacks::Dimension(id.to_owned()))?;
        mapping.fixed.insert(id.to_owned(), code.to_owned());
    }
    mapping.codes.retain(|dimension, _| targets.contains(dimension));
    Ok(mapping)
}

/// Several columns of figures, of which the headings say these dimensions: each code as far as it is known, to be completed.
fn said_by_headings(
    mapping: &mut Mapping,
    foreign: &Foreign<'_>,
    before: &Mapping,
    headings: &[&str],
) -> Result<(), Lacks> {
    let is = |(name, target): &(&String, &String)| *target == VALUE && !mapping.add.contains(name);
    let plain: Vec<String> = mapping.columns.iter().filter(is).map(|(name, _)| name.clone()).collect();
    if plain.len() > 1 && headings.is_empty() {
        return Err(Lacks::Several);
    }
    if headings.is_empty() {
        return Ok(());
    }
    let figures: Vec<String> =
        mapping.columns.iter().filter(|(_, target)| *target == VALUE).map(|(name, _)| name.clone()).collect();
    for name in figures {
        mapping.columns.remove(&name);
        let code = |id: &&str| {
            let known = before.values.get(&name).and_then(|codes| codes.get(*id)).cloned();
            let known = known.or_else(|| foreign.code(id, &name).0.map(str::to_owned));
            ((*id).to_owned(), known.unwrap_or_default())
        };
        let codes = headings.iter().map(code).collect();
        mapping.values.insert(name, codes);
    }
    Ok(())
}

/// Labels of a dimension's column, with the code that each is as far as that is known.
pub(super) struct Labels<'a> {
    /// The dimension.
    pub(super) id: String,
    /// The column of the file.
    pub(super) column: &'a str,
    /// Each label with its code, and one that it may be. An empty code: rows of it are left out.
    pub(super) all: Vec<(&'a str, Option<String>, Option<&'a str>)>,
}

/// The labels that are to be paired: those of columns in which not every label is a code of the round. Of the area's column,
/// what is not this office's own is left out anyway; the period is read in every spelling.
pub(super) fn labels<'a>(draft: &Draft, foreign: &'a Foreign<'a>, mapping: &Mapping) -> Vec<Labels<'a>> {
    let structure = &draft.round.structure;
    let mut lists = Vec::new();
    for (column, labels) in foreign.columns() {
        let Some(id) = mapping.columns.get(column).filter(|id| structure.dimension(id).is_some()) else {
            continue;
        };
        if *id == structure.time {
            continue;
        }
        let own = |label: &str| structure.area_code(label) == structure.area_code(draft.round.area());
        let is_area = *id == structure.area;
        let settled = match is_area {
            true => labels.iter().any(|label| own(label)),
            false => labels.iter().all(|label| structure.code(id, label).is_some()),
        };
        if settled && !mapping.codes.contains_key(id) {
            continue;
        }
        let chosen = mapping.codes.get(id);
        let of = |label: &'a String| {
            let (code, near) = if is_area { (None, None) } else { foreign.code(id, label) };
            let before = chosen.map(|chosen| chosen.get(label).cloned().unwrap_or_default());
            (label.as_str(), before.filter(|code| !code.is_empty()).or_else(|| code.map(str::to_owned)), near)
        };
        let all = labels.iter().filter(|label| !label.is_empty()).map(of).collect();
        lists.push(Labels { id: id.clone(), column, all });
    }
    lists
}

/// Flags of the figures: those behind them, or what stands in the column of the status and is none.
pub(super) fn flags(foreign: &Foreign<'_>, mapping: &Mapping) -> Vec<String> {
    if foreign.layout() == Layout::Periods {
        return foreign.flags().iter().cloned().collect();
    }
    let is = |label: &str| {
        let mut letters = label.chars();
        letters.next().filter(|_| letters.next().is_none()).and_then(Status::from_code).is_some()
    };
    let of =
        foreign.columns().find(|(name, _)| mapping.columns.get(*name).is_some_and(|target| target == STATUS));
    let labels = of.into_iter().flat_map(|(_, labels)| labels);
    labels.filter(|label| !label.is_empty() && !is(label)).take(MOST).cloned().collect()
}

/// The whole mapping, by the form of the labels.
///
/// # Errors
/// What is lacking.
pub(super) fn whole(
    draft: &Draft,
    foreign: &Foreign<'_>,
    typed: &Typed,
    mut mapping: Mapping,
) -> Result<Mapping, Lacks> {
    let text = |name: &str| typed.get(name).map_or("", |text| text.as_str());
    for list in labels(draft, foreign, &mapping) {
        let area = list.id == draft.round.structure.area;
        let mut codes = BTreeMap::new();
        for (at, (label, ..)) in list.all.iter().enumerate().take(MOST) {
            match text(&format!("l.{}.{at}", list.id)) {
                "" if !area => return Err(Lacks::Labels(list.column.to_owned())),
                "" | "-" => {}
                code => {
                    codes.insert((*label).to_owned(), code.to_owned());
                }
            }
        }
        mapping.codes.insert(list.id, codes);
    }
    for (at, (column, labels)) in foreign.columns().enumerate() {
        if let Some(kept) = mapping.keep.get_mut(column) {
            let ticked = |(label, _): &(usize, &String)| typed.contains_key(&format!("k.{at}.{label}"));
            *kept = labels.iter().enumerate().filter(ticked).map(|(_, label)| label.clone()).collect();
            if kept.is_empty() {
                return Err(Lacks::Labels(column.to_owned()));
            }
        }
    }
    for (at, (column, _)) in foreign.columns().enumerate() {
        for (id, code) in mapping.values.get_mut(column).into_iter().flatten() {
            let chosen = foreign.asked(id).get(text(&format!("v.{at}.{id}"))).copied();
            chosen.ok_or_else(|| Lacks::Labels(column.to_owned()))?.clone_into(code);
        }
    }
    mapping.flags = BTreeMap::new();
    for (at, flag) in flags(foreign, &mapping).into_iter().enumerate() {
        let status = text(&format!("s.{at}"));
        if !status.is_empty() {
            mapping.flags.insert(flag, status.to_owned());
        }
    }
    mapping.missing = text("missing").split_whitespace().map(str::to_owned).collect();
    mapping.zero = text("zero").split_whitespace().map(str::to_owned).collect();
    if typed.contains_key("zero-empty") {
        mapping.zero.push(String::new());
    }
    let mark = |name: &str| Some(text(name).to_owned()).filter(|mark| !mark.is_empty());
    (mapping.thousands, mapping.decimal) = (mark("thousands"), mark("decimal"));
    // What is read from a file is checked; so is this.
    Mapping::parse("mapping", mapping.to_toml().as_bytes()).map_err(|faults| {
        Lacks::Mapping(faults.into_iter().map(|fault| fault.what).collect::<Vec<_>>().join("; "))
    })
}
