//! One country's table, and its terms as docs/evaluation.md has them.

/// Events and persons under the programme, then of the comparison group: a, n1, c, n2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Table(pub [u64; 4]);

/// What is summed of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// One of the fractions of the counts, by its letter.
    Fraction(char),
    /// Countries with a risk ratio below 1.
    Fewer,
}

/// Terms by their letters; `F` counts countries.
#[must_use]
pub fn parse(letters: &str) -> Vec<Term> {
    letters.chars().map(|letter| if letter == 'F' { Term::Fewer } else { Term::Fraction(letter) }).collect()
}

impl Table {
    /// Every table with at most so many persons in each group.
    #[must_use]
    pub fn all(most: u64) -> Vec<Self> {
        let groups: Vec<(u64, u64)> = (0..=most).flat_map(|n| (0..=n).map(move |x| (x, n))).collect();
        let with = |(a, n1): &(u64, u64)| {
            let (a, n1) = (*a, *n1);
            groups.iter().map(move |(c, n2)| Self([a, n1, *c, *n2])).collect::<Vec<Self>>()
        };
        groups.iter().flat_map(with).collect()
    }

    /// Every table of groups of so many persons.
    #[must_use]
    pub fn of_sizes([n1, n2]: [u64; 2]) -> Vec<Self> {
        (0..=n1).flat_map(|a| (0..=n2).map(move |c| Self([a, n1, c, n2]))).collect()
    }

    /// The whole number that is sent for a term, in so many fractional bits.
    #[must_use]
    pub fn sent(self, term: Term, bits: u32) -> u64 {
        let [a, n1, c, n2] = self.0;
        let (b, d, n) = (n1 - a, n2 - c, n1 + n2);
        let one = 1 << bits;
        let (over, under, unit) = match term {
            Term::Fewer => return u64::from(a * n2 < c * n1),
            Term::Fraction('R') => (a * d, n, one),
            Term::Fraction('S') => (b * c, n, one),
            Term::Fraction('P') => ((a + d) * a * d, n * n, one),
            Term::Fraction('Q') => ((b + c) * b * c, n * n, one),
            Term::Fraction('G') => (a * c, n, one),
            Term::Fraction('H') => (n1 * n2 * (a + c), n * n, one),
            Term::Fraction('W') => (n1 * n2, n, one),
            Term::Fraction('V') => (a * b * n2.pow(3) + c * d * n1.pow(3), n1 * n2 * n * n, one),
            Term::Fraction('E') => (n1 * n2 * (a + c) * (b + d), n * n * n.saturating_sub(1), one),
            Term::Fraction('D') => ((n1 * n2).pow(2), n * n, 1),
            Term::Fraction(_) => (0, 0, 1),
        };
        (unit * over).checked_div(under).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_those_of_a_published_table() {
        // Rothman 2008, table 15-1, its first stratum: 8 of 106, 5 of 120.
        let table = Table([8, 106, 5, 120]);
        let sent: Vec<u64> = parse("RSGWF").into_iter().map(|term| table.sent(term, 8)).collect();
        let of = |over: u64| 256 * over / 226;
        assert_eq!(sent, [of(8 * 115), of(98 * 5), of(8 * 5), of(106 * 120), 0]);
        assert_eq!(Table([1, 9, 3, 9]).sent(Term::Fewer, 8), 1);
        assert!(parse("RSPQGHWVED").into_iter().all(|term| Table([0; 4]).sent(term, 8) == 0));
        // In fewer bits, and of one that has none.
        assert_eq!(table.sent(Term::Fraction('R'), 0), 8 * 115 / 226);
        assert_eq!(table.sent(Term::Fraction('D'), 0), table.sent(Term::Fraction('D'), 8));
    }

    #[test]
    fn all_tables_of_small_groups_are_there_once() {
        let all = Table::all(3);
        assert_eq!(all.len(), 100);
        assert_eq!(Table::of_sizes([1, 2]).len(), 6);
        assert!(all.is_sorted() || all.iter().collect::<std::collections::BTreeSet<_>>().len() == 100);
    }
}
