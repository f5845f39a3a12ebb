//! What a trustee sends and the coordinator receives in one opening: shares in full from every holder, as it is, or once per
//! sub-key with digests from the others. 3 of 5 trustees: ten sub-keys, three holders each, six a trustee.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use intertally_benches::{Setting, least, mixed};
use intertally_core::canonical::encode;
use intertally_core::hash::Digest;
use intertally_core::opening::positions::SlotRanges;
use intertally_core::opening::share::{Question, ShareSet, SubKeyIndex, SubShare};
use intertally_core::party::{KeyId, RoundId, TrusteeIndex};
use intertally_core::seal::{SealingRandomness, SecretSealingKey};
use intertally_core::sign::SecretKey;
use rand_core::OsRng;
use std::collections::BTreeSet;
use std::error::Error;
use std::io::{Write, stdout};

/// Sub-keys that a trustee holds, and those it would send if each went once: ten among five.
const SENT: [(&str, u16); 2] = [("six, in full", 6), ("two, and six digests", 2)];

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    let (coordinator, signing) = (SecretSealingKey::generate(&mut OsRng), SecretKey::from_seed(&[1; 32]));
    writeln!(
        out,
        "| cells | slots | shares sent | kB a trustee | sign and seal | open at the coordinator |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    for cells in [300, 2500] {
        let setting = Setting::new(cells, 27, mixed)?;
        for (name, count) in SENT {
            let (mut slots, mut bytes, mut seal, mut open) = (0, 0, 0.0, 0.0);
            for (_, layout) in &setting.keys {
                let ranges = SlotRanges::of(layout)?;
                let all: BTreeSet<u32> = (0..ranges.cells()).collect();
                for positions in [ranges.step_a(), ranges.step_b(&all)?] {
                    let asked =
                        Question::new(KeyId(Digest::ZERO), RoundId(Digest::ZERO), Digest::ZERO, &positions);
                    let len = positions.slots().len();
                    let share = |at| SubShare { sub_key: SubKeyIndex(at), values: vec![u128::MAX / 3; len] };
                    let made =
                        || ShareSet::sign(asked, TrusteeIndex(0), (0..count).map(share).collect(), &signing);
                    let sealed = || {
                        let randomness = SealingRandomness::generate(&mut OsRng);
                        made().seal(&coordinator.public(), None, &randomness)
                    };
                    let (answer, _) = sealed()?;
                    let opened = || {
                        let at = (usize::from(count), len);
                        ShareSet::open(&coordinator, &asked, TrusteeIndex(0), at, &answer)
                            .map(|set| encode(&set).len())
                    };
                    opened()?;
                    slots += len;
                    bytes += answer.0.len();
                    seal += least(5, sealed).as_secs_f64() * 1e3;
                    open += least(5, opened).as_secs_f64() * 1e3;
                }
            }
            writeln!(out, "| {cells} | {slots} | {name} | {} | {seal:.1} ms | {open:.1} ms |", bytes / 1000)?;
        }
    }
    Ok(())
}
