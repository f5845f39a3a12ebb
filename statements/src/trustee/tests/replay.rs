//! A proof serves one question, one sub-key and one context, and everything absorbed is bound.

use super::{CONTEXT, small};
use crate::fixture::{binds_alone, bound, entries, every_element_flipped, flooding, masked, rows_of};
use crate::fixture::{sub_key, words};
use crate::trustee::{Question, Trustee};
use crate::{Kind, Polynomial, SUB_KEY_ROWS};
use intertally_argument::testing::tried;
use intertally_argument::{Statement, Witness, verify};
use rand_core::OsRng;

const LATER: &[u8] = b"round 7, key 1, sub-key 0, sum 9, ciphertext 0, step B, trustee 2";
const OTHER: &[u8] = b"round 7, key 1, sub-key 0, sum 9, ciphertext 1, step A, trustee 2";
const NEXT: &[u8] = b"round 8, key 1, sub-key 0, sum 9, ciphertext 0, step A, trustee 2";

fn witness(trustee: &Trustee<'_>, key: &crate::SubKey) -> Witness {
    let f = flooding(trustee.question.flooding_bits, trustee.question.slots.list().len());
    let filled = trustee.fill(key, &f).unwrap();
    let mut all = entries(&filled.bits);
    all.extend(filled.scalars.iter().cloned());
    Witness { rows: rows_of(&all), given_blindings: key.blindings.clone() }
}

#[test]
fn replayed_and_changed() {
    let opened = small();
    let (slots, more) = (opened.slots(Kind::Value, [0, 2]), opened.slots(Kind::Value, [0, 2, 3]));
    let (moved, counts) = (opened.slots(Kind::Value, [0, 3]), opened.slots(Kind::NotZero, [0, 2]));
    let question = opened.question(&slots, Kind::Value, CONTEXT);
    let (key, rows) = (&opened.sub_keys[0], &opened.rows[0]);
    let trustee = Trustee::new(rows, question).unwrap();
    let witness = witness(&trustee, key);
    let (c1, other) = (Polynomial::from(words()), sub_key(b"another").commitments().unwrap());
    let mut near = opened.c1.to_vec();
    near[9] ^= 1;
    let near = Polynomial::from(near);
    let of = |question| Trustee::new(rows, question).unwrap();
    let others = [
        ("context", of(Question { context: LATER, ..question })),
        ("context", of(Question { context: OTHER, ..question })),
        ("context", of(Question { context: NEXT, ..question })),
        ("c1", of(Question { c1: &c1, ..question })),
        ("c1", of(Question { c1: &near, ..question })),
        ("slots", of(Question { slots: &more, ..question })),
        ("slots", of(Question { slots: &moved, ..question })),
        ("slots", of(Question { slots: &counts, ..question })),
        ("F", of(Question { flooding_bits: question.flooding_bits - 1, ..question })),
        ("given", Trustee::new(&other, question).unwrap()),
    ];
    let proof = bound(&trustee, &witness, &others);
    (0..3).for_each(|i| binds_alone("context", &trustee, &witness, &others[i].1));
    every_element_flipped(&trustee, &proof);
}

#[test]
fn every_byte_flipped() {
    // F is small so that the proof is short: every byte of its points and of each eighth scalar. All
    // scalars are tried where proofs are read, in `argument`.
    let opened = small();
    let slots = opened.slots(Kind::NotZero, [0]);
    let question = Question { flooding_bits: 1, ..opened.question(&slots, Kind::NotZero, CONTEXT) };
    let trustee = Trustee::new(&opened.rows[0], question).unwrap();
    let proof = bound(&trustee, &witness(&trustee, &opened.sub_keys[0]), &[]);
    let points = trustee.layout().sent() + 3;
    let places = (0..proof.len()).filter(|place| place / 32 < points || place / 32 % 8 == 0);
    tried("bytes flipped", places.clone().count());
    for place in places {
        let mut changed = proof.clone();
        changed[place] ^= 1 << (place % 8);
        assert!(verify(&trustee, &changed, &mut OsRng).is_err(), "byte {place}");
    }
}

#[test]
fn every_number_shown_has_a_mask() {
    // The coordinator sees the blinding factors of d_A's rows as well.
    let opened = small();
    let slots = crate::trustee::Slots::new(&[3, 700]).unwrap();
    let question = Question { flooding_bits: 20, ..opened.question(&slots, Kind::NotZero, CONTEXT) };
    let trustee = Trustee::new(&opened.rows[0], question).unwrap();
    let shown: Vec<usize> = trustee.rows.words.rows().map(|row| row - SUB_KEY_ROWS).collect();
    assert_eq!(shown.len(), 2);
    masked(&trustee, &witness(&trustee, &opened.sub_keys[0]), &shown);
}
