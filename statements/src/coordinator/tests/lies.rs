//! Lies by name, each as consistent as it can be.

use super::{Opening, not_shown, shown};
use crate::Table;
use crate::coordinator::{Publication, Told};
use crate::fixture::{SLOT_BITS, entries, refused, rows_of};
use crate::planes::Planes;
use intertally_argument::{Constraints, Field, Witness};

/// A family of constraints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Bits,
    Counts,
    Values,
    Minimum,
    Totals,
}

fn without(publication: &Publication<'_>, forgotten: Family, alpha: Field) -> Constraints {
    let mut all = Constraints::default();
    if forgotten != Family::Bits {
        publication.bits(&mut all);
    }
    if forgotten != Family::Counts {
        publication.counts(&mut all, alpha);
    }
    if forgotten != Family::Values {
        publication.values(&mut all, alpha);
    }
    if forgotten != Family::Minimum {
        publication.minimum(&mut all, alpha);
    }
    if forgotten != Family::Totals {
        publication.totals(&mut all, alpha);
    }
    all
}

/// Three cells; the first has 5 contributors and a total of 103, the second two and 7.
fn opening() -> Opening {
    let figures = [(5, 98), (2, 5), (3, 40)];
    Opening::new(1, Table::new(3, false).unwrap(), SLOT_BITS, &figures, &[0, 1, 2])
}

/// All entries as a coordinator has them who does not care whether what it says is so.
fn filled(publication: &Publication<'_>, opening: &Opening) -> (Vec<Vec<Field>>, Vec<Field>) {
    let filled = publication.fill(&opening.counts.1, &opening.values.1, false).unwrap();
    let mut all = entries(&filled.bits);
    all.iter_mut().zip(filled.given.iter()).for_each(|(row, given)| row.clone_from(given));
    (all, filled.blindings.to_vec())
}

fn lies(
    opening: &Opening,
    cells: &[Option<Told>],
    change: impl FnOnce(&Publication<'_>, &mut [Vec<Field>]),
    found_by: Family,
) {
    opening.publication(cells, |publication| {
        let (mut all, given_blindings) = filled(&publication, opening);
        change(&publication, &mut all);
        let witness = Witness { rows: rows_of(&all), given_blindings };
        refused(&publication, &witness, |alpha| without(&publication, found_by, alpha));
    });
}

/// Adds one to a number in planes of powers of two, its lowest `below` planes left out.
fn add_one(all: &mut [Vec<Field>], planes: Planes, below: usize, column: usize) {
    for plane in below..planes.planes {
        let bit = &mut all[planes.row(plane, 0)][column];
        *bit = Field::ONE - *bit;
        if *bit == Field::ONE {
            return;
        }
    }
}

const DELTA: usize = 128 - SLOT_BITS as usize;

#[test]
fn total_off_by_one_delta() {
    // X' + 1 in the residual, and the exact total with it.
    lies(
        &opening(),
        &[shown(3, 104, 104), None, None],
        |publication, all| add_one(all, publication.rows.value, DELTA, 0),
        Family::Values,
    );
}

#[test]
fn total_off_by_one_delta_that_the_noise_takes_back() {
    // The residual as a whole is right: the plane below Delta has 2 less than its bit.
    lies(
        &opening(),
        &[shown(3, 104, 104), None, None],
        |publication, all| {
            let planes = publication.rows.value;
            add_one(all, planes, DELTA, 0);
            all[planes.row(DELTA - 1, 0)][0] -= Field::from(2_u64);
        },
        Family::Bits,
    );
}

#[test]
fn exact_total_that_is_another() {
    lies(&opening(), &[shown(3, 104, 104), None, None], |_, _| {}, Family::Totals);
}

#[test]
fn rounded_total_off_by_three() {
    // 106 in a band of five: from 104 to 108. The bits say that X is its least.
    let least = |publication: &Publication<'_>, all: &mut [Vec<Field>]| {
        publication.rows.within.rows().for_each(|row| all[row][0] = Field::ZERO);
    };
    lies(&opening(), &[shown(3, 104, 108), None, None], least, Family::Totals);
    // 100: from 98 to 102. The bits say that X is its greatest.
    let greatest = |publication: &Publication<'_>, all: &mut [Vec<Field>]| {
        publication.rows.within.rows().for_each(|row| all[row][0] = Field::ONE);
    };
    lies(&opening(), &[shown(3, 98, 102), None, None], greatest, Family::Totals);
}

#[test]
fn rounded_total_off_by_three_with_bits_that_are_none() {
    let more = |publication: &Publication<'_>, all: &mut [Vec<Field>]| {
        let within = publication.rows.within;
        within.rows().for_each(|row| all[row][0] = Field::ZERO);
        all[within.row(0, 0)][0] = -Field::ONE;
    };
    lies(&opening(), &[shown(3, 104, 108), None, None], more, Family::Bits);
}

#[test]
fn another_cells_range_does_not_help() {
    // Cells 0 and 2 lie by opposite amounts: a sum without powers of alpha would not see it.
    let cells = [shown(3, 104, 104), None, shown(3, 42, 42)];
    lies(&opening(), &cells, |_, _| {}, Family::Totals);
}

#[test]
fn count_below_its_minimum() {
    let cells = [None, not_shown(3), None];
    lies(&opening(), &cells, |_, _| {}, Family::Minimum);
    // And with bits that say so: -1.
    let below = |publication: &Publication<'_>, all: &mut [Vec<Field>]| {
        let above = publication.rows.above;
        above.rows().for_each(|row| all[row][1] = Field::ZERO);
        all[above.row(0, 0)][1] = -Field::ONE;
    };
    lies(&opening(), &cells, below, Family::Bits);
}

#[test]
fn count_off_by_one() {
    // Three where there are two, and the minimum is met.
    let three = |publication: &Publication<'_>, all: &mut [Vec<Field>]| {
        add_one(all, publication.rows.count, 128 - 9, 1);
        publication.rows.above.rows().for_each(|row| all[row][1] = Field::ZERO);
    };
    lies(&opening(), &[None, not_shown(3), None], three, Family::Counts);
}

#[test]
fn total_of_another_count() {
    // The count is in both: one more here is one more in the total.
    let more = |publication: &Publication<'_>, all: &mut [Vec<Field>]| {
        add_one(all, publication.rows.count, 128 - 9, 0);
        add_one(all, publication.rows.above, 0, 0);
    };
    lies(&opening(), &[shown(3, 104, 104), None, None], more, Family::Counts);
}

#[test]
fn quotient_out_of_range() {
    // Another residual altogether, 2^128 times a fraction away.
    let other = |publication: &Publication<'_>, all: &mut [Vec<Field>]| {
        add_one(all, publication.rows.value, DELTA, 0);
        let moved = Field::power_of_two(DELTA) * Field::power_of_two(128).inverse();
        let falling = all[publication.rows.value.row(DELTA, 0)][0] == Field::ONE;
        assert!(falling, "98 is even");
        all[publication.rows.value_quotient.row(0, 0)][0] += moved;
    };
    lies(&opening(), &[shown(3, 104, 104), None, None], other, Family::Bits);
}
