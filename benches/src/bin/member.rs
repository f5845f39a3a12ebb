//! What a member waits for and sends, and what an auditor's check of many submissions takes.
//!
//! `member` alone: 300, 1,000, 2,500, 4,096 and 8,192 cells, then the check of 27 submissions of 1,000 and of 8,192 cells.
//! `member 4096`: these cells alone. Threads as rayon has them: `RAYON_NUM_THREADS`.

use intertally_benches::{audit, member, member_head};
use std::error::Error;
use std::io::{Write, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    let asked: Vec<u32> = std::env::args().skip(1).map(|arg| arg.parse()).collect::<Result<_, _>>()?;
    writeln!(out, "{} threads", rayon::current_num_threads())?;
    member_head(&mut out)?;
    for cells in if asked.is_empty() { &[300, 1000, 2500, 4096, 8192][..] } else { &asked } {
        member(&mut out, *cells)?;
    }
    if !asked.is_empty() {
        return Ok(());
    }
    audit(&mut out, 1000)?;
    audit(&mut out, 8192)
}
