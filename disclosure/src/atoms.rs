//! Rows as sets of atoms. A row is a set of members times a set of leaves; an atom is all pairs (member, leaf) that lie in
//! the same rows, so that a row is a union of whole atoms.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Leaves and members.
pub(crate) type Row<'a> = (&'a [u32], &'a BTreeSet<u32>);

/// The atoms of each row, ascending.
pub(crate) fn atoms(rows: &[Row<'_>]) -> Vec<Vec<u32>> {
    made(rows, |_, _| {})
}

/// The atoms of each row, ascending; and per atom its members.
pub(crate) fn atoms_and_members(rows: &[Row<'_>]) -> (Vec<Vec<u32>>, Vec<BTreeSet<u32>>) {
    let mut members: Vec<BTreeSet<u32>> = Vec::new();
    let made = made(rows, |atom, those| match members.get_mut(atom as usize) {
        Some(members) => members.extend(those),
        None => members.push(those.iter().copied().collect()),
    });
    (made, members)
}

/// `tell`: is told of each atom and some of its members, of atoms in order until each was named once.
fn made(rows: &[Row<'_>], mut tell: impl FnMut(u32, &[u32])) -> Vec<Vec<u32>> {
    let members = signatures(rows, |row| row.1.iter().copied().collect());
    let leaves = signatures(rows, |row| row.0.to_vec());
    let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
    let mut out = vec![Vec::new(); rows.len()];
    for (member, those) in &members {
        let mut here = vec![false; rows.len()];
        for row in member {
            if let Some(here) = here.get_mut(*row as usize) {
                *here = true;
            }
        }
        for leaf in leaves.keys() {
            let common = leaf.iter().copied().filter(|row| here.get(*row as usize) == Some(&true));
            let common: Vec<u32> = common.collect();
            if common.is_empty() {
                continue;
            }
            if let Some(atom) = known.get(&common) {
                tell(*atom, those);
                continue;
            }
            let next = known.len() as u32;
            tell(next, those);
            for row in &common {
                if let Some(row) = out.get_mut(*row as usize) {
                    row.push(next);
                }
            }
            known.insert(common, next);
        }
    }
    out
}

/// The different sets of rows in which members (leaves) stand, each with those that do.
fn signatures<'a>(rows: &[Row<'a>], of: impl Fn(&Row<'a>) -> Vec<u32>) -> BTreeMap<Vec<u32>, Vec<u32>> {
    let mut at: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (row, number) in rows.iter().zip(0u32..) {
        for one in of(row) {
            at.entry(one).or_default().push(number);
        }
    }
    let mut out: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for (one, rows) in at {
        out.entry(rows).or_default().push(one);
    }
    out
}

/// The rows that hold each atom.
pub(crate) fn holders(rows: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let atoms = rows.iter().flatten().max().map_or(0, |last| *last as usize + 1);
    let mut out = vec![Vec::new(); atoms];
    for (row, held) in rows.iter().enumerate() {
        for atom in held {
            if let Some(atom) = out.get_mut(*atom as usize) {
                atom.push(row);
            }
        }
    }
    out
}

/// Of each row the number of its component, from 0 in the order of their first rows: rows that share atoms, directly or through
/// others. A row without atoms is one by itself.
#[must_use]
pub fn components(rows: &[Vec<u32>]) -> Vec<usize> {
    let holders = holders(rows);
    let mut part: Vec<Option<usize>> = vec![None; rows.len()];
    let mut met = vec![false; holders.len()];
    let mut parts = 0;
    for start in 0..rows.len() {
        let (mut edge, own) = (vec![start], parts);
        while let Some(at) = edge.pop() {
            let Some(of @ None) = part.get_mut(at) else { continue };
            *of = Some(own);
            parts = own + 1;
            for atom in rows.get(at).into_iter().flatten().map(|atom| *atom as usize) {
                if met.get_mut(atom).is_some_and(|met| !std::mem::replace(met, true)) {
                    edge.extend(holders.get(atom).into_iter().flatten());
                }
            }
        }
    }
    part.into_iter().flatten().collect()
}

/// Whether all of `inner`, ascending, is in `outer`, ascending.
pub(crate) fn within(inner: &[u32], outer: &[u32]) -> bool {
    inner.len() <= outer.len() && inner.iter().all(|one| outer.binary_search(one).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_atom_is_what_lies_in_the_same_rows() {
        let (all, some) = (BTreeSet::from([1, 2, 3]), BTreeSet::from([1, 2]));
        let rows = atoms(&[(&[7, 8, 9], &all), (&[7], &some), (&[8, 9], &all), (&[], &all)]);
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 1, 0]);
        assert!(within(&rows[1], &rows[0]) && within(&rows[2], &rows[0]) && !within(&rows[1], &rows[2]));
        assert_eq!(holders(&rows).iter().map(Vec::len).sum::<usize>(), 5);
    }

    #[test]
    fn an_atom_has_the_members_whose_pairs_lie_in_its_rows() {
        let (all, some) = (BTreeSet::from([1, 2, 3]), BTreeSet::from([1, 2]));
        let (rows, members) = atoms_and_members(&[(&[7, 8], &all), (&[7], &some)]);
        let of = |row: usize| rows[row].iter().map(|atom| members[*atom as usize].len()).collect::<Vec<_>>();
        // Members 1 and 2 with leaf 7; all three with what is only in the first row.
        let mut first = of(0);
        first.sort_unstable();
        assert_eq!((first, of(1)), (vec![2, 3], vec![2]));
    }
}
