//! Each step of a round at one ciphertext of 8192 slots, 3 of 5 trustees, 27 members.

use criterion::{Criterion, criterion_group, criterion_main};
use intertally_benches::Setting;
use intertally_core::lattice::{Accumulator, Ciphertext, EncryptionSeed, Params, encrypt};
use intertally_core::submission::verify_many;
use rand_core::OsRng;
use std::hint::black_box;

const PARAMS: Params = Params::STANDARD;

fn lattice(c: &mut Criterion) {
    let Ok(setting) = Setting::new(4096, 27, |_| 65_535) else { return };
    let keys = setting.keys();
    let Some(public) = keys.first().map(|key| &key.public) else { return };
    let message: Vec<u128> = (0..8192).map(|slot| slot << 100).collect();
    let one = || encrypt(public, black_box(&message), &EncryptionSeed::draw(&mut OsRng)).0;
    c.bench_function("encrypt 8192 slots", |b| b.iter(one));
    let ciphertext = one();
    c.bench_function("serialise 8192 slots", |b| b.iter(|| black_box(&ciphertext).to_bytes()));
    let bytes = ciphertext.to_bytes();
    c.bench_function("decode 8192 slots", |b| {
        b.iter(|| Ciphertext::from_bytes(&PARAMS, 8192, black_box(&bytes)).is_ok());
    });
    let all: Vec<_> = (0..27).map(|_| one()).collect();
    c.bench_function("add 27 members", |b| {
        b.iter(|| {
            let mut sum = Accumulator::new(&PARAMS, 8192);
            for ciphertext in &all {
                let _ = black_box(sum.add(ciphertext));
            }
            sum.finish()
        });
    });
}

fn proofs(c: &mut Criterion) {
    let mut group = c.benchmark_group("a member, two cores");
    group.sample_size(10);
    for cells in [308, 4096] {
        let Ok(setting) = Setting::new(cells, 27, |_| 65_535) else { continue };
        let (keys, checks) = (setting.keys(), setting.checks());
        let prepare = || setting.prepare(&keys, 0, &mut OsRng);
        group.bench_function(format!("prepare {cells} cells"), |b| b.iter(prepare));
        let Ok(made) = prepare() else { continue };
        for members in [1, 27] {
            group.bench_function(format!("check {members} of {cells} cells"), |b| {
                b.iter(|| {
                    let all = (0..members).map(|_| (made.header.clone(), made.parts.clone())).collect();
                    verify_many(all, &checks, &mut OsRng).iter().filter(|outcome| outcome.is_ok()).count()
                });
            });
        }
    }
    group.finish();
}

criterion_group!(steps, lattice, proofs);
criterion_main!(steps);
