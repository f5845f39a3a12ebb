//! Terms of every table hold; proofs have the length that is said.

use super::{Committed, PLANES, compared, figure, fraction, fractions};
use crate::error::StatementError;
use crate::terms::laid::Laid;
use crate::terms::program::{COUNT_BITS, END_BITS, ENDS, Made, Number, PRODUCTS};
use crate::terms::{Family, Figures, Term, Terms};
use intertally_argument::{Statement, prove, verify};
use proptest::prelude::*;
use rand_core::OsRng;

fn holds(tables: &[[u64; 4]], terms: &[Term]) {
    let committed = Committed::new(tables, terms);
    let statement = committed.statement();
    let proof = prove(&statement, &committed.witness(&statement), &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(&statement, &proof, &mut OsRng), Ok(()), "{tables:?}");
    let planes = vec![PLANES; committed.blocks.len()];
    assert_eq!(Terms::proof_len(&planes, &committed.families).unwrap(), proof.len());
}

/// Tables without anybody, without a group, without an event, with all; D fits below 2^18 persons.
const TABLES: [[u64; 4]; 13] = [
    [0, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 1],
    [0, 0, 0, 1],
    [1, 1, 0, 1],
    [0, 1, 1, 1],
    [0, 5, 0, 7],
    [5, 5, 7, 7],
    [8, 106, 5, 120],
    [22, 98, 16, 85],
    [300, 131_071, 200, 131_072],
    [131_071, 131_071, 0, 131_072],
    [0, 0, 40, 262_143],
];

#[test]
fn terms_of_all_kinds_of_tables() {
    holds(&TABLES, &Term::ALL);
    for term in fractions() {
        holds(&TABLES[3..9], &[term]);
    }
}

#[test]
fn terms_in_fewer_bits() {
    for bits in [0, 1, 4, 7] {
        let committed = Committed::in_bits(&TABLES, &Term::ALL, bits);
        let statement = committed.statement();
        let proof = prove(&statement, &committed.witness(&statement), &mut OsRng).unwrap().proof.to_bytes();
        assert_eq!(verify(&statement, &proof, &mut OsRng), Ok(()), "{bits} bits");
        // What is true in so many bits is not in others.
        let figures = committed.figures.clone();
        let mut other = Committed::of(figures.clone(), &Term::ALL);
        other.families.iter_mut().for_each(|family| family.bits = bits + 1);
        assert!(other.statement().witness(other.rows.clone(), other.blindings.clone(), &figures).is_err());
    }
}

#[test]
fn the_largest_tables() {
    let most = (1 << COUNT_BITS) - 1;
    let but_d: Vec<Term> = Term::ALL.into_iter().filter(|term| *term != Term::D).collect();
    let half = most / 2;
    holds(&[[half / 2, half, half / 3, most - half], [0, most, 0, 0], [0, 0, most, most]], &but_d);
}

#[test]
fn more_families_than_a_row_has_gates() {
    let tables: Vec<[u64; 4]> = (0..60).map(|k| [k, 3 * k + 1, k / 2, 2 * k + 5]).collect();
    holds(&tables, &Term::ALL);
}

/// Every denominator is below what its bits hold, whatever the table: so an honest rest fits.
#[test]
fn rests_fit_their_bits() {
    let most: u64 = (1 << COUNT_BITS) - 1;
    for n1 in [0, 1, most / 2, most - 1, most] {
        for term in fractions() {
            let (_, under) = fraction(term, [0, n1, 0, most - n1]);
            let Made::Fraction(made) = term.made() else { panic!("{term:?} is no fraction") };
            assert!(under <= 1 << made.bits, "{term:?}");
        }
    }
}

/// Risk ratios at, below and above each end; none; and the largest that there are.
#[test]
fn ratios_on_both_sides_of_each_end() {
    let at = |over: u64| [over, 100, 100, 100];
    let around = [66, 67, 68, 89, 90, 91, 99, 100].map(at);
    let above = [[110, 200, 50, 100], [111, 200, 50, 100], [1, 100, 0, 100], [0, 100, 1, 100]];
    let none = [[0, 9, 0, 9], [0, 0, 3, 9], [3, 9, 0, 0], [0; 4]];
    let half = ((1_u64 << COUNT_BITS) - 1) / 2;
    let large = [[half, half, half, half], [half, half, 0, half], [0, half, half, half]];
    let tables = [&around[..], &above, &none, &large].concat();
    holds(&tables, &compared());
    for term in Term::ALL.into_iter().skip(10) {
        holds(&tables, &[term]);
    }
    // Where persons of both groups are about as many, the product is the largest.
    let most = i128::from(half) * i128::from(half + 1);
    for end in ENDS {
        let largest = end.above.iter().map(|(factor, number)| match number {
            Number::One => i128::from(factor.abs()),
            _ => i128::from(factor.abs()) * most,
        });
        let largest: i128 = largest.sum();
        assert!(largest < 1 << (END_BITS - 1), "{:?}", end.of);
    }
}

#[test]
fn what_is_no_table_or_another_term_is_not_proved() {
    let refused = |counts: [u64; 4], term: Term, figure: u64| {
        let committed = Committed::of(vec![Figures { counts, terms: vec![figure] }], &[term]);
        let witness = committed.statement().witness(
            committed.rows.clone(),
            committed.blindings.clone(),
            &committed.figures,
        );
        assert_eq!(witness.err(), Some(StatementError::Term(0)), "{counts:?}");
    };
    refused([3, 2, 0, 9], Term::W, 1);
    refused([0, 2, 4, 3], Term::W, 307);
    refused([0, 1 << 24, 0, 0], Term::W, 0);
    for term in fractions() {
        let counts = [8, 106, 5, 120];
        let right = figure(term, counts);
        refused(counts, term, right + 1);
        refused(counts, term, right - 1);
    }
    for term in compared() {
        let right = figure(term, [8, 106, 5, 120]);
        refused([8, 106, 5, 120], term, 256 - right);
        refused([8, 106, 5, 120], term, 1);
    }
    refused([8, 106, 5, 120], Term::N, 0);
}

#[test]
fn families_that_are_none() {
    let committed = Committed::new(&[[8, 106, 5, 120]], &[Term::R, Term::S]);
    let with = |change: &dyn Fn(&mut Family)| {
        let mut family = committed.families[0].clone();
        change(&mut family);
        Terms::new(&committed.blocks, &[family], b"").err()
    };
    let none = Some(StatementError::Family(0));
    assert_eq!(with(&|family| family.terms.swap(0, 1)), none);
    assert_eq!(with(&|family| family.terms[1].0 = Term::R), none);
    assert_eq!(with(&|family| family.terms.clear()), none);
    assert_eq!(with(&|family| family.counts[3] = 512), none);
    assert_eq!(with(&|family| family.bits = 9), none);
    assert_eq!(Terms::new(&committed.blocks, &[], b"").err(), none);
    let wide = vec![vec![committed.blocks[0][0]; 34]];
    assert!(Terms::new(&wide, &committed.families, b"").is_err());
}

/// Each product takes what stands before it, and each term's fraction what its products are.
#[test]
fn products_are_made_of_those_before_them() {
    for term in Term::ALL {
        let family = Family { counts: [0, 1, 2, 3], bits: 8, terms: vec![(term, 4)] };
        let laid = Laid::new(family, 0, 0);
        let is_product = |number| PRODUCTS.iter().any(|product| product.of == number);
        let known = |number, before: usize| {
            !is_product(number) || laid.products[..before].iter().any(|product| product.of == number)
        };
        for (at, product) in laid.products.iter().enumerate() {
            let factors = product.left.iter().chain(product.right);
            assert!(factors.clone().all(|(_, number)| known(*number, at)), "{:?}", product.of);
        }
        let all = laid.products.len();
        let sums: Vec<_> = match term.made() {
            Made::Fraction(fraction) => [fraction.over, fraction.under].concat(),
            Made::Bits(sum) => sum.to_vec(),
        };
        let ends = laid.ends.iter().flat_map(|end| end.above);
        assert!(sums.iter().chain(ends).all(|(_, number)| known(*number, all)), "{term:?}");
        let is_end = |number| ENDS.iter().any(|end| end.of == number);
        let has = |number| laid.ends.iter().any(|end| end.of == number);
        assert!(sums.iter().all(|(_, number)| !is_end(*number) || has(*number)), "{term:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn terms_of_any_tables(
        tables in prop::collection::vec((0_u64..131_000, 0_u64..131_000, 0_u64..=1000, 0_u64..=1000), 1..5),
        chosen in prop::sample::subsequence(Term::ALL.to_vec(), 1..=17),
    ) {
        let table = |(n1, n2, a, c): &(u64, u64, u64, u64)| [n1 * a / 1000, *n1, n2 * c / 1000, *n2];
        holds(&tables.iter().map(table).collect::<Vec<_>>(), &chosen);
    }
}

#[test]
fn layouts_are_small() {
    let committed = Committed::new(&TABLES[8..10], &fractions());
    let statement = committed.statement();
    assert_eq!((statement.layout().given(), statement.layout().sent()), (33, 4 + 3));
}
