//! The coordinator's statement: what every edition can say, and lies by name.

use super::{Form, Publication, Step, Told};
use crate::fixture::{Opened, SLOT_BITS};
use crate::trustee::{Slots, Total};
use crate::{BIT_SLOT_BITS, Kind, Table};
use intertally_argument::{prove, verify};
use rand_core::OsRng;

const CONTEXT: &[u8] = b"round 7, key 1, ciphertext 0, a sheet";

struct Opening {
    opened: Opened,
    counts: (Slots, Total),
    values: (Slots, Total),
}

impl Opening {
    fn new(table: Table, figures: &[(u64, u64)], approved: &[usize]) -> Self {
        let opened = Opened::new(2, table, SLOT_BITS, figures);
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
}

#[test]
fn smoke() {
    let table = Table::new(4, false).unwrap();
    let figures = [(3, 100), (2, 5), (7, 0), (256, 12345)];
    let opening = Opening::new(table, &figures, &[0, 2, 3]);
    for (k, (count, value)) in figures.iter().enumerate() {
        assert_eq!(opening.counts.1.sums()[k].slot(opening.opened.c2[k], BIT_SLOT_BITS), *count);
        if k == 0 {
            assert_eq!(opening.values.1.sums()[0].slot(opening.opened.c2[512], SLOT_BITS), *value);
        }
    }
    let told = |minimum, total| Some(Told { minimum, total });
    let form = Form {
        cells: vec![told(3, Some((103, 103))), None, told(3, None), told(4, Some((12600, 12604)))],
        revision: false,
        slot_bits: SLOT_BITS,
    };
    let (a, b) = (opening.counts.1.commitments(), opening.values.1.commitments());
    let step = |slots, commitments| Step { slots, commitments };
    let publication = Publication::new(
        &opening.opened.c2,
        step(&opening.counts.0, &a),
        step(&opening.values.0, &b),
        form,
        CONTEXT,
    )
    .unwrap();
    let witness = publication.witness(&opening.counts.1, &opening.values.1).unwrap();
    let proof = prove(&publication, &witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(&publication, &proof, &mut OsRng), Ok(()));
}
