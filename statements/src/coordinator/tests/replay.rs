//! A proof serves one edition, and everything absorbed is bound.

use super::{CONTEXT, Opening, not_shown, shown};
use crate::Table;
use crate::coordinator::{Publication, Step};
use crate::fixture::{SLOT_BITS, binds_alone, bound, every_element_flipped, masked};

fn opening() -> Opening {
    let table = Table::new(3, false).unwrap();
    Opening::new(1, table, SLOT_BITS, &[(5, 98), (2, 5), (3, 40)], &[0, 1, 2])
}

#[test]
fn replayed_and_changed() {
    let (opening, elsewhere) = (opening(), opening());
    let cells = [shown(3, 100, 104), None, not_shown(3)];
    let (a, b) = (opening.counts.1.commitments(), opening.values.1.commitments());
    let (d, e) = (elsewhere.counts.1.commitments(), elsewhere.values.1.commitments());
    let step = |slots, commitments| Step { slots, commitments };
    let (counts, values) = (step(&opening.counts.0, &a), step(&opening.values.0, &b));
    let mut c2 = opening.opened.c2.clone();
    c2[700] ^= 1;
    let good = &opening.opened.c2;
    let of = |c2, counts, values, cells: &[_], context| {
        Publication::new(c2, counts, values, opening.form(cells), context).unwrap()
    };
    let publication = of(good, counts, values, &cells, CONTEXT);
    let witness = publication.witness(&opening.counts.1, &opening.values.1).unwrap();
    let with = |cells: &[_]| of(good, counts, values, cells, CONTEXT);
    let mut wider = opening.form(&cells);
    wider.slot_bits += 1;
    let others = [
        ("context", of(good, counts, values, &cells, b"another sheet")),
        ("c2", of(&c2, counts, values, &cells, CONTEXT)),
        ("given", of(good, step(counts.slots, &d), values, &cells, CONTEXT)),
        ("given", of(good, counts, step(values.slots, &e), &cells, CONTEXT)),
        ("cells", with(&[shown(3, 99, 103), None, not_shown(3)])),
        ("cells", with(&[shown(3, 100, 103), None, not_shown(3)])),
        ("cells", with(&[shown(4, 100, 104), None, not_shown(3)])),
        ("cells", with(&[not_shown(3), None, not_shown(3)])),
        ("cells", with(&[shown(3, 100, 104), not_shown(2), not_shown(3)])),
        ("cells", with(&[shown(3, 100, 104), None, None])),
        ("slots", Publication::new(good, counts, values, wider, CONTEXT).unwrap()),
    ];
    let proof = bound(&publication, &witness, &others);
    binds_alone("context", &publication, &witness, &others[0].1);
    every_element_flipped(&publication, &proof);
}

#[test]
fn every_number_shown_has_a_mask() {
    let opening = opening();
    opening.publication(&[shown(3, 100, 104), None, not_shown(3)], |publication| {
        masked(&publication, &publication.witness(&opening.counts.1, &opening.values.1).unwrap(), &[]);
    });
}
