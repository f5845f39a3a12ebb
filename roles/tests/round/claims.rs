//! Counts of an evaluation that a member publishes itself, from the return to the audit of the public record: its terms are no
//! secret, so the others must be enough without it, and the public sheet proves that they are.

use crate::evaluation::{BCG, Published, STRUCTURE, claimed};
use futures::executor::block_on;
use intertally_roles::auditor::{Wanted, audit, write_record};
use intertally_roles::coordinator::export;
use intertally_roles::person::Silent;
use intertally_structure::Structure;
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Outcome, Report};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::sync::Arc;

/// Four terms of four counts: seven countries beside those that publish.
fn odds() -> String {
    let mut structure = Structure::parse("s.toml", STRUCTURE.as_bytes()).unwrap();
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = vec!["odds-ratio".into()];
    structure.to_toml()
}

fn audited(made: &Published, edition: Edition) -> Report {
    let town = &made.town;
    let record = block_on(async {
        match edition {
            Edition::Restricted => {
                let mut coordinator = town.session(&town.coordinator);
                let log = coordinator.sync().await.unwrap();
                export(&log, None, edition, Files::new()).await.unwrap().0
            }
            Edition::Public => {
                let mut auditor = town.session(&town.auditor);
                let log = auditor.sync().await.unwrap();
                let id = log.round(None).unwrap().id();
                write_record(&log, id, None, Files::new()).await.unwrap().0
            }
        }
    });
    let mut random = ChaCha20Rng::seed_from_u64(7);
    let report = audit(Box::new(record), Wanted::default(), Arc::new(Silent { yes: true }), &mut random);
    block_on(report).unwrap()
}

fn terms(made: &Published) -> usize {
    let open = made.totals.keys().filter(|cell| made.cells[**cell as usize].key.contains('~'));
    open.count()
}

#[test]
fn an_effect_is_opened_and_proved_without_the_member_that_publishes_its_counts() {
    // One publishes all four, or one of them alone: both expose all terms.
    for places in [&[0, 1, 2, 3][..], &[1]] {
        let made = claimed(&odds(), &BCG[..8], &|member| if member == 2 { places } else { &[] });
        assert_eq!((terms(&made), made.totals.len()), (4, 8), "{:?}", made.totals);
        for edition in [Edition::Public, Edition::Restricted] {
            let report = audited(&made, edition);
            assert!(report.failed().is_empty(), "{}", report.to_text());
            // 9: counts, or the public sheet's proofs; 11: totals by them.
            let passed = |number: u8| {
                let check = report.checks.iter().find(|check| check.number == number).unwrap();
                matches!(check.outcome, Outcome::Pass { .. })
            };
            assert!(passed(9) && passed(11), "{}", report.to_text());
        }
        let page = String::from_utf8(made.files["report.html"].clone()).unwrap();
        assert!(page.contains("Odds ratio (Mantel-Haenszel)"));
    }
}

#[test]
fn a_second_member_that_publishes_shuts_the_effect_and_not_the_counts() {
    let made = claimed(&odds(), &BCG[..8], &|member| match member {
        2 => &[0, 1, 2, 3],
        5 => &[3],
        _ => &[],
    });
    assert_eq!((terms(&made), made.totals.len()), (0, 4), "six are left: {:?}", made.totals);
    let report = audited(&made, Edition::Public);
    assert!(report.failed().is_empty(), "{}", report.to_text());
    let page = String::from_utf8(made.files["report.html"].clone()).unwrap();
    assert!(
        !page.contains("Odds ratio (Mantel-Haenszel)") && page.contains("each needs at least 7 countries")
    );
}
