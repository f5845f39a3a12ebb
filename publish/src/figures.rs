//! The figures of a publication: each cell of the round with its codes, what is shown of it, and its flags.

use super::national_notes::by_cell;
use super::past::{Past, Seen, Told, area, marked, published};
use super::{Material, PRACTICE, PublishError};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Status;
use intertally_disclosure::Shown;
use intertally_structure::{Codelist, Dimension, Structure, Table};
use std::collections::{BTreeMap, BTreeSet};

/// OBS_STATUS of a published total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ObsStatus {
    /// A: normal value.
    Normal,
    /// B: other members than in the period before, another unit, or a break in some member's series.
    Break,
    /// D: some member counts it under another code, or others under this one.
    Differs,
    /// P: may still change.
    Provisional,
    /// Q: withheld, whatever the reason.
    Withheld,
}

impl ObsStatus {
    /// All of them, as the codelist shows them.
    pub(crate) const ALL: [Self; 5] =
        [Self::Normal, Self::Break, Self::Differs, Self::Provisional, Self::Withheld];

    /// Code of CL_OBS_STATUS.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Normal => "A",
            Self::Break => "B",
            Self::Differs => "D",
            Self::Provisional => "P",
            Self::Withheld => "Q",
        }
    }

    /// For people.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Normal => "Normal value",
            Self::Break => "Break in the series",
            Self::Differs => "Definition differs among members",
            Self::Provisional => "Provisional value",
            Self::Withheld => "Withheld for confidentiality",
        }
    }

    /// Code of CL_CONF_STATUS: C, confidential, exactly for what is withheld; else F, free.
    pub(crate) const fn confidentiality(self) -> &'static str {
        match self {
            Self::Withheld => "C",
            _ => "F",
        }
    }
}

/// Least and greatest total that what is shown may stand for; none if it is withheld.
pub(crate) const fn range(shown: Shown) -> Option<(u64, u64)> {
    match shown {
        Shown::Withheld => None,
        Shown::Value(band) => Some((band.low, band.high)),
        Shown::Interval { low, high } | Shown::NearlyAll { low, high } => Some((low, high)),
    }
}

/// One cell of the round as published.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// Codes of all dimensions in the structure's order; the area is that of the total.
    pub(crate) codes: Vec<String>,
    /// Index of its measure in the structure.
    pub(crate) measure: usize,
    /// What is shown of it.
    pub(crate) shown: Shown,
    /// The value, or the middle of the interval, as a number to draw and to load; none if it is withheld.
    pub(crate) value: Option<u64>,
    /// The flag.
    pub(crate) status: ObsStatus,
    /// Members that reported it.
    pub(crate) reporters: BTreeSet<u16>,
    /// The same by area.
    pub(crate) areas: BTreeSet<String>,
    /// Areas of those that mark a break in their series.
    pub(crate) marked: Vec<String>,
    /// The same figure of the period before, if it was asked here or published by a round before.
    pub(crate) past: Option<Past>,
    /// What members say of it; empty if nothing.
    pub(crate) comment: String,
    flags: Flags,
}

impl Figure {
    /// What it is compared with: shown then and now, by the same members in the same unit, without a break in any series.
    pub(crate) fn compared(&self) -> Option<(Seen, Seen)> {
        let past = self.past.as_ref().filter(|past| past.breaks.is_empty())?;
        past.seen.zip(self.seen())
    }

    /// What is shown of it; none if it is withheld.
    pub(crate) fn seen(&self) -> Option<Seen> {
        let (low, high) = range(self.shown)?;
        Some(Seen { value: self.value?, low, high })
    }
}

/// The number to draw and to load: an interval's is its middle, rounded down.
const fn value(shown: Shown) -> Option<u64> {
    match (shown, range(shown)) {
        (Shown::Value(band), _) => Some(band.value),
        (_, Some((low, high))) => Some(low + high.saturating_sub(low) / 2),
        (_, None) => None,
    }
}

/// Which place in the key plays which part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) area: usize,
    pub(crate) measure: usize,
    pub(crate) time: usize,
}

/// All cells of the round that members were asked for, in round order.
pub(crate) struct Figures {
    pub(crate) places: Places,
    pub(crate) all: Vec<Figure>,
    /// Periods that occur, ascending.
    pub(crate) periods: Vec<String>,
    by_codes: BTreeMap<Vec<String>, usize>,
}

impl Figures {
    /// Resolve every cell of the round.
    pub(crate) fn of(material: &Material<'_>) -> Result<Self, PublishError> {
        let places = places(material.structure)?;
        check_statuses(material)?;
        let cells = material.manifest.cells.len();
        if material.shown.len() != cells {
            return Err(PublishError::Shown { given: material.shown.len(), cells });
        }
        let mut comments = by_cell(material);
        let mut told = published(material, places);
        let mut all = Vec::with_capacity(material.manifest.cells.len());
        let mut earlier = Vec::new();
        let mut periods = BTreeSet::new();
        let asked = material.manifest.cells.iter().zip(material.shown).enumerate();
        for (index, (cell, shown)) in asked.filter(|(_, (cell, _))| cell.is_typed()) {
            let codes = codes(material.structure, places, index, &cell.key)?;
            let code = codes.get(places.measure).map_or("", String::as_str);
            let measure = material.structure.measures.iter().position(|measure| measure.code == code);
            let measure = measure.ok_or_else(|| PublishError::Measure(code.to_owned()))?;
            periods.extend(codes.get(places.time).cloned());
            let reporters = reporters(material, index);
            earlier.push(told.remove(&index));
            all.push(Figure {
                codes,
                measure,
                shown: *shown,
                value: value(*shown),
                status: ObsStatus::Withheld,
                areas: reporters.iter().map(|at| area(material, MemberIndex(*at))).collect(),
                reporters,
                marked: marked(material, index),
                flags: Flags::of(material, index),
                past: None,
                comment: comment(material, comments.remove(&index)),
            });
        }
        let by_codes = all.iter().enumerate().map(|(at, figure)| (figure.codes.clone(), at)).collect();
        let mut figures = Self { places, all, periods: periods.into_iter().collect(), by_codes };
        figures.compare_periods(material, earlier);
        Ok(figures)
    }

    /// The figure with these codes.
    pub(crate) fn find(&self, codes: &[String]) -> Option<&Figure> {
        self.all.get(*self.by_codes.get(codes)?)
    }

    /// Period of a figure.
    pub(crate) fn period<'a>(&self, figure: &'a Figure) -> &'a str {
        figure.codes.get(self.places.time).map_or("", String::as_str)
    }

    /// The figure of the same series in another period.
    pub(crate) fn in_period(&self, figure: &Figure, period: &str) -> Option<&Figure> {
        let mut codes = figure.codes.clone();
        *codes.get_mut(self.places.time)? = period.to_owned();
        self.find(&codes)
    }

    /// The place of the figure of the period before in the round itself, by place.
    fn links(&self) -> BTreeMap<usize, usize> {
        let mut series: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
        for (codes, at) in &self.by_codes {
            let others = codes.iter().enumerate().filter(|(place, _)| *place != self.places.time);
            series.entry(others.map(|(_, code)| code.as_str()).collect()).or_default().push(*at);
        }
        // Codes ascend, and with all others equal so do periods.
        let mut links = Vec::new();
        for mut places in series.into_values() {
            places.sort_by_key(|at| self.all.get(*at).map(|figure| self.period(figure).to_owned()));
            links.extend(places.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))));
        }
        links.into_iter().map(|(old, new)| (new, old)).collect()
    }

    /// Compare each figure with that of the period before, in the round itself or else as an earlier one published it; set the
    /// flags.
    fn compare_periods(&mut self, material: &Material<'_>, earlier: Vec<Option<Told>>) {
        let links = self.links();
        let unit = |figure: &Figure| {
            material.structure.measures.get(figure.measure).map_or("", |measure| measure.unit.as_str())
        };
        let past = |(at, (figure, told)): (usize, (&Figure, Option<Told>))| {
            if let Some(old) = links.get(&at).and_then(|old| self.all.get(*old)) {
                let shown = (self.period(old).to_owned(), old.seen(), false);
                return Some(Past::of(shown, (&old.areas, None), figure, unit(figure)));
            }
            let Told { period, line } = told?;
            let then = (&line.reporters, Some(line.unit.as_str()));
            Some(Past::of((period, line.seen, true), then, figure, unit(figure)))
        };
        let all: Vec<Option<Past>> = self.all.iter().zip(earlier).enumerate().map(past).collect();
        for (figure, past) in self.all.iter_mut().zip(all) {
            let flags = &figure.flags;
            let broken =
                !figure.marked.is_empty() || past.as_ref().is_some_and(|past| !past.breaks.is_empty());
            figure.past = past;
            if figure.value.is_some() {
                figure.status = match () {
                    () if flags.differs => ObsStatus::Differs,
                    () if broken => ObsStatus::Break,
                    () if flags.provisional || material.structure.publication.provisional => {
                        ObsStatus::Provisional
                    }
                    () => ObsStatus::Normal,
                };
            }
        }
    }
}

/// What members' statuses say of a total.
#[derive(Clone, Debug)]
struct Flags {
    differs: bool,
    provisional: bool,
}

impl Flags {
    fn of(material: &Material<'_>, cell: usize) -> Self {
        let any = |wanted: &[Status]| {
            let mut statuses = material.statuses.values().filter_map(|cells| cells.get(cell));
            statuses.any(|status| wanted.contains(status))
        };
        Self {
            differs: any(&[Status::ElsewhereCounted, Status::Includes]),
            provisional: any(&[Status::Provisional]),
        }
    }
}

/// What is said of a figure: first of all that it is made up, where it is.
fn comment(material: &Material<'_>, said: Option<String>) -> String {
    let practice = material.manifest.practice.then(|| PRACTICE.to_owned());
    practice.into_iter().chain(said).collect::<Vec<String>>().join(" | ")
}

/// Members that reported a cell.
pub(super) fn reporters(material: &Material<'_>, cell: usize) -> BTreeSet<u16> {
    let reports = |cells: &Vec<Status>| cells.get(cell).is_some_and(|status| status.reports());
    let members = material.statuses.iter().filter(|(_, cells)| reports(cells));
    members.map(|(member, _)| member.0).collect()
}

fn check_statuses(material: &Material<'_>) -> Result<(), PublishError> {
    let cells = material.manifest.cells.len();
    for (member, statuses) in material.statuses {
        let listed = usize::from(member.0) < material.manifest.members.len();
        if !listed || statuses.len() != cells {
            return Err(PublishError::Statuses { member: member.0, given: statuses.len(), cells });
        }
    }
    Ok(())
}

pub(super) fn places(structure: &Structure) -> Result<Places, PublishError> {
    let place = |role: &'static str, id: &String| {
        let found = structure.dimensions.iter().position(|dimension| dimension.id == *id);
        found.ok_or_else(|| PublishError::Dimension { role, id: id.clone() })
    };
    Ok(Places {
        area: place("area", &structure.area)?,
        measure: place("measure", &structure.measure)?,
        time: place("time", &structure.time)?,
    })
}

/// The codes of a cell's key, with the area of the total put in its place, all of them known.
pub(super) fn codes(
    structure: &Structure,
    places: Places,
    cell: usize,
    key: &str,
) -> Result<Vec<String>, PublishError> {
    let mut codes: Vec<String> = key.split('.').map(str::to_owned).collect();
    let wanted = structure.dimensions.len().saturating_sub(1);
    if codes.len() != wanted {
        return Err(PublishError::Key { cell, key: key.to_owned(), given: codes.len(), wanted });
    }
    codes.insert(places.area, structure.total_area.clone());
    for (place, (dimension, code)) in structure.dimensions.iter().zip(&codes).enumerate() {
        if place != places.time
            && !codelist(structure, dimension)?.codes.iter().any(|known| known.id == *code)
        {
            return Err(PublishError::Code { dimension: dimension.id.clone(), code: code.clone() });
        }
    }
    Ok(codes)
}

/// The codelist of a dimension that has one.
pub(crate) fn codelist<'a>(
    structure: &'a Structure,
    dimension: &Dimension,
) -> Result<&'a Codelist, PublishError> {
    let id = dimension.codelist.as_ref();
    let found = id.and_then(|id| structure.codelists.iter().find(|list| list.id == *id));
    found.ok_or_else(|| PublishError::Codelist(dimension.id.clone()))
}

/// Whether a cell with these codes is in a table: every dimension that the table names has one of its codes.
pub(crate) fn within(structure: &Structure, table: &Table, codes: &[String]) -> bool {
    table.values.iter().all(|values| {
        let place = structure.dimensions.iter().position(|one| one.id == values.dimension);
        place.and_then(|place| codes.get(place)).is_some_and(|code| values.codes.contains(code))
    })
}
