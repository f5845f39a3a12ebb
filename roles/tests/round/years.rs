//! Two years in a row on one server: the second round's report compares with what the first published, and the record of the
//! second holds all that this follows from.

use crate::town::Town;
use futures::executor::block_on;
use intertally_core::event::payload::file_digest;
use intertally_roles::auditor::{Wanted, audit, write_record};
use intertally_roles::coordinator::{again, export};
use intertally_roles::person::Silent;
use intertally_tests::structure::Asked;
use intertally_tests::tamper::relist;
use intertally_verify::Report;
use intertally_verify::record::{Edition, FileEntry, Files, MANIFEST, RecordManifest};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::sync::Arc;

const AREAS: [&str; 4] = ["DK", "FI", "NL", "SE"];

fn asked() -> Asked {
    Asked::exact(4, 400)
}

/// The figures of each member, one a cell. Two have something in the third; one does not report the fourth in the second year.
const FIRST: [&[u32]; 4] = [&[100, 50, 7, 20], &[100, 50, 7, 20], &[100, 50, 0, 20], &[100, 50, 0, 20]];
const SECOND: [&[u32]; 4] = [&[110, 50, 30, 25], &[110, 50, 30, 25], &[110, 50, 30, 25], &[110, 50, 30]];

fn hold(town: &Town, figures: [&[u32]; 4]) {
    town.sit_all(1);
    for (member, figures) in figures.iter().enumerate() {
        town.submit(member, figures).unwrap();
    }
    town.seal_and_publish();
}

/// Both editions of the latest round's record.
fn records(town: &Town) -> [Files; 2] {
    let (mut coordinator, mut auditor) = (town.session(&town.coordinator), town.session(&town.auditor));
    block_on(async {
        let log = coordinator.sync().await.unwrap();
        let restricted = export(&log, None, Edition::Restricted, Files::new()).await.unwrap().0;
        let log = auditor.sync().await.unwrap();
        let id = log.round(None).unwrap().id();
        [restricted, write_record(&log, id, None, Files::new()).await.unwrap().0]
    })
}

fn judge(record: &Files) -> Report {
    let (mut random, person) = (ChaCha20Rng::seed_from_u64(7), Arc::new(Silent { yes: true }));
    block_on(audit(Box::new(record.clone()), Wanted::default(), person, &mut random)).unwrap()
}

fn text(record: &Files, name: &str) -> String {
    let bytes = record[&format!("published/{name}")].clone();
    String::from_utf8(bytes).unwrap().replace('\u{202f}', "_").replace('\u{2212}', "-")
}

#[test]
fn the_second_year_is_compared_with_what_the_first_published_and_every_verifier_finds_the_same() {
    let town = Town::build(3, &AREAS);
    town.ceremony_of(2, 2);
    town.open("Year 2024", &asked(), "2024");
    hold(&town, FIRST);
    let [first, _] = records(&town);
    assert!(text(&first, "report.html").contains("no round of this log has published these figures"));
    assert!(!first.keys().any(|path| path.starts_with("before/")));
    // The second year as the first: structure, members, policy.
    let mut new = town.planned("Year 2025", &asked(), "2025");
    let mut session = town.session(&town.coordinator);
    block_on(async {
        let taken = again(&session.sync().await.unwrap(), "Year 2024").await.unwrap();
        (new.structure, new.members, new.min_members) = (taken.structure, taken.members, taken.min_members);
    });
    drop(session);
    town.open_new(&new).unwrap();
    let heard = town.coordinator.person.heard();
    assert!(heard.contains("its report compares with: nothing that is published yet"), "{heard}");
    assert!(heard.contains("its report compares with: Year 2024"), "{heard}");
    hold(&town, SECOND);

    let both = records(&town);
    let before: Vec<&String> = both[0].keys().filter(|path| path.starts_with("before/")).collect();
    let [path] = before.as_slice() else { panic!("{before:?}") };
    for record in &both {
        assert_eq!(record[*path], first["published/totals.csv"], "what the first round published");
        let report = judge(record);
        assert!(report.failed().is_empty() && !report.open().contains(&13), "{}", report.to_text());
    }
    let page = text(&both[0], "report.html");
    for said in [
        "+40 (+10.0_%) since 2024",
        "no change since 2024",
        "withheld for 2024",
        "break: SE reported it then and not now",
        "what was published of: Year 2024",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let totals = text(&both[0], "totals.csv");
    let status = |cell: &str| {
        let line = totals.lines().find(|line| line.contains(cell)).unwrap();
        line.split(',').find(|field| ["A", "B", "P", "Q"].contains(field)).unwrap().to_owned()
    };
    let all = ["CELL00000", "CELL00001", "CELL00002", "CELL00003"].map(status);
    assert_eq!(all, ["P", "P", "P", "B"]);
    assert!(totals.lines().next().unwrap().contains(",REPORTING,REPORTERS,"), "{totals}");

    for record in &both {
        // Without the year before, or with another one in its place, nobody passes it.
        let mut without = record.clone();
        without.remove(*path);
        relist(&mut without, path).unwrap();
        assert_eq!(judge(&without).failed(), [13], "{}", judge(&without).to_text());
        let mut other = record.clone();
        let totals = String::from_utf8(record[*path].clone()).unwrap().replace("DK FI NL SE", "DK FI NL");
        other.insert((*path).clone(), totals.into_bytes());
        relist(&mut other, path).unwrap();
        assert_eq!(judge(&other).failed(), [13], "{}", judge(&other).to_text());
        // A listed file that nothing names: the report of the first year under its own digest.
        let mut more = record.clone();
        let report = first["published/report.html"].clone();
        let extra = format!("before/{}", file_digest(&report));
        let mut list = RecordManifest::parse(&more[MANIFEST]).unwrap();
        let entry = list.files.iter().position(|file| file.path == **path).unwrap();
        let copy = FileEntry { path: extra.clone(), ..list.files[entry].clone() };
        list.files.insert(entry + usize::from(extra > **path), copy);
        more.insert(MANIFEST.to_owned(), list.to_bytes().unwrap());
        more.insert(extra.clone(), report);
        relist(&mut more, &extra).unwrap();
        assert_eq!(judge(&more).failed(), [1], "{}", judge(&more).to_text());
    }
}
