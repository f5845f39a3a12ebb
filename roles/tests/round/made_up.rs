//! Made-up returns of an evaluation: plausible groups, the same from the same seed, and enough for an effect.

use crate::evaluation::STRUCTURE;
use crate::town::Town;
use futures::executor::block_on;
use intertally_evaluation::{Effect, Sums, TwoByTwo, mantel_haenszel};
use intertally_roles::coordinator::NewRound;
use intertally_roles::member::{MemberRound, generated, template_csv};
use intertally_tests::structure::Asked;
use std::collections::BTreeMap;

/// n1, a, n2, c of a return, as the sample's table asks them.
fn counts(text: &str) -> Vec<u32> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let value = reader.headers().unwrap().iter().position(|name| name == "OBS_VALUE").unwrap();
    reader.records().map(|record| record.unwrap()[value].parse().unwrap()).collect()
}

#[test]
fn made_up_returns_have_groups_with_an_effect_the_same_from_the_same_seed() {
    let town = Town::build(3, &["XA", "XB", "XC"]);
    town.ceremony(2);
    let planned = town.planned("Vaccine", &Asked::exact(4, 400), "2024");
    let structure = STRUCTURE.as_bytes().to_vec();
    town.open_new(&NewRound { structure, practice: true, ..planned }).unwrap();
    let mut session = town.session(&town.members[0]);
    let round =
        block_on(async { MemberRound::of(&session.sync().await.unwrap(), Some("Vaccine")).await.unwrap() });
    let filled = |seed, sender| generated::fill(&round, &template_csv(&round), seed, sender).unwrap();
    assert_eq!(filled(1, 0), filled(1, 0));
    assert_ne!(filled(1, 0), filled(2, 0));
    assert_ne!(filled(1, 0), filled(1, 1));
    for seed in 1..=5 {
        let mut sums = Sums::new(12);
        let mut totals = BTreeMap::new();
        for sender in 0..12 {
            let [n1, a, n2, c]: [u32; 4] = counts(&filled(seed, sender)).try_into().unwrap();
            assert!((1..=n1).contains(&a) && (1..=n2).contains(&c) && n1.min(n2) >= 80, "{a} {n1} {c} {n2}");
            let table = TwoByTwo::new(a, n1, c, n2).unwrap();
            for term in Effect::RiskRatio.terms(0) {
                *totals.entry(term).or_insert(0) += u64::from(table.figure(term).unwrap());
            }
        }
        totals.into_iter().for_each(|(term, total)| sums.set(term, total));
        let ratio = mantel_haenszel::risk_ratio(&sums).unwrap().value.exp();
        assert!((0.55..0.95).contains(&ratio), "seed {seed}: {ratio}");
    }
}
