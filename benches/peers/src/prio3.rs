//! Prio3SumVec: two servers, each sees half a share; both must be honest for privacy, neither can be audited.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::Result;
use intertally_benches::cost;
use prio::codec::Encode;
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};
use prio::vdaf::test_utils::run_vdaf_verify;
use prio::vdaf::{Aggregator, Client, Collector};

const SOME: usize = 3;
const BITS: usize = 16;

pub fn row() -> Result<Row> {
    let scheme = Prio3::new_sum_vec(2, (1 << BITS) - 1, CELLS, optimal_chunk_length(BITS * CELLS))?;
    let (nonce, key) = ([1u8; 16], [2u8; 32]);
    let (sent, made) = cost(|| {
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
    let (outputs, checked) = cost(|| {
        sent.into_iter()
            .map(|(public, inputs, _)| run_vdaf_verify(&scheme, &key, b"peers", &(), &nonce, public, inputs))
            .collect::<Result<Vec<_>, _>>()
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
        measured: format!("{SOME} members, scaled"),
        member: made.cpu / SOME as u32,
        bytes,
        add: checked.cpu / SOME as u32 * MEMBERS as u32,
        open: opened / SOME as u32 * MEMBERS as u32,
        exact: (0..CELLS).all(|cell| totals[cell] == u128::from(total(SOME, cell))),
        has: [false, false, true],
        lacks: "2 of 2 servers, at work in every round; nobody else can check a total",
    })
}
