//! The record of a round from the log and the server's blobs, written as a folder.

use crate::error::{At, ClientError, Result};
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::party::RoundId;
use intertally_core::submission::SubmissionHeader;
use intertally_verify::record::{Edition, Place, RecordBuilder, Sheet};
use std::collections::BTreeSet;
use std::path::Path;

/// What only the restricted edition holds.
pub struct Sheets {
    /// Counts of step A.
    pub counts: CountsSheet,
    /// Totals of step B.
    pub openings: OpeningsSheet,
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
    session.mirror.fold.round(&id).ok_or_else(|| ClientError::stop("there is no such round", "see `rounds`"))
}

/// Write the record; restricted if there are sheets. Answers with the number of files. The folder must be new or empty.
pub async fn write_record(
    session: &Session,
    id: RoundId,
    sheets: Option<Sheets>,
    to: &Path,
) -> Result<usize> {
    std::fs::create_dir_all(to).at(to)?;
    if std::fs::read_dir(to).at(to)?.next().is_some() {
        return Err(ClientError::content(to, "is not empty; a record goes into a folder of its own"));
    }
    let edition = if sheets.is_some() { Edition::Restricted } else { Edition::Public };
    let state = round(session, id)?;
    let (manifest, publication) = (state.manifest(), state.publication().cloned());
    let origin = &session.directory.sole(crate::home::Role::Aggregator)?.name;
    let mut record = RecordBuilder::new(edition, origin, id);
    for (event, payload) in &session.mirror.events {
        let claim = &event.signed.claim;
        let inside = claim.scope == Scope::Round(id)
            || claim.scope == Scope::Ceremony(manifest.ceremony)
            || claim.kind == Kind::Opened;
        record.event(event, inside.then_some(payload.as_slice()));
    }
    let headers = headers(session, id)?;
    let bar = session.view.bar("fetching the record", headers.len() as u64);
    let (mut done, mut seen) = (0, BTreeSet::new());
    for header in &headers {
        for part in &header.parts {
            let ciphertexts = part.ciphertexts.iter().flatten().map(|name| ("ciphertext", *name));
            let all = ciphertexts.chain([("commitments", part.commitments), ("proofs", part.proofs)]);
            for (kind, name) in all {
                if seen.insert(name) && !state.is_deleted(&name) {
                    record.blob(name, blobs::fetch(&session.link, kind, name).await?);
                }
            }
        }
        done += 1;
        bar.at(done);
    }
    bar.done();
    if manifest.structure != Digest::ZERO {
        record.file(Place::Structure, blobs::fetch(&session.link, "file", manifest.structure).await?);
    }
    if let Some(publication) = publication {
        for (file, digest) in &publication.files {
            record.file(Place::Published(file.clone()), blobs::fetch(&session.link, "file", *digest).await?);
        }
        let public = blobs::fetch(&session.link, "public-sheet", publication.public).await?;
        record.file(Place::Sheet(Sheet::Public), public);
        if let Some(sheets) = sheets {
            let bytes = blobs::fetch(&session.link, "composition", publication.composition).await?;
            let composition = intertally_core::canonical::decode("composition", &bytes, 64 << 20)?;
            record.sheets(&sheets.counts, &sheets.openings, &composition);
        }
    }
    let note =
        session.mirror.note().ok_or_else(|| ClientError::stop("no checkpoint is known", "run it again"))?;
    record.file(Place::Checkpoint, note.to_vec());
    let files = record.build().map_err(|why| ClientError::stop(why.to_string(), "tell the maintainers"))?;
    for (path, bytes) in &files {
        let target = to.join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent).at(parent)?;
        }
        std::fs::write(&target, bytes).at(&target)?;
    }
    Ok(files.len())
}
