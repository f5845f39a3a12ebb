//! The record of one small round: the verifier passes it, and fails every change at the right number.

use intertally_tests::small_round::{Plain, SmallRound};
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Options, Report, Verdict, diff, verify};
use std::sync::LazyLock;

static ROUND: LazyLock<SmallRound> = LazyLock::new(|| SmallRound::hold().unwrap());
static RECORD: LazyLock<Files> = LazyLock::new(|| ROUND.record(Edition::Restricted).unwrap());

fn judge(files: &Files) -> Report {
    verify(files, &Options { seed: [7; 32], regenerate: Some(&Plain), ..Options::default() })
}

#[test]
fn an_honest_record_passes_every_check() {
    let report = judge(&RECORD);
    assert_eq!(report.verdict, Verdict::Pass, "{}", report.to_text());
    assert_eq!((report.exit_code(), report.open()), (0, vec![]));
    assert_eq!(report.witnesses.len(), 1);
    assert!(report.to_html().contains("PASS") && report.to_json().unwrap().contains("\"verdict\": \"pass\""));
    let without = verify(&*RECORD, &Options::default());
    assert_eq!((without.verdict, without.exit_code(), without.open()), (Verdict::Incomplete, 2, vec![13]));
}

#[test]
fn the_public_edition_reaches_less_and_holds_no_sheet() {
    let files = ROUND.record(Edition::Public).unwrap();
    assert!(files.keys().all(|path| !path.starts_with("sheets/")));
    let report = judge(&files);
    assert_eq!((report.verdict, report.open()), (Verdict::Pass, vec![9, 10, 11, 13]), "{}", report.to_text());
}

#[test]
fn an_older_record_is_a_prefix() {
    let mut shorter = ROUND.clone();
    shorter.events.pop();
    let older = shorter.record(Edition::Restricted).unwrap();
    assert_eq!(diff(&older, &*RECORD).unwrap().added, 1);
    assert!(diff(&*RECORD, &older).is_err());
    shorter.events.swap(0, 1);
    shorter.chain();
    assert!(diff(&shorter.record(Edition::Restricted).unwrap(), &*RECORD).is_err());
}
