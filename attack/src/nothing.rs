//! What counts tell of single members: who has something, and who has nothing.

use std::collections::BTreeSet;

/// Per atom, a member's and the rows that hold it, whether nobody has anything there, as far as follows step by step from how
/// many members are above zero in each row.
pub(crate) fn nothing(counts: &[Option<u32>], atoms: &[&(u32, Vec<usize>)]) -> Vec<bool> {
    let mut told = Told { atoms, nothing: vec![false; atoms.len()], some: BTreeSet::new() };
    let held = |row: usize| (0..atoms.len()).filter(move |atom| atoms[*atom].1.contains(&row)).collect();
    let rows: Vec<(u32, Vec<usize>)> =
        counts.iter().enumerate().filter_map(|(row, count)| Some(((*count)?, held(row)))).collect();
    while told.step(&rows) {}
    told.nothing
}

struct Told<'a> {
    atoms: &'a [&'a (u32, Vec<usize>)],
    nothing: Vec<bool>,
    /// Atoms, more than none, of one member, who has something in one of them at least.
    some: BTreeSet<Vec<usize>>,
}

impl Told<'_> {
    fn left(&self, held: &[usize]) -> Vec<usize> {
        held.iter().copied().filter(|atom| !self.nothing[*atom]).collect()
    }

    fn members(&self, held: &[usize]) -> BTreeSet<u32> {
        held.iter().map(|atom| self.atoms[*atom].0).collect()
    }

    fn of(&self, held: &[usize], member: u32) -> Vec<usize> {
        held.iter().copied().filter(|atom| self.atoms[*atom].0 == member).collect()
    }

    /// Whether something new is told.
    fn step(&mut self, rows: &[(u32, Vec<usize>)]) -> bool {
        let before = (self.nothing.clone(), self.some.len());
        for (count, held) in rows {
            let left = self.left(held);
            let members = self.members(&left);
            // As many as can have something: each has.
            if members.len() == *count as usize {
                members.iter().for_each(|member| {
                    self.some.insert(self.of(&left, *member));
                });
            }
            // As many as have something for sure: the others have nothing.
            let sure: BTreeSet<u32> =
                members.iter().copied().filter(|member| self.has(&self.of(&left, *member))).collect();
            if sure.len() == *count as usize {
                self.empty(&left, &sure);
            }
            // As many as in a part of the row: who is not in the part has nothing.
            for (other, part) in rows {
                let part = self.left(part);
                if other == count && part.iter().all(|atom| left.contains(atom)) {
                    let inside = self.members(&part);
                    self.empty(&left, &inside);
                }
            }
        }
        before != (self.nothing.clone(), self.some.len())
    }

    /// Whether the member has something in these atoms of its own for sure.
    fn has(&self, own: &[usize]) -> bool {
        self.some.iter().any(|some| {
            let left = self.left(some);
            !left.is_empty() && left.iter().all(|atom| own.contains(atom))
        })
    }

    /// Members but these have nothing in these atoms.
    fn empty(&mut self, held: &[usize], but: &BTreeSet<u32>) {
        held.iter()
            .filter(|atom| !but.contains(&self.atoms[**atom].0))
            .for_each(|atom| self.nothing[*atom] = true);
    }
}

#[cfg(test)]
mod tests {
    use super::nothing;

    #[test]
    fn counts_of_several_rows_tell_who_has_nothing() {
        // A total of members 0 to 3, all of whom have something; a part in which 1 to 5 have nothing; the other part.
        let mut atoms = vec![(0, vec![0])];
        atoms.extend((1..4).flat_map(|member| [(member, vec![0, 1]), (member, vec![0, 2])]));
        atoms.extend((4..6).flat_map(|member| [(member, vec![1]), (member, vec![2])]));
        let atoms: Vec<_> = atoms.iter().collect();
        let told = nothing(&[Some(4), Some(0), Some(3)], &atoms);
        let expected = atoms.iter().map(|(member, rows)| rows.contains(&1) || (*member > 3));
        assert_eq!(told, expected.collect::<Vec<bool>>());
        assert_eq!(nothing(&[Some(4), None, Some(3)], &atoms), vec![false; atoms.len()]);
        // As many in a part as in all.
        let atoms = [(0, vec![0, 1]), (1, vec![0, 1]), (2, vec![0])];
        assert_eq!(nothing(&[Some(1), Some(1)], &atoms.iter().collect::<Vec<_>>()), [false, false, true]);
    }
}
