//! The figures of a publication: each cell of the round with its codes, what is shown of it, and its flags.

use super::national_notes::by_cell;
use super::{Material, PublishError};
use intertally_core::submission::Status;
use intertally_disclosure::Shown;
use intertally_structure::{Codelist, Dimension, Structure, Table};
use std::collections::{BTreeMap, BTreeSet};

/// OBS_STATUS of a published total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ObsStatus {
    /// A: normal value.
    Normal,
    /// B: other members than in the period before, or a break in some member's series.
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
    /// Place of the same figure in the period before, if the round has it.
    pub(crate) previous: Option<usize>,
    /// Whether the same members reported it in the period before, without a break in any of their series.
    pub(crate) comparable: bool,
    /// What members say of it; empty if nothing.
    pub(crate) comment: String,
    flags: Flags,
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
        let mut all = Vec::with_capacity(material.manifest.cells.len());
        let mut periods = BTreeSet::new();
        let asked = material.manifest.cells.iter().zip(material.shown).enumerate();
        for (index, (cell, shown)) in asked.filter(|(_, (cell, _))| cell.is_typed()) {
            let codes = codes(material.structure, places, index, &cell.key)?;
            let code = codes.get(places.measure).map_or("", String::as_str);
            let measure = material.structure.measures.iter().position(|measure| measure.code == code);
            let measure = measure.ok_or_else(|| PublishError::Measure(code.to_owned()))?;
            periods.extend(codes.get(places.time).cloned());
            all.push(Figure {
                codes,
                measure,
                shown: *shown,
                value: value(*shown),
                status: ObsStatus::Withheld,
                reporters: reporters(material, index),
                flags: Flags::of(material, index),
                previous: None,
                comparable: false,
                comment: comments.remove(&index).unwrap_or_default(),
            });
        }
        let by_codes = all.iter().enumerate().map(|(at, figure)| (figure.codes.clone(), at)).collect();
        let mut figures = Self { places, all, periods: periods.into_iter().collect(), by_codes };
        figures.compare_periods(material);
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

    /// Link each figure with that of the period before, and set the flags.
    fn compare_periods(&mut self, material: &Material<'_>) {
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
        let before: BTreeMap<usize, usize> = links.into_iter().map(|(old, new)| (new, old)).collect();
        let reporters: Vec<BTreeSet<u16>> = self.all.iter().map(|figure| figure.reporters.clone()).collect();
        for (at, figure) in self.all.iter_mut().enumerate() {
            let flags = &figure.flags;
            figure.previous = before.get(&at).copied();
            let same = figure.previous.and_then(|old| reporters.get(old)).map(|old| *old == figure.reporters);
            figure.comparable = same == Some(true) && !flags.broken;
            let broken = flags.broken || same == Some(false);
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
    broken: bool,
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
            broken: any(&[Status::Break]),
            provisional: any(&[Status::Provisional]),
        }
    }
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
