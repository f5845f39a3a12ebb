//! The message of one round: a polynomial of degree 3 of which the claim gives one coefficient.

use crate::field::Field;
use std::ops::Add;

/// `constant + linear*x + square*x^2 + cube*x^3`. The linear coefficient is not kept: it follows
/// from the claim `p(0) + p(1)`.
#[derive(Clone, Copy, Default)]
pub struct Cubic {
    /// Coefficient of 1.
    pub constant: Field,
    /// Coefficient of `x^2`.
    pub square: Field,
    /// Coefficient of `x^3`.
    pub cube: Field,
}

impl Cubic {
    /// The value at `x`, where `p(0) + p(1) = claim`.
    pub fn evaluate(&self, claim: Field, x: Field) -> Field {
        let linear = claim - self.constant.double() - self.square - self.cube;
        self.constant + x * (linear + x * (self.square + x * self.cube))
    }

    /// Adds `e(x)*q(x) + l(x)` for `e` between `e_0` at 0 and `e_1` at 1, and quadratics that come
    /// from products of lines: `q` is `[w_0*w_0, w_0*w_1, w_1*w_1]`, `l` is
    /// `[v_0*w_0, v_0*w_1 + v_1*w_0, v_1*w_1]`.
    pub fn add_pair(&mut self, e: [Field; 2], q: [Field; 3], l: [Field; 3]) {
        let slope = e[1] - e[0];
        let q_linear = (q[1] - q[0]).double();
        let q_square = q[2] - q[1].double() + q[0];
        self.constant += e[0] * q[0] + l[0];
        self.square += e[0] * q_square + slope * q_linear + l[2] - l[1] + l[0];
        self.cube += slope * q_square;
    }

    /// The coefficients, in order.
    pub const fn to_array(self) -> [Field; 3] {
        [self.constant, self.square, self.cube]
    }
}

impl Add for Cubic {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            constant: self.constant + other.constant,
            square: self.square + other.square,
            cube: self.cube + other.cube,
        }
    }
}

impl From<[Field; 3]> for Cubic {
    fn from([constant, square, cube]: [Field; 3]) -> Self {
        Self { constant, square, cube }
    }
}
