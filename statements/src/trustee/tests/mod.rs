//! The trustee's statement: honest shares of all forms, lies by name, openings.

mod lies;
mod openings;
mod replay;

use super::{Slots, Trustee};
use crate::fixture::{Opened, SLOT_BITS, flooding, flooding_bits, sub_key, words};
use crate::{Kind, StatementError, Table};
use intertally_argument::{ArgumentError, Batch, Field, verify};
use proptest::prelude::*;
use rand_core::OsRng;

const CONTEXT: &[u8] = b"round 7, key 1, sub-key 0, sum 9, ciphertext 0, step A, trustee 2";

/// One sub-key, four cells, of which the steps open some.
fn small() -> Opened {
    let table = Table::new(4, false).unwrap();
    Opened::new(1, table, SLOT_BITS, &[(3, 100), (2, 5), (7, 0), (256, 12345)])
}

#[test]
fn slots_that_are_none() {
    let refused = |slots: &[u32]| Slots::new(slots).unwrap_err();
    assert_eq!(refused(&[]), StatementError::Slots { most: 8192, at: 0 });
    assert_eq!(refused(&[1, 2, 2]), StatementError::Slots { most: 8192, at: 2 });
    assert_eq!(refused(&[5, 4]), StatementError::Slots { most: 8192, at: 1 });
    assert_eq!(refused(&[5, 8192]), StatementError::Slots { most: 8192, at: 1 });
    let slots = Slots::new(&[513, 600, 8191]).unwrap();
    assert_eq!((slots.blocks().clone(), slots.list()), (1..16, &[513, 600, 8191][..]));
}

#[test]
fn questions_and_secrets_that_are_none() {
    let (opened, slots) = (small(), Slots::new(&[0, 1]).unwrap());
    let question = opened.question(&slots, Kind::Value, CONTEXT);
    let (key, rows) = (&opened.sub_keys[0], &opened.rows[0]);
    let refused = |question| Trustee::new(rows, question).err();
    let mut wide = question;
    wide.flooding_bits = 126;
    assert_eq!(refused(wide), Some(StatementError::Flooding(126)));
    let mut short = question;
    let fewer = opened.c1[1..].to_vec().into();
    short.c1 = &fewer;
    let length = |what, expected, found| Some(StatementError::Length { what, expected, found });
    assert_eq!(refused(short), length("c1", 8192, 8191));
    assert_eq!(Trustee::new(&rows[1..], question).err(), length("rows of s_A", 16, 15));

    let trustee = Trustee::new(rows, question).unwrap();
    let share = |flooding: &[u128]| trustee.share(key, flooding, &mut OsRng).err();
    let most = 1 << question.flooding_bits;
    assert_eq!(share(&[1]), length("flooding", 2, 1));
    assert_eq!(share(&[0, most]), Some(StatementError::Randomness("flooding")));
    assert_eq!(
        share(&[0, (-1 - most.cast_signed()).cast_unsigned()]),
        Some(StatementError::Randomness("flooding"))
    );
    assert_eq!(share(&[most - 1, most.wrapping_neg()]), None, "both ends are in");
    let other = sub_key(b"another").commitments().unwrap();
    let trustee = Trustee::new(&other, question).unwrap();
    let refused = trustee.share(key, &[0, 0], &mut OsRng).err();
    assert_eq!(refused, Some(StatementError::Argument(ArgumentError::GivenRow(0))));
    assert_eq!(
        trustee.commitments(&[0; 32]).err().map(|e| matches!(e, StatementError::Argument(_))),
        Some(true)
    );
}

/// Shares of some slots under some width hold, open, and are `c1*s_A + f_A`.
fn holds(slots: &Slots, bits: u8) {
    let (c1, key) = (words().into(), sub_key(b"sub-key"));
    let rows = key.commitments().unwrap();
    let question = super::Question { c1: &c1, slots, flooding_bits: bits, context: CONTEXT };
    let trustee = Trustee::new(&rows, question).unwrap();
    let f = flooding(bits, slots.list().len());
    let share = trustee.share(&key, &f, &mut OsRng).unwrap();
    assert_eq!(verify(&trustee, &share.proof, &mut OsRng), Ok(()));
    let commitments = trustee.commitments(&share.proof).unwrap();
    assert_eq!(super::check_opening(slots, &commitments, &share.opening), Ok(()));
    let sums = crate::ring::product(&c1, &key.bits).unwrap();
    for ((slot, f), word) in slots.list().iter().zip(&f).zip(&share.opening.words) {
        let (product, _) = crate::ring::reduce(&sums[*slot as usize], 0, 0);
        assert_eq!(*word, product.wrapping_add(*f));
    }
}

#[test]
fn single_slots_whole_blocks_gaps_and_all_slots() {
    holds(&Slots::new(&[8191]).unwrap(), 0);
    holds(&Slots::new(&(512..1024).collect::<Vec<_>>()).unwrap(), 125);
    holds(&Slots::new(&[0, 511, 512, 2600]).unwrap(), 91);
    holds(&Slots::new(&(0..8192).collect::<Vec<_>>()).unwrap(), 7);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn any_slots_and_any_width(mut slots in proptest::collection::vec(0_u32..8192, 1..40), near in any::<bool>(), bits in 0_u8..126) {
        if near {
            slots.iter_mut().for_each(|slot| *slot = 1500 + *slot % 900);
        }
        slots.sort_unstable();
        slots.dedup();
        holds(&Slots::new(&slots).unwrap(), bits);
    }
}

#[test]
fn shares_of_several_sub_keys_together() {
    let table = Table::new(3, false).unwrap();
    let opened = Opened::new(4, table, SLOT_BITS, &[(3, 100), (2, 5), (7, 0)]);
    let slots = opened.slots(Kind::NotZero, 0..3);
    let (shares, total) = opened.shares(&slots, Kind::NotZero, CONTEXT);
    let question = opened.question(&slots, Kind::NotZero, CONTEXT);
    let mut batch = Batch::new();
    for (rows, share) in opened.rows.iter().zip(&shares) {
        batch.add(&Trustee::new(rows, question).unwrap(), &share.proof);
    }
    assert_eq!(batch.check(&mut OsRng), Ok(()));
    assert_eq!(total.check(), Ok(()));
    let of = |(rows, share): (&Vec<_>, &super::Share)| {
        Trustee::new(rows, question).unwrap().commitments(&share.proof).unwrap()
    };
    let mut commitments: Vec<Vec<_>> = opened.rows.iter().zip(&shares).map(of).collect();
    let sum = |commitments: &[Vec<_>]| {
        let all: Vec<_> = commitments.iter().map(Vec::as_slice).collect();
        super::add_commitments(&slots, &all)
    };
    assert_eq!(sum(&commitments), Ok(total.commitments()));
    let fit = |change: &dyn Fn(&mut Vec<super::Opening>)| {
        let mut openings: Vec<_> = shares.iter().map(|share| share.opening.clone()).collect();
        change(&mut openings);
        let all: Vec<_> =
            commitments.iter().zip(&openings).map(|(e, opening)| (&slots, e.as_slice(), opening)).collect();
        super::all_fit(&all, &mut OsRng)
    };
    assert!(fit(&|_| ()));
    assert!(!fit(&|all| all[1].words[2] = all[1].words[2].wrapping_add(1)));
    assert!(!fit(&|all| all[2].blindings[0] += Field::ONE));
    assert!(!fit(&|all| all[0].words.truncate(1)));
    // Two errors that cancel in the plain sum.
    assert!(!fit(&|all| {
        all[0].words[0] = all[0].words[0].wrapping_add(1);
        all[1].words[0] = all[1].words[0].wrapping_sub(1);
    }));
    commitments[2].pop();
    let length = StatementError::Length { what: "E_A", expected: 1, found: 0 };
    assert_eq!(sum(&commitments), Err(length));
    let counts: Vec<u64> = total.sums().iter().zip(&opened.c2).map(|(sum, c2)| sum.slot(*c2, 9)).collect();
    assert_eq!(counts, [3, 2, 7]);
    // Two shares in each other's place.
    let mut batch = Batch::new();
    for (rows, share) in opened.rows.iter().zip([0, 2, 1, 3].map(|i| &shares[i])) {
        batch.add(&Trustee::new(rows, question).unwrap(), &share.proof);
    }
    let named = vec![(1, ArgumentError::LastClaim), (2, ArgumentError::LastClaim)];
    assert_eq!(batch.check(&mut OsRng), Err(named));
    assert!(flooding_bits(9) > flooding_bits(SLOT_BITS));
}
