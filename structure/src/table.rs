//! The cells of a round: all tables over its periods, their leaves, and the relations between them.

use super::fault::StructureFault;
use super::model::{Structure, Table};
use super::period::{self, FREQUENCY};
use intertally_core::round::validate::MAX_CELLS;
use intertally_core::round::{CellSpec, Relation};
use std::collections::{BTreeMap, BTreeSet};

/// Most leaves that all cells may name together.
const MAX_LEAVES: u64 = 4_000_000;

/// What a structure asks for in given periods: the part of a round manifest that follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTable {
    /// Keys of the leaf figures, ascending.
    pub leaves: Vec<String>,
    /// Cells by period, then in the order of the tables; a cell of two tables stands once. No public members.
    pub cells: Vec<CellSpec>,
    /// Each declared sum whose total and parts are all cells.
    pub relations: Vec<Relation>,
}

impl Structure {
    /// The cells of a round over `periods`, in this order. An annual cell is asked for years, a quarterly one for
    /// quarters, where the structure has a dimension FREQ.
    ///
    /// # Errors
    /// All faults of the structure and of the periods.
    pub fn table(&self, periods: &[String]) -> Result<RoundTable, Vec<StructureFault>> {
        let mut faults = self.faults();
        faults.extend(self.period_faults(periods));
        let per_period: u64 = self.tables.iter().map(Table::size).fold(0, u64::saturating_add);
        let cells = per_period.saturating_mul(periods.len() as u64);
        // Tables may overlap, so only a bound on the work; the exact limit is checked below.
        if cells > 8 * MAX_CELLS as u64 {
            faults.push(StructureFault::TooMany { what: "cells", cells, limit: MAX_CELLS as u64 });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let rows = self.rows(periods);
        let cells = rows.len() as u64;
        if rows.len() > MAX_CELLS {
            return Err(vec![StructureFault::TooMany { what: "cells", cells, limit: MAX_CELLS as u64 }]);
        }
        let atoms = Atoms::of(self);
        let leaves = rows.iter().map(|row| atoms.count(row)).fold(0, u64::saturating_add);
        if leaves > MAX_LEAVES {
            let what = "figures that the cells are sums of";
            return Err(vec![StructureFault::TooMany { what, cells: leaves, limit: MAX_LEAVES }]);
        }
        Ok(self.assemble(&rows, &atoms))
    }

    fn period_faults(&self, periods: &[String]) -> Vec<StructureFault> {
        let mut faults = Vec::new();
        let mut fault = |period: &str, what: &str| {
            faults.push(StructureFault::Period { period: period.to_owned(), what: what.to_owned() });
        };
        if periods.is_empty() {
            fault("", "a round asks for at least one; write e.g. 2024");
        }
        let mut seen = BTreeSet::new();
        for period in periods {
            if period::frequency(period).is_none() {
                fault(period, "no period; write 2024, 2024-S1, 2024-Q1 or 2024-03");
            } else if !seen.insert(period) {
                fault(period, "named twice; name it once");
            } else if !self.tables.iter().any(|table| table.asks(period)) {
                fault(period, "no table has cells of this frequency; take other periods or add a table");
            }
        }
        faults
    }

    /// The values of every cell in the order of the key, each cell once.
    fn rows<'a>(&'a self, periods: &'a [String]) -> Vec<Vec<&'a str>> {
        let place = self.key_dimensions().position(|dimension| dimension.id == self.time).unwrap_or_default();
        let mut seen = BTreeSet::new();
        let mut rows = Vec::new();
        for period in periods {
            for mut row in self.tables.iter().flat_map(|table| table.rows(period)) {
                row.insert(place.min(row.len()), period.as_str());
                if seen.insert(row.clone()) {
                    rows.push(row);
                }
            }
        }
        rows
    }

    fn assemble(&self, rows: &[Vec<&str>], atoms: &Atoms<'_>) -> RoundTable {
        let keys: Vec<Vec<String>> = rows.iter().map(|row| atoms.leaves(row)).collect();
        let all: BTreeSet<&str> = keys.iter().flatten().map(String::as_str).collect();
        let numbers: BTreeMap<&str, u32> = all.iter().copied().zip(0..).collect();
        let measure = self.key_dimensions().position(|dimension| dimension.id == self.measure);
        let cell = |(row, leaves): (&Vec<&str>, &Vec<String>)| {
            let rules = measure.and_then(|at| self.rules(row.get(at)?));
            let mut leaves: Vec<u32> =
                leaves.iter().filter_map(|leaf| numbers.get(leaf.as_str()).copied()).collect();
            leaves.sort_unstable();
            CellSpec {
                key: row.join("."),
                max: rules.map_or(u32::MAX, |rules| rules.max),
                leaves,
                min_contributors: rules.map_or(u16::MAX, |rules| rules.min_contributors),
                public_members: Vec::new(),
                rounding: rules.map_or(1, |rules| rules.rounding),
            }
        };
        let cells: Vec<CellSpec> = rows.iter().zip(&keys).map(cell).collect();
        let relations = self.relations(&cells);
        RoundTable { leaves: all.into_iter().map(str::to_owned).collect(), cells, relations }
    }

    /// The declared sums that hold between these cells, by place.
    pub fn relations(&self, cells: &[CellSpec]) -> Vec<Relation> {
        let places: BTreeMap<&str, u32> = cells.iter().map(|cell| cell.key.as_str()).zip(0..).collect();
        let dimensions: Vec<&str> = self.key_dimensions().map(|dimension| dimension.id.as_str()).collect();
        let mut relations = Vec::new();
        for (parent, cell) in (0..).zip(cells) {
            let row: Vec<&str> = cell.key.split('.').collect();
            for (at, (dimension, code)) in dimensions.iter().zip(&row).enumerate() {
                for sum in self.sums_of(dimension, code) {
                    let place = |child: &String| {
                        let mut key = row.clone();
                        *key.get_mut(at)? = child.as_str();
                        places.get(key.join(".").as_str()).copied()
                    };
                    let Some(mut children) = sum.children.iter().map(place).collect::<Option<Vec<u32>>>()
                    else {
                        continue;
                    };
                    children.sort_unstable();
                    relations.push(Relation { parent, children });
                }
            }
        }
        relations
    }
}

impl Table {
    /// Cells per period, if the period has their frequency.
    pub(super) fn size(&self) -> u64 {
        self.values.iter().map(|values| values.codes.len() as u64).fold(1, u64::saturating_mul)
    }

    fn asks(&self, period: &str) -> bool {
        let fits = |code: &String| fits(code, period);
        self.values
            .iter()
            .filter(|values| values.dimension == FREQUENCY)
            .all(|values| values.codes.iter().any(fits))
    }

    /// The product of the values, the last dimension running fastest.
    fn rows<'a>(&'a self, period: &str) -> Vec<Vec<&'a str>> {
        let mut rows = vec![Vec::new()];
        for values in &self.values {
            let kept = |code: &&String| values.dimension != FREQUENCY || fits(code, period);
            let codes: Vec<&str> = values.codes.iter().filter(kept).map(String::as_str).collect();
            rows = rows
                .into_iter()
                .flat_map(|row: Vec<&str>| {
                    let longer = |code: &&'a str| row.iter().copied().chain([*code]).collect::<Vec<_>>();
                    codes.iter().map(longer).collect::<Vec<_>>()
                })
                .collect();
        }
        rows
    }
}

/// Whether a code of FREQ goes with a period; codes that say nothing of length go with all.
fn fits(code: &str, period: &str) -> bool {
    !matches!(code, "A" | "S" | "Q" | "M") || period::frequency(period) == Some(code)
}

/// The atoms of every code, per dimension of the key.
struct Atoms<'a>(Vec<BTreeMap<&'a str, Vec<&'a str>>>);

impl<'a> Atoms<'a> {
    fn of(structure: &'a Structure) -> Self {
        let of = |dimension: &'a str| {
            let sums = structure.sums.iter().filter(|sum| sum.dimension == dimension);
            sums.map(|sum| {
                let parts = structure.atoms(dimension, &sum.parent).into_iter().collect();
                (sum.parent.as_str(), parts)
            })
            .collect()
        };
        Self(structure.key_dimensions().map(|dimension| of(&dimension.id)).collect())
    }

    fn count(&self, row: &[&str]) -> u64 {
        let parts =
            |(atoms, code): (&BTreeMap<&str, Vec<&str>>, &&str)| atoms.get(code).map_or(1, Vec::len) as u64;
        self.0.iter().zip(row).map(parts).fold(1, u64::saturating_mul)
    }

    /// Keys of the leaves of a cell.
    fn leaves(&self, row: &[&str]) -> Vec<String> {
        let mut keys = vec![String::new()];
        for (at, (atoms, code)) in self.0.iter().zip(row).enumerate() {
            let alone = [*code];
            let parts: &[&str] = atoms.get(code).map_or(&alone, Vec::as_slice);
            let dot = if at == 0 { "" } else { "." };
            keys = keys
                .iter()
                .flat_map(|key| parts.iter().map(move |part| format!("{key}{dot}{part}")))
                .collect();
        }
        keys
    }
}
