//! What whoever holds a copy of a record and no key can change.

use super::{Mutant, places};
use anyhow::{Context, Result};
use intertally_verify::record::{Files, MANIFEST, Place, RecordManifest, Sheet};
use sha2::{Digest as _, Sha256};

/// Write a changed file into `record.json`, as whoever copies a record can.
pub fn relist(files: &mut Files, path: &str) -> Result<()> {
    let mut manifest = RecordManifest::parse(files.get(MANIFEST).context("no list")?)?;
    let bytes = files.get(path);
    manifest.files.retain(|file| file.path != path || bytes.is_some());
    for file in manifest.files.iter_mut().filter(|file| file.path == path) {
        let bytes = bytes.context("no file")?;
        (file.bytes, file.sha256) = (bytes.len() as u64, hex::encode(Sha256::digest(bytes)));
    }
    files.insert(MANIFEST.to_owned(), manifest.to_bytes()?);
    Ok(())
}

fn checks_of_file(place: Option<&Place>) -> &'static [u8] {
    match place {
        None | Some(Place::Structure) => &[1],
        Some(Place::Checkpoint) => &[4],
        Some(Place::Event(_) | Place::Payload(_)) => &[1, 2, 4],
        Some(Place::Blob(_)) => &[5, 8],
        Some(Place::Sheet(Sheet::Counts)) => &[9],
        Some(Place::Sheet(Sheet::Openings)) => &[11],
        Some(Place::Sheet(Sheet::Composition | Sheet::Public) | Place::Published(_)) => &[12],
        Some(Place::Earlier(_)) => &[10],
        Some(Place::Before(_)) => &[13],
    }
}

/// Whoever holds a copy and no key: a byte of a file flipped, the file left out; the list made to fit.
pub fn of_copies(record: &Files, more: usize) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for (path, bytes) in record {
        let place = Place::parse(path).filter(|_| path != MANIFEST);
        for at in places(bytes.len(), more) {
            let mut files = record.clone();
            if let Some(byte) = files.get_mut(path).and_then(|bytes| bytes.get_mut(at)) {
                *byte ^= 1;
            }
            if place.is_some() {
                relist(&mut files, path)?;
            }
            let (what, checks) = (format!("{path}, byte {at} flipped"), checks_of_file(place.as_ref()));
            mutants.push(Mutant { what, files, checks, why: None });
        }
        if let Some(place) = place {
            let mut files = record.clone();
            files.remove(path);
            relist(&mut files, path)?;
            let checks: &[u8] = if matches!(place, Place::Sheet(_) | Place::Published(_) | Place::Blob(_)) {
                checks_of_file(Some(&place))
            } else {
                &[1, 4]
            };
            mutants.push(Mutant { what: format!("{path} left out"), files, checks, why: None });
        }
    }
    Ok(mutants)
}
