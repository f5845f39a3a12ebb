//! tfhe-rs: figures sent in compact lists with a proof, added on a server, opened by one key holder. Few cells and members:
//! scaled.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::{Context, Result};
use tfhe::prelude::{CastInto, CiphertextList, FheDecrypt};
use tfhe::shortint::parameters::{
    PARAM_KEYSWITCH_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128 as CASTING,
    PARAM_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128 as COMPUTE,
    PARAM_PKE_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128 as PUBLIC,
};
use tfhe::zk::{CompactPkeCrs, ZkComputeLoad};
use tfhe::{
    ClientKey, CompactPublicKey, ConfigBuilder, FheUint16, FheUint32, ProvenCompactCiphertextList, ServerKey,
    set_server_key,
};

/// Cells that are measured: one list of 2,048 bits, which is full, with one proof. A figure is sent in 16 bits and widened before
/// it is added, as totals have more.
const FEW: usize = 2048 / 16;
/// Members that are measured.
const SOME: usize = 3;

pub fn row() -> Result<Row> {
    let config = ConfigBuilder::with_custom_parameters(COMPUTE)
        .use_dedicated_compact_public_key_parameters((PUBLIC, CASTING))
        .build();
    let client = ClientKey::generate(config);
    let public = CompactPublicKey::new(&client);
    let server = ServerKey::new(&client);
    rayon::broadcast(|_| set_server_key(server.clone()));
    set_server_key(server);
    let crs = CompactPkeCrs::from_config(config, 16 * FEW)?;
    let send = |member: usize| {
        let mut list = ProvenCompactCiphertextList::builder(&public);
        (0..FEW).for_each(|cell| {
            list.push(figure(member, cell) as u16);
        });
        Ok(list.build_with_proof_packed(&crs, b"peers", ZkComputeLoad::Verify)?)
    };
    let (sent, made) = timed(|| (0..SOME).map(send).collect::<Result<Vec<_>>>());
    let sent = sent?;
    let bytes = bincode::serialize(&sent[0])?.len();
    let (sums, added) = timed(|| -> Result<Vec<FheUint32>> {
        let mut sums: Vec<FheUint32> = Vec::new();
        for list in &sent {
            let opened = list.verify_and_expand(&crs, &public, b"peers")?;
            for cell in 0..FEW {
                let one: FheUint16 = opened.get(cell)?.context("a cell is missing")?;
                let one: FheUint32 = one.cast_into();
                match sums.get_mut(cell) {
                    Some(sum) => *sum = &*sum + &one,
                    None => sums.push(one),
                }
            }
        }
        Ok(sums)
    });
    let sums = sums?;
    let (totals, opened) = timed(|| sums.iter().map(|sum| sum.decrypt(&client)).collect::<Vec<u32>>());
    let cells = (CELLS / FEW) as u32;
    Ok(Row {
        name: "tfhe-rs 1.8.2, FheUint32, compact lists of 2,048 bits with proof",
        measured: format!("{FEW} cells, {SOME} members, scaled"),
        member: made / SOME as u32 * cells,
        bytes: bytes * cells as usize,
        add: added * cells * (MEMBERS / SOME) as u32,
        open: opened * cells,
        exact: totals.iter().enumerate().all(|(cell, sum)| u64::from(*sum) == total(SOME, cell)),
        has: [false, false, false],
        lacks: "one key holder; its proof shows a well-formed encryption, not a range",
    })
}
