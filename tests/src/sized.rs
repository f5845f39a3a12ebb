//! Records of any size, made once and kept as an archive: for measuring what verifying them takes.

use crate::round::Round;
use crate::small_round::SmallRound;
use anyhow::Result;
use intertally_verify::record::{Edition, archive};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Fifteen of sixteen cells, or every 125th from the member's own on; counts from 0 to 200.
fn figures(member: u16, full: bool, cells: u32, rng: &mut ChaCha20Rng) -> Vec<Option<u32>> {
    let mut reports = |cell: u32| match full {
        true => !rng.next_u32().is_multiple_of(16),
        false => cell % 125 == u32::from(member) % 125,
    };
    let reported: Vec<bool> = (0..cells).map(&mut reports).collect();
    reported.into_iter().map(|reports| reports.then(|| rng.next_u32() % 201)).collect()
}

/// A restricted record of 3-of-5 trustees in which `full` of the members report fifteen of sixteen cells and the others one in 125. No
/// proof can be repeated for another member, so making it takes what all members' proofs take.
///
/// # Errors
/// The file, or a fault of the library.
pub fn make((members, full): (u16, u16), cells: u32, to: &Path) -> Result<()> {
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
