//! An evaluation from the ceremony to the audit: 13 trials of a vaccine, each the secret of one member.
#![expect(clippy::float_arithmetic, reason = "estimates are compared")]

use crate::town::Town;
use futures::executor::block_on;
use intertally_core::round::CellSpec;
use intertally_evaluation::{Effect, Scale, Sums, Term, TwoByTwo, significant};
use intertally_evaluation::{heterogeneity, mantel_haenszel};
use intertally_roles::auditor::{Wanted, audit};
use intertally_roles::coordinator::{NewRound, count, export, publish, seal};
use intertally_roles::member::results;
use intertally_roles::person::Silent;
use intertally_tests::structure::Asked;
use intertally_verify::Verdict;
use intertally_verify::record::{Edition, Files};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::Arc;

pub const STRUCTURE: &str = include_str!("../../../structure/files/sample-evaluation.toml");
pub const AREAS: [&str; 13] = ["XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XI", "XJ", "XK", "XL", "XM"];
/// Tuberculosis with the vaccine and without it, in 13 trials (Colditz and others 1994): a, b, c, d.
pub const BCG: [[u32; 4]; 13] = include!("../../../evaluation/tests/bcg.in");

/// A round that was published.
pub struct Published {
    pub town: Town,
    pub cells: Vec<CellSpec>,
    pub totals: BTreeMap<u32, u64>,
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A round of so many of these members, to its publication.
fn round(members: usize) -> Published {
    round_of(STRUCTURE, &BCG[..members])
}

/// A round over a structure, of members with these tables.
fn round_of(structure: &str, tables: &[[u32; 4]]) -> Published {
    claimed(structure, tables, &|_| &[])
}

/// The same, where each member says of the counts in some places that its office publishes them itself.
pub fn claimed(
    structure: &str,
    tables: &[[u32; 4]],
    published: &dyn Fn(usize) -> &'static [usize],
) -> Published {
    let members = tables.len();
    let town = Town::build(3, &AREAS[..members]);
    town.ceremony(2);
    let planned = town.planned("Vaccine", &Asked::exact(4, 400), "2024");
    let new = NewRound { structure: structure.as_bytes().to_vec(), ..planned };
    town.open_new(&new).unwrap();
    town.sit_all(1);
    for (member, [a, b, c, d]) in tables.iter().enumerate() {
        town.submit_marked(member, None, &[a + b, *a, c + d, *c], published(member)).unwrap();
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
    let structure = intertally_structure::Structure::parse("s.toml", structure.as_bytes()).unwrap();
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
pub fn close(value: f64, published: f64, allowed: f64) {
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
    own_line_of_the_first(&town);
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

/// The office of the first trial sees its own effect, 4 of 123 against 11 of 139, beside that of the twelve others.
fn own_line_of_the_first(town: &Town) {
    let results = block_on(async {
        let mut session = town.session(&town.members[0]);
        results(&session.sync().await.unwrap(), None).await.unwrap().unwrap()
    });
    let [line] = results.effects.as_slice() else { panic!("one evaluation has effects of a single table") };
    assert!(line.name.starts_with("Offended again within 12 months · A track beside the sentence · 2024"));
    let row = |what: &str| line.rows.iter().find(|row| row.what.starts_with(what)).unwrap();
    let begins = |text: &Option<String>, wanted: &str| text.as_ref().unwrap().starts_with(wanted);
    let risk = row("Risk ratio");
    assert!(begins(&risk.mine, "0.411 (0.134 to 1.26)"), "{:?}", risk.mine);
    assert!(begins(&risk.all, "0.635 (") && line.others == 12);
    // Of the twelve others, by the formulas once more.
    let mut others = Sums::new(12);
    for term in Effect::RiskRatio.terms(0) {
        let figure =
            |[a, b, c, d]: &[u32; 4]| TwoByTwo::new(*a, a + b, *c, c + d).unwrap().figure(term).unwrap();
        others.set(term, BCG[1..].iter().map(|table| u64::from(figure(table))).sum());
    }
    let wanted = significant(mantel_haenszel::risk_ratio(&others).unwrap().value.exp());
    assert!(begins(&risk.others, &format!("{wanted} (")), "{:?} is not {wanted}", risk.others);
    // The same for people at a terminal; figures of counts stand beside the totals.
    let text = results.to_text();
    for said in
        ["4 of 4 totals are published", "0.411 (0.134 to 1.26)", &format!("{wanted} ("), "It is sent nowhere"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    let counts: Vec<Option<u32>> = results.cells.iter().map(|cell| cell.own).collect();
    assert_eq!(counts, [123, 4, 139, 11].map(Some));
    let less = |cell: &intertally_roles::member::Beside| {
        let (low, high) = cell.published.between.unwrap();
        let own = u64::from(cell.own.unwrap());
        cell.others == Some((low - own, high - own))
    };
    assert!(results.cells.iter().all(less), "the others are the shown total less the own figure");
}

/// Nine trials below 1 and four above, since two have their groups exchanged.
#[test]
fn a_round_counts_countries_on_each_side() {
    let mut structure = intertally_structure::Structure::parse("s.toml", STRUCTURE.as_bytes()).unwrap();
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = vec!["risk-ratio".into(), "directions".into(), "classes".into()];
    let mut tables = BCG;
    for [a, b, c, d] in &mut tables[..2] {
        (*a, *b, *c, *d) = (*c, *d, *a, *b);
    }
    let Published { cells, totals, files, .. } = round_of(&structure.to_toml(), &tables);
    let total = |term: &str| {
        let key = format!("~REOFF~{term}.TRACK.2024");
        totals.get(&(0..).zip(&cells).find(|(_, cell)| cell.key == key).unwrap().0).copied()
    };
    assert_eq!(
        [total("N"), total("N-FEWER"), total("N-OTHER")],
        [13, 9, 4].map(|countries| Some(256 * countries))
    );
    assert!(
        ["N-067", "N-090", "N-110", "N-MORE"].into_iter().all(|term| total(term).is_none()),
        "classes are of few"
    );
    let report = String::from_utf8(files["report.html"].clone()).unwrap();
    for shown in [
        "Countries with a risk ratio below 1</th><td>9<",
        "which class of effect",
        "Risk ratio, crude",
        "Simpson",
    ] {
        assert!(report.contains(shown), "{shown} is not in the report");
    }
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
