//! What follows from published totals (spec section 7.12): exact elimination over what each total sums up. Values play no
//! part, and counts neither, so anybody can ask.

use super::input::PlanInput;
use super::linear::{Echelon, Exact, Overflow, Sparse};
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet};

/// Leaf figures and the members whose figures are summed.
struct Sum<'a> {
    leaves: &'a [u32],
    members: &'a BTreeSet<u32>,
}

impl PlanInput {
    /// Cells of `hidden` whose total follows from those of `known` together with the openings of the earlier records,
    /// but not from these alone. An unknown is one member's figure of one leaf; figures that a member has made public are
    /// none. Counts are not looked at.
    #[must_use]
    pub fn derivable(&self, known: &BTreeSet<u32>, hidden: &BTreeSet<u32>) -> BTreeSet<u32> {
        let none = BTreeSet::new();
        let cell = |at: &u32| {
            let rule = self.cells.get(*at as usize)?;
            Some(Sum { leaves: &rule.leaves, members: self.reporters.get(*at as usize).unwrap_or(&none) })
        };
        let earlier = self.earlier.iter().map(|one| Sum { leaves: &one.leaves, members: &one.members });
        let sums: Vec<Sum<'_>> =
            earlier.chain(known.iter().filter_map(cell)).chain(hidden.iter().filter_map(cell)).collect();
        let rows = self.columns(&sums);
        let (before, rest) = rows.split_at(self.earlier.len().min(rows.len()));
        let (own, targets) = rest.split_at(known.len().min(rest.len()));
        let places = follows::<i64>(before, own, targets)
            .or_else(|_| follows::<BigInt>(before, own, targets))
            .unwrap_or_else(|Overflow| (0..targets.len()).collect());
        let hidden: Vec<u32> = hidden.iter().copied().collect();
        places.into_iter().filter_map(|at| hidden.get(at).copied()).collect()
    }

    /// The rows as sets of columns. Unknowns that occur in the same rows are one column.
    fn columns(&self, sums: &[Sum<'_>]) -> Vec<BTreeSet<u32>> {
        let mut with_leaf: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (row, sum) in (0u32..).zip(sums) {
            sum.leaves.iter().for_each(|leaf| with_leaf.entry(*leaf).or_default().push(row));
        }
        let mut open: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for cell in &self.cells {
            cell.public_members
                .iter()
                .for_each(|member| open.entry(*member).or_default().extend(&cell.leaves));
        }
        let members: BTreeSet<u32> = sums.iter().flat_map(|sum| sum.members).copied().collect();
        let mut seen: BTreeSet<Vec<u32>> = BTreeSet::new();
        for (leaf, rows) in &with_leaf {
            for member in members.iter().filter(|m| !open.get(m).is_some_and(|leaves| leaves.contains(leaf)))
            {
                let has = |row: &u32| sums.get(*row as usize).is_some_and(|sum| sum.members.contains(member));
                let column: Vec<u32> = rows.iter().copied().filter(has).collect();
                seen.insert(column);
            }
        }
        let mut out = vec![BTreeSet::new(); sums.len()];
        for (at, column) in (0u32..).zip(seen) {
            for row in column {
                out.get_mut(row as usize).into_iter().for_each(|row| {
                    row.insert(at);
                });
            }
        }
        out
    }
}

/// Places of the targets in the span of both that are not in the span of `before`.
fn follows<T: Exact>(
    before: &[BTreeSet<u32>],
    own: &[BTreeSet<u32>],
    targets: &[BTreeSet<u32>],
) -> Result<Vec<usize>, Overflow> {
    let vector = |row: &BTreeSet<u32>| -> Sparse<T> { super::linear::indicator(row.iter().copied()) };
    let mut known = Echelon::<T>::new();
    let learn = |known: &mut Echelon<T>, rows: &[BTreeSet<u32>]| {
        rows.iter().try_for_each(|row| known.reduce(vector(row)).map(|rest| known.push(rest)))
    };
    learn(&mut known, before)?;
    let mut new = Vec::new();
    for (at, row) in targets.iter().enumerate() {
        if !known.reduce(vector(row))?.is_empty() {
            new.push((at, row));
        }
    }
    learn(&mut known, own)?;
    let mut found = Vec::new();
    for (at, row) in new {
        if known.reduce(vector(row))?.is_empty() {
            found.push(at);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::{CellRule, Opening};

    /// Cells by leaves and reporters.
    fn input(cells: &[(&[u32], &[u32])], earlier: &[(&[u32], &[u32])]) -> PlanInput {
        let rule = |leaves: &[u32]| CellRule {
            leaves: leaves.to_vec(),
            min_contributors: 3,
            public_members: BTreeSet::new(),
        };
        let opening = |(leaves, members): &(&[u32], &[u32])| Opening {
            round: 0,
            leaves: leaves.to_vec(),
            members: members.iter().copied().collect(),
            changed: None,
        };
        PlanInput {
            cells: cells.iter().map(|(leaves, _)| rule(leaves)).collect(),
            relations: vec![],
            reporters: cells.iter().map(|(_, members)| members.iter().copied().collect()).collect(),
            counts: vec![],
            changed: None,
            earlier: earlier.iter().map(opening).collect(),
            work_limit: 0,
        }
    }

    fn ask(input: &PlanInput, known: &[u32], hidden: &[u32]) -> Vec<u32> {
        let set = |cells: &[u32]| cells.iter().copied().collect();
        input.derivable(&set(known), &set(hidden)).into_iter().collect()
    }

    #[test]
    fn a_withheld_part_follows_from_the_whole_and_the_rest() {
        let all: &[u32] = &[0, 1, 2, 3];
        let table = input(&[(&[0], all), (&[1], all), (&[0, 1], all)], &[]);
        assert_eq!(ask(&table, &[1, 2], &[0]), [0]);
        assert!(ask(&table, &[2], &[0, 1]).is_empty());
        // Other reporters: the difference is another number.
        let table = input(&[(&[0], all), (&[1], &[0, 1, 2]), (&[0, 1], all)], &[]);
        assert!(ask(&table, &[1, 2], &[0]).is_empty());
    }

    #[test]
    fn an_earlier_record_completes_the_sum_and_what_it_says_alone_is_no_news() {
        let all: &[u32] = &[0, 1, 2, 3];
        let table = input(&[(&[0], all), (&[1], all)], &[(&[0, 1], all)]);
        assert_eq!(ask(&table, &[1], &[0]), [0]);
        let again = input(&[(&[0], all), (&[1], all)], &[(&[0], all)]);
        assert!(ask(&again, &[1], &[0]).is_empty());
    }

    #[test]
    fn thirds_and_public_figures() {
        // Three pairs give each single one: half of a sum less another.
        let m: &[u32] = &[0, 1, 2];
        let mut table = input(&[(&[0, 1], m), (&[1, 2], m), (&[0, 2], m), (&[0], m)], &[]);
        assert_eq!(ask(&table, &[0, 1, 2], &[3]), [3]);
        assert!(ask(&table, &[0, 1], &[3]).is_empty());
        // What all have made public is no secret that could be derived.
        table.cells[3].public_members = m.iter().copied().collect();
        assert!(ask(&table, &[0, 1, 2], &[3]).is_empty());
    }
}
