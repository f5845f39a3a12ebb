//! What earlier rounds opened and a round does not ask again: nothing opens that is connected with it (spec section 7.9,
//! "Standing"). Known before the round is called, from manifests and plans alone.

use super::{Leaf, RoundManifest, joined};
use std::collections::{BTreeMap, BTreeSet};

/// Per earlier round, of whose cells some were opened, those of them that are not asked again though something is asked that
/// shares figures with them, directly or through other openings. By declared sums: what a reader may assume besides is left
/// out.
#[must_use]
pub fn not_again(manifest: &RoundManifest, earlier: &[(&RoundManifest, &[u32])]) -> Vec<Vec<u32>> {
    let asked: Vec<Vec<Leaf>> =
        (0u32..).zip(&manifest.cells).map(|(cell, _)| joined(manifest, cell)).collect();
    // What is only counted has no figure to compare.
    let typed = asked.iter().zip(&manifest.cells).filter(|(_, cell)| !cell.count_only);
    let again: BTreeSet<&Vec<Leaf>> = typed.map(|(leaves, _)| leaves).collect();
    let opened = earlier
        .iter()
        .enumerate()
        .flat_map(|(round, (old, opened))| opened.iter().map(move |cell| (round, *cell, joined(old, *cell))));
    let opened: Vec<(usize, u32, Vec<Leaf>)> = opened.collect();
    let sums: Vec<&[Leaf]> =
        asked.iter().map(Vec::as_slice).chain(opened.iter().map(|(.., leaves)| leaves.as_slice())).collect();
    let groups = groups(&sums);
    let touched: BTreeSet<usize> = groups.iter().take(asked.len()).copied().collect();
    let mut out = vec![Vec::new(); earlier.len()];
    for ((round, cell, leaves), group) in opened.iter().zip(groups.iter().skip(asked.len())) {
        if touched.contains(group) && !again.contains(leaves) {
            out.get_mut(*round).into_iter().for_each(|cells: &mut Vec<u32>| cells.push(*cell));
        }
    }
    out
}

/// Of each sum the number of its group: sums that have months of a figure in common, directly or through others.
fn groups(sums: &[&[Leaf]]) -> Vec<usize> {
    let mut of: BTreeMap<&str, Vec<(i64, i64, usize)>> = BTreeMap::new();
    for (at, leaf) in
        sums.iter().enumerate().flat_map(|(at, leaves)| leaves.iter().map(move |leaf| (at, leaf)))
    {
        let (start, end) = (i64::from(leaf.start), i64::from(leaf.end()));
        of.entry(leaf.figure.as_str()).or_default().push((start, end, at));
    }
    let mut root: Vec<usize> = (0..sums.len()).collect();
    for mut spans in of.into_values() {
        spans.sort_unstable();
        let mut last: Option<(i64, usize)> = None;
        for (start, end, at) in spans {
            match last.filter(|(reached, _)| start < *reached) {
                Some((reached, other)) => {
                    join(&mut root, other, at);
                    last = Some((reached.max(end), at));
                }
                None => last = Some((end, at)),
            }
        }
    }
    (0..sums.len()).map(|at| find(&mut root, at)).collect()
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while let Some(up) = root.get(at).copied().filter(|up| *up != at) {
        let above = root.get(up).copied().unwrap_or(up);
        root.get_mut(at).into_iter().for_each(|own| *own = above);
        at = above;
    }
    at
}

fn join(root: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(root, a), find(root, b));
    root.get_mut(a.max(b)).into_iter().for_each(|own| *own = a.min(b));
}
