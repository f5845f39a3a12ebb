//! The coordinator's view of a plan.

use crate::sample::{Sample, structure};
use intertally_core::party::MemberIndex;
use intertally_publish::{files, plan_text};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn the_coordinator_sees_reasons_and_nobody_else() {
    let sample = Sample::generated(structure(), &["2023", "2024"], 27, 7);
    let reported: BTreeMap<MemberIndex, Vec<bool>> = sample
        .statuses
        .iter()
        .map(|(member, cells)| (*member, cells.iter().map(|status| status.reports()).collect()))
        .collect();
    let text = plan_text(&sample.manifest, &reported, &sample.plan, &sample.shown);
    let made = files(&sample.material()).unwrap();
    let csv = String::from_utf8(made["totals.csv"].clone()).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows.len(), sample.manifest.cells.len());
    let asked = sample.manifest.cells.iter().zip(&rows).filter(|(cell, _)| !cell.count_only);
    for ((cell, row), line) in asked.zip(csv.lines().skip(1)) {
        assert_eq!(row[0], cell.key);
        assert_eq!(row[2].starts_with("open: "), !line.contains(",NaN,Q,C,"), "{}", cell.key);
    }
    let reasons: BTreeSet<&str> = rows.iter().map(|row| row[2]).collect();
    for reason in ["shut: too few contributors", "shut: the ladder shows a coarser step", "open: a value"] {
        assert!(reasons.contains(reason), "{reason}: {reasons:?}");
    }
    for (name, bytes) in made.iter().filter(|(name, _)| *name != "totals.xlsx") {
        let text = String::from_utf8_lossy(bytes);
        for reason in reasons.iter().filter(|reason| reason.starts_with("shut")) {
            assert!(!text.contains(reason), "{name}: {reason}");
        }
    }
}
