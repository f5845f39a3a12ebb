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
    Ok(())
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
