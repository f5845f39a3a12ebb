//! Fewest contributors of a form, from what counts say.

use super::bits::Bits;
use super::component::Component;
use std::collections::BTreeMap;

impl Component {
    /// At most how many contribute to the atoms of `all` that `held` leaves out, if these are `allowed` or fewer: the least
    /// of the number of their members, and of the count of a line with the number of members of what it does not include.
    /// Lines that nobody contributes to leave nothing of what they include.
    pub(super) fn outside(&self, all: &Bits, held: &Bits, allowed: u32) -> Option<u32> {
        let place = (allowed as usize).min(self.at_most.len().saturating_sub(1));
        let few = self.at_most.get(place).filter(|lines| !lines.is_empty());
        // Per group the lines that include all of it.
        let mut around: Vec<Option<Bits>> = vec![None; self.sizes.len()];
        // Of all groups, and of those that no line includes.
        let (mut size, mut alone, mut seen) = (0, 0, Bits::new(self.sizes.len()));
        for atom in all.without(held).filter(|atom| !self.void.atoms.has(*atom)) {
            let group = self.group(atom);
            let Some(lines) = around.get_mut(group) else { continue };
            if seen.insert(group) {
                size += self.size(group);
                *lines = few.cloned();
                alone += if lines.is_none() { self.size(group) } else { 0 };
            }
            let column = self.column_of.get(atom).and_then(|column| self.columns.get(*column));
            if let (Some(own), Some(column)) = (&mut *lines, column) {
                own.keep(&column.within);
                if own.is_empty() {
                    *lines = None;
                    alone += self.size(group);
                }
            }
            if alone > allowed {
                return None;
            }
        }
        let mut gained: BTreeMap<usize, u32> = BTreeMap::new();
        for (group, lines) in around.iter().enumerate() {
            for line in lines.iter().flat_map(Bits::iter) {
                *gained.entry(line).or_default() += self.size(group);
            }
        }
        let with =
            |(line, gained): (&usize, &u32)| Some(self.lines.get(*line)?.counted?.most + size - gained);
        let may = |(_, gained): &(&usize, &u32)| self.together || **gained == size;
        let least = gained.iter().filter(may).filter_map(with).min();
        Some(least.map_or(size, |least| least.min(size))).filter(|most| *most <= allowed)
    }

    /// At least how many contribute to these atoms, as this line proves, if these are more than `more`.
    fn inside(&self, line: usize, held: &Bits, more: u32) -> Option<u32> {
        let line = self.lines.get(line)?;
        let least = line.counted?.least;
        let allowed = least.checked_sub(more)?.checked_sub(1)?;
        if !line.atoms.meets(held) {
            return None;
        }
        Some(least - self.outside(&line.atoms, held, allowed)?)
    }

    /// At least how many contribute to these atoms, as some of these lines proves, if these are more than `more`.
    pub(super) fn low(&self, lines: impl IntoIterator<Item = usize>, held: &Bits, more: u32) -> Option<u32> {
        let better = |best: Option<u32>, line| self.inside(line, held, best.unwrap_or(more)).or(best);
        lines.into_iter().fold(None, better)
    }

    /// The lines that prove that enough contribute to these atoms.
    pub(super) fn proofs(&self, held: &Bits) -> impl Iterator<Item = usize> {
        let more = self.minimum.saturating_sub(1);
        let mut meeting = Bits::new(self.lines.len());
        let mut last = usize::MAX;
        for column in held.iter().filter_map(|atom| self.column_of.get(atom).copied()) {
            if let Some(of) = self.columns.get(column).filter(|_| column != last) {
                meeting.add(&of.within);
            }
            last = column;
        }
        let all: Vec<usize> = meeting.iter().collect();
        all.into_iter().filter(move |line| self.inside(*line, held, more).is_some())
    }
}
