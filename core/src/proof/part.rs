//! The proof of a whole part: making it and checking it, in parallel (docs/spec.md section 4).

use merlin::Transcript;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    bits,
    cell::{BitProof, CellProof},
    range::{Width, batches},
    transcript::fork,
};

/// Proofs about the `changed` bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedProof {
    /// One per reported cell, in round order.
    pub cells: Vec<BitProof>,
    /// Link of `C'` to the `S'_k`.
    pub link: Vec<u8>,
}

/// All proofs (a) and (b) of a part. Every length follows from the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartProof {
    /// OR proofs, one per reported cell, in round order.
    pub cells: Vec<CellProof>,
    /// Range proofs, one per batch, in the order of [`batches`].
    pub ranges: Vec<Vec<u8>>,
    /// Link of `C` to the `S_k`.
    pub link: Vec<u8>,
    /// The `changed` bits, in a revision round.
    pub changed: Option<ChangedProof>,
}

impl PartProof {
    /// Exact length in bytes of the canonical encoding (bincode 1.3, fixed-size integers), from public data alone:
    /// a limit to hold against an upload before anything is read.
    ///
    /// `cells`: all cells of the part; `widths`: those of the reported cells.
    pub fn encoded_len(cells: usize, widths: &[Width], changed: bool) -> usize {
        let link = 8 + bits::link_proof_len(cells);
        let ranges: usize = batches(widths).iter().map(|b| 8 + b.proof_len()).sum();
        let changed = if changed { 8 + 160 * widths.len() + link } else { 0 };
        8 + 224 * widths.len() + 8 + ranges + link + 1 + changed
    }
}

/// Which proof a fork of the transcript or a stream of randomness belongs to.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Cell = 0,
    Range = 1,
    Link = 2,
    ChangedCell = 3,
    ChangedLink = 4,
}

impl Kind {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Cell => b"cell",
            Self::Range => b"range",
            Self::Link => b"link",
            Self::ChangedCell => b"changed-cell",
            Self::ChangedLink => b"changed-link",
        }
    }

    /// The fork of the part's transcript for the proof `index` of this kind. OR proofs are numbered by their cell.
    pub(super) fn fork(self, base: &Transcript, index: usize) -> Transcript {
        fork(base, self.label(), index)
    }
}

/// Random generators of parallel tasks: ChaCha20 under one fresh seed, a stream per task.
pub(super) struct Tasks(Zeroizing<[u8; 32]>);

impl Tasks {
    pub(super) fn new(rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let mut seed = Zeroizing::new([0u8; 32]);
        rng.fill_bytes(&mut *seed);
        Self(seed)
    }

    pub(super) fn rng(&self, kind: Kind, index: usize) -> ChaCha20Rng {
        let mut rng = ChaCha20Rng::from_seed(*self.0);
        rng.set_stream(((kind as u64) << 48) | index as u64);
        rng
    }
}
