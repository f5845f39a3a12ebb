//! Keys, ciphertexts and shares for benches, from any source of randomness.

use super::words::{Made, plus_noise, product};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{COLUMNS, Field, Row, Witness, commit};
use intertally_statements::coordinator::{Form as Edition, Publication, Step, Told};
use intertally_statements::member::{Cell, Encryption, Form, Key, Member};
use intertally_statements::terms::{Family, Figures, Term, Terms};
use intertally_statements::trustee::{Question, Slots, Total, Trustee};
use intertally_statements::{DEGREE, Kind, Polynomial, SubKey, Table};
use rand_core::{CryptoRng, RngCore};

/// Uniform words.
pub fn uniform(count: usize, rng: &mut impl RngCore) -> Vec<u128> {
    (0..count).map(|_| u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())).collect()
}

/// Uniform bits.
pub fn bits(rng: &mut impl RngCore) -> Vec<u8> {
    (0..DEGREE).map(|_| (rng.next_u32() & 1) as u8).collect()
}

/// Noise, -8 to 8.
pub fn noise(count: usize, rng: &mut impl RngCore) -> Vec<i8> {
    (0..count).map(|_| (rng.next_u32() % 17) as i8 - 8).collect()
}

/// A sub-key with its public part.
pub struct Dealt {
    /// As its holders know it.
    pub secret: SubKey,
    /// `b_A`.
    pub b: Polynomial,
}

/// Deals a sub-key.
pub fn deal(a: &[u128], rng: &mut impl RngCore) -> Made<Dealt> {
    let (bits, noise) = (bits(rng), noise(DEGREE, rng));
    let mut seed = [0; 32];
    rng.fill_bytes(&mut seed);
    let b = plus_noise(&product(a, &bits), &noise).into();
    Ok(Dealt { secret: SubKey::new(bits, noise, &seed, b"sub-key")?, b })
}

/// A member's ciphertext of random figures.
pub struct Encrypted {
    /// What is public.
    pub form: Form,
    /// What the member knows.
    pub encryption: Encryption,
    /// The ciphertext.
    pub c1: Polynomial,
    /// At the used slots.
    pub c2: Vec<u128>,
}

impl Encrypted {
    /// Of so many cells of so many bits, all reported.
    pub fn new(key: Key<'_>, cells: usize, width: u8, slot_bits: u8, rng: &mut impl RngCore) -> Made<Self> {
        let form = Form { cells: vec![Cell { width, reported: true }; cells], revision: false, slot_bits };
        let table = Table::new(cells, false)?;
        let figures: Vec<u64> = (0..cells).map(|_| rng.next_u64() & ((1 << width) - 1)).collect();
        let encryption = Encryption {
            u: bits(rng),
            e1: noise(DEGREE, rng),
            e2: noise(table.slots(), rng),
            figures,
            changed: Vec::new(),
        };
        let c1 = plus_noise(&product(key.a, &encryption.u), &encryption.e1);
        let mut c2 = plus_noise(&product(key.b, &encryption.u)[..table.slots()], &encryption.e2);
        for (k, x) in encryption.figures.iter().enumerate() {
            let bit = u64::from(*x > 0);
            for (kind, number, bits) in [(Kind::NotZero, bit, 9), (Kind::Value, x - bit, slot_bits)] {
                let slot = table.slot(kind, k).ok_or("a slot")?;
                c2[slot] = c2[slot].wrapping_add(u128::from(number) << (128 - bits));
            }
        }
        Ok(Self { form, encryption, c1: c1.into(), c2 })
    }

    /// Its statement.
    pub fn member<'a>(&'a self, key: Key<'a>, context: &'a [u8]) -> Made<Member<'a>> {
        Ok(Member::new(key, &self.c1, &self.c2, self.form.clone(), context)?)
    }
}

/// Counts of a table and its terms that are fractions.
const TABLE: ([u64; 4], [u64; 10]) =
    ([8, 106, 5, 120], [1042, 555, 567, 252, 45, 828, 14408, 803, 784, 3167]);

/// Families in cells of 32 bits, as proofs of ciphertexts have committed to them.
pub struct Evaluated {
    blocks: Vec<Vec<CompressedRistretto>>,
    rows: Vec<Row>,
    blindings: Vec<Field>,
    families: Vec<Family>,
    figures: Vec<Figures>,
}

impl Evaluated {
    /// So many families of these terms; first all counts, then all terms.
    pub fn new(families: usize, rng: &mut impl RngCore) -> Made<Self> {
        let (counts, terms) = TABLE;
        let first = 4 * families;
        let family = |at: usize| Family {
            counts: [0, 1, 2, 3].map(|k| 4 * at + k),
            bits: 8,
            terms: Term::ALL.into_iter().zip(first + terms.len() * at..).collect(),
        };
        let cells: Vec<u64> = [counts.repeat(families), terms.repeat(families)].concat();
        let mut made = Self {
            blocks: Vec::new(),
            rows: Vec::new(),
            blindings: Vec::new(),
            families: (0..families).map(family).collect(),
            figures: vec![Figures { counts, terms: terms.to_vec() }; families],
        };
        for cells in cells.chunks(COLUMNS) {
            let bits = |bit: &dyn Fn(u64) -> u64| Row::bits(cells.iter().map(|x| bit(*x) as u8).collect());
            let planes = (0..32).map(|p| bits(&|x| x.saturating_sub(1) >> p & 1));
            let rows =
                [bits(&|x| u64::from(x > 0))].into_iter().chain(planes).collect::<Result<Vec<_>, _>>()?;
            let blindings: Vec<Field> = rows.iter().map(|_| Field::from(rng.next_u64())).collect();
            let points = rows.iter().zip(&blindings).map(|(row, blinding)| commit(row, blinding).compress());
            made.blocks.push(points.collect());
            made.rows.extend(rows);
            made.blindings.extend(blindings);
        }
        Ok(made)
    }

    /// Its statement.
    pub fn statement<'a>(&self, context: &'a [u8]) -> Made<Terms<'a>> {
        Ok(Terms::new(&self.blocks, &self.families, context)?)
    }

    /// What its prover knows.
    pub fn witness(&self, statement: &Terms<'_>) -> Made<Witness> {
        Ok(statement.witness(self.rows.clone(), self.blindings.clone(), &self.figures)?)
    }
}

/// Flooding of so many bits.
pub fn flooding(bits: u8, count: usize, rng: &mut impl RngCore) -> Vec<u128> {
    let most = 1_u128 << bits;
    uniform(count, rng).into_iter().map(|word| (word & (2 * most - 1)).wrapping_sub(most)).collect()
}

/// Both steps of a ciphertext under one sub-key, and an edition that gives exact totals of every
/// other cell and bands of the rest.
pub struct Published {
    /// Slots and sums of step A.
    pub counts: (Slots, Total),
    /// Of step B.
    pub values: (Slots, Total),
    /// What the edition says.
    pub edition: Edition,
}

impl Published {
    /// Of one member's ciphertext, which stands for the sum of all.
    pub fn new(of: &Encrypted, dealt: &Dealt, rng: &mut (impl RngCore + CryptoRng)) -> Made<Self> {
        let table = Table::new(of.form.cells.len(), false)?;
        let rows = dealt.secret.commitments()?;
        let mut step = |kind, slot_bits: u8| -> Made<(Slots, Total)> {
            let slots: Vec<u32> =
                (0..table.cells()).filter_map(|k| table.slot(kind, k)?.try_into().ok()).collect();
            let slots = Slots::new(&slots)?;
            let bits = 127 - slot_bits - 2;
            let question = Question { c1: &of.c1, slots: &slots, flooding_bits: bits, context: b"step" };
            let trustee = Trustee::new(&rows, question)?;
            let share = trustee.share(&dealt.secret, &flooding(bits, slots.list().len(), rng), rng)?;
            let mut total = Total::new(&slots);
            total.add(&trustee.commitments(&share.proof)?, &share.opening)?;
            Ok((slots, total))
        };
        let counts = step(Kind::NotZero, 9)?;
        let values = step(Kind::Value, of.form.slot_bits)?;
        let told = |(k, x): (usize, &u64)| {
            let low = if k % 2 == 0 { *x } else { x - x % 5 };
            Some(Told { minimum: 0, total: Some((low, if k % 2 == 0 { *x } else { low + 4 })) })
        };
        let cells = of.encryption.figures.iter().enumerate().map(told).collect();
        let edition = Edition { cells, revision: false, slot_bits: of.form.slot_bits };
        Ok(Self { counts, values, edition })
    }

    /// Its statement.
    pub fn publication<'a>(&self, of: &'a Encrypted, context: &'a [u8]) -> Made<Publication<'a>> {
        let (a, b) = (self.counts.1.commitments(), self.values.1.commitments());
        let counts = Step { slots: &self.counts.0, commitments: &a };
        let values = Step { slots: &self.values.0, commitments: &b };
        Ok(Publication::new(&of.c2, counts, values, self.edition.clone(), context)?)
    }
}
