//! A world: what members really have, and the table that the rules are asked about.

use intertally_disclosure::{Cell, Quiet, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Figures by (member, leaf); what is not there is 0. Leaves of all systems stand side by side.
pub type Figures = BTreeMap<(u32, u32), u64>;

/// Lowest and highest total that what is shown of a cell allows; none if nothing is shown.
pub type Seen = Option<(u64, u64)>;

/// What members have, what was asked before, and what was shown of that.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// With the counts that these figures give.
    pub table: Table,
    /// Of this round.
    pub now: Figures,
    /// Of each earlier round, by [`intertally_disclosure::Earlier::round`].
    pub old: Vec<Figures>,
    /// Everybody sent other figures than before, so that earlier rounds tell nothing of this one's.
    pub replaced: bool,
    /// What is shown of each cell of `table.earlier`.
    pub seen: Vec<Seen>,
    /// Largest figure of one member, of each cell of `table.earlier`; what is not there is without
    /// end.
    pub most: Vec<u64>,
    /// The earlier round in which each of `table.public` was published; those that are not there
    /// are of this round.
    pub claimed: Vec<u32>,
    /// Quiet figures are known to whoever attacks, whether or not the rules take them as known to
    /// everybody.
    pub knows_quiet: bool,
}

/// One member's figure in one leaf: this round's (none), or, if it was another one before, that of
/// the last round up to which it stayed so.
pub type Place = (u32, u32, Option<u32>);

/// The sum of some members' figures in some leaves.
#[must_use]
pub fn total(figures: &Figures, members: &BTreeSet<u32>, leaves: &[u32]) -> u64 {
    members.iter().map(|member| figure(figures, *member, leaves)).sum()
}

/// One member's figure in some leaves.
#[must_use]
pub fn figure(figures: &Figures, member: u32, leaves: &[u32]) -> u64 {
    leaves.iter().filter_map(|leaf| figures.get(&(member, *leaf))).sum()
}

/// How many of these members have a figure above zero.
#[must_use]
pub fn count(figures: &Figures, members: &BTreeSet<u32>, leaves: &[u32]) -> u32 {
    members.iter().map(|member| u32::from(figure(figures, *member, leaves) > 0)).sum()
}

impl World {
    /// The exact total of a cell of this round.
    #[must_use]
    pub fn total(&self, cell: &Cell) -> u64 {
        total(&self.now, &cell.reporters, cell.leaves.first().map_or(&[], Vec::as_slice))
    }

    /// Rounds before this one in which these leaves were opened and the member was in that: those with
    /// whose figures its change is compared.
    pub fn compared(&self, round: usize, member: u32, leaves: &[u32]) -> impl Iterator<Item = usize> {
        let before = self.table.earlier.iter().filter(move |row| {
            let same = row.leaves.first().is_some_and(|own| own == leaves);
            (row.round as usize) < round && row.opened && same && row.reporters.contains(&member)
        });
        before.map(|row| row.round as usize).collect::<BTreeSet<usize>>().into_iter()
    }

    /// Whether a member has another figure in these leaves than in each opening of them that it was in.
    #[must_use]
    pub fn changed(&self, member: u32, leaves: &[u32]) -> bool {
        let own = figure(&self.now, member, leaves);
        let mut had = self.compared(self.old.len(), member, leaves).peekable();
        had.peek().is_some() && had.all(|round| figure(&self.old[round], member, leaves) != own)
    }

    /// Leaves that are known in a system without any total.
    #[must_use]
    pub fn quiet(&self, system: usize) -> BTreeSet<u32> {
        if !self.knows_quiet {
            return known_to_all(&self.table, system);
        }
        let soft = |quiet: &Quiet| if system == 0 { BTreeSet::new() } else { quiet.soft.clone() };
        self.table.quiet.iter().flat_map(|quiet| &quiet.leaves | &soft(quiet)).collect()
    }

    /// Which figure of a member and leaf a round has (this one: none). Who stayed the same is known
    /// here.
    #[must_use]
    pub fn place(&self, round: Option<u32>, member: u32, leaf: u32) -> Place {
        let version = match round {
            Some(round) if !self.replaced => self.last(round, member, leaf),
            other => other,
        };
        (member, leaf, version)
    }

    /// The last round up to which a figure stayed as it was; none if it still is.
    fn last(&self, round: u32, member: u32, leaf: u32) -> Option<u32> {
        let of = |figures: &Figures| figures.get(&(member, leaf)).copied().unwrap_or(0);
        let value = of(self.old.get(round as usize)?);
        let later = self.old.iter().skip(round as usize + 1).chain([&self.now]);
        let last = round as usize + later.take_while(|figures| of(figures) == value).count();
        if last >= self.old.len() { None } else { u32::try_from(last).ok() }
    }

    /// The figure of a place.
    #[must_use]
    pub fn value(&self, (member, leaf, round): Place) -> u64 {
        let figures = round.map_or(Some(&self.now), |round| self.old.get(round as usize));
        figures.and_then(|figures| figures.get(&(member, leaf))).copied().unwrap_or(0)
    }

    /// The earlier round in which a figure of `table.public` was published; none if it is this one.
    #[must_use]
    pub fn claimed(&self, index: usize) -> Option<u32> {
        self.claimed.get(index).copied()
    }

    /// The outermost country that a member counts as.
    #[must_use]
    pub fn country(&self, member: u32) -> u32 {
        country(&self.table, member)
    }
}

fn country(table: &Table, member: u32) -> u32 {
    let mut at = member;
    // Chains are short; a circle would be a fault of the structure.
    for _ in 0..table.within.len() {
        match table.within.get(&at) {
            Some(outer) => at = *outer,
            None => break,
        }
    }
    at
}

/// Fills in the counts that these figures give.
pub fn recount(table: &mut Table, figures: &Figures) {
    for cell in &mut table.cells {
        cell.count = Some(count(figures, &cell.reporters, cell.leaves.first().map_or(&[], Vec::as_slice)));
    }
    // A guard counts who has figures in quiet leaves of a margin and in no others of it.
    for quiet in &table.quiet {
        let Some(cell) = table.cells.get_mut(quiet.guard as usize) else { continue };
        let has = |member: u32, leaves: &BTreeSet<u32>| {
            leaves.iter().any(|leaf| figure(figures, member, &[*leaf]) > 0)
        };
        let alone = cell
            .reporters
            .iter()
            .filter(|member| has(**member, &quiet.leaves) && !has(**member, &quiet.known));
        cell.count = u32::try_from(alone.count()).ok();
    }
}

/// Leaves that a round takes as known to everybody in a system: all guards of the groups that hold
/// them count nobody or enough. In the first system by declaration alone.
#[must_use]
pub fn known_to_all(table: &Table, system: usize) -> BTreeSet<u32> {
    let before = table.earlier.iter().filter(|row| row.opened).map(|row| row.minimum);
    let strictest = table.cells.iter().map(|cell| cell.minimum).chain(before).max().unwrap_or(3).max(3);
    let holds = |guard: u32| {
        // Of members that count as one country the guard may have counted each.
        table.cells.get(guard as usize).is_some_and(|cell| {
            let countries: BTreeSet<u32> = cell.reporters.iter().map(|who| country(table, *who)).collect();
            let inner = u32::try_from(cell.reporters.len() - countries.len()).unwrap_or(u32::MAX);
            cell.count.is_some_and(|count| count == 0 || count.saturating_sub(inner) >= strictest)
        })
    };
    let of = |held: bool| {
        let groups = table.quiet.iter().filter(move |quiet| holds(quiet.guard) == held);
        groups.flat_map(|quiet| quiet.leaves.union(&quiet.soft).copied()).collect::<BTreeSet<u32>>()
    };
    let mut known = &of(true) - &of(false);
    if system == 0 {
        known.retain(|leaf| table.quiet.iter().any(|quiet| quiet.leaves.contains(leaf)));
    }
    known
}
