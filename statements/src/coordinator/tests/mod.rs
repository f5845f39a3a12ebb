//! The coordinator's statement: what every edition can say, lies by name, replay.

mod editions;
mod lies;
mod replay;

use super::{Form, Publication, Step, Told};
use crate::fixture::Opened;
use crate::trustee::{Slots, Total};
use crate::{Kind, Table};

const CONTEXT: &[u8] = b"round 7, key 1, ciphertext 0, a sheet";

/// Both steps of a round, with all shares added up.
struct Opening {
    opened: Opened,
    counts: (Slots, Total),
    values: (Slots, Total),
}

impl Opening {
    /// `approved`: the cells that step B opens.
    fn new(sub_keys: usize, table: Table, slot_bits: u8, figures: &[(u64, u64)], approved: &[usize]) -> Self {
        let opened = Opened::new(sub_keys, table, slot_bits, figures);
        let step = |kind, cells: Vec<usize>| {
            let slots = opened.slots(kind, cells);
            let (_, total) = opened.shares(&slots, kind, b"step");
            total.check().unwrap();
            (slots, total)
        };
        let counts = step(Kind::NotZero, (0..table.cells()).collect());
        let values = step(Kind::Value, approved.to_vec());
        Self { opened, counts, values }
    }

    /// Hands out the statement of an edition.
    fn publication<T>(&self, cells: &[Option<Told>], then: impl FnOnce(Publication<'_>) -> T) -> T {
        let (a, b) = (self.counts.1.commitments(), self.values.1.commitments());
        let counts = Step { slots: &self.counts.0, commitments: &a };
        let values = Step { slots: &self.values.0, commitments: &b };
        then(Publication::new(&self.opened.c2, counts, values, self.form(cells), CONTEXT).unwrap())
    }

    fn form(&self, cells: &[Option<Told>]) -> Form {
        let table = &self.opened.table;
        Form { cells: cells.to_vec(), revision: table.kinds().len() == 3, slot_bits: self.opened.slot_bits }
    }
}

/// An approved cell that is shown.
const fn shown(minimum: u16, low: u64, high: u64) -> Option<Told> {
    Some(Told { minimum, total: Some((low, high)) })
}

/// An approved cell that is not.
const fn not_shown(minimum: u16) -> Option<Told> {
    Some(Told { minimum, total: None })
}
