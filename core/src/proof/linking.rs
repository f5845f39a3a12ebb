//! The linear argument behind the link proof: the bytes and the transcript of `bulletproofs::LinearProof`, made by our own
//! code ([`super::linear`]), which multiplies the bits in constant time.

use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

use super::equations::Equations;
use super::generators::{base, vector_generators};
use super::linear::{self, CrossTerms, Instance, SmallVector};

pub(super) use super::linear::proof_len;

/// What that crate absorbs before its first round (docs/spec.md section 4.8).
fn absorb(t: &mut Transcript, point: &RistrettoPoint, public: &[Scalar], generators: &[RistrettoPoint]) {
    let pair = &base().pair;
    t.append_message(b"dom-sep", b"ipp v1");
    t.append_u64(b"n", public.len() as u64);
    t.append_message(b"C", point.compress().as_bytes());
    public.iter().for_each(|weight| t.append_message(b"b_i", weight.as_bytes()));
    generators.iter().for_each(|g| t.append_message(b"G_i", g.compress().as_bytes()));
    t.append_message(b"F", pair.B.compress().as_bytes());
    t.append_message(b"B", pair.B_blinding.compress().as_bytes());
}

/// The proof, or nothing if the lengths differ or are no power of two.
pub(super) fn prove(
    mut t: Transcript,
    point: &RistrettoPoint,
    blinding: &Scalar,
    secret: &SmallVector,
    public: Vec<Scalar>,
    rng: &mut (impl RngCore + CryptoRng),
) -> Option<Vec<u8>> {
    let table = vector_generators(secret.len());
    let generators = table.get(..secret.len())?;
    absorb(&mut t, point, &public, generators);
    let cross = CrossTerms::new(secret, generators)?;
    let secret = Zeroizing::new(secret.scalars());
    let instance = Instance { secret, blinding: *blinding, public, generators, cross: Some(&cross) };
    linear::prove(&mut t, instance, rng)
}

/// Whether the proof holds for `point` and the public weights.
pub(super) fn verify(mut t: Transcript, point: &RistrettoPoint, public: &[Scalar], proof: &[u8]) -> bool {
    let table = vector_generators(public.len());
    let Some(generators) = table.get(..public.len()) else { return false };
    absorb(&mut t, point, public, generators);
    let mut equations = Equations::default();
    // A single equation needs no random weight.
    let Some(factor) = linear::verify_into(&mut equations, &Scalar::ONE, &mut t, public, proof) else {
        return false;
    };
    equations.push(factor, *point);
    equations.holds()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::pedersen::commit;
    use bulletproofs::LinearProof;
    use curve25519_dalek::traits::MultiscalarMul;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn the_crate_takes_a_link() {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        for n in [1usize, 2, 8, 64] {
            let secret = SmallVector {
                bits: vec![],
                signed: (0..n).map(|i| i16::from(i % 3 == 0)).collect(),
                padding: 0,
            };
            let public: Vec<Scalar> = (0..n).map(|_| Scalar::random(rng)).collect();
            let (blinding, scalars) = (Scalar::random(rng), secret.scalars());
            let generators = vector_generators(n)[..n].to_vec();
            let inner = scalars.iter().zip(&public).map(|(a, b)| a * b).sum();
            let point = RistrettoPoint::multiscalar_mul(&scalars, &generators) + commit(&inner, &blinding);
            let t = Transcript::new(b"t");
            let bytes = prove(t.clone(), &point, &blinding, &secret, public.clone(), rng).unwrap();
            assert!(verify(t.clone(), &point, &public, &bytes));
            let (pair, point) = (&base().pair, point.compress());
            let proof = LinearProof::from_bytes(&bytes).unwrap();
            proof.verify(&mut t.clone(), &point, &generators, &pair.B, &pair.B_blinding, public).unwrap();
        }
    }
}
