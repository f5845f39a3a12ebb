//! Every slot has one place, and packed sums equal plain sums, for every shape of table.

use super::layout::{BLOCK, Kind};
use super::split::split_cells;
use super::*;
use crate::lattice::Params;
use crate::lattice::noise::{Committee, Demand};
use crate::lattice::params::delta;
use intertally_statements::member::Member;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::BTreeSet;

const N: usize = Params::STANDARD.degree();

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn summed_slots_give_totals_and_counts(
        seed: u64, members in 1u64..=256, widths in prop::collection::vec(1u8..=32, 1..20), revision: bool,
    ) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let layout = Layout::new(members, &widths, revision);
        let cells = widths.len();
        let mut sums = vec![0u128; layout.used(0)];
        let (mut totals, mut counts, mut moved) = (vec![0u64; cells], vec![0u64; cells], vec![0u64; cells]);
        for _ in 0..members {
            let most = |width: &u8| ((1u64 << width) - 1) as u32;
            let values: Vec<Option<u32>> = widths.iter().map(|width| match rng.next_u32() % 4 {
                0 => None,
                1 => Some(0),
                2 => Some(most(width)),
                _ => Some(rng.next_u32() & most(width)),
            }).collect();
            let changed: Option<Vec<bool>> = revision.then(|| (0..cells).map(|_| rng.next_u32() & 1 == 1).collect());
            for (k, value) in values.iter().enumerate() {
                let Some(value) = value else { continue };
                totals[k] += u64::from(*value);
                counts[k] += u64::from(*value != 0);
                moved[k] += u64::from(changed.as_ref().is_some_and(|bits| bits[k]));
            }
            let plain = PartPlain { values, changed };
            prop_assert_eq!(plain.check(&layout), Ok(()));
            for (sum, word) in sums.iter_mut().zip(plain.message(&layout, 0).iter()) {
                *sum = sum.wrapping_add(*word);
            }
        }
        let slot = |cell: usize, kind| {
            let word = sums[layout.slot(cell, kind).unwrap() as usize];
            // Without noise a sum is a multiple of Delta, and below 2^128 if nothing wrapped.
            assert_eq!(word % delta(layout.slot_bits(kind)), 0);
            (word / delta(layout.slot_bits(kind))) as u64
        };
        for k in 0..cells {
            prop_assert_eq!(slot(k, Kind::NotZero), counts[k]);
            prop_assert_eq!(slot(k, Kind::Value) + counts[k], totals[k]);
            if revision {
                prop_assert_eq!(slot(k, Kind::Changed), moved[k]);
            } else {
                prop_assert_eq!(layout.slot(k, Kind::Changed), None);
            }
        }
    }

    #[test]
    fn slots_are_different_inside_the_ciphertext_of_their_cell_and_where_the_statement_has_them(
        cells in 1usize..9000, revision: bool, seed: u64,
    ) {
        let layout = Layout::new(27, &vec![16; cells], revision);
        let mut seen = BTreeSet::new();
        for ciphertext in 0..layout.ciphertexts() {
            let range = layout.cells_of(ciphertext);
            prop_assert!(!range.is_empty());
            for cell in range.clone() {
                for kind in layout.kinds() {
                    let slot = layout.slot(cell, *kind).unwrap() as usize;
                    prop_assert_eq!(slot / N, ciphertext);
                    prop_assert!(layout.coefficients(ciphertext, *kind).contains(&(slot % N)));
                    prop_assert!(slot % N < layout.used(ciphertext));
                    prop_assert!(seen.insert(slot));
                    prop_assert_eq!(slot % BLOCK, (cell - range.start) % BLOCK);
                }
            }
            let form = layout.form(ciphertext, &vec![true; cells]);
            prop_assert_eq!(Member::slots(&form).unwrap(), layout.used(ciphertext));
        }
        prop_assert_eq!(layout.slot(cells, Kind::Value), None);
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let reported: Vec<bool> = (0..cells).map(|_| rng.next_u32() % 3000 == 0).collect();
        for (ciphertext, present) in layout.present(&reported).into_iter().enumerate() {
            prop_assert_eq!(present, layout.cells_of(ciphertext).any(|cell| reported[cell]));
        }
    }
}

#[test]
fn figures_above_the_width_and_wrong_tables_are_refused() {
    let layout = Layout::new(3, &[8, 32], false);
    let check =
        |values: &[Option<u32>], changed| PartPlain { values: values.to_vec(), changed }.check(&layout).err();
    assert_eq!(check(&[Some(255), Some(u32::MAX)], None), None);
    assert_eq!(check(&[Some(256), None], None), Some(table::PackError::TooLarge(0)));
    assert_eq!(check(&[None], None), Some(table::PackError::Cells { expected: 2, got: 1 }));
    assert_eq!(check(&[None, None], Some(vec![true, false])), Some(table::PackError::Changed));
}

#[test]
fn large_tables_take_several_keys() {
    let widths = vec![32; 100_000];
    for (n, t, members) in [(5, 3, 256), (9, 5, 256), (5, 3, 27), (9, 5, 1)] {
        let committee = Committee::new(n, t).unwrap();
        let keys = split_cells(committee, members, &widths, false).unwrap();
        assert_eq!(keys.iter().sum::<usize>(), 100_000);
        let demand = Demand { members, width: 32, changed: false };
        for cells in &keys {
            assert!(committee.check_budget(&Params::STANDARD, demand, *cells as u64).is_ok());
        }
    }
    let committee = Committee::new(9, 5).unwrap();
    // One wide cell does not make all keys narrow.
    let mut mixed = vec![8; 20_000];
    mixed[19_999] = 32;
    assert_eq!(split_cells(committee, 256, &mixed, false).unwrap(), [16_384, 3_616 - 1, 1]);
    assert_eq!(split_cells(committee, 256, &mixed[..19_999], false).unwrap(), [16_384, 3_615]);
    assert_eq!(split_cells(committee, 256, &mixed[..8_193], true).unwrap(), [8_192, 1]);
}
