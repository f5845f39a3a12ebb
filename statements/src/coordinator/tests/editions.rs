//! Editions that are true: exact totals, bands, nearly all of another, cells that are not shown.

use super::{CONTEXT, Opening, not_shown, shown};
use crate::coordinator::{MAX_TOTAL, Publication, Step, Told};
use crate::fixture::SLOT_BITS;
use crate::{StatementError, Table};
use intertally_argument::{Batch, prove, verify};
use proptest::prelude::*;
use rand_core::{OsRng, RngCore};

fn holds(opening: &Opening, cells: &[Option<Told>]) {
    opening.publication(cells, |publication| {
        let witness = publication.witness(&opening.counts.1, &opening.values.1).unwrap();
        let proof = prove(&publication, &witness, &mut OsRng).unwrap().proof.to_bytes();
        assert_eq!(verify(&publication, &proof, &mut OsRng), Ok(()));
    });
}

fn refused(opening: &Opening, cells: &[Option<Told>]) -> Option<StatementError> {
    opening.publication(cells, |publication| publication.witness(&opening.counts.1, &opening.values.1).err())
}

/// Contributors and `X'`; totals are 103, 7, 7, 12,601, and 3.
fn small() -> Opening {
    let figures = [(3, 100), (2, 5), (7, 0), (256, 12_345), (3, 0)];
    Opening::new(2, Table::new(5, false).unwrap(), SLOT_BITS, &figures, &[0, 2, 3, 4])
}

#[test]
fn all_that_an_edition_says_of_a_cell() {
    let opening = small();
    let rest = [None, None, None, None];
    for first in [
        shown(3, 103, 103),
        shown(3, 100, 104),
        shown(3, 103, 107),
        shown(3, 99, 103),
        shown(0, 0, u32::MAX.into()),
        shown(3, 103, MAX_TOTAL - 1),
        not_shown(3),
    ] {
        holds(&opening, &[&[first][..], &rest].concat());
    }
    // All kinds in one table; a count of 256 is one.
    let cells = [shown(3, 103, 103), None, not_shown(7), shown(4, 12_599, 12_603), shown(3, 0, 4)];
    holds(&opening, &cells);
    let minimum = |minimum| [None, None, None, not_shown(minimum), None];
    holds(&opening, &minimum(256));
    holds(&opening, &minimum(1));
    assert_eq!(refused(&opening, &minimum(257)), Some(StatementError::Minimum(3)));
    assert_eq!(refused(&opening, &minimum(0)), Some(StatementError::Minimum(3)), "256 more are not provable");
}

#[test]
fn what_is_not_so_is_not_proved() {
    let opening = small();
    for (low, high) in [(104, 104), (102, 102), (104, 108), (90, 102), (0, 0), (104, MAX_TOTAL - 1)] {
        let cells = [shown(3, low, high), None, None, None, None];
        assert_eq!(refused(&opening, &cells), Some(StatementError::Outside(0)), "{low} to {high}");
    }
    let cells = [shown(4, 103, 103), None, None, None, None];
    assert_eq!(refused(&opening, &cells), Some(StatementError::Minimum(0)));
    // Sums of another step.
    let cells = [shown(3, 103, 103), None, None, None, None];
    opening.publication(&cells, |publication| {
        let swapped = publication.witness(&opening.values.1, &opening.values.1).err();
        assert_eq!(swapped, Some(StatementError::NotOpened(0)));
        let other = small();
        let of_others = publication.witness(&other.counts.1, &opening.values.1).err();
        assert_eq!(of_others, Some(StatementError::Opening(0)));
    });
}

#[test]
fn forms_that_are_none() {
    let opening = small();
    let (a, b) = (opening.counts.1.commitments(), opening.values.1.commitments());
    let counts = Step { slots: &opening.counts.0, commitments: &a };
    let values = Step { slots: &opening.values.0, commitments: &b };
    let c2 = &opening.opened.c2;
    let of =
        |cells: &[Option<Told>]| Publication::new(c2, counts, values, opening.form(cells), CONTEXT).err();
    assert_eq!(of(&[None; 5]), Some(StatementError::NothingApproved));
    assert_eq!(of(&[]), Some(StatementError::Cells { most: 4096, found: 0 }));
    assert_eq!(of(&[shown(3, 5, 4), None]), Some(StatementError::Range(0)));
    assert_eq!(of(&[shown(3, 5, MAX_TOTAL)]), Some(StatementError::Range(0)));
    assert_eq!(of(&[not_shown(512)]), Some(StatementError::Range(0)));
    assert_eq!(of(&[None, shown(2, 7, 7)]), Some(StatementError::NotOpened(1)));
    assert_eq!(of(&[None, None, None, None, None, not_shown(3)]), Some(StatementError::NotOpened(5)));
    let length = |what, expected, found| Some(StatementError::Length { what, expected, found });
    let one = || opening.form(&[shown(3, 103, 103)]);
    assert_eq!(Publication::new(&c2[1..], counts, values, one(), CONTEXT).err(), length("c2", 1024, 1023));
    let short = Step { commitments: &[], ..counts };
    assert_eq!(Publication::new(c2, short, values, one(), CONTEXT).err(), length("T", 1, 0));
    let mut wide = one();
    wide.slot_bits = 65;
    assert_eq!(Publication::new(c2, counts, values, wide, CONTEXT).err(), Some(StatementError::SlotBits(65)));
}

/// A table of random figures, and an edition that says true things of random cells.
fn random(sub_keys: usize, cells: usize, revision: bool, slot_bits: u8) {
    let below = |most: u64| OsRng.next_u64() % most;
    let figures: Vec<(u64, u64)> = (0..cells)
        .map(|_| (below(257), below(1 << slot_bits.min(30)) & below(1 << slot_bits.min(30))))
        .collect();
    // Whole groups without an approved cell are possible.
    let quiet = below(3) as usize;
    let approved: Vec<usize> =
        (0..cells).filter(|k| *k == cells - 1 || (below(3) > 0 && k / 512 != quiet)).collect();
    let opening =
        Opening::new(sub_keys, Table::new(cells, revision).unwrap(), slot_bits, &figures, &approved);
    let mut told = vec![None; cells];
    for k in &approved {
        let (count, value) = figures[*k];
        let (minimum, total) = ((count - below(256).min(count)) as u16, count + value);
        let low = total - below(6).min(total);
        told[*k] = match below(4) {
            0 => not_shown(minimum),
            1 => shown(minimum, total, total),
            2 => shown(minimum, low, total + below(6)),
            _ => shown(minimum, low, total + below(1 << 32)),
        };
    }
    holds(&opening, &told);
    // Sums and counts equal the plain ones, always.
    for (k, (count, _)) in figures.iter().enumerate() {
        assert_eq!(opening.counts.1.sums()[k].slot(opening.opened.c2[k], 9), *count);
    }
    let first = opening.opened.table.slot(crate::Kind::Value, 0).unwrap();
    for (sum, k) in opening.values.1.sums().iter().zip(&approved) {
        assert_eq!(sum.slot(opening.opened.c2[first + k], slot_bits), figures[*k].1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn any_table(sub_keys in 1_usize..5, cells in 1_usize..1200, revision in any::<bool>(), slot_bits in 9_u8..50) {
        random(sub_keys, cells, revision, slot_bits);
    }
}

#[test]
fn several_editions_together() {
    let (first, second) = (small(), small());
    let one = [shown(3, 103, 103), None, None, None, None];
    let other = [shown(3, 100, 104), None, not_shown(6), None, shown(3, 3, 3)];
    first.publication(&one, |one| {
        second.publication(&other, |other| {
            let proof = |publication: &Publication<'_>, opening: &Opening| {
                let witness = publication.witness(&opening.counts.1, &opening.values.1).unwrap();
                prove(publication, &witness, &mut OsRng).unwrap().proof.to_bytes()
            };
            let (a, b) = (proof(&one, &first), proof(&other, &second));
            let mut batch = Batch::new();
            batch.add(&one, &a);
            batch.add(&other, &b);
            assert_eq!(batch.check(&mut OsRng), Ok(()));
            batch.add(&one, &b);
            batch.add(&other, &b);
            let named: Vec<usize> = batch.check(&mut OsRng).unwrap_err().iter().map(|(i, _)| *i).collect();
            assert_eq!(named, [2]);
        });
    });
}
