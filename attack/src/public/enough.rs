//! What everybody knows of contributors: a cell opens only where enough members have some of it,
//! and so does what it has beside another one. Of all that follows, the sets of variables without
//! others of as many contributors in them.

use std::collections::{BTreeMap, BTreeSet};

/// A set of variables, by their numbers.
pub(super) type Set = Vec<u64>;

/// A set of these numbers.
pub(super) fn set(width: usize, of: impl IntoIterator<Item = usize>) -> Set {
    let mut out = vec![0u64; width.div_ceil(64)];
    for one in of {
        out[one / 64] |= 1 << (one % 64);
    }
    out
}

/// The numbers of a set.
pub(super) fn numbers(set: &Set) -> impl Iterator<Item = usize> {
    let bits = |(word, bits): (usize, &u64)| {
        (0..64).filter(move |bit| bits >> bit & 1 == 1).map(|bit| word * 64 + bit).collect::<Vec<_>>()
    };
    set.iter().enumerate().flat_map(bits).collect::<Vec<_>>().into_iter()
}

fn within(one: &Set, other: &Set) -> bool {
    one.iter().zip(other).all(|(x, y)| x & !y == 0)
}

fn less(one: &Set, other: &Set) -> Set {
    one.iter().zip(other).map(|(x, y)| x & !y).collect()
}

fn size(set: &Set) -> u32 {
    set.iter().map(|word| word.count_ones()).sum()
}

/// What members publish, and what that leaves of each other, the largest first.
fn differences(published: &[Set]) -> Vec<Set> {
    let mut all: Vec<Set> = published.to_vec();
    for one in published {
        all.extend(published.iter().filter(|other| within(other, one)).map(|other| less(one, other)));
    }
    all.sort_by_key(|set| std::cmp::Reverse(size(set)));
    all
}

/// No more sets than these are made: what is left out is known less well.
const SETS: usize = 400;

/// Sets with m contributors or more, each with its m: the opened cells, and what is left of one
/// when another that lies within it is taken away, again and again, without the figures that are
/// published. A set of these alone is of nobody else.
///
/// `holds` tells whether it is so: a rule may have let a difference of fewer open, which is then no
/// knowledge but an error of whoever relies on the rule, and a leak before the coordinator.
pub(super) fn enough(
    opened: &[(Set, u64)],
    published: &[Set],
    holds: impl Fn(&Set, u64) -> bool,
) -> Vec<(Set, u64)> {
    let published = differences(published);
    let mut all: BTreeMap<Set, BTreeSet<u64>> = BTreeMap::new();
    let mut list: Vec<Set> = Vec::new();
    let add = |all: &mut BTreeMap<Set, BTreeSet<u64>>, list: &mut Vec<Set>, set: Set, m: u64| {
        let mut left = set.clone();
        for own in &published {
            if within(own, &left) {
                left = less(&left, own);
            }
        }
        // The set as a whole, too: what is published later than it opened was counted then.
        for set in if size(&left) == 0 { vec![] } else { vec![set, left] } {
            if list.len() >= SETS {
                return;
            }
            let own = all.entry(set.clone()).or_insert_with(|| {
                list.push(set);
                BTreeSet::new()
            });
            own.insert(m);
        }
    };
    for (set, m) in opened {
        add(&mut all, &mut list, set.clone(), *m);
    }
    let mut at = 0;
    while at < list.len() {
        let one = list[at].clone();
        for before in 0..at {
            let other = list[before].clone();
            let most = |set: &Set| all.get(set).and_then(BTreeSet::last).copied().unwrap_or(0);
            let m = most(&one).max(most(&other));
            if within(&other, &one) {
                add(&mut all, &mut list, less(&one, &other), m);
            } else if within(&one, &other) {
                add(&mut all, &mut list, less(&other, &one), m);
            }
        }
        at += 1;
    }
    // The same set may have been known before, with a smaller m.
    let most = |(set, m): (Set, BTreeSet<u64>)| {
        let m = m.into_iter().rev().find(|m| holds(&set, *m))?;
        Some((set, m))
    };
    let mut all: Vec<(Set, u64)> = all.into_iter().filter_map(most).collect();
    all.sort_by_key(|(set, _)| size(set));
    let mut out: Vec<(Set, u64)> = Vec::new();
    for (set, m) in all {
        if !out.iter().any(|(other, more)| *more >= m && within(other, &set)) {
            out.push((set, m));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_within_each_other_are_told_apart() {
        // Four steps of a chain, and a figure that is published in the largest.
        let opened: Vec<(Set, u64)> = (1..5).map(|end| (set(5, 0..end), 3)).collect();
        let steps: Vec<(Set, u64)> = (0..4).map(|step| (set(5, [step]), 3)).collect();
        assert_eq!(enough(&opened, &[], |_, _| true), steps);
        let wide = [(set(5, 0..5), 4), (set(5, 0..2), 3)];
        let own = set(5, [4]);
        let out = enough(&wide, &[own], |_, _| true);
        // The smaller cell is what the larger one leaves of the rest, so it has as many.
        assert_eq!(out, [(set(5, 0..2), 4), (set(5, 2..4), 4)]);
        assert_eq!(enough(&wide, &[], |_, m| m < 4), [(set(5, 0..2), 3)]);
        assert_eq!(numbers(&set(70, [3, 68])).collect::<Vec<_>>(), [3, 68]);
    }
}
