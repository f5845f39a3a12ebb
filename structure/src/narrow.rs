//! A structure narrowed to some of its cells.

use super::CellKey;
use super::model::{Structure, Table, Values};
use std::collections::{BTreeMap, BTreeSet};

impl Structure {
    /// The same structure whose tables hold only the cells of `keys`, over the periods in which they stand. The period
    /// in a key plays no part. Tables that lose all cells are gone; one whose rest is no product becomes several, with
    /// a number after its id. Sums stay, so that figures keep their leaves. An evaluation
    /// whose counts are not all asked any more is gone.
    #[must_use]
    pub fn restricted_to(&self, keys: &BTreeSet<CellKey>) -> Self {
        let kept: BTreeSet<Vec<&str>> = keys.iter().filter_map(|key| self.without_period(key)).collect();
        let mut ids: BTreeSet<String> = self.tables.iter().map(|table| table.id.to_uppercase()).collect();
        let mut tables = Vec::new();
        for table in &self.tables {
            let inside = |row: &&Vec<&str>| {
                table
                    .values
                    .iter()
                    .zip(row.iter())
                    .all(|(values, code)| values.codes.iter().any(|c| c == code))
            };
            let rows: BTreeSet<&[&str]> = kept.iter().filter(inside).map(Vec::as_slice).collect();
            let parts = products(&rows);
            let several = parts.len() > 1;
            for part in parts {
                let id = if several { numbered(&table.id, &mut ids) } else { table.id.clone() };
                tables.push(Table { id, values: table.ordered(&part), ..table.clone() });
            }
        }
        let mut narrowed = Self { tables, ..self.clone() };
        let evaluations = std::mem::take(&mut narrowed.evaluations);
        narrowed.evaluations = evaluations.into_iter().filter(|one| one.is_asked(&narrowed)).collect();
        narrowed
    }

    fn without_period<'a>(&self, key: &'a str) -> Option<Vec<&'a str>> {
        let dimensions: Vec<bool> =
            self.key_dimensions().map(|dimension| dimension.id == self.time).collect();
        let values: Vec<&str> = key.split('.').collect();
        let rest =
            values.iter().zip(&dimensions).filter(|(_, time)| !**time).map(|(value, _)| *value).collect();
        (values.len() == dimensions.len()).then_some(rest)
    }
}

impl Table {
    /// Values of these codes, in the order that the table gives them.
    fn ordered(&self, part: &[BTreeSet<&str>]) -> Vec<Values> {
        let one = |(values, kept): (&Values, &BTreeSet<&str>)| Values {
            dimension: values.dimension.clone(),
            codes: values.codes.iter().filter(|code| kept.contains(code.as_str())).cloned().collect(),
        };
        self.values.iter().zip(part).map(one).collect()
    }
}

/// The id with a number after it that no other table has; ids are names of sheets, too, so 31 letters at most.
fn numbered(id: &str, taken: &mut BTreeSet<String>) -> String {
    let stem: String = id.chars().take(24).collect();
    let free = (1_u32..).map(|number| format!("{stem}_{number}")).find(|id| taken.insert(id.to_uppercase()));
    free.unwrap_or(stem)
}

/// Disjoint products whose union is the rows: codes of the first dimension that go with the same rest are taken
/// together, and so on.
fn products<'a>(rows: &BTreeSet<&[&'a str]>) -> Vec<Vec<BTreeSet<&'a str>>> {
    if rows.is_empty() {
        return Vec::new();
    }
    let mut rests: BTreeMap<&'a str, BTreeSet<&[&'a str]>> = BTreeMap::new();
    for row in rows {
        let Some((first, rest)) = row.split_first() else {
            return vec![Vec::new()];
        };
        rests.entry(first).or_default().insert(rest);
    }
    let mut groups: Vec<(BTreeSet<&'a str>, BTreeSet<&[&'a str]>)> = Vec::new();
    for (code, rest) in rests {
        match groups.iter_mut().find(|(_, other)| *other == rest) {
            Some((codes, _)) => {
                codes.insert(code);
            }
            None => groups.push((BTreeSet::from([code]), rest)),
        }
    }
    let longer = |(codes, rest): (BTreeSet<&'a str>, BTreeSet<&[&'a str]>)| {
        products(&rest)
            .into_iter()
            .map(move |tail| std::iter::once(codes.clone()).chain(tail).collect::<Vec<_>>())
    };
    groups.into_iter().flat_map(longer).collect()
}
