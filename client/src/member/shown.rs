//! A whole return as its office shows it to its own auditors: the figures, and the seeds from which, with them, everybody makes
//! the very ciphertexts again that the log names. In the clear: whoever has the file has the figures.

use super::kept::{Kept, KeptPart};
use crate::error::{ClientError, Result};
use crate::home::files;
use intertally_core::canonical::{decode, encode};
use intertally_core::fold::{Fold, RoundState};
use intertally_core::hash::Digest;
use intertally_core::lattice::EncryptionSeed;
use intertally_core::packing::PartPlain;
use intertally_core::party::{MemberIndex, RoundId};
use intertally_core::submission::part::ciphertext_digest;
use intertally_core::submission::prepare::encrypt_again;
use intertally_core::submission::{SubmissionHeader, SubmissionKey, round_keys};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

const MAGIC: &str = "intertally/v2/shown-return";
/// Most bytes of such a file.
const LIMIT: usize = 64 << 20;

/// The file. Erased when dropped, no `Debug`.
#[derive(Serialize, Deserialize)]
pub struct ShownReturn {
    magic: String,
    /// The round.
    pub round: RoundId,
    /// Whose.
    pub member: MemberIndex,
    /// Digest of the submission's header, which the log shows.
    pub submission: Digest,
    /// Figure per cell, in round order.
    pub values: Vec<Option<u32>>,
    /// In a revision round: what was said to be changed.
    pub changed: Option<Vec<bool>>,
    /// What the ciphertexts of each key follow from.
    pub parts: Vec<KeptPart>,
}

impl Drop for ShownReturn {
    fn drop(&mut self) {
        self.values.zeroize();
        self.changed.zeroize();
    }
}

/// One cell of a return that was found to be the one sent.
#[derive(Serialize)]
pub struct ShownCell {
    /// Its key.
    pub cell: String,
    /// Its figure.
    pub value: u32,
    /// In a revision round: said to be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
}

fn stop(what: impl Into<String>) -> ClientError {
    ClientError::stop(what, "take the file that the office's `member prove` wrote, and the log of its round")
}

impl ShownReturn {
    /// What an office kept of one submission.
    #[must_use]
    pub fn of(kept: &Kept, header: &SubmissionHeader) -> Self {
        Self {
            magic: MAGIC.to_owned(),
            round: header.round,
            member: header.member,
            submission: header.digest(),
            values: kept.values.clone(),
            changed: kept.changed.clone(),
            parts: kept.parts.clone(),
        }
    }

    /// Write a new file, readable by its owner alone.
    pub fn write(&self, path: &Path) -> Result<()> {
        files::create(path, &Zeroizing::new(encode(self)))
    }

    /// Read.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = Zeroizing::new(files::need(path)?);
        let shown: Self = decode("shown return", &bytes, LIMIT)
            .map_err(|why| ClientError::content(path, format!("is no return that was shown ({why})")))?;
        if shown.magic != MAGIC {
            return Err(ClientError::content(path, "is of another version; have it written anew"));
        }
        Ok(shown)
    }

    /// Make all ciphertexts again and compare them with those that the log names. Answers with those that differ, in words;
    /// none: these are the figures that were sent, and no other.
    ///
    /// # Errors
    /// The file is of no submission of this log that counts.
    pub fn differences(&self, fold: &Fold) -> Result<Vec<String>> {
        let round = self.of_log(fold)?;
        let header = self.header(round)?;
        let manifest = round.manifest();
        let ceremony = fold.ceremony(&manifest.ceremony);
        let keys = ceremony.and_then(|ceremony| round_keys(manifest, ceremony));
        let keys = keys.ok_or_else(|| stop("the round's keys do not come from a valid ceremony"))?;
        if self.values.len() != manifest.cells.len()
            || !self.values.iter().map(Option::is_some).eq(header.reported())
        {
            return Err(stop("the figures are not in the cells that the log shows as reported"));
        }
        let mut wrong = Vec::new();
        for named in &header.parts {
            let key = keys.iter().find(|key| key.id == named.key);
            let key = key.ok_or_else(|| stop("the submission names a key that the round does not have"))?;
            let again = self.again(key);
            let differs = |(at, sent): (usize, &Option<Digest>)| {
                let own = again.as_ref().and_then(|again| again.get(at)).copied().flatten();
                (own != *sent).then(|| format!("ciphertext {at} of key {:.16}", named.key.0.to_string()))
            };
            wrong.extend(named.ciphertexts.iter().enumerate().filter_map(differs));
        }
        Ok(wrong)
    }

    /// The cells with their figures, once there are no differences.
    ///
    /// # Errors
    /// As of [`Self::differences`].
    pub fn cells(&self, fold: &Fold) -> Result<Vec<ShownCell>> {
        let cells = &self.of_log(fold)?.manifest().cells;
        let changed = |at: usize| self.changed.as_ref().and_then(|changed| changed.get(at)).copied();
        let one = |(at, (cell, value)): (usize, (&intertally_core::round::CellSpec, &Option<u32>))| {
            value.map(|value| ShownCell { cell: cell.key.clone(), value, changed: changed(at) })
        };
        Ok(cells.iter().zip(&self.values).enumerate().filter_map(one).collect())
    }

    fn of_log<'a>(&self, fold: &'a Fold) -> Result<&'a RoundState> {
        fold.round(&self.round).ok_or_else(|| stop("the log does not show the round of this return"))
    }

    fn header<'a>(&self, round: &'a RoundState) -> Result<&'a SubmissionHeader> {
        let mut latest = round.latest().filter(|(member, _)| *member == self.member);
        let latest = latest.next().filter(|(_, latest)| latest.digest == self.submission);
        let latest = latest.map(|(_, latest)| &latest.header);
        latest.ok_or_else(|| stop("this is not the submission of its office that counts in the log"))
    }

    /// Digests of the ciphertexts of a key, made again; none if figures or seeds do not fit the key.
    fn again(&self, key: &SubmissionKey) -> Option<Vec<Option<Digest>>> {
        let part = self.parts.iter().find(|part| part.key == key.id)?;
        let seeds: Vec<EncryptionSeed> =
            part.seeds.iter().map(|seed| EncryptionSeed::from_bytes(*seed)).collect();
        let cut = |changed: &Vec<bool>| Some(changed.get(key.cells.clone())?.to_vec());
        let plain = PartPlain {
            values: self.values.get(key.cells.clone())?.to_vec(),
            changed: match &self.changed {
                Some(changed) => Some(cut(changed)?),
                None => None,
            },
        };
        let made = encrypt_again(key, &plain, &seeds)?;
        Some(made.iter().map(|bytes| bytes.as_deref().map(ciphertext_digest)).collect())
    }
}
