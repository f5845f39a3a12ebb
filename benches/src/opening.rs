//! What an opening takes of everybody: a trustee's sitting, its check, combining. 3 of 5 trustees, 27 members: ten sub-keys, of
//! which a trustee holds six.

use crate::{Cost, Setting, cost, mixed};
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
use std::io::Write;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Three submissions of a setting, checked and added up.
///
/// # Errors
/// None but for faults of the library.
pub fn tally_of(setting: &Setting) -> Outcome<Tally> {
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

/// The table's first two lines.
///
/// # Errors
/// None but for faults of the library, here as below.
pub fn opening_head(out: &mut impl Write) -> Outcome<()> {
    writeln!(
        out,
        "| cells | step | sitting of a trustee, clock | processor | its check, processor | three answers checked, clock | combine, clock | kB of proofs a trustee | kB sealed |"
    )?;
    Ok(writeln!(out, "|{}", "---|".repeat(9))?)
}

/// Two rows of the table: both steps of so many cells.
///
/// # Errors
/// None but for faults of the library.
pub fn opening(out: &mut impl Write, cells: u32) -> Outcome<()> {
    let setting = Setting::new(cells, 27, mixed)?;
    let tally = tally_of(&setting)?;
    [Step::A, Step::B].into_iter().try_for_each(|step| row(out, &setting, &tally, step))
}

/// What one step takes.
pub struct Opened {
    /// A trustee's sitting.
    pub sitting: Cost,
    /// The check of its answer.
    pub check: Cost,
    /// The check of three answers.
    pub checks: Cost,
    /// Combining them.
    pub combining: Cost,
    /// Bytes of a trustee's proofs.
    pub proofs_len: usize,
    /// Bytes of what it seals to the coordinator.
    pub openings_len: usize,
}

/// One step of an opening by three trustees.
///
/// # Errors
/// None but for faults of the library.
pub fn opened(setting: &Setting, tally: &Tally, step: Step) -> Outcome<Opened> {
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
    let (proofs_len, openings_len) = (size.proofs_len(), size.openings_len());
    Ok(Opened { sitting, check, checks, combining, proofs_len, openings_len })
}

fn row(out: &mut impl Write, setting: &Setting, tally: &Tally, step: Step) -> Outcome<()> {
    let Opened { sitting, check, checks, combining, proofs_len, openings_len } =
        opened(setting, tally, step)?;
    writeln!(
        out,
        "| {} | {step:?} | {:.2} s | {:.2} s | {:.2} s | {:.2} s | {:.2} s | {} | {} |",
        setting.manifest.cells.len(),
        sitting.wall.as_secs_f64(),
        sitting.cpu.as_secs_f64(),
        check.cpu.as_secs_f64(),
        checks.wall.as_secs_f64(),
        combining.wall.as_secs_f64(),
        proofs_len / 1000,
        openings_len / 1000,
    )?;
    Ok(out.flush()?)
}
