//! Figures that are all round: thousands that were written as units, or a table that was rounded. It is the one slip of size that a
//! return shows by itself, where there is no earlier one to compare with.

use super::fault::Findings;
use super::read::Return;
use super::rules::FIGURES_ROUND;
use std::collections::BTreeSet;

/// Fewest different figures that say something: that six counts end in 0 by chance happens once in a million.
const FEWEST: usize = 6;

/// The largest power of ten that all figures but zeros are multiples of, from 10 to 1,000; none if they are few.
fn power(figures: impl Iterator<Item = u32>) -> Option<u32> {
    let different: BTreeSet<u32> = figures.filter(|figure| *figure > 0).collect();
    let all = |power: u32| different.iter().all(|figure| figure % power == 0);
    [1_000, 100, 10].into_iter().find(|power| different.len() >= FEWEST && all(*power))
}

/// Checks a return. `previous`: the member's last one; who always rounds is not asked again.
pub(super) fn check(table: &Return, previous: Option<&Return>, findings: &mut Findings) {
    let of = |table: &Return| power(table.values.iter().flatten().copied());
    if let Some(power) = of(table).filter(|power| previous.and_then(of).is_none_or(|before| before < *power))
    {
        let what = format!("all figures are multiples of {power}");
        let hint = "if they are thousands, or were multiplied, write them in units; send them as they are if they were rounded";
        findings.file(FIGURES_ROUND, what, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::power;
    use proptest::prelude::*;

    #[test]
    fn round_figures_are_known_where_they_are_many() {
        let of = |all: &[u32]| power(all.iter().copied());
        assert_eq!(of(&[10, 20, 30, 40, 50, 60]), Some(10));
        assert_eq!(of(&[1000, 2000, 3000, 4000, 5000, 11_000, 0, 0]), Some(1000));
        assert_eq!(of(&[100, 2000, 3000, 4000, 5000, 11_000]), Some(100));
        assert_eq!(of(&[10, 20, 30, 40, 50]), None, "few");
        assert_eq!(of(&[10, 10, 10, 10, 10, 10, 20]), None, "few are different");
        assert_eq!(of(&[10, 20, 30, 40, 50, 61]), None);
        assert_eq!(of(&[0, 0, 0, 0, 0, 0, 0]), None);
    }

    proptest! {
        /// Six counts or more, ten, a hundred or a thousand times too large, are always seen.
        #[test]
        fn figures_that_were_multiplied_are_seen(
            counts in proptest::collection::btree_set(1u32..100_000, 6..40),
            times in prop_oneof![Just(10u32), Just(100), Just(1000)],
        ) {
            let found = power(counts.iter().map(|count| count * times));
            prop_assert!(found.is_some_and(|power| power >= times));
        }
    }
}
