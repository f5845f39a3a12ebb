//! Many equations over the common generators, checked together.

use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{IsIdentity, VartimeMultiscalarMul},
};
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;

use super::generators::{BITS, base, bit_generators, vector_generators};

/// Points per task: below, Pippenger's buckets do not pay.
const TASK: usize = 8192;

/// A sum that must be zero: each equation is added with a random weight. Equations share the terms of the generators.
#[derive(Clone, Default)]
pub struct Equations {
    /// Coefficient of `G`.
    pub value: Scalar,
    /// Coefficient of `H`.
    pub blinding: Scalar,
    /// Coefficients of `G_0, G_1, ..`.
    vector: Vec<Scalar>,
    /// Coefficients of the bit generators of range proofs: of `G(i, j)` and of `H(i, j)`, at `32*i + j`.
    bits: [Vec<Scalar>; 2],
    scalars: Vec<Scalar>,
    points: Vec<RistrettoPoint>,
}

/// A weight of 128 bits, which the provers could not foresee.
pub fn weight(rng: &mut (impl RngCore + CryptoRng)) -> Scalar {
    let mut bytes = [0u8; 16];
    rng.fill_bytes(&mut bytes);
    Scalar::from(u128::from_le_bytes(bytes))
}

/// `first` times the product of the factors whose bit of i is set, for all i: the first factor belongs to the top bit.
pub(super) fn products(first: Scalar, factors: &[Scalar]) -> Vec<Scalar> {
    let mut products = Vec::with_capacity(1 << factors.len());
    products.push(first);
    for factor in factors.iter().rev() {
        for at in 0..products.len() {
            let product = products.get(at).map(|of_lower_bits| of_lower_bits * factor);
            products.extend(product);
        }
    }
    products
}

fn merged(mut one: Vec<Scalar>, mut other: Vec<Scalar>) -> Vec<Scalar> {
    if one.len() < other.len() {
        std::mem::swap(&mut one, &mut other);
    }
    one.iter_mut().zip(&other).for_each(|(sum, x)| *sum += x);
    one
}

impl Equations {
    /// Adds `scalar * point`.
    pub fn push(&mut self, scalar: Scalar, point: RistrettoPoint) {
        self.scalars.push(scalar);
        self.points.push(point);
    }

    /// Adds coefficients to those of `G_0, G_1, ..`.
    pub fn add_vector(&mut self, coefficients: impl ExactSizeIterator<Item = Scalar>) {
        if self.vector.len() < coefficients.len() {
            self.vector.resize(coefficients.len(), Scalar::ZERO);
        }
        self.vector.iter_mut().zip(coefficients).for_each(|(sum, x)| *sum += x);
    }

    /// Adds coefficients of `G(i, j)` and of `H(i, j)` for j below `width`: those of value 0, of value 1, and so on.
    pub fn add_bits(&mut self, width: usize, coefficients: [Vec<Scalar>; 2]) {
        for (table, given) in self.bits.iter_mut().zip(coefficients) {
            let values = given.len().div_ceil(width.max(1));
            if table.len() < values * BITS {
                table.resize(values * BITS, Scalar::ZERO);
            }
            for (row, given) in table.chunks_exact_mut(BITS).zip(given.chunks(width.max(1))) {
                row.iter_mut().zip(given).for_each(|(sum, x)| *sum += x);
            }
        }
    }

    /// The sum of two.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        self.vector = merged(self.vector, other.vector);
        let ([one_g, one_h], [other_g, other_h]) = (self.bits, other.bits);
        self.bits = [merged(one_g, other_g), merged(one_h, other_h)];
        self.value += other.value;
        self.blinding += other.blinding;
        self.scalars.append(&mut other.scalars);
        self.points.append(&mut other.points);
        self
    }

    /// Points that are not generators.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.points.len()
    }

    /// Whether the sum is zero. All of it is public.
    #[must_use]
    pub fn holds(self) -> bool {
        let table = vector_generators(self.vector.len());
        let pair = &base().pair;
        let (mut scalars, mut points) = (self.scalars, self.points);
        scalars.extend([self.value, self.blinding]);
        points.extend([pair.B, pair.B_blinding]);
        points.extend(table.iter().take(self.vector.len()));
        scalars.extend(self.vector);
        if self.bits.iter().any(|table| !table.is_empty()) {
            for (coefficients, generators) in self.bits.iter().zip(bit_generators()) {
                let used = coefficients.iter().zip(generators).filter(|(x, _)| **x != Scalar::ZERO);
                used.for_each(|(x, point)| (scalars.push(*x), points.push(*point)).0);
            }
        }
        let tasks = rayon::current_num_threads();
        let size = points.len().div_ceil(tasks).max(TASK);
        let sum: RistrettoPoint = scalars
            .par_chunks(size)
            .zip(points.par_chunks(size))
            .map(|(scalars, points)| RistrettoPoint::vartime_multiscalar_mul(scalars, points))
            .sum();
        sum.is_identity()
    }
}
