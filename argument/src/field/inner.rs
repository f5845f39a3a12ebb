//! Inner products of field elements, reduced once every 128 terms: half the time of one reduction a
//! product, and inner products are most of the sumcheck after its first rounds.

use super::Field;
use super::sum::{LongSum, reduce};
use zeroize::Zeroize;

/// Terms between two reductions. A product is below `l^2 < 2^505`, and `128 * 2^505 = 2^512`.
const TERMS: usize = 128;

/// `sum += a * b` over 512 bits, for representatives below `l`. Time does not depend on values.
#[inline]
fn add_product<const N: usize, const M: usize>(sum: &mut [u64; 8], a: &[u64; N], b: &[u64; M]) {
    let mut product = [0_u64; 8];
    for (i, x) in a.iter().enumerate() {
        let mut carry = 0_u128;
        for (j, y) in b.iter().enumerate() {
            // At most (2^64 - 1)^2 + 2*(2^64 - 1), which is 2^128 - 1.
            carry += u128::from(*x) * u128::from(*y) + u128::from(product[i + j]);
            product[i + j] = carry as u64;
            carry >>= 64;
        }
        product[i + M] = carry as u64;
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
fn reduce_twice(sum: &[u64; 8]) -> Field {
    reduce(sum) * Field([1, 0, 0, 0])
}

/// `<a, b>` over the length of the shorter.
#[must_use]
pub fn inner(a: &[Field], b: &[Field]) -> Field {
    let mut total = Field::ZERO;
    for (a, b) in a.chunks(TERMS).zip(b.chunks(TERMS)) {
        let mut sum = [0; 8];
        a.iter().zip(b).for_each(|(x, y)| add_product(&mut sum, &x.0, &y.0));
        total += reduce_twice(&sum);
        sum.zeroize();
    }
    total
}

/// `sum of a_i * word_i`, each word centred, so between `-2^127` and `2^127 - 1`, over the length of the
/// shorter. A word needs no form of its own, and a product is below `2^381`: room for `2^131` of them.
#[must_use]
pub fn inner_words(a: &[Field], words: &[u128]) -> Field {
    let (mut sum, mut negative) = ([0; 8], LongSum::new());
    for (x, word) in a.iter().zip(words) {
        add_product(&mut sum, &[*word as u64, (word >> 64) as u64], &x.0);
        negative.add(x.times_bit((word >> 127) as u8));
    }
    // A word whose top bit is set stands for itself less 2^128.
    let total = reduce(&sum) - Field::from(1_u128 << 127).double() * negative.value();
    sum.zeroize();
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
    fn words_are_centred() {
        let a: Vec<Field> = (0..600_u64).map(|i| -Field::from(i * 7 + 3).power(50)).collect();
        let some = (0..594_u64).map(|i| u128::from(i) << (i % 128));
        let words: Vec<u128> =
            some.chain([0, 1, u128::MAX, 1 << 127, (1 << 127) - 1, (1 << 127) + 1]).collect();
        let fields: Vec<Field> = words.iter().map(|word| Field::from(word.cast_signed())).collect();
        for count in [0, 1, 511, 512, 600] {
            assert!(inner_words(&a[..count], &words) == plain(&a[..count], &fields), "{count}");
        }
        let largest = vec![Field([0x5812_631a_5cf5_d3ec, 0x14de_f9de_a2f7_9cd6, 0, 1 << 60]); 4096];
        for word in [u128::MAX, 1 << 127, (1 << 127) - 1] {
            let fields = vec![Field::from(word.cast_signed()); 4096];
            assert!(inner_words(&largest, &vec![word; 4096]) == plain(&largest, &fields), "{word:x}");
        }
    }

    #[test]
    fn the_largest_representatives_fit() {
        // l - 1 in every place, as the form itself and not as what it stands for.
        let order = [0x5812_631a_5cf5_d3ec, 0x14de_f9de_a2f7_9cd6, 0, 0x1000_0000_0000_0000];
        let largest = vec![Field(order); TERMS];
        assert!(inner(&largest, &largest) == plain(&largest, &largest));
    }
}
