//! The generators `G_0..G_511` and `H` of row commitments: hashed to the curve, so that nobody
//! knows a relation between them.

use crate::COLUMNS;
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::traits::Identity;
use shake::{ExtendableOutput, Shake256, Update, XofReader};
use std::sync::LazyLock;

/// What every generator's hash begins with.
const LABEL: &[u8] = b"intertally/argument/v1/generator/";

/// Columns of one window: four bits choose one of 16 sums.
pub const WINDOW: usize = 4;

/// The generators, with tables made of them.
pub struct Generators {
    /// `G_c`, one per column.
    pub columns: Vec<RistrettoPoint>,
    /// `H`, which blinds.
    pub blinding: RistrettoPoint,
    /// Multiples of `H`.
    pub blinding_table: RistrettoBasepointTable,
    /// Per window of four columns the sums of each subset; bit `k` of the index chooses column `k`.
    pub windows: Vec<[RistrettoPoint; 1 << WINDOW]>,
}

/// The element of RFC 9496 section 4.3.4 from 64 bytes of
/// `SHAKE256(LABEL || index as u64, little end first)`.
fn generator(index: u64) -> RistrettoPoint {
    let mut hash = Shake256::default();
    hash.update(LABEL);
    hash.update(&index.to_le_bytes());
    let mut bytes = [0; 64];
    hash.finalize_xof().read(&mut bytes);
    RistrettoPoint::from_uniform_bytes(&bytes)
}

fn subset_sums(columns: &[RistrettoPoint]) -> [RistrettoPoint; 1 << WINDOW] {
    let mut sums = [RistrettoPoint::identity(); 1 << WINDOW];
    for (k, column) in columns.iter().enumerate() {
        for subset in 0..1 << k {
            sums[subset | 1 << k] = sums[subset] + column;
        }
    }
    sums
}

/// The generators. `H` has index 512.
pub static GENERATORS: LazyLock<Generators> = LazyLock::new(|| {
    let columns: Vec<_> = (0..COLUMNS as u64).map(generator).collect();
    let blinding = generator(COLUMNS as u64);
    let windows = columns.chunks(WINDOW).map(subset_sums).collect();
    Generators { blinding_table: RistrettoBasepointTable::create(&blinding), columns, blinding, windows }
});
