//! What a member confirms before it sends.

use super::evaluated::Evaluated;
use super::notes::{NoteSaid, notes_said};
use super::read::{ReadInput, Return};
use intertally_core::round::CellSpec;
use intertally_core::submission::Status;
use intertally_structure::CellKey;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A return in short. Holds figures: for the member alone, hence no `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Cells of the round that a member fills in.
    pub cells: usize,
    /// Cells with a figure.
    pub filled: usize,
    /// Cells without, by SDMX status.
    pub missing: BTreeMap<char, usize>,
    /// The largest figure and its cell.
    pub largest: Option<(CellKey, u32)>,
    /// What the figures were compared with.
    pub compared: Compared,
    /// Figures to be confirmed one by one.
    pub to_confirm: Vec<ToConfirm>,
    /// Cells whose figure the office publishes itself, by what it said.
    pub public: Vec<CellKey>,
    /// Cells whose figure is confidential with the office.
    pub confidential: Vec<CellKey>,
    /// Notes, which everybody will read.
    pub notes: Vec<NoteSaid>,
    /// What is made of it for evaluations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evaluated: Vec<Evaluated>,
}

/// What figures were compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// With the member's own last return; so many of them have a figure there.
    Earlier {
        /// How many.
        figures: usize,
    },
    /// With nothing, since no earlier return is kept here: figures that are all ten or a thousand times too large look right.
    Nothing,
    /// They were not to be compared: made-up ones, say.
    #[default]
    Unasked,
}

/// A figure that may be a slip.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ToConfirm {
    /// The cell.
    pub key: CellKey,
    /// Its figure.
    pub value: u32,
    /// Why to look again.
    pub reason: Reason,
}

/// Why a figure is to be confirmed.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The member's last figure was another order of size.
    Previous {
        /// The cell of that figure: this one, or the same of an earlier period.
        key: CellKey,
        /// The figure.
        value: u32,
    },
    /// More than is usual for the measure.
    Usual {
        /// The structure's limit.
        limit: u32,
    },
}

impl Compared {
    /// In words; none where nothing was to be compared.
    #[must_use]
    pub fn to_text(self) -> Option<String> {
        match self {
            Self::Earlier { figures } => Some(format!("{figures} figures were compared with your last return")),
            Self::Nothing => Some(
                "compared with nothing, since no earlier return of yours is kept here: figures that are all ten or a thousand \
                 times too large look right; hold the largest against your own publication"
                    .to_owned(),
            ),
            Self::Unasked => None,
        }
    }
}

impl Summary {
    /// What everybody will read of a return: notes and claims. Cells are not counted yet.
    #[must_use]
    pub fn of_claims(table: &Return) -> Self {
        let named = |cells: &[u32]| {
            cells.iter().filter_map(|cell| table.keys.get(*cell as usize).cloned()).collect::<Vec<_>>()
        };
        Self {
            public: named(&table.public),
            confidential: named(&table.confidential),
            notes: notes_said(&table.notes),
            ..Self::default()
        }
    }

    /// What a return holds in the cells of a round that a member fills in, and its claims. Nothing is compared.
    #[must_use]
    pub fn of_table(cells: &[CellSpec], table: &Return) -> Self {
        let mut summary = Self::of_claims(table);
        for (key, status, value) in typed(cells, table) {
            summary.cells += 1;
            let Some(value) = value else {
                *summary.missing.entry(code(status)).or_insert(0) += 1;
                continue;
            };
            summary.filled += 1;
            if summary.largest.as_ref().is_none_or(|(_, largest)| value > *largest) {
                summary.largest = Some((key.clone(), value));
            }
        }
        summary
    }

    pub(super) fn of(input: &ReadInput<'_>, table: &Return) -> Self {
        let mut summary = Self::of_table(input.cells, table);
        let history = input.previous.map(|previous| History::of(input, previous));
        let mut beside = 0;
        for (key, _, value) in typed(input.cells, table) {
            let Some(value) = value else { continue };
            let before = history.as_ref().and_then(|history| history.last(input, key));
            beside += usize::from(before.is_some());
            let reason = match before {
                Some((key, last)) if far(value, last) => Some(Reason::Previous { key, value: last }),
                _ => usual(input, key).filter(|limit| value > *limit).map(|limit| Reason::Usual { limit }),
            };
            summary.to_confirm.extend(reason.map(|reason| ToConfirm { key: key.clone(), value, reason }));
        }
        summary.compared = match &history {
            _ if summary.filled == 0 => Compared::Unasked,
            Some(_) => Compared::Earlier { figures: beside },
            None => Compared::Nothing,
        };
        summary
    }
}

/// Cells that somebody types, each with status and figure.
fn typed<'a>(
    cells: &'a [CellSpec],
    table: &'a Return,
) -> impl Iterator<Item = (&'a CellKey, Status, Option<u32>)> {
    let figures = table.keys.iter().zip(&table.statuses).zip(&table.values);
    let all = figures.zip(cells.iter().map(CellSpec::is_typed)).filter(|(_, typed)| *typed);
    all.map(|(((key, status), value), _)| (key, *status, *value))
}

const fn code(status: Status) -> char {
    status.code()
}

/// Five times more or less, and by more than 20: thousands for units are a thousand times, chance rarely five.
fn far(value: u32, last: u32) -> bool {
    let (small, large) = (value.min(last), value.max(last));
    large - small > 20 && u64::from(large) >= 5 * u64::from(small)
}

fn usual(input: &ReadInput<'_>, key: &str) -> Option<u32> {
    let structure = input.structure;
    let place = structure.key_dimensions().position(|dimension| dimension.id == structure.measure)?;
    structure.rules(key.split('.').nth(place)?)?.usual
}

/// Figures of the last return, by key without period: periods with their values.
struct History<'a>(HashMap<String, BTreeMap<&'a str, u32>>);

impl<'a> History<'a> {
    fn of(input: &ReadInput<'_>, previous: &'a Return) -> Self {
        let mut history: HashMap<String, BTreeMap<&str, u32>> = HashMap::new();
        for (key, value) in previous.keys.iter().zip(&previous.values) {
            if let (Some((rest, period)), Some(value)) = (split(input, key), value) {
                history.entry(rest).or_default().insert(period, *value);
            }
        }
        Self(history)
    }

    /// The figure of the same cell, else of the latest period before it.
    fn last(&self, input: &ReadInput<'_>, key: &str) -> Option<(CellKey, u32)> {
        let (rest, period) = split(input, key)?;
        let (last, value) = self.0.get(&rest)?.range(..=period).next_back()?;
        let place = time(input)?;
        let mut parts: Vec<&str> = key.split('.').collect();
        *parts.get_mut(place)? = last;
        Some((parts.join("."), *value))
    }
}

fn time(input: &ReadInput<'_>) -> Option<usize> {
    input.structure.key_dimensions().position(|dimension| dimension.id == input.structure.time)
}

fn split<'k>(input: &ReadInput<'_>, key: &'k str) -> Option<(String, &'k str)> {
    let place = time(input)?;
    let mut parts: Vec<&str> = key.split('.').collect();
    let period = (place < parts.len()).then(|| parts.remove(place))?;
    Some((parts.join("."), period))
}
