//! Intertally and its peers on one workload: 27 members, 8,192 cells, figures below 2^16, totals exact.
//!
//! Times in the table of peers are processor time of all threads: on a machine with other work a clock says little. What is
//! measured on fewer cells or members is scaled, and the table says so. `cargo run --release` in this folder prints it, after
//! what members, auditors and trustees of Intertally wait for; `cargo run --release -- whole prio` these rows alone.

mod elgamal;
mod fhe_rs;
mod ours;
mod paillier;
mod prio3;
mod tfhe_rs;

use anyhow::{Result, anyhow};
use intertally_benches::{audit, cost, least, member, member_head, opening, opening_head};
use std::time::Duration;

/// Members of the workload.
pub const MEMBERS: usize = 27;
/// Cells of the workload.
pub const CELLS: usize = 8192;

/// A member's figure in a cell, below 2^16.
pub fn figure(member: usize, cell: usize) -> u64 {
    ((cell * 40_503 + member * 9_973) % 65_521) as u64
}

/// The total of the first `members` in a cell.
pub fn total(members: usize, cell: usize) -> u64 {
    (0..members).map(|member| figure(member, cell)).sum()
}

/// One peer's figures, scaled to the whole workload.
pub struct Row {
    /// Whose.
    pub name: &'static str,
    /// What was measured, if not all of it.
    pub measured: String,
    /// One member: encrypt, prove what the scheme proves, serialise.
    pub member: Duration,
    /// What one member sends.
    pub bytes: usize,
    /// Check and add all members.
    pub add: Duration,
    /// Open all totals.
    pub open: Duration,
    /// Whether every total measured was right.
    pub exact: bool,
    /// Threshold opening, audit by anybody, proof of range.
    pub has: [bool; 3],
    /// What it does not do.
    pub lacks: &'static str,
}

/// Do it, and say what processor time it takes: what takes less than three seconds is done four times more, and the least of
/// these counts.
pub fn timed<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let (done, once) = cost(&mut work);
    let short = once.cpu < Duration::from_secs(3);
    (done, if short { least(4, work) } else { once.cpu })
}

fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.2}") } else { format!("{ms:.0}") }
}

/// What a member, an auditor and a trustee wait for, by the clock, and memory.
fn ours_alone() -> Result<()> {
    let (mut out, wrong) = (std::io::stdout().lock(), |why: Box<dyn std::error::Error>| anyhow!("{why}"));
    println!("{} threads\n", rayon::current_num_threads());
    member_head(&mut out).map_err(wrong)?;
    for cells in [300, 1000, 2500, 4096, 8192] {
        member(&mut out, cells).map_err(wrong)?;
    }
    for cells in [1000, 8192] {
        audit(&mut out, cells).map_err(wrong)?;
    }
    println!();
    opening_head(&mut out).map_err(wrong)?;
    for cells in [300, 4096] {
        opening(&mut out, cells).map_err(wrong)?;
    }
    println!();
    Ok(())
}

fn main() -> Result<()> {
    let only: Vec<String> = std::env::args().skip(1).collect();
    if only.is_empty() {
        ours_alone()?;
    }
    type Peer = (&'static str, fn() -> Result<Row>);
    let peers: &[Peer] = &[
        ("lattice", ours::lattice),
        ("whole", ours::whole),
        ("fhe", fhe_rs::row),
        ("tfhe", tfhe_rs::row),
        ("prio", prio3::row),
        ("elgamal", elgamal::row),
        ("paillier", paillier::row),
    ];
    println!("{MEMBERS} members, {CELLS} cells; processor time; ratios to the first row\n");
    println!(
        "| | member, ms | ratio | kB a member | ratio | check and add, ms | ratio | open, ms | ratio | totals exact | threshold | audit | range proof | does not do | measured on |"
    );
    println!("|{}", "---|".repeat(15));
    let mut first: Option<Row> = None;
    for (name, run) in peers {
        if !only.is_empty() && !only.iter().any(|asked| asked == *name) {
            continue;
        }
        let row = run()?;
        let to = first.as_ref().unwrap_or(&row);
        let ratio = |a: Duration, b: Duration| format!("{:.2}", a.as_secs_f64() / b.as_secs_f64());
        let yes = |it: bool| if it { "yes" } else { "no" };
        println!(
            "| {} | {} | {} | {} | {:.2} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            milliseconds(row.member),
            ratio(row.member, to.member),
            row.bytes / 1000,
            row.bytes as f64 / to.bytes as f64,
            milliseconds(row.add),
            ratio(row.add, to.add),
            milliseconds(row.open),
            ratio(row.open, to.open),
            yes(row.exact),
            yes(row.has[0]),
            yes(row.has[1]),
            yes(row.has[2]),
            row.lacks,
            row.measured,
        );
        first = first.or(Some(row));
    }
    Ok(())
}
