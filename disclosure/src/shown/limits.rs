//! What shown values alone say of the next one: the least and the greatest total that figures of 0 or more allow. This finds
//! every combination of shown cells that holds no figure with a negative factor, such as two overlapping parts less the
//! total that they cover, where families find a total less disjoint parts.

use super::around::{Around, Group};
use super::bands::Band;
use super::given::Given;
use super::interval::SIZE;
use super::long::ends;
use super::near::Valued;
use super::running::Running;
use super::valued::hard;
use crate::atoms::{Row, atoms};
use crate::exact::number::Number;
use crate::exact::simplex::Program;
use crate::floor::Floors;
use crate::table::{PublicFigure, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The hard system on the cells with values, and those shown so far.
pub(super) struct Limits {
    rows: Vec<Vec<u32>>,
    /// How many atoms there are.
    atoms: usize,
    /// What each cell is known to hold at least: by values, that is taken off.
    floors: Vec<u64>,
    kind: Kind,
    /// What is shown so far: by values, and by bands.
    shown: BTreeMap<usize, [(u64, u64); 2]>,
    /// The cells shown so far; those with values alone.
    all: Around,
    values: Around,
    /// Points that meet all that is shown, with each value as it is, and with each in its band. Variables are atoms, then cells.
    points: [Running; 2],
    /// Per group of `all` its rows in `points`, if there are such points and the group is not too large.
    ready: Vec<Option<Vec<usize>>>,
    /// The cell whose turn it is, with the rows of its group.
    turn: Option<(usize, Vec<usize>)>,
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

/// Least and greatest value of a cell; no greatest one if figures of it lie in no shown cell.
#[derive(Clone, Copy)]
struct Ends {
    least: u64,
    most: Option<u64>,
}

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

/// Whether no program is solved for the next cell of a group.
const fn is_large(around: &Group) -> bool {
    (around.cells.len() + 1).saturating_mul(around.atoms) > SIZE
}

impl Limits {
    /// Without what earlier rounds showed, since figures may be others than then; with it, if they showed something; and with
    /// figures that members publish and that no cell takes off as its own, if there are some.
    pub(super) fn all(table: &Table, given: &[Given], valued: &[Valued], floors: &Floors) -> Vec<Self> {
        let old = given.iter().filter_map(|one| one.row(table, 0));
        let new = valued.iter().filter_map(|one| table.cells.get(one.cell as usize)).map(hard);
        let mut rows: Vec<Row<'_>> = old.chain(new).collect();
        let old = given.iter().map(|one| one.floor(floors, 0));
        let floors: Vec<u64> = old.chain(valued.iter().map(|one| floors.of(0, one.cell))).collect();
        let mut alone = rows.clone();
        for (row, _) in alone.iter_mut().zip(given).filter(|(_, one)| one.is_earlier()) {
            row.0 = &[];
        }
        let made = |rows: &[Row<'_>], kind: Kind| {
            let mut made = Self { kind, ..Self::new(atoms(rows), floors.clone()) };
            for (at, one) in given.iter().enumerate() {
                match one.is_earlier() {
                    true if kind == Kind::Nothing => {}
                    _ => made.show(at, Known::NearlyAll(one.band.low, one.band.high)),
                }
            }
            made
        };
        let mut all = vec![made(&alone, Kind::Nothing)];
        if given.iter().any(Given::is_earlier) {
            all.push(made(&rows, Kind::Earlier));
        }
        let public = loose(table, valued);
        if !public.is_empty() {
            let members: Vec<_> = public.iter().map(|figure| BTreeSet::from([figure.member])).collect();
            let own = public.iter().map(|figure| figure.leaves.first().map_or(&[][..], Vec::as_slice));
            let cells = rows.len();
            rows.extend(own.zip(&members));
            let mut made = made(&rows, Kind::Public);
            for (at, figure) in (cells..).zip(&public) {
                made.show(at, Known::NearlyAll(figure.figure, figure.figure));
            }
            all.push(made);
        }
        all
    }

    fn new(rows: Vec<Vec<u32>>, floors: Vec<u64>) -> Self {
        let atoms = rows.iter().flatten().max().map_or(0, |last| *last as usize + 1);
        let points = [Running::new(atoms + rows.len()), Running::new(atoms + rows.len())];
        let (all, values) = (Around::new(atoms), Around::new(atoms));
        let shown = BTreeMap::new();
        Self {
            rows,
            atoms,
            floors,
            kind: Kind::Nothing,
            shown,
            all,
            values,
            points,
            ready: Vec::new(),
            turn: None,
        }
    }

    fn floor(&self, at: usize) -> u64 {
        self.floors.get(at).copied().unwrap_or(0)
    }

    fn row(&self, at: usize) -> &[u32] {
        self.rows.get(at).map_or(&[], Vec::as_slice)
    }

    pub(super) fn show(&mut self, at: usize, known: Known) {
        self.begin(at);
        let ends = known.ends(self.floor(at));
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        self.shown.insert(at, ends);
        if matches!(known, Known::Value(_)) {
            self.values.show(at, row);
        }
        self.all.show(at, row);
        let mut ready = self.turn.take().map(|(_, rows)| rows);
        for (point, (low, high)) in self.points.iter_mut().zip(ends) {
            ready = ready.filter(|rows| point.bound(rows, self.atoms + at, low, high) == Some(true));
        }
        self.ready.push(ready);
    }

    /// It is a cell's turn: its total joins the points of its group, unless the group is too large or has none.
    fn begin(&mut self, at: usize) {
        if self.turn.as_ref().is_some_and(|(turn, _)| *turn == at) {
            return;
        }
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        self.turn = None;
        let mut rows = Vec::new();
        for group in self.all.touched(row) {
            match self.ready.get(group) {
                Some(Some(own)) => rows.extend(own),
                _ => return,
            }
        }
        let around = self.all.together(row);
        if is_large(&around) {
            return;
        }
        rows.sort_unstable();
        for (number, point) in self.points.iter_mut().enumerate() {
            let parts = row.iter().map(|atom| *atom as usize);
            match point.add(self.atoms + at, parts) {
                Some(added) if number == 0 => rows.push(added),
                Some(added) if rows.last() == Some(&added) => {}
                _ => return,
            }
        }
        self.turn = Some((at, rows));
    }

    /// The readings by which a cell is judged, each with the floor that was taken off and the room that is wanted: by values
    /// beside floors; and where earlier rounds showed something, by bands, since floors may be higher than what was shown. With
    /// published figures by bands alone: floors hold them already.
    fn readings(&self, at: usize, one: &Valued) -> Vec<(usize, u64, u64)> {
        let (values, bands) = ((0, self.floor(at), one.bands.width), (1, 0, one.first));
        match self.kind {
            Kind::Nothing => vec![values],
            Kind::Earlier => vec![values, bands],
            Kind::Public => vec![bands],
        }
    }

    /// Whether the band has too little room to an end that the shown values set.
    pub(super) fn hit(&mut self, at: usize, one: &Valued) -> bool {
        self.readings(at, one).into_iter().any(|(reading, floor, room)| {
            let beside = |total: u64| total.saturating_sub(floor);
            let is = |ends: Ends| {
                ends.most.is_some_and(|most| beside(one.band.high).saturating_add(room) > most)
                    || ends.least > 0 && beside(one.band.low) < ends.least.saturating_add(room)
            };
            self.met(at, reading, |ends| !is(ends)).is_some_and(is)
        })
    }

    /// The bands of which that is so and that the shown bands allow, from the low end of the first to the high end of the last.
    pub(super) fn ranges(&mut self, at: usize, one: &Valued) -> Vec<(u64, u64)> {
        let Some(wide) = self.met(at, 1, |_| false) else { return Vec::new() };
        let mut out = Vec::new();
        for (reading, floor, room) in self.readings(at, one) {
            let Some(exact) = self.met(at, reading, |_| false) else { continue };
            let from = |most: u64| most.saturating_add(floor).saturating_add(1).saturating_sub(room);
            let above = exact.most.zip(wide.most).map(|(most, end)| (from(most), end));
            let below = exact.least.saturating_add(floor).saturating_add(room).saturating_sub(1);
            let below = (exact.least > 0).then_some((wide.least, below));
            let bands = |(from, to)| one.bands.between(from, to, one.floor());
            out.extend([above, below].into_iter().flatten().filter_map(bands));
        }
        out
    }

    /// The ends that all that is shown sets, in one reading of values; where no figures meet that, those that values set. Or
    /// ends within, if these are `enough`, which must hold for wider ends, too.
    fn met(&mut self, at: usize, reading: usize, enough: impl Fn(Ends) -> bool) -> Option<Ends> {
        self.begin(at);
        let row = self.rows.get(at)?;
        let around = self.all.together(row);
        if !around.cells.is_empty()
            && let Some((_, rows)) = &self.turn
            && let Some(point) = self.points.get_mut(reading)
        {
            let bounded = row.iter().all(|atom| self.all.holds(*atom));
            let ends = |least: Number, most: Number| {
                Some(Ends {
                    least: u64::try_from(least.ceil()).ok()?,
                    most: if bounded { Some(u64::try_from(most.floor()).ok()?) } else { None },
                })
            };
            let enough = |least, most| ends(least, most).is_some_and(&enough);
            let found = point.range(rows, self.atoms + at, bounded, enough);
            if let Some(found) = found.and_then(|(least, most)| ends(least, most)) {
                return Some(found);
            }
            self.turn = None;
        }
        let alone = || self.ends(at, &self.values.together(self.row(at)), reading);
        self.ends(at, &around, reading).or_else(alone)
    }

    /// Unknowns are the totals of the shown cells and of this one, then atoms, then 1, a number from 0 to 1, and this total
    /// plus 1 less that number: so that there is always a whole number between its ends.
    fn ends(&self, at: usize, around: &Group, reading: usize) -> Option<Ends> {
        if around.cells.is_empty() || is_large(around) {
            return None;
        }
        let of = |cell: &usize| self.shown.get(cell)?.get(reading).copied();
        let around: BTreeSet<usize> = around.cells.iter().copied().collect();
        let own = self.rows.get(at)?;
        let mut most: BTreeMap<u32, u64> = BTreeMap::new();
        for (cell, (_, high)) in around.iter().filter_map(|cell| Some((*cell, of(cell)?))) {
            for atom in self.rows.get(cell).into_iter().flatten() {
                let most = most.entry(*atom).or_insert(u64::MAX);
                *most = (*most).min(high);
            }
        }
        let cells = around.len() + 1;
        let place: BTreeMap<u32, usize> = most.keys().copied().zip(cells..).collect();
        let sum =
            |row: &[u32]| row.iter().filter_map(|atom| Some((*place.get(atom)?, -1))).collect::<Vec<_>>();
        let (mut bounds, mut rows) = (Vec::new(), Vec::new());
        for cell in &around {
            bounds.push(of(cell)?);
            rows.push(std::iter::once((rows.len(), 1)).chain(sum(self.rows.get(*cell)?)).collect());
        }
        let all =
            own.iter().filter_map(|atom| most.get(atom)).fold(1u64, |sum, most| sum.saturating_add(*most));
        bounds.push((0, all));
        rows.push(std::iter::once((rows.len(), 1)).chain(sum(own)).collect());
        bounds.extend(most.values().map(|most| (0, *most)));
        let (unit, less, aim) = (bounds.len(), bounds.len() + 1, bounds.len() + 2);
        bounds.extend([(1, 1), (0, 1), (0, all.saturating_add(1))]);
        rows.push(vec![(aim, 1), (cells - 1, -1), (unit, -1), (less, 1)]);
        let (least, greatest) = ends(&Program { bounds, rows }, aim, &mut None).ok()?;
        let bounded = own.iter().all(|atom| most.contains_key(atom));
        Some(Ends { least, most: bounded.then_some(greatest.saturating_sub(1)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    impl Limits {
        /// The ends from the points that are kept, and those of programs made anew.
        fn both(&mut self, at: usize, reading: usize) -> [Option<(u64, Option<u64>)>; 2] {
            let quick = self.met(at, reading, |_| false);
            let slow = |around: &Around| self.ends(at, &around.together(self.row(at)), reading);
            let slow = slow(&self.all).or_else(|| slow(&self.values));
            [quick, slow].map(|ends| ends.map(|ends| (ends.least, ends.most)))
        }
    }

    fn cells() -> impl Strategy<Value = Vec<(Vec<u32>, u64, bool)>> {
        let row = prop::collection::btree_set(0u32..7, 1..5).prop_map(|row| row.into_iter().collect());
        prop::collection::vec((row, 0u64..60, prop::bool::weighted(0.2)), 1..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        /// Totals that add up, or, with noise, some that do not.
        #[test]
        fn points_that_are_kept_give_the_ends_of_programs_made_anew(
            cells in cells(),
            floors in prop::collection::vec(0u64..9, 12),
            figures in prop::collection::vec(0u64..12, 7),
            noise in prop::bool::weighted(0.3),
        ) {
            let mut limits = Limits::new(cells.iter().map(|(row, ..)| row.clone()).collect(), floors);
            for (at, (row, other, near)) in cells.into_iter().enumerate() {
                for reading in [1, 0] {
                    let [quick, slow] = limits.both(at, reading);
                    prop_assert_eq!(quick, slow);
                }
                let total = if noise { other } else { row.iter().map(|atom| figures[*atom as usize]).sum() };
                let (low, high) = (total.saturating_sub(2), total + 2);
                let band = Band { value: total, low, high };
                limits.show(at, if near { Known::NearlyAll(low, high) } else { Known::Value(band) });
            }
        }
    }
}
