//! What shown values alone say of the next one: the least and the greatest total that figures of 0 or more allow. This finds
//! every combination of shown cells that holds no figure with a negative factor, such as two overlapping parts less the
//! total that they cover, where families find a total less disjoint parts. What contradicts what was taken before is left out,
//! and so is what would make a program too large.

use super::around::{Around, Turn};
use super::bands::Band;
use super::given::{Given, least, rows};
use super::near::Valued;
use super::taken::{Ends, Part, Reading};
use super::valued::hard;
use crate::atoms::{Row, atoms};
use crate::floor::Floors;
use crate::table::{PublicFigure, Table};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One system on the cells with values, and those shown so far.
pub(super) struct Limits {
    /// The pieces of each cell.
    rows: Vec<Vec<u32>>,
    /// What each cell is known to hold at least: by values, that is taken off.
    floors: Vec<u64>,
    kind: Kind,
    /// What is in the programs.
    around: Around,
    /// So many cells that joined first are not of this round.
    fixed: usize,
    /// Of published figures who publishes each, by its place among those that joined.
    members: BTreeMap<usize, u32>,
    /// With each value as it is, and with each in its band; these alone where published figures count.
    readings: Vec<Reading>,
    /// The cell whose turn it is, what is around it, and its programs so far: by reading, and whether in the second order.
    turn: Option<(usize, Turn)>,
    parts: BTreeMap<(usize, bool), Part>,
}

/// What is shown of a cell.
#[derive(Clone, Copy)]
pub(super) enum Known {
    Value(Band),
    NearlyAll(u64, u64),
}

impl Known {
    /// Beside the floor by values; and by bands.
    fn ends(&self, floor: u64) -> [(u64, u64); 2] {
        let beside = |total: u64| total.saturating_sub(floor);
        match *self {
            Self::Value(band) => [(beside(band.value), beside(band.value)), (band.low, band.high)],
            Self::NearlyAll(low, high) => [(beside(low), beside(high)), (low, high)],
        }
    }
}

/// What counts beside what is shown of this round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    /// What earlier rounds showed.
    Earlier,
    /// That, and figures that members publish, which have no band.
    Public,
}

/// What is fixed, alike in all systems.
struct Fixed<'a> {
    /// Loose public figures, whose rows begin at this place.
    public: &'a [&'a PublicFigure],
    from: usize,
    /// Places of rows that are not of this round's cells, in their order.
    order: &'a [usize],
}

/// One way to ask: in the second order, and without the figures of one member.
type Way = (bool, Option<u32>);

/// Published figures but for those of which a cell whose turn comes has the very leaves, and its band room beside them.
fn loose<'t>(table: &'t Table, valued: &[Valued]) -> Vec<&'t PublicFigure> {
    let cells = valued.iter().filter_map(|one| table.cells.get(one.cell as usize)).map(hard);
    let mut own: BTreeMap<&[u32], Vec<&BTreeSet<u32>>> = BTreeMap::new();
    for (leaves, members) in cells {
        own.entry(leaves).or_default().push(members);
    }
    let is_own = |figure: &PublicFigure| {
        let same = figure.leaves.first().and_then(|leaves| own.get(leaves.as_slice()));
        same.is_some_and(|all| all.iter().any(|members| members.contains(&figure.member)))
    };
    table.public.iter().filter(|figure| !is_own(figure)).collect()
}

impl Limits {
    /// In every system that reads some of these cells, or of what is fixed, in a way of its own.
    pub(super) fn all(table: &Table, given: &[Given], valued: &[Valued], floors: &Floors) -> Vec<Self> {
        let public = loose(table, valued);
        let members: Vec<_> = public.iter().map(|figure| BTreeSet::from([figure.member])).collect();
        let read = |system: usize| {
            let mut all = rows(table, given, valued, system);
            let claimed = public.iter().map(|one| one.leaves.get(system).map_or(&[][..], Vec::as_slice));
            all.extend(claimed.zip(&members));
            all
        };
        let hard = read(0);
        // Fixed ones are in the order of the hard system in all of them.
        let size = |at: usize| hard.get(at).map_or(0, |(leaves, members)| leaves.len() * members.len());
        let cells = given.len() + valued.len();
        let mut order: Vec<usize> = (0..given.len()).chain(cells..hard.len()).collect();
        let is_greatest = |at: usize| given.get(at).is_some_and(|one| !one.is_earlier());
        order.sort_by_key(
            |at| if is_greatest(*at) { (true, Reverse(0)) } else { (false, Reverse(size(*at))) },
        );
        let systems = (0..table.systems.max(1)).map(|system| (system, read(system)));
        let systems = systems.filter(|(system, rows)| *system == 0 || *rows != hard);
        systems
            .flat_map(|(system, rows)| {
                let floors = least(floors, given, valued, system);
                Self::of(&rows, &floors, given, &Fixed { public: &public, from: cells, order: &order })
            })
            .collect()
    }

    /// In one system, of these rows: without what earlier rounds showed, since figures may be others than then; with it, if they
    /// showed something; and with figures that members publish and that no cell takes off as its own, if there are some.
    fn of(rows: &[Row<'_>], floors: &[u64], given: &[Given], fixed: &Fixed<'_>) -> Vec<Self> {
        let pieces = atoms(rows);
        let is_earlier = |at: usize| given.get(at).is_some_and(Given::is_earlier);
        let made = |kind: Kind| {
            let mut made = Self::new(pieces.clone(), floors.to_vec(), kind);
            for at in fixed.order.iter().copied() {
                let public = at.checked_sub(fixed.from).and_then(|at| fixed.public.get(at));
                let known = match (given.get(at), public) {
                    (Some(one), _) => Known::NearlyAll(one.band.low, one.band.high),
                    (_, Some(figure)) => Known::NearlyAll(figure.figure, figure.figure),
                    (None, None) => continue,
                };
                if (public.is_some() && kind != Kind::Public) || (is_earlier(at) && kind == Kind::Nothing) {
                    continue;
                }
                if let (Some(place), Some(figure)) = (made.join(at, known, usize::MAX), public) {
                    made.members.insert(place, figure.member);
                }
            }
            made.fixed = made.around.cells();
            made
        };
        let mut all = vec![made(Kind::Nothing)];
        if given.iter().any(Given::is_earlier) {
            all.push(made(Kind::Earlier));
        }
        if !fixed.public.is_empty() {
            all.push(made(Kind::Public));
        }
        all
    }

    fn new(rows: Vec<Vec<u32>>, floors: Vec<u64>, kind: Kind) -> Self {
        let pieces = rows.iter().flatten().max().map_or(0, |last| *last as usize + 1);
        let readings = if kind == Kind::Public { 1 } else { 2 };
        Self {
            rows,
            floors,
            kind,
            around: Around::new(pieces),
            fixed: 0,
            members: BTreeMap::new(),
            readings: vec![Reading::default(); readings],
            turn: None,
            parts: BTreeMap::new(),
        }
    }

    fn floor(&self, at: usize) -> u64 {
        self.floors.get(at).copied().unwrap_or(0)
    }

    pub(super) fn show(&mut self, at: usize, known: Known) {
        self.join(at, known, self.fixed);
    }

    /// A cell is shown; its place, if it joins the programs. `fixed`: so many are not of this round.
    fn join(&mut self, at: usize, known: Known, fixed: usize) -> Option<usize> {
        self.begin(at);
        let (_, turn) = self.turn.take()?;
        self.parts.clear();
        let sum = self.around.join(&turn)?;
        let ends = known.ends(self.floor(at));
        let bands = if self.kind == Kind::Public { 1.. } else { 0.. };
        for (reading, number) in self.readings.iter_mut().zip(bands) {
            if let Some(ends) = ends.get(number) {
                reading.show(&sum, &turn.group.places, *ends, fixed);
            }
        }
        self.around.cells().checked_sub(1)
    }

    /// It is a cell's turn.
    fn begin(&mut self, at: usize) {
        if self.turn.as_ref().is_none_or(|(turn, _)| *turn != at) {
            let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
            self.turn = Some((at, self.around.turn(row)));
            self.parts.clear();
        }
    }

    /// The readings by which a cell is judged, each with the floor that was taken off and the room that is wanted: by values
    /// beside floors; and where earlier rounds showed something, by bands, since floors may be higher than what was shown. With
    /// published figures by bands alone: floors hold them already.
    fn readings(&self, at: usize, one: &Valued) -> Vec<(usize, u64, u64)> {
        let values = (0, self.floor(at), one.bands.width);
        match self.kind {
            Kind::Nothing => vec![values],
            Kind::Earlier => vec![values, (1, 0, one.first)],
            Kind::Public => vec![(0, 0, one.first)],
        }
    }

    /// In both orders, if there are two around a cell.
    fn orders(&mut self, at: usize) -> Vec<Way> {
        self.begin(at);
        let Some((_, turn)) = &self.turn else { return Vec::new() };
        let two = self.readings.iter().any(|reading| reading.has_left_out(&turn.group.places, self.fixed));
        let orders = [(false, None), (true, None)];
        orders.into_iter().take(if two { 2 } else { 1 }).collect()
    }

    /// Without the figures of each member that are around a cell.
    fn members(&self) -> impl Iterator<Item = Way> {
        let places = self.turn.iter().flat_map(|(_, turn)| &turn.group.places);
        let all: BTreeSet<u32> = places.filter_map(|place| self.members.get(place).copied()).collect();
        all.into_iter().map(|member| (false, Some(member)))
    }

    /// Whether the band has too little room to an end that the shown values set.
    pub(super) fn hit(&mut self, at: usize, one: &Valued) -> bool {
        let readings = self.readings(at, one);
        self.orders(at).into_iter().any(|way| {
            readings.iter().any(|(reading, floor, room)| {
                let beside = |total: u64| total.saturating_sub(*floor);
                let is = |ends: Ends| {
                    ends.most.is_some_and(|most| beside(one.band.high).saturating_add(*room) > most)
                        || ends.least > 0 && beside(one.band.low) < ends.least.saturating_add(*room)
                };
                self.met(*reading, way, |ends| !is(ends)).is_some_and(is)
            })
        })
    }

    /// The bands of which that is so and that the shown bands allow, from the low end of the first to the high end of the last.
    pub(super) fn ranges(&mut self, at: usize, one: &Valued) -> Vec<(u64, u64)> {
        let mut ways = self.orders(at);
        ways.extend(self.members());
        let mut out = Vec::new();
        for way in ways {
            let bands = self.readings.len().saturating_sub(1);
            let Some(wide) = self.met(bands, way, |_| false) else { return Vec::new() };
            for (reading, floor, room) in self.readings(at, one) {
                let Some(exact) = self.met(reading, way, |_| false) else { continue };
                let from = |most: u64| most.saturating_add(floor).saturating_add(1).saturating_sub(room);
                let above = exact.most.zip(wide.most).map(|(most, end)| (from(most), end));
                let below = exact.least.saturating_add(floor).saturating_add(room).saturating_sub(1);
                let below = (exact.least > 0).then_some((wide.least, below));
                let bands = |(from, to)| one.bands.between(from, to, one.floor());
                out.extend([above, below].into_iter().flatten().filter_map(bands));
            }
        }
        out
    }

    /// The ends that what is taken around the cell whose turn it is sets, in one reading of values; none if there is nothing. Or
    /// ends within, if these are `enough`, which must hold for wider ends, too.
    fn met(&mut self, reading: usize, (second, without): Way, enough: impl Fn(Ends) -> bool) -> Option<Ends> {
        let (_, turn) = self.turn.as_ref().filter(|(_, turn)| !turn.group.places.is_empty())?;
        let own = self.readings.get(reading)?;
        let part =
            self.parts.entry((reading, second)).or_insert_with(|| own.part(&self.around, turn, second));
        let Some(member) = without else { return Some(part.ends(&self.around, turn, enough)) };
        let is_theirs = |place: usize| self.members.get(&place) == Some(&member);
        Some(part.without(is_theirs).ends(&self.around, turn, enough))
    }
}

#[cfg(test)]
mod tests;
