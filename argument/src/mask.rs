//! The mask polynomial `g(x) = g_0 + sum_k (a_k*x_k + b_k*x_k^2 + c_k*x_k^3)` (Libra, eprint
//! 2019/317; docs/argument.md step 3).
//!
//! It has as many coefficients as the sumcheck reveals numbers: every number that is revealed has
//! one of its own.

use crate::field::Field;
use crate::sumcheck::Cubic;
use zeroize::Zeroizing;

/// Number of coefficients of the mask over so many variables.
pub const fn coefficients(rounds: usize) -> usize {
    3 * rounds + 1
}

/// The factors with which `g(point)` is an inner product with the coefficients:
/// `1, x_1, x_1^2, x_1^3, x_2, ..`.
pub fn monomials(point: &[Field]) -> Vec<Field> {
    let of = |x: &Field| [*x, *x * *x, *x * *x * *x];
    std::iter::once(Field::ONE).chain(point.iter().flat_map(of)).collect()
}

/// The mask while the sumcheck goes on, scaled by the challenge `c`.
pub struct Mask<'a> {
    scale: Field,
    half: Field,
    coefficients: &'a [Field],
    /// Value of the part of `g` whose variables are bound, with `g_0`.
    bound: Zeroizing<Field>,
    /// Sum over `k` still free of `(a_k + b_k + c_k) / 2`: the mean of the free part over the cube.
    mean: Zeroizing<Field>,
}

impl<'a> Mask<'a> {
    pub fn new(coefficients: &'a [Field]) -> Self {
        let half = Field::from(2_u64).inverse();
        let mean: Field = coefficients[1..].iter().copied().sum();
        Self {
            scale: Field::ONE,
            half,
            coefficients,
            bound: Zeroizing::new(coefficients[0]),
            mean: Zeroizing::new(mean * half),
        }
    }

    /// `s_g`, the sum of `g` over the cube.
    pub fn sum(&self) -> Field {
        Field::power_of_two((self.coefficients.len() - 1) / 3) * (*self.bound + *self.mean)
    }

    /// From here on all that is added is scaled by `c`.
    pub const fn scale(&mut self, c: Field) {
        self.scale = c;
    }

    fn of(&self, round: usize) -> [Field; 3] {
        [1, 2, 3].map(|k| self.coefficients[3 * round + k])
    }

    /// Adds the part of `c*g` to the round's message.
    pub fn add_to(&mut self, message: &mut Cubic, round: usize) {
        let [a, b, c] = self.of(round);
        let left = (self.coefficients.len() - 1) / 3 - round - 1;
        *self.mean -= (a + b + c) * self.half;
        let scale = self.scale * Field::power_of_two(left);
        message.constant += scale * (*self.bound + *self.mean);
        message.square += scale * b;
        message.cube += scale * c;
    }

    /// Binds the round's variable.
    pub fn bind(&mut self, round: usize, x: Field) {
        let [a, b, c] = self.of(round);
        *self.bound += ((c * x + b) * x + a) * x;
    }

    /// `g(r)`, once all variables are bound.
    pub fn value(&self) -> Field {
        *self.bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::inner;

    #[test]
    fn the_sum_and_the_value_are_those_of_the_polynomial() {
        let g: Vec<Field> = (5_u64..12).map(|x| Field::from(x * x * x)).collect();
        let at = |x: u64, y: u64| inner(&g, &monomials(&[x.into(), y.into()]));
        let mut mask = Mask::new(&g);
        assert!(mask.sum() == at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1));
        let mut claim = mask.sum();
        for (round, x) in [7_u64, 9].into_iter().enumerate() {
            let mut message = Cubic::default();
            mask.add_to(&mut message, round);
            claim = message.evaluate(claim, x.into());
            mask.bind(round, x.into());
        }
        assert!(claim == at(7, 9) && mask.value() == at(7, 9));
    }
}
