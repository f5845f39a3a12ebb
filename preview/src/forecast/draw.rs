//! An imagined round. Members that report are drawn once for each line of the expectation, contributions above zero for
//! each part that the round tells apart (leaf figures in the same cells are one); a total is above zero where one of its
//! parts is. Cells that are counted alone are drawn as what
//! they are rests of; nobody is imagined to know nothing but quiet figures.

use super::expected::Expected;
use intertally_core::hash::digest;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_structure::{Dimension, Structure};
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
        let stays = dimension.id == structure.time || intertally_structure::is_frequency(&dimension.id);
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

/// Leaf figures that lie in the same cells are one part, drawn once.
#[derive(Clone)]
struct Part {
    /// Its first leaf, which stands for it.
    first: u32,
    /// The cell that is this part and nothing else, if the round asks for it.
    cell: Option<u32>,
}

/// The part of each leaf.
fn parts(manifest: &RoundManifest) -> Vec<Part> {
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); manifest.leaves.len()];
    for (index, cell) in (0u32..).zip(&manifest.cells).filter(|(_, cell)| cell.is_typed()) {
        for leaf in &cell.leaves {
            cells.get_mut(*leaf as usize).into_iter().for_each(|own| own.push(index));
        }
    }
    let mut known: BTreeMap<&[u32], (u32, usize)> = BTreeMap::new();
    for (leaf, own) in (0u32..).zip(&cells) {
        known.entry(own).or_insert((leaf, 0)).1 += 1;
    }
    let leaves = |cell: &u32| manifest.cells.get(*cell as usize).map_or(0, |spec| spec.leaves.len());
    let part = |own: &Vec<u32>| {
        let (first, size) = known.get(own.as_slice()).copied().unwrap_or_default();
        Part { first, cell: own.iter().copied().find(|cell| leaves(cell) == size) }
    };
    cells.iter().map(part).collect()
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
    let parts = parts(manifest);
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
            for part in cell.leaves.iter().filter_map(|leaf| parts.get(*leaf as usize)) {
                any |= *above.entry((*member, part.first)).or_insert_with(|| {
                    let Some(leaf) = manifest.leaves.get(part.first as usize) else { return false };
                    let asked = part.cell.and_then(|cell| manifest.cells.get(cell as usize));
                    let key = asked.map_or_else(
                        || key_of(structure, &cell.key, &leaf.figure),
                        |asked| asked.key.clone(),
                    );
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
