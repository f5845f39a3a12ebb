//! A round from the ceremony to the audit.

use crate::town::Town;
use futures::executor::block_on;
use intertally_core::event::Kind;
use intertally_roles::auditor::{Wanted, audit, write_record};
use intertally_roles::coordinator::{count, export, publish, seal, status};
use intertally_roles::member::{self, verify_receipts};
use intertally_roles::person::Silent;
use intertally_roles::trustee::destroy;
use intertally_tests::structure::Asked;
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Outcome, Report, Verdict};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::sync::Arc;

const AREAS: [&str; 4] = ["DK", "FI", "NL", "SE"];
/// Each member has a power of seven of its own: a total shows who was counted, and how often.
const FIGURES: [[u32; 4]; 4] = [[1, 1, 0, 1], [7, 7, 0, 0], [49, 49, 49, 49], [343, 0, 343, 343]];

fn verify(record: Files, given: Wanted) -> Report {
    let mut random = ChaCha20Rng::seed_from_u64(77);
    block_on(audit(Box::new(record), given, Arc::new(Silent { yes: true }), &mut random)).unwrap()
}

fn failed(report: &Report) -> String {
    report.to_text()
}

#[test]
fn a_round_runs_in_memory_from_ceremony_to_audit() {
    let town = Town::build(3, &AREAS);
    town.ceremony(2);
    let id = town.open("First", &Asked::exact(4, 400), "2024");
    town.sit_all(1);
    // NL sends a slip first, and then corrects it.
    town.submit(2, &[50, 50, 50, 50]).unwrap();
    for (member, figures) in FIGURES.iter().enumerate() {
        town.submit(member, figures).unwrap();
    }
    let mut coordinator = town.session(&town.coordinator);
    block_on(async {
        let mut log = coordinator.sync().await.unwrap();
        let stands = status(&log, None).unwrap();
        assert_eq!((stands.phase, stands.missing.len(), stands.rehearsed), ("open", 0, (3, 3)));
        assert_eq!(stands.submitted[2], ("NL".to_owned(), 1));
        seal(&mut log, None).await.unwrap();
    });
    drop(coordinator);
    town.sit_all(2);
    let mut coordinator = town.session(&town.coordinator);
    let plan = block_on(async { count(&mut coordinator.sync().await.unwrap(), None).await.unwrap() });
    drop(coordinator);
    town.sit_all(2);
    let mut coordinator = town.session(&town.coordinator);
    let made = block_on(async { publish(&mut coordinator.sync().await.unwrap(), None).await.unwrap() });
    // Three cells have three contributors or more; the third has two, and stays shut.
    let totals: Vec<(u32, u64)> = made.openings.cells.iter().map(|cell| (cell.cell, cell.total)).collect();
    assert_eq!(totals, [(0, 400), (1, 57), (3, 393)], "{:?}", plan.opened());
    let names: Vec<&String> = made.files.keys().collect();
    assert_eq!(names, ["report.html", "structure.xml", "totals.csv", "totals.xlsx", "totals.xml"]);
    drop(coordinator);
    for trustee in &town.trustees {
        let mut session = town.session(trustee);
        block_on(async { destroy(&mut session.sync().await.unwrap(), "First").await.unwrap() });
    }
    // Everybody looks at the end of the log and cosigns it.
    for office in town.members.iter().chain(&town.trustees) {
        let mut session = town.session(office);
        block_on(async { session.sync().await.unwrap().witness().await });
    }
    let mut coordinator = town.session(&town.coordinator);
    let restricted = block_on(async {
        let log = coordinator.sync().await.unwrap();
        export(&log, None, Edition::Restricted, Files::new()).await.unwrap().0
    });
    let report = verify(restricted, Wanted { round: Some(id), ..Wanted::default() });
    assert_eq!(report.verdict, Verdict::Pass, "{}", failed(&report));
    assert!(
        report.checks.iter().all(|check| matches!(check.outcome, Outcome::Pass { .. })),
        "{}",
        failed(&report)
    );
    assert_eq!(report.witnesses.summary(), "3 of 3 trustees and 4 of 4 members", "as they cosigned");
    let mut auditor = town.session(&town.auditor);
    let public = block_on(async {
        let log = auditor.sync().await.unwrap();
        write_record(&log, id, None, Files::new()).await.unwrap().0
    });
    let report = verify(public.clone(), Wanted { round: Some(id), ..Wanted::default() });
    assert!(report.failed().is_empty(), "{}", failed(&report));
    // One byte of one published figure, and the record is no record any more.
    let mut changed = public;
    let file = changed.get_mut("published/totals.csv").unwrap();
    let at = file.iter().rposition(u8::is_ascii_digit).unwrap();
    file[at] ^= 1;
    assert_eq!(verify(changed, Wanted::default()).verdict, Verdict::Fail);
    // Every member holds a receipt of what it sent, and finds it in the log.
    let mut session = town.session(&town.members[2]);
    block_on(async {
        let log = session.sync().await.unwrap();
        let all = verify_receipts(&log).unwrap();
        assert!(all.iter().all(|one| one.holds && one.in_log));
        let kinds: Vec<Kind> = all.iter().map(|one| one.event.signed.claim.kind).collect();
        assert_eq!(kinds, [Kind::Submitted, Kind::Submitted]);
        assert!(member::recheck(&log, None).await.unwrap().is_empty());
    });
}
