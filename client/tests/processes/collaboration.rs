//! The size of the collaboration: 27 member commands, five trustees of which one never comes back, and an audit of the
//! exported record; then the record tampered with.

use crate::town::{TRUSTEES, Town, at_once};
use std::path::{Path, PathBuf};

const AREAS: [&str; 27] = [
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE",
    "IT", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "SE",
];

/// Each member's own figure: every total is its sum over all of them.
fn figure(area: &str) -> u64 {
    let place = AREAS.iter().position(|known| *known == area).unwrap() as u64;
    place * place + 1
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files_under(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

#[test]
fn twenty_seven_members_five_trustees_of_which_one_never_comes_back_and_an_audit() {
    let mut town = Town::of(&AREAS);
    town.serve(None);
    town.ceremony(1);
    let rest = &TRUSTEES[..4];
    town.open("Twenty-seven", "2024");
    town.sit(rest);
    at_once(&AREAS, |area| {
        let said = town.submit(area, |_, _| figure(area)).good();
        assert!(said.contains("the receipt is kept"), "{area}: {said}");
    });
    let status = town.coordinator(&["status"]).good();
    assert!(status.contains("submitted   27") && status.contains("missing      0"), "{status}");
    let totals = town.tally(rest, "published");
    let sum = AREAS.iter().map(|area| figure(area)).sum();
    assert_eq!(totals.len(), 6);
    assert!(totals.values().all(|total| *total == Some(sum)), "{totals:?}");
    town.destroy("Twenty-seven");
    town.audit("record", &[]);

    // One byte of any file of the exported record: the audit never passes.
    let record = town.path("record");
    let files = files_under(&record);
    let chosen = files.iter().step_by(files.len().div_ceil(12));
    for path in chosen {
        let whole = std::fs::read(path).unwrap();
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        std::fs::write(path, &changed).unwrap();
        let said = town.office("court", &["auditor", "verify", &record.display().to_string()]);
        assert_eq!(said.code, 1, "{} changed: {}", path.display(), said.text);
        std::fs::write(path, whole).unwrap();
    }
    town.office("court", &["auditor", "verify", &record.display().to_string()]).good();
}
