//! The record of a round from the log and the server's blobs, written as a folder. No body is held in memory: each goes to
//! its file as it comes.

use crate::error::{Result, RoleError};
use crate::person::Work;
use crate::session::{Session, Synced};
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::encode;
use intertally_core::event::payload::{Publication, Step};
use intertally_core::event::{Kind, Scope, payload_digest};
use intertally_core::fold::{Fold, RoundState};
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::party::RoundId;
use intertally_core::submission::SubmissionHeader;
use intertally_verify::record::{Edition, Place, RecordWriter, Sheet, Sink};

/// What only the restricted edition holds.
pub struct Sheets {
    /// Counts of step A.
    pub counts: CountsSheet,
    /// Totals of step B.
    pub openings: OpeningsSheet,
    /// Of whom and what, with counts.
    pub composition: Composition,
    /// What it remembers of the rounds that it names.
    pub earlier: Vec<Remembered>,
}

/// Every submission of the round that the log took, in log order, replaced ones included.
fn headers(session: &Session, id: RoundId) -> Result<Vec<SubmissionHeader>> {
    let of = |(event, payload): &(intertally_core::event::Event, Vec<u8>)| {
        let claim = &event.signed.claim;
        (claim.scope == Scope::Round(id) && claim.kind == Kind::Submitted)
            .then(|| intertally_core::canonical::decode("submission header", payload, 64 << 20))
    };
    Ok(session.mirror.events.iter().filter_map(of).collect::<std::result::Result<_, _>>()?)
}

fn round(session: &Session, id: RoundId) -> Result<&RoundState> {
    session.mirror.fold.round(&id).ok_or_else(|| RoleError::stop("there is no such round", "run it again"))
}

/// The record under way: what is fetched goes straight to its file.
struct Fetching<'a, S> {
    session: &'a Session,
    record: RecordWriter<S>,
}

impl<S> Fetching<'_, S>
where
    S: Sink + Send,
    S::File: Send,
{
    async fn blob(&mut self, kind: BlobKind, name: Digest, place: &Place) -> Result<()> {
        let mut piece = self.record.begin(place)?;
        blobs::fetch_into(&*self.session.wire, kind, name, &mut piece).await?;
        Ok(self.record.end(piece)?)
    }

    /// Events, and payloads of the round, of its ceremony, and of every Opened, PlanAdopted and Published.
    fn log(&mut self, state: &RoundState) -> Result<()> {
        let (id, ceremony) = (state.id(), state.manifest().ceremony);
        for (event, payload) in &self.session.mirror.events {
            self.record.file(&Place::Event(event.height), &event.leaf())?;
            let claim = &event.signed.claim;
            let inside = claim.scope == Scope::Round(id)
                || claim.scope == Scope::Ceremony(ceremony)
                || !Fold::skips_payload(claim.kind);
            if inside {
                self.record.file(&Place::Payload(payload_digest(payload)), payload)?;
            }
        }
        Ok(())
    }

    /// Every submission that the log took and nobody deleted.
    async fn bodies(&mut self, state: &RoundState) -> Result<()> {
        let headers = headers(self.session, state.id())?;
        let bar = self.session.bar(Work::Record, headers.len() as u64);
        for (done, header) in headers.iter().enumerate() {
            for part in &header.parts {
                let ciphertexts = part.ciphertexts.iter().flatten().map(|name| (BlobKind::Ciphertext, *name));
                for (kind, name) in ciphertexts.chain([(BlobKind::Proofs, part.proofs)]) {
                    let place = Place::Blob(name);
                    if !self.record.holds(&place) && !state.is_deleted(&name) {
                        self.blob(kind, name, &place).await?;
                    }
                }
            }
            bar.at(done as u64 + 1);
        }
        bar.done();
        Ok(())
    }

    /// The proofs of every answer of the trustees.
    async fn answers(&mut self, state: &RoundState) -> Result<()> {
        for key in &state.manifest().keys {
            let steps = [Step::A, Step::B].into_iter().filter_map(|step| state.shares(key.key, step));
            for given in steps.flat_map(|given| given.values()) {
                let place = Place::Blob(given.proofs);
                if !self.record.holds(&place) {
                    self.blob(BlobKind::ShareProofs, given.proofs, &place).await?;
                }
            }
        }
        Ok(())
    }

    /// The totals of the rounds before, which the publication is compared with.
    async fn before(&mut self, state: &RoundState) -> Result<()> {
        let Some((height, _)) = state.plan_event() else { return Ok(()) };
        for one in self.session.mirror.fold.before(state.manifest(), height) {
            let place = Place::Before(one.totals);
            if !self.record.holds(&place) {
                self.blob(BlobKind::File, one.totals, &place).await?;
            }
        }
        Ok(())
    }

    async fn published(&mut self, made: &Publication, sheets: Option<&Sheets>) -> Result<()> {
        for (file, digest) in &made.files {
            self.blob(BlobKind::File, *digest, &Place::Published(file.clone())).await?;
        }
        self.blob(BlobKind::PublicSheet, made.public, &Place::Sheet(Sheet::Public)).await?;
        if let Some(sheets) = sheets {
            self.record.file(&Place::Sheet(Sheet::Counts), &encode(&sheets.counts))?;
            self.record.file(&Place::Sheet(Sheet::Openings), &encode(&sheets.openings))?;
            self.record.file(&Place::Sheet(Sheet::Composition), &encode(&sheets.composition))?;
            for old in &sheets.earlier {
                self.record.file(&Place::Earlier(old.composition.digest()), &encode(&old.composition))?;
                if let Some(public) = &old.public {
                    self.record.file(&Place::Earlier(public.digest()), &encode(public))?;
                }
            }
        }
        Ok(())
    }
}

/// Write the record; restricted if there are sheets. Answers with what it was written to, and the number of files.
/// The checkpoint is the one that this office checked last, with the cosignatures that the log showed for it.
pub async fn write_record<S>(
    session: &Synced<'_>,
    id: RoundId,
    sheets: Option<Sheets>,
    to: S,
) -> Result<(S, usize)>
where
    S: Sink + Send,
    S::File: Send,
{
    let state = round(session, id)?;
    let note =
        session.mirror.note().ok_or_else(|| RoleError::stop("no checkpoint is known", "run it again"))?;
    let edition = if sheets.is_some() { Edition::Restricted } else { Edition::Public };
    let origin = &session.directory.sole(crate::directory::Role::Aggregator)?.name;
    let mut copy = Fetching { session, record: RecordWriter::new(to, edition, origin, id) };
    copy.record.file(&Place::Checkpoint, note)?;
    copy.log(state)?;
    copy.bodies(state).await?;
    copy.answers(state).await?;
    let structure = state.manifest().structure;
    if structure != Digest::ZERO {
        copy.blob(BlobKind::File, structure, &Place::Structure).await?;
    }
    if let Some(made) = state.publication() {
        copy.published(made, sheets.as_ref()).await?;
        copy.before(state).await?;
    }
    Ok(copy.record.finish()?)
}
