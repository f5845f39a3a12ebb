//! Makes the vectors of vectors/statements, always the same ones: one setting, in which a sub-key is
//! dealt, a member encrypts, a trustee opens both steps, and the coordinator publishes.

#[path = "terms.rs"]
mod terms;

use super::words::{Made, plus_noise, product};
use intertally_argument::testing::Counting;
use intertally_argument::{Proof, Statement, Witness, prove, verify};
use intertally_statements::coordinator::{Form as Edition, Publication, Step, Told};
use intertally_statements::leader::Leader;
use intertally_statements::member::{Cell, Encryption, Form, Key, Member};
use intertally_statements::trustee::{Question, Slots, Total, Trustee};
use intertally_statements::{DEGREE, Polynomial, SubKey};
use rand_core::OsRng;
use serde_json::{Value, json};
use shake::{ExtendableOutput, Shake256, Update, XofReader};

/// The first bytes of `SHAKE256("intertally/vector/" || label)`.
fn stream(label: &str, count: usize) -> Vec<u8> {
    let mut hash = Shake256::default();
    hash.update(b"intertally/vector/");
    hash.update(label.as_bytes());
    let mut bytes = vec![0; count];
    hash.finalize_xof().read(&mut bytes);
    bytes
}

/// 16 bytes a word, little end first.
fn words_of(label: &str, count: usize) -> Vec<u128> {
    stream(label, 16 * count).as_chunks::<16>().0.iter().map(|bytes| u128::from_le_bytes(*bytes)).collect()
}

/// The lowest bit of each byte.
fn bits(label: &str) -> Vec<u8> {
    stream(label, DEGREE).into_iter().map(|byte| byte & 1).collect()
}

/// Each byte modulo 17, less 8.
fn noise(label: &str, count: usize) -> Vec<i8> {
    stream(label, count).into_iter().map(|byte| (byte % 17) as i8 - 8).collect()
}

/// `F` of the vectors.
const FLOODING: u8 = 8;
/// `P` of the value slots.
const SLOT_BITS: u8 = 12;
/// Width, reported, figure, changed.
const CELLS: [(u8, bool, u64, u8); 3] = [(5, true, 9, 1), (3, true, 0, 0), (4, false, 0, 0)];
/// Least number of contributors, ends of the total.
const TOLD: [Option<Told>; 3] =
    [Some(Told { minimum: 1, total: Some((8, 12)) }), Some(Told { minimum: 0, total: None }), None];

fn vector(statement: &str, about: &str, input: Value, proof: &Proof) -> Value {
    json!({
        "kind": "statement",
        "statement": statement,
        "about": about,
        "input": input,
        "expect": { "proof": hex::encode(proof.to_bytes()) },
    })
}

/// A vector with something changed, for which its proof is refused: the error is the verifier's.
fn bad(of: &str, about: &str, change: Value, other: &impl Statement, proof: &Proof) -> Made<Value> {
    let error = verify(other, &proof.to_bytes(), &mut OsRng).err().ok_or("a bad vector holds")?;
    let name = format!("{error:?}");
    Ok(json!({
        "kind": "statement",
        "about": about,
        "input": { "of": of, "change": change },
        "expect": { "error": name.split(['(', ' ', '{']).next() },
    }))
}

fn proved(statement: &impl Statement, witness: &Witness) -> Made<Proof> {
    Ok(prove(statement, witness, &mut Counting(0))?.proof)
}

fn form() -> Form {
    let cells = CELLS.iter().map(|(width, reported, ..)| Cell { width: *width, reported: *reported });
    Form { cells: cells.collect(), revision: true, slot_bits: SLOT_BITS }
}

/// The summed ciphertext: that of one member.
fn encrypted(key: Key<'_>) -> (Encryption, Polynomial, Vec<u128>) {
    let encryption = Encryption {
        u: bits("u"),
        e1: noise("e1", DEGREE),
        e2: noise("e2", 3 * 512),
        figures: CELLS.iter().map(|(_, _, figure, _)| *figure).collect(),
        changed: CELLS.iter().map(|(.., changed)| *changed).collect(),
    };
    let c1 = plus_noise(&product(key.a, &encryption.u), &encryption.e1);
    let mut c2 = plus_noise(&product(key.b, &encryption.u)[..3 * 512], &encryption.e2);
    for (k, (_, _, figure, changed)) in CELLS.iter().enumerate() {
        let bit = u64::from(*figure > 0);
        for (block, number, slot_bits) in
            [(0, bit, 9), (1, u64::from(*changed), 9), (2, figure - bit, SLOT_BITS)]
        {
            let slot = &mut c2[512 * block + k];
            *slot = slot.wrapping_add(u128::from(number) << (128 - slot_bits));
        }
    }
    (encryption, c1.into(), c2)
}

/// What a vector says of `TOLD`.
fn told_json(told: &[Option<Told>]) -> Value {
    let cell = |told: &Option<Told>| match told {
        None => Value::Null,
        Some(told) => json!([told.minimum, told.total.map(|(low, high)| [low, high])]),
    };
    told.iter().map(cell).collect()
}

/// Names and contents of all files.
pub fn all() -> Made<Vec<(&'static str, Value)>> {
    let mut files = Vec::new();
    let a = Polynomial::from(words_of("a", DEGREE));
    let (s, e) = (bits("s"), noise("e", DEGREE));
    let b = Polynomial::from(plus_noise(&product(&a, &s), &e));
    let seed: [u8; 32] = stream("seed", 32).as_slice().try_into()?;
    let secret = SubKey::new(s, e, &seed, b"sub-key")?;
    let rows = secret.commitments()?;

    let leader = Leader::new(&a, &b, &rows, b"ceremony")?;
    let proof = proved(&leader, &leader.witness(&secret)?)?;
    let hex_rows: Vec<String> = rows.iter().map(|row| hex::encode(row.as_bytes())).collect();
    let mut of_leader = vector("leader", "A sub-key", json!({ "context": "ceremony" }), &proof);
    of_leader["expect"]["sub_key"] = json!(hex_rows);
    files.push(("leader.json", of_leader));
    let other = Leader::new(&a, &b, &rows, b"another")?;
    let change = json!({ "context": "another" });
    files.push((
        "bad_leader_context.json",
        bad("leader.json", "Of another ceremony", change, &other, &proof)?,
    ));

    let key = Key { a: &a, b: &b };
    let (encryption, c1, c2) = encrypted(key);
    let member = Member::new(key, &c1, &c2, form(), b"round")?;
    let cells: Vec<Value> = CELLS.iter().map(|cell| json!([cell.0, cell.1, cell.2, cell.3])).collect();
    let input = json!({ "context": "round", "slot_bits": SLOT_BITS, "cells": cells });
    let proof = proved(&member, &member.witness(&encryption)?)?;
    files.push(("member.json", vector("member", "A ciphertext of a revision round", input, &proof)));
    let (mut narrower, mut other) = (cells, form());
    narrower[1][0] = json!(2);
    other.cells[1].width = 2;
    let other = Member::new(key, &c1, &c2, other, b"round")?;
    let change = json!({ "cells": narrower });
    files.push((
        "bad_member_width.json",
        bad("member.json", "A cell of another width", change, &other, &proof)?,
    ));

    let mut proofs = Vec::new();
    let mut step = |name: &'static str, slots: &[u32]| -> Made<(Slots, Total)> {
        let list = Slots::new(slots)?;
        let question = Question { c1: &c1, slots: &list, flooding_bits: FLOODING, context: name.as_bytes() };
        let trustee = Trustee::new(&rows, question)?;
        let most = 1_u128 << FLOODING;
        let flooding: Vec<u128> = words_of("f", slots.len())
            .into_iter()
            .map(|word| (word & (2 * most - 1)).wrapping_sub(most))
            .collect();
        let share = trustee.share(&secret, &flooding, &mut Counting(0))?;
        let commitments = trustee.commitments(&share.proof)?;
        let mut total = Total::new(&list);
        total.add(&commitments, &share.opening)?;
        total.check()?;
        let input = json!({ "context": name, "slots": slots, "F": FLOODING });
        let mut vector =
            vector("trustee", "A share", input, &Proof::from_bytes(&share.proof, trustee.layout())?);
        let opening = &share.opening;
        vector["expect"]["words"] =
            opening.words.iter().map(|word| hex::encode(word.to_le_bytes())).collect();
        vector["expect"]["blindings"] = opening.blindings.iter().map(|x| hex::encode(x.to_bytes())).collect();
        vector["expect"]["E_A"] = commitments.iter().map(|point| hex::encode(point.as_bytes())).collect();
        files.push((if name == "step A" { "trustee_a.json" } else { "trustee_b.json" }, vector));
        proofs.push(Proof::from_bytes(&share.proof, trustee.layout())?);
        Ok((list, total))
    };
    let counts = step("step A", &[0, 1, 2, 512, 513, 514])?;
    let values = step("step B", &[1024, 1025])?;
    let fewer = Slots::new(&[0, 1, 2, 512, 513])?;
    let asked = Question { c1: &c1, slots: &counts.0, flooding_bits: FLOODING, context: b"step A" };
    let changes = [
        (
            "bad_trustee_step.json",
            "Of another step",
            json!({ "context": "step B" }),
            Question { context: b"step B", ..asked },
        ),
        (
            "bad_trustee_slots.json",
            "Of fewer slots",
            json!({ "slots": [0, 1, 2, 512, 513] }),
            Question { slots: &fewer, ..asked },
        ),
        (
            "bad_trustee_flooding.json",
            "Of a narrower flooding",
            json!({ "F": FLOODING - 1 }),
            Question { flooding_bits: FLOODING - 1, ..asked },
        ),
    ];
    for (name, about, change, question) in changes {
        let other = Trustee::new(&rows, question)?;
        files.push((name, bad("trustee_a.json", about, change, &other, &proofs[0])?));
    }

    let (t_a, t_b) = (counts.1.commitments(), values.1.commitments());
    let step_a = Step { slots: &counts.0, commitments: &t_a };
    let step_b = Step { slots: &values.0, commitments: &t_b };
    let of = |cells: &[Option<Told>]| {
        let edition = Edition { cells: cells.to_vec(), revision: true, slot_bits: SLOT_BITS };
        Publication::new(&c2, step_a, step_b, edition, b"sheet")
    };
    let publication = of(&TOLD)?;
    let input = json!({
        "context": "sheet",
        "slot_bits": SLOT_BITS,
        "cells": told_json(&TOLD),
        "steps": ["trustee_a.json", "trustee_b.json"],
    });
    let proof = proved(&publication, &publication.witness(&counts.1, &values.1)?)?;
    files.push(("publication.json", vector("publication", "A public edition", input, &proof)));
    let mut higher = TOLD;
    higher[0] = Some(Told { minimum: 1, total: Some((10, 14)) });
    let mut more = TOLD;
    more[0] = Some(Told { minimum: 2, total: Some((8, 12)) });
    for (name, about, told) in [
        ("bad_publication_band.json", "A band that the total is not in", higher),
        ("bad_publication_minimum.json", "More contributors than there are", more),
    ] {
        let change = json!({ "cells": told_json(&told) });
        files.push((name, bad("publication.json", about, change, &of(&told)?, &proof)?));
    }
    files.extend(terms::all()?);
    Ok(files)
}
