//! Each step against what limits it: memory bandwidth for sums, transforms for encryption and products, group operations
//! for proofs. One core: `RAYON_NUM_THREADS=1`.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use intertally_benches::{Setting, least, mixed, seeds};
use intertally_core::hash::Digest;
use intertally_core::lattice::ring::Binary;
use intertally_core::lattice::{
    Accumulator, Ciphertext, EncryptionSeed, Flooding, Params, PublicKey, Ring, encrypt, key, sample,
};
use intertally_core::party::KeyId;
use intertally_core::submission::{SubmissionHeader, verify::Parts, verify_many};
use rand_core::OsRng;
use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

const PARAMS: Params = Params::STANDARD;
const N: usize = PARAMS.degree();

fn row(
    out: &mut impl Write,
    step: &str,
    took: Duration,
    limit: &str,
    least: Duration,
) -> std::io::Result<()> {
    let (took, least) = (took.as_secs_f64() * 1e3, least.as_secs_f64() * 1e3);
    writeln!(out, "| {step} | {took:.3} ms | {limit} | {least:.3} ms | {:.2} |", took / least)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    writeln!(out, "| step | takes | limit | takes | ratio |\n|---|---|---|---|---|")?;
    let setting = Setting::new(4096, 27, mixed)?;
    let keys = setting.keys();
    let key = &keys.first().ok_or("no key")?.public;
    let message: Vec<u128> = (0..8192).map(|slot| slot << 100).collect();
    let one = encrypt(key, &message, &EncryptionSeed::draw(&mut OsRng)).0;
    sums(&mut out, &one)?;
    lattice(&mut out, key, &message, &one)?;
    proofs(&mut out, &setting)
}

fn sums(out: &mut impl Write, one: &Ciphertext) -> Result<(), Box<dyn Error>> {
    // Larger than any cache.
    let all: Vec<Ciphertext> = (0..1000).map(|_| one.clone()).collect();
    let words: Vec<u64> = (0..all.len() as u64 * 2 * 2 * N as u64).collect();
    let read = least(5, || words.iter().fold(0u64, |sum, word| sum.wrapping_add(*word)));
    let add = least(5, || {
        let mut sum = Accumulator::new(&PARAMS, N);
        all.iter().try_for_each(|ciphertext| sum.add(ciphertext)).map(|()| sum.finish())
    });
    let gigabytes = (words.len() * 8) as f64 / 1e9 / read.as_secs_f64();
    row(
        out,
        "sum of 1,000 ciphertexts of 8,192 slots",
        add,
        &format!("reading as much memory ({gigabytes:.1} GB/s)"),
        read,
    )?;
    Ok(())
}

fn lattice(
    out: &mut impl Write,
    key: &PublicKey,
    message: &[u128],
    one: &Ciphertext,
) -> Result<(), Box<dyn Error>> {
    let ring = Ring::get(&PARAMS);
    let binary = sample::binary(&mut OsRng, &PARAMS);
    // Five transforms, one per prime.
    let five = least(5, || ring.transform_binary(&binary));
    row(
        out,
        "encrypt 8,192 slots",
        least(5, || encrypt(key, message, &EncryptionSeed::draw(&mut OsRng))),
        "15 transforms of 8,192 points: u, and back for two products, in five primes",
        five * 3,
    )?;
    let secrets: Vec<_> = seeds()
        .iter()
        .map(|seed| (ring.transform_binary(&key::secrets(&PARAMS, seed, b"").0), Flooding::new(seed, b"")))
        .collect();
    let at = ((KeyId(Digest::ZERO), Digest::ZERO, 0), 102);
    let slots: Vec<u32> = (0..8192).collect();
    let shares = least(5, || {
        let mask = ring.transform(one.mask());
        let one = |(secret, flooding): &(Binary, Flooding)| {
            let (product, floods) = (ring.product(&mask, secret), flooding.words(at.0, at.1, &slots));
            product.iter().zip(floods.iter()).fold(0u128, |sum, (x, f)| sum ^ x.wrapping_add(*f))
        };
        secrets.iter().map(one).fold(0, |all, one| all ^ one)
    });
    row(
        out,
        "words of all ten shares of 3 of 5, without their proofs",
        shares,
        "55 transforms: c1, and back for ten products",
        five * 11,
    )?;
    Ok(())
}

/// A proof has some 800 rows to commit to, each at least the sum of 103 table entries: point additions. To check one takes a
/// product of all its points.
fn proofs(out: &mut impl Write, setting: &Setting) -> Result<(), Box<dyn Error>> {
    let (keys, checks) = (setting.keys(), setting.checks());
    let made = setting.prepare(&keys, 0, &mut OsRng)?;
    let sent: usize = made.parts.iter().flat_map(|part| part.proofs.iter().flatten()).map(Vec::len).sum();
    // Scalars of a proof: 512 and what the rounds send.
    let rows = sent / 32 - 640;
    let (one, two) = (RistrettoPoint::random(&mut OsRng), RistrettoPoint::random(&mut OsRng));
    let additions = least(5, || (0..rows * 103).fold(one, |sum, _| sum + two));
    let prepare = least(3, || setting.prepare(&keys, 0, &mut OsRng));
    let limit = format!("{rows} rows of 103 point additions");
    row(out, "prepare 4,096 cells, proof and all", prepare, &limit, additions)?;
    for members in [1, 27] {
        let all: Vec<(SubmissionHeader, Parts)> =
            (0..members).map(|_| (made.header.clone(), made.parts.clone())).collect();
        let check = least(3, || verify_many(all.clone(), &checks, &mut OsRng));
        let points = rows * members + 513;
        let table: Vec<RistrettoPoint> = (0..points).map(|i| one + two * Scalar::from(i as u64)).collect();
        let scalar = Scalar::random(&mut OsRng);
        let scalars: Vec<Scalar> = (1..=points as u64).map(|i| scalar * Scalar::from(i)).collect();
        let product = least(3, || RistrettoPoint::vartime_multiscalar_mul(&scalars, &table));
        let (step, limit) =
            (format!("check {members} of 4,096 cells"), format!("one product of {points} points"));
        row(out, &step, check, &limit, product)?;
    }
    Ok(())
}
