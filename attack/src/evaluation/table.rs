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

    /// The whole number that is sent for a term.
    #[must_use]
    pub fn sent(self, term: Term) -> u64 {
        let [a, n1, c, n2] = self.0;
        let (b, d, n) = (n1 - a, n2 - c, n1 + n2);
        let (over, under, unit) = match term {
            Term::Fewer => return u64::from(a * n2 < c * n1),
            Term::Fraction('R') => (a * d, n, 256),
            Term::Fraction('S') => (b * c, n, 256),
            Term::Fraction('P') => ((a + d) * a * d, n * n, 256),
            Term::Fraction('Q') => ((b + c) * b * c, n * n, 256),
            Term::Fraction('G') => (a * c, n, 256),
            Term::Fraction('H') => (n1 * n2 * (a + c), n * n, 256),
            Term::Fraction('W') => (n1 * n2, n, 256),
            Term::Fraction('V') => (a * b * n2.pow(3) + c * d * n1.pow(3), n1 * n2 * n * n, 256),
            Term::Fraction('E') => (n1 * n2 * (a + c) * (b + d), n * n * n.saturating_sub(1), 256),
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
        let sent: Vec<u64> = parse("RSGWF").into_iter().map(|term| table.sent(term)).collect();
        let of = |over: u64| 256 * over / 226;
        assert_eq!(sent, [of(8 * 115), of(98 * 5), of(8 * 5), of(106 * 120), 0]);
        assert_eq!(Table([1, 9, 3, 9]).sent(Term::Fewer), 1);
        assert!(parse("RSPQGHWVED").into_iter().all(|term| Table([0; 4]).sent(term) == 0));
    }

    #[test]
    fn all_tables_of_small_groups_are_there_once() {
        let all = Table::all(3);
        assert_eq!(all.len(), 100);
        assert!(all.is_sorted() || all.iter().collect::<std::collections::BTreeSet<_>>().len() == 100);
    }
}
