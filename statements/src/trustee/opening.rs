//! What opens the commitments of a share, and sums of shares.

use super::Slots;
use crate::error::StatementError;
use crate::ring::centred;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use intertally_argument::{ArgumentError, COLUMNS, Element, Field, Row, Transcript, commit};
use rand_core::{CryptoRng, RngCore};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A share with its proof.
pub struct Share {
    /// The proof, for the log. `E_A` is in it ([`super::Trustee::commitments`]).
    pub proof: Vec<u8>,
    /// For the coordinator alone.
    pub opening: Opening,
}

/// What opens `E_A`. Secret: no `Debug`, erased on drop.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Opening {
    /// `d_A` at the opened slots, in their order, modulo 2^128.
    pub words: Vec<u128>,
    /// Blinding factors of the rows, one per block.
    pub blindings: Vec<Field>,
}

/// A sum of centred words, `high*2^128 + low`. For at most 126 words `high` is between -63 and 62.
/// No `Debug`: from all of them the totals follow.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// Modulo 2^128.
    pub low: u128,
    /// How often 2^128, rounded down.
    pub high: i16,
}

impl zeroize::DefaultIsZeroes for Sum {}

impl Sum {
    /// With one centred word more.
    #[must_use]
    pub const fn plus(self, word: u128) -> Self {
        let (low, carry) = self.low.overflowing_add(word);
        let high = self.high.wrapping_add(carry as i16).wrapping_sub((word >> 127) as i16);
        Self { low, high }
    }

    /// As an integer modulo `l`.
    #[must_use]
    pub fn field(self) -> Field {
        Field::from(self.low) + Field::power_of_two(128) * Field::from(i64::from(self.high))
    }

    /// The number in a slot: `c2 - sum` modulo 2^128, rounded to a multiple of `2^(128 - slot_bits)`.
    /// Right if all noise and flooding together are below half of that. `slot_bits` is 1 to 64.
    #[must_use]
    pub fn slot(self, c2: u128, slot_bits: u8) -> u64 {
        let shift = 128 - u32::from(slot_bits.clamp(1, 64));
        (c2.wrapping_sub(self.low).wrapping_add(1 << (shift - 1)) >> shift) as u64
    }
}

fn open_to(commitment: &RistrettoPoint, row: Vec<Field>, blinding: &Field) -> Result<bool, ArgumentError> {
    Ok(commit(&Row::scalars(row)?, blinding) == *commitment)
}

fn point(i: usize, commitment: &CompressedRistretto) -> Result<RistrettoPoint, ArgumentError> {
    commitment.decompress().ok_or(ArgumentError::Encoding(Element::Row(i)))
}

fn check_lengths(slots: &Slots, commitments: usize, opening: &Opening) -> Result<(), StatementError> {
    let lengths = [
        ("E_A", commitments, slots.blocks().len()),
        ("words of a share", opening.words.len(), slots.list().len()),
        ("blinding factors of a share", opening.blindings.len(), slots.blocks().len()),
    ];
    for (what, found, expected) in lengths {
        if found != expected {
            return Err(StatementError::Length { what, expected, found });
        }
    }
    Ok(())
}

/// Whether an opening fits the commitments `E_A` of a share of these slots. One multiplication a
/// block, in time that does not depend on the words; the coordinator, who has many, adds them up
/// first ([`Total`]).
///
/// # Errors
/// [`StatementError::Opening`] if not: another holder is asked.
pub fn check_opening(
    slots: &Slots,
    commitments: &[CompressedRistretto],
    opening: &Opening,
) -> Result<(), StatementError> {
    let mut total = Total::new(slots);
    total.add(commitments, opening)?;
    total.check()
}

/// `T`, the sum of the commitments `E_A` of all sub-keys' shares of these slots, for whoever has no
/// openings.
///
/// # Errors
/// [`StatementError`] for another number of rows in one of them, or a commitment that is no point.
pub fn add_commitments(
    slots: &Slots,
    shares: &[&[CompressedRistretto]],
) -> Result<Vec<CompressedRistretto>, StatementError> {
    let mut total = Total::new(slots);
    for commitments in shares {
        total.add_points(commitments)?;
    }
    Ok(total.commitments())
}

/// A share to be looked at: its slots, the commitments `E_A`, and what is said to open them.
pub type Claimed<'a> = (&'a Slots, &'a [CompressedRistretto], &'a Opening);

/// Whether all these openings fit their commitments, in one multiplication; lengths included. The
/// weights follow from the randomness, the commitments and the openings: whoever made the latter two
/// knows no weight before both are fixed, even with a source that is known.
#[must_use]
pub fn all_fit(shares: &[Claimed<'_>], rng: &mut (impl RngCore + CryptoRng)) -> bool {
    if shares.iter().any(|(slots, points, opening)| check_lengths(slots, points.len(), opening).is_err()) {
        return false;
    }
    let mut columns = Zeroizing::new(vec![Field::ZERO; COLUMNS]);
    let mut blinding = Zeroizing::new(Field::ZERO);
    let (scalars, mut points) = (weights(shares, rng), Vec::new());
    let rows = shares.iter().flat_map(|(slots, commitments, opening)| {
        let rows = slots.spread(opening.words.iter().map(|word| centred(*word)));
        rows.into_iter().map(Zeroizing::new).zip(&opening.blindings).zip(*commitments)
    });
    for (((row, own), commitment), weight) in rows.zip(&scalars) {
        columns.iter_mut().zip(row.iter()).for_each(|(sum, x)| *sum += *weight * *x);
        *blinding += *weight * *own;
        let Some(point) = commitment.decompress() else { return false };
        points.push(point);
    }
    let sum = RistrettoPoint::vartime_multiscalar_mul(scalars.iter().map(Field::scalar), &points);
    Row::scalars(columns.to_vec()).is_ok_and(|row| commit(&row, &blinding) == sum)
}

/// A weight for each row of these shares, in order.
pub(super) fn weights(shares: &[Claimed<'_>], rng: &mut (impl RngCore + CryptoRng)) -> Vec<Field> {
    let mut system = [0; 32];
    rng.fill_bytes(&mut system);
    let mut transcript = Transcript::new("intertally/openings/v1");
    transcript.absorb("system", &system);
    for (_, commitments, opening) in shares {
        let points: Vec<u8> = commitments.iter().flat_map(CompressedRistretto::to_bytes).collect();
        transcript.absorb("E_A", &points);
        let words = opening.words.iter().flat_map(|word| word.to_le_bytes());
        transcript.absorb("words", &Zeroizing::new(words.collect::<Vec<u8>>()));
        let blindings = opening.blindings.iter().flat_map(Field::to_bytes);
        transcript.absorb("blindings", &Zeroizing::new(blindings.collect::<Vec<u8>>()));
    }
    transcript.challenges("weight", shares.iter().map(|(_, commitments, _)| commitments.len()).sum())
}

/// Shares of all sub-keys of one step and ciphertext, added up: `T`, what it commits to, and what
/// opens it. No `Debug`; sums and factors are erased on drop.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Total {
    #[zeroize(skip)]
    slots: Slots,
    #[zeroize(skip)]
    points: Vec<RistrettoPoint>,
    sums: Vec<Sum>,
    blindings: Vec<Field>,
}

impl Total {
    /// No share yet.
    #[must_use]
    pub fn new(slots: &Slots) -> Self {
        let blocks = slots.blocks().len();
        Self {
            points: vec![RistrettoPoint::identity(); blocks],
            sums: vec![Sum::default(); slots.list().len()],
            blindings: vec![Field::ZERO; blocks],
            slots: slots.clone(),
        }
    }

    /// Adds a share.
    ///
    /// # Errors
    /// [`StatementError`] for another number of words, rows or factors, or a commitment that is no
    /// point; then nothing is added.
    pub fn add(
        &mut self,
        commitments: &[CompressedRistretto],
        opening: &Opening,
    ) -> Result<(), StatementError> {
        check_lengths(&self.slots, commitments.len(), opening)?;
        self.add_points(commitments)?;
        self.sums.iter_mut().zip(&opening.words).for_each(|(sum, word)| *sum = sum.plus(*word));
        self.blindings.iter_mut().zip(&opening.blindings).for_each(|(sum, x)| *sum += *x);
        Ok(())
    }

    fn add_points(&mut self, commitments: &[CompressedRistretto]) -> Result<(), StatementError> {
        let (expected, found) = (self.points.len(), commitments.len());
        if found != expected {
            return Err(StatementError::Length { what: "E_A", expected, found });
        }
        let points: Vec<RistrettoPoint> =
            commitments.iter().enumerate().map(|(i, p)| point(i, p)).collect::<Result<_, _>>()?;
        self.points.iter_mut().zip(points).for_each(|(sum, point)| *sum += point);
        Ok(())
    }

    /// A total from what a sheet says of it, to be checked against `T` as the log has it.
    ///
    /// # Errors
    /// [`StatementError`] for another number of commitments, sums or factors, or no point.
    pub fn from_parts(
        slots: &Slots,
        commitments: &[CompressedRistretto],
        sums: Vec<Sum>,
        blindings: Vec<Field>,
    ) -> Result<Self, StatementError> {
        let lengths = [
            ("T", commitments.len(), slots.blocks().len()),
            ("sums of shares", sums.len(), slots.list().len()),
            ("blinding factors of sums", blindings.len(), slots.blocks().len()),
        ];
        for (what, found, expected) in lengths {
            if found != expected {
                return Err(StatementError::Length { what, expected, found });
            }
        }
        let points = commitments.iter().enumerate().map(|(i, p)| point(i, p)).collect::<Result<_, _>>()?;
        Ok(Self { slots: slots.clone(), points, sums, blindings })
    }

    /// Whether sums and factors open `T`.
    ///
    /// # Errors
    /// [`StatementError::Opening`] with the first block that they do not open. If the total is that
    /// of several shares, [`check_opening`] says whose does not fit.
    pub fn check(&self) -> Result<(), StatementError> {
        let rows = self.slots.spread(self.sums.iter().map(|sum| sum.field()));
        let first = self.slots.blocks().start;
        for (i, (row, (point, blinding))) in
            rows.into_iter().zip(self.points.iter().zip(&self.blindings)).enumerate()
        {
            if !open_to(point, row, blinding)? {
                return Err(StatementError::Opening(first + i));
            }
        }
        Ok(())
    }

    /// `T`, one commitment per block.
    #[must_use]
    pub fn commitments(&self) -> Vec<CompressedRistretto> {
        self.points.iter().map(RistrettoPoint::compress).collect()
    }

    /// The slots.
    #[must_use]
    pub const fn slots(&self) -> &Slots {
        &self.slots
    }

    /// The sums at the opened slots, in their order.
    #[must_use]
    pub fn sums(&self) -> &[Sum] {
        &self.sums
    }

    /// The blinding factors, one per block.
    #[must_use]
    pub fn blindings(&self) -> &[Field] {
        &self.blindings
    }

    /// The row of a block of the ciphertext, with its blinding factor and commitment; none outside the
    /// blocks of the slots.
    pub(crate) fn row(&self, block: usize) -> Option<(Vec<Sum>, Field, CompressedRistretto)> {
        let at = block.checked_sub(self.slots.blocks().start)?;
        let point = self.points.get(at)?.compress();
        let mut row = vec![Sum::default(); COLUMNS];
        let places = self.slots.places().zip(&self.sums).filter(|(place, _)| place / COLUMNS == at);
        places.for_each(|(place, sum)| row[place % COLUMNS] = *sum);
        Some((row, self.blindings[at], point))
    }
}
