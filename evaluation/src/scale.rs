//! Countries by their own risk ratio: in which piece of the scale a table lies. Decided in whole numbers, so that two
//! machines never differ.

use crate::table::TwoByTwo;

/// A piece of the scale of risk ratios. They do not overlap, and every table is in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Below 0.67.
    Below067,
    /// From 0.67 to below 0.9.
    Below090,
    /// From 0.9 to below 1.
    Below1,
    /// From 1 to 1.1, both included; and whoever has no ratio: no event in either group, or no person in one of them.
    UpTo110,
    /// Above 1.1; also an event under the programme where the comparison group has none.
    Above110,
}

/// Countries that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// All that report.
    All,
    /// A risk ratio below 1: fewer events under the programme than expected from the comparison group.
    Fewer,
    /// 1 or above, or no ratio.
    Other,
    /// Below 0.67.
    Below067,
    /// From 0.67 to below 0.9.
    Below090,
    /// From 0.9 to 1.1, or no ratio.
    UpTo110,
    /// Above 1.1.
    Above110,
}

/// On which side of 1.
pub(crate) const DIRECTIONS: [Group; 3] = [Group::All, Group::Fewer, Group::Other];
/// The four classes.
pub(crate) const CLASSES: [Group; 4] = [Group::Below067, Group::Below090, Group::UpTo110, Group::Above110];

impl Piece {
    /// Its name among the leaves of a round.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Below067 => "N1",
            Self::Below090 => "N2",
            Self::Below1 => "N3",
            Self::UpTo110 => "N4",
            Self::Above110 => "N5",
        }
    }
}

impl Group {
    /// What it is made of.
    #[must_use]
    pub const fn pieces(self) -> &'static [Piece] {
        use Piece::{Above110, Below1, Below067, Below090, UpTo110};
        match self {
            Self::All => &[Below067, Below090, Below1, UpTo110, Above110],
            Self::Fewer => &[Below067, Below090, Below1],
            Self::Other => &[UpTo110, Above110],
            Self::Below067 => &[Below067],
            Self::Below090 => &[Below090],
            Self::UpTo110 => &[Below1, UpTo110],
            Self::Above110 => &[Above110],
        }
    }

    /// Its name in keys of cells.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::All => "N",
            Self::Fewer => "N-FEWER",
            Self::Other => "N-OTHER",
            Self::Below067 => "N-067",
            Self::Below090 => "N-090",
            Self::UpTo110 => "N-110",
            Self::Above110 => "N-MORE",
        }
    }

    /// Whether its number follows from others: all countries are known, and so is what is left of them.
    pub(crate) const fn follows(self) -> bool {
        matches!(self, Self::All | Self::Other | Self::Above110)
    }

    /// For people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::All => "Countries",
            Self::Fewer => "Countries with a risk ratio below 1",
            Self::Other => "Countries with a risk ratio of 1 or above, or none",
            Self::Below067 => "Countries with a risk ratio below 0.67",
            Self::Below090 => "Countries with a risk ratio from 0.67 to below 0.9",
            Self::UpTo110 => "Countries with a risk ratio from 0.9 to 1.1, or none",
            Self::Above110 => "Countries with a risk ratio above 1.1",
        }
    }
}

impl TwoByTwo {
    /// Where its risk ratio lies, `a n2` by `c n1`.
    #[must_use]
    pub const fn piece(&self) -> Piece {
        let (over, under) = (self.a * self.n2(), self.c * self.n1());
        if 100 * over < 67 * under {
            Piece::Below067
        } else if 10 * over < 9 * under {
            Piece::Below090
        } else if over < under {
            Piece::Below1
        } else if 10 * over <= 11 * under {
            Piece::UpTo110
        } else {
            Piece::Above110
        }
    }

    /// Whether it is one of the countries that are counted.
    pub(crate) fn is_in(&self, group: Group) -> bool {
        group.pieces().contains(&self.piece())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece([a, n1, c, n2]: [u32; 4]) -> Piece {
        TwoByTwo::new(a, n1, c, n2).unwrap().piece()
    }

    #[test]
    fn ends_belong_to_one_piece() {
        let wanted = [
            ([66, 100, 100, 100], Piece::Below067),
            ([67, 100, 100, 100], Piece::Below090),
            ([89, 100, 100, 100], Piece::Below090),
            ([90, 100, 100, 100], Piece::Below1),
            ([99, 100, 100, 100], Piece::Below1),
            ([50, 100, 25, 50], Piece::UpTo110),
            ([55, 100, 50, 100], Piece::UpTo110),
            ([56, 100, 50, 100], Piece::Above110),
            ([0, 100, 1, 100], Piece::Below067),
            ([1, 100, 0, 100], Piece::Above110),
        ];
        for (counts, wanted) in wanted {
            assert_eq!(piece(counts), wanted, "{counts:?}");
        }
        for silent in [[0, 9, 0, 9], [0, 0, 3, 9], [3, 9, 0, 0], [0; 4]] {
            assert_eq!(piece(silent), Piece::UpTo110, "{silent:?} has no ratio");
        }
        assert_eq!(piece([16_000_000, 16_000_000, 1, 700_000]), Piece::Above110, "no product overflows");
    }

    #[test]
    fn directions_and_classes_are_all_countries_once() {
        for groups in [&DIRECTIONS[1..], &CLASSES] {
            let mut pieces: Vec<Piece> = groups.iter().flat_map(|group| group.pieces()).copied().collect();
            pieces.sort_unstable();
            assert_eq!(pieces, Group::All.pieces());
        }
    }
}
