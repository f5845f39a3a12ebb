//! Webs: chains of one dimension that are told apart at once, since no reading takes their codes for parts, and so nobody
//! counts what several of them leave together.

use super::told::Told;
use super::touching::touching;
use std::collections::BTreeSet;

/// Codes, each right within the next.
pub(super) type Chain = Vec<u32>;

/// How large webs may be.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// Most that the codes of a web are the sum of, if these are more than two chains.
    told: usize,
    /// Most webs of chains that speak of common leaves; where there are more, each chain is one.
    webs: usize,
}

impl Size {
    /// Where codes overlap in so many dimensions, whose webs are all combined.
    pub(super) const fn of(dimensions: usize) -> Self {
        match dimensions {
            0 | 1 => Self { told: 16, webs: 256 },
            2 => Self { told: 8, webs: 8 },
            _ => Self { told: 4, webs: 3 },
        }
    }
}

/// Of chains what is told apart at once. Those that speak of a common leaf, directly or through others, are one web if what
/// they tell is little; else each two of them that are in none yet begin one, and the others join it in their order, as long
/// as what it tells is little; and where these webs are too many, each chain is one. `tell` says what leaves are the sum of
/// where chains are told apart.
pub(super) fn webs<'c>(
    chains: &[&'c Chain],
    size: Size,
    tell: &mut dyn FnMut(&[&Chain]) -> Told,
) -> Vec<Vec<&'c Chain>> {
    let mut all = Vec::new();
    for group in groups(chains, tell) {
        let mut is_little = |web: &[&Chain]| {
            let told = tell(web);
            told.values().flatten().collect::<BTreeSet<_>>().len() <= size.told
        };
        // Each further chain may double what is told, and tells no less.
        if (2..=group.len()).all(|chains| is_little(group.get(..chains).unwrap_or(&[]))) {
            all.push(group);
            continue;
        }
        match pairs(&group, size, &mut is_little) {
            Some(webs) => all.extend(webs),
            None => all.extend(group.into_iter().map(|chain| vec![chain])),
        }
    }
    all
}

/// Webs in which each two chains stand together in one. None if they are too many.
fn pairs<'c>(
    group: &[&'c Chain],
    size: Size,
    is_little: &mut dyn FnMut(&[&Chain]) -> bool,
) -> Option<Vec<Vec<&'c Chain>>> {
    let mut taken: Vec<BTreeSet<usize>> = Vec::new();
    for one in 0..group.len() {
        for other in one + 1..group.len() {
            if taken.iter().any(|web| web.contains(&one) && web.contains(&other)) {
                continue;
            }
            if taken.len() == size.webs {
                return None;
            }
            let mut own = BTreeSet::from([one, other]);
            for more in 0..group.len() {
                let grown: BTreeSet<usize> = own.iter().copied().chain([more]).collect();
                if grown.len() > own.len() && is_little(&named(group, &grown)) {
                    own = grown;
                }
            }
            taken.push(own);
        }
    }
    Some(taken.iter().map(|web| named(group, web)).collect())
}

fn named<'c, 'p>(group: &[&'c Chain], places: impl IntoIterator<Item = &'p usize>) -> Vec<&'c Chain> {
    places.into_iter().filter_map(|place| group.get(*place).copied()).collect()
}

/// Chains that speak of a common leaf, directly or through others, by their first.
fn groups<'c>(chains: &[&'c Chain], tell: &mut dyn FnMut(&[&Chain]) -> Told) -> Vec<Vec<&'c Chain>> {
    let leaves: Vec<BTreeSet<u32>> =
        chains.iter().map(|chain| tell(&[*chain]).into_keys().collect()).collect();
    let groups = touching(&leaves, |one, other| !one.is_disjoint(other));
    groups.iter().map(|places| named(chains, places)).collect()
}
