//! The cheap steps at 300, 4,096 and 65,536 cells, one figure of 16 bits each. 27 and 200 members.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use intertally_benches::{Setting, seeds};
use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::share::{Flooding, share, slot_of};
use intertally_core::lattice::{Accumulator, Ciphertext, Params, PublicKey, Ring, SubKeySecret, encrypt};
use intertally_core::packing::{Layout, PartPlain};
use intertally_core::party::KeyId;
use intertally_log::Tree;
use rand_core::OsRng;
use std::hint::black_box;

const PARAMS: Params = Params::STANDARD;
const SIZES: [u32; 3] = [300, 4096, 65_536];
const MEMBERS: [u16; 2] = [27, 200];

/// A member's figures for one key.
fn plain(layout: &Layout) -> PartPlain {
    let values: Vec<Option<u32>> = (0..layout.cells() as u32).map(|i| Some(i * 7 % 60_000)).collect();
    PartPlain::draw(&values, None, &mut OsRng)
}

fn packed(setting: &Setting) -> Vec<(&PublicKey, Vec<u32>)> {
    let slots = |layout: &Layout| plain(layout).pack(layout).map(|slots| slots.to_vec()).unwrap_or_default();
    setting.keys.iter().map(|(key, layout)| (key, slots(layout))).collect()
}

fn encrypted(packed: &[(&PublicKey, Vec<u32>)]) -> Vec<Ciphertext> {
    let chunks = packed.iter().flat_map(|(key, slots)| slots.chunks(8192).map(move |chunk| (key, chunk)));
    chunks.map(|(key, chunk)| encrypt(key, chunk, &mut OsRng).0).collect()
}

fn steps(c: &mut Criterion) {
    let bits = Committee::new(5, 3).map_or(0, |committee| committee.flooding_bits(&PARAMS));
    let ring = Ring::get(&PARAMS);
    let secrets: Vec<_> = seeds()
        .iter()
        .map(|seed| (SubKeySecret::derive(&ring, seed, b""), Flooding::new(seed, b"", bits)))
        .collect();
    let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
    for cells in SIZES {
        let Ok(setting) = Setting::new(cells, 27, |_| 65_535) else { continue };
        let mut group = c.benchmark_group(format!("{cells} cells"));
        group.sample_size(10).throughput(Throughput::Elements(cells.into()));
        let plains: Vec<_> = setting.keys.iter().map(|(_, layout)| (plain(layout), layout)).collect();
        group.bench_function("pack", |b| {
            b.iter(|| plains.iter().map(|(plain, layout)| plain.pack(layout).is_ok()).filter(|x| *x).count());
        });
        let slots = packed(&setting);
        group.bench_function("encrypt", |b| b.iter(|| encrypted(&slots)));
        // Four members' ciphertexts, taken in turn: more than the caches hold.
        let sent: Vec<Vec<Ciphertext>> = (0..4).map(|_| encrypted(&slots)).collect();
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
        let sum = sent.first().map_or(&[][..], Vec::as_slice);
        group.bench_function("share and combine, ten sub-keys", |b| {
            b.iter(|| {
                let open = |ciphertext: &Ciphertext| {
                    let mask = ring.transform(ciphertext.mask());
                    let positions: Vec<u32> = (0..ciphertext.used() as u32).collect();
                    let mut rest = ciphertext.body().to_vec();
                    for (secret, flooding) in &secrets {
                        let words = share(&ring, secret, flooding, at, &mask, &positions);
                        rest.iter_mut().zip(words).for_each(|(rest, word)| *rest = rest.wrapping_sub(word));
                    }
                    rest.into_iter().map(slot_of).collect::<Vec<u32>>()
                };
                sum.iter().map(open).collect::<Vec<_>>()
            });
        });
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
