//! Sums of terms that earlier rounds opened, held against what a round sums of the same counts: how many countries are asked
//! for follows from all sums of these counts together, so a round that leaves one out asks for too few (spec section 7.9,
//! "Summed before").

use super::leaf::Leaf;
use std::collections::{BTreeMap, BTreeSet};

/// A count: its measure; the length of its period and its codes; its first month.
type Count<'a> = (&'a str, &'a str, u32);

/// What one list of cells has to do with another one, by places in these lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummedBefore {
    /// Derived cells of the round that share counts, directly or through others, with a sum that was opened before and that
    /// the round does not ask again.
    pub shut: BTreeSet<usize>,
    /// These sums, as far as they share counts with some derived cell of the round.
    pub missing: BTreeSet<usize>,
}

/// The four counts that a derived cell is made of, as the figure of its first leaf names them (3.2, 'Evaluations'): none for
/// any other cell.
fn counts(leaves: &[Leaf]) -> Option<[Count<'_>; 4]> {
    let leaf = leaves.first()?;
    let name = leaf.figure.strip_prefix("~~")?;
    let mut parts = name.strip_prefix('~').unwrap_or(name).splitn(6, '~');
    let measures = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    let (_term, codes) = (parts.next()?, parts.next()?);
    Some(measures.map(|measure| (measure, codes, leaf.start)))
}

/// Counts that share a derived cell, directly or through others: each with the number of its group.
#[derive(Default)]
struct Groups<'a>(BTreeMap<Count<'a>, usize>);

impl<'a> Groups<'a> {
    fn join(&mut self, counts: [Count<'a>; 4]) {
        let next = self.0.values().max().map_or(0, |last| last + 1);
        let met: BTreeSet<usize> = counts.iter().filter_map(|count| self.0.get(count)).copied().collect();
        let first = met.first().copied().unwrap_or(next);
        self.0.values_mut().filter(|group| met.contains(*group)).for_each(|group| *group = first);
        self.0.extend(counts.map(|count| (count, first)));
    }

    fn of(&self, [count, ..]: &[Count<'a>; 4]) -> Option<usize> {
        self.0.get(count).copied()
    }
}

/// Derived cells of a list, by their places in it.
fn derived(cells: &[Vec<Leaf>]) -> Vec<(usize, [Count<'_>; 4])> {
    let cells = cells.iter().enumerate();
    cells.filter_map(|(at, leaves)| Some((at, counts(leaves)?))).collect()
}

/// `asked`: leaves of every cell of a round; `opened`: of cells that earlier rounds opened.
#[must_use]
pub fn summed_before(asked: &[Vec<Leaf>], opened: &[Vec<Leaf>]) -> SummedBefore {
    let (now, before) = (derived(asked), derived(opened));
    let again: BTreeSet<&Vec<Leaf>> = now.iter().filter_map(|(at, _)| asked.get(*at)).collect();
    let fours: BTreeSet<[Count<'_>; 4]> = now.iter().chain(&before).map(|(_, counts)| *counts).collect();
    let mut groups = Groups::default();
    fours.into_iter().for_each(|counts| groups.join(counts));
    let touched: BTreeSet<Option<usize>> = now.iter().map(|(_, counts)| groups.of(counts)).collect();
    let is_missing = |(at, counts): &&(usize, [Count<'_>; 4])| {
        opened.get(*at).is_some_and(|leaves| !again.contains(leaves)) && touched.contains(&groups.of(counts))
    };
    let missing: Vec<&(usize, [Count<'_>; 4])> = before.iter().filter(is_missing).collect();
    let lacking: BTreeSet<Option<usize>> = missing.iter().map(|(_, counts)| groups.of(counts)).collect();
    let shut = now.iter().filter(|(_, counts)| lacking.contains(&groups.of(counts)));
    SummedBefore {
        shut: shut.map(|(at, _)| *at).collect(),
        missing: missing.into_iter().map(|(at, _)| *at).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Leaves of a cell over 2024: figures by name.
    fn cell(figures: &[&str]) -> Vec<Leaf> {
        figures.iter().map(|figure| Leaf { figure: (*figure).into(), start: 24_288, months: 12 }).collect()
    }

    fn term(measures: &str, term: &str, codes: &str) -> Vec<Leaf> {
        cell(&[&format!("~~{measures}~{term}~12~{codes}")])
    }

    fn of(asked: &[Vec<Leaf>], opened: &[Vec<Leaf>]) -> (Vec<usize>, Vec<usize>) {
        let SummedBefore { shut, missing } = summed_before(asked, opened);
        (shut.into_iter().collect(), missing.into_iter().collect())
    }

    #[test]
    fn a_sum_of_the_same_counts_that_is_not_asked_again_shuts_all_others() {
        let (four, other) = ("A~N1~C~N2", "B~M1~D~M2");
        let asked = [
            cell(&["A.TRACK"]),
            term(four, "R", "TRACK"),
            term(four, "S", "TRACK"),
            term(other, "R", "TRACK"),
        ];
        assert_eq!(of(&asked, &[term(four, "R", "TRACK"), term(four, "S", "TRACK")]), (vec![], vec![]));
        assert_eq!(of(&asked, &[term(four, "R", "TRACK"), term(four, "W", "TRACK")]), (vec![1, 2], vec![1]));
        // Of other codes, and of counts that the round sums nothing of.
        assert_eq!(of(&asked, &[term(four, "W", "TALK"), term("E~F~G~H", "W", "TRACK")]), (vec![], vec![]));
        // The counts themselves are no sums of terms.
        assert_eq!(of(&asked, &[cell(&["A.TRACK"]), cell(&["N1.TRACK"])]), (vec![], vec![]));
    }

    #[test]
    fn counts_that_are_shared_through_others_are_judged_together() {
        let asked = [term("A~N1~C~N2", "R", "T"), term("X~Y~Z~V", "R", "T")];
        // One comparison group of two programmes; and one that an earlier round alone compared with both.
        assert_eq!(of(&asked, &[term("B~M1~C~N2", "R", "T")]), (vec![0], vec![0]));
        assert_eq!(of(&asked, &[term("A~N1~Z~V", "R", "T")]), (vec![0, 1], vec![0]));
        // The other outcome of the same groups shares their persons.
        assert_eq!(of(&asked, &[term("D~N1~F~N2", "W", "T")]), (vec![0], vec![0]));
    }

    #[test]
    fn numbers_of_countries_are_sums_as_well() {
        let pieces = |pieces: &[u8]| -> Vec<Leaf> {
            let names: Vec<String> =
                pieces.iter().map(|piece| format!("~~~A~N1~C~N2~N{piece}~12~T")).collect();
            cell(&names.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let asked = [term("A~N1~C~N2", "R", "T"), pieces(&[1, 2, 3])];
        assert_eq!(of(&asked, &[pieces(&[1, 2, 3])]), (vec![], vec![]));
        assert_eq!(of(&asked, &[pieces(&[1])]), (vec![0, 1], vec![0]));
    }

    #[test]
    fn another_period_is_another_count() {
        let year = term("A~N1~C~N2", "R", "T");
        let mut next = year.clone();
        next[0].start += 12;
        let half: Vec<Leaf> = vec![Leaf { figure: "~~A~N1~C~N2~W~6~T".into(), start: 24_288, months: 6 }];
        assert_eq!(of(&[year], &[next, half]), (vec![], vec![]));
    }
}
