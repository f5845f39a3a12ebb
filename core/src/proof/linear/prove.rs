//! Making a proof.

use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{MultiscalarMul, VartimeMultiscalarMul},
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;
use zeroize::Zeroizing;

use super::{CrossTerms, proof_len};
use crate::proof::{pedersen::commit, transcript::challenge};

/// Points per task of a constant-time multiplication.
const TASK: usize = 256;

/// What is proved: `P = <secret, G> + <secret, public>*G + blinding*H`.
pub struct Instance<'a> {
    /// The witness, in scalars. Its length is a power of two.
    pub secret: Zeroizing<Vec<Scalar>>,
    /// Its blinding factor.
    pub blinding: Scalar,
    /// The public vector, of the same length.
    pub public: Vec<Scalar>,
    /// The generators, of the same length.
    pub generators: &'a [RistrettoPoint],
    /// The products of the same witness with the same generators, if its entries are small.
    pub cross: Option<&'a CrossTerms>,
}

/// The proof, as bytes, or nothing if the lengths differ or are no power of two. The witness is multiplied in constant
/// time; public vectors are folded in variable time.
#[must_use]
pub fn prove(
    t: &mut Transcript,
    instance: Instance<'_>,
    rng: &mut (impl RngCore + CryptoRng),
) -> Option<Vec<u8>> {
    let Instance { secret: mut a, blinding, public: mut b, generators, cross } = instance;
    let n = a.len();
    if !n.is_power_of_two() || b.len() != n || generators.len() != n {
        return None;
    }
    let mut blinding = Zeroizing::new(blinding);
    let mut bytes = Vec::with_capacity(proof_len(n));
    let mut head = Head::new(cross);
    let mut folded: Vec<RistrettoPoint> = Vec::new();
    while a.len() > 1 {
        let half = a.len() / 2;
        if head.done() && folded.is_empty() {
            folded = head.fold(generators);
        }
        let ((a_low, a_high), (b_low, b_high)) = (a.split_at(half), b.split_at(half));
        let (mut left, mut right) = match head.pair() {
            Some(pair) => pair,
            None => {
                let (low, high) = folded.split_at(half);
                (product(a_low, high), product(a_high, low))
            }
        };
        let (s, r) = (Zeroizing::new(Scalar::random(rng)), Zeroizing::new(Scalar::random(rng)));
        left += commit(&inner(a_low, b_high), &s);
        right += commit(&inner(a_high, b_low), &r);
        for (label, point) in [(b"L", left), (b"R", right)] {
            let point = point.compress();
            t.append_message(label, point.as_bytes());
            bytes.extend(point.as_bytes());
        }
        let x = challenge(t, b"x_j");
        let inverse = x.invert();
        fold_scalars(&mut a, &inverse);
        fold_scalars(&mut b, &x);
        *blinding += x * *s + inverse * *r;
        if head.done() { fold_points(&mut folded, &x) } else { head.push(x, inverse) }
    }
    if folded.is_empty() {
        folded = head.fold(generators);
    }
    let (a, b, g) = (a.first()?, b.first()?, folded.first()?);
    let (s, r) = (Zeroizing::new(Scalar::random(rng)), Zeroizing::new(Scalar::random(rng)));
    let start = (commit(&(*s * b), &r) + g * *s).compress();
    t.append_message(b"S", start.as_bytes());
    bytes.extend(start.as_bytes());
    let x = challenge(t, b"x_star");
    bytes.extend((*s + x * a).as_bytes());
    bytes.extend((*r + x * *blinding).as_bytes());
    Some(bytes)
}

/// The rounds that are done from cross terms, without folded generators.
struct Head<'a> {
    cross: Option<&'a CrossTerms>,
    blocks: usize,
    /// Rounds done.
    rounds: u32,
    /// Per block of the witness and of the generators: by what the rounds done have multiplied it.
    weights: Vec<(Scalar, Scalar)>,
}

impl<'a> Head<'a> {
    fn new(cross: Option<&'a CrossTerms>) -> Self {
        let blocks = cross.map_or(1, CrossTerms::blocks);
        Self { cross, blocks, rounds: 0, weights: vec![(Scalar::ONE, Scalar::ONE); blocks] }
    }

    /// Blocks that the folded vectors still have.
    const fn left(&self) -> usize {
        self.blocks >> self.rounds
    }

    const fn done(&self) -> bool {
        self.left() == 1
    }

    /// The products of both halves of the folded witness with the other half of the folded generators.
    fn pair(&self) -> Option<(RistrettoPoint, RistrettoPoint)> {
        let cross = self.cross.filter(|_| !self.done())?;
        let half = self.left() / 2;
        let sum = |upper: bool| {
            let (mut scalars, mut points) = (Vec::new(), Vec::new());
            for (i, (of_witness, _)) in self.weights.iter().enumerate() {
                for (j, (_, of_generators)) in self.weights.iter().enumerate() {
                    let (from, to) = (i % self.left(), j % self.left());
                    if (from >= half) == upper && to == (from + half) % self.left() {
                        scalars.push(of_witness * of_generators);
                        points.push(cross.term(i, j));
                    }
                }
            }
            // The scalars are public.
            RistrettoPoint::vartime_multiscalar_mul(&scalars, &points)
        };
        Some((sum(false), sum(true)))
    }

    fn push(&mut self, x: Scalar, inverse: Scalar) {
        let (left, half) = (self.left(), self.left() / 2);
        for (block, (of_witness, of_generators)) in self.weights.iter_mut().enumerate() {
            if block % left >= half {
                *of_witness *= inverse;
                *of_generators *= x;
            }
        }
        self.rounds += 1;
    }

    /// The generators after the rounds done, in one step. Public data.
    fn fold(&self, generators: &[RistrettoPoint]) -> Vec<RistrettoPoint> {
        let size = generators.len() / self.blocks;
        if self.blocks == 1 {
            return generators.to_vec();
        }
        let one = |place: usize| {
            let points = generators.iter().skip(place).step_by(size);
            RistrettoPoint::vartime_multiscalar_mul(self.weights.iter().map(|w| &w.1), points)
        };
        (0..size).into_par_iter().map(one).collect()
    }
}

/// `<scalars, points>` in constant time.
fn product(scalars: &[Scalar], points: &[RistrettoPoint]) -> RistrettoPoint {
    scalars
        .par_chunks(TASK)
        .zip(points.par_chunks(TASK))
        .map(|(scalars, points)| RistrettoPoint::multiscalar_mul(scalars, points))
        .sum()
}

fn inner(a: &[Scalar], b: &[Scalar]) -> Scalar {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `low + x*high`, in place of both.
fn fold_scalars(vector: &mut Vec<Scalar>, x: &Scalar) {
    let half = vector.len() / 2;
    let (low, high) = vector.split_at_mut(half);
    low.iter_mut().zip(high).for_each(|(low, high)| {
        *low += x * *high;
        *high = Scalar::ZERO;
    });
    vector.truncate(half);
}

fn fold_points(vector: &mut Vec<RistrettoPoint>, x: &Scalar) {
    let half = vector.len() / 2;
    let (low, high) = vector.split_at_mut(half);
    low.par_iter_mut().zip(high).for_each(|(low, high)| {
        *low += RistrettoPoint::vartime_double_scalar_mul_basepoint(x, high, &Scalar::ZERO);
    });
    vector.truncate(half);
}
