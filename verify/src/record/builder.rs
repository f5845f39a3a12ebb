//! A whole record in memory: for small ones and tests. What is larger goes through [`RecordWriter`].

use super::manifest::Edition;
use super::path::{Place, Sheet};
use super::source::Files;
use super::writer::{BuildError, RecordWriter};
use intertally_core::canonical;
use intertally_core::event::{Event, payload_digest};
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::share::ShareProofs;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::party::RoundId;
use intertally_core::submission::{PartBody, PartHeader};

/// Collects the files of a record in any order.
pub struct RecordBuilder {
    writer: RecordWriter<Files>,
    fault: Option<BuildError>,
}

impl RecordBuilder {
    /// An empty record of a round. `origin`: the log's name.
    #[must_use]
    pub fn new(edition: Edition, origin: &str, round: RoundId) -> Self {
        Self { writer: RecordWriter::new(Files::new(), edition, origin, round), fault: None }
    }

    /// Add a file. A fault stops at [`Self::build`].
    pub fn file(&mut self, place: Place, bytes: Vec<u8>) -> &mut Self {
        if let Err(fault) = self.writer.file(&place, &bytes) {
            self.fault.get_or_insert(fault);
        }
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

    /// Add one part of a submission: its ciphertexts and proofs.
    pub fn part(&mut self, header: &PartHeader, body: &PartBody) -> &mut Self {
        for (digest, bytes) in header.ciphertexts.iter().zip(&body.ciphertexts) {
            if let (Some(digest), Some(bytes)) = (digest, bytes) {
                self.blob(*digest, bytes.clone());
            }
        }
        self.blob(header.proofs, canonical::encode(&body.proofs))
    }

    /// Add the proofs of a trustee's answer, which its event names by their digest.
    pub fn answer(&mut self, proofs: &ShareProofs) -> &mut Self {
        self.blob(proofs.digest(), canonical::encode(proofs))
    }

    /// Add a part of a submission, or proofs, under the digest that the log names.
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
        if self.writer.edition() == Edition::Restricted {
            self.file(Place::Sheet(Sheet::Counts), canonical::encode(counts));
            self.file(Place::Sheet(Sheet::Openings), canonical::encode(openings));
            self.file(Place::Sheet(Sheet::Composition), canonical::encode(composition));
        }
        self
    }

    /// Add what the round remembers of those that its manifest names. The public edition has none of it.
    pub fn earlier(&mut self, remembered: &[Remembered]) -> &mut Self {
        if self.writer.edition() == Edition::Restricted {
            for Remembered { composition, public } in remembered {
                self.file(Place::Earlier(composition.digest()), canonical::encode(composition));
                if let Some(public) = public {
                    self.file(Place::Earlier(public.digest()), canonical::encode(public));
                }
            }
        }
        self
    }

    /// All files with `record.json`. The same file twice is one file.
    pub fn build(self) -> Result<Files, BuildError> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.writer.finish()?.0),
        }
    }
}
