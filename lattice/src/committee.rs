//! Who opens together: t of n trustees (spec section 3).

/// Trustees n and threshold t of a ceremony. Made by [`Committee::new`] and [`Committee::of`] alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committee {
    trustees: u8,
    threshold: u8,
}

/// Numbers that are no committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{threshold} of {trustees} trustees; take t >= 2 and 2t-1 <= n <= 9, for example 3 of 5")]
pub struct NoCommittee {
    /// n
    pub trustees: usize,
    /// t
    pub threshold: u8,
}

impl Committee {
    /// Trustees at most.
    pub const MOST: u8 = 9;

    /// `2 <= t`, `2t-1 <= n <= 9`: the one place that says so.
    ///
    /// # Errors
    /// Other numbers.
    pub const fn new(trustees: u8, threshold: u8) -> Result<Self, NoCommittee> {
        if threshold < 2 || trustees > Self::MOST || trustees as u16 + 1 < 2 * threshold as u16 {
            return Err(NoCommittee { trustees: trustees as usize, threshold });
        }
        Ok(Self { trustees, threshold })
    }

    /// The same, of a list of so many trustees.
    ///
    /// # Errors
    /// Other numbers.
    pub fn of(trustees: usize, threshold: u8) -> Result<Self, NoCommittee> {
        let none = NoCommittee { trustees, threshold };
        Self::new(u8::try_from(trustees).map_err(|_| none)?, threshold)
    }

    /// n.
    #[must_use]
    pub const fn trustees(&self) -> u8 {
        self.trustees
    }

    /// t.
    #[must_use]
    pub const fn threshold(&self) -> u8 {
        self.threshold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committees_are_those_of_the_specification_and_no_others() {
        for (n, t) in (0..=255u8).flat_map(|n| (0..=255u8).map(move |t| (n, t))) {
            let right = t >= 2 && n <= 9 && u16::from(n) + 1 >= 2 * u16::from(t);
            assert_eq!(Committee::new(n, t).is_ok(), right, "{t} of {n}");
            assert_eq!(Committee::of(usize::from(n), t).is_ok(), right, "{t} of {n}");
        }
        assert!(Committee::of(256 + 5, 3).is_err());
    }
}
