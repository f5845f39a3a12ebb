//! Cells of a round (spec section 3.2).

use serde::{Deserialize, Serialize};

/// Width of the range proof of a cell, by the measure's maximum. Sets the limbs a value takes in the slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Width {
    /// Counts below 2^8, one limb.
    W8,
    /// Counts below 2^16, one limb.
    W16,
    /// Counts below 2^32, two limbs.
    W32,
}

impl Width {
    /// All widths, in the order in which batches of range proofs are formed.
    pub const ALL: [Self; 3] = [Self::W8, Self::W16, Self::W32];

    /// The narrowest width that holds `max`.
    #[must_use]
    pub const fn for_max(max: u32) -> Self {
        match max {
            0..=0xFF => Self::W8,
            0x100..=0xFFFF => Self::W16,
            _ => Self::W32,
        }
    }

    /// Bits proved.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::W8 => 8,
            Self::W16 => 16,
            Self::W32 => 32,
        }
    }

    /// The byte that stands for the width in the transcript.
    #[must_use]
    pub const fn tag(self) -> u8 {
        self.bits() as u8
    }

    /// Whether the range proof of this width can be made for a count: a non-zero x is proved as x - 1 < 2^w, so
    /// 2^w itself is admitted. Packing keeps honest counts below it.
    #[must_use]
    pub const fn admits(self, value: u64) -> bool {
        value <= 1u64 << self.bits()
    }

    /// Limbs of 24 bits that a value takes.
    #[must_use]
    pub const fn limbs(self) -> usize {
        match self {
            Self::W8 | Self::W16 => 1,
            Self::W32 => 2,
        }
    }
}

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
    /// Width of the range proof.
    #[must_use]
    pub const fn width(&self) -> Width {
        Width::for_max(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_holds_the_maximum() {
        for max in [0, 1, 255, 256, 65_535, 65_536, 1 << 24, u32::MAX] {
            let width = Width::for_max(max);
            assert!(u64::from(max) < 1u64 << width.bits());
            assert!(width.bits() <= 24 * width.limbs() as u32);
        }
    }
}
