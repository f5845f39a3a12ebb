//! Fewest contributors of a form, from what counts say.

use super::bits::Bits;
use super::component::Component;

impl Component {
    /// At most how many contribute to the atoms of `all` that `held` leaves out, if these are `allowed` or fewer: the least
    /// of the number of their members and the counts of the lines that include them.
    pub(super) fn outside(&self, all: &Bits, held: &Bits, allowed: u32) -> Option<u32> {
        let place = (allowed as usize).min(self.at_most.len().saturating_sub(1));
        let mut around = self.at_most.get(place).filter(|lines| !lines.is_empty()).cloned();
        let (mut size, mut seen, mut last) = (0, Bits::new(self.sizes.len()), usize::MAX);
        for atom in all.without(held) {
            let group = self.group(atom);
            if seen.insert(group) {
                size += self.size(group);
            }
            let column = self.column_of.get(atom).copied().unwrap_or(usize::MAX);
            if column != last
                && let (Some(lines), Some(column)) = (&mut around, self.columns.get(column))
            {
                lines.keep(&column.within);
                if lines.is_empty() {
                    around = None;
                }
            }
            last = column;
            if size > allowed && around.is_none() {
                return None;
            }
        }
        let count = |line: usize| Some(self.lines.get(line)?.counted?.most);
        let least = around.iter().flat_map(Bits::iter).filter_map(count).min();
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
