//! One statement per trustee and key, before any share (spec section 7.1).

use crate::hash::Digest;
use crate::party::{KeyId, RoundId, TrusteeIndex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one trustee says, once per key: 'I answer for this set, under this policy, and for no other'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The key that would be used.
    pub key: KeyId,
    /// The round that the key serves.
    pub round: RoundId,
    /// Digest of the sealed set: which submission of which member counts.
    pub sealed_set: Digest,
    /// Digest of the summed ciphertexts of this key.
    pub aggregate: Digest,
    /// Digest of the policy signed before the round opened.
    pub policy: Digest,
    /// Digest of the list of earlier records named in the round.
    pub earlier: Digest,
}

/// Statements needed before any share: `floor((n + t - 1) / 2) + 1`.
///
/// Two sets that both reach it share at least t trustees, of whom one is honest and states once.
#[must_use]
pub const fn quorum(trustees: u8, threshold: u8) -> u8 {
    (trustees + threshold - 1) / 2 + 1
}

/// Statements of one key, folded in log order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    by_trustee: BTreeMap<TrusteeIndex, Vec<Statement>>,
}

impl Statements {
    /// Take note of a statement. The same one again changes nothing; a second, different one is kept as evidence.
    pub fn add(&mut self, trustee: TrusteeIndex, statement: Statement) {
        let said = self.by_trustee.entry(trustee).or_default();
        if said.len() < 2 && !said.contains(&statement) {
            said.push(statement);
        }
    }

    /// What one trustee said: nothing, its one statement, or two that contradict each other.
    #[must_use]
    pub fn by(&self, trustee: TrusteeIndex) -> &[Statement] {
        self.by_trustee.get(&trustee).map_or(&[], Vec::as_slice)
    }

    /// Trustees that contradicted themselves: named, with both statements. Neither counts.
    #[must_use]
    pub fn contradictions(&self) -> Vec<(TrusteeIndex, Statement, Statement)> {
        self.by_trustee
            .iter()
            .filter_map(|(trustee, said)| match said.as_slice() {
                [first, second] => Some((*trustee, *first, *second)),
                _ => None,
            })
            .collect()
    }

    /// Trustees that stand by exactly this statement.
    #[must_use]
    pub fn standing(&self, statement: &Statement) -> Vec<TrusteeIndex> {
        self.by_trustee
            .iter()
            .filter(|(_, said)| said.as_slice() == [*statement])
            .map(|(trustee, _)| *trustee)
            .collect()
    }

    /// The one statement that a quorum of `n` trustees with threshold `t` stands by, if there is one.
    #[must_use]
    pub fn agreed(&self, trustees: u8, threshold: u8) -> Option<Statement> {
        let q = usize::from(quorum(trustees, threshold));
        let mut sole = self.by_trustee.values().filter_map(|said| match said.as_slice() {
            [only] => Some(*only),
            _ => None,
        });
        sole.find(|statement| self.standing(statement).len() >= q)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::digest;

    fn statement(set: &[u8]) -> Statement {
        let zero = Digest::ZERO;
        Statement {
            key: KeyId(zero),
            round: RoundId(zero),
            sealed_set: digest("t", &[set]),
            aggregate: zero,
            policy: zero,
            earlier: zero,
        }
    }

    #[test]
    fn quorums_of_the_supported_committees() {
        assert_eq!([quorum(3, 2), quorum(5, 3), quorum(7, 4), quorum(9, 5)], [3, 4, 6, 7]);
    }

    #[test]
    fn two_forks_never_both_reach_the_quorum() {
        // Up to t-1 trustees say anything to anybody; the honest ones state once each.
        for (n, t) in [(3u8, 2u8), (5, 3), (7, 4), (9, 5)] {
            for split in 0..=(n - (t - 1)) {
                let corrupt = t - 1;
                let first = corrupt + split;
                let second = corrupt + (n - corrupt - split);
                assert!(first < quorum(n, t) || second < quorum(n, t), "{n} {t} {split}");
            }
        }
    }

    #[test]
    fn a_contradicting_trustee_is_named_and_does_not_count() {
        let (a, b) = (statement(b"a"), statement(b"b"));
        let mut said = Statements::default();
        for trustee in 0..4 {
            said.add(TrusteeIndex(trustee), a);
        }
        said.add(TrusteeIndex(0), a);
        assert_eq!(said.agreed(5, 3), Some(a));
        said.add(TrusteeIndex(0), b);
        assert_eq!(said.contradictions(), vec![(TrusteeIndex(0), a, b)]);
        assert_eq!(said.agreed(5, 3), None);
    }
}
