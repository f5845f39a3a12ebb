//! Multilinear polynomials over the cube: a table of `2^n` values, whose index has its first
//! variable as the top bit.

use crate::field::Field;
use rayon::prelude::*;

/// `eq(point, b)` for every `b` of the cube, the product of `point_k` where bit `k` is 1 and
/// `1 - point_k` where it is 0. The inner product of a table with it is the table's multilinear
/// extension at `point`.
#[must_use]
pub fn eq_table(point: &[Field]) -> Vec<Field> {
    point.iter().fold(vec![Field::ONE], |table, x| {
        table
            .into_iter()
            .flat_map(|value| {
                let one = value * *x;
                [value - one, one]
            })
            .collect()
    })
}

/// `1, base, base^2, ..`, `count` of them.
#[must_use]
pub fn powers(base: Field, count: usize) -> Vec<Field> {
    std::iter::successors(Some(Field::ONE), |power| Some(*power * base)).take(count).collect()
}

/// Entries that one core binds at a time.
const PIECE: usize = 1 << 12;

/// Binds the first variable to `x` in place: `table[i] + x * (table[i + half] - table[i])`. Tables that
/// are long are bound on all cores.
pub fn bind_first(table: &mut Vec<Field>, x: Field) {
    let half = table.len() / 2;
    let (low, high) = table.split_at_mut(half);
    let bind = |low: &mut [Field], high: &mut [Field]| {
        for (a, b) in low.iter_mut().zip(high) {
            *a += x * (*b - *a);
            *b = Field::ZERO;
        }
    };
    if half > PIECE {
        low.par_chunks_mut(PIECE).zip(high.par_chunks_mut(PIECE)).for_each(|(low, high)| bind(low, high));
    } else {
        bind(low, high);
    }
    table.truncate(half);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::inner;

    #[test]
    fn binding_all_variables_is_the_inner_product_with_eq() {
        let point: Vec<Field> = [3_u64, 5, 8].map(Field::from).to_vec();
        let table: Vec<Field> = (10_u64..18).map(|x| Field::from(x * x)).collect();
        let mut bound = table.clone();
        for x in &point {
            bind_first(&mut bound, *x);
        }
        assert!(bound[0] == inner(&table, &eq_table(&point)));
        // On the cube itself: the first variable is the top bit, so (1, 1, 0) is entry 6.
        assert!(inner(&table, &eq_table(&[Field::ONE, Field::ONE, Field::ZERO])) == table[6]);
    }
}
