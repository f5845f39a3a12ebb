//! The rules' input from a round, what was returned, its counts and what it remembers of earlier rounds: names become
//! numbers, and spans of months are cut where any of them begins or ends (spec section 7.9).

use crate::opening::composition::ComposedCell;
use crate::opening::counted::Counted;
use crate::opening::remembered::Remembered;
use crate::opening::sheet::CountsSheet;
use crate::party::MemberIndex;
use crate::round::{CellSpec, Leaf, RoundManifest, summed_before};
use crate::submission::PublishedFigure;
use intertally_disclosure::{
    Cell, Earlier, Ladder, PublicFigure, Quiet, ShowFault, ShownBefore, Table, TableFault, plan, show,
    show_told,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub use intertally_disclosure::{Band, Decision, Plan, Reason, Shown};

mod foreign;
mod reading;
#[cfg(test)]
mod tests;

use reading::{Read, Reading, Span};

/// What the sealed members' headers say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Per sealed member which cells it reports, in round order.
    pub reported: BTreeMap<MemberIndex, Vec<bool>>,
    /// Figures that a member publishes itself, ascending by cell.
    pub public: BTreeMap<MemberIndex, Vec<PublishedFigure>>,
    /// Cells whose figure is confidential with a member, ascending.
    pub confidential: BTreeMap<MemberIndex, Vec<u32>>,
}

/// The input of plan and publication. `counts` and, in a revision round, `changed`: per cell of the round, none where
/// nobody counted. `earlier`: what it remembers of the rounds that the manifest names, in
/// its order, oldest first.
#[must_use]
pub fn table(
    manifest: &RoundManifest,
    returned: &Returned,
    counts: &[Option<u32>],
    changed: Option<&[Option<u32>]>,
    earlier: &[Remembered],
) -> Table {
    let reading = Reading::new(manifest, earlier);
    let names = Names::of(&reading, earlier);
    let systems = manifest.rules.systems.len();
    let made_of = manifest.made_of();
    let cell = |(index, spec): (u32, &CellSpec)| {
        let at = index as usize;
        let reporters = named(&names, manifest, &returned.reported, |cells| cells.get(at) == Some(&true));
        let claim = |cells: &Vec<u32>| has_some(cells, index, &made_of);
        let flagged = named(&names, manifest, &returned.confidential, claim);
        Cell {
            leaves: own_leaves(&names, manifest, index, spec),
            minimum: u32::from(spec.min_contributors),
            confidential: flagged.intersection(&reporters).copied().collect(),
            reporters,
            count: counts.get(at).copied().flatten(),
            changed: changed.and_then(|changed| changed.get(at)).copied().flatten(),
            count_only: spec.count_only,
            base: u32::from(spec.rounding),
            first: u64::from(spec.first),
            max: u64::from(spec.max),
        }
    };
    let cells: Vec<Cell> = (0u32..).zip(&manifest.cells).map(cell).collect();
    let mut tried: Vec<(u32, &CellSpec)> = (0u32..).zip(&manifest.cells).collect();
    let leaf = |place: &u32| manifest.leaves.get(*place as usize);
    tried.sort_by_key(|(_, spec)| rank(spec.leaves.iter().filter_map(leaf), &spec.key));
    let order = tried.into_iter().map(|(index, _)| index).collect();
    let public = returned.public.iter().flat_map(|(member, claimed)| {
        let number = member_number(&names, manifest, *member);
        claimed.iter().filter_map(move |one| Some((number?, one)))
    });
    let public = public.filter_map(|(member, one)| {
        let leaves = cells.get(one.cell as usize)?.leaves.clone();
        Some(PublicFigure { member, leaves, figure: u64::from(one.figure), before: false })
    });
    let mut public: Vec<PublicFigure> = public.collect();
    let (mut old, mut claimed) = (Vec::new(), Vec::new());
    for (round, record) in (0u32..).zip(earlier) {
        // In the order in which that round tried them, which says what had a value of its own there.
        let mut tried: Vec<(&ComposedCell, ShownBefore)> =
            record.composition.cells.iter().zip(record.shown()).collect();
        tried.sort_by_key(|(cell, _)| rank(cell.leaves.iter(), &cell.key));
        for (cell, shown) in tried {
            let row = composed(&names, &reading, round, (cell, shown));
            let of = |(area, figure): &(String, u32)| {
                let member = names.areas.get(area.as_str()).filter(|member| row.reporters.contains(member));
                let (member, leaves) = (*member?, row.leaves.clone());
                Some((round, PublicFigure { member, leaves, figure: u64::from(*figure), before: true }))
            };
            claimed.extend(cell.public.iter().filter_map(of));
            old.push(row);
        }
    }
    public.extend(standing(&public, claimed, &old));
    let rules = &manifest.rules;
    Table {
        systems: 1 + systems,
        order,
        quiet: rules
            .quiet
            .iter()
            .map(|group| Quiet {
                leaves: names.atoms_at(manifest, &group.leaves).into_iter().collect(),
                soft: names.atoms_at(manifest, &group.soft).into_iter().collect(),
                known: names.atoms_at(manifest, &group.known).into_iter().collect(),
                guard: group.guard,
            })
            .collect(),
        ladders: rules
            .ladders
            .iter()
            .map(|slice| Ladder {
                steps: slice.steps.clone(),
                elsewhere: slice.elsewhere.clone(),
                quiet: slice.quiet.clone(),
            })
            .collect(),
        earlier: old,
        public,
        made_of,
        within: names.within(manifest),
        foreign: &foreign::foreign(&reading, earlier) | &summed(manifest, earlier),
        cells,
    }
}

/// Derived cells that share counts with a sum that an earlier round opened, and that this one does not ask again.
fn summed(manifest: &RoundManifest, earlier: &[Remembered]) -> BTreeSet<u32> {
    if manifest.rules.whole.is_empty() || earlier.is_empty() {
        return BTreeSet::new();
    }
    let of = |spec: &CellSpec| -> Vec<Leaf> {
        let leaves = spec.leaves.iter().filter(|_| !spec.is_typed());
        leaves.filter_map(|leaf| manifest.leaves.get(*leaf as usize).cloned()).collect()
    };
    let asked: Vec<Vec<Leaf>> = manifest.cells.iter().map(of).collect();
    let opened = earlier.iter().flat_map(|record| &record.composition.cells).filter(|cell| cell.opened);
    let opened: Vec<Vec<Leaf>> = opened.map(|cell| cell.leaves.clone()).collect();
    let shut = summed_before(&asked, &opened).shut;
    shut.into_iter().filter_map(|cell| u32::try_from(cell).ok()).collect()
}

/// Whether a list of cells, ascending, has the cell or some that its figure is made of.
pub(crate) fn has_some(cells: &[u32], cell: u32, made_of: &BTreeMap<u32, Vec<u32>>) -> bool {
    let counts = made_of.get(&cell).into_iter().flatten();
    std::iter::once(&cell).chain(counts).any(|one| cells.binary_search(one).is_ok())
}

/// Of what members published in earlier rounds, by round, one claim of a member on a figure that this round (`now`) has not
/// anew: the newest of rounds that opened something with figures of it, which is what is known there; else the newest.
fn standing(now: &[PublicFigure], earlier: Vec<(u32, PublicFigure)>, old: &[Earlier]) -> Vec<PublicFigure> {
    type Figure = (u32, Option<Vec<u32>>);
    let figure = |one: &PublicFigure| -> Figure { (one.member, one.leaves.first().cloned()) };
    let shares = |a: &[Vec<u32>], b: &[Vec<u32>]| {
        let (a, b) = (a.first().into_iter().flatten(), b.first());
        b.is_some_and(|b| a.into_iter().any(|leaf| b.binary_search(leaf).is_ok()))
    };
    let is_opened = |round: u32, one: &PublicFigure| {
        let mut opened = old.iter().filter(|row| row.round == round && row.opened);
        opened.any(|row| row.reporters.contains(&one.member) && shares(&row.leaves, &one.leaves))
    };
    let anew: BTreeSet<Figure> = now.iter().map(figure).collect();
    let mut stands: BTreeMap<Figure, (bool, u32)> = BTreeMap::new();
    for (round, one) in &earlier {
        let own = (is_opened(*round, one), *round);
        let best = stands.entry(figure(one)).or_insert(own);
        *best = (*best).max(own);
    }
    let stands = |(round, one): &(u32, PublicFigure)| {
        let figure = figure(one);
        !anew.contains(&figure) && stands.get(&figure).is_some_and(|(_, best)| best == round)
    };
    earlier.into_iter().filter(stands).map(|(_, one)| one).collect()
}

/// Place of a cell among candidates: most months of figures first, then by key. It depends on the cell alone, so every later
/// round finds the same order.
fn rank<'a, 'k>(leaves: impl Iterator<Item = &'a Leaf>, key: &'k str) -> (Reverse<u64>, &'k str) {
    (Reverse(leaves.map(|leaf| u64::from(leaf.months)).sum()), key)
}

/// What step A may count. Counts of earlier rounds play no part, only what they have counted and opened.
///
/// # Errors
/// Earlier rounds that are none of this round.
pub fn countable(
    manifest: &RoundManifest,
    returned: &Returned,
    earlier: &[Remembered],
) -> Result<Counted, TableFault> {
    let admitted = intertally_disclosure::countable(&table(manifest, returned, &[], None, earlier))?;
    let cells = |admitted: Vec<bool>| {
        (0u32..).zip(admitted).filter(|(_, admitted)| *admitted).map(|(cell, _)| cell).collect()
    };
    Ok(Counted { contributors: cells(admitted.contributors), changes: cells(admitted.changes) })
}

/// The plan of a counted round. `earlier`: what it remembers of the rounds that the manifest names, in
/// its order, oldest first.
///
/// # Errors
/// Counts or earlier rounds that are none of this round.
pub fn decide(
    manifest: &RoundManifest,
    returned: &Returned,
    sheet: &CountsSheet,
    earlier: &[Remembered],
) -> Result<Plan, TableFault> {
    plan(&table(manifest, returned, &sheet.counts(), sheet.changed().as_deref(), earlier))
}

/// What readers see of every cell of the round, in round order (spec section 9.3). Counts play no part.
///
/// `approved`: the cells of the adopted plan; `earlier` as of [`table`]; `totals`: the exact totals of the approved cells.
///
/// # Errors
/// The totals are not those of this plan, or a band cannot be proved.
pub fn shown(
    manifest: &RoundManifest,
    returned: &Returned,
    approved: &[u32],
    earlier: &[Remembered],
    totals: &BTreeMap<u32, u64>,
) -> Result<Vec<Shown>, ShowFault> {
    let (table, plan) = adopted(manifest, returned, approved, earlier);
    show(&table, &plan, totals)
}

/// The same for readers, who know what is shown of the cells that are shown by themselves: `told`.
///
/// # Errors
/// What is told fits no plan and no totals.
pub fn shown_again(
    manifest: &RoundManifest,
    returned: &Returned,
    approved: &[u32],
    told: &BTreeMap<u32, Shown>,
) -> Result<Vec<Shown>, ShowFault> {
    let (table, plan) = adopted(manifest, returned, approved, &[]);
    show_told(&table, &plan, told, manifest.earlier.is_empty())
}

/// A table without counts, and the plan as the log has it.
fn adopted(
    manifest: &RoundManifest,
    returned: &Returned,
    approved: &[u32],
    earlier: &[Remembered],
) -> (Table, Plan) {
    let table = table(manifest, returned, &[], None, earlier);
    let decision = |cell: u32| match approved.binary_search(&cell) {
        Ok(_) => Decision::Open,
        Err(_) => Decision::Shut(Reason::NotCounted),
    };
    let decisions = (0u32..).zip(&table.cells).map(|(cell, _)| decision(cell)).collect();
    (table, Plan { decisions })
}

/// Numbers of members by what they returned.
fn named<T>(
    names: &Names<'_>,
    manifest: &RoundManifest,
    all: &BTreeMap<MemberIndex, T>,
    is: impl Fn(&T) -> bool,
) -> BTreeSet<u32> {
    let those = all.iter().filter(|(_, value)| is(value));
    those.filter_map(|(member, _)| member_number(names, manifest, *member)).collect()
}

fn member_number(names: &Names<'_>, manifest: &RoundManifest, member: MemberIndex) -> Option<u32> {
    names.areas.get(manifest.members.get(usize::from(member.0))?.area.as_str()).copied()
}

/// One list per system, the hard one first.
fn own_leaves(names: &Names<'_>, manifest: &RoundManifest, index: u32, spec: &CellSpec) -> Vec<Vec<u32>> {
    let soft = manifest.rules.systems.iter().map(|system| {
        let found = system.cells.binary_search_by_key(&index, |(cell, _)| *cell).ok();
        found.and_then(|at| system.cells.get(at)).map_or(&spec.leaves, |(_, leaves)| leaves)
    });
    std::iter::once(&spec.leaves).chain(soft).map(|leaves| names.atoms_at(manifest, leaves)).collect()
}

fn composed(
    names: &Names<'_>,
    reading: &Reading<'_>,
    round: u32,
    (cell, shown): (&ComposedCell, ShownBefore),
) -> Earlier {
    let (read, months) = (reading.read(cell), reading::months(cell.leaves.iter()));
    let soft = (0..reading.manifest.rules.systems.len()).map(|system| {
        let figures = reading.in_system(&read, system);
        names.atoms_of(figures.into_iter().map(|figure| (figure, months)))
    });
    let numbers = |areas: &[String]| -> BTreeSet<u32> {
        areas.iter().filter_map(|area| names.areas.get(area.as_str())).copied().collect()
    };
    let reporters = numbers(&cell.members);
    Earlier {
        round,
        leaves: std::iter::once(names.atoms(cell.leaves.iter())).chain(soft).collect(),
        minimum: u32::from(cell.minimum),
        confidential: &numbers(&cell.confidential) & &reporters,
        reporters,
        count: cell.count,
        changed: cell.changed,
        opened: cell.opened,
        first: u64::from(cell.first),
        shown,
    }
}

/// Numbers that mean the same in all rounds named: areas by their bytes, leaves by figure and month.
struct Names<'a> {
    areas: BTreeMap<&'a str, u32>,
    /// Per figure the months at which some span begins or ends, each with the number of what begins there.
    figures: BTreeMap<&'a str, BTreeMap<u32, u32>>,
}

impl<'a> Names<'a> {
    fn of(reading: &Reading<'a>, earlier: &'a [Remembered]) -> Self {
        let manifest = reading.manifest;
        let old = || earlier.iter().flat_map(|record| &record.composition.cells);
        let members = manifest.members.iter().map(|member| &member.area);
        let outer = manifest.rules.within.iter().flat_map(|within| [&within.inner, &within.outer]);
        let areas: BTreeSet<&str> =
            members.chain(outer).chain(old().flat_map(|cell| &cell.members)).map(String::as_str).collect();
        let mut borders: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for leaf in manifest.leaves.iter().chain(old().flat_map(|cell| &cell.leaves)) {
            borders.entry(&leaf.figure).or_default().extend([leaf.start, leaf.end()]);
        }
        for cell in old() {
            let (read, (start, end)): (Read<'a>, Span) =
                (reading.read(cell), reading::months(cell.leaves.iter()));
            for system in 0..manifest.rules.systems.len() {
                for figure in reading.in_system(&read, system) {
                    borders.entry(figure).or_default().extend([start, end]);
                }
            }
        }
        let mut next = 0u32..;
        let number = |months: BTreeSet<u32>| months.into_iter().zip(&mut next).collect();
        let mut number = number;
        Self {
            areas: areas.into_iter().zip(0..).collect(),
            figures: borders.into_iter().map(|(figure, months)| (figure, number(months))).collect(),
        }
    }

    /// Numbers of what leaves hold, ascending.
    fn atoms<'l>(&self, leaves: impl Iterator<Item = &'l Leaf>) -> Vec<u32> {
        self.atoms_of(leaves.map(|leaf| (leaf.figure.as_str(), (leaf.start, leaf.end()))))
    }

    /// The same of figures over months.
    fn atoms_of<'l>(&self, figures: impl Iterator<Item = (&'l str, Span)>) -> Vec<u32> {
        let parts = figures.flat_map(|(figure, (start, end))| {
            let months = self.figures.get(figure);
            months
                .into_iter()
                .flat_map(move |months| months.range(start..end.max(start)))
                .map(|(_, atom)| *atom)
        });
        parts.collect::<BTreeSet<u32>>().into_iter().collect()
    }

    fn atoms_at(&self, manifest: &RoundManifest, places: &[u32]) -> Vec<u32> {
        self.atoms(places.iter().filter_map(|place| manifest.leaves.get(*place as usize)))
    }

    fn within(&self, manifest: &RoundManifest) -> BTreeMap<u32, u32> {
        let number = |area: &String| self.areas.get(area.as_str()).copied();
        let pairs = manifest.rules.within.iter();
        pairs.filter_map(|within| Some((number(&within.inner)?, number(&within.outer)?))).collect()
    }
}
