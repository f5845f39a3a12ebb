//! Generators of all commitments, computed once per process (docs/spec.md section 4).
//!
//! - `G` carries values, `H` carries blinding: the `B` and `B_blinding` of `bulletproofs::PedersenGens`.
//! - `G_k` carries the bit of cell `k` of a submission part: `SHAKE256(VECTOR_LABEL || k as u64 little endian)`,
//!   64 bytes, mapped by the Ristretto255 one-way map (RFC 9496 section 4.3.4).
//! - the bit generators `G(i, j)`, `H(i, j)` of the range proofs (value i, bit j) are those of the `bulletproofs` crate:
//!   bytes `64*j .. 64*(j+1)` of `SHAKE256("GeneratorsChain" || 'G' or 'H' || LE32(i))`, mapped in the same way.
//!
//! Nobody knows a discrete-log relation between any two of them.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use bulletproofs::{BulletproofGens, PedersenGens};
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use rayon::prelude::*;
use sha3::{
    Shake256,
    digest::{ExtendableOutput, Update, XofReader},
};

use super::range::{MAX_BATCH, Width};

/// Domain label of the vector generators `G_k`.
pub const VECTOR_LABEL: &[u8] = b"intertally/v1/vector-generator";

/// `G` and `H` with fixed-base tables, so that multiplying them by a secret is quick and constant-time.
pub struct Base {
    /// The pair as the `bulletproofs` crate wants it.
    pub pair: PedersenGens,
    /// Table of the value generator `G`.
    pub value: RistrettoBasepointTable,
    /// Table of the blinding generator `H`.
    pub blinding: RistrettoBasepointTable,
}

/// The value and blinding generators.
pub fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let pair = PedersenGens::default();
        Base {
            pair,
            value: RistrettoBasepointTable::create(&pair.B),
            blinding: RistrettoBasepointTable::create(&pair.B_blinding),
        }
    })
}

/// Bit generators for aggregated range proofs of up to [`MAX_BATCH`] values of up to 32 bits.
pub fn range_generators() -> &'static BulletproofGens {
    static GENS: OnceLock<BulletproofGens> = OnceLock::new();
    GENS.get_or_init(|| BulletproofGens::new(Width::W32.bits() as usize, MAX_BATCH))
}

/// Bit generators for the range proof of the 128 projections of 16 bits of a well-formedness proof.
pub fn projection_generators() -> &'static BulletproofGens {
    static GENS: OnceLock<BulletproofGens> = OnceLock::new();
    GENS.get_or_init(|| BulletproofGens::new(16, 128))
}

/// Bits of a value that [`bit_generators`] has room for.
pub const BITS: usize = 32;
/// Values of one proof.
const VALUES: u32 = 128;

/// `G(i, j)` and `H(i, j)` at `32*i + j`, for checking proofs together: the crate gives out the first alone. 1.3 MB.
pub fn bit_generators() -> &'static [Vec<RistrettoPoint>; 2] {
    static TABLES: OnceLock<[Vec<RistrettoPoint>; 2]> = OnceLock::new();
    TABLES.get_or_init(|| [b'G', b'H'].map(|letter| (0..VALUES).flat_map(|i| chain(letter, i)).collect()))
}

fn chain(letter: u8, value: u32) -> impl Iterator<Item = RistrettoPoint> {
    let mut hash = Shake256::default();
    hash.update(b"GeneratorsChain");
    hash.update(&[letter]);
    hash.update(&value.to_le_bytes());
    let mut stream = hash.finalize_xof();
    (0..BITS).map(move |_| {
        let mut wide = [0u8; 64];
        stream.read(&mut wide);
        RistrettoPoint::from_uniform_bytes(&wide)
    })
}

/// The vector generator `G_k`, computed anew. [`vector_generators`] is the cached way.
pub fn vector_generator(k: u64) -> RistrettoPoint {
    let mut hash = Shake256::default();
    hash.update(VECTOR_LABEL);
    hash.update(&k.to_le_bytes());
    let mut wide = [0u8; 64];
    hash.finalize_xof().read(&mut wide);
    RistrettoPoint::from_uniform_bytes(&wide)
}

/// `G_0 .. G_{len-1}`, and possibly more: a shared table that only grows (to the next power of two, in parallel).
///
/// `len` must come from the round, never from a peer: memory is 160 bytes per generator. No lock is held while
/// rayon works (a worker could steal a task that waits for that lock); two callers may do the same work once.
pub fn vector_generators(len: usize) -> Arc<Vec<RistrettoPoint>> {
    static TABLE: RwLock<Option<Arc<Vec<RistrettoPoint>>>> = RwLock::new(None);
    let known = TABLE.read().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default();
    if known.len() >= len {
        return known;
    }
    let mut points = known.to_vec();
    let (from, to) = (points.len() as u64, len.next_power_of_two().max(64) as u64);
    points.par_extend((from..to).into_par_iter().map(vector_generator));
    let table = Arc::new(points);
    let mut slot = TABLE.write().unwrap_or_else(PoisonError::into_inner);
    if slot.as_ref().is_none_or(|current| current.len() < table.len()) {
        *slot = Some(Arc::clone(&table));
    }
    table
}
