//! A proof serves one ciphertext in one context, and everything absorbed is bound.

use super::{CONTEXT, Polynomials, SLOT_BITS, draw, encrypt, slots};
use crate::fixture::{binds_alone, bound, every_element_flipped, masked};
use crate::member::{Cell, Form, Key, Member};

#[test]
fn replayed_copied_and_changed() {
    let form =
        Form { cells: vec![Cell { width: 5, reported: true }; 6], revision: false, slot_bits: SLOT_BITS };
    let (polynomials, encryption) = (Polynomials::new(), draw(&form));
    let key = polynomials.key();
    let (c1, c2) = encrypt(key, &form, &encryption, &slots(&form, &encryption));
    let member = Member::new(key, &c1, &c2, form.clone(), CONTEXT).unwrap();
    let witness = member.witness(&encryption).unwrap();
    let other_key = Polynomials::new();
    let mut other_form = form.clone();
    other_form.cells[2].reported = false;
    let mut narrower = form.clone();
    narrower.cells[2].width = 4;
    let mut other_slots = form.clone();
    other_slots.slot_bits += 1;
    let changed = |words: &[u128]| {
        let mut words = words.to_vec();
        words[3] ^= 1;
        words
    };
    let (d1, d2) = (changed(&c1), changed(&c2));
    let of = |key, c1, c2, form: &Form, context| Member::new(key, c1, c2, form.clone(), context).unwrap();
    let others = [
        ("context", of(key, &c1, &c2, &form, b"round 8")),
        ("a", of(Key { a: &other_key.a, ..key }, &c1, &c2, &form, CONTEXT)),
        ("b", of(Key { b: &other_key.b, ..key }, &c1, &c2, &form, CONTEXT)),
        ("c1", of(key, &d1, &c2, &form, CONTEXT)),
        ("c2", of(key, &c1, &d2, &form, CONTEXT)),
        ("cells", of(key, &c1, &c2, &other_form, CONTEXT)),
        ("cells", of(key, &c1, &c2, &narrower, CONTEXT)),
        ("slots", of(key, &c1, &c2, &other_slots, CONTEXT)),
    ];
    let proof = bound(&member, &witness, &others);
    binds_alone("context", &member, &witness, &others[0].1);
    every_element_flipped(&member, &proof);
}

#[test]
fn every_number_shown_has_a_mask() {
    let form = Form { cells: vec![Cell { width: 5, reported: true }], revision: false, slot_bits: SLOT_BITS };
    let (polynomials, encryption) = (Polynomials::new(), draw(&form));
    let key = polynomials.key();
    let (c1, c2) = encrypt(key, &form, &encryption, &slots(&form, &encryption));
    let member = Member::new(key, &c1, &c2, form, CONTEXT).unwrap();
    masked(&member, &member.witness(&encryption).unwrap(), &[]);
}
