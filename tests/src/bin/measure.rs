//! `cargo run --release -p intertally-tests --bin measure -- MEMBERS CELLS ARCHIVE`: makes a record of that size unless the archive
//! is there, verifies it where it lies, and prints time, size and the most memory that the process held.
//!
//! Making needs more memory than verifying: the first run makes, a second one measures.

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

/// Most members report every cell; counts from 0 to 200.
fn figures(cells: u32, rng: &mut ChaCha20Rng) -> Vec<Option<u32>> {
    (0..cells).map(|_| (!rng.next_u32().is_multiple_of(16)).then(|| rng.next_u32() % 201)).collect()
}

fn make(members: u16, cells: u32, to: &Path) -> Result<()> {
    let mut round = Round::open(members, cells, 200, (5, 3));
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut submissions = Vec::new();
    for member in 0..members {
        let made = round.prepare(member, &figures(cells, &mut rng));
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
    let [_, members, cells, path] = args.as_slice() else { anyhow::bail!("MEMBERS CELLS ARCHIVE") };
    let (members, cells): (u16, u32) = (members.parse()?, cells.parse()?);
    let path = Path::new(path);
    let mut out = std::io::stdout().lock();
    if !path.exists() {
        let begin = Instant::now();
        make(members, cells, path)?;
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
        "{members} members x {cells} cells: verified in {took:.1?}, at most {peak} MiB, record of {} MiB, {each} bytes a member and cell",
        size >> 20
    )?;
    Ok(())
}
