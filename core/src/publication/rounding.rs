//! Rounding of published totals (spec section 7.10).

/// Furthest that a rounded total lies from the exact one.
pub const ROUNDING_SLACK: u64 = 2;

/// The total as it is published: the nearest multiple of 5 where the cell's rounding is 5, the exact one where it is 1.
/// Differs by at most [`ROUNDING_SLACK`]; rounding a rounded total again changes nothing.
#[must_use]
pub const fn rounded(total: u64, base: u8) -> u64 {
    match base {
        5 => total.saturating_add(ROUNDING_SLACK) / 5 * 5,
        _ => total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_multiple_of_five() {
        let expected = [0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15];
        assert_eq!((0..14).map(|x| rounded(x, 5)).collect::<Vec<_>>(), expected);
        for x in (0..10_000).chain([(1 << 57) - 1]) {
            let out = rounded(x, 5);
            assert!(out.is_multiple_of(5) && out.abs_diff(x) <= ROUNDING_SLACK && rounded(out, 5) == out);
            assert_eq!(rounded(x, 1), x);
        }
    }
}
