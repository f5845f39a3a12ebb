//! The rows of a table: cells, cells of earlier rounds and public figures, with what is known of their contributors.

use super::{Parts, margins};
use crate::atoms::within;
use crate::public::Published;
use crate::table::{Earlier, Quiet, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest contributors, whatever a table says.
const FLOOR: u32 = 3;

/// Of a published figure below this its parts have fewer values than a band.
const SMALL: u64 = 5;

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Cell,
    Earlier {
        opened: bool,
    },
    /// `before`: said in an earlier round, and maybe not so any more.
    Public {
        before: bool,
    },
}

/// What a count says, in outermost countries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// At least so many contribute: less areas within each other.
    pub(super) least: u32,
    /// At most so many contribute.
    pub(super) most: u32,
    /// As a cover it counts as so many.
    pub(super) cost: u32,
    /// Members, not countries, that contribute: at least and at most.
    pub(super) members: (u32, u32),
}

/// A sum over members and leaves.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub(super) source: Source,
    /// Per system, ascending; quiet leaves are dropped when components are made.
    pub(super) leaves: &'a [Vec<u32>],
    pub(super) members: Vec<u32>,
    pub(super) counted: Option<Counted>,
    /// Without a count: as a cover it counts as so many all the same, since these call their figure confidential.
    pub(super) flagged: Option<u32>,
    /// 0 for a public figure, which asks for nobody's protection.
    pub(super) minimum: u32,
}

/// The rows in their order, and what concerns all of them.
#[derive(Default)]
pub(super) struct Rows<'a> {
    /// One per cell, then one per earlier cell, then one per public figure. The guard of quiet leaves bounds nothing.
    pub(super) all: Vec<Row<'a>>,
    /// Per cell: by what its counts are lessened, areas within each other and members that published the figure themselves,
    /// and who may have figures in dropped leaves alone.
    pub(super) lessened: Vec<u32>,
    /// Per cell: by what its changes are lessened, areas within each other, and whoever published a figure that has leaves in
    /// common with it, in whatever round.
    pub(super) revised: Vec<u32>,
    /// Per cell: so few report it that it would tell that one who publishes little is above zero.
    pub(super) tight: Vec<bool>,
    pub(super) countries: Countries,
    /// Leaves that are dropped: in the hard system, and in soft ones.
    pub(super) quiet: [BTreeSet<u32>; 2],
    /// Cells that guard quiet leaves.
    pub(super) guards: BTreeSet<usize>,
    /// The same rows, if leaves are dropped that a guard keeps, which counts few or nothing. They stay so as to protect few;
    /// everybody knows the others' figures in them, which therefore protect nobody. None where no guard does.
    pub(super) bare: Option<Box<Rows<'a>>>,
    /// The same rows, if leaves are kept of which a guard says nothing: of who is gone since a total with them was opened.
    /// None where nobody is.
    pub(super) gone: Option<Box<Rows<'a>>>,
}

/// To which country a member counts.
#[derive(Clone, Default)]
pub(crate) struct Countries(BTreeMap<u32, u32>);

impl Countries {
    pub(crate) fn new(table: &Table) -> Self {
        Self(table.within.clone())
    }

    /// The outermost country around a member. Areas that lie within each other in a ring count as the least of them.
    pub(super) fn of(&self, member: u32) -> u32 {
        let (mut at, mut seen) = (member, BTreeSet::new());
        while let Some(outer) = self.0.get(&at) {
            if !seen.insert(at) {
                return seen.into_iter().min().unwrap_or(at);
            }
            at = *outer;
        }
        at
    }

    /// How many of these members are areas beside another one of their country.
    pub(crate) fn inner(&self, members: &BTreeSet<u32>) -> u32 {
        (members.len() as u32).saturating_sub(self.number(members))
    }

    pub(crate) fn number<'m>(&self, members: impl IntoIterator<Item = &'m u32>) -> u32 {
        let countries: BTreeSet<u32> = members.into_iter().map(|member| self.of(*member)).collect();
        u32::try_from(countries.len()).unwrap_or(u32::MAX)
    }
}

/// The minimum that holds for a cell.
pub(crate) fn minimum(given: u32) -> u32 {
    given.max(FLOOR)
}

/// How many contribute to each cell if it is open: its minimum, one more for each area within a country that reports, too,
/// and one for each reporter of whose figure hardly anything is left to know, without knowing that it is above zero.
pub(crate) fn asked(table: &Table) -> Vec<u64> {
    let (countries, claims) = (Countries::new(table), Claims::new(table));
    let of = |cell: &crate::table::Cell| {
        let (_, few) = claims.of(&cell.reporters, &cell.leaves);
        let own = minimum(cell.minimum).saturating_add(countries.inner(&cell.reporters));
        u64::from(own.saturating_add(few))
    };
    table.cells.iter().map(of).collect()
}

impl<'a> Rows<'a> {
    pub(super) fn new(table: &'a Table, on: &Parts) -> Self {
        let countries = Countries::new(table);
        let published = Claims::new(table);
        // A figure that is confidential with its country stays so in later rounds.
        let counted = |count: u32, reporters: &BTreeSet<u32>, (flagged, minimum): (u32, u32)| {
            let least = count.saturating_sub(countries.inner(reporters));
            let cost = if (1..minimum).contains(&flagged) { least.min(flagged) } else { least };
            Counted { least, most: count.min(countries.number(reporters)), cost, members: (count, count) }
        };
        let guarded = |(flagged, minimum): (u32, u32)| Some(flagged).filter(|few| (1..minimum).contains(few));
        let (mut all, mut tight) = (Vec::new(), Vec::new());
        let (mut lessened, mut revised) = (Vec::new(), Vec::new());
        for cell in &table.cells {
            let least = minimum(cell.minimum);
            let flagged = countries.number(&cell.confidential);
            let counted = cell.count.map(|count| counted(count, &cell.reporters, (flagged, least)));
            let flagged = guarded((flagged, least));
            let (known, small) = published.of(&cell.reporters, &cell.leaves);
            let inner = countries.inner(&cell.reporters);
            lessened.push(inner + known);
            revised.push(inner + published.any(&cell.reporters, &cell.leaves));
            // Were it open and all the others needed, whoever publishes little would be above zero for sure.
            tight.push(small > 0 && countries.number(&cell.reporters) <= least.saturating_add(known));
            let members = cell.reporters.iter().copied().collect();
            let leaves = &cell.leaves;
            all.push(Row { source: Source::Cell, leaves, members, counted, flagged, minimum: least });
        }
        for row in &table.earlier {
            let (least, flagged) = (minimum(row.minimum), countries.number(&row.confidential));
            all.push(Row {
                source: Source::Earlier { opened: row.opened },
                leaves: &row.leaves,
                members: row.reporters.iter().copied().collect(),
                counted: row.count.map(|count| counted(count, &row.reporters, (flagged, least))),
                flagged: guarded((flagged, least)),
                minimum: least,
            });
        }
        let public =
            table.public.iter().map(|figure| (figure.member, figure.leaves.as_slice(), figure.before));
        // As if it were known, but for what would follow from it: somebody may know it no closer than by what is opened.
        let exposed = published.figures.iter().map(|(member, leaves)| (*member, *leaves, true));
        for (member, leaves, before) in public.chain(exposed) {
            all.push(Row {
                source: Source::Public { before },
                leaves,
                members: vec![member],
                counted: Some(Counted { least: 0, most: 1, cost: 1, members: (0, 1) }),
                flagged: None,
                minimum: 0,
            });
        }
        let guards = table.quiet.iter().map(|quiet| quiet.guard as usize).collect();
        let [kept, bare, gone] =
            [Held::Safe, Held::Any, Held::Here].map(|held| quiet(table, (&all, &guards), on, held));
        let base =
            Self { all, lessened, revised, tight, countries, quiet: kept, guards, bare: None, gone: None };
        let other = |quiet: [BTreeSet<u32>; 2], wanted: bool| {
            (wanted && quiet != base.quiet).then(|| {
                let rows = Self {
                    all: base.all.clone(),
                    lessened: base.lessened.clone(),
                    countries: base.countries.clone(),
                    quiet,
                    guards: base.guards.clone(),
                    ..Self::default()
                };
                Box::new(rows.without_quiet(table, on))
            })
        };
        let (bare, gone) = (other(bare, on.bare), other(gone, on.gone));
        let mut made = base.without_quiet(table, on);
        for (own, bare) in made.lessened.iter_mut().zip(bare.iter().flat_map(|rows| &rows.lessened)) {
            *own = (*own).max(*bare);
        }
        Self { bare, gone, ..made }
    }

    fn without_quiet(mut self, table: &Table, on: &Parts) -> Self {
        let [hard, _] = &self.quiet;
        if on.margins {
            margins::lessen(table, hard, &mut self.all, &mut self.lessened);
        }
        self
    }

    /// Whether a row is another than in `kept`: of its leaves in a system others are dropped, or its count is another.
    pub(super) fn differs(&self, kept: &Self, row: usize, system: usize) -> bool {
        let (Some(own), Some(other)) = (self.all.get(row), kept.all.get(row)) else { return false };
        let least = |row: &Row<'_>| row.counted.map(|counted| counted.least);
        let dropped = |rows: &Self, leaf: &u32| {
            let [hard, soft] = &rows.quiet;
            if system == 0 { hard.contains(leaf) } else { soft.contains(leaf) }
        };
        let mut leaves = own.leaves.get(system).into_iter().flatten();
        least(own) != least(other) || leaves.any(|leaf| dropped(self, leaf) != dropped(kept, leaf))
    }

    /// Whether some, but too few, reporters of a cell call their figure confidential.
    pub(super) fn is_confidential(&self, table: &Table, cell: usize) -> bool {
        table.cells.get(cell).is_some_and(|cell| {
            (1..minimum(cell.minimum)).contains(&self.countries.number(&cell.confidential))
        })
    }
}

/// Of which groups of quiet leaves the guard says that they may be dropped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    /// It counts nobody or enough.
    Safe,
    /// Whatever it counts, and if nobody may ask it.
    Any,
    /// It counts nobody or enough, and among all who were in a total that was opened with these leaves.
    Here,
}

/// Leaves that are taken as known: the guard of every slice, and of every margin, that holds them says so.
/// In soft systems also what they are there: a part that no cell tells apart is not quiet in the hard one.
fn quiet(
    table: &Table,
    (rows, guards): (&[Row<'_>], &BTreeSet<usize>),
    on: &Parts,
    by: Held,
) -> [BTreeSet<u32>; 2] {
    let now = table.cells.iter().map(|cell| cell.minimum);
    let before = table.earlier.iter().filter(|row| row.opened).map(|row| row.minimum);
    let strictest = now.chain(before).map(minimum).max().unwrap_or(FLOOR);
    // The guard says nothing of who is gone since a total with these leaves was opened.
    let all_here = |quiet: &Quiet| {
        let had = |row: &&Earlier| {
            let leaves = quiet.leaves.union(&quiet.soft);
            row.opened
                && leaves.into_iter().any(|leaf| row.leaves.iter().any(|own| own.binary_search(leaf).is_ok()))
        };
        let asked = table.cells.get(quiet.guard as usize).map(|cell| &cell.reporters);
        let mut before = table.earlier.iter().filter(had);
        before.all(|row| asked.is_some_and(|asked| row.reporters.is_subset(asked)))
    };
    let holds = |quiet: &Quiet| {
        let counted = rows.get(quiet.guard as usize).and_then(|row| row.counted);
        let is_safe = |counted: Counted| counted.most == 0 || counted.least >= strictest;
        match by {
            Held::Any => true,
            Held::Safe => counted.is_some_and(is_safe),
            Held::Here => counted.is_some_and(is_safe) && all_here(quiet),
        }
    };
    let leaves = |held: bool| {
        let groups = table.quiet.iter().filter(|quiet| on.groups || !is_margin(table, quiet));
        let groups = groups.filter(|quiet| holds(quiet) == held);
        groups.flat_map(|quiet| quiet.leaves.union(&quiet.soft)).copied().collect::<BTreeSet<u32>>()
    };
    let mut soft = &leaves(true) - &leaves(false);
    // Who calls a figure confidential that has quiet leaves alone, does not say that everybody knows it.
    let is_quiet = |own: &&Vec<u32>| own.iter().all(|leaf| soft.contains(leaf));
    let flagged = rows.iter().enumerate().filter(|(at, row)| row.flagged.is_some() && !guards.contains(at));
    let flagged = flagged.flat_map(|(_, row)| row.leaves).filter(is_quiet);
    let kept: BTreeSet<u32> = flagged.flatten().copied().collect();
    soft = &soft - &kept;
    let hard: BTreeSet<u32> = table.quiet.iter().flat_map(|quiet| &quiet.leaves).copied().collect();
    [&soft & &hard, soft]
}

/// Whether a group is of a part of another's cells.
fn is_margin(table: &Table, group: &Quiet) -> bool {
    let whole = |group: &Quiet| &group.leaves | &group.known;
    let own = whole(group);
    table.quiet.iter().map(whole).any(|other| own != other && own.is_subset(&other))
}

/// What members have published themselves, per member and system.
struct Claims<'a> {
    /// Leaves per system of all their figures.
    all: BTreeMap<u32, Vec<&'a [Vec<u32>]>>,
    /// What follows from these figures is known, per system.
    systems: Vec<Published<'a>>,
    /// Members and hard leaves of this round's figures above 0: claims may contradict each other.
    said: BTreeSet<(u32, &'a [u32])>,
    /// Leaves per system of figures below [`SMALL`]: of their parts hardly anything is left to know.
    small: BTreeMap<u32, Vec<&'a [Vec<u32>]>>,
    /// Figures made of others of which some follow so: nobody need know them, but they are to protect no other member.
    figures: Vec<(u32, &'a [Vec<u32>])>,
    /// Their hard leaves, by member.
    exposed: BTreeMap<u32, BTreeSet<u32>>,
}

impl<'a> Claims<'a> {
    fn new(table: &'a Table) -> Self {
        let systems = (0..table.systems.max(1)).map(|system| Published::new(table, system, true));
        let said = table.public.iter().filter(|figure| figure.figure > 0 && !figure.before);
        let said = said.filter_map(|figure| Some((figure.member, figure.leaves.first()?.as_slice())));
        let mut made = Self {
            systems: systems.collect(),
            said: said.collect(),
            all: BTreeMap::new(),
            small: BTreeMap::new(),
            figures: Vec::new(),
            exposed: BTreeMap::new(),
        };
        for figure in &table.public {
            made.all.entry(figure.member).or_default().push(&figure.leaves);
            if figure.figure < SMALL {
                made.small.entry(figure.member).or_default().push(&figure.leaves);
            }
        }
        made.figures = made.made_of_known(table);
        for (member, leaves) in &made.figures {
            made.all.entry(*member).or_default().push(leaves);
            made.exposed.entry(*member).or_default().extend(leaves.first().into_iter().flatten());
        }
        made
    }

    /// Of the cells that are made of others, in order, the figures of members of which one of the others follows, or is part of
    /// a small figure; members in order.
    fn made_of_known(&self, table: &'a Table) -> Vec<(u32, &'a [Vec<u32>])> {
        let cell = |at: &u32| table.cells.get(*at as usize);
        let mut known: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for at in table.made_of.values().flatten() {
            if let Some(count) = cell(at).filter(|_| !known.contains_key(at)) {
                let is_known = |member: &u32| {
                    let (follows, small) = self.figure(*member, &count.leaves);
                    follows.is_some() || small
                };
                known.insert(*at, self.all.keys().copied().filter(is_known).collect());
            }
        }
        let of_cell = |(at, counts): (&u32, &Vec<u32>)| {
            let members: BTreeSet<u32> =
                counts.iter().filter_map(|count| known.get(count)).flatten().copied().collect();
            let leaves = cell(at).map(|cell| cell.leaves.as_slice()).unwrap_or_default();
            members.into_iter().map(move |member| (member, leaves))
        };
        table.made_of.iter().flat_map(of_cell).collect()
    }

    /// What of these leaves follows for a member, in the first system in which it does; and whether it is part of a small figure.
    fn figure(&self, member: u32, leaves: &[Vec<u32>]) -> (Option<u64>, bool) {
        let part =
            |whole: &&[Vec<u32>]| leaves.iter().zip(whole.iter()).any(|(own, other)| within(own, other));
        let small = self.small.get(&member).is_some_and(|all| all.iter().any(part));
        let exactly = |(public, leaves): (&Published<'_>, &Vec<u32>)| public.exactly(member, leaves);
        (self.systems.iter().zip(leaves).find_map(exactly), small)
    }

    /// How many of these members have a public or exposed figure that has some of these leaves, in any system.
    fn any(&self, members: &BTreeSet<u32>, leaves: &[Vec<u32>]) -> u32 {
        let shares =
            |own: &Vec<u32>, other: &Vec<u32>| own.iter().any(|leaf| other.binary_search(leaf).is_ok());
        let met =
            |other: &&[Vec<u32>]| leaves.iter().zip(other.iter()).any(|(own, other)| shares(own, other));
        let published = |member: &&u32| self.all.get(member).is_some_and(|all| all.iter().any(&met));
        u32::try_from(members.iter().filter(published).count()).unwrap_or(u32::MAX)
    }

    /// Of these members those whose figure of these leaves follows, in any system, from what they have published, or is part
    /// of a small figure among that, or made of one of which that holds; and how many are part of a small figure alone.
    fn of(&self, members: &BTreeSet<u32>, leaves: &[Vec<u32>]) -> (u32, u32) {
        let (mut number, mut few) = (0, 0);
        for member in members {
            let (follows, small) = self.figure(*member, leaves);
            // Who publishes 0 is no contributor, and is known to be none.
            let hard = leaves.first().map_or(&[][..], Vec::as_slice);
            let is_above = follows.map_or(small, |figure| figure > 0) || self.said.contains(&(*member, hard));
            let own = self.exposed.get(member);
            let is_exposed = own.is_some_and(|own| hard.iter().any(|leaf| own.contains(leaf)));
            number += u32::from(is_above || is_exposed);
            few += u32::from(small && follows.is_none());
        }
        (number, few)
    }
}
