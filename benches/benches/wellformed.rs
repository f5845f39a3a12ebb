//! Proof (c) at 8192 slots: making one, checking one, checking 27 members' together. One core: `RAYON_NUM_THREADS=1`.

use criterion::{Criterion, criterion_group, criterion_main};
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Ciphertext, Params, PublicKey, Witness, encrypt};
use intertally_core::wellformed::{Claim, Common, prove, verify};
use merlin::Transcript;
use rand_core::OsRng;

const PARAMS: Params = Params::STANDARD;

fn wellformed(c: &mut Criterion) {
    let words = |index| expand_common(&[1; 32], index, &PARAMS);
    let key = PublicKey::new(&PARAMS, words(0), words(1));
    let common = Common::of(&key);
    let part = Transcript::new(b"bench");
    let slots = vec![1u32; 8192];
    let mut group = c.benchmark_group("proof (c), one core");
    group.sample_size(10);
    let made: Vec<(Ciphertext, Witness)> = (0..8).map(|_| encrypt(&key, &slots, &mut OsRng)).collect();
    for count in [1, 8] {
        let pairs: Vec<_> = made.iter().take(count).map(|(c, w)| (c.mask(), w)).collect();
        group.bench_function(format!("prove {count} ciphertexts"), |b| {
            b.iter(|| prove(&part, 0, &common, &pairs, &mut OsRng));
        });
        let Ok(proof) = prove(&part, 0, &common, &pairs, &mut OsRng) else { return };
        let proofs = [proof];
        let claim = || Claim {
            part: part.clone(),
            common: &common,
            masks: pairs.iter().map(|(mask, _)| *mask).collect(),
            proofs: &proofs,
        };
        for members in [1, 27] {
            if count * members > 27 {
                continue;
            }
            group.bench_function(format!("verify {members} members, {count} ciphertexts each"), |b| {
                b.iter(|| verify(&(0..members).map(|_| claim()).collect::<Vec<_>>(), &mut OsRng));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, wellformed);
criterion_main!(benches);
