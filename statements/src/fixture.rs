//! What the tests of several statements need: sub-keys, a summed ciphertext, shares of it; and what
//! is demanded of every statement.

use crate::planes::NOISE;
use crate::polynomial::Polynomial;
use crate::ring::{DEGREE, product, reduce};
use crate::trustee::{Question, Share, Slots, Total, Trustee};
use crate::{BIT_SLOT_BITS, Kind, SubKey, Table};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::testing::{
    Fault, Forgery, Forgetful, forms, is_long, masks, prove_naively, prove_with, transcript, tried,
    verify_with,
};
use intertally_argument::{ArgumentError, Constraints, Field, Row, Statement, Witness, prove, verify};
use rand_core::{OsRng, RngCore};

/// `P` of the value slots, where a test does not draw it.
pub const SLOT_BITS: u8 = 20;

pub fn word() -> u128 {
    u128::from(OsRng.next_u64()) << 64 | u128::from(OsRng.next_u64())
}

pub fn words() -> Vec<u128> {
    (0..DEGREE).map(|_| word()).collect()
}

pub fn bits() -> Vec<u8> {
    (0..DEGREE).map(|_| (OsRng.next_u32() & 1) as u8).collect()
}

pub fn noise(count: usize) -> Vec<i8> {
    (0..count).map(|_| (OsRng.next_u32() % 17) as i8 - NOISE).collect()
}

/// Words in `[-2^F, 2^F)`.
pub fn flooding(bits: u8, count: usize) -> Vec<u128> {
    let most = 1_u128 << bits;
    (0..count).map(|_| (word() & (2 * most - 1)).wrapping_sub(most)).collect()
}

pub fn sub_key(context: &[u8]) -> SubKey {
    let mut seed = [0; 32];
    OsRng.fill_bytes(&mut seed);
    SubKey::new(bits(), noise(DEGREE), &seed, context).unwrap()
}

/// `a*s_A + e_A`.
pub fn public_part(a: &[u128], secret: &SubKey) -> Vec<u128> {
    let sums = product(a, &secret.bits).unwrap();
    sums.iter().zip(&secret.noise).map(|(sum, e)| reduce(sum, (*e).into(), 0).0).collect()
}

/// A joint key and a ciphertext under it that stands for the sum of all members'.
pub struct Opened {
    pub sub_keys: Vec<SubKey>,
    pub rows: Vec<Vec<CompressedRistretto>>,
    pub c1: Polynomial,
    pub c2: Vec<u128>,
    pub table: Table,
    pub slot_bits: u8,
}

/// `F` for a few sub-keys and slots of so many bits.
pub const fn flooding_bits(slot_bits: u8) -> u8 {
    127 - slot_bits - 3
}

impl Opened {
    /// With so many sub-keys, at most 7. `figures`: per cell the number of contributors and `X'`.
    pub fn new(sub_keys: usize, table: Table, slot_bits: u8, figures: &[(u64, u64)]) -> Self {
        let a = words();
        let sub_keys: Vec<SubKey> = (0..sub_keys).map(|_| sub_key(b"sub-key")).collect();
        let mut b = vec![0_u128; DEGREE];
        for key in &sub_keys {
            b.iter_mut().zip(public_part(&a, key)).for_each(|(sum, x)| *sum = sum.wrapping_add(x));
        }
        let mut messages = vec![0_u128; table.slots()];
        for (k, (count, value)) in figures.iter().enumerate() {
            let mut put = |kind, number: u64, slot_bits: u8| {
                messages[table.slot(kind, k).unwrap()] = u128::from(number) << (128 - slot_bits);
            };
            put(Kind::NotZero, *count, BIT_SLOT_BITS);
            put(Kind::Value, *value, slot_bits);
        }
        let u = bits();
        let encrypt = |words: &[u128], messages: &[u128]| -> Vec<u128> {
            let sums = product(words, &u).unwrap();
            let terms = sums.iter().zip(messages).zip(noise(messages.len()));
            terms.map(|((sum, message), e)| reduce(sum, e.into(), *message).0).collect()
        };
        let rows = sub_keys.iter().map(|key| key.commitments().unwrap()).collect();
        Self {
            c1: encrypt(&a, &vec![0; DEGREE]).into(),
            c2: encrypt(&b, &messages),
            sub_keys,
            rows,
            table,
            slot_bits,
        }
    }

    /// Slots of some cells of one kind.
    pub fn slots(&self, kind: Kind, cells: impl IntoIterator<Item = usize>) -> Slots {
        let slot = |cell| u32::try_from(self.table.slot(kind, cell).unwrap()).unwrap();
        Slots::new(&cells.into_iter().map(slot).collect::<Vec<_>>()).unwrap()
    }

    /// `P` of the slots of a kind.
    pub const fn bits_of(&self, kind: Kind) -> u8 {
        match kind {
            Kind::Value => self.slot_bits,
            Kind::NotZero | Kind::Changed => BIT_SLOT_BITS,
        }
    }

    /// The question of a step.
    pub fn question<'a>(&'a self, slots: &'a Slots, kind: Kind, context: &'a [u8]) -> Question<'a> {
        Question { c1: &self.c1, slots, flooding_bits: flooding_bits(self.bits_of(kind)), context }
    }

    /// Shares of all sub-keys, with their sum.
    pub fn shares(&self, slots: &Slots, kind: Kind, context: &[u8]) -> (Vec<Share>, Total) {
        let mut total = Total::new(slots);
        let mut shares = Vec::new();
        for (key, rows) in self.sub_keys.iter().zip(&self.rows) {
            let trustee = Trustee::new(rows, self.question(slots, kind, context)).unwrap();
            let f = flooding(flooding_bits(self.bits_of(kind)), slots.list().len());
            let share = trustee.share(key, &f, &mut OsRng).unwrap();
            total.add(&trustee.commitments(&share.proof).unwrap(), &share.opening).unwrap();
            shares.push(share);
        }
        (shares, total)
    }
}

/// Entries of rows of bits.
pub fn entries(bits: &[Vec<u8>]) -> Vec<Vec<Field>> {
    bits.iter().map(|row| row.iter().map(|bit| Field::from(u64::from(*bit))).collect()).collect()
}

/// Rows of any entries.
pub fn rows_of(entries: &[Vec<Field>]) -> Vec<Row> {
    entries.iter().map(|entries| forms::row_of(entries.clone()).unwrap()).collect()
}

/// A lie that is refused; and believed by a verifier that forgets the family of constraints that is
/// there to find it.
pub fn refused(statement: &impl Statement, witness: &Witness, without: impl Fn(Field) -> Constraints) {
    assert_eq!(prove(statement, witness, &mut OsRng).err(), Some(ArgumentError::Unsatisfied));
    let drawn = masks(statement, witness, &mut OsRng);
    let proof = prove_naively(transcript(Fault::None), statement, witness, drawn, Forgery::None).unwrap();
    assert_eq!(verify(statement, &proof.to_bytes(), &mut OsRng), Err(ArgumentError::LastClaim));

    let forgetful = Forgetful(statement, without);
    let proof = prove(&forgetful, witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(&forgetful, &proof, &mut OsRng), Ok(()), "believed without the family");
}

/// A proof of one statement does not serve the others, which differ from it in what is absorbed under
/// the label. The label alone binds: left out by the verifier, even the honest proof fails. Answers
/// with the proof.
pub fn bound<S: Statement>(statement: &S, witness: &Witness, others: &[(&'static str, S)]) -> Vec<u8> {
    let proof = prove(statement, witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(statement, &proof, &mut OsRng), Ok(()));
    if !others.is_empty() {
        tried("statements that differ in one absorbed element", others.len());
    }
    for (label, other) in others {
        assert!(verify(other, &proof, &mut OsRng).is_err(), "{label}");
        assert!(verify_with(Fault::LeftOut(label), statement, &proof, &mut OsRng).is_err(), "{label}");
    }
    proof
}

/// Left out by prover and verifier, a proof would serve the other statement: so it is this element
/// that binds.
pub fn binds_alone<S: Statement>(label: &'static str, statement: &S, witness: &Witness, other: &S) {
    let fault = Fault::LeftOut(label);
    let proof = prove_with(fault, statement, witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify_with(fault, other, &proof, &mut OsRng), Ok(()), "{label}");
}

/// Every element of a proof changed in one byte, whose place and bit go round; with INTERTALLY_LONG=1
/// every byte. That every byte counts is tested where proofs are read, in `argument`, too.
pub fn every_element_flipped(statement: &(impl Statement + Sync), proof: &[u8]) {
    let all = is_long();
    let places = (0..proof.len()).filter(|place| all || place % 32 == place / 32 * 7 % 32);
    tried("bytes flipped", places.clone().count());
    let tries = |places: &mut dyn Iterator<Item = usize>| {
        for place in places {
            let mut changed = proof.to_vec();
            changed[place] ^= 1 << (place / 32 % 8);
            assert!(verify(statement, &changed, &mut OsRng).is_err(), "byte {place}");
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let mut places = places.clone().skip(thread).step_by(threads);
            scope.spawn(move || tries(&mut places));
        }
    });
}

/// Every number that a proof shows has a mask of its own, but for two that follow from others. The
/// blinding factors of the `opened` sent rows are shown as well.
pub fn masked(statement: &impl Statement, witness: &Witness, opened: &[usize]) {
    let shown = forms::shown(statement, witness, opened).unwrap();
    assert_eq!((shown.bare, shown.rank), (0, shown.numbers - 2));
}
