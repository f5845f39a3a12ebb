//! Packed sums equal plain sums, for every shape of table.

use super::limbs::scalar_of;
use super::split::split_cells;
use super::*;
use crate::lattice::Params;
use crate::lattice::noise::Committee;
use crate::round::Width;
use curve25519_dalek::scalar::Scalar;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

fn width() -> impl Strategy<Value = Width> {
    prop::sample::select(vec![Width::W8, Width::W16, Width::W32])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn summed_slots_give_totals_counts_and_blindings(
        seed: u64, members in 1usize..=256, widths in prop::collection::vec(width(), 1..20), revision: bool,
    ) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let layout = Layout::new(Params::SMALL_FOR_TESTS, &widths, revision);
        let cells = widths.len();
        let mut slots = vec![0u32; layout.slots()];
        let (mut totals, mut counts, mut moved) = (vec![0u64; cells], vec![0u32; cells], vec![0u32; cells]);
        let mut blindings = vec![Scalar::ZERO; cells];
        let mut bits_blinding = Scalar::ZERO;
        for _ in 0..members {
            let values: Vec<Option<u32>> = widths.iter().map(|width| match rng.next_u32() % 4 {
                0 => None,
                1 => Some(0),
                2 => Some(((1u64 << width.bits()) - 1) as u32),
                _ => Some((u64::from(rng.next_u32()) & ((1 << width.bits()) - 1)) as u32),
            }).collect();
            let changed: Option<Vec<bool>> = revision.then(|| (0..cells).map(|_| rng.next_u32() & 1 == 1).collect());
            let plain = PartPlain::draw(&values, changed.clone(), &mut rng);
            for (k, cell) in plain.cells.iter().enumerate() {
                let Some(cell) = cell else { continue };
                totals[k] += u64::from(cell.value);
                counts[k] += u32::from(cell.value != 0);
                moved[k] += u32::from(changed.as_ref().is_some_and(|bits| bits[k]));
                blindings[k] += cell.blinding.scalar();
            }
            bits_blinding += plain.bits_blinding.scalar();
            // Plain addition: an overflow of a slot would panic here.
            slots.iter_mut().zip(plain.pack(&layout).unwrap().iter()).for_each(|(s, x)| *s += x);
        }
        let sums = Unpacked::new(&layout, &slots);
        prop_assert_eq!(sums.counts(), counts);
        prop_assert_eq!(sums.bits_blinding(), bits_blinding);
        for k in 0..cells {
            prop_assert_eq!(sums.total(k), (totals[k], blindings[k]));
        }
        if revision {
            prop_assert_eq!(sums.changed().0, moved);
        }
    }

    #[test]
    fn ranges_tile_the_slots_and_absent_ciphertexts_hold_zeros(
        seed: u64, widths in prop::collection::vec(width(), 1..120), revision: bool,
    ) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let layout = Layout::new(Params::SMALL_FOR_TESTS, &widths, revision);
        let mut tiles = vec![layout.bits(), layout.changed_bits(), layout.bits_blinding(), layout.changed_blinding()];
        tiles.extend((0..widths.len()).flat_map(|k| [layout.value(k), layout.blinding(k)]));
        let all: Vec<usize> = tiles.into_iter().flatten().collect();
        prop_assert_eq!(all, (0..layout.slots()).collect::<Vec<_>>());
        let values: Vec<Option<u32>> = widths.iter().map(|_| (rng.next_u32() % 9 == 0).then_some(1)).collect();
        let plain = PartPlain::draw(&values, revision.then(|| vec![true; widths.len()]), &mut rng);
        let present = layout.present(&plain.reported());
        let slots = plain.pack(&layout).unwrap();
        if values.iter().any(Option::is_some) {
            for (present, slots) in present.iter().zip(slots.chunks(256)) {
                prop_assert!(*present || slots.iter().all(|slot| *slot == 0));
            }
        } else {
            prop_assert!(present.iter().all(|p| !p));
        }
    }
}

#[test]
fn figures_above_the_width_and_wrong_tables_are_refused() {
    let layout = Layout::new(Params::SMALL_FOR_TESTS, &[Width::W8, Width::W32], false);
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut pack =
        |values: &[Option<u32>], changed| PartPlain::draw(values, changed, &mut rng).pack(&layout).err();
    assert_eq!(pack(&[Some(255), Some(u32::MAX)], None), None);
    assert_eq!(pack(&[Some(256), None], None), Some(table::PackError::TooLarge(0)));
    assert_eq!(pack(&[None], None), Some(table::PackError::Cells { expected: 2, got: 1 }));
    assert_eq!(pack(&[None, None], Some(vec![true, false])), Some(table::PackError::Changed));
}

#[test]
fn the_largest_sums_of_limbs_do_not_wrap() {
    let most = 256 * ((1u32 << 24) - 1);
    assert_eq!(scalar_of(&[most, most]), Scalar::from(u64::from(most)) * Scalar::from((1u64 << 24) + 1));
}

#[test]
fn large_tables_take_several_keys() {
    let params = Params::STANDARD;
    let (five, nine) = (Committee::new(5, 3).unwrap(), Committee::new(9, 5).unwrap());
    let widths = vec![Width::W32; 100_000];
    for (committee, members) in [(five, 256), (nine, 256), (five, 27), (nine, 1)] {
        let keys = split_cells(&params, committee, members, &widths, false).unwrap();
        assert_eq!(keys.iter().sum::<usize>(), 100_000);
        let mut from = 0;
        for cells in &keys {
            let layout = Layout::new(params, &widths[from..from + cells], false);
            assert!(committee.check_budget(&params, members, layout.slots() as u64).is_ok());
            from += cells;
        }
    }
    let one = split_cells(&params, five, 256, &widths[..4096], false).unwrap();
    assert_eq!(one, [4096]);
}
