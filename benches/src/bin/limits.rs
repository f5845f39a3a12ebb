//! Each step against what limits it: memory bandwidth for sums, transforms for encryption and shares, group operations
//! for proofs. One core: `RAYON_NUM_THREADS=1`.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use bulletproofs::RangeProof;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use intertally_benches::{Setting, least, mixed, seeds};
use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::share::{Flooding, share};
use intertally_core::lattice::{
    Accumulator, Ciphertext, Params, Ring, SubKeySecret, Witness, encrypt, sample,
};
use intertally_core::party::KeyId;
use intertally_core::proof::equations::Equations;
use intertally_core::proof::generators::{base, projection_generators, vector_generators};
use intertally_core::wellformed::{Common, ROWS, prove, verify_into};
use merlin::Transcript;
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
    let setting = Setting::new(300, 27, mixed)?;
    let (key, _) = setting.keys.first().ok_or("no key")?;
    let slots: Vec<u32> = (0..8192).collect();
    let (one, witness) = encrypt(key, &slots, &mut OsRng);
    sums(&mut out, &one)?;
    lattice(&mut out, key, &slots, &one)?;
    proofs(&mut out, key, &one, &witness)
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
    key: &intertally_core::lattice::PublicKey,
    slots: &[u32],
    one: &Ciphertext,
) -> Result<(), Box<dyn Error>> {
    let ring = Ring::get(&PARAMS);
    let binary = sample::binary(&mut OsRng, &PARAMS);
    // Five transforms, one per prime.
    let five = least(5, || ring.transform_binary(&binary));
    row(
        out,
        "encrypt 8,192 slots",
        least(5, || encrypt(key, slots, &mut OsRng)),
        "15 transforms of 8,192 points: u, and back for two products, in five primes",
        five * 3,
    )?;
    let bits = Committee::new(5, 3)?.flooding_bits(&PARAMS);
    let secrets: Vec<_> = seeds()
        .iter()
        .map(|seed| (SubKeySecret::derive(&ring, seed, b""), Flooding::new(seed, b"", bits)))
        .collect();
    let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
    let shares = least(5, || {
        let mask = ring.transform(one.mask());
        let all = secrets.iter().map(|(secret, flooding)| share(&ring, secret, flooding, at, &mask, slots));
        all.map(|words| words.len()).sum::<usize>()
    });
    row(out, "all ten shares of 3 of 5", shares, "55 transforms: c1, and back for ten products", five * 11)?;
    Ok(())
}

fn proofs(
    out: &mut impl Write,
    key: &intertally_core::lattice::PublicKey,
    one: &Ciphertext,
    witness: &Witness,
) -> Result<(), Box<dyn Error>> {
    let (common, t) = (Common::new(&PARAMS, key.common().to_vec()), Transcript::new(b"limits"));
    let masks = [one.mask()];
    let made = || prove(&t, &common, &masks, &[witness], &mut OsRng);
    let proof = made()?;
    let (gens, pair) = (projection_generators(), &base().pair);
    let (values, blindings) = (vec![1 << 15; ROWS], vec![Scalar::from(3u8); ROWS]);
    let range = || {
        let mut t = Transcript::new(b"limits");
        RangeProof::prove_multiple_with_rng(gens, pair, &mut t, &values, &blindings, 16, &mut OsRng)
    };
    row(out, "proof (c): prove", least(5, made), "its range proof, as the crate makes it", least(5, range))?;
    let members = 27;
    let sum = || {
        let mut all = Equations::default();
        for _ in 0..members {
            let mut own = Equations::default();
            let _ = verify_into(&mut own, &t, &common, &masks, &proof, &mut OsRng);
            all = all.merge(own);
        }
        all
    };
    // Their own points, the generators of the linear argument, and those of the range proof.
    let points = sum().points() + 2 * N + 2 * ROWS * 16;
    let verify = least(3, || sum().holds());
    let (table, scalar) = (vector_generators(points), Scalar::random(&mut OsRng));
    let scalars: Vec<Scalar> = (1..=points as u64).map(|i| scalar * Scalar::from(i)).collect();
    let product =
        |n: usize| least(5, || RistrettoPoint::vartime_multiscalar_mul(&scalars[..n], table.iter().take(n)));
    let limit = format!("one product of {points} points");
    row(out, "proof (c): verify 27 members together", verify, &limit, product(points))?;
    let alone = least(5, || {
        let mut own = Equations::default();
        verify_into(&mut own, &t, &common, &masks, &proof, &mut OsRng).is_some() && own.holds()
    });
    let few = sum().points() / members + 2 * N + 2 * ROWS * 16;
    row(out, "proof (c): verify one alone", alone, &format!("one product of {few} points"), product(few))?;
    Ok(())
}
