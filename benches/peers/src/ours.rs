//! Intertally: the lattice alone, as the other lattice schemes are measured, and a member's whole submission.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::{Result, anyhow};
use intertally_benches::{Setting, cost, seeds};
use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::share::{Flooding, share, slot_of};
use intertally_core::lattice::{Accumulator, Params, PublicKey, Ring, SubKeySecret, encrypt};
use intertally_core::party::KeyId;
use intertally_core::submission::{Checks, verify_many};
use rand_core::OsRng;
use std::time::Duration;

const PARAMS: Params = Params::STANDARD;

fn all_positions() -> Vec<u32> {
    (0..CELLS as u32).collect()
}

/// One figure a slot; 3 of 5 trustees with flooding.
pub fn lattice() -> Result<Row> {
    let setting = Setting::new(1, MEMBERS as u16, |_| 65_535)?;
    let (key, _) = setting.keys.first().ok_or_else(|| anyhow!("no key"))?;
    let slots = |member| (0..CELLS).map(|cell| figure(member, cell) as u32).collect::<Vec<u32>>();
    let (sent, made) = timed(|| {
        let one = |member| {
            let ciphertext = encrypt(key, &slots(member), &mut OsRng).0;
            let bytes = ciphertext.to_bytes();
            (ciphertext, bytes.len())
        };
        (0..MEMBERS).map(one).collect::<Vec<_>>()
    });
    let (sum, added) = timed(|| {
        let mut sum = Accumulator::new(&PARAMS, CELLS);
        sent.iter().try_for_each(|(ciphertext, _)| sum.add(ciphertext)).map(|()| sum.finish())
    });
    let sum = sum.map_err(|_| anyhow!("too many members"))?;
    let (totals, opened) = open(key, sum.mask(), sum.body())?;
    Ok(Row {
        name: "Intertally, lattice alone",
        measured: "all".into(),
        member: made / MEMBERS as u32,
        bytes: sent[0].1,
        add: added,
        open: opened,
        exact: (0..CELLS).all(|cell| u64::from(totals[cell]) == total(MEMBERS, cell)),
        has: [true, false, false],
        lacks: "(for comparison with lattice peers)",
    })
}

/// All ten sub-keys' shares of 3 of 5, and their sum.
fn open(key: &PublicKey, mask: &[u128], body: &[u128]) -> Result<(Vec<u32>, Duration)> {
    let ring = Ring::get(key.ring().params());
    let bits = Committee::new(5, 3)?.flooding_bits(&PARAMS);
    let secrets: Vec<_> = seeds()
        .iter()
        .map(|seed| (SubKeySecret::derive(&ring, seed, b""), Flooding::new(seed, b"", bits)))
        .collect();
    let (at, positions) = ((KeyId(Digest::ZERO), Digest::ZERO, 0), all_positions());
    let (totals, took) = timed(|| {
        let mask = ring.transform(mask);
        let mut rest = body.to_vec();
        for (secret, flooding) in &secrets {
            let words = share(&ring, secret, flooding, at, &mask, &positions);
            rest.iter_mut().zip(words).for_each(|(rest, word)| *rest = rest.wrapping_sub(word));
        }
        rest.into_iter().map(slot_of).collect()
    });
    Ok((totals, took))
}

/// Commitments, all proofs, encryption of 15 slots a cell; verification of all; opening of every slot.
pub fn whole() -> Result<Row> {
    const PART: usize = 1024;
    let setting = Setting::new(PART as u32, MEMBERS as u16, |_| 65_535)?;
    let (made, prepared) =
        cost(|| (0..3).map(|member| setting.prepare(member, &mut OsRng)).collect::<Result<Vec<_>, _>>());
    let made = made?;
    let bytes =
        made[0].parts.iter().map(|part| intertally_core::canonical::encode(part).len()).sum::<usize>();
    let checks = Checks::of(&setting.manifest);
    let all = made.iter().cycle().take(MEMBERS).map(|p| (p.header.clone(), p.parts.clone())).collect();
    let (outcomes, checked) = cost(|| verify_many(all, &checks, &mut OsRng));
    let alone = lattice()?;
    let scale = (CELLS / PART) as u32;
    // 15 slots a cell, each added and opened as above.
    Ok(Row {
        name: "Intertally, whole submission",
        measured: "1,024 cells, scaled; three submissions stand for 27".into(),
        member: prepared.cpu / 3 * scale,
        bytes: bytes * scale as usize,
        add: checked.cpu * scale + alone.add * 15,
        open: alone.open * 15,
        exact: outcomes.iter().all(Result::is_ok) && alone.exact,
        has: [true, true, true],
        lacks: "",
    })
}
