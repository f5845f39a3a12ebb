//! Terms in fixed point, against exact fractions.
#![expect(clippy::float_arithmetic, reason = "estimates are compared")]
#![expect(clippy::unwrap_used, reason = "tests may fail loudly")]

use intertally_evaluation::{
    Bits, Effect, MAX_PERSONS, Part, Scale, Sums, TableFault, Term, TermFault, TwoByTwo,
};
use intertally_evaluation::{mantel_haenszel, score};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use proptest::prelude::*;

const RATIONAL: [Term; 10] =
    [Term::R, Term::S, Term::P, Term::Q, Term::G, Term::H, Term::W, Term::V, Term::E, Term::D];

/// The formulas of the decision, written once more: by fractions of any size.
fn exact(term: Term, counts: [u32; 4]) -> BigRational {
    let [a, n1, c, n2] = counts.map(|count| BigRational::from(BigInt::from(count)));
    let (b, d, n) = (&n1 - &a, &n2 - &c, &n1 + &n2);
    let one = BigRational::from(BigInt::from(1));
    if n1.is_zero() || n2.is_zero() {
        // Of one group nothing is compared; what is not zero by itself has no denominator.
        return BigRational::zero();
    }
    match term {
        Term::R => &a * &d / &n,
        Term::S => &b * &c / &n,
        Term::P => (&a + &d) / &n * (&a * &d / &n),
        Term::Q => (&b + &c) / &n * (&b * &c / &n),
        Term::G => &a * &c / &n,
        Term::H => &n1 * &n2 * (&a + &c) / (&n * &n),
        Term::W => (n1.recip() + n2.recip()).recip(),
        Term::V => {
            let weight = &n1 * &n2 / &n;
            &weight * &weight * (&a * &b / n1.pow(3) + &c * &d / n2.pow(3))
        }
        Term::E => &n1 * &n2 * (&a + &c) * (&b + &d) / (&n * &n * (&n - one)),
        Term::D => (&n1 * &n2 / &n).pow(2),
        Term::Log { .. } | Term::Countries(_) => BigRational::zero(),
    }
}

fn counts(most: u32) -> impl Strategy<Value = [u32; 4]> {
    (0..=most, 0..=most).prop_flat_map(|(n1, n2)| (0..=n1, 0..=n2).prop_map(move |(a, c)| [a, n1, c, n2]))
}

fn table([a, n1, c, n2]: [u32; 4]) -> TwoByTwo {
    TwoByTwo::new(a, n1, c, n2).unwrap()
}

proptest! {
    #[test]
    fn a_figure_is_the_exact_term_rounded_down(
        small in counts(60), large in counts(MAX_PERSONS / 2), bits in 0u8..=8,
    ) {
        for counts in [small, large] {
            for term in RATIONAL {
                let scale = BigRational::from(BigInt::from(if term == Term::D { 1 } else { 1 << bits }));
                let floor = (exact(term, counts) * scale).floor().to_integer();
                match table(counts).figure_in(term, Bits::new(bits).unwrap()) {
                    Ok(figure) => prop_assert_eq!(BigInt::from(figure), floor, "{:?}", term),
                    Err(TermFault::TooLarge) => {
                        prop_assert!(term == Term::D && floor > BigInt::from(u32::MAX), "{:?}", term);
                    }
                }
            }
        }
    }

    #[test]
    fn a_pooled_effect_is_within_the_bound_that_is_stated(
        tables in prop::collection::vec(counts(400), 3..20), bits in 4u8..=8,
    ) {
        let bits = Bits::new(bits).unwrap();
        let mut sums = Sums::in_bits(u32::try_from(tables.len()).unwrap(), bits);
        let real = |term: Term| {
            let all = tables.iter().map(|counts| exact(term, *counts)).sum::<BigRational>();
            all.to_f64().unwrap()
        };
        for term in RATIONAL {
            let figures = tables.iter().map(|counts| u64::from(table(*counts).figure_in(term, bits).unwrap()));
            sums.set(term, figures.sum());
        }
        let [r, s, g, w, e] = [Term::R, Term::S, Term::G, Term::W, Term::E].map(real);
        let pairs = [
            (mantel_haenszel::odds_ratio(&sums), (r / s).ln()),
            (mantel_haenszel::risk_ratio(&sums), ((r + g) / (s + g)).ln()),
            (mantel_haenszel::risk_difference(&sums), (r - s) / w),
            (score::peto(&sums), (r - s) / e),
        ];
        for (found, exact) in pairs {
            if let Some(found) = found.filter(|_| exact.is_finite()) {
                // The bound is of first order: what is left is of the second.
                let allowed = found.rounding * (1.0 + found.rounding) + 1e-12;
                prop_assert!((found.value - exact).abs() <= allowed, "{:?} {}", found, exact);
            }
        }
    }

    #[test]
    fn terms_of_log_ratios_are_rounded_down_and_lifted(counts in counts(5_000), tau_squared in 0u32..20_000) {
        let [a, n1, c, n2] = counts.map(f64::from);
        let term = |scale, part| table(counts).figure(Term::Log { scale, tau_squared, part }).unwrap();
        for scale in [Scale::Odds, Scale::Risk] {
            let weight = term(scale, Part::Weight);
            if a + c == 0.0 || a + c == n1 + n2 || n1 == 0.0 || n2 == 0.0 {
                prop_assert_eq!((weight, term(scale, Part::Effect), term(scale, Part::Number)), (0, 0, 0));
                continue;
            }
            let half = if a == 0.0 || c == 0.0 || a == n1 || c == n2 { 0.5 } else { 0.0 };
            let (a, b, c, d) = (a + half, n1 - a + half, c + half, n2 - c + half);
            let (y, v) = match scale {
                Scale::Odds => (a.ln() - b.ln() - c.ln() + d.ln(), 1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d),
                Scale::Risk => {
                    let risk = |x: f64, y: f64| (x.ln() - (x + y).ln(), 1.0 / x - 1.0 / (x + y));
                    let ((one, own), (other, its)) = (risk(a, b), risk(c, d));
                    (one - other, own + its)
                }
            };
            let w = 1.0 / (v + f64::from(tau_squared) / 10_000.0);
            let near = |figure: f64, real: f64| (-1e-6..1.0 + 1e-6).contains(&(256.0 * real - figure));
            prop_assert!(near(f64::from(weight), w));
            prop_assert!(near(f64::from(term(scale, Part::Effect)) - 32.0 * f64::from(weight), w * y));
            prop_assert!(near(f64::from(term(scale, Part::Square)), w * y * y));
            prop_assert!(near(f64::from(term(scale, Part::Squared)), w * w / 16.0));
        }
    }
}

#[test]
fn what_is_no_table_is_refused_without_a_figure() {
    assert_eq!(TwoByTwo::new(2, 1, 0, 0), Err(TableFault::Events("under the programme")));
    assert_eq!(TwoByTwo::new(0, 1, 4, 3), Err(TableFault::Events("of the comparison group")));
    assert_eq!(TwoByTwo::new(0, MAX_PERSONS, 0, 1), Err(TableFault::Size));
    assert!(TwoByTwo::new(0, MAX_PERSONS, 0, 0).is_ok());
    let large = TwoByTwo::new(1, 1 << 20, 1, 1 << 20).unwrap();
    assert_eq!(large.figure(Term::D), Err(TermFault::TooLarge));
    assert!(large.figure(Term::W).is_ok());
}

#[test]
fn a_term_in_fewer_bits_is_another_one() {
    let four = Bits::new(4).unwrap();
    let log = |part| Term::Log { scale: Scale::Risk, tau_squared: 12, part };
    assert_eq!([Term::R, Term::D].map(|term| term.code(four)), ["R-B4", "D"]);
    assert_eq!([Term::R, Term::D].map(|term| term.code(Bits::MOST)), ["R", "D"]);
    assert_eq!([Part::Number, Part::Squared].map(|part| log(part).code(four)), ["RR-K-12", "RR-WW-12-B4"]);
    // A country counts as one, however coarse the terms are.
    for bits in [Bits::MOST, four] {
        let figures = Effect::Directions
            .terms(0)
            .into_iter()
            .map(|term| table([1, 9, 5, 9]).figure_in(term, bits).unwrap());
        assert_eq!(figures.collect::<Vec<_>>(), [256, 256, 0]);
        assert_eq!(table([1, 9, 5, 9]).figure_in(log(Part::Number), bits), Ok(256));
    }
}

#[test]
fn every_effect_has_a_name_that_is_read_back() {
    for name in Effect::names() {
        let effect = Effect::parse(name).unwrap();
        assert!(!effect.terms(0).is_empty(), "{name}");
    }
    let unknown = Effect::parse("hazard-ratio").unwrap_err().to_string();
    assert!(unknown.contains("hazard-ratio") && unknown.contains("risk-difference"), "{unknown}");
}
