//! The ring `Z[X]/(X^8192 + 1)`: exact products by secret bits, words modulo 2^128, and sums with
//! powers of a challenge.

use crate::error::StatementError;
use crate::planes::FIELDS;
use crate::polynomial::Polynomial;
use intertally_argument::{COLUMNS, Field, Transcript, inner_words, powers};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;
use tfhe_ntt::prime64::Plan;
use zeroize::Zeroizing;

/// The degree of the ring.
pub const DEGREE: usize = 8192;

/// A prime with roots of unity of order 2^32: `2^64 - 2^32 + 1`.
const PRIME: u64 = 0xffff_ffff_0000_0001;

/// Limbs of a word, 32 bits each. The product of one limb by bits is below `8192 * 2^32 = 2^45` in
/// size, which the prime holds.
const LIMBS: usize = 4;

/// The transform, whose roots of unity take as long as a product; none if the library has none for
/// this degree and prime.
static PLAN: LazyLock<Option<Plan>> = LazyLock::new(|| Plan::try_new(DEGREE, PRIME));

/// A word of 128 bits, centred: between `-2^127` and `2^127 - 1`.
pub fn centred(word: u128) -> Field {
    Field::from(word.cast_signed())
}

/// Absorbs words, 16 bytes each, little end first.
pub fn absorb_words(transcript: &mut Transcript, label: &'static str, words: &[u128]) {
    let mut bytes = Vec::with_capacity(16 * words.len());
    words.iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
    transcript.absorb(label, &bytes);
}

/// Per coefficient the four limbs' sums of `words * bits` over the integers, `words` centred.
/// Weights of the limbs: `2^(32*k)`.
///
/// The bits are secret: the library's transform has no branch and no address that depends on them.
pub fn product(words: &[u128], bits: &[u8]) -> Result<Zeroizing<Vec<[i64; LIMBS]>>, StatementError> {
    let length = |what, found| StatementError::Length { what, expected: DEGREE, found };
    if words.len() != DEGREE {
        return Err(length("a polynomial of the key", words.len()));
    }
    let plan = PLAN.as_ref().ok_or_else(|| length("the transform", 0))?;
    let mut secret: Zeroizing<Vec<u64>> = Zeroizing::new(bits.iter().map(|bit| u64::from(*bit)).collect());
    if secret.len() != DEGREE {
        return Err(length("a secret", secret.len()));
    }
    plan.fwd(&mut secret);
    let mut sums = Zeroizing::new(vec![[0_i64; LIMBS]; DEGREE]);
    for limb in 0..LIMBS {
        let top = limb + 1 == LIMBS;
        // The top limb carries the sign: add the prime where it is negative.
        let part = |word: &u128| {
            let value = (word >> (32 * limb)) as u32;
            let negative = top && value >> 31 == 1;
            if negative { PRIME - (1 << 32) + u64::from(value) } else { u64::from(value) }
        };
        let mut buffer: Zeroizing<Vec<u64>> = Zeroizing::new(words.iter().map(part).collect());
        plan.fwd(&mut buffer);
        plan.mul_assign_normalize(&mut buffer, &secret);
        plan.inv(&mut buffer);
        for (sum, value) in sums.iter_mut().zip(buffer.iter()) {
            let negative = u64::from(*value > PRIME / 2);
            sum[limb] = value.wrapping_sub(PRIME.wrapping_mul(negative)).cast_signed();
        }
    }
    Ok(sums)
}

/// `sum + noise + message = 2^128*quotient + word`, the word centred: its bits and the quotient.
pub fn reduce(sum: &[i64; LIMBS], noise: i128, message: u128) -> (u128, i64) {
    let mut carry = 0;
    let mut word = 0_u128;
    for (limb, part) in sum.iter().enumerate() {
        let bits = (noise >> (32 * limb)) as u32;
        // The top limb carries the sign.
        let noise = if limb + 1 == LIMBS { i64::from(bits.cast_signed()) } else { i64::from(bits) };
        let value = part + carry + noise + i64::from((message >> (32 * limb)) as u32);
        word |= u128::from(value as u32) << (32 * limb);
        carry = value >> 32;
    }
    // A word whose top bit is set stands for itself less 2^128.
    (word, carry + (word >> 127) as i64)
}

/// Powers of a challenge.
pub struct Powers {
    /// The challenge, `alpha`.
    pub alpha: Field,
    /// `1, alpha, .., alpha^511`.
    pub columns: Vec<Field>,
    /// `alpha^512`.
    pub block: Field,
}

impl Powers {
    pub fn new(alpha: Field) -> Self {
        Self { alpha, columns: powers(alpha, COLUMNS), block: alpha.power(COLUMNS) }
    }

    /// `sum_i alpha^i * word_i`, words centred.
    pub fn sum(&self, words: &[u128]) -> Field {
        let blocks = words.chunks(COLUMNS).map(|words| inner_words(&self.columns, words));
        blocks.rev().fold(Field::ZERO, |sum, block| sum * self.block + block)
    }
}

/// `1 + alpha + .. + alpha^(count - 1)`, bit by bit of the count: of twice as many it is the sum times
/// `1 + alpha^count`.
pub fn geometric(alpha: Field, count: usize) -> Field {
    let (mut sum, mut power) = (Field::ZERO, Field::ONE);
    for bit in (0..usize::BITS - count.leading_zeros()).rev() {
        sum += sum * power;
        power *= power;
        if count >> bit & 1 == 1 {
            sum = sum * alpha + Field::ONE;
            power *= alpha;
        }
    }
    sum
}

fn multiples(all: &[Field], factor: Field) -> Vec<Field> {
    all.iter().map(|x| factor * *x).collect()
}

/// `t_i = sum over j of the blocks' coefficients of alpha^(j - start) * (X^i * words)_j`, so that
/// `sum_i t_i*u_i` is the sum of these coefficients of `words * u` with powers of alpha: a factor, and
/// vectors of 512 which times the factor are `t`.
///
/// From one to the next: `(X^(i+1) b)_j = (X^i b)_(j-1)`, hence
/// `t_(i+1) = alpha*t_i + (X^i b)_(start-1) - alpha^(end-start) * (X^i b)_(end-1)`, where index -1
/// stands for `-(X^i b)_(N-1)`. For all blocks both words are the same, and the factor takes out what
/// they are multiplied by. Vectors are begun by the same recurrence for whole blocks, so that their
/// steps do not wait for each other.
pub fn transposed(words: &Polynomial, powers: &Powers, blocks: Range<usize>) -> (Field, Vec<Vec<Field>>) {
    let fields = words.fields();
    let sums: Vec<Field> = words.chunks(COLUMNS).map(|block| powers.sum(block)).collect();
    let end_power = powers.block.power(blocks.len());
    let begin = sums[blocks.clone()].iter().rev().fold(Field::ZERO, |sum, x| sum * powers.block + *x);
    let whole = Field::ONE + end_power;
    let taken_out = blocks == (0..FIELDS) && whole != Field::ZERO;
    let scaled = |all| if taken_out { Cow::Borrowed(all) } else { Cow::Owned(multiples(all, end_power)) };
    let (scaled_fields, scaled_sums) = (scaled(fields), scaled(&sums));
    // The block of words that comes by below the border of blocks `at - 1` and `at` in the steps from
    // 512*b on, its last word first; and whether it has wrapped, and so is negative.
    let passing =
        |at: usize, b: usize| if b < at { (at - 1 - b, false) } else { (FIELDS + at - 1 - b, true) };
    let add = |sum: Field, negative: bool, x: Field| if negative { sum - x } else { sum + x };
    let borders: Vec<_> = (0..FIELDS).map(|b| (passing(blocks.start, b), passing(blocks.end, b))).collect();
    // One step, already multiplied, or 512 at once: what passes is at this place of each block.
    let pass = |t: Field, b: usize, (before, after): (&[Field], &[Field]), place: usize| {
        let ((first, wrapped), (last, last_wrapped)) = borders[b];
        let at = |block: usize| block * (before.len() / FIELDS) + place;
        let t = if taken_out { t } else { add(t, wrapped, before[at(first)]) };
        add(t, !last_wrapped, after[at(last)])
    };
    let mut t = Vec::with_capacity(FIELDS);
    let mut first = if taken_out { begin * whole.inverse() } else { begin };
    for b in 0..FIELDS {
        t.push(first);
        first = pass(powers.block * first, b, (&sums, &scaled_sums), 0);
    }
    let mut vectors: Vec<Vec<Field>> = (0..FIELDS).map(|_| Vec::with_capacity(COLUMNS)).collect();
    for place in (0..COLUMNS).rev() {
        for (b, (t, vector)) in t.iter_mut().zip(&mut vectors).enumerate() {
            vector.push(*t);
            *t = pass(powers.alpha * *t, b, (fields, &scaled_fields), place);
        }
    }
    (if taken_out { whole } else { Field::ONE }, vectors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_argument::inner;
    use rand_core::{OsRng, RngCore};

    fn word() -> u128 {
        u128::from(OsRng.next_u64()) << 64 | u128::from(OsRng.next_u64())
    }

    /// The product modulo 2^128, from its definition.
    fn schoolbook(words: &[u128], bits: &[u8]) -> Vec<u128> {
        let mut out = vec![0_u128; DEGREE];
        for (i, _) in bits.iter().enumerate().filter(|(_, bit)| **bit == 1) {
            for (j, word) in words.iter().enumerate() {
                let (place, wrapped) = ((i + j) % DEGREE, i + j >= DEGREE);
                let sum = &mut out[place];
                *sum = if wrapped { sum.wrapping_sub(*word) } else { sum.wrapping_add(*word) };
            }
        }
        out
    }

    #[test]
    fn products_and_transposed_products_are_those_of_the_ring() {
        let mut words: Vec<u128> = (0..DEGREE).map(|_| word()).collect();
        words[..4].copy_from_slice(&[1 << 127, u128::MAX, 0, (1 << 127) - 1]);
        let bits: Vec<u8> = (0..DEGREE).map(|_| (OsRng.next_u32() & 1) as u8).collect();
        let sums = product(&words, &bits).unwrap();
        let words = Polynomial::from(words);
        let reduced: Vec<(u128, i64)> = sums.iter().map(|sum| reduce(sum, 0, 0)).collect();
        let found: Vec<u128> = reduced.iter().map(|(word, _)| *word).collect();
        assert_eq!(found, schoolbook(&words, &bits));
        // Over the integers, both ways, at several ends.
        let (alpha, secret) =
            (Field::from(word()).power(9), bits.iter().map(|b| Field::ONE.times_bit(*b)).collect::<Vec<_>>());
        let powers = Powers::new(alpha);
        for range in [0..512, 0..1024, 0..DEGREE, 512..1024, 4096..DEGREE, 1024..5120] {
            let whole = |(word, quotient): &(u128, i64)| {
                centred(*word) + Field::power_of_two(128) * Field::from(*quotient)
            };
            let values: Vec<Field> = reduced[range.clone()].iter().map(whole).collect();
            let sum = inner(&values, &super::powers(alpha, values.len()));
            let (factor, vectors) = transposed(&words, &powers, range.start / COLUMNS..range.end / COLUMNS);
            assert!(sum == factor * inner(&vectors.concat(), &secret), "{range:?}");
        }
        let fields: Vec<Field> = found.iter().map(|word| centred(*word)).collect();
        for count in [0, 1, 511, 512, 1536, DEGREE] {
            assert!(powers.sum(&found[..count]) == inner(&fields[..count], &super::powers(alpha, count)));
        }
    }

    #[test]
    fn geometric_sums_are_those_of_the_powers() {
        let alpha = Field::from(word()).power(5);
        for count in [0, 1, 2, 3, 511, 512, 1025, 8192] {
            assert!(geometric(alpha, count) == super::powers(alpha, count).into_iter().sum(), "{count}");
        }
    }

    #[test]
    fn noise_and_message_carry() {
        assert_eq!(reduce(&[0; 4], -1, 0), (u128::MAX, 0));
        assert_eq!(reduce(&[0; 4], -1, 1 << 127), ((1 << 127) - 1, 0));
        assert_eq!(reduce(&[0; 4], 0, 1 << 127), (1 << 127, 1));
        assert_eq!(reduce(&[-1, 0, 0, -(1 << 40)], 1, 0), (0, -(1 << 8)));
        for noise in [-(1_i128 << 100), (1 << 100) - 1, -(1 << 31), 1 << 32] {
            assert_eq!(reduce(&[0; 4], noise, 0), (noise.cast_unsigned(), 0));
        }
    }
}
