//! Inner products of field elements, reduced once every 128 terms: half the time of one reduction a
//! product, and inner products are most of the sumcheck after its first rounds.

use super::Field;
use curve25519_dalek::scalar::Scalar;
use fiat_crypto::curve25519_scalar_64::fiat_25519_scalar_from_bytes;
use zeroize::{Zeroize, Zeroizing};

/// Terms between two reductions. A product is below `l^2 < 2^505`, and `128 * 2^505 = 2^512`.
const TERMS: usize = 128;

/// `sum += a * b` over 512 bits, for representatives below `l`. Time does not depend on values.
#[inline]
fn add_product(sum: &mut [u64; 8], a: &[u64; 4], b: &[u64; 4]) {
    let mut product = [0_u64; 8];
    for (i, x) in a.iter().enumerate() {
        let mut carry = 0_u128;
        for (j, y) in b.iter().enumerate() {
            // At most (2^64 - 1)^2 + 2*(2^64 - 1), which is 2^128 - 1.
            carry += u128::from(*x) * u128::from(*y) + u128::from(product[i + j]);
            product[i + j] = carry as u64;
            carry >>= 64;
        }
        product[i + 4] = carry as u64;
    }
    let mut carry = 0_u128;
    for (limb, x) in sum.iter_mut().zip(product) {
        carry += u128::from(*limb) + u128::from(x);
        *limb = carry as u64;
        carry >>= 64;
    }
}

/// The field element of a sum of products of Montgomery forms: each is the product's, times the
/// Montgomery factor once too often, which a product with a bare 1 takes out.
fn reduce(sum: &[u64; 8]) -> Field {
    let mut wide = Zeroizing::new([0; 64]);
    for (bytes, limb) in wide.chunks_mut(8).zip(sum) {
        bytes.copy_from_slice(&limb.to_le_bytes());
    }
    let reduced = Zeroizing::new(Scalar::from_bytes_mod_order_wide(&wide));
    let mut limbs = [0; 4];
    fiat_25519_scalar_from_bytes(&mut limbs, reduced.as_bytes());
    Field(limbs) * Field([1, 0, 0, 0])
}

/// `<a, b>` over the length of the shorter.
#[must_use]
pub fn inner(a: &[Field], b: &[Field]) -> Field {
    let mut total = Field::ZERO;
    for (a, b) in a.chunks(TERMS).zip(b.chunks(TERMS)) {
        let mut sum = [0; 8];
        a.iter().zip(b).for_each(|(x, y)| add_product(&mut sum, &x.0, &y.0));
        total += reduce(&sum);
        sum.zeroize();
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(a: &[Field], b: &[Field]) -> Field {
        a.iter().zip(b).map(|(x, y)| *x * *y).sum()
    }

    #[test]
    fn is_the_sum_of_products() {
        let some =
            |count: u64, k: u64| (0..count).map(|i| Field::from(i * k + 3).power(50)).collect::<Vec<_>>();
        for count in [0, 1, 127, 128, 129, 512, 1000] {
            let (a, b) = (some(count, 5), some(count, 7));
            assert!(inner(&a, &b) == plain(&a, &b), "{count}");
        }
        assert!(inner(&some(200, 5), &some(130, 7)) == plain(&some(200, 5), &some(130, 7)));
    }

    #[test]
    fn the_largest_representatives_fit() {
        // l - 1 in every place, as the form itself and not as what it stands for.
        let order = [0x5812_631a_5cf5_d3ec, 0x14de_f9de_a2f7_9cd6, 0, 0x1000_0000_0000_0000];
        let largest = vec![Field(order); TERMS];
        assert!(inner(&largest, &largest) == plain(&largest, &largest));
    }
}
