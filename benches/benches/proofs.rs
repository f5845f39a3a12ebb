//! What is expensive: commitments and proofs of a whole submission at 300, 4,096 and 65,536 cells of 16 bits, and the check of
//! all members' proofs together.
//!
//! Proofs of 65,536 cells take minutes each, and criterion wants ten: they run with `INTERTALLY_LONG=1` alone. Checks of 27 and
//! 200 members repeat three submissions, which costs what as many different ones cost.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use intertally_benches::Setting;
use intertally_core::proof::PartWitness;
use intertally_core::submission::{Checks, Prepared, verify_many};
use rand_core::OsRng;
use std::hint::black_box;
use std::time::Duration;

const SIZES: [u32; 3] = [300, 4096, 65_536];
const MEMBERS: [u16; 2] = [27, 200];
/// Above this many cells in all an audit is left to the line that `growth` fits: memory holds the bodies of all at once here.
const MOST: u32 = 200_000;

/// Commitments of one part with as many cells.
fn commit(c: &mut Criterion) {
    for cells in SIZES {
        let Ok(setting) = Setting::new(cells, 27, |_| 65_535) else { continue };
        let Some((_, layout)) = setting.keys.first() else { continue };
        let all = layout.widths().len();
        let values: Vec<u64> = (0..all as u64).map(|i| i % 60_000).collect();
        let blindings = values.iter().map(|x| (*x + 5).into()).collect();
        let Ok(witness) = PartWitness::new(values, blindings, 9u8.into(), None, &mut OsRng) else { continue };
        let mut group = c.benchmark_group(format!("{cells} cells"));
        group.sample_size(10).throughput(Throughput::Elements(all as u64));
        let reported = vec![true; all];
        group.bench_function(format!("commit, a key of {all} of them"), |b| {
            b.iter(|| black_box(witness.commit(&reported, layout.widths())).is_ok());
        });
        group.finish();
    }
}

fn proofs(c: &mut Criterion) {
    let long = std::env::var_os("INTERTALLY_LONG").is_some();
    for cells in SIZES.into_iter().filter(|cells| *cells <= 4096 || long) {
        let Ok(setting) = Setting::new(cells, 200, |_| 65_535) else { continue };
        let mut group = c.benchmark_group(format!("{cells} cells"));
        group.sample_size(10).sampling_mode(SamplingMode::Flat).warm_up_time(Duration::from_millis(1));
        group.throughput(Throughput::Elements(cells.into()));
        group.bench_function("prepare: encrypt, commit, prove", |b| {
            b.iter(|| setting.prepare(0, &mut OsRng).map(|made| made.parts.len()));
        });
        let checks = Checks::of(&setting.manifest);
        let count = if cells <= 4096 { 3 } else { 1 };
        let Ok(made) =
            (0..count).map(|member| setting.prepare(member, &mut OsRng)).collect::<Result<Vec<_>, _>>()
        else {
            continue;
        };
        for members in [1].into_iter().chain(MEMBERS).filter(|m| *m == 1 || cells * u32::from(*m) <= MOST) {
            let sent = made.iter().cycle().take(members.into());
            let all: Vec<_> =
                sent.map(|Prepared { header, parts, .. }| (header.clone(), parts.clone())).collect();
            group.throughput(Throughput::Elements((cells * u32::from(members)).into()));
            group.bench_with_input(BenchmarkId::new("verify members", members), &all, |b, all| {
                b.iter_batched(
                    || all.clone(),
                    |all| verify_many(all, &checks, &mut OsRng).into_iter().filter(Result::is_ok).count(),
                    criterion::BatchSize::PerIteration,
                );
            });
        }
        group.finish();
    }
}

criterion_group!(benches, commit, proofs);
criterion_main!(benches);
