//! What an opening takes of everybody: a trustee's sitting, its check, combining. 3 of 5 trustees, 27 members.
//!
//! `opening` alone: 300 and 4,096 cells; `opening 1000`: these cells alone. Threads as rayon has them.

use intertally_benches::{opening, opening_head, peak_memory};
use std::error::Error;
use std::io::{Write, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    let asked: Vec<u32> = std::env::args().skip(1).map(|arg| arg.parse()).collect::<Result<_, _>>()?;
    writeln!(out, "{} threads", rayon::current_num_threads())?;
    opening_head(&mut out)?;
    for cells in if asked.is_empty() { &[300, 4096][..] } else { &asked } {
        opening(&mut out, *cells)?;
    }
    Ok(writeln!(out, "peak memory {} MB", peak_memory() >> 20)?)
}
