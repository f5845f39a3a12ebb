//! What an opening takes of everybody: a trustee's sitting, its check, combining, and the public sheet's proof. 3 of 5
//! trustees, 27 members: ten sub-keys, of which a trustee holds six.
//!
//! `opening` alone: 300 and 4,096 cells; `opening 1000`: these cells alone. Threads as rayon has them.

use intertally_benches::{Setting, cost, mixed, peak_memory};
use intertally_core::opening::combine::Answer;
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::{ShareOpening, ShareProofs, SubKeyIndex, SubKeyProofs};
use intertally_core::opening::tally::Tally;
use intertally_core::party::TrusteeIndex;
use intertally_core::submission::{Prepared, verify_many};
use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, SeedableRng};
use rayon::prelude::*;
use std::error::Error;
use std::io::{Write, stdout};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn tally(setting: &Setting) -> Outcome<Tally> {
    let (keys, checks) = (setting.keys(), setting.checks());
    let made =
        (0..3).map(|member| setting.prepare(&keys, member, &mut OsRng)).collect::<Result<Vec<_>, _>>()?;
    let all = made.into_iter().map(|Prepared { header, parts, .. }| (header, parts)).collect();
    let mut tally = Tally::new(&setting.manifest);
    for verified in verify_many(all, &checks, &mut OsRng) {
        tally.add(&verified?)?;
    }
    Ok(tally)
}

fn main() -> Outcome<()> {
    let mut out = stdout().lock();
    let asked: Vec<u32> = std::env::args().skip(1).map(|arg| arg.parse()).collect::<Result<_, _>>()?;
    writeln!(out, "{} threads", rayon::current_num_threads())?;
    writeln!(
        out,
        "| cells | step | sitting of a trustee, clock | processor | its check, processor | three answers checked, clock | combine, clock | kB of proofs a trustee | kB sealed |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
    for cells in if asked.is_empty() { &[300, 4096][..] } else { &asked } {
        let setting = Setting::new(*cells, 27, mixed)?;
        let tally = tally(&setting)?;
        for step in [Step::A, Step::B] {
            row(&mut out, &setting, &tally, step)?;
        }
    }
    writeln!(out, "peak memory {} MB", peak_memory() >> 20)?;
    Ok(())
}

fn row(out: &mut impl Write, setting: &Setting, tally: &Tally, step: Step) -> Outcome<()> {
    let asked = setting.asked(tally, step)?;
    let sit = |trustee: TrusteeIndex| -> Vec<(SubKeyIndex, Vec<_>)> {
        let held: Vec<SubKeyIndex> = asked.held(trustee).collect();
        let one = |sub_key: &SubKeyIndex| {
            let mut rng = ChaCha20Rng::from_seed([7; 32]);
            rng.set_stream(u64::from(sub_key.0) + 100 * u64::from(trustee.0));
            let shares = setting.share(&asked, (trustee, *sub_key), &mut rng);
            shares.map(|shares| (*sub_key, shares)).map_err(|why| why.to_string())
        };
        held.par_iter().filter_map(|sub_key| one(sub_key).ok()).collect()
    };
    let (first, sitting) = cost(|| sit(TrusteeIndex(0)));
    let mut answers = vec![(TrusteeIndex(0), first)];
    answers.extend((1..3).map(TrusteeIndex).map(|trustee| (trustee, sit(trustee))));
    let proofs: Vec<(TrusteeIndex, ShareProofs)> = answers
        .iter()
        .map(|(trustee, shares)| {
            let of = |(sub_key, shares): &(SubKeyIndex, Vec<intertally_statements::trustee::Share>)| {
                let proofs = shares.iter().map(|share| share.proof.clone()).collect();
                SubKeyProofs { sub_key: *sub_key, proofs }
            };
            (*trustee, ShareProofs(shares.iter().map(of).collect()))
        })
        .collect();
    let named: Vec<(TrusteeIndex, &ShareProofs)> = proofs.iter().map(|(t, proofs)| (*t, proofs)).collect();
    let one = named.get(..1).unwrap_or_default();
    let (_, check) = cost(|| asked.check(one, &mut OsRng));
    let (proven, checks) = cost(|| asked.check(&named, &mut OsRng));
    let openings = answers.iter().map(|(_, shares)| {
        let open = |(sub_key, shares): &(SubKeyIndex, Vec<intertally_statements::trustee::Share>)| {
            (*sub_key, shares.iter().map(|share| ShareOpening::from(&share.opening)).collect())
        };
        shares.iter().map(open).collect()
    });
    let answers: Vec<Answer> = proven
        .into_iter()
        .zip(openings)
        .map(|(proven, openings)| Ok(Answer { proven: proven?, openings }))
        .collect::<Outcome<_>>()?;
    let (combined, combining) = cost(|| asked.combine(&answers));
    combined?;
    let size = asked.size(TrusteeIndex(0));
    writeln!(
        out,
        "| {} | {step:?} | {:.2} s | {:.2} s | {:.2} s | {:.2} s | {:.2} s | {} | {} |",
        setting.manifest.cells.len(),
        sitting.wall.as_secs_f64(),
        sitting.cpu.as_secs_f64(),
        check.cpu.as_secs_f64(),
        checks.wall.as_secs_f64(),
        combining.wall.as_secs_f64(),
        size.proofs_len() / 1000,
        size.openings_len() / 1000,
    )?;
    Ok(out.flush()?)
}
