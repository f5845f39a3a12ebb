//! `cargo run -p intertally-tests --bin tamper -- [PLACES [GROUP]]`: changes the small record in every way of
//! `intertally_tests::tamper`, and prints how many changes were found, and those that were not. GROUP: a part of the names of the
//! kinds of change that are wanted alone.

use anyhow::{Context, Result};
use intertally_tests::small_round::{Plain, SmallRound};
use intertally_tests::tamper::{self, Mutant};
use intertally_verify::record::Edition;
use intertally_verify::{Options, verify};
use std::io::Write;
use std::process::ExitCode;

/// Answers with how many changes passed without a reason that the spec gives, or failed another check than they should.
fn judge(out: &mut impl Write, name: &str, mutants: Vec<Mutant>) -> Result<usize> {
    let (mut found, mut elsewhere, mut survived, mut unexplained) = (0, 0, 0, 0);
    for mutant in &mutants {
        let options = Options { seed: [9; 32], maker: Some(&Plain), ..Options::default() };
        let failed = verify(&mutant.files, &options).failed();
        if mutant.checks.iter().any(|check| failed.contains(check)) {
            found += 1;
        } else if failed.is_empty() {
            survived += 1;
            unexplained += usize::from(mutant.why.is_none());
            writeln!(out, "survived: {} ({})", mutant.what, mutant.why.unwrap_or("UNEXPLAINED"))?;
        } else {
            elsewhere += 1;
            writeln!(out, "found by {failed:?} instead of {:?}: {}", mutant.checks, mutant.what)?;
        }
    }
    writeln!(
        out,
        "{name}: {} changes, {found} found at the right check, {elsewhere} elsewhere, {survived} survived",
        mutants.len()
    )?;
    Ok(unexplained + elsewhere)
}

/// The changes of one kind, made when their turn comes: each is a whole record.
type Group<'a> = (&'static str, Box<dyn Fn() -> Result<Vec<Mutant>> + 'a>);

fn main() -> Result<ExitCode> {
    let more = std::env::args().nth(1).map_or(Ok(1), |text| text.parse()).context("PLACES is a number")?;
    let only = std::env::args().nth(2).unwrap_or_default();
    let round = SmallRound::hold()?;
    let record = round.record(Edition::Restricted)?;
    let mut out = std::io::stdout().lock();
    let all: [Group<'_>; 9] = [
        ("copies", Box::new(|| tamper::of_copies(&record, more))),
        ("aggregator", Box::new(|| tamper::of_aggregator(&round))),
        ("signers with the aggregator", Box::new(|| tamper::of_signers(&round, more))),
        ("every field of every payload", Box::new(|| tamper::of_fields(&round))),
        ("every field of every sheet", Box::new(|| tamper::of_sheets(&round))),
        ("a member's proofs", Box::new(|| tamper::of_bodies(&round, 32 * more))),
        ("trustees' proofs", Box::new(|| tamper::of_answers(&round, 4 * more))),
        ("what leaders reveal", Box::new(|| tamper::of_leaders(&round, 4 * more))),
        ("events", Box::new(|| tamper::of_events(&round))),
    ];
    let mut wrong = 0;
    for (name, make) in all.iter().filter(|(name, _)| name.contains(&only)) {
        wrong += judge(&mut out, name, make()?)?;
    }
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
