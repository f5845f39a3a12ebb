//! What opens a share, and sums of shares.

use super::{CONTEXT, small};
use crate::fixture::{Opened, SLOT_BITS, word};
use crate::trustee::opening::weights;
use crate::trustee::{Opening, Slots, Sum, Total, Trustee, all_fit, check_opening};
use crate::{Kind, StatementError, Table};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::testing::Counting;
use intertally_argument::{ArgumentError, Element, Field, Row, commit};
use rand_core::RngCore;

/// Two blocks, a share of both.
fn opened() -> (Slots, Vec<CompressedRistretto>, Opening) {
    let opened = small();
    let slots = Slots::new(&[0, 3, 700]).unwrap();
    let (shares, _) = opened.shares(&slots, Kind::NotZero, CONTEXT);
    let question = opened.question(&slots, Kind::NotZero, CONTEXT);
    let trustee = Trustee::new(&opened.rows[0], question).unwrap();
    let commitments = trustee.commitments(&shares[0].proof).unwrap();
    (slots, commitments, shares[0].opening.clone())
}

#[test]
fn openings_that_do_not_fit() {
    let (slots, commitments, good) = opened();
    assert_eq!(check_opening(&slots, &commitments, &good), Ok(()));
    let refused = |change: &dyn Fn(&mut Opening)| {
        let mut bad = good.clone();
        change(&mut bad);
        check_opening(&slots, &commitments, &bad).err()
    };
    assert_eq!(refused(&|o| o.words[1] = o.words[1].wrapping_add(1)), Some(StatementError::Opening(0)));
    assert_eq!(refused(&|o| o.words.swap(0, 1)), Some(StatementError::Opening(0)));
    assert_eq!(refused(&|o| o.words[2] ^= 1 << 127), Some(StatementError::Opening(1)));
    assert_eq!(refused(&|o| o.blindings[1] += Field::ONE), Some(StatementError::Opening(1)));
    assert_eq!(refused(&|o| o.blindings.swap(0, 1)), Some(StatementError::Opening(0)));
    let length = |what, expected, found| Some(StatementError::Length { what, expected, found });
    assert_eq!(refused(&|o| o.words.truncate(2)), length("words of a share", 3, 2));
    assert_eq!(refused(&|o| o.blindings.push(Field::ZERO)), length("blinding factors of a share", 2, 3));
    assert_eq!(check_opening(&slots, &commitments[1..], &good).err(), length("E_A", 2, 1));
    let mut no_point = commitments.clone();
    no_point[1] = CompressedRistretto([255; 32]);
    let error = StatementError::Argument(ArgumentError::Encoding(Element::Row(1)));
    assert_eq!(check_opening(&slots, &no_point, &good), Err(error));
    // Of other slots of the same blocks.
    let other = Slots::new(&[0, 4, 700]).unwrap();
    assert_eq!(check_opening(&other, &commitments, &good), Err(StatementError::Opening(0)));
}

/// A source that everybody knows: what weights that follow from the openings alone would amount to.
const KNOWN: u8 = 7;

/// A trustee draws the blinding factors of `E_A` itself. If it knew the weights of its openings before
/// it commits, it could commit to the same words with factors that are off by errors which cancel:
/// proofs hold, all openings together seem to fit, none does by itself, and the sum over all sub-keys
/// does not open. The coordinator would have nobody to leave out.
#[test]
fn errors_that_cancel_under_known_weights_do_not_fit() {
    let (slots, commitments, good) = opened();
    let fits = |commitments: &[CompressedRistretto], opening: &Opening| {
        all_fit(&[(&slots, commitments, opening)], &mut Counting(KNOWN))
    };
    assert!(fits(&commitments, &good));
    let mut bad = good.clone();
    bad.blindings[1] += Field::ONE;
    assert!(!fits(&commitments, &bad));

    // Both ways to know weights before the commitments: as they are drawn from the source, and as they
    // were for other commitments.
    let mut drawn = [0; 64];
    Counting(KNOWN).fill_bytes(&mut drawn);
    let drawn = [Field::from_wide_bytes(&drawn); 2];
    let before = weights(&[(&slots, &commitments, &good)], &mut Counting(KNOWN));
    assert!(before.len() == 2 && before[0] != before[1]);
    let factor = commit(&Row::bits(vec![]).unwrap(), &Field::ONE);
    for weights in [drawn.as_slice(), &before] {
        let off = [weights[1], -weights[0]];
        assert!(weights[0] * off[0] + weights[1] * off[1] == Field::ZERO);
        let moved = commitments.iter().zip(off).map(|(point, off)| {
            let point = point.decompress().unwrap();
            (point + factor * off.scalar()).compress()
        });
        let moved: Vec<CompressedRistretto> = moved.collect();
        assert_eq!(check_opening(&slots, &moved, &good), Err(StatementError::Opening(0)));
        assert!(!fits(&moved, &good));
    }
}

#[test]
fn a_total_is_what_a_sheet_can_say_of_it() {
    let table = Table::new(2, false).unwrap();
    let opened = Opened::new(3, table, SLOT_BITS, &[(3, 1000), (200, 5)]);
    let slots = opened.slots(Kind::Value, 0..2);
    let (_, total) = opened.shares(&slots, Kind::Value, CONTEXT);
    assert_eq!(total.check(), Ok(()));
    let of = |sums: Vec<Sum>, blindings: Vec<Field>| {
        Total::from_parts(&slots, &total.commitments(), sums, blindings).and_then(|total| total.check())
    };
    let (sums, blindings) = (total.sums().to_vec(), total.blindings().to_vec());
    assert_eq!(of(sums.clone(), blindings.clone()), Ok(()));
    let mut changed = sums.clone();
    changed[1].high += 1;
    assert_eq!(of(changed, blindings.clone()), Err(StatementError::Opening(1)));
    let mut changed = sums.clone();
    changed[0].low = changed[0].low.wrapping_add(1 << (128 - SLOT_BITS));
    assert_eq!(of(changed, blindings.clone()), Err(StatementError::Opening(1)), "off by one Delta");
    assert_eq!(of(sums.clone(), vec![blindings[0] + Field::ONE]), Err(StatementError::Opening(1)));
    let length = |what, expected, found| Err(StatementError::Length { what, expected, found });
    assert_eq!(of(sums[1..].to_vec(), blindings), length("sums of shares", 2, 1));
    assert_eq!(of(sums, vec![]), length("blinding factors of sums", 1, 0));
    let slot = |k: usize| opened.c2[table.slot(Kind::Value, k).unwrap()];
    let values: Vec<u64> = (0..2).map(|k| total.sums()[k].slot(slot(k), SLOT_BITS)).collect();
    assert_eq!(values, [1000, 5]);
}

#[test]
fn sums_are_those_of_the_centred_words() {
    let mut words = vec![0, 1, u128::MAX, 1 << 127, (1 << 127) - 1];
    words.extend((0..100).map(|_| word()));
    let (mut sum, mut field) = (Sum::default(), Field::ZERO);
    for word in words.iter().copied() {
        sum = sum.plus(word);
        field += Field::from(word.cast_signed());
        assert!(sum.field() == field);
    }
    for (word, count, high) in [(1 << 127, 126, -63), ((1 << 127) - 1, 126, 62)] {
        let sum = (0..count).fold(Sum::default(), |sum, _| sum.plus(word));
        assert_eq!(sum.high, high);
    }
}

#[test]
fn a_slot_is_right_up_to_half_a_delta() {
    for slot_bits in [9_u8, 20, 64] {
        let half = 1_u128 << (127 - slot_bits);
        let message = (1 << slot_bits.min(63)) - 3_u64;
        for (error, wrong) in [(0, 0), (half - 1, 0), (half.wrapping_neg(), 0), (half, 1)] {
            let sum = Sum { low: word(), high: 0 };
            let c2 = (u128::from(message) << (128 - slot_bits)).wrapping_add(error).wrapping_add(sum.low);
            assert_eq!(sum.slot(c2, slot_bits), message + wrong, "{slot_bits}");
        }
    }
}
