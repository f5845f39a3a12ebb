//! What earlier rounds opened and a round does not ask again: nothing opens that is connected with it (spec section 7.9,
//! "Standing"). Known before the round is called, from manifests and plans alone.

use super::{Leaf, RoundManifest, joined, summed_before};
use intertally_disclosure::components;
use std::collections::{BTreeMap, BTreeSet};

/// What earlier rounds opened and this one does not ask again, though it asks something connected with it: name and keys of
/// each round where there are some. `earlier`: names, manifests, opened cells.
#[must_use]
pub fn not_again(
    manifest: &RoundManifest,
    earlier: &[(&str, &RoundManifest, &[u32])],
) -> Vec<(String, Vec<String>)> {
    let opened: Vec<(&RoundManifest, &[u32])> =
        earlier.iter().map(|(_, old, cells)| (*old, *cells)).collect();
    let keys = |((name, old, _), cells): (&(&str, &RoundManifest, &[u32]), Vec<u32>)| {
        let key = |cell: &u32| old.cells.get(*cell as usize).map(|spec| spec.key.clone());
        ((*name).to_owned(), cells.iter().filter_map(key).collect::<Vec<String>>())
    };
    let all = earlier.iter().zip(cells_not_again(manifest, &opened)).map(keys);
    all.filter(|(_, keys)| !keys.is_empty()).collect()
}

/// Per earlier round, of whose cells some were opened, those of them that are not asked again though something is asked that
/// shares figures with them, directly or through other openings, or sums of the same counts. By declared sums: what a reader
/// may assume besides is left out.
#[must_use]
pub(crate) fn cells_not_again(
    manifest: &RoundManifest,
    earlier: &[(&RoundManifest, &[u32])],
) -> Vec<Vec<u32>> {
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
    let groups = components(&runs(&sums));
    let touched: BTreeSet<usize> = groups.iter().take(asked.len()).copied().collect();
    let before: Vec<Vec<Leaf>> = opened.iter().map(|(.., leaves)| leaves.clone()).collect();
    let summed = summed_before(&asked, &before).missing;
    let mut out = vec![Vec::new(); earlier.len()];
    for (at, ((round, cell, leaves), group)) in opened.iter().zip(groups.iter().skip(asked.len())).enumerate()
    {
        if touched.contains(group) && !again.contains(leaves) || summed.contains(&at) {
            out.get_mut(*round).into_iter().for_each(|cells: &mut Vec<u32>| cells.push(*cell));
        }
    }
    out
}

/// Of each sum the runs of months that it has a part in, ascending: spans of one figure that overlap, directly or through
/// others, are one run.
fn runs(sums: &[&[Leaf]]) -> Vec<Vec<u32>> {
    let mut of: BTreeMap<&str, Vec<(u32, u32, usize)>> = BTreeMap::new();
    for (at, leaves) in sums.iter().enumerate() {
        for leaf in *leaves {
            of.entry(leaf.figure.as_str()).or_default().push((leaf.start, leaf.end(), at));
        }
    }
    let (mut out, mut run) = (vec![BTreeSet::new(); sums.len()], 0u32);
    for mut spans in of.into_values() {
        spans.sort_unstable();
        let mut reached = 0;
        for (start, end, at) in spans {
            if start >= reached {
                run += 1;
            }
            reached = reached.max(end);
            out.get_mut(at).into_iter().for_each(|runs: &mut BTreeSet<u32>| {
                runs.insert(run);
            });
        }
    }
    out.into_iter().map(|runs| runs.into_iter().collect()).collect()
}
