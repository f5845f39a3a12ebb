//! Lies by name, each as consistent as it can be.

use super::{CONTEXT, small};
use crate::Kind;
use crate::fixture::{Opened, entries, flooding, refused, rows_of, words};
use crate::trustee::{Question, Slots, Trustee, check_opening};
use intertally_argument::{Constraints, Field, Proved, Witness, prove, verify};
use rand_core::OsRng;

/// A family of constraints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Bits,
    Zeros,
    Equation,
}

fn without(trustee: &Trustee<'_>, forgotten: Family, alpha: Field) -> Constraints {
    let mut all = Constraints::default();
    if forgotten != Family::Bits {
        trustee.bits(&mut all);
    }
    if forgotten != Family::Zeros {
        trustee.zeros(&mut all);
    }
    if forgotten != Family::Equation {
        trustee.equation(&mut all, alpha);
    }
    all
}

/// A holder of the sub-key who fills all rows and changes what it likes. Cells 0 and 2 are opened.
struct Liar {
    opened: Opened,
    slots: Slots,
    f: Vec<u128>,
}

impl Liar {
    fn new() -> Self {
        let opened = small();
        let slots = opened.slots(Kind::Value, [0, 2]);
        let bits = opened.question(&slots, Kind::Value, CONTEXT).flooding_bits;
        Self { slots, f: flooding(bits, 2), opened }
    }

    fn question(&self) -> Question<'_> {
        self.opened.question(&self.slots, Kind::Value, CONTEXT)
    }

    fn trustee(&self) -> Trustee<'_> {
        Trustee::new(&self.opened.rows[0], self.question()).unwrap()
    }

    /// All entries as an honest holder has them.
    fn entries(&self) -> Vec<Vec<Field>> {
        let filled = self.trustee().fill(&self.opened.sub_keys[0], &self.f).unwrap();
        let mut all = entries(&filled.bits);
        all.extend(filled.scalars.iter().cloned());
        all
    }

    fn witness(&self, entries: &[Vec<Field>]) -> Witness {
        Witness { rows: rows_of(entries), given_blindings: self.opened.sub_keys[0].blindings.clone() }
    }

    fn lies(&self, entries: &[Vec<Field>], found_by: Family) {
        let trustee = self.trustee();
        refused(&trustee, &self.witness(entries), |alpha| without(&trustee, found_by, alpha));
    }
}

fn one() -> Field {
    Field::ONE
}

#[test]
fn word_off_by_one() {
    let liar = Liar::new();
    let mut all = liar.entries();
    all[liar.trustee().rows.words.row(0, 0)][2] += one();
    liar.lies(&all, Family::Equation);
}

#[test]
fn another_secret() {
    // d_A of a secret that differs in one coefficient, with the rows of the sub-key's.
    let liar = Liar::new();
    let mut other = liar.opened.sub_keys[0].clone();
    other.bits[11] ^= 1;
    let filled = liar.trustee().fill(&other, &liar.f).unwrap();
    let mut all = liar.entries();
    let bits = entries(&filled.bits);
    let from = liar.trustee().rows.flooding.first;
    all[from..bits.len()].clone_from_slice(&bits[from..]);
    all[bits.len()..].clone_from_slice(&filled.scalars);
    liar.lies(&all, Family::Equation);
}

#[test]
fn another_aggregate() {
    // Everything of another c1, with the right secret.
    let liar = Liar::new();
    let c1 = words().into();
    let mut question = liar.question();
    question.c1 = &c1;
    let elsewhere = Trustee::new(&liar.opened.rows[0], question).unwrap();
    let filled = elsewhere.fill(&liar.opened.sub_keys[0], &liar.f).unwrap();
    let mut all = entries(&filled.bits);
    all.extend(filled.scalars.iter().cloned());
    let witness = liar.witness(&all);
    let proof = prove(&elsewhere, &witness, &mut OsRng).unwrap().proof.to_bytes();
    assert!(verify(&liar.trustee(), &proof, &mut OsRng).is_err(), "its own proof does not serve");
    liar.lies(&all, Family::Equation);
}

#[test]
fn flooding_too_large() {
    // f = 2^F, which its planes say with a 2 in the highest.
    let mut liar = Liar::new();
    let bits = liar.question().flooding_bits;
    liar.f[0] = (1 << bits) - 1;
    let (mut all, rows) = (liar.entries(), liar.trustee().rows);
    for plane in 0..=usize::from(bits) {
        all[rows.flooding.row(plane, 0)][0] = Field::ZERO;
    }
    all[rows.flooding.row(usize::from(bits), 0)][0] = one().double();
    all[rows.words.row(0, 0)][0] += one();
    liar.lies(&all, Family::Bits);
}

#[test]
fn flooding_of_a_fraction() {
    // f + 1/2 moves d_A by 1/2.
    let liar = Liar::new();
    let (mut all, rows) = (liar.entries(), liar.trustee().rows);
    let half = one().double().inverse();
    all[rows.flooding.row(0, 0)][0] += half;
    all[rows.words.row(0, 0)][0] += half;
    liar.lies(&all, Family::Bits);
}

#[test]
fn quotient_out_of_range() {
    // A quotient of 2^13 and more, for a word that is far from centred.
    let liar = Liar::new();
    let (mut all, rows) = (liar.entries(), liar.trustee().rows);
    all[rows.quotient.row(13, 0)][0] += one();
    all[rows.words.row(0, 0)][0] -= Field::power_of_two(128 + 13);
    if all[rows.quotient.row(13, 0)][0] == one() {
        // The quotient was negative, and the one that the liar has is in range.
        return quotient_out_of_range();
    }
    liar.lies(&all, Family::Bits);
}

#[test]
fn word_where_nothing_is_opened() {
    let liar = Liar::new();
    let (mut all, rows) = (liar.entries(), liar.trustee().rows);
    for column in [1, 3, 511] {
        let moved = all[rows.rest.row(0, 0)][column];
        all[rows.words.row(0, 0)][column] = moved;
        all[rows.rest.row(0, 0)][column] = Field::ZERO;
    }
    liar.lies(&all, Family::Zeros);
}

#[test]
fn rest_where_a_slot_is_opened() {
    // Any word at all, and the rest takes what is missing.
    let liar = Liar::new();
    let (mut all, rows) = (liar.entries(), liar.trustee().rows);
    let word = all[rows.words.row(0, 0)][2];
    all[rows.words.row(0, 0)][2] = one();
    all[rows.rest.row(0, 0)][2] = word - one();
    liar.lies(&all, Family::Zeros);
}

#[test]
fn slots_of_the_step_in_each_others_columns() {
    let liar = Liar::new();
    let (mut all, rows) = (liar.entries(), liar.trustee().rows);
    all[rows.words.row(0, 0)].swap(0, 2);
    liar.lies(&all, Family::Equation);
}

#[test]
fn a_word_that_is_not_centred_is_proved_but_opened_by_no_word() {
    // d + 2^128 with a quotient less by one says the same modulo 2^128. It is no lie, and no word of
    // 128 bits opens it: another holder is asked.
    let liar = Liar::new();
    let (mut all, rows) = (liar.entries(), liar.trustee().rows);
    let plane = (0..14).find(|plane| all[rows.quotient.row(*plane, 0)][0] == one()).unwrap();
    all[rows.quotient.row(plane, 0)][0] = Field::ZERO;
    all[rows.words.row(0, 0)][0] += Field::power_of_two(128 + plane);
    let trustee = liar.trustee();
    let Proved { proof, blindings } = prove(&trustee, &liar.witness(&all), &mut OsRng).unwrap();
    let proof = proof.to_bytes();
    assert_eq!(verify(&trustee, &proof, &mut OsRng), Ok(()));
    let commitments = trustee.commitments(&proof).unwrap();
    let honest = trustee.share(&liar.opened.sub_keys[0], &liar.f, &mut OsRng).unwrap().opening;
    let mut opening = honest;
    opening.blindings = vec![blindings.0[rows.words.row(0, 0) - crate::SUB_KEY_ROWS]];
    assert!(check_opening(&liar.slots, &commitments, &opening).is_err());
}
