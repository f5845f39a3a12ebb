//! Manifest, subsets, and the parts against the definition of the joint key.
use super::*;
use crate::{
    SPEC_VERSION,
    committee::NoCommittee,
    hash::{Digest, digest},
    party::{Instant, TrusteeIndex},
    seal::SecretSealingKey,
    sign::{Purpose, SecretKey},
};
use rand_core::OsRng;

const SIZES: [(u8, u8); 4] = [(2, 3), (3, 5), (4, 7), (5, 9)];

fn manifest(t: u8, n: u8) -> (CeremonyManifest, Vec<SecretKey>) {
    let keys: Vec<_> = (0..n).map(|_| SecretKey::generate(&mut OsRng)).collect();
    let blank = keys[0].sign(Purpose::SealingKey, &0u8);
    let entry = |(i, key): (usize, &SecretKey)| TrusteeEntry {
        name: format!("office {i}"),
        signing: key.verifying_key(),
        sealing: SecretSealingKey::generate(&mut OsRng).public(),
        sealing_signature: blank,
    };
    let mut m = CeremonyManifest {
        spec_version: SPEC_VERSION,
        nonce: digest("test", &[]),
        coordinator: keys[0].verifying_key(),
        trustees: keys.iter().enumerate().map(entry).collect(),
        threshold: t,
        keys: 1,
        params: PARAMS.to_owned(),
        commit_by: Instant(100),
        reveal_by: Instant(200),
        confirm_by: Instant(300),
        not_leading: vec![],
    };
    sign(&mut m, &keys);
    (m, keys)
}

fn sign(m: &mut CeremonyManifest, keys: &[SecretKey]) {
    let terms = m.terms();
    for (entry, (i, key)) in m.trustees.iter_mut().zip((0..).zip(keys)) {
        entry.sealing_signature = terms.offer(TrusteeIndex(i), entry.sealing.clone(), key).signature;
    }
}

#[test]
fn fewer_than_t_lack_one_sub_key_and_t_hold_all() {
    for (t, n) in SIZES {
        let all = subsets(n, t);
        for group in 0u16..1 << n {
            let size = group.count_ones();
            let held = |s: &Subset| s.holders(n).any(|h| group >> h.0 & 1 == 1);
            if size >= u32::from(t) {
                assert!(all.iter().all(held), "{t} of {n}: {group:b}");
            } else {
                assert!(!all.iter().all(held), "{t} of {n}: {group:b}");
            }
        }
        let holders = usize::from(n - t + 1);
        assert!(all.iter().all(|s| s.holders(n).count() == holders && s.leader(n, &[]).is_some()));
    }
    assert_eq!(SIZES.map(|(t, n)| subsets(n, t).len()), [3, 10, 35, 126]);
    assert!(subsets(3, 0).is_empty() && subsets(3, 4).is_empty() && subsets(10, 2).is_empty());
    let leaders = [TrusteeIndex(1), TrusteeIndex(0)];
    assert_eq!(Subset(1).leader(3, &[]), Some(leaders[0]));
    assert_eq!(Subset(2).leader(3, &leaders), Some(TrusteeIndex(2)));
}

#[test]
fn sizes_that_are_unsafe_are_refused() {
    for (t, n, good) in [
        (2, 3, true),
        (3, 5, true),
        (5, 9, true),
        (2, 9, true),
        (1, 3, false),
        (0, 3, false),
        (2, 2, false),
        (3, 4, false),
        (5, 8, false),
        (5, 10, false),
    ] {
        let (m, _) = manifest(t, n);
        let refused = Err(NoCommittee { trustees: usize::from(n), threshold: t }.into());
        assert_eq!(m.validate(), if good { Ok(()) } else { refused });
        assert_eq!(CeremonyState::new(m).is_ok(), good);
    }
}

#[test]
fn a_manifest_binds_its_sealing_keys_and_refuses_twins() {
    let (good, keys) = manifest(2, 3);
    let change = |f: &dyn Fn(&mut CeremonyManifest), signed: bool| {
        let mut m = good.clone();
        f(&mut m);
        if signed {
            sign(&mut m, &keys);
        }
        assert_ne!(m.id(), good.id());
        m.validate().unwrap_err()
    };
    let unsigned = ManifestError::SealingKey { index: 0 };
    assert_eq!(change(&|m| m.confirm_by = Instant(301), false), unsigned);
    assert_eq!(change(&|m| m.nonce = Digest::ZERO, false), unsigned);
    assert_eq!(change(&|m| m.trustees[0].sealing.0.truncate(9), true), unsigned);
    let twins = ManifestError::Twins { index: 2, other: 1 };
    assert_eq!(change(&|m| m.trustees[2].sealing = m.trustees[1].sealing.clone(), true), twins);
    assert_eq!(change(&|m| m.trustees[2].signing = m.trustees[1].signing, true), twins);
    assert_eq!(change(&|m| m.trustees[2].name.clear(), true), ManifestError::Name { index: 2 });
    assert_eq!(change(&|m| m.reveal_by = m.commit_by, true), ManifestError::Deadlines);
    assert_eq!(change(&|m| m.keys = 0, true), ManifestError::Keys { keys: 0 });
    assert_eq!(change(&|m| m.params.push('x'), true), ManifestError::Version { version: SPEC_VERSION });
    for list in [vec![1, 0], vec![0, 0], vec![7], vec![0, 1, 2]] {
        let list: Vec<_> = list.into_iter().map(TrusteeIndex).collect();
        assert_eq!(change(&|m| m.not_leading = list.clone(), true), ManifestError::Leaders);
    }
}

#[test]
fn the_parts_add_up_to_a_key_of_the_sum_of_the_secrets() {
    let (m, _) = manifest(3, 5);
    let (id, a) = (m.id(), derive::common(m.id(), 0));
    let (mut b, mut s) = (vec![0u128; derive::N], vec![0u128; derive::N]);
    for (i, _) in m.subsets().iter().enumerate() {
        let seed = digest("seed", &[&[i as u8]]).0;
        let sub_key = SubKeyId { key: 0, subset: SubsetIndex(i as u8) };
        let part = derive_part(id, sub_key, &seed).unwrap().part;
        b.iter_mut().zip(&part.0).for_each(|(x, y)| *x = x.wrapping_add(*y));
        let params = crate::lattice::params::Params::STANDARD;
        let (secret, _) = crate::lattice::key::secrets(&params, &seed, &sub_key_context(id, sub_key));
        s.iter_mut().zip(secret.iter()).for_each(|(x, y)| *x += y);
    }
    // Schoolbook a * s, negacyclic: an oracle that shares no code with the transform.
    for (i, factor) in s.iter().enumerate() {
        for (j, c) in a.iter().enumerate() {
            let product = c.wrapping_mul(*factor);
            let slot = &mut b[(i + j) % derive::N];
            *slot = if i + j < derive::N { slot.wrapping_sub(product) } else { slot.wrapping_add(product) };
        }
    }
    assert!(b.iter().all(|e| (*e as i128).abs() <= 80), "noise beyond L * 2^3");
    assert!(b.iter().any(|e| *e as i128 > 0) && b.iter().any(|e| (*e as i128) < 0));
    assert!(s.iter().all(|c| *c <= 10));
}

#[test]
fn a_manifest_is_assembled_from_terms_and_one_offer_each() {
    let (m, keys) = manifest(2, 3);
    let terms = m.terms();
    let mut offers: Vec<_> = (0..3)
        .map(|i| {
            let sealing = m.trustees[usize::from(i)].sealing.clone();
            terms.offer(TrusteeIndex(i), sealing, &keys[usize::from(i)])
        })
        .collect();
    offers.reverse();
    assert_eq!(terms.assemble(&offers).unwrap(), m);
    assert_eq!(terms.assemble(&offers[1..]), Err(ManifestError::SealingKey { index: 2 }), "one is missing");
    let other = CeremonyTerms { threshold: 3, ..terms.clone() };
    offers[0] = other.offer(TrusteeIndex(2), offers[0].sealing.clone(), &keys[2]);
    let refused = terms.assemble(&offers);
    assert_eq!(refused, Err(ManifestError::SealingKey { index: 2 }), "an offer for other terms");
}
