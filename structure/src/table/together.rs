//! How many countries the sums of evaluations ask for. Families that share a count, directly or through others, say something of
//! the same counts: what is summed of all of them is held against the counts of all of them (spec section 3.2, "Evaluations").

use std::collections::{BTreeMap, BTreeSet};

/// Four cells, ascending.
pub(super) type Counts = [u32; 4];

/// What is asked of the families of four counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The largest minimum of a count among them and all that they are connected with.
    pub(super) minimum: u16,
    /// So many contributors more.
    pub(super) more: usize,
}

/// Of all that is summed, per four counts, what is asked. `terms`: how many different terms are made of these counts, by whatever
/// evaluation; `minimum`: of a count.
pub(super) fn asked(
    terms: &BTreeMap<Counts, usize>,
    minimum: impl Fn(u32) -> u16,
) -> BTreeMap<Counts, Asked> {
    let mut holders: BTreeMap<u32, Vec<Counts>> = BTreeMap::new();
    for of in terms.keys() {
        of.iter().for_each(|count| holders.entry(*count).or_default().push(*of));
    }
    let mut all = BTreeMap::new();
    for first in terms.keys() {
        if all.contains_key(first) {
            continue;
        }
        let (mut group, mut next) = (BTreeSet::from([*first]), vec![*first]);
        while let Some(of) = next.pop() {
            let near = of.iter().filter_map(|count| holders.get(count)).flatten();
            next.extend(near.filter(|other| group.insert(**other)));
        }
        let minimum = group.iter().flatten().map(|count| minimum(*count)).max().unwrap_or(u16::MAX);
        let own = Asked { minimum, more: more(&group, terms) };
        all.extend(group.into_iter().map(|of| (of, own)));
    }
    all
}

/// The most that one of these alone asks for, or all, or what stays of them while the count of which least is summed goes, and all
/// that is made of it, again and again: few sums beside many are not to make the many look like few.
fn more(group: &BTreeSet<Counts>, terms: &BTreeMap<Counts, usize>) -> usize {
    let number = |of: &Counts| terms.get(of).copied().unwrap_or_default();
    let mut most = group.iter().map(|of| beyond(number(of), of.len())).max().unwrap_or_default();
    let mut left = group.clone();
    while !left.is_empty() {
        let mut sums: BTreeMap<u32, usize> = BTreeMap::new();
        for of in &left {
            of.iter().for_each(|count| *sums.entry(*count).or_default() += number(of));
        }
        most = most.max(beyond(left.iter().map(number).sum(), sums.len()));
        let fewest = sums.iter().min_by_key(|(count, sums)| (**sums, **count)).map(|(count, _)| *count);
        left.retain(|of| fewest.is_some_and(|fewest| !of.contains(&fewest)));
    }
    most
}

/// These terms and the counts themselves are equations in the counts of each country: there are to be twice as many unknowns, and
/// those of two countries besides.
const fn beyond(terms: usize, counts: usize) -> usize {
    2 + (2 * terms).div_ceil(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Arms of two counts each, of which these are compared by so many terms.
    fn compared(pairs: &[(u32, u32, usize)]) -> BTreeMap<Counts, usize> {
        let four = |one: u32, other: u32| [2 * one, 2 * one + 1, 2 * other, 2 * other + 1];
        pairs.iter().map(|(one, other, terms)| (four(*one, *other), *terms)).collect()
    }

    fn each(pairs: &[(u32, u32, usize)]) -> Vec<usize> {
        asked(&compared(pairs), |_| 3).values().map(|own| own.more).collect()
    }

    #[test]
    fn one_family_asks_for_half_of_its_sums() {
        for (terms, more) in [(4, 4), (6, 5), (10, 7), (14, 9)] {
            assert_eq!(each(&[(0, 1, terms)]), [more]);
        }
        assert_eq!(each(&[(0, 1, 10), (2, 3, 4)]), [7, 4], "what shares nothing is judged by itself");
    }

    #[test]
    fn sums_over_shared_arms_are_held_against_their_counts() {
        let pairs: Vec<(u32, u32, usize)> =
            (0..8).flat_map(|one| (one + 1..8).map(move |other| (one, other, 10))).collect();
        assert_eq!(each(&pairs), [2 + 35; 28], "280 terms in 16 counts");
        let chained = [pairs, vec![(7, 8, 1), (8, 9, 1), (9, 10, 1), (10, 11, 1)]].concat();
        assert_eq!(each(&chained), [2 + 35; 32], "few sums beside them change nothing");
        let star: Vec<(u32, u32, usize)> = (1..5).map(|other| (0, other, 10)).collect();
        assert_eq!(each(&star), [2 + 8; 4], "40 terms in 10 counts");
    }

    #[test]
    fn the_largest_minimum_of_all_is_kept() {
        let all = asked(&compared(&[(0, 1, 4), (1, 2, 4)]), |count| if count == 5 { 6 } else { 3 });
        assert!(all.values().all(|own| own.minimum == 6), "{all:?}");
    }
}
