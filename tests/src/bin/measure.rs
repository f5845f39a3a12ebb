//! `cargo run --bin measure -- MEMBERS CELLS ARCHIVE [FULL]`: makes a record of that size unless the archive is there, verifies it
//! where it lies, and prints time, size and the most memory that the process held.
//!
//! Making needs more memory than verifying: the first run makes, a second one measures. With FULL only so many members report every
//! cell, the others one in 125: no proof can be repeated for another member, and a batch of full bodies is what memory grows with.

use anyhow::{Context, Result};
use intertally_tests::sized::make;
use intertally_tests::small_round::Plain;
use intertally_verify::record::archive::Archive;
use intertally_verify::{Options, verify};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

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
    let options = Options { seed: [1; 32], maker: Some(&Plain), ..Options::default() };
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
