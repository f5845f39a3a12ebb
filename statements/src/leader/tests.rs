//! The leader's statement: honest leaders, lies by name, replay.

use super::Leader;
use crate::fixture::{
    binds_alone, bits, bound, entries, every_element_flipped, masked, noise, public_part, refused, rows_of,
    sub_key, words,
};
use crate::polynomial::Polynomial;
use crate::ring::{DEGREE, centred, product, reduce};
use crate::{StatementError, SubKey};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{ArgumentError, Batch, Constraints, Field, Witness, commit, prove, verify};
use rand_core::OsRng;

const CONTEXT: &[u8] = b"ceremony 1, sub-key (0, 3), leader 0";

/// A sub-key and everything that its leader publishes.
struct Dealt {
    a: Polynomial,
    b: Polynomial,
    secret: SubKey,
    rows: Vec<CompressedRistretto>,
}

impl Dealt {
    fn new() -> Self {
        let (a, secret) = (Polynomial::from(words()), sub_key(b"sub-key"));
        let (b, rows) = (public_part(&a, &secret).into(), secret.commitments().unwrap());
        Self { a, b, secret, rows }
    }

    fn leader(&self) -> Leader<'_> {
        Leader::new(&self.a, &self.b, &self.rows, CONTEXT).unwrap()
    }

    fn proof(&self) -> Vec<u8> {
        let leader = self.leader();
        let witness = leader.witness(&self.secret).unwrap();
        prove(&leader, &witness, &mut OsRng).unwrap().proof.to_bytes()
    }
}

/// A family of constraints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Bits,
    PublicPart,
}

fn without(leader: &Leader<'_>, forgotten: Family, alpha: Field) -> Constraints {
    let mut all = Constraints::default();
    if forgotten != Family::Bits {
        leader.bits(&mut all);
    }
    if forgotten != Family::PublicPart {
        leader.public_part(&mut all, alpha);
    }
    all
}

/// Lets rows and what is published be changed, commits to the changed rows, and proves.
fn lies(
    published: impl FnOnce(&mut Vec<u128>),
    rows: impl FnOnce(&Leader<'_>, &mut Vec<Vec<Field>>),
    found_by: Family,
) {
    let mut dealt = Dealt::new();
    let honest = dealt.leader();
    let mut entries = entries(&honest.planes(&dealt.secret).unwrap());
    rows(&honest, &mut entries);
    let rows = rows_of(&entries);
    let given = rows.iter().zip(&dealt.secret.blindings);
    let given: Vec<_> = given.map(|(row, blinding)| commit(row, blinding).compress()).collect();
    let mut b = dealt.b.to_vec();
    published(&mut b);
    dealt.b = b.into();
    let leader = Leader::new(&dealt.a, &dealt.b, &given, CONTEXT).unwrap();
    let witness = Witness { rows, given_blindings: dealt.secret.blindings.clone() };
    refused(&leader, &witness, |alpha| without(&leader, found_by, alpha));
}

#[test]
fn honest_leaders_hold_one_by_one_and_together() {
    let dealt: Vec<Dealt> = (0..3).map(|_| Dealt::new()).collect();
    let mut batch = Batch::new();
    for dealt in &dealt {
        assert_eq!(dealt.leader().check(&dealt.secret), Ok(()));
        assert_eq!(verify(&dealt.leader(), &dealt.proof(), &mut OsRng), Ok(()));
        batch.add(&dealt.leader(), &dealt.proof());
    }
    assert_eq!(batch.check(&mut OsRng), Ok(()));
    // The proof of another sub-key's rows is named.
    batch.add(&dealt[1].leader(), &dealt[2].proof());
    batch.add(&dealt[1].leader(), &dealt[1].proof());
    assert_eq!(batch.check(&mut OsRng), Err(vec![(3, ArgumentError::LastClaim)]));
}

#[test]
fn every_holder_derives_the_same_rows_and_another_seed_or_context_others() {
    let (s, e) = (bits(), noise(DEGREE));
    let of = |seed: u8, context: &[u8]| {
        SubKey::new(s.clone(), e.clone(), &[seed; 32], context).unwrap().commitments().unwrap()
    };
    let rows = of(1, b"a");
    assert!(rows == of(1, b"a"));
    for other in [of(2, b"a"), of(1, b"b")] {
        assert!(rows.iter().zip(&other).all(|(one, other)| one != other));
    }
}

#[test]
fn what_is_published_must_be_the_seeds() {
    let (dealt, other) = (Dealt::new(), Dealt::new());
    let with = |b: &Polynomial, rows: &[CompressedRistretto]| {
        let leader = Leader::new(&dealt.a, b, rows, CONTEXT).unwrap();
        (leader.check(&dealt.secret), leader.witness(&dealt.secret).err())
    };
    let public_part = Some(StatementError::PublicPart);
    assert_eq!(with(&other.b, &dealt.rows), (Err(StatementError::PublicPart), public_part));
    let mut rows = dealt.rows.clone();
    rows[5] = other.rows[5];
    assert_eq!(with(&dealt.b, &rows), (Err(StatementError::SubKeyRow(5)), None));
    // And who does not care proves nothing.
    let leader = Leader::new(&dealt.a, &dealt.b, &rows, CONTEXT).unwrap();
    let witness = leader.witness(&dealt.secret).unwrap();
    assert_eq!(prove(&leader, &witness, &mut OsRng).err(), Some(ArgumentError::GivenRow(5)));
}

#[test]
fn secrets_that_are_none() {
    let refused = |s: Vec<u8>, e: Vec<i8>| SubKey::new(s, e, &[0; 32], b"").err();
    let (s, e) = (vec![0; DEGREE], vec![0; DEGREE]);
    let length = |what, found| Some(StatementError::Length { what, expected: DEGREE, found });
    assert_eq!(refused(vec![0; 3], e.clone()), length("s_A", 3));
    assert_eq!(refused(s.clone(), vec![0; DEGREE + 1]), length("e_A", DEGREE + 1));
    let (mut two, mut nine) = (s.clone(), e.clone());
    (two[9], nine[9]) = (2, -9);
    assert_eq!(refused(two, e), Some(StatementError::Randomness("s_A")));
    assert_eq!(refused(s, nine), Some(StatementError::Randomness("e_A")));
}

#[test]
fn a_public_part_without_a_short_secret() {
    lies(|b| b[7] = b[7].wrapping_add(1 << 90), |_, _| {}, Family::PublicPart);
}

#[test]
fn rows_of_another_secret() {
    let flip = |_: &Leader<'_>, rows: &mut Vec<Vec<Field>>| rows[2][11] = Field::ONE - rows[2][11];
    lies(|_| {}, flip, Family::PublicPart);
}

#[test]
fn a_secret_of_two_and_of_one_half() {
    for x in [Field::from(2_u64), Field::from(2_u64).inverse()] {
        // The quotient's lowest plane takes what is missing, times 2^-128: no bit either.
        let (a, mut secret) = (Polynomial::from(words()), sub_key(b"sub-key"));
        secret.bits[0] = 0;
        let (b, rows) = (Polynomial::from(public_part(&a, &secret)), secret.commitments().unwrap());
        let leader = Leader::new(&a, &b, &rows, CONTEXT).unwrap();
        let mut entries = entries(&leader.planes(&secret).unwrap());
        entries[0][0] = x;
        let inverse = Field::power_of_two(128).inverse();
        for (i, word) in a.iter().enumerate() {
            entries[leader.rows.quotient.row(0, i / 512)][i % 512] += x * centred(*word) * inverse;
        }
        let rows = rows_of(&entries);
        let given: Vec<_> =
            rows.iter().zip(&secret.blindings).map(|(row, x)| commit(row, x).compress()).collect();
        let leader = Leader::new(&a, &b, &given, CONTEXT).unwrap();
        let witness = Witness { rows, given_blindings: secret.blindings.clone() };
        refused(&leader, &witness, |alpha| without(&leader, Family::Bits, alpha));
    }
}

#[test]
fn noise_of_nine() {
    let mut dealt = Dealt::new();
    dealt.secret.noise[7] = 8;
    let mut b = public_part(&dealt.a, &dealt.secret);
    dealt.b = b.clone().into();
    let mut entries = entries(&dealt.leader().planes(&dealt.secret).unwrap());
    entries[dealt.leader().rows.noise.row(4, 0)][7] = Field::from(2_u64);
    // Unless the centred word wraps, which it does once in 2^128.
    b[7] = b[7].wrapping_add(1);
    dealt.b = b.into();
    let leader = dealt.leader();
    let witness = Witness { rows: rows_of(&entries), given_blindings: dealt.secret.blindings.clone() };
    refused(&leader, &witness, |alpha| without(&leader, Family::Bits, alpha));
}

#[test]
fn quotient_out_of_range() {
    // k = 256, and the lowest bit of e is whatever makes the equation true.
    let dealt = Dealt::new();
    let (word, quotient) = reduce(&product(&dealt.a, &dealt.secret.bits).unwrap()[9], 0, 0);
    let value = centred(word) + Field::power_of_two(128) * Field::from(quotient);
    let noise = centred(dealt.b[9]) + Field::power_of_two(136) - value;
    let leader = dealt.leader();
    let mut entries = entries(&leader.planes(&dealt.secret).unwrap());
    (0..5).for_each(|plane| entries[leader.rows.noise.row(plane, 0)][9] = Field::ZERO);
    entries[leader.rows.noise.row(0, 0)][9] = noise + Field::from(8_u64);
    (0..8).for_each(|plane| entries[leader.rows.quotient.row(plane, 0)][9] = Field::ZERO);
    entries[leader.rows.quotient.row(8, 0)][9] = Field::from(2_u64);
    let witness = Witness { rows: rows_of(&entries), given_blindings: dealt.secret.blindings.clone() };
    refused(&leader, &witness, |alpha| without(&leader, Family::Bits, alpha));
}

#[test]
fn replayed_and_changed() {
    let (dealt, other) = (Dealt::new(), Dealt::new());
    let leader = dealt.leader();
    let witness = leader.witness(&dealt.secret).unwrap();
    let mut b = dealt.b.to_vec();
    b[3] ^= 1;
    let b = Polynomial::from(b);
    let of = |a, b, rows, context| Leader::new(a, b, rows, context).unwrap();
    let others = [
        ("context", of(&dealt.a, &dealt.b, &dealt.rows, b"ceremony 2")),
        ("a", of(&other.a, &dealt.b, &dealt.rows, CONTEXT)),
        ("b_A", of(&dealt.a, &b, &dealt.rows, CONTEXT)),
        ("given", of(&dealt.a, &dealt.b, &other.rows, CONTEXT)),
    ];
    let proof = bound(&leader, &witness, &others);
    binds_alone("context", &leader, &witness, &others[0].1);
    every_element_flipped(&leader, &proof);
    let short = Polynomial::from(dealt.a[1..].to_vec());
    let short = Leader::new(&short, &dealt.b, &dealt.rows, CONTEXT).err();
    assert_eq!(short, Some(StatementError::Length { what: "a", expected: DEGREE, found: DEGREE - 1 }));
    let short = Leader::new(&dealt.a, &dealt.b, &dealt.rows[1..], CONTEXT).err();
    assert_eq!(short, Some(StatementError::Length { what: "rows of s_A", expected: 16, found: 15 }));
}

#[test]
fn every_number_shown_has_a_mask() {
    let dealt = Dealt::new();
    masked(&dealt.leader(), &dealt.leader().witness(&dealt.secret).unwrap(), &[]);
}
