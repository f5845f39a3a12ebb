//! Honest members.

use super::{CONTEXT, Polynomials, SLOT_BITS, draw, encrypt, slots};
use crate::StatementError;
use crate::member::{Cell, Form, Member};
use intertally_argument::{prove, verify};
use rand_core::{OsRng, RngCore};

fn form(cells: usize, revision: bool) -> Form {
    let cell =
        |_| Cell { width: 1 + (OsRng.next_u32() % 16) as u8, reported: !OsRng.next_u32().is_multiple_of(4) };
    Form { cells: (0..cells).map(cell).collect(), revision, slot_bits: SLOT_BITS }
}

fn holds(form: &Form) {
    let polynomials = Polynomials::new();
    let encryption = draw(form);
    let (c1, c2) = encrypt(polynomials.key(), form, &encryption, &slots(form, &encryption));
    let member = Member::new(polynomials.key(), &c1, &c2, form.clone(), CONTEXT).unwrap();
    let witness = member.witness(&encryption).unwrap();
    let proof = prove(&member, &witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(&member, &proof, &mut OsRng), Ok(()), "{} cells", form.cells.len());
}

#[test]
fn one_cell_and_all_cells_in_ordinary_and_revision_rounds() {
    for (cells, revision) in [(1, false), (512, true), (513, false), (2560, true), (4096, false)] {
        holds(&form(cells, revision));
    }
}

#[test]
fn forms_that_are_none() {
    let refused = |form: &Form| Member::slots(form).unwrap_err();
    assert_eq!(refused(&form(0, false)), StatementError::Cells { most: 4096, found: 0 });
    assert_eq!(refused(&form(4097, false)), StatementError::Cells { most: 4096, found: 4097 });
    assert_eq!(refused(&form(2561, true)), StatementError::Cells { most: 2560, found: 2561 });
    let mut narrow = form(3, false);
    narrow.cells[1].width = 0;
    assert_eq!(refused(&narrow), StatementError::Width(1));
    narrow.cells[1].width = SLOT_BITS + 1;
    assert_eq!(refused(&narrow), StatementError::Width(1));
    narrow.slot_bits = 65;
    assert_eq!(refused(&narrow), StatementError::SlotBits(65));
}

#[test]
fn randomness_and_figures_out_of_range() {
    let mut form = form(4, true);
    form.cells[2] = Cell { width: 3, reported: false };
    form.cells[3] = Cell { width: 3, reported: true };
    let (polynomials, good) = (Polynomials::new(), draw(&form));
    let (c1, c2) = encrypt(polynomials.key(), &form, &good, &slots(&form, &good));
    let member = Member::new(polynomials.key(), &c1, &c2, form.clone(), CONTEXT).unwrap();
    let refused = |change: &dyn Fn(&mut super::Encryption)| {
        let mut bad = good.clone();
        change(&mut bad);
        member.witness(&bad).err()
    };
    assert_eq!(refused(&|e| e.u[0] = 2), Some(StatementError::Randomness("u")));
    assert_eq!(refused(&|e| e.e1[9] = 9), Some(StatementError::Randomness("e1")));
    assert_eq!(refused(&|e| e.e2[9] = -9), Some(StatementError::Randomness("e2")));
    assert_eq!(refused(&|e| e.changed[3] = 2), Some(StatementError::Randomness("changed")));
    assert_eq!(refused(&|e| e.figures[3] = 9), Some(StatementError::Figure(3)));
    assert_eq!(refused(&|e| e.figures[2] = 1), Some(StatementError::Figure(2)));
    assert_eq!(refused(&|e| e.changed[2] = 1), Some(StatementError::Figure(2)));
    assert_eq!(refused(&|e| e.u[0] ^= 1), Some(StatementError::Ciphertext));
    assert_eq!(refused(&|e| e.e2[9] = if e.e2[9] > 0 { -8 } else { 8 }), Some(StatementError::Ciphertext));
    let length = |what, expected, found| Some(StatementError::Length { what, expected, found });
    assert_eq!(refused(&|e| e.u.push(0)), length("u", 8192, 8193));
    assert_eq!(refused(&|e| e.changed.truncate(3)), length("changed", 4, 3));
    let short = Member::new(polynomials.key(), &c1, &c2[1..], form, CONTEXT).err();
    assert_eq!(short, length("c2", 1536, 1535));
}
