//! Prio3SumVec: two servers, each sees half a share; both must be honest for privacy, neither can be audited.
//!
//! Its settings are free within the crate: the length of a chunk, one thread or all, and which hash expands seeds. All are
//! measured, and the row is that of the least processor time of a member.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::{Context, Result};
use prio::codec::Encode;
use prio::field::Field128;
use prio::flp::Type;
use prio::flp::gadgets::{Mul, ParallelSum, ParallelSumMultithreaded};
use prio::flp::types::SumVec;
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};
use prio::vdaf::test_utils::run_vdaf_verify;
use prio::vdaf::xof::{Xof, XofHmacSha256Aes128, XofTurboShake128};
use prio::vdaf::{Aggregator, Client, Collector};

const SOME: usize = 3;
const BITS: usize = 16;
const MAX: u128 = (1 << BITS) - 1;

type OneThread = SumVec<Field128, ParallelSum<Field128, Mul>>;
type AllThreads = SumVec<Field128, ParallelSumMultithreaded<Field128, Mul>>;

/// The identifier that the draft keeps for experiments: it is a label in hashes, and costs nothing.
const EXPERIMENT: u32 = 0xFFFF_0000;

pub fn row() -> Result<Row> {
    let optimal = optimal_chunk_length(BITS * CELLS);
    let mut rows = Vec::new();
    for chunk in [optimal / 2, optimal, 2 * optimal, 4 * optimal] {
        let one = || OneThread::new(MAX, CELLS, chunk);
        let all = || AllThreads::new(MAX, CELLS, chunk);
        rows.push(setting::<_, XofTurboShake128>(one()?, format!("chunks of {chunk}, TurboSHAKE"))?);
        rows.push(setting::<_, XofTurboShake128>(
            all()?,
            format!("chunks of {chunk}, TurboSHAKE, multithreaded"),
        )?);
        rows.push(setting::<_, XofHmacSha256Aes128>(one()?, format!("chunks of {chunk}, HMAC and AES"))?);
        rows.push(setting::<_, XofHmacSha256Aes128>(
            all()?,
            format!("chunks of {chunk}, HMAC and AES, multithreaded"),
        )?);
    }
    for row in &rows {
        eprintln!(
            "prio, {}: member {:?}, check {:?}, {} bytes",
            row.measured, row.member, row.add, row.bytes
        );
    }
    rows.into_iter().min_by_key(|row| row.member).context("no setting")
}

fn setting<T, X>(of: T, named: String) -> Result<Row>
where
    T: Type<Field = Field128, Measurement = Vec<u128>, AggregateResult = Vec<u128>>,
    X: Xof<32>,
{
    let scheme = Prio3::<T, X, 32>::new(2, 1, EXPERIMENT, of)?;
    let (nonce, key) = ([1u8; 16], [2u8; 32]);
    let (sent, made) = timed(|| {
        let one = |member| {
            let figures: Vec<u128> = (0..CELLS).map(|cell| u128::from(figure(member, cell))).collect();
            let (public, inputs) = scheme.shard(b"peers", &figures, &nonce)?;
            let bytes = inputs.iter().map(|input| Ok(input.get_encoded()?.len())).sum::<Result<usize>>()?;
            Ok((public.clone(), inputs, bytes + public.get_encoded()?.len()))
        };
        (0..SOME).map(one).collect::<Result<Vec<_>>>()
    });
    let sent = sent?;
    let bytes = sent[0].2;
    let (outputs, checked) = timed(|| {
        let check = |(public, inputs, _): (_, Vec<_>, usize)| {
            run_vdaf_verify(&scheme, &key, b"peers", &(), &nonce, public, inputs)
        };
        sent.clone().into_iter().map(check).collect::<Result<Vec<_>, _>>()
    });
    let outputs = outputs?;
    let (totals, opened) = timed(|| {
        let of = |server: usize| outputs.iter().map(move |shares| shares[server].clone());
        let shares = [scheme.aggregate(&(), of(0))?, scheme.aggregate(&(), of(1))?];
        scheme.unshard(&(), shares, SOME)
    });
    let totals = totals?;
    Ok(Row {
        name: "prio 0.18.1, Prio3SumVec, two servers",
        measured: format!("{SOME} members, scaled; {named}"),
        member: made / SOME as u32,
        bytes,
        add: checked / SOME as u32 * MEMBERS as u32,
        open: opened / SOME as u32 * MEMBERS as u32,
        exact: (0..CELLS).all(|cell| totals[cell] == u128::from(total(SOME, cell))),
        has: [false, false, true],
        lacks: "2 of 2 servers, at work in every round; nobody else can check a total",
    })
}
