//! An evaluation from the ceremony to the audit: 13 trials of a vaccine, each the secret of one member.
#![expect(clippy::float_arithmetic, reason = "estimates are compared")]

use crate::town::Town;
use futures::executor::block_on;
use intertally_core::round::CellSpec;
use intertally_evaluation::{Scale, Sums, Term};
use intertally_evaluation::{heterogeneity, mantel_haenszel};
use intertally_roles::auditor::{Wanted, audit};
use intertally_roles::coordinator::{NewRound, count, export, publish, seal};
use intertally_roles::person::Silent;
use intertally_tests::structure::Asked;
use intertally_verify::Verdict;
use intertally_verify::record::{Edition, Files};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::Arc;

const STRUCTURE: &str = include_str!("../../../structure/files/sample-evaluation.toml");
const AREAS: [&str; 13] = ["XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XI", "XJ", "XK", "XL", "XM"];
/// Tuberculosis with the vaccine and without it, in 13 trials (Colditz and others 1994): a, b, c, d.
const BCG: [[u32; 4]; 13] = include!("../../../evaluation/tests/bcg.in");

/// A round that was published.
struct Published {
    town: Town,
    cells: Vec<CellSpec>,
    totals: BTreeMap<u32, u64>,
    files: BTreeMap<String, Vec<u8>>,
}

/// A round of so many of these members, to its publication.
fn round(members: usize) -> Published {
    let town = Town::build(3, &AREAS[..members]);
    town.ceremony(2);
    let planned = town.planned("Vaccine", &Asked::exact(4, 400), "2024");
    let new = NewRound { structure: STRUCTURE.as_bytes().to_vec(), ..planned };
    town.open_new(&new).unwrap();
    town.sit_all(1);
    for (member, [a, b, c, d]) in BCG.iter().take(members).enumerate() {
        town.submit(member, &[a + b, *a, c + d, *c]).unwrap();
    }
    block_on(async { seal(&mut town.session(&town.coordinator).sync().await.unwrap(), None).await.unwrap() });
    town.sit_all(2);
    block_on(async {
        count(&mut town.session(&town.coordinator).sync().await.unwrap(), None).await.unwrap()
    });
    town.sit_all(2);
    let made = block_on(async {
        publish(&mut town.session(&town.coordinator).sync().await.unwrap(), None).await.unwrap()
    });
    let totals = made.openings.cells.iter().map(|cell| (cell.cell, cell.total)).collect();
    let files = made.files.iter().map(|(name, bytes)| (name.clone(), bytes.to_vec())).collect();
    let structure = intertally_structure::Structure::parse("s.toml", STRUCTURE.as_bytes()).unwrap();
    let cells = structure.table(&["2024".to_owned()]).unwrap().cells;
    Published { town, cells, totals, files }
}

fn sums(cells: &[CellSpec], totals: &BTreeMap<u32, u64>, members: u32) -> Sums {
    let structure = intertally_structure::Structure::parse("s.toml", STRUCTURE.as_bytes()).unwrap();
    let mut sums = Sums::new(members);
    for (term, key) in structure.families(&["2024".to_owned()]).into_iter().flat_map(|family| family.terms) {
        let cell = (0u32..).zip(cells).find(|(_, cell)| cell.key == key).unwrap().0;
        if let Some(total) = totals.get(&cell) {
            sums.set(term, *total);
        }
    }
    sums
}

#[track_caller]
fn close(value: f64, published: f64, allowed: f64) {
    assert!((value - published).abs() < allowed, "{value} is not {published} within {allowed}");
}

#[test]
fn a_round_gives_the_published_effect_of_13_trials_that_nobody_shows() {
    let Published { town, cells, totals, files } = round(13);
    assert_eq!(totals.len(), 4 + 10 + 5, "four counts and both families: {totals:?}");
    let sums = sums(&cells, &totals, 13);
    let odds = mantel_haenszel::odds_ratio(&sums).unwrap();
    close(odds.value, -0.4734, 0.00005 + odds.rounding);
    close(odds.se, 0.0410, 0.0001);
    let risk = mantel_haenszel::risk_ratio(&sums).unwrap();
    close(risk.value, -0.4537, 0.00005 + risk.rounding);
    close(risk.se, 0.0393, 0.0001);
    let difference = mantel_haenszel::risk_difference(&sums).unwrap();
    close(difference.value, -0.0033, 0.00005 + difference.rounding);
    assert!(odds.rounding < 0.0002 && risk.rounding < 0.0002 && difference.rounding < 0.00002);
    let spread = heterogeneity::heterogeneity(&sums, Scale::Risk).unwrap();
    close(spread.q, 152.2330, 0.05);
    close(100.0 * spread.i_squared, 92.12, 0.01);
    close(spread.tau_squared, 0.3088, 0.0003);
    // Readers see the ratio, and no country.
    let report = String::from_utf8(files["report.html"].clone()).unwrap();
    for shown in [
        "id=\"evaluation\"",
        "Odds ratio (Mantel-Haenszel)",
        ">0.623<",
        "Risk ratio",
        ">0.635<",
        "Countries that report it: 13",
    ] {
        assert!(report.contains(shown), "{shown} is not in the report");
    }
    let csv = String::from_utf8(files["totals.csv"].clone()).unwrap();
    assert!(!csv.contains('~'), "statistical offices load what is typed, and nothing else");
    // Anybody checks all of it from the record.
    let record = block_on(async {
        let mut coordinator = town.session(&town.coordinator);
        let log = coordinator.sync().await.unwrap();
        export(&log, None, Edition::Restricted, Files::new()).await.unwrap().0
    });
    let mut random = ChaCha20Rng::seed_from_u64(7);
    let audit = audit(Box::new(record), Wanted::default(), Arc::new(Silent { yes: true }), &mut random);
    let report = block_on(audit).unwrap();
    assert!(report.failed().is_empty(), "{}", report.to_text());
    assert_ne!(report.verdict, Verdict::Fail);
}

#[test]
fn too_few_countries_open_no_sum_of_a_family() {
    // Fourteen terms of both families and four counts ask for twelve countries.
    let Published { cells, totals, files, .. } = round(11);
    let sums = sums(&cells, &totals, 11);
    assert_eq!(totals.len(), 4, "the counts alone: {totals:?}");
    assert!(mantel_haenszel::odds_ratio(&sums).is_none() && sums.get(Term::R).is_none());
    let report = String::from_utf8(files["report.html"].clone()).unwrap();
    assert!(report.contains("each needs at least 12 countries"), "the report says why");
    assert!(!report.contains("Odds ratio"));
}
