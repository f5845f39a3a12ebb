//! Vectors of the lattice: maps from bytes, a part of a key, a share, a slot, bounds, layouts (docs/spec.md sections 2, 3.5, 4.2).

use super::{Outcome, Vector, bytes, bytes32};
use anyhow::{Context, Result};
use intertally_core::ceremony::{SubKeyId, SubsetIndex, commit_part, derive_part, sub_key_context};
use intertally_core::hash::{Digest, digest};
use intertally_core::lattice::noise::{BoundError, Committee, Demand};
use intertally_core::lattice::params::{BIT_SLOT, slot_bits};
use intertally_core::lattice::sample::{binary, expand_common, stream, tuniform3};
use intertally_core::lattice::{Flooding, Params, Ring, key};
use intertally_core::packing::Layout;
use intertally_core::packing::layout::Kind;
use intertally_core::party::{CeremonyId, KeyId, TrusteeIndex};
use intertally_statements::trustee::Sum;
use serde_json::{Value, json};

const PARAMS: Params = Params::STANDARD;

fn words(poly: &[u128]) -> Value {
    let bytes: Vec<u8> = poly.iter().flat_map(|word| word.to_le_bytes()).collect();
    let first: Vec<String> = poly.iter().take(2).map(|word| hex::encode(word.to_le_bytes())).collect();
    json!({ "first": first, "digest": digest("vector", &[&bytes]).to_string() })
}

fn number(input: &Value, field: &str) -> Result<u64> {
    input[field].as_u64().with_context(|| format!("field {field}"))
}

fn small(input: &Value, field: &str) -> Result<u8> {
    Ok(u8::try_from(number(input, field)?)?)
}

/// The common polynomial of a key.
pub fn common(input: &Value) -> Result<Outcome> {
    let index = u32::try_from(number(input, "index")?)?;
    Ok(Ok(words(&expand_common(&bytes32(input, "ceremony")?, index, &PARAMS))))
}

/// A binary polynomial and noise from one stream each.
pub fn maps(input: &Value) -> Result<Outcome> {
    let (label, part) = (input["label"].as_str().context("label")?, bytes(input, "part")?);
    let bits = binary(&mut stream(label, &[&part]), &PARAMS);
    let noise = tuniform3(&mut stream(label, &[&part]), usize::try_from(number(input, "len")?)?);
    let ones: u128 = bits.iter().sum();
    Ok(Ok(json!({ "binary": words(&bits), "ones": u64::try_from(ones)?, "noise": noise.to_vec() })))
}

/// From a seed to the public part of a sub-key and its commitment.
pub fn part(input: &Value) -> Result<Outcome> {
    let ceremony = CeremonyId(Digest(bytes32(input, "ceremony")?));
    let sub_key =
        SubKeyId { key: u32::try_from(number(input, "key")?)?, subset: SubsetIndex(small(input, "subset")?) };
    let made = derive_part(ceremony, sub_key, &bytes32(input, "seed")?)?;
    let leader = TrusteeIndex(small(input, "leader")?);
    let commitment = commit_part(ceremony, sub_key, leader, &made.part, &made.rows);
    let rows: Vec<String> = made.rows.iter().map(hex::encode).collect();
    Ok(Ok(json!({ "part": words(&made.part.0), "rows": rows, "commitment": commitment.to_string() })))
}

/// The share of some coefficients of a mask that a stream gives.
pub fn share_of(input: &Value) -> Result<Outcome> {
    let seed = bytes32(input, "seed")?;
    let ceremony = CeremonyId(Digest(bytes32(input, "ceremony")?));
    let context = sub_key_context(ceremony, SubKeyId { key: 0, subset: SubsetIndex(0) });
    let ring = Ring::get(&PARAMS);
    let (secret, _) = key::secrets(&PARAMS, &seed, &context);
    let flooding = Flooding::new(&seed, &context);
    let bits = u32::from(small(input, "flooding_bits")?);
    let mask = expand_common(&bytes32(input, "mask_from")?, 0, &PARAMS);
    let positions: Vec<u32> = serde_json::from_value(input["positions"].clone())?;
    let at = (KeyId::of(ceremony, 0), Digest(bytes32(input, "aggregate")?), 0);
    let product = ring.mul_binary(&mask, &secret);
    let floods = flooding.words(at, bits, &positions);
    let share =
        |(flood, j): (&u128, &u32)| hex::encode(flood.wrapping_add(product[*j as usize]).to_le_bytes());
    Ok(Ok(json!(floods.iter().zip(&positions).map(share).collect::<Vec<_>>())))
}

/// A slot from its residual.
pub fn slot(input: &Value) -> Result<Outcome> {
    let residual = bytes(input, "residual")?;
    let residual = u128::from_le_bytes(residual.as_slice().try_into().context("16 bytes")?);
    Ok(Ok(json!(Sum::default().slot(residual, small(input, "slot_bits")?))))
}

/// Bounds of a committee, and whether a key may open so many cells.
pub fn bounds(input: &Value) -> Result<Outcome> {
    let committee = match Committee::new(small(input, "trustees")?, small(input, "threshold")?) {
        Ok(committee) => committee,
        Err(_) => return Ok(Err("COMMITTEE".into())),
    };
    let (members, width) = (number(input, "members")?, small(input, "width")?);
    let demand = Demand { members, width, changed: flag(input, "changed")? };
    match committee.check_budget(&PARAMS, demand, number(input, "cells")?) {
        Ok(()) => Ok(Ok(json!({
            "noise": committee.noise_bound(&PARAMS, members).to_string(),
            "slot_bits": slot_bits(members, width),
            "flooding_bits": committee.flooding_bits(&PARAMS, members, slot_bits(members, width)),
            "flooding_bits_of_bits": committee.flooding_bits(&PARAMS, members, BIT_SLOT),
            "admissible_cells": committee.admissible_cells(&PARAMS, demand),
        }))),
        Err(BoundError::Budget { .. }) => Ok(Err("BUDGET".into())),
        Err(_) => Ok(Err("MEMBERS".into())),
    }
}

fn flag(input: &Value, field: &str) -> Result<bool> {
    input[field].as_bool().with_context(|| format!("field {field}"))
}

/// Where everything lies.
pub fn layout(input: &Value) -> Result<Outcome> {
    let widths: Vec<u8> = serde_json::from_value(input["widths"].clone())?;
    // So many cells of the last width beside.
    let more = usize::try_from(number(input, "more")?)?;
    let last = widths.last().copied().context("widths")?;
    let widths = [widths, vec![last; more]].concat();
    let layout = Layout::new(number(input, "members")?, &widths, flag(input, "revision")?);
    let slots = |cell: &usize| {
        let of = |kind| layout.slot(*cell, kind);
        json!({
            "cell": cell, "bit": of(Kind::NotZero), "changed": of(Kind::Changed), "value": of(Kind::Value)
        })
    };
    let all = layout.cells();
    let mut named: Vec<usize> = [0, 1, 2, 511, 512, 2559, 2560, 4095, 4096, all - 1].into();
    named.retain(|cell| *cell < all);
    named.dedup();
    let used: Vec<usize> = (0..layout.ciphertexts()).map(|ciphertext| layout.used(ciphertext)).collect();
    Ok(Ok(json!({
        "value_slot_bits": layout.slot_bits(Kind::Value),
        "used": used,
        "cells": named.iter().map(slots).collect::<Vec<_>>(),
    })))
}

/// All of this file's vectors, outputs as this code gives them.
pub fn make() -> Result<Vec<(&'static str, Vector)>> {
    let hex32 = |byte: u8| hex::encode([byte; 32]);
    let residual = |word: u128| hex::encode(word.to_le_bytes());
    let delta = 1u128 << 96;
    let bounds = |n: u8, t: u8, members: u64, cells: u64| {
        json!({
            "trustees": n, "threshold": t, "members": members, "width": 32, "changed": false, "cells": cells
        })
    };
    let slot = |residual: String| json!({ "residual": residual, "slot_bits": 32 });
    let inputs = [
        (
            "lattice/common.json",
            "common",
            "The common polynomial a",
            json!({ "ceremony": hex32(1), "index": 2 }),
        ),
        (
            "lattice/maps.json",
            "maps",
            "Binary and noise maps",
            json!({ "label": "x", "part": "01", "len": 21 }),
        ),
        (
            "lattice/part.json",
            "part",
            "A part of the key, from its seed",
            json!({ "ceremony": hex32(1), "key": 0, "subset": 2, "seed": hex32(9), "leader": 0 }),
        ),
        (
            "lattice/share.json",
            "share",
            "A share of three slots",
            json!({
                "seed": hex32(9), "ceremony": hex32(1), "flooding_bits": 93, "mask_from": hex32(5),
                "aggregate": hex32(6), "positions": [0, 1, 4000]
            }),
        ),
        ("lattice/slot.json", "slot", "Noise just below", slot(residual(7 * delta + delta / 2 - 1))),
        ("lattice/slot_up.json", "slot", "And just above", slot(residual(7 * delta + delta / 2))),
        ("lattice/slot_wrap.json", "slot", "Slots are modulo 2^P", slot(residual(u128::MAX))),
        ("lattice/bounds.json", "bounds", "3 of 5, 27 members", bounds(5, 3, 27, 8192)),
        ("lattice/bad_committee.json", "bounds", "3 of 4: n is below 2t-1", bounds(4, 3, 27, 8192)),
        ("lattice/bad_budget.json", "bounds", "5 of 9, too many cells", bounds(9, 5, 256, 8192)),
        ("lattice/bad_members.json", "bounds", "257 members", bounds(5, 3, 257, 100)),
        (
            "lattice/layout.json",
            "layout",
            "Three cells",
            json!({ "members": 27, "widths": [8, 32, 16], "more": 0, "revision": false }),
        ),
        (
            "lattice/layout_revision.json",
            "layout",
            "With changes",
            json!({ "members": 27, "widths": [8, 32], "more": 0, "revision": true }),
        ),
        (
            "lattice/layout_two.json",
            "layout",
            "Two ciphertexts",
            json!({ "members": 256, "widths": [1, 16], "more": 4700, "revision": false }),
        ),
        (
            "lattice/layout_revision_two.json",
            "layout",
            "Two ciphertexts with changes",
            json!({ "members": 3, "widths": [7], "more": 2700, "revision": true }),
        ),
    ];
    super::completed(inputs.into_iter())
}
