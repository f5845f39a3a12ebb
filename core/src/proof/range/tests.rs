use super::*;
use crate::proof::equations::Equations;
use crate::proof::generators;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

struct Case {
    batch: Batch,
    points: Vec<RistrettoPoint>,
    proof: Vec<u8>,
}

impl Case {
    /// An honest proof of `len` values, the least and the largest among them.
    fn draw(width: Width, len: usize, rng: &mut ChaCha20Rng) -> Self {
        let batch = Batch { width, members: (0..len).collect() };
        let top = (1u64 << width.bits()) - 1;
        let values: Vec<u64> = (0..len).map(|i| [0, top, rng.next_u64() & top][i % 3]).collect();
        let blindings: Vec<Scalar> = values.iter().map(|_| Scalar::random(rng)).collect();
        let proof = prove(Transcript::new(b"t"), &batch, &values, &blindings, rng).unwrap();
        let points =
            values.iter().zip(&blindings).map(|(x, r)| base().pair.commit((*x).into(), *r)).collect();
        Self { batch, points, proof }
    }

    /// As the equations see it.
    fn together(&self, rng: &mut ChaCha20Rng) -> Option<Equations> {
        let mut own = Equations::default();
        let t = Transcript::new(b"t");
        Claim::read(&mut own, t, &self.batch, self.points.clone(), &self.proof, rng).map(|_| own)
    }

    /// As the equations see it, compared with what the crate says.
    fn holds(&self, rng: &mut ChaCha20Rng) -> bool {
        let ours = self.together(rng).is_some_and(Equations::holds);
        let theirs = verify(Transcript::new(b"t"), &self.batch, &self.points, &self.proof, rng);
        assert_eq!(ours, theirs);
        ours
    }
}

fn width() -> impl Strategy<Value = Width> {
    prop::sample::select(Width::ALL.to_vec())
}

#[test]
fn bit_generators_are_those_of_the_crate() {
    let [ours, _] = generators::bit_generators();
    for (i, row) in ours.chunks(generators::BITS).take(MAX_BATCH).enumerate() {
        assert!(range_generators().share(i).G(generators::BITS).eq(row), "{i}");
    }
}

#[test]
fn every_changed_byte_is_refused_as_the_crate_refuses_it() {
    let rng = &mut ChaCha20Rng::seed_from_u64(5);
    let mut case = Case::draw(Width::W8, 2, rng);
    assert!(case.holds(rng));
    for at in 0..case.proof.len() {
        let change = 1 << (at % 8);
        case.proof[at] ^= change;
        assert!(!case.holds(rng), "byte {at}");
        case.proof[at] ^= change;
    }
    for len in [0, 32, case.proof.len() - 32, case.proof.len() - 1] {
        let proof = case.proof[..len].to_vec();
        assert!(!Case { proof, batch: case.batch.clone(), points: case.points.clone() }.holds(rng));
    }
    // A scalar that is not reduced, the identity for a point: never, even where the equation would not see it.
    for at in 0..case.proof.len() / 32 {
        for bytes in [[0xff; 32], [0; 32]] {
            let mut proof = case.proof.clone();
            proof[32 * at..32 * (at + 1)].copy_from_slice(&bytes);
            assert!(
                !Case { proof, batch: case.batch.clone(), points: case.points.clone() }.holds(rng),
                "{at}"
            );
        }
    }
}

#[test]
fn a_value_outside_its_range_has_no_proof_that_the_equations_take() {
    let rng = &mut ChaCha20Rng::seed_from_u64(6);
    let case = Case::draw(Width::W8, 3, rng);
    for shift in [Scalar::from(256u32), -Scalar::ONE, Scalar::from(1u64 << 40), Scalar::random(rng)] {
        let mut points = case.points.clone();
        points[1] += base().pair.B * shift;
        let other = Case { points, batch: case.batch.clone(), proof: case.proof.clone() };
        assert!(!other.holds(rng));
    }
    // Two points that are wrong by the same amount, one up and one down: sums without weights would be blind to it.
    let mut points = case.points.clone();
    points[0] += base().pair.B;
    points[1] -= base().pair.B;
    assert!(!Case { points, ..case }.holds(rng));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn many_hold_together_unless_one_does_not(
        kinds in prop::collection::vec((width(), 1usize..10), 1..6),
        wrong in 0usize..12,
        seed in any::<u64>(),
    ) {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let mut cases: Vec<Case> = kinds.iter().map(|(width, len)| Case::draw(*width, *len, rng)).collect();
        let honest = cases.get_mut(wrong).is_none_or(|case| {
            case.points[0] += base().pair.B;
            false
        });
        let all = cases.iter().map(|case| case.together(rng).unwrap()).reduce(Equations::merge).unwrap();
        prop_assert_eq!(all.holds(), honest);
        for (at, case) in cases.iter().enumerate() {
            prop_assert_eq!(case.holds(rng), at != wrong);
        }
    }
}

#[test]
fn errors_of_two_proofs_do_not_cancel() {
    let rng = &mut ChaCha20Rng::seed_from_u64(7);
    // The same proof twice, its blinding wrong by one, up in one and down in the other.
    let case = Case::draw(Width::W16, 1, rng);
    let moved = |by: Scalar| {
        let mut proof = case.proof.clone();
        let at = 32 * 6..32 * 7;
        let old: [u8; 32] = proof[at.clone()].try_into().unwrap();
        proof[at].copy_from_slice((Scalar::from_canonical_bytes(old).unwrap() + by).as_bytes());
        Case { proof, batch: case.batch.clone(), points: case.points.clone() }
    };
    let both = [moved(Scalar::ONE), moved(-Scalar::ONE)].map(|case| case.together(rng).unwrap());
    assert!(!both.into_iter().reduce(Equations::merge).unwrap().holds());
}
