//! What could be published, before a round opens: imagined rounds with the participation that the coordinator expects,
//! judged by the rules that the real round will be judged by. No real figure is needed or read.
//!
//! Members, contributions and so the answer are drawn from a seed, an argument: the same seed gives the same forecast.

mod draw;
mod expected;
#[cfg(test)]
mod tests;

pub use expected::{Expected, ExpectedFault};

use intertally_core::disclosure::{Returned, table};
use intertally_core::round::RoundManifest;
use intertally_disclosure::{TableFault, plan};
use intertally_structure::Structure;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::fmt::Write as _;

/// In how many imagined rounds a cell was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Key of the cell.
    pub key: String,
    /// Rounds in which it had enough contributors by itself.
    pub enough: u32,
    /// Rounds in which it was opened, which is published as a value or as an interval.
    pub published: u32,
}

/// What comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Imagined rounds.
    pub rounds: u32,
    /// One entry per cell that members fill in, in round order.
    pub cells: Vec<Outlook>,
}

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForecastError {
    /// The plan refused its input.
    #[error("the round's cells cannot be planned: {0}")]
    Plan(#[from] TableFault),
}

/// Imagine `rounds` rounds and count. The manifest may be a draft; earlier records are not looked at.
pub fn forecast(
    structure: &Structure,
    manifest: &RoundManifest,
    expected: &Expected,
    rounds: u32,
    seed: u64,
) -> Result<Forecast, ForecastError> {
    let outlook =
        |cell: &intertally_core::round::CellSpec| Outlook { key: cell.key.clone(), enough: 0, published: 0 };
    let mut cells: Vec<Outlook> = manifest.cells.iter().filter(|cell| cell.is_typed()).map(outlook).collect();
    // Round by round by itself; what is counted goes by the round's number, and so is the same on any machine.
    let imagine = |round: u32| {
        let imagined = draw::round(structure, manifest, expected, seed, round);
        let returned = Returned { reported: imagined.reported, ..Returned::default() };
        let opened = plan(&table(manifest, &returned, &imagined.counts, None, &[]))?.opened();
        Ok((imagined.counts, opened))
    };
    let made: Vec<_> = (0..rounds).into_par_iter().map(imagine).collect::<Result<_, TableFault>>()?;
    for (counts, opened) in made {
        let asked = (0u32..).zip(&manifest.cells).filter(|(_, spec)| spec.is_typed());
        for (cell, (index, spec)) in cells.iter_mut().zip(asked) {
            let count = counts.get(index as usize).copied().flatten().unwrap_or(0);
            cell.enough += u32::from(count >= u32::from(spec.min_contributors));
            cell.published += u32::from(opened.contains(&index));
        }
    }
    Ok(Forecast { rounds, cells })
}

impl Forecast {
    /// For the coordinator: a summary for each table, then each cell that is not all but certain.
    #[must_use]
    pub fn text(&self, structure: &Structure) -> String {
        let share = |count: u32| u64::from(count) * 100 / u64::from(self.rounds.max(1));
        let mut out = format!("Forecast of {} imagined rounds. Figures play no part.\n", self.rounds);
        for table in &structure.tables {
            let own: Vec<&Outlook> =
                self.cells.iter().filter(|cell| within(structure, table, &cell.key)).collect();
            let count = |wanted: std::ops::RangeInclusive<u64>| {
                own.iter().filter(|cell| wanted.contains(&share(cell.published))).count()
            };
            let _ = writeln!(
                out,
                "\n{}: {}\n  {} cells: {} almost always published, {} sometimes, {} hardly ever",
                table.id,
                table.title,
                own.len(),
                count(95..=100),
                count(6..=94),
                count(0..=5)
            );
            for cell in own.iter().filter(|cell| share(cell.published) < 95) {
                let (published, enough) = (share(cell.published), share(cell.enough));
                let _ = writeln!(out, "  {published:3} %  {}  (enough contributors: {enough} %)", cell.key);
            }
        }
        out
    }
}

/// Whether the cell with this key is in a table.
fn within(structure: &Structure, table: &intertally_structure::Table, key: &str) -> bool {
    let dimensions = structure.dimensions.iter().filter(|one| one.id != structure.area);
    let codes: Vec<(&String, &str)> = dimensions.map(|one| &one.id).zip(key.split('.')).collect();
    table.values.iter().all(|values| {
        let code = codes.iter().find(|(id, _)| **id == values.dimension).map(|(_, code)| *code);
        code.is_some_and(|code| values.codes.iter().any(|known| known == code))
    })
}
