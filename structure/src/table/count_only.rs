//! Cells that nobody types and nobody reads: the member's tool makes a bit of the figures typed, step A counts it, and the
//! count bounds what others would give away.

/// How one of them follows from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountOnly {
    /// The cell.
    pub cell: u32,
    pub(crate) how: How,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Whether something is left of some cells after others.
    Left { of: Vec<u32>, after: Vec<u32> },
    /// Whether all that a member has may lie in quiet parts.
    Quiet {
        /// Cells without a common leaf that hold as much of the margin as cells can.
        whole: Vec<u32>,
        /// Cells that hold a quiet leaf.
        some: Vec<u32>,
        /// Largest cells that hold nothing but quiet leaves, if every quiet leaf is in one.
        quiet: Option<Vec<u32>>,
        /// Cells that two of these have in common.
        twice: Vec<u32>,
        /// Cells that hold no quiet leaf.
        plain: Vec<u32>,
    },
}

impl CountOnly {
    /// Cells of whose figures it is made.
    pub fn needs(&self) -> impl Iterator<Item = u32> + '_ {
        let lists: [&[u32]; 3] = match &self.how {
            How::Left { of, after } => [of, after, &[]],
            How::Quiet { whole, some, plain, .. } => [whole, some, plain],
        };
        lists.into_iter().flatten().copied()
    }

    /// Its bit for figures in round order, or none where a figure that it needs is not reported. Parts that exceed their
    /// total leave nothing.
    #[must_use]
    pub fn bit(&self, figures: &[Option<u32>]) -> Option<u32> {
        let figure = |cell: &u32| figures.get(*cell as usize).copied().flatten().map(u64::from);
        let sum = |cells: &[u32]| cells.iter().map(figure).sum::<Option<u64>>();
        let reported = |cells: &[u32]| cells.iter().filter_map(figure).sum::<u64>();
        Some(match &self.how {
            How::Left { of, after } => u32::from(sum(of)? > sum(after)?),
            How::Quiet { whole, some, quiet, twice, plain } => {
                let all = sum(whole)?;
                let known: Vec<u64> = plain.iter().filter_map(figure).collect();
                let may = match quiet {
                    Some(quiet) => all <= reported(quiet).saturating_sub(reported(twice)),
                    // Without any other cell nothing is told apart.
                    None => !known.is_empty(),
                };
                u32::from(may && reported(some) > 0 && known.iter().all(|figure| *figure == 0))
            }
        })
    }
}
