//! Each step of a round at one ciphertext of 8192 slots, 3 of 5 trustees, 27 members; proofs at 64 cells.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::share::{Flooding, share};
use intertally_core::lattice::{
    Accumulator, Ciphertext, Params, PublicKey, Ring, SubKeySecret, encrypt, key,
};
use intertally_core::packing::{Layout, PartPlain};
use intertally_core::party::{KeyId, MemberIndex, RoundId};
use intertally_core::proof;
use intertally_core::round::Width;
use intertally_core::submission::part::{Place, ciphertext_digest, transcript_digests};
use intertally_core::submission::prepare::prepare_part;
use rand_core::OsRng;
use std::hint::black_box;

const PARAMS: Params = Params::STANDARD;

fn joint(seeds: &[[u8; 32]]) -> PublicKey {
    let ring = Ring::get(&PARAMS);
    let a = expand_common(&[1; 32], 0, &PARAMS);
    let parts: Vec<_> = seeds.iter().map(|seed| key::public_part(&ring, &a, seed, b"")).collect();
    let b = key::sum_public_parts(parts.iter().map(Vec::as_slice), &PARAMS);
    PublicKey::new(&PARAMS, a, b)
}

fn lattice(c: &mut Criterion) {
    let seeds: Vec<[u8; 32]> = (0..10).map(|i| [i; 32]).collect();
    let (public, ring) = (joint(&seeds), Ring::get(&PARAMS));
    let slots: Vec<u32> = (0..8192).collect();
    c.bench_function("encrypt 8192 slots", |b| b.iter(|| encrypt(&public, black_box(&slots), &mut OsRng)));
    let one = encrypt(&public, &slots, &mut OsRng).0;
    c.bench_function("serialise 8192 slots", |b| b.iter(|| black_box(&one).to_bytes()));
    let bytes = one.to_bytes();
    c.bench_function("decode 8192 slots", |b| {
        b.iter(|| Ciphertext::from_bytes(&PARAMS, 8192, black_box(&bytes)).is_ok());
    });
    let all: Vec<_> = (0..27).map(|_| encrypt(&public, &slots, &mut OsRng).0).collect();
    c.bench_function("add 27 members", |b| {
        b.iter(|| {
            let mut sum = Accumulator::new(&PARAMS, 8192);
            for ciphertext in &all {
                let _ = black_box(sum.add(ciphertext));
            }
            sum.finish()
        });
    });
    let bits = Committee::new(5, 3).map_or(0, |committee| committee.flooding_bits(&PARAMS));
    let secrets: Vec<_> = seeds
        .iter()
        .map(|seed| (SubKeySecret::derive(&ring, seed, b""), Flooding::new(seed, b"", bits)))
        .collect();
    let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
    c.bench_function("all ten shares of 3-of-5, 8192 slots, one core", |b| {
        b.iter(|| {
            let mask = ring.transform(one.mask());
            let shares =
                secrets.iter().map(|(secret, flooding)| share(&ring, secret, flooding, at, &mask, &slots));
            shares.map(|words| words.len()).sum::<usize>()
        });
    });
}

fn proofs(c: &mut Criterion) {
    let public = joint(&[[1; 32]]);
    let mut group = c.benchmark_group("64 cells, two cores");
    group.throughput(Throughput::Elements(64)).sample_size(10);
    for width in Width::ALL {
        let layout = Layout::new(PARAMS, &[width; 64], false);
        let place = Place {
            round: RoundId(Digest::ZERO),
            key: KeyId(Digest::ZERO),
            member: MemberIndex(0),
            revision: 0,
        };
        let values: Vec<Option<u32>> = (0..64).map(|k| Some(k % 50)).collect();
        let prepare = || {
            let plain = PartPlain::draw(&values, None, &mut OsRng);
            prepare_part(place, &public, &layout, plain, &mut OsRng)
        };
        group.bench_function(format!("prepare, {} bits", width.bits()), |b| b.iter(prepare));
        let Ok((body, _)) = prepare() else { continue };
        let digests: Vec<_> =
            body.ciphertexts.iter().map(|bytes| bytes.as_deref().map(ciphertext_digest)).collect();
        let digests = transcript_digests(&digests);
        let statement = proof::PartStatement {
            reported: vec![true; 64],
            widths: vec![width; 64],
            commitments: body.commitments.clone(),
        };
        group.bench_function(format!("verify, {} bits", width.bits()), |b| {
            b.iter(|| proof::verify(&place.context(&digests, &statement), &body.proofs.figures, &mut OsRng));
        });
    }
    group.finish();
}

criterion_group!(steps, lattice, proofs);
criterion_main!(steps);
