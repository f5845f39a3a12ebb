//! The member's statement: honest members of all forms, and lies by name.

mod forms;
mod lies;
mod replay;

use super::rows::Rows;
use super::{Cell, Encryption, Form, Key, Member};
use crate::fixture::{SLOT_BITS, bits, noise, words};
use crate::planes::Bits;
use crate::polynomial::Polynomial;
use crate::ring::{DEGREE, product, reduce};
use crate::table::Kind;
use intertally_argument::{Field, Row, Witness};
use rand_core::{OsRng, RngCore};

const CONTEXT: &[u8] = b"round 7, key 1, member 3, revision 0, ciphertext 0";

/// A joint key. That it is a sum of sub-keys does not matter here.
struct Polynomials {
    a: Polynomial,
    b: Polynomial,
}

impl Polynomials {
    fn new() -> Self {
        Self { a: words().into(), b: words().into() }
    }

    fn key(&self) -> Key<'_> {
        Key { a: &self.a, b: &self.b }
    }
}

/// Randomness of an encryption, and figures that fit the form.
fn draw(form: &Form) -> Encryption {
    let figure = |cell: &Cell| match OsRng.next_u32() % 3 {
        _ if !cell.reported => 0,
        0 => 0,
        1 => 1 << cell.width,
        _ => 1 + (OsRng.next_u64() & ((1 << cell.width) - 1)),
    };
    let changed = |cell: &Cell| u8::from(cell.reported && OsRng.next_u32() & 1 == 1);
    Encryption {
        u: bits(),
        e1: noise(DEGREE),
        e2: noise(Member::slots(form).unwrap()),
        figures: form.cells.iter().map(figure).collect(),
        changed: if form.revision { form.cells.iter().map(changed).collect() } else { Vec::new() },
    }
}

/// Numbers in the used slots, without any check.
fn slots(form: &Form, encryption: &Encryption) -> Vec<u64> {
    let rows = Rows::new(form).unwrap();
    let mut all = vec![0; rows.slots()];
    for (block, slots) in rows.blocks.iter().zip(all.chunks_mut(512)) {
        for (k, slot) in Rows::cells(block, form).zip(slots) {
            let x = encryption.figures[k];
            *slot = match block.kind {
                Kind::NotZero => x.min(1),
                Kind::Changed => encryption.changed[k].into(),
                Kind::Value => x.saturating_sub(1),
            };
        }
    }
    all
}

/// `(c1, c2)` of these slots.
fn encrypt(key: Key<'_>, form: &Form, encryption: &Encryption, slots: &[u64]) -> (Vec<u128>, Vec<u128>) {
    let rows = Rows::new(form).unwrap();
    let sums = product(key.a, &encryption.u).unwrap();
    let c1 = sums.iter().zip(&encryption.e1).map(|(sum, e)| reduce(sum, (*e).into(), 0).0).collect();
    let sums = product(key.b, &encryption.u).unwrap();
    let mut c2 = Vec::new();
    for (i, slot) in slots.iter().enumerate() {
        let bits = if rows.blocks[i / 512].kind == Kind::Value { form.slot_bits } else { 9 };
        c2.push(reduce(&sums[i], encryption.e2[i].into(), u128::from(*slot) << (128 - bits)).0);
    }
    (c1, c2)
}

/// Rows of any entries: bits where all are.
fn witness(planes: &Bits, changes: &[(usize, usize, Field)]) -> Witness {
    let row = |(i, bits): (usize, &Vec<u8>)| {
        let here = || changes.iter().filter(move |(row, ..)| *row == i);
        if here().next().is_none() && bits.iter().all(|bit| *bit < 2) {
            return Row::bits(bits.clone());
        }
        let mut entries: Vec<Field> = bits.iter().map(|bit| Field::from(u64::from(*bit))).collect();
        here().for_each(|(_, column, value)| entries[*column] = *value);
        Row::scalars(entries)
    };
    let rows = planes.iter().enumerate().map(row).collect::<Result<_, _>>().unwrap();
    Witness { rows, given_blindings: Vec::new() }
}
