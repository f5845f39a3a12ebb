//! Every world that fits what is published, for a reader who knows how many persons each group of each honest country has:
//! then it is told which country has which table. An integer program with a choice of one table for each country, solved by
//! halves.

use super::search::{Half, Seen, sums_of};
use super::table::{Table, Term};
use std::collections::BTreeSet;

/// What a reader finds of each honest country.
#[derive(Clone, Debug, Default)]
pub struct FoundOfEach {
    /// Worlds that fit, up to the limit.
    pub worlds: usize,
    /// By country the tables that it has in one of them.
    pub tables: Vec<BTreeSet<Table>>,
}

impl FoundOfEach {
    /// The fewest tables that are left to a country.
    #[must_use]
    pub fn fewest(&self) -> usize {
        self.tables.iter().map(BTreeSet::len).min().unwrap_or_default()
    }
}

/// Looks for all worlds, up to so many. `sizes`: persons under the programme, and of the comparison group, by honest country.
#[must_use]
pub fn find_of_each(
    sizes: &[[u64; 2]],
    (terms, bits): (&[Term], u32),
    seen: &Seen,
    limit: usize,
) -> FoundOfEach {
    assert_eq!(sizes.len(), seen.honest, "sizes of all honest countries");
    let lists: Vec<Vec<Table>> = sizes.iter().map(|sizes| Table::of_sizes(*sizes)).collect();
    let halves = |lists: &[Vec<Table>]| {
        let mut all = vec![Half::NONE];
        for (at, list) in lists.iter().enumerate() {
            let own: Vec<_> =
                (0..).zip(list).map(|(place, table)| (place, sums_of(table, terms, bits))).collect();
            let with =
                |half: &Half| own.iter().map(|(place, sums)| half.with(at, *place, sums)).collect::<Vec<_>>();
            all = all.iter().flat_map(with).filter(|half| seen.is_below(&half.sums)).collect();
        }
        all
    };
    let (few, many) = lists.split_at(lists.len() / 2);
    let mut found = FoundOfEach { worlds: 0, tables: vec![BTreeSet::new(); lists.len()] };
    seen.matched(&halves(few), halves(many).into_iter(), |left, right| {
        let places = left.places[..few.len()].iter().chain(&right.places[..many.len()]);
        for ((own, list), place) in found.tables.iter_mut().zip(&lists).zip(places) {
            own.insert(list[usize::from(*place)]);
        }
        found.worlds += 1;
        found.worlds >= limit
    });
    found
}
