//! Worst-case noise, flooding width and privacy budget, all in integers (docs/params.md sections 2 and 3).
//!
//! No failure probability: every bound holds for every choice of randomness.

use super::params::{DELTA_LOG, NOISE_BOUND, Params};

/// Members of a round at most.
pub const MAX_MEMBERS: u64 = 256;
/// What a member that cheats within the slack of its proof adds at most (docs/params.md section 5).
pub const SLACK: u128 = 1 << 27;
/// The statistical distance allowed per key: 2^-40.
pub const BUDGET_BITS: u32 = 40;

/// A committee and the members it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committee {
    /// n: 3 to 9.
    pub trustees: u8,
    /// t: at least 2, with n >= 2t-1.
    pub threshold: u8,
}

/// Why a round's numbers are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BoundError {
    /// n, t outside `2 <= t`, `2t-1 <= n <= 9`.
    #[error(
        "{trustees} trustees with threshold {threshold}: take t >= 2 and 2t-1 <= n <= 9, for example 3 of 5"
    )]
    Committee {
        /// n
        trustees: u8,
        /// t
        threshold: u8,
    },
    /// Not 1 to 256 members.
    #[error("{0} members: a round takes 1 to 256")]
    Members(u64),
    /// More slots than one key may open.
    #[error(
        "{slots} slots for {members} members exceed the privacy budget of one key: at most {admissible_slots} slots \
         at this size, or {admissible_members} members for these slots; spread the table over more keys"
    )]
    Budget {
        /// Slots asked for.
        slots: u64,
        /// Members asked for.
        members: u64,
        /// Slots that one key admits for these members.
        admissible_slots: u64,
        /// Members that one key admits for these slots; 0 if none.
        admissible_members: u64,
    },
}

impl Committee {
    /// Check `2 <= t`, `n >= 2t-1`, `n <= 9`.
    pub const fn new(trustees: u8, threshold: u8) -> Result<Self, BoundError> {
        if threshold < 2 || threshold > 5 || trustees > 9 || trustees + 1 < 2 * threshold {
            return Err(BoundError::Committee { trustees, threshold });
        }
        Ok(Self { trustees, threshold })
    }

    /// L = C(n, t-1), the number of sub-keys: at most 126.
    #[must_use]
    pub fn sub_keys(&self) -> u64 {
        let (n, k) = (u64::from(self.trustees), u64::from(self.threshold) - 1);
        (0..k).fold(1, |product, i| product * (n - i) / (i + 1))
    }

    /// `B = M * 2^3 * (2*N*L + 1)`: noise of a sum of M honest ciphertexts under the joint key.
    #[must_use]
    pub fn noise_bound(&self, params: &Params, members: u64) -> u128 {
        let inner = 2 * params.degree() as u128 * u128::from(self.sub_keys()) + 1;
        u128::from(members) * u128::from(NOISE_BOUND) * inner
    }

    /// `B' = B + M * 2^27`: with members that cheat within the slack of their proofs.
    #[must_use]
    pub fn privacy_bound(&self, params: &Params, members: u64) -> u128 {
        self.noise_bound(params, members) + u128::from(members) * SLACK
    }

    /// F: the largest with `L*2^F + B < Delta/2`, for the most members a round may have, so that it depends on the
    /// committee alone.
    #[must_use]
    pub fn flooding_bits(&self, params: &Params) -> u32 {
        let bound = self.noise_bound(params, MAX_MEMBERS);
        let half = 1u128 << (DELTA_LOG - 1);
        let fits = |f: &u32| (u128::from(self.sub_keys()) << f) + bound < half;
        (0..DELTA_LOG).rev().find(fits).unwrap_or(0)
    }

    /// Slots that one key may open for so many members: the largest S with `S * B' * 2^40 <= 2^(F+1)`.
    #[must_use]
    pub fn admissible_slots(&self, params: &Params, members: u64) -> u64 {
        let room = 1u128 << (self.flooding_bits(params) + 1 - BUDGET_BITS);
        let slots = room / self.privacy_bound(params, members).max(1);
        u64::try_from(slots).unwrap_or(u64::MAX)
    }

    /// Refuse a key whose budget the layout exceeds, naming the admissible size.
    pub fn check_budget(&self, params: &Params, members: u64, slots: u64) -> Result<(), BoundError> {
        if members == 0 || members > MAX_MEMBERS {
            return Err(BoundError::Members(members));
        }
        let admissible_slots = self.admissible_slots(params, members);
        if slots <= admissible_slots {
            return Ok(());
        }
        let fits = |m: &u64| self.admissible_slots(params, *m) >= slots;
        let admissible_members = (1..members).rev().find(fits).unwrap_or(0);
        Err(BoundError::Budget { slots, members, admissible_slots, admissible_members })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: Params = Params::STANDARD;

    fn committee(n: u8, t: u8) -> Committee {
        Committee::new(n, t).unwrap()
    }

    #[test]
    fn the_numbers_of_the_design() {
        let all = [(3, 2), (5, 3), (7, 4), (9, 5)];
        assert_eq!(all.map(|(n, t)| committee(n, t).sub_keys()), [3, 10, 35, 126]);
        assert_eq!(all.map(|(n, t)| committee(n, t).flooding_bits(&P)), [93, 91, 89, 88]);
        // 4,096 cells of 15 slots, and the 12 limbs of the bit blinding.
        let most = |n, t, slots| {
            (1..=256u64).rev().find(|m| committee(n, t).check_budget(&P, *m, slots).is_ok()).unwrap_or(0)
        };
        assert_eq!(most(5, 3, 4096 * 15 + 12), 256);
        assert_eq!(most(7, 4, 4096 * 15 + 12), 131);
        assert_eq!(most(9, 5, 4096 * 15 + 12), 60);
        assert!(all.iter().all(|(n, t)| most(*n, *t, 300 * 15 + 12) == 256));
    }

    #[test]
    fn flooding_is_the_largest_that_decrypts() {
        for (n, t) in [(3, 2), (5, 3), (7, 4), (9, 5)] {
            let c = committee(n, t);
            let (f, b) = (c.flooding_bits(&P), c.noise_bound(&P, MAX_MEMBERS));
            assert!((u128::from(c.sub_keys()) << f) + b < 1 << 95);
            assert!((u128::from(c.sub_keys()) << (f + 1)) + b >= 1 << 95);
        }
    }

    #[test]
    fn refusals_name_the_admissible_size() {
        let Err(BoundError::Budget { admissible_slots, admissible_members, .. }) =
            committee(9, 5).check_budget(&P, 256, 4096 * 15)
        else {
            panic!("must be refused")
        };
        assert_eq!(admissible_members, 60);
        assert!(committee(9, 5).check_budget(&P, 256, admissible_slots).is_ok());
        assert!(committee(9, 5).check_budget(&P, 256, admissible_slots + 1).is_err());
        assert!(committee(5, 3).check_budget(&P, 257, 1).is_err());
        for (n, t) in [(2, 2), (4, 3), (6, 4), (8, 5), (10, 3), (3, 1), (0, 0), (5, 255)] {
            assert!(Committee::new(n, t).is_err(), "{n} {t}");
        }
    }
}
