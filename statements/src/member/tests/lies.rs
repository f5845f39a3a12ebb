//! Lies by name, each as consistent as it can be: refused; and believed by a verifier that forgets
//! the one family of constraints that is there to find it.

use super::{CONTEXT, Polynomials, SLOT_BITS, draw, encrypt, slots, witness};
use crate::fixture::refused;
use crate::member::rows::Rows;
use crate::member::{Cell, Encryption, Form, Member};
use crate::ring::{centred, product, reduce};
use crate::table::Kind;
use intertally_argument::{Constraints, Field};

/// A family of constraints.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    FixedBits,
    SlotBits,
    Zeros,
    Products,
    Encryption,
}

/// Cells 0 and 1 are reported with 12 and 3 bits and are 0; cell 2 is not reported; cell 3 has a
/// figure.
fn form() -> Form {
    let cell = |width, reported| Cell { width, reported };
    let cells = vec![cell(12, true), cell(3, true), cell(12, false), cell(12, true)];
    Form { cells, revision: true, slot_bits: SLOT_BITS }
}

/// A prover who has a whole encryption of its own, and changes what it likes.
struct Liar {
    polynomials: Polynomials,
    encryption: Encryption,
    slots: Vec<u64>,
    rows: Rows,
}

impl Liar {
    fn new() -> Self {
        let form = form();
        let mut encryption = draw(&form);
        encryption.figures = vec![0, 0, 0, 77];
        encryption.changed = vec![0, 1, 0, 1];
        let slots = slots(&form, &encryption);
        Self { polynomials: Polynomials::new(), encryption, slots, rows: Rows::new(&form).unwrap() }
    }

    /// The slot of a cell in the first block of this kind.
    fn slot(&self, kind: Kind, cell: usize) -> usize {
        512 * self.rows.blocks.iter().position(|block| block.kind == kind).unwrap() + cell
    }

    fn first_row(&self, kind: Kind) -> usize {
        self.rows.of(kind).next().unwrap().bits.first
    }

    /// Encrypts as it now is, lets the ciphertext and then single entries be changed, and proves.
    fn lies(
        &self,
        ciphertext: impl FnOnce(&mut Vec<u128>, &mut Vec<u128>),
        entries: impl FnOnce(&[u128]) -> Vec<(usize, usize, Field)>,
        found_by: Family,
    ) {
        let key = self.polynomials.key();
        let (mut c1, mut c2) = encrypt(key, &form(), &self.encryption, &self.slots);
        let honest = Member::new(key, &c1, &c2, form(), CONTEXT).unwrap();
        let planes = honest.planes(&self.encryption, &self.slots).unwrap();
        let witness = witness(&planes, &entries(&c1));
        ciphertext(&mut c1, &mut c2);
        let member = Member::new(key, &c1, &c2, form(), CONTEXT).unwrap();
        refused(&member, &witness, |alpha| without(&member, found_by, alpha));
    }

    /// Without further changes.
    fn lies_plainly(&self, found_by: Family) {
        self.lies(|_, _| {}, |_| vec![], found_by);
    }
}

/// The constraints without one family.
fn without(member: &Member<'_>, forgotten: Family, alpha: Field) -> Constraints {
    let mut all = Constraints::default();
    if forgotten != Family::FixedBits {
        member.fixed_bits(&mut all);
    }
    if forgotten != Family::SlotBits {
        member.slot_bits(&mut all, forgotten != Family::Zeros);
    }
    if forgotten != Family::Products {
        member.products(&mut all);
    }
    if forgotten != Family::Encryption {
        member.encryption(&mut all, alpha);
    }
    all
}

#[test]
fn wrong_slot() {
    let liar = Liar::new();
    let slot = liar.slot(Kind::Value, 3);
    let one_more =
        |_: &mut Vec<u128>, c2: &mut Vec<u128>| c2[slot] = c2[slot].wrapping_add(1 << (128 - SLOT_BITS));
    liar.lies(one_more, |_| vec![], Family::Encryption);
}

#[test]
fn wrong_c1() {
    let spike = |c1: &mut Vec<u128>, _: &mut Vec<u128>| c1[5] = c1[5].wrapping_add(1 << 90);
    Liar::new().lies(spike, |_| vec![], Family::Encryption);
}

#[test]
fn u_of_two() {
    let mut liar = Liar::new();
    liar.encryption.u[5] = 2;
    liar.lies_plainly(Family::FixedBits);
}

#[test]
fn noise_of_nine() {
    let mut liar = Liar::new();
    liar.encryption.e1[7] = 8;
    let top = liar.rows.e1.row(4, 0);
    let one_more = |c1: &mut Vec<u128>, _: &mut Vec<u128>| c1[7] = c1[7].wrapping_add(1);
    liar.lies(one_more, |_| vec![(top, 7, Field::from(2_u64))], Family::FixedBits);
}

#[test]
fn quotient_out_of_range() {
    // k = 256, and the lowest bit of e1 is whatever makes the equation true.
    let liar = Liar::new();
    let sum = product(&liar.polynomials.a, &liar.encryption.u).unwrap()[9];
    let (word, quotient) = reduce(&sum, 0, 0);
    let (e1, k1) = (liar.rows.e1, liar.rows.k1);
    let entries = |c1: &[u128]| {
        let value = centred(word) + Field::power_of_two(128) * Field::from(quotient);
        let noise = centred(c1[9]) + Field::power_of_two(136) - value;
        let mut changes = vec![(e1.row(0, 0), 9, noise + Field::from(8_u64))];
        changes.extend((1..5).map(|plane| (e1.row(plane, 0), 9, Field::ZERO)));
        changes.extend((0..8).map(|plane| (k1.row(plane, 0), 9, Field::ZERO)));
        changes.push((k1.row(8, 0), 9, Field::from(2_u64)));
        changes
    };
    liar.lies(|_, _| {}, entries, Family::FixedBits);
}

#[test]
fn figure_without_its_bit() {
    let mut liar = Liar::new();
    let slot = liar.slot(Kind::Value, 0);
    liar.slots[slot] = 7;
    liar.lies_plainly(Family::Products);
}

#[test]
fn figure_too_wide() {
    let mut liar = Liar::new();
    let (bit, value) = (liar.slot(Kind::NotZero, 1), liar.slot(Kind::Value, 1));
    liar.slots[bit] = 1;
    liar.slots[value] = 8;
    liar.lies_plainly(Family::Zeros);
}

#[test]
fn figure_that_is_not_reported() {
    let mut liar = Liar::new();
    let (bit, value) = (liar.slot(Kind::NotZero, 2), liar.slot(Kind::Value, 2));
    liar.slots[bit] = 1;
    liar.slots[value] = 3;
    liar.lies_plainly(Family::Zeros);
}

/// Where a cell is reported a bit alone is the figure 1; elsewhere it would be a contributor that there is not.
#[test]
fn bit_without_a_figure() {
    let mut liar = Liar::new();
    let bit = liar.slot(Kind::NotZero, 2);
    liar.slots[bit] = 1;
    liar.lies_plainly(Family::Zeros);
}

/// Two planes of a number, or two fields of u, in each other's place, and one of them twice.
#[test]
fn swapped_and_repeated_rows() {
    let liar = Liar::new();
    let key = liar.polynomials.key();
    let (c1, c2) = encrypt(key, &form(), &liar.encryption, &liar.slots);
    let member = Member::new(key, &c1, &c2, form(), CONTEXT).unwrap();
    let planes = member.planes(&liar.encryption, &liar.slots).unwrap();
    let rows = &liar.rows;
    let pairs = [
        (rows.u.row(0, 0), rows.u.row(0, 1)),
        (rows.e1.row(0, 0), rows.e1.row(1, 0)),
        (rows.k1.row(2, 3), rows.k1.row(3, 3)),
        (rows.e1.row(0, 0), rows.k1.row(0, 0)),
    ];
    for (one, other) in pairs {
        let (mut swapped, mut repeated) = (witness(&planes, &[]), witness(&planes, &[]));
        swapped.rows.swap(one, other);
        repeated.rows[other] = repeated.rows[one].clone();
        for witness in [swapped, repeated] {
            refused(&member, &witness, |alpha| without(&member, Family::Encryption, alpha));
        }
    }
}

#[test]
fn change_that_is_not_reported_and_bits_beyond_the_last_cell() {
    for (kind, cell) in [(Kind::Changed, 2), (Kind::NotZero, 4), (Kind::Changed, 511)] {
        let mut liar = Liar::new();
        let slot = liar.slot(kind, cell);
        liar.slots[slot] = 1;
        liar.lies_plainly(Family::Zeros);
    }
}

#[test]
fn half_a_bit() {
    // nz = 1/2 and x' = -1/4 keep the product, and Delta/2 and -Delta/4 are whole numbers.
    let liar = Liar::new();
    let (bit, value) = (liar.slot(Kind::NotZero, 0), liar.slot(Kind::Value, 0));
    let shift = |_: &mut Vec<u128>, c2: &mut Vec<u128>| {
        c2[bit] = c2[bit].wrapping_add(1 << 118);
        c2[value] = c2[value].wrapping_sub(1 << (126 - SLOT_BITS));
    };
    let half = Field::from(2_u64).inverse();
    let (bit_row, value_row) = (liar.first_row(Kind::NotZero), liar.first_row(Kind::Value));
    let entries = |_: &[u128]| vec![(bit_row, 0, half), (value_row, 0, -half * half)];
    // The centred words must not have wrapped, which they do once in some hundred times: then the
    // lie is found by two families.
    if wraps(&liar, bit, 1 << 118, true) || wraps(&liar, value, 1 << (126 - SLOT_BITS), false) {
        return half_a_bit();
    }
    liar.lies(shift, entries, Family::SlotBits);
}

/// Whether adding to or taking from a slot's centred word leaves its range.
fn wraps(liar: &Liar, slot: usize, by: i128, up: bool) -> bool {
    let (_, c2) = encrypt(liar.polynomials.key(), &form(), &liar.encryption, &liar.slots);
    let word = c2[slot].cast_signed();
    if up { word.checked_add(by).is_none() } else { word.checked_sub(by).is_none() }
}
