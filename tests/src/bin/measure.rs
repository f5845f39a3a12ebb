//! `cargo run --bin measure -- MEMBERS CELLS ARCHIVE [FULL]`: makes a record of that size unless the archive is there, verifies it
//! where it lies, and prints time, size and the most memory that the process held.
//!
//! Making needs more memory than verifying: the first run makes, a second one measures. With FULL only so many members report every
//! cell, the others one in 125: no proof can be repeated for another member, and a batch of full bodies is what memory grows with.

use anyhow::{Context, Result};
use intertally_tests::round::Round;
use intertally_tests::small_round::{Plain, SmallRound};
use intertally_verify::record::archive::Archive;
use intertally_verify::record::{Edition, archive};
use intertally_verify::{Options, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// Fifteen of sixteen cells, or every 125th from the member's own on; counts from 0 to 200.
fn figures(member: u16, full: bool, cells: u32, rng: &mut ChaCha20Rng) -> Vec<Option<u32>> {
    let mut reports = |cell: u32| match full {
        true => !rng.next_u32().is_multiple_of(16),
        false => cell % 125 == u32::from(member) % 125,
    };
    let reported: Vec<bool> = (0..cells).map(&mut reports).collect();
    reported.into_iter().map(|reports| reports.then(|| rng.next_u32() % 201)).collect()
}

fn make((members, full): (u16, u16), cells: u32, to: &Path) -> Result<()> {
    let mut round = Round::open(members, cells, 200, (5, 3));
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut submissions = Vec::new();
    for member in 0..members {
        let made = round.prepare(member, &figures(member, member < full, cells, &mut rng));
        submissions.push((made.header.clone(), made.parts.clone()));
        round.submit(made);
    }
    let record = SmallRound::of(round, submissions)?.record(Edition::Restricted)?;
    archive::write(&record, BufWriter::new(File::create(to)?))?;
    Ok(())
}

/// A line of this process's status, in MiB.
fn memory(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|text| text.strip_prefix(line))?;
    Some(value.split_whitespace().next()?.parse::<u64>().ok()? / 1024)
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let (members, cells, path, full) = match args.as_slice() {
        [_, members, cells, path] => (members, cells, path, members),
        [_, members, cells, path, full] => (members, cells, path, full),
        _ => anyhow::bail!("MEMBERS CELLS ARCHIVE [FULL]"),
    };
    let (members, cells, full): (u16, u32, u16) = (members.parse()?, cells.parse()?, full.parse()?);
    let path = Path::new(path);
    let mut out = std::io::stdout().lock();
    if !path.exists() {
        let begin = Instant::now();
        make((members, full), cells, path)?;
        writeln!(out, "made in {:.1?}; run again to measure", begin.elapsed())?;
        return Ok(());
    }
    let source = Archive::index(|| File::open(path))?;
    let begin = Instant::now();
    let options = Options { seed: [1; 32], regenerate: Some(&Plain), ..Options::default() };
    let report = verify(&source, &options);
    let took = begin.elapsed();
    let size = std::fs::metadata(path)?.len();
    let each = size / u64::from(members) / u64::from(cells);
    let peak = memory("VmHWM:").context("no /proc/self/status here")?;
    writeln!(out, "{}", report.to_text())?;
    writeln!(
        out,
        "{members} members x {cells} cells: verified in {took:.1?}, at most {peak} MiB, record of {} MiB, {each} bytes a member and cell; {full} members report every cell",
        size >> 20
    )?;
    Ok(())
}
