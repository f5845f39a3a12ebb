//! tfhe-rs: FheUint32 from compact lists with a proof of knowledge, added on the server, one key holder.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::{Result, anyhow};
use intertally_benches::cost;
use tfhe::prelude::*;
use tfhe::shortint::parameters::{
    PARAM_KEYSWITCH_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128, PARAM_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128,
    PARAM_PKE_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128,
};
use tfhe::zk::{CompactPkeCrs, ZkComputeLoad};
use tfhe::{
    ClientKey, CompactPublicKey, ConfigBuilder, FheUint32, ProvenCompactCiphertextList, ServerKey,
    set_server_key,
};

const PART: usize = 4;
const SOME: usize = 3;

pub fn row() -> Result<Row> {
    let wrong = |error: tfhe::Error| anyhow!("{error}");
    let config = ConfigBuilder::with_custom_parameters(PARAM_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128)
        .use_dedicated_compact_public_key_parameters((
            PARAM_PKE_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128,
            PARAM_KEYSWITCH_MESSAGE_2_CARRY_2_KS_PBS_TUNIFORM_2M128,
        ));
    let secret = ClientKey::generate(config.clone());
    set_server_key(ServerKey::new(&secret));
    let public = CompactPublicKey::try_new(&secret).map_err(wrong)?;
    let crs = CompactPkeCrs::from_config(config.into(), 32 * PART).map_err(wrong)?;
    let (lists, made) = cost(|| {
        let one = |member| {
            let mut builder = ProvenCompactCiphertextList::builder(&public);
            (0..PART).for_each(|cell| {
                builder.push(figure(member, cell) as u32);
            });
            let list = builder.build_with_proof_packed(&crs, b"peers", ZkComputeLoad::Proof)?;
            let bytes = bincode::serialize(&list).map_or(0, |bytes| bytes.len());
            Ok((list, bytes))
        };
        (0..SOME).map(one).collect::<Result<Vec<_>, tfhe::Error>>()
    });
    let lists = lists.map_err(wrong)?;
    let (expanded, checked) = cost(|| {
        let expand = |(list, _): &(ProvenCompactCiphertextList, usize)| -> Result<Vec<FheUint32>> {
            let all = list.verify_and_expand(&crs, &public, b"peers").map_err(wrong)?;
            let one = |cell| all.get(cell).map_err(wrong)?.ok_or_else(|| anyhow!("no such cell"));
            (0..PART).map(one).collect()
        };
        lists.iter().map(expand).collect::<Result<Vec<_>>>()
    });
    let expanded = expanded?;
    let (sums, added) = cost(|| {
        let sum = |cell: usize| expanded.iter().map(|member| &member[cell]).sum::<FheUint32>();
        (0..PART).map(sum).collect::<Vec<_>>()
    });
    let (totals, opened) = timed(|| {
        let open = |sum: &FheUint32| -> u32 { sum.decrypt(&secret) };
        sums.iter().map(open).collect::<Vec<_>>()
    });
    let cells = (CELLS / PART) as u32;
    Ok(Row {
        name: "tfhe-rs 1.8.2, FheUint32, compact list with proof",
        measured: format!("{PART} cells, {SOME} members, scaled"),
        member: made.cpu / SOME as u32 * cells,
        bytes: lists[0].1 * cells as usize,
        add: checked.cpu / SOME as u32 * MEMBERS as u32 * cells
            + added.cpu * (MEMBERS as u32 - 1) / (SOME as u32 - 1) * cells,
        open: opened * cells,
        exact: (0..PART).all(|cell| u64::from(totals[cell]) == total(SOME, cell)),
        has: [false, false, false],
        lacks: "one key holder; the proof shows a well-formed list, not that totals are right; any 32 bits are admitted",
    })
}
