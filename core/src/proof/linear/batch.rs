//! Many equations over the common generators, checked together.

use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{IsIdentity, VartimeMultiscalarMul},
};
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;

use crate::proof::generators::{base, vector_generators};

/// Points per task: below, Pippenger's buckets do not pay.
const TASK: usize = 8192;

/// A sum that must be zero: each equation is added with a random weight. Equations share the terms of the generators.
#[derive(Clone, Default)]
pub struct Batch {
    /// Coefficients of `G_0, G_1, ..`.
    pub vector: Vec<Scalar>,
    /// Coefficient of `G`.
    pub value: Scalar,
    /// Coefficient of `H`.
    pub blinding: Scalar,
    scalars: Vec<Scalar>,
    points: Vec<RistrettoPoint>,
}

/// A weight of 128 bits, which the provers could not foresee.
pub fn weight(rng: &mut (impl RngCore + CryptoRng)) -> Scalar {
    let mut bytes = [0u8; 16];
    rng.fill_bytes(&mut bytes);
    Scalar::from(u128::from_le_bytes(bytes))
}

impl Batch {
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

    /// The sum of two.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        if self.vector.len() < other.vector.len() {
            std::mem::swap(&mut self.vector, &mut other.vector);
        }
        self.vector.iter_mut().zip(&other.vector).for_each(|(sum, x)| *sum += x);
        self.value += other.value;
        self.blinding += other.blinding;
        self.scalars.append(&mut other.scalars);
        self.points.append(&mut other.points);
        self
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
