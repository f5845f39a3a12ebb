//! Making a record: every file under its place, and the list of them.

use super::manifest::{Edition, FileEntry, ManifestError, RecordManifest};
use super::path::{Place, Sheet};
use super::{Files, MANIFEST};
use intertally_core::canonical;
use intertally_core::event::{Event, payload_digest};
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::party::RoundId;
use intertally_core::submission::{PartBody, PartHeader};
use sha2::{Digest as _, Sha256};

/// Why no record can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A file that the edition does not have, too long, or with a name that is not allowed.
    #[error("{0} cannot be a file of this record; check its name, its length and the edition")]
    File(String),
    /// The list cannot be written.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

/// Collects the files of a record in any order.
pub struct RecordBuilder {
    edition: Edition,
    origin: String,
    round: RoundId,
    files: Vec<(Place, Vec<u8>)>,
}

impl RecordBuilder {
    /// An empty record of a round. `origin`: the log's name.
    #[must_use]
    pub fn new(edition: Edition, origin: &str, round: RoundId) -> Self {
        Self { edition, origin: origin.to_owned(), round, files: Vec::new() }
    }

    /// Add a file.
    pub fn file(&mut self, place: Place, bytes: Vec<u8>) -> &mut Self {
        self.files.push((place, bytes));
        self
    }

    /// Add an event, and its payload if the record is to hold it: those of the round, of its ceremony, and of every
    /// Opened event.
    pub fn event(&mut self, event: &Event, payload: Option<&[u8]>) -> &mut Self {
        self.file(Place::Event(event.height), event.leaf());
        if let Some(bytes) = payload {
            self.file(Place::Payload(payload_digest(bytes)), bytes.to_vec());
        }
        self
    }

    /// Add one part of a submission: its ciphertexts, commitments and proofs.
    pub fn part(&mut self, header: &PartHeader, body: &PartBody) -> &mut Self {
        for (digest, bytes) in header.ciphertexts.iter().zip(&body.ciphertexts) {
            if let (Some(digest), Some(bytes)) = (digest, bytes) {
                self.blob(*digest, bytes.clone());
            }
        }
        self.blob(header.commitments, canonical::encode(&body.commitments));
        self.blob(header.proofs, canonical::encode(&body.proofs))
    }

    /// Add a part of a submission under the digest that its header names.
    pub fn blob(&mut self, digest: Digest, bytes: Vec<u8>) -> &mut Self {
        self.file(Place::Blob(digest), bytes)
    }

    /// Add the sheets of the restricted edition. The public one has none of them: nothing is added there. The public
    /// sheet is a [`RecordBuilder::file`] of both.
    pub fn sheets(
        &mut self,
        counts: &CountsSheet,
        openings: &OpeningsSheet,
        composition: &Composition,
    ) -> &mut Self {
        if self.edition == Edition::Restricted {
            self.file(Place::Sheet(Sheet::Counts), canonical::encode(counts));
            self.file(Place::Sheet(Sheet::Openings), canonical::encode(openings));
            self.file(Place::Sheet(Sheet::Composition), canonical::encode(composition));
        }
        self
    }

    /// All files with `record.json`, ascending by path. The same file twice is one file.
    pub fn build(self) -> Result<Files, BuildError> {
        let mut files = Files::new();
        for (place, bytes) in self.files {
            let path = place.to_string();
            let right = Place::parse(&path).is_some() && place.fits(self.edition);
            let short = u64::try_from(bytes.len()).is_ok_and(|len| len <= place.limit());
            if !right || !short || files.get(&path).is_some_and(|before| *before != bytes) {
                return Err(BuildError::File(path));
            }
            files.insert(path, bytes);
        }
        let manifest = list(self.edition, &self.origin, self.round, &files);
        files.insert(MANIFEST.to_owned(), manifest.to_bytes()?);
        Ok(files)
    }
}

/// The list of these files.
fn list(edition: Edition, origin: &str, round: RoundId, files: &Files) -> RecordManifest {
    let entry = |(path, bytes): (&String, &Vec<u8>)| FileEntry {
        path: path.clone(),
        bytes: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(bytes)),
    };
    RecordManifest {
        spec_version: intertally_core::SPEC_VERSION,
        edition,
        origin: origin.to_owned(),
        round: round.0.to_string(),
        files: files.iter().map(entry).collect(),
    }
}
