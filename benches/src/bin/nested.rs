//! What each party of a round of rounds spends: 27 national rounds of 200 members each, and the round of their 27 offices.
//! `nested [CELLS]`, 1,000 otherwise. Measured is one round of each size, 3 of 5 trustees; three different submissions stand for
//! all members. What a party does is added up from these pieces, as docs/rounds-of-rounds.md says.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use intertally_benches::{Opened, Setting, cost, mixed, opened, peak_memory, tally_of};
use intertally_core::canonical::encode;
use intertally_core::opening::positions::Step;
use intertally_core::submission::{Prepared, verify_many};
use rand_core::OsRng;
use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// National rounds, and members of each.
const ROUNDS: u16 = 27;
const FORCES: u16 = 200;

/// Pieces of one round, in processor time.
struct Pieces {
    members: u16,
    /// A member's preparation, and what it sends.
    prepare: Duration,
    bytes: usize,
    /// Checking and adding up all submissions.
    check: Duration,
    /// A trustee's sitting, both steps.
    sitting: Duration,
    /// Checking the answers of three trustees, both steps.
    answers: Duration,
    /// Combining them.
    combine: Duration,
    /// Proofs and sealed openings of a trustee, both steps.
    answered: usize,
}

fn pieces(cells: u32, members: u16) -> Outcome<Pieces> {
    let setting = Setting::new(cells, members, mixed)?;
    let keys = setting.keys();
    // One that is not counted: tables and generators are made once per process.
    setting.prepare(&keys, 0, &mut OsRng)?;
    let (first, prepare) = cost(|| setting.prepare(&keys, 0, &mut OsRng));
    let first = first?;
    let bytes = encode(&first.parts).len() + encode(&first.header).len();
    let others = (1..3).map(|member| setting.prepare(&keys, member, &mut OsRng));
    let made: Vec<Prepared> = std::iter::once(Ok(first)).chain(others).collect::<Result<_, _>>()?;
    let all = made.iter().cycle().take(members.into());
    let all: Vec<_> = all.map(|one| (one.header.clone(), one.parts.clone())).collect();
    let checks = setting.checks();
    let (_, check) = cost(|| verify_many(all, &checks, &mut OsRng));
    let tally = tally_of(&setting)?;
    let both = [Step::A, Step::B].into_iter().map(|step| opened(&setting, &tally, step));
    let both: Vec<Opened> = both.collect::<Outcome<_>>()?;
    let sum = |of: &dyn Fn(&Opened) -> Duration| both.iter().map(of).sum();
    Ok(Pieces {
        members,
        prepare: prepare.cpu,
        bytes,
        check: check.cpu,
        sitting: sum(&|one| one.sitting.cpu),
        answers: sum(&|one| one.checks.cpu),
        combine: sum(&|one| one.combining.cpu),
        answered: both.iter().map(|one| one.proofs_len + one.openings_len).sum(),
    })
}

fn row(
    out: &mut impl Write,
    party: &str,
    how_many: u32,
    each: Duration,
    reads: usize,
    sends: usize,
) -> Outcome<()> {
    let mb = |bytes: usize| bytes as f64 / 1e6;
    writeln!(
        out,
        "| {party} | {how_many} | {:.2} s | {:.1} MB | {:.1} MB |",
        each.as_secs_f64(),
        mb(reads),
        mb(sends)
    )?;
    Ok(())
}

/// What each party of a round does, from its pieces. `times`: such rounds.
fn parties(out: &mut impl Write, pieces: &Pieces, name: &str, times: u32) -> Outcome<()> {
    let Pieces { members, prepare, bytes, check, sitting, answers, combine, answered } = *pieces;
    let (all, shares) = (bytes * usize::from(members), 3 * answered);
    row(out, &format!("{name}: member"), times * u32::from(members), prepare, 0, bytes)?;
    // On arrival, and again before the seal; answers as they come.
    row(out, &format!("{name}: server"), times, check * 2 + answers, all + shares, all * 6 + shares * 6)?;
    row(out, &format!("{name}: trustee"), times * 5, check + sitting, all, answered)?;
    row(out, &format!("{name}: coordinator"), times, check + answers + combine, all + shares, 0)?;
    // A record that is verified: everything once more.
    row(out, &format!("{name}: whoever verifies"), times, check + answers, all + shares, 0)
}

fn main() -> Outcome<()> {
    let cells = std::env::args().nth(1).map_or(Ok(1_000), |word| word.parse())?;
    let mut out = stdout().lock();
    let (inner, outer) = (pieces(cells, FORCES)?, pieces(cells, ROUNDS)?);
    for one in [&inner, &outer] {
        writeln!(
            out,
            "{} members x {cells} cells: preparation {:.3} s, {} kB; check of all {:.2} s; sitting {:.2} s, {} kB; check of \
             three answers {:.2} s; combining {:.3} s",
            one.members,
            one.prepare.as_secs_f64(),
            one.bytes / 1000,
            one.check.as_secs_f64(),
            one.sitting.as_secs_f64(),
            one.answered / 1000,
            one.answers.as_secs_f64(),
            one.combine.as_secs_f64(),
        )?;
    }
    writeln!(out, "\n| party | how many | processor, each | reads | sends |\n|---|---|---|---|---|")?;
    parties(&mut out, &inner, "national", ROUNDS.into())?;
    parties(&mut out, &outer, "joint", 1)?;
    writeln!(out, "\npeak memory of all of it {} MB", peak_memory() >> 20)?;
    Ok(())
}
