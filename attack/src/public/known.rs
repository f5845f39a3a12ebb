//! What anybody has before the arithmetic begins: who reports what, what is shown of it, and what
//! members publish, now and in earlier rounds, without what everybody is taken to know.

use super::Knows;
use crate::world::{Place, Seen, World};
use std::collections::BTreeSet;

/// A cell of some round.
pub(super) struct Row {
    /// It is of this round.
    pub(super) now: bool,
    pub(super) places: BTreeSet<Place>,
    /// Lowest and highest total of these places.
    pub(super) seen: Seen,
    pub(super) minimum: u64,
    /// Largest figure of one member.
    pub(super) most: Option<u64>,
}

/// What a member says of itself.
pub(super) struct Claim {
    pub(super) places: BTreeSet<Place>,
    pub(super) figure: u64,
}

/// All of it.
pub(super) struct Known {
    pub(super) rows: Vec<Row>,
    pub(super) claims: Vec<Claim>,
    /// Opened cells have enough contributors.
    pub(super) enough: bool,
}

impl Known {
    pub(super) fn new(world: &World, shown: &[Seen], knows: Knows) -> Self {
        let table = &world.table;
        let quiet = world.quiet(0);
        // Places, and the sum of those that everybody is taken to know.
        let split = |members: &BTreeSet<u32>, leaves: &[Vec<u32>], round: Option<u32>| {
            let leaves = leaves.first().map_or(&[][..], Vec::as_slice);
            let all = members.iter().flat_map(|who| leaves.iter().map(move |leaf| (*who, *leaf)));
            let (known, left): (Vec<Place>, Vec<Place>) = all
                .map(|(who, leaf)| world.place(round, who, leaf))
                .partition(|(_, leaf, _)| quiet.contains(leaf));
            let sum: u64 = known.into_iter().map(|place| world.value(place)).sum();
            (left.into_iter().collect::<BTreeSet<Place>>(), sum)
        };
        let less = |seen: Seen, sum: u64| {
            seen.map(|(low, high)| (low.saturating_sub(sum), high.saturating_sub(sum)))
        };
        let mut rows = Vec::new();
        for (cell, seen) in table.cells.iter().zip(shown) {
            let (places, sum) = split(&cell.reporters, &cell.leaves, None);
            let (minimum, most) = (u64::from(cell.minimum), knows.most.then_some(cell.max));
            rows.push(Row { now: true, places, seen: less(*seen, sum), minimum, most });
        }
        for (index, (old, seen)) in table.earlier.iter().zip(&world.seen).enumerate() {
            let (places, sum) = split(&old.reporters, &old.leaves, Some(old.round));
            let (minimum, most) =
                (u64::from(old.minimum), world.most.get(index).copied().filter(|_| knows.most));
            rows.push(Row {
                now: false,
                places,
                seen: less(seen.filter(|_| knows.earlier), sum),
                minimum,
                most,
            });
        }
        rows.retain(|row| !row.places.is_empty());
        let mut claims = Vec::new();
        for (index, own) in table.public.iter().enumerate().filter(|_| knows.claims) {
            let who = BTreeSet::from([own.member]);
            let (places, sum) = split(&who, &own.leaves, world.claimed(index));
            if !places.is_empty() {
                claims.push(Claim { places, figure: own.figure.saturating_sub(sum) });
            }
        }
        Self { rows, claims, enough: knows.enough }
    }

    /// The highest total shown of anything: a largest figure above it bounds nothing.
    pub(super) fn top(&self) -> u64 {
        self.rows.iter().filter_map(|row| row.seen).map(|(_, high)| high).max().unwrap_or(0)
    }
}
