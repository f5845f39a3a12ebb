use bulletproofs::LinearProof;
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar, traits::MultiscalarMul};
use merlin::Transcript;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use zeroize::Zeroizing;

use super::*;
use crate::proof::{
    equations::{Equations, weight},
    generators::{base, vector_generators},
    pedersen::commit,
};

/// A witness of bits and of numbers as large as they may be, its public vector, its commitment.
struct Case {
    witness: SmallVector,
    public: Vec<Scalar>,
    blinding: Scalar,
    generators: Vec<RistrettoPoint>,
    point: RistrettoPoint,
}

impl Case {
    fn draw(log: u32, bits: bool, rng: &mut ChaCha20Rng) -> Self {
        let n = 1usize << log;
        let of_bits = if bits { n } else { n / 2 };
        let witness = SmallVector {
            bits: (0..of_bits).map(|_| (rng.next_u32() & 1) as u8).collect(),
            signed: (of_bits..n)
                .map(|i| if i % 7 == 0 { [-256, 255][i & 1] } else { (rng.next_u32() as i16) >> 7 })
                .collect(),
            padding: 0,
        };
        let public: Vec<Scalar> = (0..n).map(|_| Scalar::random(rng)).collect();
        let generators = vector_generators(n)[..n].to_vec();
        let blinding = Scalar::random(rng);
        let a = witness.scalars();
        let inner = a.iter().zip(&public).map(|(a, b)| a * b).sum();
        let point = RistrettoPoint::multiscalar_mul(&a, &generators) + commit(&inner, &blinding);
        Self { witness, public, blinding, generators, point }
    }

    /// What the crate absorbs before its first round.
    fn crate_transcript(&self) -> Transcript {
        let mut t = Transcript::new(b"test");
        t.append_message(b"dom-sep", b"ipp v1");
        t.append_u64(b"n", self.public.len() as u64);
        t.append_message(b"C", self.point.compress().as_bytes());
        self.public.iter().for_each(|b| t.append_message(b"b_i", b.as_bytes()));
        self.generators.iter().for_each(|g| t.append_message(b"G_i", g.compress().as_bytes()));
        t.append_message(b"F", base().pair.B.compress().as_bytes());
        t.append_message(b"B", base().pair.B_blinding.compress().as_bytes());
        t
    }

    fn prove(&self, t: &mut Transcript, small: bool, rng: &mut ChaCha20Rng) -> Vec<u8> {
        let cross = small.then(|| CrossTerms::new(&self.witness, &self.generators).unwrap());
        let instance = Instance {
            secret: Zeroizing::new(self.witness.scalars()),
            blinding: self.blinding,
            public: self.public.clone(),
            generators: &self.generators,
            cross: cross.as_ref(),
        };
        prove(t, instance, rng).unwrap()
    }

    fn verify(&self, t: &mut Transcript, proof: &[u8], rng: &mut ChaCha20Rng) -> bool {
        let mut batch = Equations::default();
        let Some(factor) = verify_into(&mut batch, &weight(rng), t, &self.public, proof) else {
            return false;
        };
        batch.push(factor, self.point);
        batch.holds()
    }

    fn crate_verifies(&self, proof: &[u8]) -> bool {
        let (pair, mut t) = (&base().pair, Transcript::new(b"test"));
        let point = self.point.compress();
        LinearProof::from_bytes(proof)
            .unwrap()
            .verify(&mut t, &point, &self.generators, &pair.B, &pair.B_blinding, self.public.clone())
            .is_ok()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn the_crate_takes_our_proofs_and_we_take_its(seed: u64, log in 1u32..9, bits: bool, small: bool) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let case = Case::draw(log, bits, rng);
        let ours = case.prove(&mut case.crate_transcript(), small, rng);
        prop_assert_eq!(ours.len(), proof_len(1 << log));
        prop_assert!(case.crate_verifies(&ours));
        prop_assert!(case.verify(&mut case.crate_transcript(), &ours, rng));
        let pair = &base().pair;
        let theirs = LinearProof::create(
            &mut Transcript::new(b"test"), rng, &case.point.compress(), case.blinding, case.witness.scalars(),
            case.public.clone(), case.generators.clone(), &pair.B, &pair.B_blinding,
        ).unwrap().to_bytes();
        prop_assert!(case.verify(&mut case.crate_transcript(), &theirs, rng));
        prop_assert!(!case.verify(&mut Transcript::new(b"test"), &theirs, rng));
    }

    #[test]
    fn no_byte_of_a_proof_can_change(seed: u64, flip: u8) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let mut case = Case::draw(4, false, rng);
        let proof = case.prove(&mut Transcript::new(b"t"), true, rng);
        prop_assert!(case.verify(&mut Transcript::new(b"t"), &proof, rng));
        for at in 0..proof.len() {
            let mut other = proof.clone();
            other[at] ^= flip | 1;
            prop_assert!(!case.verify(&mut Transcript::new(b"t"), &other, rng), "byte {}", at);
        }
        prop_assert!(!case.verify(&mut Transcript::new(b"t"), &proof[..proof.len() - 32], rng));
        // A component on the value generator that the public vector does not answer for.
        case.point += base().pair.B;
        prop_assert!(!case.verify(&mut Transcript::new(b"t"), &proof, rng));
    }

    #[test]
    fn a_batch_holds_exactly_if_each_of_its_proofs_does(seed: u64, wrong in 0usize..4) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let mut cases: Vec<Case> = [6, 5, 6].map(|log| Case::draw(log, false, rng)).into();
        let proofs: Vec<_> = cases.iter().map(|c| c.prove(&mut Transcript::new(b"t"), true, rng)).collect();
        if let Some(case) = cases.get_mut(wrong) {
            case.public[0] += Scalar::ONE;
        }
        let batches = cases.iter().zip(&proofs).map(|(case, proof)| {
            let (mut batch, t) = (Equations::default(), &mut Transcript::new(b"t"));
            let factor = verify_into(&mut batch, &weight(rng), t, &case.public, proof).unwrap();
            batch.push(factor, case.point);
            batch
        });
        prop_assert_eq!(batches.reduce(Equations::merge).unwrap().holds(), wrong >= cases.len());
    }

    #[test]
    fn hostile_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..32 * 14), repeat: bool, element: u8) {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        let case = Case::draw(4, true, rng);
        let whole = vec![element; proof_len(16)];
        let bytes = if repeat { whole } else { bytes };
        prop_assert!(!case.verify(&mut Transcript::new(b"t"), &bytes, rng));
    }
}

#[test]
fn cross_terms_are_the_products_at_the_ends_of_the_range() {
    let n = 16;
    let generators = vector_generators(n)[..n].to_vec();
    for ends in [[-256i16, 255], [-1, 1], [-8, 8], [7, -1], [0, 0]] {
        let signed = (0..n / 2).map(|i| ends[i % 2]).collect();
        let bits = (0..n / 2).map(|i| (i % 3 == 0) as u8).collect();
        let witness = SmallVector { bits, signed, padding: 0 };
        let expected = RistrettoPoint::multiscalar_mul(witness.scalars(), &generators);
        assert_eq!(CrossTerms::new(&witness, &generators).unwrap().product(), expected, "{ends:?}");
    }
    let refused = |bits: Vec<u8>, signed: Vec<i16>| {
        let witness = SmallVector { bits, signed, padding: 0 };
        assert!(CrossTerms::new(&witness, &generators[..witness.len()]).is_none());
    };
    refused(vec![1; 3], vec![]);
    refused(vec![2, 1], vec![]);
    for outside in [256, -257, i16::MAX, i16::MIN] {
        refused(vec![1; 2], vec![0, outside]);
    }
}

#[test]
fn known_padding_changes_no_cross_term() {
    let n = 256;
    let generators = vector_generators(n)[..n].to_vec();
    for used in [0, 1, 8, 9, 100, 127, 128] {
        let entry = |i: usize| if i < used { (i % 5) as i16 - 2 } else { 0 };
        let witness = |padding| SmallVector {
            bits: (0..n / 2).map(|i| (entry(i) & 1) as u8).collect(),
            signed: (0..n / 2).map(entry).collect(),
            padding,
        };
        let [plain, padded] =
            [0, n / 2 - used].map(|padding| CrossTerms::new(&witness(padding), &generators).unwrap());
        for (i, j) in (0..plain.blocks()).flat_map(|i| (0..plain.blocks()).map(move |j| (i, j))) {
            assert_eq!(plain.term(i, j), padded.term(i, j), "{used} used, term {i} {j}");
        }
    }
}
