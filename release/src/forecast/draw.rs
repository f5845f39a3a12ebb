//! An imagined round. Members that report are drawn once for each line of the expectation, contributions above zero for
//! each leaf figure; a total is above zero where one of its leaves is. Cells that are counted alone are drawn as what
//! they are rests of; nobody is imagined to know nothing but quiet figures.

use super::expected::Expected;
use crate::structure::{Dimension, Structure};
use intertally_core::hash::digest;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use std::collections::{BTreeMap, BTreeSet};

/// Bitmaps and counts as a round would have them.
pub(super) struct Imagined {
    pub(super) reported: BTreeMap<MemberIndex, Vec<bool>>,
    pub(super) counts: Vec<Option<u32>>,
}

/// The key of a leaf of a cell: codes of the figure, frequency and period of the cell.
fn key_of(structure: &Structure, cell: &str, figure: &str) -> String {
    let mut codes = figure.split('.');
    let of = |(dimension, own): (&Dimension, &str)| {
        let stays = dimension.id == structure.time || dimension.id == "FREQ";
        let code = if stays { own } else { codes.next().unwrap_or_default() };
        plain(code).to_owned()
    };
    structure.key_dimensions().zip(cell.split('.')).map(of).collect::<Vec<_>>().join(".")
}

/// The code that a rest or a complement is made of.
fn plain(code: &str) -> &str {
    code.split_once('~').map_or(code, |(code, _)| code)
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
pub(super) fn round(
    structure: &Structure,
    manifest: &RoundManifest,
    expected: &Expected,
    seed: u64,
    round: u32,
) -> Imagined {
    let all = manifest.members.len() as u64;
    let mut by_line: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
    let mut above: BTreeMap<(u64, u32), bool> = BTreeMap::new();
    let mut reported: BTreeMap<MemberIndex, Vec<bool>> = BTreeMap::new();
    let mut counts = Vec::with_capacity(manifest.cells.len());
    let guards: BTreeSet<u32> = manifest.rules.quiet.iter().map(|group| group.guard).collect();
    for (index, cell) in (0u32..).zip(&manifest.cells) {
        let line = expected.of(&cell.key.split('.').map(plain).collect::<Vec<_>>().join("."));
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
                    let Some(leaf) = manifest.leaves.get(*leaf as usize) else { return false };
                    let key = key_of(structure, &cell.key, &leaf.figure);
                    let share = expected.of(&key).map_or(0, |(_, line)| u64::from(line.nonzero));
                    let months = [*member, u64::from(leaf.start), u64::from(leaf.months)];
                    !guards.contains(&index) && below(100, seed, round, &leaf.figure, &months) < share
                });
            }
            count += u32::from(any);
        }
        counts.push(Some(count));
        for (index, member) in (0u16..).zip(0..all) {
            reported.entry(MemberIndex(index)).or_default().push(reporters.contains(&member));
        }
    }
    Imagined { reported, counts }
}
