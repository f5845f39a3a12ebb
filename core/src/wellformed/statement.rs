//! What prover and verifier compute alike: challenges, and the public side of the linear argument.

use super::common::Common;
use super::projection::{Combined, Projection, ROWS};
use super::{OFFSET, RANGE_BITS};
use crate::proof::transcript::fork;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rayon::prelude::*;

/// Label of the fork.
const LABEL: &[u8] = b"wellformed";

/// The fork of a part's transcript for a group, and what was absorbed first.
pub fn begin(part: &Transcript, group: usize, ciphertexts: usize) -> Transcript {
    let mut t = fork(part, LABEL, group);
    t.append_u64(b"ciphertexts", ciphertexts as u64);
    t
}

/// The projection, once W is absorbed.
pub fn projection(t: &mut Transcript, witness: &[u8; 32]) -> Projection {
    t.append_message(b"W", witness);
    let mut seed = [0u8; 32];
    t.challenge_bytes(b"projection", &mut seed);
    Projection::new(seed)
}

/// The weights of the rows, 128 bits each, once sums and range proof are absorbed.
pub fn row_weights(t: &mut Transcript) -> [u128; ROWS] {
    let mut bytes = [[0u8; 16]; ROWS];
    t.challenge_bytes(b"tau", bytes.as_flattened_mut());
    bytes.map(u128::from_le_bytes)
}

/// The linear relation of a group: `<vector, (u, k)> = sum tau_i*(z_i + 2^15) - value`.
pub struct Relation {
    /// v_u, then v_k.
    pub vector: Vec<Scalar>,
    /// `<y, c1> + 2^15 * sum tau_i`.
    pub value: Scalar,
}

/// The relation for c1s of N words each, padded to a power of two with zeros.
pub fn relation(common: &Common, projection: &Projection, tau: &[u128; ROWS], masks: &[&[u128]]) -> Relation {
    let degree = common.ring().params().degree();
    let entries = degree * masks.len().next_power_of_two();
    let combined = projection.transpose(tau, 3 * entries);
    let (of_u, rest) = combined.split_at(entries);
    let (of_e, of_k) = rest.split_at(entries);
    let wrap = Scalar::from(1u128 << 127) * Scalar::from(2u8);
    let groups: Vec<_> = of_u.chunks(degree).zip(of_e.chunks(degree)).zip(of_k.chunks(degree)).collect();
    let parts: Vec<(Vec<Scalar>, Vec<Scalar>, Scalar)> = groups
        .into_par_iter()
        .enumerate()
        .map(|(at, ((u, e), k))| {
            let y: Vec<Scalar> = e.iter().map(Combined::scalar).collect();
            let v_u = u.iter().zip(common.transposed(e)).map(|(u, a)| u.scalar() - a).collect();
            let v_k = k.iter().zip(&y).map(|(k, y)| k.scalar() - wrap * y).collect();
            (v_u, v_k, masks.get(at).map_or(Scalar::ZERO, |mask| centred_product(&y, mask)))
        })
        .collect();
    let mut vector = Vec::with_capacity(2 * entries);
    parts.iter().for_each(|(v_u, _, _)| vector.extend(v_u));
    parts.iter().for_each(|(_, v_k, _)| vector.extend(v_k));
    let offsets = Scalar::from(OFFSET) * tau.iter().map(|t| Scalar::from(*t)).sum::<Scalar>();
    Relation { vector, value: parts.iter().map(|(_, _, value)| value).sum::<Scalar>() + offsets }
}

/// `<y, words>`, the words centred in [-2^127, 2^127).
fn centred_product(y: &[Scalar], words: &[u128]) -> Scalar {
    const TOP: u128 = 1 << 127;
    let shifted: Scalar = y.iter().zip(words).map(|(y, word)| y * Scalar::from(word ^ TOP)).sum();
    shifted - Scalar::from(TOP) * y.iter().sum::<Scalar>()
}

const _: () = assert!(OFFSET == 1 << (RANGE_BITS - 1));
