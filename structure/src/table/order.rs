//! What lies right within what: measures within measures, codes within codes.

use super::book::Book;
use std::collections::BTreeSet;

/// Things in use, in an order of their own, each with those right above it.
pub(super) struct Order(Vec<(u32, Vec<u32>)>);

impl Order {
    /// Of codes in use in a dimension. `named` says what the structure puts right above one; where that is not in use, in
    /// its place stands what it lies right within.
    pub(super) fn of<'b>(
        book: &'b Book<'_>,
        dimension: usize,
        used: &[u32],
        named: &dyn Fn(&'b str) -> Vec<&'b str>,
    ) -> Self {
        let nearest = |own: u32| {
            let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
            let mut open = vec![book.name(dimension, own)];
            while let Some(code) = open.pop() {
                if !seen.insert(code) {
                    continue;
                }
                match book.known(dimension, code).filter(|number| used.contains(number)) {
                    Some(number) if number != own => found.push(number),
                    _ => open.extend(named(code).into_iter().rev()),
                }
            }
            found
        };
        Self(used.iter().map(|one| (*one, nearest(*one))).collect())
    }

    /// What lies right above one, in the order in which it is named.
    pub(super) fn right_above(&self, one: u32) -> &[u32] {
        self.0.iter().find(|(own, _)| *own == one).map_or(&[], |(_, above)| above)
    }

    /// All that it lies within, directly or through others, in the order of all.
    pub(super) fn above(&self, one: u32) -> Vec<u32> {
        let mut found = vec![one];
        let mut at = 0;
        while let Some(own) = found.get(at).copied() {
            let new: Vec<u32> =
                self.right_above(own).iter().copied().filter(|other| !found.contains(other)).collect();
            found.extend(new);
            at += 1;
        }
        found.retain(|other| *other != one);
        self.0.iter().map(|(own, _)| *own).filter(|own| found.contains(own)).collect()
    }

    /// All that lies within each other, directly or through others, by first member.
    pub(super) fn families(&self) -> Vec<Vec<u32>> {
        let mut families: Vec<BTreeSet<u32>> = Vec::new();
        for (own, above) in &self.0 {
            let mut joined: BTreeSet<u32> = above.iter().copied().chain([*own]).collect();
            families.retain(|family| {
                let apart = family.is_disjoint(&joined);
                if !apart {
                    joined.extend(family);
                }
                apart
            });
            families.push(joined);
        }
        let ordered = |family: &BTreeSet<u32>| -> Vec<u32> {
            self.0.iter().map(|(own, _)| *own).filter(|own| family.contains(own)).collect()
        };
        let place = |family: &Vec<u32>| self.0.iter().position(|(own, _)| family.first() == Some(own));
        let mut all: Vec<Vec<u32>> = families.iter().map(ordered).collect();
        all.sort_by_key(place);
        all
    }

    /// All ways upwards whose first two are a pair that is `loose`, from what is the second of no such pair;
    /// without those whose things are all in another. None if there are more than `most`.
    pub(super) fn chains(&self, most: usize, loose: &dyn Fn(u32, u32) -> bool) -> Option<Vec<Vec<u32>>> {
        let pairs = || self.0.iter().flat_map(|(own, above)| above.iter().map(move |up| (*own, *up)));
        let pairs: Vec<(u32, u32)> = pairs().filter(|(own, up)| loose(*own, *up)).collect();
        let held: BTreeSet<u32> = pairs.iter().map(|(_, up)| *up).collect();
        let mut all: Vec<Vec<u32>> = Vec::new();
        for (own, up) in pairs.into_iter().filter(|(own, _)| !held.contains(own)) {
            self.climb(&mut vec![own, up], &mut all, most);
            if all.len() > most {
                return None;
            }
        }
        let sets: Vec<BTreeSet<u32>> = all.iter().map(|chain| chain.iter().copied().collect()).collect();
        let inside = |own: &BTreeSet<u32>| sets.iter().any(|set| own.len() < set.len() && own.is_subset(set));
        let mut kept = sets.iter().map(|own| !inside(own));
        all.retain(|_| kept.next() != Some(false));
        Some(all)
    }

    fn climb(&self, chain: &mut Vec<u32>, all: &mut Vec<Vec<u32>>, most: usize) {
        let above = chain.last().map_or(&[][..], |last| self.right_above(*last));
        let next: Vec<u32> = above.iter().copied().filter(|one| !chain.contains(one)).collect();
        if next.is_empty() {
            all.push(chain.clone());
        }
        for one in next {
            if all.len() > most {
                return;
            }
            chain.push(one);
            self.climb(chain, all, most);
            chain.pop();
        }
    }
}
