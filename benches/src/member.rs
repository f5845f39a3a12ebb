//! What a member waits for and sends, and what an auditor's check of many submissions takes.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use crate::{Cost, Setting, cost, mixed, peak_memory};
use intertally_core::canonical::encode;
use intertally_core::submission::{PartBody, Prepared, verify_many};
use rand_core::OsRng;
use std::error::Error;
use std::io::Write;

/// Members of the audit. Three different submissions are made; each stands for nine.
const MEMBERS: u16 = 27;

/// The table's first two lines.
///
/// # Errors
/// None but for faults of the library, here as below.
pub fn member_head(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    writeln!(
        out,
        "| cells | keys | ciphertexts | prepare, clock | processor | a cell | peak memory | bytes a cell: ciphertexts | proofs | all |"
    )?;
    Ok(writeln!(out, "|{}", "---|".repeat(10))?)
}

/// A row of the table: one member of so many cells.
///
/// # Errors
/// None but for faults of the library.
pub fn member(out: &mut impl Write, cells: u32) -> Result<(), Box<dyn Error>> {
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

/// A line on the check of 27 members of so many cells.
///
/// # Errors
/// None but for faults of the library.
pub fn audit(out: &mut impl Write, cells: u32) -> Result<(), Box<dyn Error>> {
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
