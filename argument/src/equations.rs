//! The two equations between points that each proof leaves, and their sum over many proofs
//! (docs/argument.md steps 4 and 5, 'Batches').

use crate::COLUMNS;
use crate::error::ArgumentError;
use crate::field::Field;
use crate::generators::GENERATORS;
use crate::transcript::Transcript;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};
use rand_core::{CryptoRng, RngCore};

/// `sum factors_i*W_i = <row, G> + row_blinding*H` and
/// `A + x*E_g = <response, G> + response_blinding*H`.
pub struct Equations {
    /// Factors of the given, the sent and the free row.
    pub factors: Vec<Field>,
    /// Their commitments.
    pub rows: Vec<RistrettoPoint>,
    /// `z`.
    pub row: Vec<Field>,
    /// `rho`.
    pub row_blinding: Field,
    /// `x`.
    pub x: Field,
    /// `E_g`.
    pub mask: RistrettoPoint,
    /// `A`.
    pub opening: RistrettoPoint,
    /// The response, as long as the mask has coefficients.
    pub response: Vec<Field>,
    /// Its blinding factor.
    pub response_blinding: Field,
    /// A digest of the whole proof.
    pub digest: Vec<u8>,
}

/// A sum of equations, each times a weight: multiples of the generators and of points.
struct Sum {
    columns: Vec<Field>,
    blinding: Field,
    scalars: Vec<Scalar>,
    points: Vec<RistrettoPoint>,
}

impl Sum {
    fn new() -> Self {
        Self {
            columns: vec![Field::ZERO; COLUMNS],
            blinding: Field::ZERO,
            scalars: Vec::new(),
            points: Vec::new(),
        }
    }

    fn point(&mut self, factor: Field, point: RistrettoPoint) {
        self.scalars.push(factor.scalar());
        self.points.push(point);
    }

    fn commitment(&mut self, weight: Field, values: &[Field], blinding: Field) {
        self.columns.iter_mut().zip(values).for_each(|(sum, x)| *sum -= weight * *x);
        self.blinding -= weight * blinding;
    }

    fn rows(&mut self, weight: Field, of: &Equations) {
        of.rows.iter().zip(&of.factors).for_each(|(point, factor)| self.point(weight * *factor, *point));
        self.commitment(weight, &of.row, of.row_blinding);
    }

    fn mask(&mut self, weight: Field, of: &Equations) {
        self.point(weight, of.opening);
        self.point(weight * of.x, of.mask);
        self.commitment(weight, &of.response, of.response_blinding);
    }

    /// Whether the sum is the identity. Everything is public: time may depend on it.
    fn holds(&self) -> bool {
        let generators = GENERATORS.columns.iter().chain([&GENERATORS.blinding]);
        let factors = self.columns.iter().chain([&self.blinding]).map(Field::scalar);
        RistrettoPoint::vartime_multiscalar_mul(
            factors.chain(self.scalars.iter().copied()),
            generators.chain(&self.points),
        )
        .is_identity()
    }
}

impl Equations {
    /// Checks both by themselves.
    pub fn check(&self) -> Result<(), ArgumentError> {
        let mut sum = Sum::new();
        sum.rows(Field::ONE, self);
        if !sum.holds() {
            return Err(ArgumentError::OpenedRow);
        }
        let mut sum = Sum::new();
        sum.mask(Field::ONE, self);
        if sum.holds() { Ok(()) } else { Err(ArgumentError::MaskOpening) }
    }
}

/// Whether all equations hold, in one multiplication. The weights follow from the verifier's
/// randomness and from every proof: even with a broken source no prover knows them before its proof
/// is fixed.
pub fn all_hold(all: &[&Equations], rng: &mut (impl RngCore + CryptoRng)) -> bool {
    let mut transcript = Transcript::new("intertally/argument/v1/batch");
    let mut system = [0; 32];
    rng.fill_bytes(&mut system);
    transcript.absorb("system", &system);
    for equations in all {
        transcript.absorb("proof", &equations.digest);
    }
    let mut sum = Sum::new();
    for equations in all {
        sum.rows(transcript.challenge("weight"), equations);
        sum.mask(transcript.challenge("weight"), equations);
    }
    sum.holds()
}
