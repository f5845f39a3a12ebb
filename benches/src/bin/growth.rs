//! Growth with cells and with members, with a line through each: `growth`, or `growth small` for a quick look.
//!
//! Processor time of all threads, each point measured once after one warm-up; figures of 8, 16 and 32 bits, a third each.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use intertally_benches::{Setting, cost, least, line, mixed};
use intertally_core::lattice::{Accumulator, EncryptionSeed, Params, encrypt as encrypt_one};
use intertally_core::packing::PartPlain;
use intertally_core::submission::{Prepared, SubmissionKey, verify_many};
use rand_core::OsRng;
use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

type Outcome<T> = Result<T, Box<dyn Error>>;
/// Units, and what they take.
type Point = (u32, Duration);

fn print(out: &mut impl Write, step: &str, unit: &str, points: &[Point]) -> Outcome<()> {
    let numbers: Vec<(f64, f64)> =
        points.iter().map(|(x, y)| (f64::from(*x), y.as_secs_f64() * 1e3)).collect();
    let fit = line(&numbers);
    let listed: Vec<String> = numbers.iter().map(|(x, y)| format!("{x}: {y:.1}")).collect();
    writeln!(
        out,
        "| {step} | {} | {:.4} ms a {unit} + {:.1} ms | {:.0} % | {:.2} |",
        listed.join(", "),
        fit.slope,
        fit.intercept,
        fit.worst * 100.0,
        fit.exponent
    )?;
    Ok(out.flush()?)
}

fn submissions(setting: &Setting, members: u32) -> Outcome<Vec<Prepared>> {
    let (different, keys) = (members.min(3) as u16, setting.keys());
    Ok((0..different).map(|member| setting.prepare(&keys, member, &mut OsRng)).collect::<Result<_, _>>()?)
}

fn check(setting: &Setting, made: &[Prepared], members: u32) -> Duration {
    let checks = setting.checks();
    let all = made.iter().cycle().take(members as usize);
    let all = all.map(|made| (made.header.clone(), made.parts.clone())).collect();
    cost(|| verify_many(all, &checks, &mut OsRng)).1.cpu
}

fn with_cells(out: &mut impl Write, sizes: &[u32]) -> Outcome<()> {
    let (mut prepare, mut verify, mut encrypt) = (Vec::new(), Vec::new(), Vec::new());
    for cells in sizes {
        let setting = Setting::new(*cells, 27, mixed)?;
        let keys = setting.keys();
        let (made, took) = cost(|| setting.prepare(&keys, 0, &mut OsRng));
        prepare.push((*cells, took.cpu));
        verify.push((*cells, check(&setting, &[made?], 1)));
        let plain = |key: &SubmissionKey| PartPlain {
            values: (0..key.layout.cells() as u32).map(|i| Some(i % 200)).collect(),
            changed: None,
        };
        let plains: Vec<_> = keys.iter().map(|key| (key, plain(key))).collect();
        let all = || {
            let one = |(key, plain): &(&SubmissionKey, PartPlain)| {
                let bytes = |ciphertext| {
                    let message = plain.message(&key.layout, ciphertext);
                    encrypt_one(&key.public, &message, &EncryptionSeed::draw(&mut OsRng)).0.to_bytes().len()
                };
                (0..key.layout.ciphertexts()).map(bytes).sum::<usize>()
            };
            plains.iter().map(one).sum::<usize>()
        };
        encrypt.push((*cells, least(3, all)));
    }
    print(out, "pack, encrypt and serialise", "cell", &encrypt)?;
    print(out, "a member's whole preparation", "cell", &prepare)?;
    print(out, "check of one submission", "cell", &verify)
}

fn with_members(out: &mut impl Write, counts: &[u32], cells: u32) -> Outcome<()> {
    let most = counts.iter().max().copied().unwrap_or(0);
    let setting = Setting::new(cells, u16::try_from(most)?, mixed)?;
    let made = submissions(&setting, most)?;
    let (mut verify, mut add) = (Vec::new(), Vec::new());
    let keys = setting.keys();
    let key = keys.first().ok_or("no key")?;
    let message: Vec<u128> = (0..8192).map(|slot| slot << 100).collect();
    let one = |_| encrypt_one(&key.public, &message, &EncryptionSeed::draw(&mut OsRng)).0;
    let sent: Vec<_> = (0..8).map(one).collect();
    for members in counts {
        verify.push((*members, check(&setting, &made, *members)));
        let all = || {
            let mut sum = Accumulator::new(&Params::STANDARD, 8192);
            let all = sent.iter().cycle().take(*members as usize);
            all.map(|ciphertext| sum.add(ciphertext).is_ok()).filter(|good| *good).count()
        };
        add.push((*members, least(3, all)));
    }
    print(out, "sum of one ciphertext of 8,192 slots", "member", &add)?;
    print(out, &format!("check of all submissions of {cells} cells"), "member", &verify)
}

fn main() -> Outcome<()> {
    let small = std::env::args().nth(1).is_some_and(|word| word == "small");
    let (sizes, counts, cells): (&[u32], &[u32], u32) = if small {
        (&[100, 200, 300], &[9, 27], 100)
    } else {
        (&[300, 1_000, 2_500, 5_000, 10_000], &[9, 27, 81, 200], 300)
    };
    let mut out = stdout().lock();
    writeln!(out, "| step | measured, ms | line | worst point off by | exponent |\n|---|---|---|---|---|")?;
    // One run that is not counted: tables and generators are made once per process.
    let setting = Setting::new(100, 27, mixed)?;
    let made = submissions(&setting, 1)?;
    check(&setting, &made, 1);
    with_cells(&mut out, sizes)?;
    with_members(&mut out, counts, cells)
}
