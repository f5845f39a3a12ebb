//! Exponential ElGamal on Ristretto255, as ElectionGuard has it on another group: 3 of 5 by shares of one key.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::{Result, anyhow};
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE;
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use rand_core::OsRng;
use std::collections::HashMap;

/// Cells measured.
const PART: usize = 512;
/// Baby steps; totals are below 27 * 2^16.
const BABY: u64 = 1 << 16;

pub fn row() -> Result<Row> {
    let secret = Scalar::random(&mut OsRng);
    let key = RistrettoBasepointTable::create(&(RISTRETTO_BASEPOINT_TABLE * &secret));
    let (sent, made) = timed(|| {
        let encrypt = |member, cell| {
            let r = Scalar::random(&mut OsRng);
            let pad = RISTRETTO_BASEPOINT_TABLE * &r;
            let data = &key * &r + RISTRETTO_BASEPOINT_TABLE * &Scalar::from(figure(member, cell));
            (pad, data, [pad.compress(), data.compress()])
        };
        let member = |member| (0..PART).map(|cell| encrypt(member, cell)).collect::<Vec<_>>();
        (0..MEMBERS).map(member).collect::<Vec<_>>()
    });
    let (sums, added) = timed(|| {
        let sum = |cell: usize| {
            let add = |(a, b): (RistrettoPoint, RistrettoPoint), (c, d)| (a + c, b + d);
            sent.iter().map(|member| (member[cell].0, member[cell].1)).fold(Default::default(), add)
        };
        (0..PART).map(sum).collect::<Vec<(RistrettoPoint, RistrettoPoint)>>()
    });
    let step = RISTRETTO_BASEPOINT_TABLE * &Scalar::from(1u64);
    let mut baby = HashMap::new();
    let mut at = RistrettoPoint::default();
    for i in 0..BABY {
        baby.insert(at.compress(), i);
        at += step;
    }
    // Three shares that add up, as Lagrange's weights make them.
    let shares = [Scalar::random(&mut OsRng), Scalar::random(&mut OsRng)];
    let shares = [shares[0], shares[1], secret - shares[0] - shares[1]];
    let giant = RISTRETTO_BASEPOINT_TABLE * &Scalar::from(BABY);
    let (totals, opened) = timed(|| {
        let open = |(pad, data): &(RistrettoPoint, RistrettoPoint)| {
            let mut rest = shares.iter().fold(*data, |rest, share| rest - pad * share);
            for giants in 0..MEMBERS as u64 {
                if let Some(low) = baby.get(&rest.compress()) {
                    return Some(giants * BABY + low);
                }
                rest -= giant;
            }
            None
        };
        sums.iter().map(open).collect::<Option<Vec<u64>>>()
    });
    let totals = totals.ok_or_else(|| anyhow!("a total out of range"))?;
    let scale = (CELLS / PART) as u32;
    Ok(Row {
        name: "exponential ElGamal, Ristretto255 (curve25519-dalek 4)",
        measured: format!("{PART} cells, scaled"),
        member: made / MEMBERS as u32 * scale,
        bytes: 64 * CELLS,
        add: added * scale,
        open: opened * scale,
        exact: (0..PART).all(|cell| totals[cell] == total(MEMBERS, cell)),
        has: [true, true, false],
        lacks: "its proofs (of 0 or 1, and of shares) are not measured here; not safe from quantum computers; totals below about 2^40",
    })
}
