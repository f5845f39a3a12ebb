//! Values that were published of well-known tables, from sums of terms in fixed point.
#![expect(clippy::float_arithmetic, reason = "estimates are compared")]
#![expect(clippy::unwrap_used, reason = "tests may fail loudly")]

use intertally_evaluation::{Bits, Effect, Scale, Sums, Term, TwoByTwo};
use intertally_evaluation::{heterogeneity, mantel_haenszel, random, score};

/// Deaths on tolbutamide and on placebo, by age (Rothman, Greenland and Lash 2008, table 15-1).
const ROTHMAN: [[u32; 4]; 2] = include!("rothman.in");

/// Tuberculosis with and without the vaccine, in 13 trials (Colditz and others 1994): a, b, c, d.
const BCG: [[u32; 4]; 13] = include!("bcg.in");

/// Pre-eclampsia with and without aspirin, in six trials (DerSimonian and Kacker 2007): a, n1, c, n2.
const ASPIRIN: [[u32; 4]; 6] = include!("aspirin.in");

fn tables(counts: &[[u32; 4]]) -> Vec<TwoByTwo> {
    counts.iter().map(|[a, n1, c, n2]| TwoByTwo::new(*a, *n1, *c, *n2).unwrap()).collect()
}

fn bcg() -> Vec<TwoByTwo> {
    tables(&BCG.map(|[a, b, c, d]| [a, a + b, c, c + d]))
}

fn sums(tables: &[TwoByTwo], effects: &[(Effect, u32)]) -> Sums {
    let mut sums = Sums::new(u32::try_from(tables.len()).unwrap());
    for term in effects.iter().flat_map(|(effect, tau_squared)| effect.terms(*tau_squared)) {
        sums.set(term, tables.iter().map(|table| u64::from(table.figure(term).unwrap())).sum());
    }
    sums
}

const POOLED: [(Effect, u32); 5] = [
    (Effect::OddsRatio, 0),
    (Effect::RiskRatio, 0),
    (Effect::RiskDifference, 0),
    (Effect::Test, 0),
    (Effect::EffectiveNumber, 0),
];

/// The published value is right to its last digit, so half of that and what rounding may do are allowed.
#[track_caller]
fn close(value: f64, published: f64, digits: i32, rounding: f64) {
    let allowed = 0.5001 * 10f64.powi(-digits) + rounding;
    assert!((value - published).abs() <= allowed, "{value} is not {published} within {allowed}");
}

#[test]
fn rothman_2008() {
    let sums = sums(&tables(&ROTHMAN), &POOLED);
    let difference = mantel_haenszel::risk_difference(&sums).unwrap();
    close(difference.value, 0.0349, 4, difference.rounding);
    let risk = mantel_haenszel::risk_ratio(&sums).unwrap();
    close(risk.value, 0.2818, 4, risk.rounding);
    let odds = mantel_haenszel::odds_ratio(&sums).unwrap();
    close(odds.value, 0.3387, 4, odds.rounding);
    assert!(
        odds.rounding < 0.002 && risk.rounding < 0.002 && difference.rounding < 0.0002,
        "{odds:?} {risk:?}"
    );
    close(score::cochran_mantel_haenszel(&sums, true).unwrap().statistic, 0.8797, 4, 0.005);
    close(score::cochran_mantel_haenszel(&sums, false).unwrap().statistic, 1.1914, 4, 0.005);
}

#[test]
fn bcg_by_mantel_and_haenszel() {
    let sums = sums(&bcg(), &POOLED);
    let odds = mantel_haenszel::odds_ratio(&sums).unwrap();
    close(odds.value, -0.4734, 4, odds.rounding);
    close(odds.se, 0.0410, 4, 1e-5);
    let risk = mantel_haenszel::risk_ratio(&sums).unwrap();
    close(risk.value, -0.4537, 4, risk.rounding);
    close(risk.se, 0.0393, 4, 1e-5);
    let difference = mantel_haenszel::risk_difference(&sums).unwrap();
    close(difference.value, -0.0033, 4, difference.rounding);
    assert!(
        odds.rounding < 1.1e-4 && risk.rounding < 1.1e-4 && difference.rounding < 1e-5,
        "{odds:?} {risk:?}"
    );
    // Of 13 trials one has half of all persons.
    let effective = mantel_haenszel::effective_number(&sums).unwrap();
    assert!((2.5..4.5).contains(&effective), "{effective}");
}

/// The bound on rounding is of the worst case; what it really does to these trials is far less, also in half as many bits.
#[test]
fn rounding_moves_the_effect_of_bcg_by_less_than_a_hundred_thousandth() {
    let tables = bcg();
    let real = |part: fn(f64, f64, f64, f64) -> f64| -> f64 {
        BCG.iter().map(|counts| counts.map(f64::from)).map(|[a, b, c, d]| part(a, b, c, d)).sum()
    };
    let r = real(|a, b, c, d| a * d / (a + b + c + d));
    let s = real(|a, b, c, d| b * c / (a + b + c + d));
    let g = real(|a, b, c, d| a * c / (a + b + c + d));
    for (bits, allowed) in [(8, 1e-5), (4, 1e-3)] {
        let bits = Bits::new(bits).unwrap();
        let mut sums = Sums::in_bits(13, bits);
        for term in POOLED.iter().flat_map(|(effect, _)| effect.terms(0)) {
            sums.set(term, tables.iter().map(|table| u64::from(table.figure_in(term, bits).unwrap())).sum());
        }
        let odds = mantel_haenszel::odds_ratio(&sums).unwrap();
        let risk = mantel_haenszel::risk_ratio(&sums).unwrap();
        assert!((odds.value - (r / s).ln()).abs() < allowed, "{odds:?}");
        assert!((risk.value - ((r + g) / (s + g)).ln()).abs() < allowed, "{risk:?}");
    }
    assert_eq!(Bits::new(9), None);
}

#[test]
fn bcg_by_inverse_variance_and_random_effects() {
    let (scale, tables) = (Scale::Risk, bcg());
    let first = sums(&tables, &[(Effect::Heterogeneity(scale), 0)]);
    let fixed = heterogeneity::mean(&first, scale, 0).unwrap();
    close(fixed.value, -0.4303, 4, fixed.rounding);
    assert!(fixed.rounding < 2e-4, "{fixed:?}");
    let spread = heterogeneity::heterogeneity(&first, scale).unwrap();
    assert_eq!(spread.tables, 13.0);
    close(spread.q, 152.2330, 4, 0.05);
    close(100.0 * spread.i_squared, 92.12, 2, 0.005);
    close(spread.tau_squared, 0.3088, 4, 2e-4);
    assert!(spread.p < 1e-20);
    let interval = spread.i_squared_interval.unwrap();
    assert!(interval.low > 0.85 && interval.low < spread.i_squared && spread.i_squared < interval.high);

    // The second sitting takes the tau^2 that the first one published.
    let second = sums(&tables, &[(Effect::Random(scale), 3088)]);
    let random = random::random(&second, scale, 3088).unwrap();
    close(random.mean.value, -0.7141, 4, random.mean.rounding);
    let wald = random.mean.interval();
    close(wald.low, -1.0644, 4, random.mean.rounding + 1e-4);
    close(wald.high, -0.3638, 4, random.mean.rounding + 1e-4);
    close(random.hksj_se, 0.1807, 4, 2e-4);
    let prediction = random.prediction.unwrap();
    assert!(prediction.low < random.hksj.low && random.hksj.high < prediction.high);
}

#[test]
fn aspirin_in_two_steps() {
    let (scale, tables) = (Scale::Odds, tables(&ASPIRIN));
    let first = sums(&tables, &[(Effect::Heterogeneity(scale), 0)]);
    let tau = heterogeneity::next_tau_squared(&first, scale, 0).unwrap();
    close(tau.sqrt(), 0.2323, 4, 2e-4);
    let second = sums(&tables, &[(Effect::Random(scale), 540)]);
    let mean = heterogeneity::mean(&second, scale, 540).unwrap();
    close(mean.value, -0.3240, 4, mean.rounding + 2e-4);
    close(mean.se, 0.1540, 4, 3e-4);
    let two = heterogeneity::next_tau_squared(&second, scale, 540).unwrap();
    close(two.sqrt(), 0.3254, 4, 4e-3);
    let third = sums(&tables, &[(Effect::Random(scale), 1059)]);
    let mean = heterogeneity::mean(&third, scale, 1059).unwrap();
    close(mean.value, -0.3655, 4, mean.rounding + 2e-4);
    close(mean.se, 0.1901, 4, 5e-4);
}

#[test]
fn a_sum_that_is_missing_gives_no_effect() {
    let mut sums = sums(&bcg(), &[(Effect::Test, 0)]);
    assert!(score::peto(&sums).is_some());
    assert!(
        mantel_haenszel::odds_ratio(&sums).is_none() && mantel_haenszel::effective_number(&sums).is_none()
    );
    assert!(heterogeneity::mean(&sums, Scale::Risk, 0).is_none());
    sums.set(Term::E, 0);
    assert!(
        score::peto(&sums).is_none_or(|peto| peto.rounding.is_infinite()),
        "of no variance nothing follows"
    );
}
