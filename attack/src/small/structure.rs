//! Structures of small worlds.

/// A small world's structure: leaves, cells over them, and who reports which.
#[derive(Clone, Debug)]
pub struct Small {
    /// Members.
    pub members: usize,
    /// Leaves.
    pub leaves: usize,
    /// Per cell its leaves; sums before parts.
    pub cells: Vec<Vec<usize>>,
    /// Per cell who reports it.
    pub reporters: Vec<Vec<usize>>,
    /// Largest figure.
    pub most: u8,
    /// Fewest contributors.
    pub minimum: u32,
    /// How values are shown.
    pub base: u32,
    /// Where bands begin.
    pub first: u64,
}

impl Small {
    /// Some cells and their total, all reported by everybody.
    #[must_use]
    pub fn sum(inner: usize, members: usize, most: u8) -> Self {
        let mut cells = vec![(0..inner).collect::<Vec<usize>>()];
        cells.extend((0..inner).map(|leaf| vec![leaf]));
        Self::of(cells, inner, members, most)
    }

    /// Two by two cells with all their margins.
    #[must_use]
    pub fn crossed(members: usize, most: u8) -> Self {
        let margins = [vec![0, 1, 2, 3], vec![0, 1], vec![2, 3], vec![0, 2], vec![1, 3]];
        let cells = margins.into_iter().chain((0..4).map(|leaf| vec![leaf]));
        Self::of(cells.collect(), 4, members, most)
    }

    /// A total and its two parts, of which the first member reports the total alone, the last two the parts alone.
    #[must_use]
    pub fn ragged(members: usize, most: u8) -> Self {
        let mut small = Self::sum(2, members, most);
        small.reporters = vec![(0..members - 2).collect(), (1..members).collect(), (1..members).collect()];
        small
    }

    fn of(cells: Vec<Vec<usize>>, leaves: usize, members: usize, most: u8) -> Self {
        let reporters = vec![(0..members).collect(); cells.len()];
        Self { members, leaves, cells, reporters, most, minimum: 3, base: 3, first: 8 }
    }

    /// The same, and with some members that do not report some cells: one of a part, of the total, of two parts; two of
    /// one part, of two parts, of the total and a part.
    #[must_use]
    pub fn with_gaps(&self) -> Vec<Self> {
        let gaps: [&[(usize, usize)]; 7] = [
            &[],
            &[(1, 0)],
            &[(0, 0)],
            &[(1, 0), (2, 0)],
            &[(1, 0), (1, 1)],
            &[(1, 0), (2, 1)],
            &[(0, 0), (1, 1)],
        ];
        let without = |gaps: &&[(usize, usize)]| {
            let mut small = self.clone();
            for (cell, member) in *gaps {
                small.reporters[*cell].retain(|who| who != member);
            }
            small
        };
        gaps.iter().map(without).collect()
    }
}
