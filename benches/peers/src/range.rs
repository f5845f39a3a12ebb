//! The range proof that a member waits for: the crate's, its proofs checked together, and the nearest successor with a kept crate,
//! Bulletproofs+ of Tari.

use anyhow::{Context, Result, anyhow};
use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::scalar::Scalar;
use dalek_five::scalar::Scalar as ScalarFive;
use intertally_benches::{Cost, cost};
use intertally_core::proof::equations::Equations;
use intertally_core::proof::range::{Batch, Claim, Width};
use merlin::Transcript;
use rand_core::OsRng;
use std::time::Instant;
use tari_bulletproofs_plus::commitment_opening::CommitmentOpening;
use tari_bulletproofs_plus::generators::pedersen_gens::ExtensionDegree;
use tari_bulletproofs_plus::range_parameters::RangeParameters;
use tari_bulletproofs_plus::range_proof::VerifyAction;
use tari_bulletproofs_plus::range_statement::RangeStatement;
use tari_bulletproofs_plus::range_witness::RangeWitness;
use tari_bulletproofs_plus::ristretto::{self, RistrettoRangeProof};

/// Values of one aggregated proof, as in a submission.
const VALUES: usize = 64;
/// Proofs checked: one each of 27 members.
const PROOFS: usize = 27;

fn line(name: &str, bits: usize, bytes: usize, prove: Cost, verify: Cost) {
    let ms = |cost: Cost, count: usize| cost.cpu.as_secs_f64() * 1e3 / count as f64;
    println!(
        "| {name} | {bits} | {:.2} | {:.3} | {bytes} |",
        ms(prove, VALUES * 3),
        ms(verify, VALUES * PROOFS)
    );
}

/// Prints the table.
pub fn table() -> Result<()> {
    println!("\nRange proofs of {VALUES} values; {PROOFS} of them checked, together where the crate can\n");
    println!("| crate | bits | prove, ms a value | verify, ms a value | bytes |\n|---|---|---|---|---|");
    for bits in [8, 16, 32] {
        ours(bits)?;
        plus(bits)?;
    }
    secrecy()
}

/// Whether the time of a proof tells the values: all zero against all bits set, 16 bits, the least of many runs by the clock, which is finer.
fn secrecy() -> Result<()> {
    const BITS: usize = 16;
    println!("\nTime to prove {VALUES} values of {BITS} bits, by the clock, least of 50 runs\n");
    println!("| crate | all values 0 | all values 2^16 - 1 | difference |\n|---|---|---|---|");
    let row = |name: &str, prove: &dyn Fn(u64) -> Result<()>| -> Result<()> {
        let least = |value: u64| -> Result<f64> {
            let run = || -> Result<f64> {
                let begin = Instant::now();
                prove(value).map(|()| begin.elapsed().as_secs_f64() * 1e3)
            };
            (0..50).map(|_| run()).try_fold(f64::MAX, |least, time| Ok(least.min(time?)))
        };
        let (zero, full) = (least(0)?, least((1 << BITS) - 1)?);
        println!("| {name} | {zero:.2} ms | {full:.2} ms | {:.1} % |", (zero / full - 1.0) * 100.0);
        Ok(())
    };
    let (generators, pair) = (BulletproofGens::new(BITS, VALUES), PedersenGens::default());
    row("bulletproofs 5.0", &|value| {
        let (values, blindings) = ([value; VALUES], [Scalar::from(7u8); VALUES]);
        let t = &mut Transcript::new(b"range");
        RangeProof::prove_multiple_with_rng(&generators, &pair, t, &values, &blindings, BITS, &mut OsRng)?;
        Ok(())
    })?;
    let wrong = |error: tari_bulletproofs_plus::errors::ProofError| anyhow!("{error:?}");
    let pair = ristretto::create_pedersen_gens_with_extension_degree(ExtensionDegree::DefaultPedersen);
    let parameters = RangeParameters::init(BITS, VALUES, pair).map_err(wrong)?;
    let prepared = |value: u64| -> Result<_> {
        let blinding = || vec![ScalarFive::from(7u8)];
        let point = parameters.pc_gens().commit(&ScalarFive::from(value), &blinding()).map_err(wrong)?;
        let openings = (0..VALUES).map(|_| CommitmentOpening::new(value, blinding())).collect();
        let statement =
            RangeStatement::init(parameters.clone(), vec![point; VALUES], vec![None; VALUES], None);
        Ok((statement.map_err(wrong)?, RangeWitness::init(openings).map_err(wrong)?))
    };
    let cases = [(0, prepared(0)?), ((1 << BITS) - 1, prepared((1 << BITS) - 1)?)];
    row("tari_bulletproofs_plus 0.5.3", &|value| {
        let (_, (statement, witness)) = cases.iter().find(|(of, _)| *of == value).context("no such case")?;
        let t = &mut tari_bulletproofs_plus::Transcript::new(b"range");
        RistrettoRangeProof::prove(t, statement, witness).map_err(wrong)?;
        Ok(())
    })
}

fn ours(bits: usize) -> Result<()> {
    let (generators, pair) = (BulletproofGens::new(bits, VALUES), PedersenGens::default());
    let values: Vec<u64> = (0..VALUES as u64).map(|i| i * 3).collect();
    let blindings: Vec<Scalar> = values.iter().map(|_| Scalar::random(&mut OsRng)).collect();
    let t = || Transcript::new(b"range");
    let make = || {
        RangeProof::prove_multiple_with_rng(
            &generators,
            &pair,
            &mut t(),
            &values,
            &blindings,
            bits,
            &mut OsRng,
        )
    };
    let (made, prove) = cost(|| (0..3).map(|_| make()).collect::<Result<Vec<_>, _>>());
    let (proof, points) = made?.swap_remove(0);
    let check = || proof.verify_multiple_with_rng(&generators, &pair, &mut t(), &points, bits, &mut OsRng);
    let (held, verify) = cost(|| (0..PROOFS).all(|_| check().is_ok()));
    anyhow::ensure!(held, "a proof that does not hold");
    let bytes = proof.to_bytes();
    line("bulletproofs 5.0, one by one", bits, bytes.len(), prove, verify);

    let points =
        points.iter().map(|point| point.decompress().context("no point")).collect::<Result<Vec<_>>>()?;
    let width =
        Width::ALL.into_iter().find(|width| width.bits() as usize == bits).context("no such width")?;
    let batch = Batch { width, members: (0..VALUES).collect() };
    let (held, verify) = cost(|| {
        let mut all = Equations::default();
        let mut read = || Claim::read(&mut all, t(), &batch, points.clone(), &bytes, &mut OsRng).is_some();
        (0..PROOFS).all(|_| read()) && all.holds()
    });
    anyhow::ensure!(held, "a proof that does not hold");
    line("its proofs, together (Intertally)", bits, bytes.len(), prove, verify);
    Ok(())
}

fn plus(bits: usize) -> Result<()> {
    let wrong = |error: tari_bulletproofs_plus::errors::ProofError| anyhow!("{error:?}");
    let pair = ristretto::create_pedersen_gens_with_extension_degree(ExtensionDegree::DefaultPedersen);
    let parameters = RangeParameters::init(bits, VALUES, pair).map_err(wrong)?;
    let values: Vec<u64> = (0..VALUES as u64).map(|i| i * 3).collect();
    let blinding = |i: &u64| vec![ScalarFive::from(i * i + 5)];
    let commit = |i: &u64| parameters.pc_gens().commit(&ScalarFive::from(*i), &blinding(i)).map_err(wrong);
    let points = values.iter().map(commit).collect::<Result<Vec<_>>>()?;
    let openings = values.iter().map(|i| CommitmentOpening::new(*i, blinding(i))).collect();
    let witness = RangeWitness::init(openings).map_err(wrong)?;
    let statement =
        RangeStatement::init(parameters.clone(), points, vec![None; VALUES], None).map_err(wrong)?;
    let t = || tari_bulletproofs_plus::Transcript::new(b"range");
    let make = || RistrettoRangeProof::prove(&mut t(), &statement, &witness).map_err(wrong);
    let (made, prove) = cost(|| (0..3).map(|_| make()).collect::<Result<Vec<_>>>());
    let proof = made?.swap_remove(0);
    let bytes = proof.to_bytes().len();
    let (statements, proofs) = (vec![statement.clone(); PROOFS], vec![proof; PROOFS]);
    let (held, verify) = cost(|| {
        let mut transcripts: Vec<_> = (0..PROOFS).map(|_| t()).collect();
        RistrettoRangeProof::verify_batch(&mut transcripts, &statements, &proofs, VerifyAction::VerifyOnly)
    });
    held.map_err(wrong)?;
    line("tari_bulletproofs_plus 0.5.3, together", bits, bytes, prove, verify);
    Ok(())
}
