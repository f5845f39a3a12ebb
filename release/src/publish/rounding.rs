//! Deterministic rounding to a base, so that releasing again shows nothing new (docs/publications.md).

pub use intertally_core::disclosure::rounded;

/// The totals that round to a published one: smallest and largest.
#[must_use]
pub(crate) const fn behind(published: u64, base: u8) -> (u64, u64) {
    match base {
        0 | 1 => (published, published),
        base => {
            let half = base as u64 / 2;
            (published.saturating_sub(half), published.saturating_add(half))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_multiple_and_never_further_than_two() {
        assert_eq!([0, 2, 3, 7, 8, 12].map(|total| rounded(total, 5)), [0, 0, 5, 5, 10, 10]);
        for total in 0..2_000 {
            let shown = rounded(total, 5);
            assert!(shown.is_multiple_of(5) && shown.abs_diff(total) <= 2);
            let (low, high) = behind(shown, 5);
            assert!((low..=high).contains(&total));
            assert_eq!((rounded(total, 1), behind(total, 1)), (total, (total, total)));
        }
        assert_eq!(rounded(u64::MAX, 5) % 5, 0);
    }
}
