//! The generators `G_0..G_511` and `H` of row commitments: hashed to the curve, so that nobody
//! knows a relation between them.

use crate::COLUMNS;
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use shake::{ExtendableOutput, Shake256, Update, XofReader};
use std::sync::LazyLock;

/// What every generator's hash begins with.
const LABEL: &[u8] = b"intertally/argument/v1/generator/";

/// Columns of one window. Five bits choose one of 32 sums, which are 16 up to sign if half the sum of
/// all five columns is taken off.
pub const WINDOW: usize = 5;
/// Sums of one window that have the last column: the others are these, negated.
pub const SUMS: usize = 1 << (WINDOW - 1);

/// The generators, with tables made of them.
pub struct Generators {
    /// `G_c`, one per column.
    pub columns: Vec<RistrettoPoint>,
    /// `H`, which blinds.
    pub blinding: RistrettoPoint,
    /// Multiples of `H`.
    pub blinding_table: RistrettoBasepointTable,
    /// Per window of five columns, for each subset of the first four, its sum with the last column, less
    /// half the sum of all; bit `k` of the index chooses column `k`. What a window lacks is 0.
    pub windows: Vec<[RistrettoPoint; SUMS]>,
    /// Half the sum of all columns.
    pub half: RistrettoPoint,
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

/// The sums of a window, and half the sum of all its columns.
fn window(columns: &[RistrettoPoint]) -> ([RistrettoPoint; SUMS], RistrettoPoint) {
    let half = Scalar::from(2_u64).invert() * columns.iter().sum::<RistrettoPoint>();
    let (first, last) = columns.split_at(columns.len().min(WINDOW - 1));
    let mut sums = [last.iter().sum::<RistrettoPoint>() - half; SUMS];
    for (k, column) in first.iter().enumerate() {
        sums.iter_mut()
            .enumerate()
            .filter(|(subset, _)| subset >> k & 1 == 1)
            .for_each(|(_, sum)| *sum += column);
    }
    (sums, half)
}

/// The generators. `H` has index 512.
pub static GENERATORS: LazyLock<Generators> = LazyLock::new(|| {
    let columns: Vec<_> = (0..COLUMNS as u64).map(generator).collect();
    let blinding = generator(COLUMNS as u64);
    let (windows, halves): (_, Vec<RistrettoPoint>) = columns.chunks(WINDOW).map(window).unzip();
    let (half, blinding_table) = (halves.iter().sum(), RistrettoBasepointTable::create(&blinding));
    Generators { columns, blinding, blinding_table, windows, half }
});
