//! What a member waits for and sends, and what an auditor's check of many submissions takes.
//!
//! `member` alone: 300, 1,000, 2,500, 4,096 and 8,192 cells, then the check of 27 submissions of 1,000 cells. `member 4096`: these
//! cells alone. Threads as rayon has them: `RAYON_NUM_THREADS`.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use intertally_benches::{Cost, Setting, cost, mixed, peak_memory};
use intertally_core::canonical::encode;
use intertally_core::submission::{PartBody, Prepared, verify_many};
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
        "| cells | keys | ciphertexts | prepare, clock | processor | a cell | peak memory | bytes a cell: ciphertexts | proofs | all |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|---|")?;
    for cells in if asked.is_empty() { &[300, 1000, 2500, 4096, 8192][..] } else { &asked } {
        member(&mut out, *cells)?;
    }
    if !asked.is_empty() {
        return Ok(());
    }
    audit(&mut out, 1000)?;
    audit(&mut out, 8192)
}

fn member(out: &mut impl Write, cells: u32) -> Result<(), Box<dyn Error>> {
    let setting = Setting::new(cells, MEMBERS, mixed)?;
    let keys = setting.keys();
    let (prepared, Cost { cpu, wall }) = cost(|| setting.prepare(&keys, 0, &mut OsRng));
    let parts = prepared?.parts;
    let each = |bytes: &dyn Fn(&PartBody) -> usize| parts.iter().map(bytes).sum::<usize>() / cells as usize;
    let sent = |part: &PartBody| part.ciphertexts.iter().flatten().map(Vec::len).sum();
    writeln!(
        out,
        "| {cells} | {} | {} | {:.3} s | {:.3} s | {:.3} ms | {} MB | {} | {} | {} |",
        parts.len(),
        parts.iter().map(|part| part.ciphertexts.iter().flatten().count()).sum::<usize>(),
        wall.as_secs_f64(),
        cpu.as_secs_f64(),
        cpu.as_secs_f64() * 1e3 / f64::from(cells),
        peak_memory() >> 20,
        each(&sent),
        each(&|part| encode(&part.proofs).len()),
        each(&|part| encode(part).len()),
    )?;
    Ok(out.flush()?)
}

fn audit(out: &mut impl Write, cells: u32) -> Result<(), Box<dyn Error>> {
    let setting = Setting::new(cells, MEMBERS, mixed)?;
    let keys = setting.keys();
    let made =
        (0..3).map(|member| setting.prepare(&keys, member, &mut OsRng)).collect::<Result<Vec<_>, _>>()?;
    let all = made.iter().cycle().take(MEMBERS.into());
    let all: Vec<_> = all.map(|Prepared { header, parts, .. }| (header.clone(), parts.clone())).collect();
    let (checks, ready) = cost(|| setting.checks());
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
