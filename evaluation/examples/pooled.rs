//! Sums of terms, and what is pooled from them: `cargo run -p intertally-evaluation --example pooled FILE TAU_SQUARED
//! BITS`. FILE has a table a line, `a n1 c n2`; TAU_SQUARED is in ten-thousandths; terms have so many fractional BITS.
//! `docs/examples/evaluation.py` compares with it.
#![expect(clippy::print_stdout, reason = "an example that prints")]

use intertally_evaluation::{Bits, Effect, Estimate, Scale, Sums, TwoByTwo};
use intertally_evaluation::{heterogeneity, mantel_haenszel, random, score};
use std::collections::BTreeSet;
use std::env;
use std::fs;

fn table(line: &str) -> Result<TwoByTwo, String> {
    let counts: Vec<u32> = line.split_whitespace().filter_map(|count| count.parse().ok()).collect();
    let [a, n1, c, n2] = counts.as_slice() else { return Err(format!("no table: {line}")) };
    TwoByTwo::new(*a, *n1, *c, *n2).map_err(|why| why.to_string())
}

fn print(name: &str, estimate: Option<Estimate>) {
    if let Some(Estimate { value, se, rounding }) = estimate {
        println!("{name} {value} {se} {rounding}");
    }
}

fn main() -> Result<(), String> {
    let mut given = env::args().skip(1);
    let file = given.next();
    let mut number = || given.next().and_then(|text| text.parse::<u32>().ok());
    let (tau_squared, bits) = (number(), number().and_then(|bits| Bits::new(u8::try_from(bits).ok()?)));
    let (Some(file), Some(tau_squared), Some(bits)) = (file, tau_squared, bits) else {
        return Err("pooled FILE TAU_SQUARED BITS".to_owned());
    };
    let text = fs::read_to_string(&file).map_err(|why| format!("{file}: {why}"))?;
    let tables: Vec<TwoByTwo> = text.lines().map(table).collect::<Result<_, _>>()?;
    let effects = Effect::names().into_iter().filter_map(|name| Effect::parse(name).ok());
    let terms: BTreeSet<_> = effects.flat_map(|effect| effect.terms(tau_squared)).collect();
    let mut sums = Sums::in_bits(u32::try_from(tables.len()).map_err(|why| why.to_string())?, bits);
    for term in terms {
        let mut sum = 0;
        for table in &tables {
            sum += u64::from(table.figure_in(term, bits).map_err(|why| why.to_string())?);
        }
        println!("sum {} {sum}", term.code(bits));
        sums.set(term, sum);
    }
    print("odds_ratio", mantel_haenszel::odds_ratio(&sums));
    print("risk_ratio", mantel_haenszel::risk_ratio(&sums));
    print("risk_difference", mantel_haenszel::risk_difference(&sums));
    print("peto", score::peto(&sums));
    for (name, corrected) in [("test_corrected", true), ("test", false)] {
        if let Some(score::Test { statistic, p }) = score::cochran_mantel_haenszel(&sums, corrected) {
            println!("{name} {statistic} {p}");
        }
    }
    if let Some(number) = mantel_haenszel::effective_number(&sums) {
        println!("effective_number {number}");
    }
    for (name, scale) in [("odds", Scale::Odds), ("risk", Scale::Risk)] {
        print(&format!("{name}_inverse_variance"), heterogeneity::mean(&sums, scale, 0));
        if let Some(found) = heterogeneity::heterogeneity(&sums, scale) {
            println!(
                "{name}_heterogeneity {} {} {} {}",
                found.q, found.p, found.i_squared, found.tau_squared
            );
        }
        if let Some(found) = random::random(&sums, scale, tau_squared) {
            let random::Random { mean, hksj_se, hksj, .. } = found;
            println!("{name}_random {} {} {} {} {}", mean.value, mean.se, hksj_se, hksj.low, hksj.high);
        }
    }
    Ok(())
}
