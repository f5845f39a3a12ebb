//! Proof (c) at 8192 slots: making one, checking one, checking 27 members' together. One core: `RAYON_NUM_THREADS=1`.

use criterion::{Criterion, criterion_group, criterion_main};
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Ciphertext, Params, PublicKey, Witness, encrypt};
use intertally_core::proof::equations::Equations;
use intertally_core::wellformed::{Common, prove, verify_into};
use merlin::Transcript;
use rand_core::OsRng;

const PARAMS: Params = Params::STANDARD;

fn wellformed(c: &mut Criterion) {
    let words = |index| expand_common(&[1; 32], index, &PARAMS);
    let key = PublicKey::new(&PARAMS, words(0), words(1));
    let common = Common::new(&PARAMS, words(0));
    let part = Transcript::new(b"bench");
    let slots = vec![1u32; 8192];
    let mut group = c.benchmark_group("proof (c), one core");
    group.sample_size(10);
    let made: Vec<(Ciphertext, Witness)> = (0..8).map(|_| encrypt(&key, &slots, &mut OsRng)).collect();
    for count in [1, 8] {
        let masks: Vec<&[u128]> = made.iter().take(count).map(|(c, _)| c.mask()).collect();
        let witnesses: Vec<&Witness> = made.iter().take(count).map(|(_, w)| w).collect();
        group.bench_function(format!("prove {count} ciphertexts"), |b| {
            b.iter(|| prove(&part, &common, &masks, &witnesses, &mut OsRng));
        });
        let Ok(proof) = prove(&part, &common, &masks, &witnesses, &mut OsRng) else { return };
        for members in if count == 1 { vec![1, 27] } else { vec![1, 3] } {
            group.bench_function(format!("verify {members} members, {count} ciphertexts each"), |b| {
                b.iter(|| {
                    let one = |_| {
                        let mut batch = Equations::default();
                        let holds =
                            verify_into(&mut batch, &part, &common, &masks, &proof, &mut OsRng).is_some();
                        holds.then_some(batch)
                    };
                    let all = (0..members)
                        .map(one)
                        .try_fold(Equations::default(), |all, one| Some(all.merge(one?)));
                    all.is_some_and(Equations::holds)
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, wellformed);
criterion_main!(benches);
