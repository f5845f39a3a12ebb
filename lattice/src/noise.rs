//! Worst-case noise, flooding width and privacy budget, all in integers (docs/params.md sections 2 and 3).
//!
//! No failure probability: every bound holds for every choice of randomness.

use super::params::{BIT_SLOT, NOISE_BOUND, Params, WORD_BITS, slot_bits};
pub use crate::committee::Committee;
use crate::committee::NoCommittee;

/// Members of a round at most.
pub const MAX_MEMBERS: u64 = 256;
/// The statistical distance allowed per key: 2^-40.
pub const BUDGET_BITS: u32 = 40;

/// Why a round's numbers are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BoundError {
    /// No committee.
    #[error(transparent)]
    Committee(#[from] NoCommittee),
    /// Not 1 to 256 members.
    #[error("{0} members: a round takes 1 to 256")]
    Members(u64),
    /// More cells than one key may open.
    #[error(
        "{cells} cells for {members} members exceed the privacy budget of one key: at most {admissible_cells} cells at \
         this size, or {admissible_members} members for these cells; spread the table over more keys"
    )]
    Budget {
        /// Cells asked for.
        cells: u64,
        /// Members asked for.
        members: u64,
        /// Cells that one key admits for these members.
        admissible_cells: u64,
        /// Members that one key admits for these cells; 0 if none.
        admissible_members: u64,
    },
}

/// What decides how much one key may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Members of the round.
    pub members: u64,
    /// Bits of the key's widest cell.
    pub width: u8,
    /// Whether each cell has a bit `changed` beside.
    pub changed: bool,
}

impl Committee {
    /// L = C(n, t-1), the number of sub-keys: at most 126.
    #[must_use]
    pub fn sub_keys(&self) -> u64 {
        let (n, k) = (u64::from(self.trustees()), u64::from(self.threshold()) - 1);
        (0..k).fold(1, |product, i| product * (n - i) / (i + 1))
    }

    /// `B = M * 2^3 * (2*N*L + 1)`: noise of a sum of M honest ciphertexts under the joint key.
    #[must_use]
    pub fn noise_bound(&self, params: &Params, members: u64) -> u128 {
        let inner = 2 * params.degree() as u128 * u128::from(self.sub_keys()) + 1;
        u128::from(members) * u128::from(NOISE_BOUND) * inner
    }

    /// F of slots of P bits: the largest with `L*2^F + B < 2^(127-P)`, half of Delta; B for these members.
    #[must_use]
    pub fn flooding_bits(&self, params: &Params, members: u64, slot_bits: u8) -> u32 {
        let bound = self.noise_bound(params, members);
        let half = 1u128 << (WORD_BITS - 1 - slot_bits);
        let fits = |f: &u32| {
            let flooding = 1u128.checked_shl(*f).and_then(|one| one.checked_mul(self.sub_keys().into()));
            flooding.is_some_and(|flooding| flooding + bound < half)
        };
        (0..u32::from(WORD_BITS) - 9).rev().find(fits).unwrap_or(0)
    }

    /// Cells that one key may open: the largest K with `K * B * (2^-(F+1) + k*2^-(F'+1)) <= 2^-40`, F of the values, F' of
    /// the bits, of which each cell has k.
    #[must_use]
    pub fn admissible_cells(&self, params: &Params, demand: Demand) -> u64 {
        let values = self.flooding_bits(params, demand.members, slot_bits(demand.members, demand.width));
        let bits = self.flooding_bits(params, demand.members, BIT_SLOT);
        let kinds = if demand.changed { 2 } else { 1 };
        let room = 1u128 << (bits + 1).saturating_sub(BUDGET_BITS);
        let each = self.noise_bound(params, demand.members) * ((1 << bits.saturating_sub(values)) + kinds);
        u64::try_from(room / each.max(1)).unwrap_or(u64::MAX)
    }

    /// Refuse a key whose budget so many cells exceed, naming the admissible size.
    pub fn check_budget(&self, params: &Params, demand: Demand, cells: u64) -> Result<(), BoundError> {
        let members = demand.members;
        if members == 0 || members > MAX_MEMBERS {
            return Err(BoundError::Members(members));
        }
        let admissible_cells = self.admissible_cells(params, demand);
        if cells <= admissible_cells {
            return Ok(());
        }
        let fits = |m: &u64| self.admissible_cells(params, Demand { members: *m, ..demand }) >= cells;
        let admissible_members = (1..members).rev().find(fits).unwrap_or(0);
        Err(BoundError::Budget { cells, members, admissible_cells, admissible_members })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: Params = Params::STANDARD;

    fn committee(n: u8, t: u8) -> Committee {
        Committee::new(n, t).unwrap()
    }

    const ALL: [(u8, u8); 4] = [(3, 2), (5, 3), (7, 4), (9, 5)];

    #[test]
    fn the_numbers_of_params_md() {
        assert_eq!(ALL.map(|(n, t)| committee(n, t).sub_keys()), [3, 10, 35, 126]);
        let values = |members, width| {
            ALL.map(|(n, t)| committee(n, t).flooding_bits(&P, members, slot_bits(members, width)))
        };
        assert_eq!(values(27, 16), [104, 102, 100, 99]);
        assert_eq!(values(27, 32), [88, 86, 84, 83]);
        assert_eq!(values(256, 16), [101, 99, 97, 96]);
        let cells = |members, width| {
            let demand = Demand { members, width, changed: false };
            ALL.map(|(n, t)| committee(n, t).admissible_cells(&P, demand))
        };
        assert!(cells(27, 16).iter().all(|cells| *cells > 1_000_000));
        // 8,192 values of 32 bits and 256 members: too many for 4 of 7 and 5 of 9.
        let [one, two, three, four] = cells(256, 32);
        assert!(one > 8192 && two > 8192 && three < 8192 && four < 8192, "{one} {two} {three} {four}");
        assert!(four > 100, "{four}");
    }

    #[test]
    fn flooding_is_the_largest_that_decrypts_and_bits_cost_little() {
        for (n, t) in ALL {
            for members in [1, 27, 256] {
                for bits in [BIT_SLOT, 21, 40] {
                    let c = committee(n, t);
                    let (f, b) = (c.flooding_bits(&P, members, bits), c.noise_bound(&P, members));
                    let half = 1u128 << (127 - bits);
                    assert!((u128::from(c.sub_keys()) << f) + b < half);
                    assert!((u128::from(c.sub_keys()) << (f + 1)) + b >= half);
                }
                let with = |changed| {
                    let demand = Demand { members, width: 16, changed };
                    committee(n, t).admissible_cells(&P, demand)
                };
                assert!(with(true) <= with(false) && with(true) > with(false) / 100 * 98);
            }
        }
    }

    #[test]
    fn refusals_name_the_admissible_size() {
        let demand = Demand { members: 256, width: 32, changed: true };
        let Err(BoundError::Budget { admissible_cells, admissible_members, .. }) =
            committee(9, 5).check_budget(&P, demand, 16_384)
        else {
            panic!("must be refused")
        };
        let fewer = Demand { members: admissible_members, ..demand };
        assert!(committee(9, 5).check_budget(&P, fewer, 16_384).is_ok());
        assert!(committee(9, 5).check_budget(&P, demand, admissible_cells).is_ok());
        assert!(committee(9, 5).check_budget(&P, demand, admissible_cells + 1).is_err());
        assert!(committee(5, 3).check_budget(&P, Demand { members: 257, ..demand }, 1).is_err());
        for (n, t) in [(2, 2), (4, 3), (6, 4), (8, 5), (10, 3), (3, 1), (0, 0), (5, 255)] {
            assert!(Committee::new(n, t).is_err(), "{n} {t}");
        }
    }
}
