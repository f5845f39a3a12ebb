//! Check 1: version, the list of files, nothing missing and nothing more.

use crate::record::{Listed, MANIFEST, RecordManifest, Source, sha256};
use crate::report::Report;
use intertally_core::SPEC_VERSION;
use intertally_core::hash::Digest;
use intertally_core::party::RoundId;
use std::collections::BTreeSet;

/// What later checks need of the manifest.
pub(super) struct Format {
    /// The round.
    pub(super) round: RoundId,
    /// Name of the log.
    pub(super) origin: String,
}

/// Findings go to the report; nothing further can be checked without a manifest of this version.
pub(super) fn check(source: &dyn Source, report: &mut Report) -> Option<Format> {
    let publisher = "whoever made this copy";
    let Some(text) = source.read(MANIFEST) else {
        report.fail(1, "there is no record.json", MANIFEST, publisher);
        return None;
    };
    let manifest: RecordManifest = match serde_json::from_slice(&text) {
        Ok(manifest) => manifest,
        Err(error) => {
            report.fail(1, format!("not a manifest: {error}"), MANIFEST, publisher);
            return None;
        }
    };
    if manifest.spec_version != SPEC_VERSION || manifest.edition != "restricted" {
        report.fail(
            1,
            "an unknown version or edition; use the verifier of that version",
            MANIFEST,
            publisher,
        );
        return None;
    }
    let mut listed = BTreeSet::new();
    for Listed { path, bytes, sha256: digest } in &manifest.files {
        if !listed.insert(path.clone()) {
            report.fail(1, "listed twice", path, publisher);
        }
        match source.read(path) {
            None => report.fail(1, "listed, but not there", path, publisher),
            Some(found) if found.len() as u64 != *bytes || sha256(&found) != *digest => {
                report.fail(1, "not the bytes that are listed", path, publisher);
            }
            Some(_) => {}
        }
    }
    for path in source.list() {
        if path != MANIFEST && !listed.contains(&path) {
            report.fail(1, "not listed", path, publisher);
        }
    }
    let mut round = [0u8; 32];
    if hex::decode_to_slice(&manifest.round, &mut round).is_err() {
        report.fail(1, "the round is not 32 bytes in hexadecimal", MANIFEST, publisher);
        return None;
    }
    Some(Format { round: RoundId(Digest(round)), origin: manifest.origin })
}
