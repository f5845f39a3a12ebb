//! An imagined round. Members that report are drawn once for each line of the expectation, contributions above zero for
//! each leaf figure; a total is above zero where one of its leaves is.

use super::expected::Expected;
use intertally_core::hash::digest;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use std::collections::{BTreeMap, BTreeSet};

/// Bitmaps and counts as a round would have them.
pub(super) struct Imagined {
    pub(super) reported: BTreeMap<MemberIndex, Vec<bool>>,
    pub(super) counts: Vec<u32>,
}

/// A number below `end` for a purpose: the digest of all its arguments, so that no order of drawing matters.
fn below(end: u64, seed: u64, round: u32, what: &str, numbers: &[u64]) -> u64 {
    let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    let drawn = digest("forecast", &[&seed.to_le_bytes(), &round.to_le_bytes(), what.as_bytes(), &numbers]);
    let mut word = [0; 8];
    for (to, from) in word.iter_mut().zip(drawn.as_bytes()) {
        *to = *from;
    }
    // The bias is below end / 2^64.
    u64::from_le_bytes(word).checked_rem(end).unwrap_or(0)
}

/// One round of the manifest as expected.
pub(super) fn round(manifest: &RoundManifest, expected: &Expected, seed: u64, round: u32) -> Imagined {
    let all = manifest.members.len() as u64;
    let mut by_line: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    let mut above: BTreeMap<(u64, u32), bool> = BTreeMap::new();
    let mut reported: BTreeMap<MemberIndex, Vec<bool>> = BTreeMap::new();
    let mut counts = Vec::with_capacity(manifest.cells.len());
    for cell in &manifest.cells {
        let line = expected.of(&cell.key);
        let reporters = match line {
            Some((number, line)) => by_line
                .entry(number)
                .or_insert_with(|| {
                    let mut order: Vec<u64> = (0..all).collect();
                    // One order for all lines of a round: a member that reports little reports the common first.
                    order.sort_by_key(|member| below(u64::MAX, seed, round, "member", &[*member]));
                    order.into_iter().take(usize::from(line.members)).collect()
                })
                .clone(),
            None => BTreeSet::new(),
        };
        let mut count = 0;
        for member in &reporters {
            let mut any = false;
            for leaf in &cell.leaves {
                any |= *above.entry((*member, *leaf)).or_insert_with(|| {
                    let key = manifest.leaves.get(*leaf as usize).map_or("", String::as_str);
                    let share = expected.of(key).map_or(0, |(_, line)| u64::from(line.nonzero));
                    below(100, seed, round, key, &[*member]) < share
                });
            }
            count += u32::from(any);
        }
        counts.push(count);
        for (index, member) in (0u16..).zip(0..all) {
            reported.entry(MemberIndex(index)).or_default().push(reporters.contains(&member));
        }
    }
    Imagined { reported, counts }
}
