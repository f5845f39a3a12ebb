//! What members publish themselves, and what follows from it of other sums of theirs.

use crate::exact::linear::indicator;
use crate::exact::span::Traced;
use crate::table::{PublicFigure, Table};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The public figures of all members in one system.
pub(crate) struct Published<'a> {
    members: BTreeMap<u32, Own<'a>>,
}

/// Those of one member.
struct Own<'a> {
    /// In the order of `figures`.
    rows: Traced,
    /// With their leaves in the system, those of most hard leaves first.
    figures: Vec<(&'a [u32], u64)>,
}

impl<'a> Published<'a> {
    /// `before`: also what was published in earlier rounds.
    pub(crate) fn new(table: &'a Table, system: usize, before: bool) -> Self {
        let mut sorted: Vec<&PublicFigure> =
            table.public.iter().filter(|figure| before || !figure.before).collect();
        sorted.sort_by_key(|figure| Reverse(figure.leaves.first().map_or(0, Vec::len)));
        let mut members: BTreeMap<u32, Own<'a>> = BTreeMap::new();
        for figure in sorted {
            let Some(leaves) = figure.leaves.get(system) else { continue };
            let own = members
                .entry(figure.member)
                .or_insert_with(|| Own { rows: Traced::new(), figures: Vec::new() });
            own.rows.add(&indicator(leaves.iter().copied()));
            own.figures.push((leaves, figure.figure));
        }
        Self { members }
    }

    /// The figure of a member that follows from what it publishes.
    pub(crate) fn exactly(&self, member: u32, leaves: &[u32]) -> Option<u64> {
        let own = self.members.get(&member)?;
        let factors = own.rows.combination(&indicator(leaves.iter().copied()))?;
        let zero = BigRational::from(BigInt::from(0));
        let sum = factors.into_iter().fold(zero, |sum, (row, factor)| {
            let value = own.figures.get(row as usize).map_or(0, |(_, value)| *value);
            sum + factor * BigInt::from(value)
        });
        Some(sum.to_integer().to_u64().unwrap_or(0))
    }

    /// What a member's figure is at least: that figure, or the sum of public figures within it that share nothing.
    pub(crate) fn at_least(&self, member: u32, leaves: &[u32]) -> u64 {
        let Some(own) = self.members.get(&member) else { return 0 };
        if let Some(figure) = self.exactly(member, leaves) {
            return figure;
        }
        let (mut taken, mut sum) = (BTreeSet::new(), 0u64);
        for (inside, value) in &own.figures {
            let is_in = inside.iter().all(|leaf| leaves.binary_search(leaf).is_ok() && !taken.contains(leaf));
            if is_in && !inside.is_empty() {
                taken.extend(inside.iter().copied());
                sum = sum.saturating_add(*value);
            }
        }
        sum
    }

    /// What it is at most: that figure, or the least public figure that holds it, or `max`.
    pub(crate) fn at_most(&self, member: u32, leaves: &[u32], max: u64) -> u64 {
        let Some(own) = self.members.get(&member) else { return max };
        let around = own.figures.iter().filter(|(whole, _)| crate::atoms::within(leaves, whole));
        let least = around.map(|(_, value)| *value).min().unwrap_or(max);
        self.exactly(member, leaves).unwrap_or(least).min(max)
    }
}
