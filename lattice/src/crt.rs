//! Residues modulo five primes, and back.
//!
//! For a residue `x_i` modulo prime `p_i` put `y_i = x_i * (P/p_i)^-1 mod p_i`, with P the primes' product. Then the
//! value is `sum y_i * (P/p_i) - k*P` for one integer k. A product of a uniform by a binary polynomial of degree
//! 8192 is below 2^141 in absolute value, and P above 2^149: so `sum y_i / p_i` is within 2^-8 of k, and k is found by
//! rounding it in fixed point, without a branch and without a division. The factor `(P/p_i)^-1` is put into the
//! uniform polynomial before its transform, which is linear, and so costs nothing later.

/// The primes of `tfhe_ntt::native_binary128::Plan32`, in its order.
pub(super) const PRIMES: [u32; 5] = [0x3F5A_0001, 0x3F5D_0001, 0x3F76_0001, 0x3F82_0001, 0x3FAC_0001];

/// `P / p_i`, below 2^120.
const COFACTORS: [u128; 5] = cofactors();
/// `(P / p_i)^-1 mod p_i`.
const INVERSES: [u64; 5] = inverses();
/// `floor(2^60 / p_i)`.
const RECIPROCALS: [u64; 5] = reciprocals();
/// P modulo 2^128.
const PRODUCT: u128 = COFACTORS[0].wrapping_mul(PRIMES[0] as u128);

const fn cofactors() -> [u128; 5] {
    let mut table = [1u128; 5];
    let mut i = 0;
    while i < 5 {
        let mut j = 0;
        while j < 5 {
            if j != i {
                table[i] *= PRIMES[j] as u128;
            }
            j += 1;
        }
        i += 1;
    }
    table
}

const fn inverses() -> [u64; 5] {
    let mut table = [0u64; 5];
    let mut i = 0;
    while i < 5 {
        let p = PRIMES[i] as u64;
        let (mut result, mut square) = (1, (COFACTORS[i] % p as u128) as u64);
        let mut exponent = p - 2;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * square % p;
            }
            square = square * square % p;
            exponent >>= 1;
        }
        table[i] = result;
        i += 1;
    }
    table
}

const fn reciprocals() -> [u64; 5] {
    let mut table = [0u64; 5];
    let mut i = 0;
    while i < 5 {
        table[i] = (1 << 60) / PRIMES[i] as u64;
        i += 1;
    }
    table
}

/// Constants for the residues modulo one prime p: `2^(32 j) * 2^32 * (P/p)^-1 mod p` for the four parts of a word, p, and
/// `-p^-1` modulo 2^32.
#[derive(Clone, Copy)]
struct Modulus {
    parts: [u64; 4],
    p: u64,
    negative_inverse: u64,
}

const MODULI: [Modulus; 5] = [modulus(0), modulus(1), modulus(2), modulus(3), modulus(4)];

const fn modulus(i: usize) -> Modulus {
    let p = PRIMES[i] as u64;
    let step = (1u64 << 32) % p;
    let mut parts = [0; 4];
    let mut power = INVERSES[i] * step % p;
    let mut j = 0;
    while j < 4 {
        parts[j] = power;
        power = power * step % p;
        j += 1;
    }
    let mut inverse = 1u64;
    let mut k = 0;
    while k < 5 {
        // Newton: the inverse of p modulo 2^32.
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(p.wrapping_mul(inverse))) & 0xFFFF_FFFF;
        k += 1;
    }
    Modulus { parts, p, negative_inverse: inverse.wrapping_neg() & 0xFFFF_FFFF }
}

/// `t * 2^-32 mod p`, below 3 * 2^30, for t below 2^63 (Montgomery 1985).
#[inline(always)]
#[expect(clippy::inline_always, reason = "must be compiled inside of `dispatch` to have its vectors")]
const fn reduce(t: u64, m: &Modulus) -> u64 {
    let factor = ((t & 0xFFFF_FFFF) * m.negative_inverse) & 0xFFFF_FFFF;
    (t + factor * m.p) >> 32
}

/// The work of [`residue`]: words in halves, low then high.
struct Residues<'a> {
    poly: &'a [u128],
    residues: &'a mut Vec<u32>,
    modulus: &'a Modulus,
}

impl pulp::NullaryFnOnce for Residues<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let m = self.modulus;
        for block in self.poly.chunks(LANES) {
            let mut halves = [[0u64; LANES]; 2];
            let [lows, highs] = &mut halves;
            for ((low, high), word) in lows.iter_mut().zip(highs.iter_mut()).zip(block) {
                (*low, *high) = (*word as u64, (*word >> 64) as u64);
            }
            let mut values = [0u32; LANES];
            for lane in 0..LANES {
                let (low, high) = (halves[0][lane], halves[1][lane]);
                let (l0, l1) = (low & 0xFFFF_FFFF, low >> 32);
                let (l2, l3) = (high & 0xFFFF_FFFF, high >> 32);
                let sum = reduce(l0 * m.parts[0] + l1 * m.parts[1], m)
                    + reduce(l2 * m.parts[2] + l3 * m.parts[3], m);
                // Below 6 * 2^30, and p is 2^30 less at most 2^24: below p after this, or once more.
                let rest = (sum - (sum >> 30) * m.p) as u32;
                values[lane] = rest.min(rest.wrapping_sub(m.p as u32));
            }
            self.residues.extend_from_slice(values.split_at(block.len()).0);
        }
    }
}

/// Scaled residues modulo one prime of words in [0, 2^128).
fn residue(poly: &[u128], modulus: &Modulus) -> Vec<u32> {
    let mut residues = Vec::with_capacity(poly.len());
    let work = Residues { poly, residues: &mut residues, modulus };
    pulp::Arch::new().dispatch(work);
    residues
}

/// Scaled residues of a uniform polynomial, coefficients in [0, 2^128).
pub(super) fn residues(poly: &[u128]) -> [Vec<u32>; 5] {
    MODULI.map(|modulus| residue(poly, &modulus))
}

/// Bits of a limb in [`lift_all`]: a limb times a residue of 30 bits, five times, stays below 2^59.
const LIMB: u32 = 26;
const LIMB_MASK: u64 = (1 << LIMB) - 1;
/// Coefficients that are lifted side by side.
const LANES: usize = 16;

/// Five limbs of a number modulo 2^128, lowest first; the highest has 24 bits.
const fn limbs(x: u128) -> [u64; 5] {
    let mut limbs = [0u64; 5];
    let mut j = 0;
    while j < 5 {
        limbs[j] = (x >> (26 * j)) as u64 & LIMB_MASK;
        j += 1;
    }
    limbs
}

const COFACTOR_LIMBS: [[u64; 5]; 5] =
    [limbs(COFACTORS[0]), limbs(COFACTORS[1]), limbs(COFACTORS[2]), limbs(COFACTORS[3]), limbs(COFACTORS[4])];
/// `-P` modulo 2^128.
const NEGATIVE_PRODUCT: [u64; 5] = limbs(PRODUCT.wrapping_neg());

/// What is beyond a limb goes to the next.
#[inline(always)]
#[expect(clippy::inline_always, reason = "must be compiled inside of `dispatch` to have its vectors")]
fn carry(limb: &mut [u64; LANES], next: &mut [u64; LANES]) {
    for (limb, next) in limb.iter_mut().zip(next) {
        *next += *limb >> LIMB;
        *limb &= LIMB_MASK;
    }
}

/// Lift [`LANES`] coefficients. Only products of 32 by 32 bits, sums and shifts: the compiler makes vectors of it.
#[inline(always)]
#[expect(clippy::inline_always, reason = "must be compiled inside of `dispatch` to have its vectors")]
fn lift_lanes(scaled: [[u32; LANES]; 5]) -> [u128; LANES] {
    let (mut sums, mut multiples) = ([[0u64; LANES]; 5], [0u64; LANES]);
    for i in 0..5 {
        for lane in 0..LANES {
            let y = u64::from(scaled[i][lane]);
            multiples[lane] += y * RECIPROCALS[i];
            for limb in 0..5 {
                sums[limb][lane] += y * COFACTOR_LIMBS[i][limb];
            }
        }
    }
    for lane in 0..LANES {
        let k = (multiples[lane] + (1 << 59)) >> 60;
        for limb in 0..5 {
            sums[limb][lane] += k * NEGATIVE_PRODUCT[limb];
        }
    }
    let [mut s0, mut s1, mut s2, mut s3, mut s4] = sums;
    carry(&mut s0, &mut s1);
    carry(&mut s1, &mut s2);
    carry(&mut s2, &mut s3);
    carry(&mut s3, &mut s4);
    let mut values = [0u128; LANES];
    for lane in 0..LANES {
        let low = s0[lane] | s1[lane] << 26 | s2[lane] << 52;
        let high = s2[lane] >> 12 | s3[lane] << 14 | s4[lane] << 40;
        values[lane] = u128::from(high) << 64 | u128::from(low);
    }
    values
}

/// The work of [`lift_all`], in the form in which `dispatch` compiles it for each width of registers.
struct Lift<'a> {
    scaled: &'a [Vec<u32>; 5],
    values: &'a mut Vec<u128>,
}

impl pulp::NullaryFnOnce for Lift<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let len = self.scaled[0].len();
        for from in (0..len).step_by(LANES) {
            let mut block = [[0u32; LANES]; 5];
            let mut count = LANES;
            for (to, residues) in block.iter_mut().zip(self.scaled) {
                let piece = residues.get(from..(from + LANES).min(len)).unwrap_or_default();
                count = count.min(piece.len());
                to.iter_mut().zip(piece).for_each(|(to, y)| *to = *y);
            }
            self.values.extend_from_slice(lift_lanes(block).split_at(count).0);
        }
    }
}

/// The centred values modulo 2^128 of scaled residues, five lists of equal length. Constant time.
pub(super) fn lift_all(scaled: &[Vec<u32>; 5]) -> Vec<u128> {
    let mut values = Vec::with_capacity(scaled[0].len());
    pulp::Arch::new().dispatch(Lift { scaled, values: &mut values });
    values
}
