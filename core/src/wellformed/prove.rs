//! Making the proof of a group.

use super::common::Common;
use super::projection::ROWS;
use super::statement::{begin, projection, relation, row_weights};
use super::{OFFSET, RANGE_BITS, WellformedProof, range_generators};
use crate::lattice::Witness;
use crate::proof::generators::{base, vector_generators};
use crate::proof::linear::{self, CrossTerms, Instance, SmallVector};
use crate::proof::{Element, ProofError};
use bulletproofs::RangeProof;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// Tries until a projection fits its range: an honest one fails with probability 2^-61 at eight ciphertexts.
const TRIES: usize = 4;
const FAILED: ProofError = ProofError::Prover { element: Element::Wellformed };

/// Proves that these ciphertexts, at most eight and in order, are well formed. `part` is the part's transcript, which has absorbed
/// everything (docs/spec.md section 4.5); `group` the number of the group. In time independent of the witness, except
/// for the range proof's library.
///
/// # Errors
/// [`ProofError::Prover`] if the witness is not that of the ciphertexts.
pub fn prove(
    part: &Transcript,
    group: usize,
    common: &Common,
    sent: &[(&[u128], &Witness)],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<WellformedProof, ProofError> {
    let secrets = Secrets::new(common, sent).ok_or(FAILED)?;
    let table = vector_generators(secrets.small.len());
    let generators = table.get(..secrets.small.len()).ok_or(FAILED)?;
    let cross = CrossTerms::new(&secrets.small, generators).ok_or(FAILED)?;
    let masks: Vec<&[u128]> = sent.iter().map(|(mask, _)| *mask).collect();

    for _ in 0..TRIES {
        let mut t = begin(part, group, sent.len());
        let mut blinding = Zeroizing::new(Scalar::random(rng));
        let witness = (cross.product() + &base().blinding * &blinding).compress().to_bytes();
        let projection = projection(&mut t, &witness);
        let Some(sums) = shifted(&projection.apply(&secrets.entries)) else { continue };
        let blindings: Zeroizing<Vec<Scalar>> =
            Zeroizing::new((0..ROWS).map(|_| Scalar::random(rng)).collect());
        let (range, commitments) = RangeProof::prove_multiple_with_rng(
            range_generators(),
            &base().pair,
            &mut t,
            &sums,
            &blindings,
            RANGE_BITS as usize,
            rng,
        )
        .map_err(|_| FAILED)?;
        let tau = row_weights(&mut t);
        *blinding += tau.iter().zip(blindings.iter()).map(|(t, r)| Scalar::from(*t) * r).sum::<Scalar>();
        let instance = Instance {
            secret: Zeroizing::new(secrets.small.scalars()),
            blinding: *blinding,
            public: relation(common, &projection, &tau, &masks).vector,
            generators,
            cross: Some(&cross),
        };
        let linear = linear::prove(&mut t, instance, rng).ok_or(FAILED)?;
        let sums = commitments.iter().map(|point| point.to_bytes()).collect();
        return Ok(WellformedProof { witness, sums, range: range.to_bytes(), linear });
    }
    Err(FAILED)
}

/// The sums plus 2^15, or nothing if one does not fit. The branch tells no more than that the member tries again.
fn shifted(sums: &[i32]) -> Option<Zeroizing<Vec<u64>>> {
    let shifted: Zeroizing<Vec<u64>> = Zeroizing::new(
        sums.iter().map(|z| u64::from(z.wrapping_add(OFFSET as i32).cast_unsigned())).collect(),
    );
    (shifted.iter().fold(0, |all, z| all | z) >> RANGE_BITS == 0).then_some(shifted)
}

/// The witness of a group, padded with zeros to a power of two of ciphertexts.
struct Secrets {
    /// (u, k)
    small: SmallVector,
    /// (u, e1, k)
    entries: Zeroizing<Vec<i32>>,
}

impl Secrets {
    fn new(common: &Common, sent: &[(&[u128], &Witness)]) -> Option<Self> {
        let degree = common.ring().params().degree();
        let entries = degree * sent.len().next_power_of_two();
        let mut small =
            SmallVector { bits: Vec::with_capacity(entries), signed: Vec::with_capacity(entries) };
        let mut errors = Zeroizing::new(Vec::with_capacity(entries));
        for (_, witness) in sent {
            if witness.ephemeral.len() != degree || witness.error.len() != degree {
                return None;
            }
            let quotient = common.ring().quotient(common.polynomial(), &witness.ephemeral, &witness.error);
            let quotient = Zeroizing::new(quotient);
            small.bits.extend(witness.ephemeral.iter().map(|bit| *bit as u8));
            small.signed.extend(quotient.iter().map(|k| *k as i16));
            errors.extend_from_slice(&witness.error);
        }
        small.bits.resize(entries, 0);
        small.signed.resize(entries, 0);
        errors.resize(entries, 0);
        let bits = small.bits.iter().map(|x| i32::from(*x));
        let rest = errors.iter().map(|x| i32::from(*x)).chain(small.signed.iter().map(|x| i32::from(*x)));
        let mut all = Zeroizing::new(Vec::with_capacity(3 * entries));
        all.extend(bits.chain(rest));
        Some(Self { small, entries: all })
    }
}
