//! A proof serves one ciphertext in one context, and everything absorbed is bound.

use super::{CONTEXT, Polynomials, SLOT_BITS, draw, encrypt, slots};
use crate::member::{Cell, Form, Key, Member};
use intertally_argument::testing::{Fault, prove_with, verify_with};
use intertally_argument::{ArgumentError, prove, verify};
use rand_core::OsRng;

#[test]
fn replayed_copied_and_changed() {
    let form =
        Form { cells: vec![Cell { width: 5, reported: true }; 6], revision: false, slot_bits: SLOT_BITS };
    let (polynomials, encryption) = (Polynomials::new(), draw(&form));
    let key = polynomials.key();
    let (c1, c2) = encrypt(key, &form, &encryption, &slots(&form, &encryption));
    let member = Member::new(key, &c1, &c2, form.clone(), CONTEXT).unwrap();
    let witness = member.witness(&encryption).unwrap();
    let proof = prove(&member, &witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(&member, &proof, &mut OsRng), Ok(()));

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
    let others = [
        ("context", Member::new(key, &c1, &c2, form.clone(), b"round 8")),
        ("a", Member::new(Key { a: &other_key.a, ..key }, &c1, &c2, form.clone(), CONTEXT)),
        ("b", Member::new(Key { b: &other_key.b, ..key }, &c1, &c2, form.clone(), CONTEXT)),
        ("c1", Member::new(key, &d1, &c2, form.clone(), CONTEXT)),
        ("c2", Member::new(key, &c1, &d2, form.clone(), CONTEXT)),
        ("cells", Member::new(key, &c1, &c2, other_form, CONTEXT)),
        ("cells", Member::new(key, &c1, &c2, narrower, CONTEXT)),
        ("slots", Member::new(key, &c1, &c2, other_slots, CONTEXT)),
    ];
    for (label, other) in others {
        let other = other.unwrap();
        assert_eq!(verify(&other, &proof, &mut OsRng), Err(ArgumentError::LastClaim), "{label}");
        // The label is bound by itself: left out by the verifier alone, even the honest proof
        // fails.
        assert!(verify_with(Fault::LeftOut(label), &member, &proof, &mut OsRng).is_err(), "{label}");
    }
    // Without the context a proof would serve twice.
    let fault = Fault::LeftOut("context");
    let proof = prove_with(fault, &member, &witness, &mut OsRng).unwrap().proof.to_bytes();
    let other = Member::new(key, &c1, &c2, form, b"round 8").unwrap();
    assert_eq!(verify_with(fault, &other, &proof, &mut OsRng), Ok(()));
}
