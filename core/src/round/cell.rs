//! Cells of a round (spec section 3.2).

use serde::{Deserialize, Serialize};

/// One cell of the round's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellSpec {
    /// Dimension values joined by dots, without the reference area, e.g. `A.OFF_REC.ICCS0903._Z._T._T.2024`.
    pub key: String,
    /// Largest count a member may report; the proof shows it up to the width.
    pub max: u32,
    /// Leaf figures whose sum the cell is by declared sums, as places in the round's list, ascending.
    pub leaves: Vec<u32>,
    /// Fewest contributors for opening; at least 3.
    pub min_contributors: u16,
    /// Nobody reads its value: only its count plays a part. The member's tool makes its figure.
    pub count_only: bool,
    /// Base of the bands in which the total is shown: 5, or 1 for exact values from the first band on.
    pub rounding: u8,
    /// Where bands begin: below it one band holds everything.
    pub first: u32,
}

impl CellSpec {
    /// Whether somebody types its figure. Codes hold no `~`: what holds one is made by the member's tool, be it counted alone
    /// or a term of an evaluation.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        !self.count_only && !self.key.contains('~')
    }

    /// Bits of the largest count, at least 1: a member's proof shows that its figure is at most `2^width`.
    #[must_use]
    pub const fn width(&self) -> u8 {
        let bits = u32::BITS - self.max.leading_zeros();
        if bits == 0 { 1 } else { bits as u8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_holds_the_maximum() {
        for max in [0, 1, 255, 256, 65_535, 65_536, 1 << 24, u32::MAX] {
            let cell = CellSpec {
                key: String::new(),
                max,
                leaves: vec![],
                min_contributors: 3,
                count_only: false,
                rounding: 1,
                first: 13,
            };
            assert!(u64::from(max) < 1u64 << cell.width());
            assert!(max < 2 || u64::from(max) >= 1u64 << (cell.width() - 1));
        }
    }
}
