//! What a member keeps sealed of each submission: figures and blinding factors. With it the office can prove to its own
//! auditors what it sent, check itself after a hold, and send the same figures to a new round.

use super::round::MemberRound;
use crate::error::Result;
use crate::session::Session;
use intertally_core::canonical::{decode, encode};
use intertally_core::party::RoundId;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Prepared, Status};
use intertally_release::returns::{Return, ReturnNote};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// One submission's secrets. Erased when dropped, no `Debug`.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// The round.
    pub round: RoundId,
    /// The revision.
    pub revision: u32,
    /// When it was prepared, by this machine's clock, milliseconds.
    pub prepared_ms: i64,
    /// Keys of the cells, in round order.
    pub keys: Vec<String>,
    /// Status per cell.
    pub statuses: Vec<Status>,
    /// Figure per cell.
    pub values: Vec<Option<u32>>,
    /// Twelve limbs of r per cell that has a figure.
    pub blindings: Vec<Option<[u32; 12]>>,
    /// Notes that travelled.
    pub notes: Vec<ReturnNote>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.values.zeroize();
        self.blindings.zeroize();
    }
}

fn name(round: RoundId, revision: u32) -> String {
    let mut id = round.0.to_string();
    id.truncate(32);
    format!("return-{id}-{revision}")
}

impl Kept {
    /// From what `prepare` left. A key in which nothing is reported has no part.
    pub(super) fn new(
        manifest: &RoundManifest,
        (made, prepared_ms): (&Prepared, i64),
        table: &Return,
    ) -> Self {
        let mut blindings = vec![None; table.keys.len()];
        for (named, secrets) in made.header.parts.iter().zip(&made.secrets) {
            let part = manifest.keys.iter().position(|key| key.key == named.key);
            let cells = part.map(|part| manifest.part_cells(part)).unwrap_or_default();
            for (slot, cell) in
                blindings.get_mut(cells).unwrap_or_default().iter_mut().zip(&secrets.plain.cells)
            {
                *slot = cell.as_ref().map(|cell| *cell.blinding.limbs());
            }
        }
        Self {
            round: made.header.round,
            revision: made.header.revision,
            prepared_ms,
            keys: table.keys.clone(),
            statuses: table.statuses.clone(),
            values: table.values.clone(),
            blindings,
            notes: table.notes.clone(),
        }
    }

    /// Seal it into the vault.
    pub(super) fn keep(&self, session: &Session) -> Result<()> {
        session.vault.put(&name(self.round, self.revision), &Zeroizing::new(encode(self)))
    }

    /// One submission's secrets.
    pub fn read(session: &Session, round: RoundId, revision: u32) -> Result<Option<Self>> {
        let bytes = session.vault.get(&name(round, revision))?;
        Ok(bytes.map(|bytes| decode("kept return", &bytes, 1 << 30)).transpose()?)
    }

    /// All that are kept, oldest first.
    pub fn all(session: &Session) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for name in session.vault.names()?.iter().filter(|name| name.starts_with("return-")) {
            all.push(decode::<Self>("kept return", &session.vault.need(name)?, 1 << 30)?);
        }
        all.sort_by_key(|kept| kept.prepared_ms);
        Ok(all)
    }

    /// The latest return before the next submission to this round.
    pub fn latest_before(session: &Session, round: &MemberRound) -> Result<Option<Self>> {
        let before = |kept: &Self| kept.round != round.id || kept.revision < round.revision;
        Ok(Self::all(session)?.into_iter().rfind(before))
    }

    /// As a return.
    #[must_use]
    pub fn table(&self) -> Return {
        Return {
            keys: self.keys.clone(),
            statuses: self.statuses.clone(),
            values: self.values.clone(),
            notes: self.notes.clone(),
        }
    }
}
