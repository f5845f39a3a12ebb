//! The cheap steps at 300, 4,096 and 65,536 cells, one figure of 16 bits each. 27 and 200 members.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use intertally_benches::Setting;
use intertally_core::lattice::{Accumulator, Ciphertext, EncryptionSeed, Params, encrypt};
use intertally_core::packing::PartPlain;
use intertally_core::submission::SubmissionKey;
use intertally_log::Tree;
use rand_core::OsRng;
use std::hint::black_box;

const PARAMS: Params = Params::STANDARD;
const SIZES: [u32; 3] = [300, 4096, 65_536];
const MEMBERS: [u16; 2] = [27, 200];

/// A member's figures for one key.
fn plain(key: &SubmissionKey) -> PartPlain {
    let values = (0..key.layout.cells() as u32).map(|i| Some(i * 7 % 60_000)).collect();
    PartPlain { values, changed: None }
}

fn encrypted(keys: &[(&SubmissionKey, PartPlain)]) -> Vec<Ciphertext> {
    let one = |(key, plain): &(&SubmissionKey, PartPlain)| -> Vec<Ciphertext> {
        let ciphertext = |at| {
            let message = plain.message(&key.layout, at);
            encrypt(&key.public, &message, &EncryptionSeed::draw(&mut OsRng)).0
        };
        (0..key.layout.ciphertexts()).map(ciphertext).collect()
    };
    keys.iter().flat_map(one).collect()
}

fn steps(c: &mut Criterion) {
    for cells in SIZES {
        let Ok(setting) = Setting::new(cells, 27, |_| 65_535) else { continue };
        let keys = setting.keys();
        let plains: Vec<_> = keys.iter().map(|key| (key, plain(key))).collect();
        let mut group = c.benchmark_group(format!("{cells} cells"));
        group.sample_size(10).throughput(Throughput::Elements(cells.into()));
        group.bench_function("pack", |b| {
            let pack = |(key, plain): &(&SubmissionKey, PartPlain)| {
                (0..key.layout.ciphertexts()).map(|at| plain.message(&key.layout, at).len()).sum::<usize>()
            };
            b.iter(|| plains.iter().map(pack).sum::<usize>());
        });
        group.bench_function("pack and encrypt", |b| b.iter(|| encrypted(&plains)));
        // Four members' ciphertexts, taken in turn: more than the caches hold.
        let sent: Vec<Vec<Ciphertext>> = (0..4).map(|_| encrypted(&plains)).collect();
        for members in MEMBERS {
            group.bench_with_input(BenchmarkId::new("add members", members), &members, |b, members| {
                b.iter(|| {
                    let mut sums: Vec<_> =
                        sent.iter().take(1).flatten().map(|c| Accumulator::new(&PARAMS, c.used())).collect();
                    for member in sent.iter().cycle().take((*members).into()) {
                        for (sum, ciphertext) in sums.iter_mut().zip(member) {
                            let _ = black_box(sum.add(ciphertext));
                        }
                    }
                    sums.into_iter().map(Accumulator::finish).collect::<Vec<_>>()
                });
            });
        }
        group.finish();
    }
}

fn log(c: &mut Criterion) {
    c.bench_function("log: append an event to 10,000 and take the root", |b| {
        let mut tree = Tree::default();
        (0..10_000u32).for_each(|i| tree.push(i.to_le_bytes().repeat(64)));
        b.iter(|| {
            tree.push(vec![1; 256]);
            tree.root()
        });
    });
}

criterion_group!(benches, steps, log);
criterion_main!(benches);
