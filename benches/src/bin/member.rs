//! What a member waits for and sends, and what an auditor's check of many submissions takes.
//!
//! `member` alone: 300, 1,000 and 2,500 cells, then the check of 27 submissions of 1,000 cells. `member 4096`: these
//! cells alone. Threads as rayon has them: `RAYON_NUM_THREADS`.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use intertally_benches::{Cost, Setting, cost, mixed, peak_memory};
use intertally_core::canonical::encode;
use intertally_core::submission::{Checks, PartBody, Prepared, verify_many};
use rand_core::OsRng;
use std::error::Error;
use std::io::{Write, stdout};

/// Members of the audit. Three different submissions are made; each stands for nine.
const MEMBERS: u16 = 27;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    let asked: Vec<u32> = std::env::args().skip(1).map(|arg| arg.parse()).collect::<Result<_, _>>()?;
    writeln!(out, "{} threads", rayon::current_num_threads())?;
    writeln!(
        out,
        "| cells | keys | ciphertexts | prepare, clock | processor | a cell | peak memory | bytes a cell: ciphertexts | commitments | proofs | all |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|---|---|")?;
    for cells in if asked.is_empty() { &[300, 1000, 2500][..] } else { &asked } {
        member(&mut out, *cells)?;
    }
    if asked.is_empty() { audit(&mut out, 1000) } else { Ok(()) }
}

fn member(out: &mut impl Write, cells: u32) -> Result<(), Box<dyn Error>> {
    let setting = Setting::new(cells, MEMBERS, mixed)?;
    let (prepared, Cost { cpu, wall }) = cost(|| setting.prepare(0, &mut OsRng));
    let parts = prepared?.parts;
    let each = |bytes: &dyn Fn(&PartBody) -> usize| parts.iter().map(bytes).sum::<usize>() / cells as usize;
    let sent = |part: &PartBody| part.ciphertexts.iter().flatten().map(Vec::len).sum();
    writeln!(
        out,
        "| {cells} | {} | {} | {:.2} s | {:.2} s | {:.2} ms | {} MB | {} | {} | {} | {} |",
        parts.len(),
        parts.iter().map(|part| part.ciphertexts.iter().flatten().count()).sum::<usize>(),
        wall.as_secs_f64(),
        cpu.as_secs_f64(),
        cpu.as_secs_f64() * 1e3 / f64::from(cells),
        peak_memory() >> 20,
        each(&sent),
        each(&|part| encode(&part.commitments).len()),
        each(&|part| encode(&part.proofs).len()),
        each(&|part| encode(part).len()),
    )?;
    Ok(out.flush()?)
}

fn audit(out: &mut impl Write, cells: u32) -> Result<(), Box<dyn Error>> {
    let setting = Setting::new(cells, MEMBERS, mixed)?;
    let made = (0..3).map(|member| setting.prepare(member, &mut OsRng)).collect::<Result<Vec<_>, _>>()?;
    let all = made.iter().cycle().take(MEMBERS.into());
    let all: Vec<_> = all.map(|Prepared { header, parts, .. }| (header.clone(), parts.clone())).collect();
    let (checks, ready) = cost(|| Checks::of(&setting.manifest));
    let (outcomes, Cost { cpu, wall }) = cost(|| verify_many(all, &checks, &mut OsRng));
    writeln!(
        out,
        "\naudit of {MEMBERS} x {cells} cells: {} hold; {:.2} s on the clock, {:.2} s of processor time, {:.3} ms a cell \
         (and {:.3} s once per round); peak memory {} MB",
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        wall.as_secs_f64(),
        cpu.as_secs_f64(),
        cpu.as_secs_f64() * 1e3 / f64::from(cells * u32::from(MEMBERS)),
        ready.cpu.as_secs_f64(),
        peak_memory() >> 20,
    )?;
    Ok(())
}
