//! The record: a directory of files, each listed with its digest (docs/spec.md section 6.6).

use intertally_core::canonical::encode;
use intertally_core::event::Event;
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::party::RoundId;
use intertally_core::submission::{PartBody, PartHeader};
use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use std::collections::BTreeMap;

/// Name of the list of files.
pub const MANIFEST: &str = "record.json";

/// Where a record's files come from: a directory, an archive, memory.
pub trait Source {
    /// The bytes of a file, if it is there. Paths use `/` and come from this crate, never from the record.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
    /// All paths, in any order.
    fn list(&self) -> Vec<String>;
}

impl Source for BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.get(path).cloned()
    }

    fn list(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Path below the record.
    pub path: String,
    /// Length.
    pub bytes: u64,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
}

/// `record.json`. It does not list itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordManifest {
    /// Version of the specification.
    pub spec_version: u16,
    /// `restricted`: with sheets.
    pub edition: String,
    /// Name of the log in its checkpoints.
    pub origin: String,
    /// The round, hexadecimal.
    pub round: String,
    /// Ascending by path.
    pub files: Vec<Listed>,
}

/// Path of an event.
#[must_use]
pub fn event_path(height: u64) -> String {
    format!("events/{height:08}")
}

/// Path of a payload.
#[must_use]
pub fn payload_path(digest: Digest) -> String {
    format!("payloads/{digest}")
}

/// Path of a ciphertext, of commitments or of proofs.
#[must_use]
pub fn blob_path(digest: Digest) -> String {
    format!("blobs/{digest}")
}

/// SHA-256 of a file, hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(sha2::Sha256::digest(bytes))
}

/// Puts a record together: file by file, then [`RecordBuilder::finish`].
pub struct RecordBuilder {
    origin: String,
    round: RoundId,
    files: BTreeMap<String, Vec<u8>>,
}

impl RecordBuilder {
    /// Of one round in the log of this origin.
    #[must_use]
    pub fn new(origin: &str, round: RoundId) -> Self {
        Self { origin: origin.to_owned(), round, files: BTreeMap::new() }
    }

    /// An event of the log, all of them in order; with its payload if it belongs to the round or its ceremony. Openings of
    /// other rounds have their payload too.
    pub fn event(&mut self, event: &Event, payload: Option<&[u8]>) {
        self.files.insert(event_path(event.height), event.leaf());
        if let Some(payload) = payload {
            self.files.insert(payload_path(event.signed.claim.payload), payload.to_vec());
        }
    }

    /// The body of one part of a submission.
    pub fn part(&mut self, header: &PartHeader, body: &PartBody) {
        self.files.insert(blob_path(header.commitments), encode(&body.commitments));
        self.files.insert(blob_path(header.proofs), encode(&body.proofs));
        for (digest, bytes) in header.ciphertexts.iter().zip(&body.ciphertexts) {
            if let (Some(digest), Some(bytes)) = (digest, bytes) {
                self.files.insert(blob_path(*digest), bytes.clone());
            }
        }
    }

    /// What the coordinator opened, and of whom.
    pub fn sheets(&mut self, counts: &CountsSheet, openings: &OpeningsSheet, composition: &Composition) {
        self.files.insert("sheets/counts".into(), encode(counts));
        self.files.insert("sheets/openings".into(), encode(openings));
        self.files.insert("sheets/composition".into(), encode(composition));
    }

    /// The composition of an earlier record that the round names, by its place in the manifest.
    pub fn earlier(&mut self, at: usize, composition: &Composition) {
        self.files.insert(format!("earlier/{at:04}"), encode(composition));
    }

    /// A published file.
    pub fn published(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(format!("published/{name}"), bytes);
    }

    /// The checkpoint over all events, with the cosignatures gathered.
    pub fn checkpoint(&mut self, note: Vec<u8>) {
        self.files.insert("checkpoint".into(), note);
    }

    /// All files, `record.json` among them.
    #[must_use]
    pub fn finish(mut self) -> BTreeMap<String, Vec<u8>> {
        let manifest = RecordManifest {
            spec_version: intertally_core::SPEC_VERSION,
            edition: "restricted".into(),
            origin: self.origin,
            round: self.round.0.to_string(),
            files: list(&self.files),
        };
        // Strings and numbers always serialise.
        let text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        self.files.insert(MANIFEST.into(), text);
        self.files
    }
}

/// The list of files as `record.json` holds it.
#[must_use]
pub fn list(files: &BTreeMap<String, Vec<u8>>) -> Vec<Listed> {
    let one = |(path, bytes): (&String, &Vec<u8>)| Listed {
        path: path.clone(),
        bytes: bytes.len() as u64,
        sha256: sha256(bytes),
    };
    files.iter().filter(|(path, _)| *path != MANIFEST).map(one).collect()
}
