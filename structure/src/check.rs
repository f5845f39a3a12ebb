//! Whether a round's table is what its structure file gives: members, trustees and auditors make it again.

use super::fault::StructureFault;
use super::model::Structure;
use super::table::RoundTable;
use intertally_core::round::{CellSpec, Leaf, RoundManifest};

/// Where a manifest departs from its structure file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableDifference {
    /// The structure gives no table for the periods of the manifest.
    #[error("the structure gives no table for the round's periods: {0}")]
    NoTable(StructureFault),
    /// Leaf figures.
    #[error(
        "leaf {place} of the round is {}, the structure gives {}; {NEXT}",
        leaf(.found.as_ref()),
        leaf(.wanted.as_ref())
    )]
    Leaf {
        /// The first place at which they differ.
        place: usize,
        /// What the structure gives there.
        wanted: Option<Leaf>,
        /// What the round says.
        found: Option<Leaf>,
    },
    /// The number of cells.
    #[error("the round has {found} cells, the structure gives {wanted}; {NEXT}")]
    Cells {
        /// By the structure.
        wanted: usize,
        /// In the round.
        found: usize,
    },
    /// A cell.
    #[error("cell {place} ({key}): its {what} is not what the structure says; {NEXT}")]
    Cell {
        /// Its place in the round.
        place: usize,
        /// Its key by the structure.
        key: String,
        /// The field that differs.
        what: &'static str,
    },
    /// One of the rules.
    #[error("{what} {name} is not what the structure says; {NEXT}")]
    Rule {
        /// What kind of rule.
        what: &'static str,
        /// Its name, or its place in the list.
        name: String,
    },
}

const NEXT: &str = "take no part; the coordinator has to open the round from the structure file again";

fn leaf(leaf: Option<&Leaf>) -> String {
    leaf.map_or("missing".to_owned(), |leaf| {
        let (year, month) = (leaf.start / 12, leaf.start % 12 + 1);
        format!("{} over {} months from {year}-{month:02}", leaf.figure, leaf.months)
    })
}

impl Structure {
    /// Makes the table of a round again and compares. A cell may want more contributors than the structure says, nothing
    /// else may differ. That this is the file that the manifest names is for the caller to see.
    ///
    /// # Errors
    /// All differences; of the leaves the first.
    pub fn check_table(&self, manifest: &RoundManifest) -> Result<(), Vec<TableDifference>> {
        let table = match self.table(&manifest.periods) {
            Ok(table) => table,
            Err(faults) => return Err(faults.into_iter().map(TableDifference::NoTable).collect()),
        };
        let mut all: Vec<TableDifference> = leaves(&table, manifest).into_iter().collect();
        let (wanted, found) = (table.cells.len(), manifest.cells.len());
        if wanted != found {
            all.push(TableDifference::Cells { wanted, found });
        }
        for (place, (wanted, found)) in table.cells.iter().zip(&manifest.cells).enumerate() {
            let what = differing(wanted, found).into_iter();
            all.extend(what.map(|what| TableDifference::Cell { place, key: wanted.key.clone(), what }));
        }
        let (wanted, found) = (&table.rules, &manifest.rules);
        all.extend(rules("soft system", &wanted.systems, &found.systems, |_| String::new()));
        all.extend(rules("ladder slice", &wanted.ladders, &found.ladders, |_| String::new()));
        all.extend(rules("group of quiet figures", &wanted.quiet, &found.quiet, |_| String::new()));
        all.extend(rules("whole table", &wanted.whole, &found.whole, |one| one.table.clone()));
        all.extend(rules("area within another", &wanted.within, &found.within, |one| one.inner.clone()));
        all.extend(rules("parent of a code", &wanted.parents, &found.parents, |one| one.code.clone()));
        all.extend(rules("evaluation", &wanted.evaluations, &found.evaluations, |_| String::new()));
        if all.is_empty() { Ok(()) } else { Err(all) }
    }
}

/// The first leaf that differs.
fn leaves(table: &RoundTable, manifest: &RoundManifest) -> Option<TableDifference> {
    let longest = table.leaves.len().max(manifest.leaves.len());
    let pair = |place: usize| (table.leaves.get(place), manifest.leaves.get(place));
    let place = (0..longest).find(|place| {
        let (wanted, found) = pair(*place);
        wanted != found
    })?;
    let (wanted, found) = pair(place);
    Some(TableDifference::Leaf { place, wanted: wanted.cloned(), found: found.cloned() })
}

fn differing(wanted: &CellSpec, found: &CellSpec) -> Vec<&'static str> {
    let CellSpec { key, max, leaves, min_contributors, count_only, rounding, first } = wanted;
    let fields = [
        ("key", *key != found.key),
        ("largest count", *max != found.max),
        ("list of leaves", *leaves != found.leaves),
        ("minimum of contributors", *min_contributors > found.min_contributors),
        ("mark that it is counted alone", *count_only != found.count_only),
        ("rounding", *rounding != found.rounding),
        ("first band", *first != found.first),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}

/// Rules of one kind that differ, place by place.
fn rules<T: PartialEq>(
    what: &'static str,
    wanted: &[T],
    found: &[T],
    name: impl Fn(&T) -> String,
) -> Vec<TableDifference> {
    let longest = wanted.len().max(found.len());
    let differs = |place: &usize| wanted.get(*place) != found.get(*place);
    let named = |place: usize| {
        let own = wanted.get(place).or(found.get(place)).map(&name).unwrap_or_default();
        let name = format!("{} {own}", place + 1);
        TableDifference::Rule { what, name: name.trim_end().to_owned() }
    };
    (0..longest).filter(differs).map(named).collect()
}
